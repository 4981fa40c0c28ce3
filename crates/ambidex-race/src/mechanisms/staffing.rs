//! Staffing and attention (Ocasio 1997; Levinthal & March 1993).
//!
//! With tilt t, a unit moves the share c t of its exploring time to product integration, c = 1 in product and elite
//! units, `research_compliance` in research, `line_compliance` in research that reports to a product unit. Attention to
//! domain d is
//!
//! a_d = (1 - c t) b_d (1 + z_d) / sum_j b_j (1 + z_j) + c t v_d,
//!
//! b the unit's attention, z salience, v where the tilt points.

use super::environment::Environment;
use super::{Context, Mechanism};
use crate::scenario::Charter;
use crate::state::LabState;

ambidex_core::parameters! {
    /// Parameters of staffing.
    pub struct Parameters {
        research_compliance ("c", "1") = 0.5 in 0.0..=1.0, plausible 0.1..=0.8;
            "How far research follows a product tilt, relative to product units"; Assumption("no data");
        line_compliance ("c_l", "1") = 0.75 in 0.0..=1.0, plausible 0.4..=1.0;
            "The same for research that reports to a product unit"; Assumption("half-way between research of its own and a product unit");
    }
}

/// Sets this week's shares of time and attention of every unit.
pub fn step(context: Context<'_>, lab: &mut LabState, environment: &Environment) {
    let setup = context.setup;
    let on = setup.on(Mechanism::Staffing);
    let tilt = if on { lab.tilt(setup.parameters.leadership.tilt_per_point) } else { 0.0 };
    for unit in 0..lab.units.len() {
        let compliance = compliance(&setup.parameters.staffing, lab, unit);
        let unit = &mut lab.units[unit];
        let moved = unit.activity[0] * compliance * tilt;
        unit.activity_now = [unit.activity[0] - moved, unit.activity[1], unit.activity[2] + moved];
        let base = if unit.attention.is_empty() { &lab.attention } else { &unit.attention };
        let salience = |d: usize| if on { environment.salience[d] } else { 0.0 };
        attention(&mut unit.attention_now, base, salience, compliance * tilt, &lab.tilt_towards);
        cumulate(&mut unit.attention_now);
    }
}

/// How far a unit follows the tilt: by its charter and the unit that it reports to.
fn compliance(p: &Parameters, lab: &LabState, unit: usize) -> f64 {
    let above = lab.units[unit].reports_to.map(|above| lab.units[above].charter);
    match (lab.units[unit].charter, above) {
        (Charter::Product | Charter::Elite, _) => 1.0,
        (Charter::Research, Some(Charter::Product)) => p.line_compliance,
        (Charter::Research, _) => p.research_compliance,
    }
}

/// Attention by domain, summing to 1: see the equation of the module.
pub fn attention(
    out: &mut Vec<f64>,
    base: &[f64],
    salience: impl Fn(usize) -> f64,
    tilt: f64,
    towards: &[f64],
) {
    let total: f64 = base.iter().enumerate().map(|(d, b)| b * (1.0 + salience(d))).sum();
    out.clear();
    out.extend(
        base.iter()
            .enumerate()
            .map(|(d, b)| (1.0 - tilt) * b * (1.0 + salience(d)) / total + tilt * towards[d]),
    );
}

/// Turns shares into cumulated shares.
pub fn cumulate(shares: &mut [f64]) {
    let mut sum = 0.0;
    for share in shares {
        sum += *share;
        *share = sum;
    }
}

/// Index drawn from cumulated shares by a uniform.
#[inline(always)]
pub fn pick(cumulated: &[f64], u: f64) -> usize {
    let last = cumulated.len() - 1;
    let at = u * cumulated[last];
    // No branch on what is found, which nobody could predict.
    cumulated[..last].iter().map(|&c| usize::from(at >= c)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn attention_sums_to_one(base in prop::collection::vec(0.01_f64..1.0, 2..8), tilt in 0.0_f64..1.0, z in 0.0_f64..5.0) {
            let total: f64 = base.iter().sum();
            let base: Vec<f64> = base.iter().map(|b| b / total).collect();
            let towards = vec![1.0 / base.len() as f64; base.len()];
            let mut out = vec![];
            attention(&mut out, &base, |d| if d == 1 { z } else { 0.0 }, tilt, &towards);
            prop_assert!((out.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            cumulate(&mut out);
            prop_assert!(pick(&out, 0.999_999) < base.len());
        }
    }

    #[test]
    fn salience_draws_attention() {
        let mut out = vec![];
        attention(&mut out, &[0.5, 0.5], |d| if d == 1 { 1.0 } else { 0.0 }, 0.0, &[1.0, 0.0]);
        assert!((out[1] - 2.0 / 3.0).abs() < 1e-12);
    }
}
