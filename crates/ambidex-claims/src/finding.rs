//! An experiment from its arms to its verdict.

use std::collections::{BTreeMap, BTreeSet};

use ambidex_race::scenario::Text;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::arms::{Arm, Bench, Space};
use crate::effect::{Effect, Matrix, Shares, pooled, stacked};
use crate::error::ClaimError;
use crate::flips::{self, BreakEven, Split};
use crate::plan::{Experiment, KnockOut, Plan, Sign, VEIL, arm_name};
use crate::verdict::{Evidence, Knocked, Verdict, verdict};

/// Break-even values that are told.
const TOLD: usize = 3;
/// Part of the worlds that repetitions behind the veil and without a mechanism are given.
const THIN: u32 = 8;
/// Fewest worlds they are given, where there are as many.
const FEWEST: u32 = 4;

/// How much is run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effort {
    /// Points of the space, over all seeds.
    pub points: usize,
    /// Worlds a point.
    pub worlds: u32,
    /// Independent samples of points and worlds: one, or two that have to agree.
    pub samples: u32,
    /// First seed.
    pub seed: u64,
}

impl Effort {
    /// Worlds of repetitions of what is itself run on the worlds of repetitions.
    pub fn thinner(&self) -> u32 {
        (self.thin() / 2).max(FEWEST).min(self.worlds)
    }

    /// Worlds of repetitions.
    pub fn thin(&self) -> u32 {
        (self.worlds / THIN).max(FEWEST).min(self.worlds)
    }

    /// The points of every sample.
    pub fn spaces(&self, plan: &Plan) -> Vec<Space> {
        let points = self.points.div_ceil(self.samples.max(1) as usize);
        let sample =
            |i: u32| Space::sampled(&plan.uncertainties, points, self.seed.wrapping_add(u64::from(i)));
        (0..self.samples.max(1)).map(sample).collect()
    }
}

/// What is left of an effect without a mechanism.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnockOutFinding {
    /// Coefficient.
    pub carried_by: String,
    /// Whether it is an assumption.
    pub assumption: bool,
    /// Effect that is left.
    pub left: Effect,
    /// Whether the effect goes with it.
    pub removed: bool,
}

/// The result of an experiment. Effects are treatment minus baseline, in the unit of the outcome, not turned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Name.
    pub id: String,
    /// Insight that it belongs to.
    pub insight: Option<u8>,
    /// Title.
    pub title: Text,
    /// Outcome of the focal lab.
    pub outcome: String,
    /// Its unit.
    pub unit: String,
    /// Treatment arm.
    pub treatment: String,
    /// Baseline arm.
    pub baseline: String,
    /// Placebo arm.
    pub placebo: Option<String>,
    /// Sign of the effect by the claim.
    pub claimed: Sign,
    /// Smallest difference that matters.
    pub margin: f64,
    /// Verdict.
    pub verdict: Verdict,
    /// Why not more.
    pub reasons: Vec<String>,
    /// Verdict of each sample.
    pub by_seed: Vec<Verdict>,
    /// Treatment minus baseline.
    pub effect: Effect,
    /// Shares of the space.
    pub shares: Shares,
    /// Treatment minus placebo.
    pub beyond_placebo: Option<Effect>,
    /// The same (or the effect, where there is no placebo) behind the veil.
    pub veiled: Option<Effect>,
    /// Mechanisms taken away.
    pub knock_outs: Vec<KnockOutFinding>,
    /// What separates the signs best.
    pub flips: Option<Split>,
    /// Where the fitted effect crosses zero.
    pub break_even: Vec<BreakEven>,
    /// Treatment minus baseline in other outcomes, by name.
    pub also: Map<String, Value>,
    /// What the data say.
    pub data: Text,
    /// What the reader has to know.
    pub note: Text,
}

/// An arm that is wanted, with its worlds.
pub type Wanted = BTreeMap<Vec<String>, u32>;

/// The arms that experiments need: the largest number of worlds that any of them asks for.
pub fn wanted<'e>(experiments: impl IntoIterator<Item = &'e Experiment>, effort: &Effort) -> Wanted {
    let mut wanted = Wanted::new();
    for experiment in experiments {
        let mut add = |overlays: Vec<String>, worlds: u32| {
            if !experiment.scope.is_empty() {
                want(&mut wanted, with(&overlays, &experiment.scope), worlds);
            }
            want(&mut wanted, overlays, worlds);
        };
        let worlds = if experiment.brief { effort.thin() } else { effort.worlds };
        for overlays in contrast(experiment) {
            add(overlays.clone(), worlds);
            if experiment.veil {
                add(with(overlays, &[VEIL.to_owned()]), effort.thin());
            }
        }
        for knock_out in &experiment.knock_out {
            add(with(&experiment.treatment, &knock_out.overlays), effort.thin());
            add(with(&experiment.baseline, &knock_out.overlays), effort.thin());
        }
    }
    wanted
}

