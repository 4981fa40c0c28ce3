//! Delivery against discovery over policies: zero-sum would be a front along which one is bought with the other.

use ambidex_analysis::statistics::least_squares;
use ambidex_experiment::statistics::round;
use serde::{Deserialize, Serialize};

use crate::effect::{Effect, Matrix, pooled};
use crate::error::ClaimError;
use crate::finding::Sample;
use crate::plan::{Plan, arm_name};

/// A policy against the case as it stands, over the plausible space.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// Arm.
    pub arm: String,
    /// Change of the delay: below zero is sooner.
    pub delay: Effect,
    /// Change of radical discoveries.
    pub discovery: Effect,
    /// Whether no other policy, the case among them, is better in one and no worse in the other.
    pub on_front: bool,
}

/// All policies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Front {
    /// Outcome of delivery, the smaller the better.
    pub delivery: String,
    /// Outcome of discovery, the larger the better.
    pub discovery: String,
    /// Policies, in the order of the file.
    pub policies: Vec<Policy>,
    /// Discoveries that a week sooner costs over the policies of the front: above zero is a trade-off; none of fewer
    /// than three policies on it.
    pub price: Option<f64>,
}

/// Means of the policies, and which of them lie on the front.
///
/// # Errors
/// Where an outcome is not known.
pub fn front(plan: &Plan, samples: &[Sample]) -> Result<Front, ClaimError> {
    let wanted = &plan.front;
    let change = |arm: &[String], outcome: &str| -> Result<Option<Effect>, ClaimError> {
        let of = |sample: &Sample| sample.difference(arm, &[], outcome);
        let matrices: Vec<Matrix> = samples.iter().map(of).collect::<Result<_, _>>()?;
        Ok(pooled(&matrices).map(Effect::rounded))
    };
    let mut policies = Vec::new();
    for arm in &wanted.policies {
        let pair = change(arm, &wanted.delivery)?.zip(change(arm, &wanted.discovery)?);
        if let Some((delay, discovery)) = pair {
            policies.push(Policy { arm: arm_name(arm), delay, discovery, on_front: false });
        }
    }
    let mut points: Vec<(f64, f64)> =
        policies.iter().map(|policy| (policy.delay.mean, policy.discovery.mean)).collect();
    points.push((0.0, 0.0));
    for (place, policy) in policies.iter_mut().enumerate() {
        policy.on_front = is_best(&points, place);
    }
    let best: Vec<(f64, f64)> =
        (0..points.len()).filter(|&place| is_best(&points, place)).map(|place| points[place]).collect();
    Ok(Front {
        delivery: wanted.delivery.clone(),
        discovery: wanted.discovery.clone(),
        policies,
        price: price(&best),
    })
}

/// Whether no other point has less delay and no fewer discoveries, or more discoveries and no more delay.
fn is_best(points: &[(f64, f64)], place: usize) -> bool {
    let (delay, finds) = points[place];
    !points.iter().any(|(d, f)| (*d < delay && *f >= finds) || (*d <= delay && *f > finds))
}

fn price(best: &[(f64, f64)]) -> Option<f64> {
    let rows: Vec<Vec<f64>> = best.iter().map(|(delay, _)| vec![*delay]).collect();
    let finds: Vec<f64> = best.iter().map(|(_, finds)| *finds).collect();
    least_squares(&rows, &finds).ok().map(|fit| round(fit.coefficients[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_leaves_out_what_another_beats() {
        let points = [(0.0, 0.0), (-1.0, -2.0), (1.0, 2.0), (1.0, 1.0), (2.0, 2.0)];
        let best: Vec<usize> = (0..points.len()).filter(|&place| is_best(&points, place)).collect();
        assert_eq!(best, [0, 1, 2]);
    }

    #[test]
    fn a_line_has_its_slope_as_price() {
        assert_eq!(price(&[(0.0, 0.0), (-1.0, -2.0), (1.0, 2.0)]), Some(2.0));
        assert_eq!(price(&[(0.0, 0.0)]), None);
    }
}
