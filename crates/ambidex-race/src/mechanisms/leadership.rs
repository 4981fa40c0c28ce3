//! Leadership: aspiration, ambition, rules (Cyert & March 1963; Greve 1998).
//!
//! Position is the lab's capability minus the frontier (at most 0). Aspiration follows it at rate `adaptation` a week;
//! ambition is success above aspiration, smoothed over half a year: success feeds scope and product tilt, shortfall
//! triggers the scenario's rules.

use super::{Context, Mechanism};
use crate::state::LabState;

ambidex_core::parameters! {
    /// Parameters of leadership.
    pub struct Parameters {
        adaptation ("alpha", "1/week") = 0.0134 in 0.0..=1.0, plausible 0.006..=0.02;
            "Rate at which aspiration follows position"; Assumption("a year and a half");
        smoothing ("alpha_a", "1/week") = 0.04 in 0.0..=1.0, plausible 0.02..=0.1;
            "Rate at which ambition follows success"; Assumption("half a year");
        tilt_per_point ("t_amb", "1/point") = 0.01 in 0.0..=0.5, plausible 0.0..=0.03;
            "Product tilt that a point of ambition adds"; Assumption("no data");
    }
}

/// One week of aspiration and ambition.
pub fn step(context: Context<'_>, lab: &mut LabState, frontier: f64) {
    let p = &context.setup.parameters.leadership;
    let position = lab.capability - frontier;
    let success = (position - lab.aspiration).max(0.0);
    lab.aspiration += p.adaptation * (position - lab.aspiration);
    if context.setup.on(Mechanism::Leadership) {
        lab.ambition += p.smoothing * (success - lab.ambition);
    }
}
