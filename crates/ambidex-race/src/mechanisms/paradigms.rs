//! Paradigms: what they are worth and when a lab turns to them (Kuhn 1962; Foster 1986; Sterman & Wittenberg 1999).
//!
//! A `multiplier` is worth g k_key / .5 factors of ten of compute. An `index` paradigm has a curve of its own,
//!
//! gain = L / (1 + exp(-s (x_r - m))),   x_r = 25 + zeta (log10 C - 25) + multipliers + lambda sum_d w_r,d k_lab,d,
//!
//! with little weight zeta on training compute. A lab decides for a paradigm with the weekly hazard
//!
//! ad_max / (1 + exp(-(belief x gain - threshold) / width)),
//!
//! belief `doubt` until somebody has shown the paradigm and 1 after; the hazard is halved, not zero, while fires are
//! fought. A multiplier pays only from key knowledge `midpoint` on. An index paradigm ships `development` weeks after the
//! decision; a multiplier with the next base that is not frozen yet.

use ambidex_core::maths::logistic;
use ambidex_models::scaling_laws;

use super::environment::Environment;
use super::{Context, Mechanism, release};
use crate::scenario::ParadigmKind;
use crate::setup::Setup;
use crate::state::LabState;
use crate::world::Chronicle;

ambidex_core::parameters! {
    /// Parameters of paradigms.
    pub struct Parameters {
        adoption_rate ("ad_max", "1/week") = 0.3 in 0.0..=1.0, plausible 0.1..=0.5;
            "Largest weekly hazard of deciding for a paradigm"; Assumption("three weeks where everything speaks for it");
        doubt ("b", "1") = 0.6 in 0.0..=1.0, plausible 0.4..=1.0;
            "Weight of an expected gain that nobody has shown yet"; Assumption("no data");
        width ("w_a", "points") = 0.7 in 0.01..=20.0, plausible 0.4..=1.0;
            "Width of the threshold in expected gain"; Assumption("wider ones let labs adopt what is worth nothing to them");
        development ("T_r", "weeks", whole) = 9.0 in 0.0..=104.0, plausible 5.0..=14.0;
            "Weeks from the decision for an index paradigm to its first release"; Calibrated("lags of the first followers in 2024 and 2025");
    }
}

/// Factors of ten that the multipliers of a bit set are worth.
pub fn multiplier(setup: &Setup, environment: &Environment, multipliers: u32, knowledge: &[f64]) -> f64 {
    let worth = |(i, p): (usize, &crate::setup::ParadigmSetup)| {
        let inside = p.kind == ParadigmKind::Multiplier && multipliers >> i & 1 == 1;
        if inside { p.gain * knowledge[environment.keys[i]].max(0.0) / 0.5 } else { 0.0 }
    };
    setup.paradigms.iter().enumerate().map(worth).sum()
}

/// Points that an index paradigm adds.
pub fn index_gain(
    setup: &Setup,
    environment: &Environment,
    paradigm: usize,
    compute: f64,
    multipliers: u32,
    knowledge: &[f64],
) -> f64 {
    let p = &setup.paradigms[paradigm];
    let known: f64 = environment.curve_weights[paradigm].iter().zip(knowledge).map(|(w, k)| w * k).sum();
    let algorithms =
        setup.parameters.release.algorithms * known + multiplier(setup, environment, multipliers, knowledge);
    let x = scaling_laws::effective_compute(25.0 + p.compute_dependence * (compute - 25.0), algorithms);
    scaling_laws::capability(x, 0.0, p.gain, p.slope, p.midpoint)
}

/// Points that a lab could expect of a paradigm today.
pub fn expected_gain(
    context: Context<'_>,
    lab: &LabState,
    environment: &Environment,
    paradigm: usize,
    knowledge: &[f64],
) -> f64 {
    let (setup, p) = (context.setup, &context.setup.paradigms[paradigm]);
    let decided =
        lab.adoption.iter().enumerate().filter(|(_, a)| a.decided.is_some()).fold(0, |s, (i, _)| s | 1 << i);
    match p.kind {
        ParadigmKind::Index => index_gain(setup, environment, paradigm, lab.compute, decided, knowledge),
        ParadigmKind::Multiplier if knowledge[environment.keys[paradigm]] < p.midpoint => 0.0,
        ParadigmKind::Multiplier => {
            let points = |set| {
                let x = release::effective_compute(context, environment, lab.compute, set, knowledge);
                release::capability(&setup.parameters.release, x, 0.0)
            };
            points(decided | 1 << paradigm) - points(decided)
        }
    }
}

/// One week of decisions.
pub fn step(context: Context<'_>, lab: &mut LabState, environment: &Environment, chronicle: &mut Chronicle) {
    let (setup, p) = (context.setup, &context.setup.parameters.paradigms);
    if !setup.on(Mechanism::Paradigms) {
        return;
    }
    let knowledge = lab.code_knowledge(setup.shape.domains);
    for paradigm in 0..setup.paradigms.len() {
        if lab.adoption[paradigm].decided.is_some() {
            continue;
        }
        let gain = expected_gain(context, lab, environment, paradigm, &knowledge);
        let belief = if environment.demonstrated[paradigm].is_some() { 1.0 } else { p.doubt };
        let busy = if lab.project.as_ref().is_some_and(|project| project.on_fire) { 0.5 } else { 1.0 };
        let hazard = busy
            * p.adoption_rate
            * logistic((belief * gain - setup.paradigms[paradigm].threshold) / p.width);
        let entity =
            lab.key.wrapping_add(ambidex_core::streams::fnv1a(setup.paradigms[paradigm].name.as_bytes()));
        if gain > 0.0 && context.streams.adoption.uniform(entity, context.week) < hazard {
            lab.adoption[paradigm].decided = Some(context.week);
            if setup.paradigms[paradigm].kind == ParadigmKind::Index {
                lab.adoption[paradigm].shipped = Some(context.week + p.development as u32);
            }
            let detail = format!("{}: {gain:.1} points expected", setup.paradigms[paradigm].name);
            chronicle.events.push(release::event(context, "adopted", detail));
        }
    }
}
