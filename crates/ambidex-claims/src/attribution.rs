//! Rival explanations on the same footing: every set of switches is taken back in the same worlds, and what all of them
//! together change is shared out by Shapley values. What differs between worlds although all is equal is luck.

use ambidex_analysis::sensitivity::shapley::{attribution, attribution_of_replicates};
use ambidex_analysis::statistics::mean;
use ambidex_experiment::statistics::round;
use ambidex_race::scenario::Text;
use serde::{Deserialize, Serialize};

use crate::arms::{Bench, Space};
use crate::effect::{Effect, Matrix};
use crate::error::ClaimError;
use crate::finding::Effort;
use crate::plan::{Plan, Switch};

/// Level of the intervals.
const LEVEL: f64 = 0.95;

/// What one explanation contributes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Name.
    pub id: String,
    /// Title.
    pub title: Text,
    /// What it adds to the outcome at the case's own values: minus the Shapley value of taking it back. None where it
    /// cannot be switched.
    pub adds: Option<Effect>,
    /// The same over the plausible space.
    pub over_space: Option<Effect>,
    /// Share of its points at which it adds.
    pub adds_at: Option<f64>,
    /// Why it cannot be switched.
    pub not_expressible: Option<Text>,
}

/// Rival explanations of an outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attributed {
    /// Outcome.
    pub outcome: String,
    /// Unit.
    pub unit: String,
    /// Worlds.
    pub worlds: u32,
    /// Points of the plausible space, each with a world of its own.
    pub points: usize,
    /// The outcome in the case as it stands.
    pub case: Effect,
    /// The outcome with all switches taken back.
    pub without_all: Effect,
    /// Explanations, in the order of the file.
    pub shares: Vec<Share>,
    /// Standard deviation of the outcome between equal worlds.
    pub luck_sd: f64,
    /// Share of the variance over points and worlds of the case that lies between worlds at the same point.
    pub luck_share: Option<f64>,
}

/// All sets of switches, as overlays.
pub fn sets(plan: &Plan) -> Vec<Vec<String>> {
    let switches: Vec<&Switch> = plan.switches().collect();
    let members = |mask: usize| {
        let of = switches.iter().enumerate().filter(move |(place, _)| mask >> place & 1 == 1);
        of.flat_map(|(_, switch)| switch.overlays.iter().cloned()).collect()
    };
    (0..1 << switches.len()).map(members).collect()
}

/// Runs all sets and shares out what they change, in worlds at the case's own values and in one world at each point of the
/// spaces; `case` is the case over the space, from which the share of luck is read.
///
/// # Errors
/// As [`Bench::arm`], or where the outcome is not known.
pub fn attributed(
    bench: &Bench<'_>,
    plan: &Plan,
    spaces: &[Space],
    effort: &Effort,
    case: &[Matrix],
) -> Result<Attributed, ClaimError> {
    let (unit, nominal) = rows(bench, plan, &Space::nominal(effort.seed), effort.worlds)?;
    let mut points = Vec::new();
    for space in spaces {
        points.extend(rows(bench, plan, &space.apart(), 1)?.1);
    }
    let factors = plan.switches().count();
    let values = attribution_of_replicates(factors, &nominal, LEVEL)?;
    let over = attribution_of_replicates(factors, &points, LEVEL)?;
    let signs = points.iter().map(|row| attribution(factors, row)).collect::<Result<Vec<_>, _>>()?;
    let adds_at = |factor: usize| {
        let with = signs.iter().filter(|values| values[factor] < 0.0).count();
        round(with as f64 / signs.len() as f64)
    };
    let at = |set: usize| mean(&nominal.iter().map(|row| row[set]).collect::<Vec<_>>());
    let mut given = 0..factors;
    let share = |switch: &Switch| {
        let factor = if switch.not_expressible.is_none() { given.next() } else { None };
        Share {
            id: switch.id.clone(),
            title: switch.title.clone(),
            adds: factor.map(|i| Effect::of(&values[i]).times(-1.0)),
            over_space: factor.map(|i| Effect::of(&over[i]).times(-1.0)),
            adds_at: factor.map(adds_at),
            not_expressible: switch.not_expressible.clone(),
        }
    };
    Ok(Attributed {
        outcome: plan.attribution.outcome.clone(),
        unit,
        worlds: effort.worlds,
        points: points.len(),
        case: Effect::of(&at(0)),
        without_all: Effect::of(&at((1 << factors) - 1)),
        shares: plan.attribution.switch.iter().map(share).collect(),
        luck_sd: round(at(0).sd),
        luck_share: luck(case),
    })
}

/// Unit of the outcome, and its value under every set of switches, a row a point and world in which all sets have one.
fn rows(
    bench: &Bench<'_>,
    plan: &Plan,
    space: &Space,
    worlds: u32,
) -> Result<(String, Vec<Vec<f64>>), ClaimError> {
    let outcome = &plan.attribution.outcome;
    let (mut columns, mut unit) = (Vec::new(), String::new());
    for overlays in sets(plan) {
        let arm = bench.arm(plan.arm(&overlays), space, worlds)?;
        unit = arm.unit(outcome).to_owned();
        let unknown = || ClaimError::Unknown { what: "outcome", name: outcome.clone() };
        columns.push(arm.outcome(outcome).ok_or_else(unknown)?);
    }
    let row = |i: usize| -> Vec<f64> { columns.iter().map(|column| column.values()[i]).collect() };
    let entries = columns.first().map_or(0, |column| column.values().len());
    let rows = (0..entries).map(row).filter(|row| row.iter().all(|x| x.is_finite())).collect();
    Ok((unit, rows))
}

/// Mean variance within points over the variance of all.
fn luck(case: &[Matrix]) -> Option<f64> {
    let points = case.iter().flat_map(|matrix| (0..matrix.points()).map(|point| matrix.point(point)));
    let finite: Vec<Vec<f64>> =
        points.map(|point| point.iter().copied().filter(|x| x.is_finite()).collect()).collect();
    let within: Vec<f64> = finite.iter().filter(|p| p.len() > 1).map(|p| mean(p).sd * mean(p).sd).collect();
    let all = mean(&finite.concat()).sd;
    let share = mean(&within).mean / (all * all);
    share.is_finite().then(|| round(share.min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambidex_scenario::Case;

    #[test]
    fn sets_go_from_none_to_all() {
        let plan = Plan::of(Case::named("llama").expect("shipped")).expect("readable");
        let sets = sets(&plan);
        assert_eq!(sets.len(), 64);
        assert!(sets[0].is_empty());
        assert!(plan.switches().all(|switch| switch.overlays.iter().all(|o| sets[63].contains(o))));
    }

    #[test]
    fn equal_points_leave_all_variance_to_luck() {
        let same = Matrix::new(4, [1.0, 2.0, 3.0, 4.0].repeat(50));
        assert!(luck(&[same]).unwrap() > 0.99);
        let apart = Matrix::new(2, vec![0.0, 0.0, 9.0, 9.0]);
        assert_eq!(luck(&[apart]), Some(0.0));
    }
}