/// Asks for an arm with at least so many worlds.
pub fn want(wanted: &mut Wanted, overlays: Vec<String>, worlds: u32) {
    let at = wanted.entry(overlays).or_insert(0);
    *at = worlds.max(*at);
}

fn contrast(experiment: &Experiment) -> BTreeSet<&Vec<String>> {
    [&experiment.treatment, &experiment.baseline].into_iter().chain(&experiment.placebo).collect()
}

/// Overlays, and more upon them.
pub fn with(overlays: &[String], more: &[String]) -> Vec<String> {
    overlays.iter().chain(more).cloned().collect()
}

/// Arms of one sample by their overlays.
pub type Arms = BTreeMap<Vec<String>, Arm>;

/// Runs the arms that are wanted in one sample.
///
/// # Errors
/// As [`Bench::arm`].
pub fn run(bench: &Bench<'_>, plan: &Plan, wanted: &Wanted, space: &Space) -> Result<Arms, ClaimError> {
    let one = |(overlays, worlds): (&Vec<String>, &u32)| {
        Ok((overlays.clone(), bench.arm(plan.arm(overlays), space, *worlds)?))
    };
    wanted.iter().map(one).collect()
}

/// One sample with its points.
pub struct Sample {
    /// Points.
    pub space: Space,
    /// Arms.
    pub arms: Arms,
}

/// The differences that a verdict rests on, in one sample or in all.
struct Differences {
    effect: Vec<Matrix>,
    beyond: Option<Vec<Matrix>>,
    veiled: Option<Vec<Matrix>>,
    knocked: Vec<(Vec<Matrix>, Vec<Matrix>)>,
}

impl Differences {
    fn of(experiment: &Experiment, samples: &[&Sample]) -> Result<Self, ClaimError> {
        let outcome = &experiment.outcome;
        let scope = &experiment.scope;
        let between = |a: &[String], b: &[String]| -> Result<Vec<Matrix>, ClaimError> {
            let of = |sample: &&Sample| {
                let within = sample.difference(a, b, outcome)?;
                if scope.is_empty() {
                    return Ok(within);
                }
                Ok(within.minus(&sample.difference(&with(a, scope), &with(b, scope), outcome)?))
            };
            samples.iter().map(of).collect()
        };
        let (treatment, baseline) = (&experiment.treatment, &experiment.baseline);
        let effect = between(treatment, baseline)?;
        let beyond = experiment.placebo.as_ref().map(|placebo| between(treatment, placebo)).transpose()?;
        let veil = [VEIL.to_owned()];
        let against = experiment.placebo.as_ref().unwrap_or(baseline);
        let veiled =
            experiment.veil.then(|| between(&with(treatment, &veil), &with(against, &veil))).transpose()?;
        let knocked = |knock_out: &KnockOut| {
            let more = &knock_out.overlays;
            let left = between(&with(treatment, more), &with(baseline, more))?;
            let lost = effect.iter().zip(&left).map(|(all, left)| all.minus(left)).collect();
            Ok::<_, ClaimError>((left, lost))
        };
        let knocked = experiment.knock_out.iter().map(knocked).collect::<Result<_, _>>()?;
        Ok(Self { effect, beyond, veiled, knocked })
    }

    /// Evidence as the claim has it; none where no world has a value.
    fn evidence(&self, experiment: &Experiment) -> Option<Evidence> {
        let turned = |of: &[Matrix]| pooled(of).map(|effect| effect.times(experiment.claimed.factor()));
        let knocked = experiment.knock_out.iter().zip(&self.knocked);
        let knocked = knocked.filter_map(|(knock_out, (left, lost))| {
            Some(Knocked { left: turned(left)?, lost: turned(lost)?, assumption: knock_out.is_assumption() })
        });
        Some(Evidence {
            effect: turned(&self.effect)?,
            beyond_placebo: self.beyond.as_deref().and_then(turned),
            veiled: self.veiled.as_deref().and_then(turned),
            shares: stacked(&self.effect)?.shares(experiment.claimed.factor())?,
            knocked: knocked.collect(),
            margin: experiment.margin,
        })
    }
}

impl Sample {
    /// An outcome of one arm minus that of another, point by point and world by world.
    ///
    /// # Errors
    /// Where one of them has no such outcome, or was not run.
    pub fn difference(&self, a: &[String], b: &[String], outcome: &str) -> Result<Matrix, ClaimError> {
        Ok(self.outcome(a, outcome)?.minus(&self.outcome(b, outcome)?))
    }

