//! Gates and dissent (Sah & Stiglitz 1986; Christensen & Knudsen 2010; Csaszar 2013; Morrison & Milliken 2000).
//!
//! On the planned date a gate is held, and every four weeks after it until 'go'. The worth of shipping now is
//! v = 1 - density / q. Scientists see v + s_j noise, the manager v + s_m noise, s = s0 (1 - .9 e) falling with
//! expertise e. The manager weighs by *perceived* accuracy, s_p = s0 (1 - .9 (e + o (1 - e))) with overconfidence o:
//!
//! posterior = (own / s_p^2 + (1 - .8 o) sum_j s_j / s_j^2) / (1 / s_p^2 + (1 - .8 o) sum_j 1 / s_j^2)
//!
//! and goes where posterior + hardness x shift x (1 + late / 8) > 0, late in weeks. An override is a go against the
//! majority of the scientists. What a decision costs is measured by forking the world and deciding otherwise.

use super::{Context, Mechanism};
use crate::state::LabState;

ambidex_core::parameters! {
    /// Parameters of gates.
    pub struct Parameters {
        tolerable_density ("q", "1") = 0.09 in 0.001..=2.0, plausible 0.04..=0.15;
            "Defect density at which shipping is worth nothing"; Assumption("no data");
        noise ("s0", "1") = 0.72 in 0.0..=5.0, plausible 0.4..=1.5;
            "Noise of a layman's signal, in units of the worth of shipping"; Assumption("no data; not identifiable");
        scientists ("n_s", "persons", whole) = 5.0 in 1.0..=51.0, plausible 3.0..=9.0;
            "Scientists heard at a gate"; Assumption("no data");
        scientist_expertise ("e_s", "1") = 0.6 in 0.0..=1.0, plausible 0.4..=0.9;
            "Their expertise"; Assumption("no data");
        hardness_shift ("h_s", "1") = 0.6 in 0.0..=5.0, plausible 0.2..=1.0;
            "How far a hard deadline moves the threshold"; Assumption("no data; not identifiable");
    }
}

/// Weeks between gates.
pub const INTERVAL: i32 = 4;

/// A decision at a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Ship.
    Go,
    /// Wait for the next gate.
    Slip,
}

/// What happened at a gate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// Decision.
    pub decision: Decision,
    /// Whether it went against the majority of the scientists.
    pub overridden: bool,
    /// Defect density then.
    pub density: f64,
}

/// Noise of a signal by expertise.
pub fn signal_noise(s0: f64, expertise: f64) -> f64 {
    s0 * (1.0 - 0.9 * expertise).max(1e-3)
}

/// The manager's posterior of the worth of shipping: see the equation of the module.
pub fn posterior(own: f64, perceived_noise: f64, overconfidence: f64, signals: &[f64], noise: f64) -> f64 {
    let (mine, heard) = (1.0 / (perceived_noise * perceived_noise), 1.0 - 0.8 * overconfidence);
    let theirs = heard / (noise * noise);
    let sum: f64 = signals.iter().sum();
    (own * mine + theirs * sum) / (mine + theirs * signals.len() as f64)
}

/// Holds a gate where one is due; `forced` decides it from outside.
pub fn step(context: Context<'_>, lab: &mut LabState, forced: Option<Decision>) -> Option<Outcome> {
    let setup = context.setup;
    let project = lab.project.as_ref()?;
    let planned = &lab.plan[project.release];
    let week = context.week as i32;
    let density = project.defect_density();
    if !setup.on(Mechanism::Gates) || !setup.on(Mechanism::Projects) {
        let go = week >= planned.target;
        return go.then_some(Outcome { decision: Decision::Go, overridden: false, density });
    }
    if week < project.next_gate {
        return None;
    }
    let (go, majority) = judge(context, lab, density);
    let decision = forced.unwrap_or(if go { Decision::Go } else { Decision::Slip });
    let overridden = decision == Decision::Go && !majority;
    lab.totals.overrides += u32::from(overridden);
    let project = lab.project.as_mut()?;
    project.gates += 1;
    project.next_gate = week + INTERVAL;
    Some(Outcome { decision, overridden, density })
}

/// (manager goes, majority of scientists would go).
fn judge(context: Context<'_>, lab: &LabState, density: f64) -> (bool, bool) {
    let p = &context.setup.parameters.gates;
    let Some(project) = &lab.project else { return (false, false) };
    let planned = &lab.plan[project.release];
    let manager = &lab.units[lab.deciding_unit()].manager;
    let expertise: f64 = context.setup.weights.iter().zip(&manager.expertise).map(|(w, e)| w * e).sum();
    let perceived = expertise + manager.overconfidence * (1.0 - expertise);
    let mut draws = context.streams.gate.draws(lab.key, context.week);
    let worth = 1.0 - density / p.tolerable_density;
    let own = worth + signal_noise(p.noise, expertise) * draws.normal();
    let noise = signal_noise(p.noise, p.scientist_expertise);
    let signals: Vec<f64> = (0..p.scientists as u32).map(|_| worth + noise * draws.normal()).collect();
    let believed = posterior(own, signal_noise(p.noise, perceived), manager.overconfidence, &signals, noise);
    let late = f64::from((context.week as i32 - planned.target).max(0));
    let go = believed + planned.hardness * p.hardness_shift * (1.0 + late / 8.0) > 0.0;
    let in_favour = signals.iter().filter(|&&s| s > 0.0).count();
    (go, 2 * in_favour > signals.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Equal noise and no overconfidence: the posterior is the plain mean of all signals.
    #[test]
    fn calibrated_peers_average() {
        let value = posterior(1.0, 0.5, 0.0, &[0.0, 2.0, -1.0], 0.5);
        assert!((value - 0.5).abs() < 1e-12);
    }

    /// Full certainty in oneself leaves others no weight; overconfidence moves the posterior towards one's own signal.
    #[test]
    fn overconfidence_discounts_others() {
        assert!((posterior(1.0, 1e-6, 0.0, &[-5.0], 1.0) - 1.0).abs() < 1e-9);
        let by = |o| posterior(1.0, 0.5, o, &[-1.0, -1.0, -1.0], 0.5);
        assert!(by(0.0) < by(0.5) && by(0.5) < by(1.0));
    }
}
