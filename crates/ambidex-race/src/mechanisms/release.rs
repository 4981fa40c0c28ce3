//! Training and release (Hoffmann et al. 2022; Ho et al. 2024).
//!
//! x = log10 C + sum over built-in multipliers p of g_p k_key / .5 + lambda sum_d w_d k_lab,d
//! Q = Q0 + L0 / (1 + exp(-s0 (x - x0))) - eta density + gains of index paradigms shipped
//!
//! in points, x in factors of ten of compute; an index paradigm's gain is in [`super::paradigms`]. A derivative rests on
//! its base: compute, multipliers and knowledge of the base, except for domains marked `derivative`, where it takes
//! what the lab code knows now.

use ambidex_models::scaling_laws;

use super::environment::{Environment, demonstrate};
use super::{Context, Mechanism, openness, paradigms, reporting};
use crate::record::{Event, Release};
use crate::scenario::ParadigmKind;
use crate::state::{Base, LabState};
use crate::world::Chronicle;

ambidex_core::parameters! {
    /// Parameters of training and release.
    pub struct Parameters {
        algorithms ("lambda", "log10 FLOP") = 8.0 in 0.0..=30.0, plausible 4.0..=10.0;
            "Effective compute that full knowledge of all domains is worth"; Calibrated("growth of scores beyond compute; order of Ho et al. 2024");
        floor ("Q0", "points") = 83.0 in -200.0..=300.0, plausible 75.0..=95.0;
            "Lower end of the capability curve"; Calibrated("Epoch Capabilities Index");
        height ("L0", "points") = 63.0 in 0.0..=500.0, plausible 50.0..=80.0;
            "Height of the capability curve"; Calibrated("Epoch Capabilities Index");
        slope ("s0", "1/log10 FLOP") = 0.4 in 0.01..=5.0, plausible 0.3..=0.65;
            "Slope of the capability curve"; Calibrated("Epoch Capabilities Index");
        midpoint ("x0", "log10 FLOP") = 27.5 in 15.0..=40.0, plausible 26.0..=29.0;
            "Midpoint of the capability curve"; Calibrated("Epoch Capabilities Index");
        defect_loss ("eta", "points") = 40.0 in 0.0..=500.0, plausible 20.0..=60.0;
            "Capability lost per unit of defect density"; Assumption("no data");
        derivative_interval ("T_d", "weeks", whole) = 20.0 in 1.0..=400.0, plausible 12.0..=30.0;
            "Weeks between derivative releases"; Assumption("about what labs do");
    }
}

/// Dense capability [points] at effective compute `x` and defect density.
pub fn capability(p: &Parameters, x: f64, density: f64) -> f64 {
    scaling_laws::capability(x, p.floor, p.height, p.slope, p.midpoint) - p.defect_loss * density
}

/// Effective compute of a base: compute, multipliers built in, knowledge by domain.
pub fn effective_compute(
    context: Context<'_>,
    environment: &Environment,
    compute: f64,
    multipliers: u32,
    knowledge: &[f64],
) -> f64 {
    let setup = context.setup;
    let known: f64 = setup.weights.iter().zip(knowledge).map(|(w, k)| w * k).sum();
    let multiplied = paradigms::multiplier(setup, environment, multipliers, knowledge);
    scaling_laws::effective_compute(compute, setup.parameters.release.algorithms * known + multiplied)
}

/// Knowledge that goes into a release on the last base now: the base's, but today's in derivative domains.
fn derivative_knowledge(context: Context<'_>, lab: &LabState) -> Vec<f64> {
    let now = lab.code_knowledge(context.setup.shape.domains);
    let later = context.setup.derivative.iter();
    lab.base
        .knowledge
        .iter()
        .zip(now)
        .zip(later)
        .map(|((then, now), &d)| if d { now } else { *then })
        .collect()
}

/// Index paradigms that are in whatever the lab ships in a week.
fn shipped_index(context: Context<'_>, lab: &LabState) -> Vec<usize> {
    let ready = |(i, p): (usize, &crate::setup::ParadigmSetup)| {
        let due = lab.adoption[i].shipped.is_some_and(|week| week <= context.week);
        (p.kind == ParadigmKind::Index && due).then_some(i)
    };
    context.setup.paradigms.iter().enumerate().filter_map(ready).collect()
}

/// What the lab could train today, without defects [points], and its effective compute. Index paradigms count by
/// their gain where the lab has decided for them, else by gain times the chance that it wants to.
pub fn potential(context: Context<'_>, lab: &LabState, environment: &Environment) -> (f64, f64) {
    let setup = context.setup;
    let knowledge = lab.code_knowledge(setup.shape.domains);
    let decided =
        lab.adoption.iter().enumerate().filter(|(_, a)| a.decided.is_some()).fold(0, |s, (i, _)| s | 1 << i);
    let x = effective_compute(context, environment, lab.compute, decided, &knowledge);
    let mut points = capability(&setup.parameters.release, x, 0.0);
    if setup.on(Mechanism::Paradigms) {
        for (i, p) in setup.paradigms.iter().enumerate().filter(|(_, p)| p.kind == ParadigmKind::Index) {
            let gain = paradigms::index_gain(setup, environment, i, lab.compute, decided, &knowledge);
            let taken = lab.adoption[i].decided.is_some();
            points += if taken {
                gain
            } else {
                gain * ambidex_core::maths::logistic((gain - p.threshold) / setup.parameters.paradigms.width)
            };
        }
    }
    (points, x)
}