    /// An outcome of an arm.
    ///
    /// # Errors
    /// Where it has no such outcome, or was not run.
    pub fn outcome(&self, overlays: &[String], outcome: &str) -> Result<Matrix, ClaimError> {
        let arm = self.arms.get(overlays);
        arm.and_then(|arm| arm.outcome(outcome)).ok_or_else(|| ClaimError::Unknown {
            what: "outcome",
            name: format!("{outcome} of {}", arm_name(overlays)),
        })
    }
}

/// The finding of an experiment; none where no world has a value of its outcome.
///
/// # Errors
/// Where an outcome is not known.
pub fn finding(
    plan: &Plan,
    experiment: &Experiment,
    samples: &[Sample],
) -> Result<Option<Finding>, ClaimError> {
    let all: Vec<&Sample> = samples.iter().collect();
    let differences = Differences::of(experiment, &all)?;
    let Some(evidence) = differences.evidence(experiment) else { return Ok(None) };
    let mut by_seed = Vec::new();
    for sample in samples {
        let alone = Differences::of(experiment, &[sample])?.evidence(experiment);
        by_seed.push(alone.map_or(Verdict::NotDecided, |evidence| verdict(&evidence).0));
    }
    let (own, reasons) = verdict(&evidence);
    let mut reasons: Vec<String> = reasons.into_iter().map(str::to_owned).collect();
    let agreed = by_seed.iter().all(|one| *one == own);
    if !agreed {
        reasons.push("samples with different seeds give different verdicts".to_owned());
    }
    let factor = experiment.claimed.factor();
    let (flips, break_even) = turning(plan, factor, samples, &differences.effect);
    let plain = |effect: Effect| effect.times(factor).rounded();
    Ok(Some(Finding {
        id: experiment.id.clone(),
        insight: experiment.insight,
        title: experiment.title.clone(),
        outcome: experiment.outcome.clone(),
        unit: samples[0].arms.values().next().map_or("", |arm| arm.unit(&experiment.outcome)).to_owned(),
        treatment: arm_name(&experiment.treatment),
        baseline: arm_name(&experiment.baseline),
        placebo: experiment.placebo.as_deref().map(arm_name),
        claimed: experiment.claimed,
        margin: experiment.margin,
        verdict: if agreed { own } else { Verdict::NotDecided },
        reasons,
        by_seed,
        effect: plain(evidence.effect),
        shares: evidence.shares,
        beyond_placebo: evidence.beyond_placebo.map(plain),
        veiled: evidence.veiled.map(plain),
        knock_outs: knock_outs(experiment, &evidence, plain),
        flips,
        break_even,
        also: also(experiment, samples)?,
        data: experiment.data.clone(),
        note: experiment.note.clone(),
    }))
}

fn knock_outs(
    experiment: &Experiment,
    evidence: &Evidence,
    plain: impl Fn(Effect) -> Effect,
) -> Vec<KnockOutFinding> {
    let pairs = experiment.knock_out.iter().zip(&evidence.knocked);
    let told = pairs.map(|(knock_out, knocked)| KnockOutFinding {
        carried_by: knock_out.carried_by.clone(),
        assumption: knocked.assumption,
        left: plain(knocked.left),
        removed: knocked.is_removed(),
    });
    told.collect()
}

/// What turns the sign, over the points of all samples.
pub fn turning(
    plan: &Plan,
    factor: f64,
    samples: &[Sample],
    effects_of: &[Matrix],
) -> (Option<Split>, Vec<BreakEven>) {
    let (mut rows, mut effects) = (Vec::new(), Vec::new());
    for (sample, matrix) in samples.iter().zip(effects_of) {
        for (row, effect) in sample.space.rows.iter().zip(matrix.point_means()) {
            if effect.is_finite() {
                rows.push(row.clone());
                effects.push(effect * factor);
            }
        }
    }
    let mut break_even = flips::break_evens(&plan.uncertainties, &rows, &effects);
    break_even.truncate(TOLD);
    (flips::split(&plan.uncertainties, &rows, &effects), break_even)
}

fn also(experiment: &Experiment, samples: &[Sample]) -> Result<Map<String, Value>, ClaimError> {
    let mut also = Map::new();
    for outcome in &experiment.also {
        let of = |sample: &Sample| sample.difference(&experiment.treatment, &experiment.baseline, outcome);
        let matrices: Vec<Matrix> = samples.iter().map(of).collect::<Result<_, _>>()?;
        let unit = samples[0].arms.values().next().map_or("", |arm| arm.unit(outcome));
        let value = pooled(&matrices).map(Effect::rounded);
        also.insert(outcome.clone(), json!({ "effect": value, "unit": unit }));
    }
    Ok(also)
}