/// The running project ships: a new base.
pub fn ship_base(
    context: Context<'_>,
    lab: &mut LabState,
    environment: &mut Environment,
    chronicle: &mut Chronicle,
    density: f64,
) {
    let Some(project) = lab.project.take() else { return };
    let planned = lab.plan[project.release].clone();
    lab.base = Base {
        generation: project.release as u16 + 1,
        name: planned.name.clone(),
        week: context.week,
        compute: lab.compute,
        knowledge: lab.code_knowledge(context.setup.shape.domains),
        multipliers: project.frozen.unwrap_or(0),
        defect_density: if context.setup.on(Mechanism::Projects) { density } else { 0.0 },
        derivatives: 0,
    };
    lab.totals.training_flop += ambidex_core::maths::pow(10.0, lab.compute);
    for paradigm in 0..lab.adoption.len() {
        if lab.base.multipliers >> paradigm & 1 == 1 && lab.adoption[paradigm].shipped.is_none() {
            lab.adoption[paradigm].shipped = Some(context.week);
        }
    }
    publish(context, lab, environment, chronicle, Some((planned.first_plan, planned.hardness)));
    super::drafting::release_drafted(lab);
    super::projects::start(context, lab, project.release + 1, project.next_concept);
}

/// Derivative releases: when a paradigm is ready to ship, and at intervals.
pub fn step_derivatives(
    context: Context<'_>,
    lab: &mut LabState,
    environment: &mut Environment,
    chronicle: &mut Chronicle,
) {
    if !context.setup.on(Mechanism::Release) || lab.base.generation == 0 {
        return;
    }
    let ready = lab.adoption.iter().any(|a| a.shipped == Some(context.week)) && lab.base.week != context.week;
    let due = context.week - lab.last_release >= context.setup.parameters.release.derivative_interval as u32;
    if ready || due {
        lab.base.derivatives += 1;
        publish(context, lab, environment, chronicle, None);
    }
}

/// Puts a release out: capability, reported score, openness, what it demonstrates.
fn publish(
    context: Context<'_>,
    lab: &mut LabState,
    environment: &mut Environment,
    chronicle: &mut Chronicle,
    planned: Option<(i32, f64)>,
) {
    let setup = context.setup;
    let index = shipped_index(context, lab);
    let knowledge =
        if planned.is_some() { lab.base.knowledge.clone() } else { derivative_knowledge(context, lab) };
    let x = effective_compute(context, environment, lab.base.compute, lab.base.multipliers, &knowledge);
    let mut points = capability(&setup.parameters.release, x, lab.base.defect_density);
    for &i in &index {
        points +=
            paradigms::index_gain(setup, environment, i, lab.base.compute, lab.base.multipliers, &knowledge);
    }
    let frontier = environment.frontier.max(points);
    let hardness = planned.map_or(0.0, |(_, hardness)| hardness);
    let report = reporting::report(context, lab, points, points - frontier, hardness);
    let open = openness::choose(context, lab, points - frontier);
    let name = if planned.is_some() {
        lab.base.name.clone()
    } else {
        format!("{}+{}", lab.base.name, lab.base.derivatives)
    };
    chronicle.releases.push(Release {
        lab: context.lab as u16,
        week: context.week,
        generation: lab.base.generation,
        name: name.clone(),
        base: planned.is_some(),
        planned_week: planned.map_or(context.week as i32, |(week, _)| week),
        capability: points as f32,
        reported: report.score as f32,
        gap: (frontier - points) as f32,
        open,
        defect_density: lab.base.defect_density as f32,
        variants: report.variants as f32,
        compute: lab.base.compute as f32,
        effective_compute: x as f32,
        paradigms: paradigm_names(setup, lab.base.multipliers, &index),
    });
    chronicle.events.push(event(context, "release", format!("{name}: {points:.1} points")));
    if report.detected {
        chronicle.events.push(event(
            context,
            "detected",
            format!("{name}: {:.1} points too high", report.score - points),
        ));
    }
    show_paradigms(context, lab.base.multipliers, &index, environment, chronicle);
    lab.last_release = context.week;
    lab.capability = lab.capability.max(points);
    lab.reported = lab.reported.max(report.score);
    lab.inflation = report.score - points;
    lab.open = open;
    environment.frontier = frontier;
    openness::reveal_release(context, lab, environment, open);
}

fn show_paradigms(
    context: Context<'_>,
    multipliers: u32,
    index: &[usize],
    environment: &mut Environment,
    chronicle: &mut Chronicle,
) {
    for paradigm in 0..context.setup.paradigms.len() {
        let inside = multipliers >> paradigm & 1 == 1 || index.contains(&paradigm);
        if inside && demonstrate(context, environment, paradigm) {
            chronicle.events.push(event(
                context,
                "demonstrated",
                context.setup.paradigms[paradigm].name.clone(),
            ));
        }
    }
}

fn paradigm_names(setup: &crate::setup::Setup, multipliers: u32, index: &[usize]) -> String {
    let inside = |i: &usize| multipliers >> i & 1 == 1 || index.contains(i);
    let names: Vec<&str> =
        (0..setup.paradigms.len()).filter(inside).map(|i| setup.paradigms[i].name.as_str()).collect();
    names.join("+")
}

/// An event of this lab and week.
pub fn event(context: Context<'_>, kind: &'static str, detail: String) -> Event {
    Event { week: context.week, lab: context.lab as u16, kind, detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_way_at_the_midpoint_and_defects_cost() {
        let p = Parameters::default();
        assert!((capability(&p, p.midpoint, 0.0) - (p.floor + p.height / 2.0)).abs() < 1e-12);
        assert!(
            (capability(&p, 27.0, 0.1) - (capability(&p, 27.0, 0.0) - 0.1 * p.defect_loss)).abs() < 1e-12
        );
    }
}
