//! The measures of a method from the outcomes at its points.

use ambidex_analysis::sensitivity::main_effects::{MainEffects, Terms, main_effects};
use ambidex_analysis::sensitivity::regression::{Linear, On, importance};
use ambidex_analysis::sensitivity::{Share, delta, first_order::first_order, morris, noise, shapley, sobol};
use ambidex_analysis::statistics::{self, mean};
use ambidex_analysis::{Estimate, Problem, Resampling};
use ambidex_core::maths::sqrt;
use ambidex_scenario::experiment::{Experiment, RankBy, Sensitivity};

use super::ranks::{self, ranks, settled};
use super::{Design, Found, Ranked, design, settings};
use crate::error::RunError;
use crate::points::answers::Answers;

/// Resamples of the costly measures of a sample: at most, at least, and times points and inputs.
const COSTLY: (usize, usize, usize) = (50, 20, 8_000_000);
/// Inputs whose interactions are sought in a sample.
const INTERACTING: usize = 16;
/// Most values of a sample, points times inputs, of which delta is estimated without being asked for.
const LARGEST_OF_DELTA: usize = 400_000;
/// Mean size of a standard normal, sqrt(2 / pi).
const MEAN_SIZE: f64 = 0.797_884_560_802_865_4;

/// A point that is used, and what came out.
struct Sample {
    unit: Vec<Vec<f64>>,
    outputs: Vec<f64>,
    /// Replicates by point.
    groups: Vec<Vec<f64>>,
}

/// Measures by input, that of the rank first, and what else there is to say.
#[derive(Default)]
struct Measured {
    ranked_by: &'static str,
    measures: Vec<Vec<(&'static str, Estimate)>>,
    /// That of the rank in every resample, `resamples x inputs`, where it was resampled.
    resamples: Vec<Vec<f64>>,
    more: Vec<(String, Estimate)>,
    pairs: Vec<(usize, usize, Estimate)>,
    warnings: Vec<String>,
}

/// Measures of all inputs for one outcome.
pub(super) fn found(
    experiment: &Experiment,
    unit: &[Vec<f64>],
    answers: &Answers,
) -> Result<Found, RunError> {
    let design = design(experiment);
    let sample = sample(unit, answers, design.block());
    let failed = |problem| RunError::Analysis { what: answers.name.clone(), problem };
    let noise = noise_of(&sample, experiment.seed);
    let within = noise.as_ref().map_or(0.0, |noise| noise.within.value / replicates(&sample));
    let settings = settings(experiment);
    let how = Resampling { resamples: settings.resamples as usize, ..Resampling::new(experiment.seed) };
    let measured = match &design {
        Design::Morris(design) => by_effects(&sample, &how, within, design.step()),
        Design::Sobol(design) => by_shares(&sample, design, &how, settings.widest),
        Design::GivenData(_) => by_sample(&sample, &settings, &how, within),
    };
    let spread = mean(&sample.outputs);
    let blocks: Vec<f64> = sample.outputs.chunks(design.block()).map(|block| mean(block).mean).collect();
    let mean_interval = mean(&blocks).interval;
    let mut found = Found {
        mean: spread.mean,
        mean_interval,
        sd: spread.sd,
        ..ranked(experiment, measured.map_err(failed)?)
    };
    found.outcome.clone_from(&answers.name);
    found.unit.clone_from(&answers.unit);
    (found.used, found.left_out) = (sample.outputs.len(), unit.len() - sample.outputs.len());
    found.noise_share = noise.as_ref().map(|noise| noise.share);
    found.noise_share_of_means = noise.map(|noise| within / (within + noise.between.value.max(0.0)));
    cautions(&mut found);
    Ok(found)
}

/// Whole blocks of points at which the outcome is there.
fn sample(unit: &[Vec<f64>], answers: &Answers, block: usize) -> Sample {
    let means = answers.means();
    let mut sample = Sample { unit: Vec::new(), outputs: Vec::new(), groups: Vec::new() };
    let blocks = unit.chunks(block).zip(means.chunks(block)).zip(answers.groups.chunks(block));
    for ((unit, means), groups) in blocks {
        let Some(outputs) = means.iter().copied().collect::<Option<Vec<f64>>>() else { continue };
        sample.unit.extend_from_slice(unit);
        sample.outputs.extend(outputs);
        sample.groups.extend_from_slice(groups);
    }
    sample
}

fn replicates(sample: &Sample) -> f64 {
    let all: usize = sample.groups.iter().map(Vec::len).sum();
    all as f64 / sample.groups.len().max(1) as f64
}

/// Noise among replicates; none where some point has but one.
fn noise_of(sample: &Sample, seed: u64) -> Option<noise::Noise> {
    let how = Resampling { resamples: 200, ..Resampling::new(seed) };
    noise::share(&sample.groups, &how).ok()
}

/// Elementary effects over the whole range of each input.
fn by_effects(sample: &Sample, how: &Resampling, within: f64, step: f64) -> Result<Measured, Problem> {
    let (effects, resamples) = morris::resampled(&sample.unit, &sample.outputs, how)?;
    let measures = effects
        .iter()
        .map(|effect| vec![("mu_star", effect.mu_star), ("mu", effect.mu), ("sigma", effect.sigma)])
        .collect();
    // The size that an effect would have of noise alone if the worlds of its two points were not the same.
    let floor = MEAN_SIZE * sqrt(2.0 * within) / step;
    let more = vec![("mu_star_of_noise_alone".to_owned(), Estimate::point(floor))];
    Ok(Measured { ranked_by: "mu_star", measures, resamples, more, ..Measured::default() })
}

/// Shares of variance, alone and with others.
fn by_shares(
    sample: &Sample,
    design: &ambidex_analysis::designs::saltelli::Saltelli,
    how: &Resampling,
    widest: f64,
) -> Result<Measured, Problem> {
    let rows = (sample.outputs.len() / design.block()) as u32;
    let design = ambidex_analysis::designs::saltelli::Saltelli { rows, ..*design };
    let indices = sobol::indices(&design, &sample.outputs, how, widest)?;
    let measures = indices.total.iter().zip(&indices.first);
    let measures =
        measures.map(|(total, first)| vec![("total", total.estimate), ("first", first.estimate)]).collect();
    let worst = |shares: &[Share]| shares.iter().map(|one| one.estimate.width()).fold(0.0, f64::max);
    let mut warnings = Vec::new();
    if indices.under_sampled {
        let width = worst(&indices.first).max(worst(&indices.total));
        warnings.push(format!(
            "under-sampled: intervals of shares are up to {width:.2} wide (wanted: {widest}), and shrink with the root \
             of `rows`, now {rows}"
        ));
    }
    let pairs = sorted(indices.second.iter().map(|pair| (pair.i, pair.j, pair.index.estimate)).collect());
    let alone: f64 = indices.first.iter().map(|share| share.estimate.value).sum();
    let more = vec![("sum_of_first".to_owned(), Estimate::point(alone))];
    let resamples = indices.resamples;
    Ok(Measured { ranked_by: "total", measures, resamples, more, pairs, warnings })
}

/// Pairs in falling order.
fn sorted(mut pairs: Vec<(usize, usize, Estimate)>) -> Vec<(usize, usize, Estimate)> {
    pairs.sort_by(|a, b| b.2.value.total_cmp(&a.2.value));
    pairs
}

/// What any sample tells.
fn by_sample(
    sample: &Sample,
    settings: &Sensitivity,
    how: &Resampling,
    within: f64,
) -> Result<Measured, Problem> {
    let (unit, outputs) = (&sample.unit, &sample.outputs);
    let size = outputs.len() * unit.first().map_or(1, Vec::len);
    let (most, least, budget) = COSTLY;
    let resamples = how.resamples.min((budget / size.max(1)).clamp(least, most));
    let costly = Resampling { resamples, ..*how };
    let terms = Terms { degree: settings.degree as usize, interacting: INTERACTING };
    let main = if settings.of_ranks {
        main_effects(unit, &statistics::ranks(outputs), terms, how)?
    } else {
        main_effects(unit, outputs, terms, how)?
    };
    let linear = importance(unit, outputs, On::Values, how.level)?;
    let monotone = importance(unit, outputs, On::Ranks, how.level)?;
    let first = first_order(unit, outputs, &costly)?;
    let left = outputs.len() as f64 - 1.0;
    let adjusted = 1.0 - (1.0 - linear.r_squared) * left / (left - main.shares.len() as f64);
    let affordable = settings.rank_by == RankBy::Delta || size <= LARGEST_OF_DELTA;
    let delta = if affordable { delta::given_data(unit, outputs, &costly)? } else { Vec::new() };
    let mut measured = Measured {
        ranked_by: match settings.rank_by {
            RankBy::MainEffect => "main_effect",
            RankBy::UpToPairs => "up_to_pairs",
            RankBy::Regression => "coefficient_size",
            RankBy::FirstOrder => "first",
            RankBy::Delta => "delta",
        },
        pairs: sorted(main.pairs.clone()),
        more: explained(&main, &linear, &monotone, adjusted),
        ..Measured::default()
    };
    for (input, share) in main.shares.iter().enumerate() {
        let all = [
            Some(("main_effect", *share)),
            Some(("up_to_pairs", main.up_to_pairs[input])),
            Some(("coefficient_size", absolute(linear.coefficients[input]))),
            Some(("first", first[input])),
            Some(("coefficient", linear.coefficients[input])),
            Some(("coefficient_of_ranks", monotone.coefficients[input])),
            delta.get(input).map(|one| ("delta", one.delta)),
        ];
        let (own, others): (Vec<_>, Vec<_>) =
            all.into_iter().flatten().partition(|(name, _)| *name == measured.ranked_by);
        let kept = others.into_iter().filter(|(name, _)| *name != "coefficient_size");
        measured.measures.push(own.into_iter().chain(kept).collect());
    }
    measured.warnings.extend(doubts(settings, &main, adjusted, delta.is_empty()));
    match settings.rank_by {
        RankBy::MainEffect => measured.resamples = main.resamples,
        RankBy::UpToPairs => measured.resamples = main.resamples_up_to_pairs,
        RankBy::Regression | RankBy::FirstOrder | RankBy::Delta => {}
    }
    if settings.shapley {
        with_shapley(sample, &costly, within, &mut measured)?;
    }
    Ok(measured)
}

/// Shares of variance that all inputs explain together.
fn explained(
    main: &MainEffects,
    linear: &Linear,
    monotone: &Linear,
    adjusted: f64,
) -> Vec<(String, Estimate)> {
    let all = [
        ("explained_by_main_effects", main.explained),
        ("explained_with_pairs", main.explained_with_pairs),
        ("degree", main.degree as f64),
        ("r_squared", linear.r_squared),
        ("adjusted_r_squared", adjusted),
        ("r_squared_of_ranks", monotone.r_squared),
    ];
    all.into_iter().map(|(name, value)| (name.to_owned(), Estimate::point(value))).collect()
}

/// What to be careful about in a sample.
fn doubts(settings: &Sensitivity, main: &MainEffects, adjusted: f64, no_delta: bool) -> Vec<String> {
    let mut doubts = Vec::new();
    let (wanted, got) = (settings.degree as usize, main.degree);
    if got < wanted {
        doubts.push(format!("too few points for polynomials of degree {wanted}: they are of degree {got}"));
    }
    if settings.rank_by == RankBy::Regression && adjusted < 0.8 * main.explained {
        let all = main.explained;
        doubts.push(format!(
            "main effects explain {all:.2} of the variance, a linear regression but {adjusted:.2}: rank_by = \"main-effect\" \
             says more"
        ));
    }
    if settings.of_ranks {
        doubts.push("main effects and pairs are shares of the variance of the outcome's ranks".to_owned());
    }
    if no_delta {
        doubts.push("delta is left out of a sample of this size; rank_by = \"delta\" asks for it".to_owned());
    }
    doubts
}

fn with_shapley(
    sample: &Sample,
    how: &Resampling,
    within: f64,
    measured: &mut Measured,
) -> Result<(), Problem> {
    let neighbours = shapley::Neighbours { noise: within, ..shapley::Neighbours::default() };
    let how = Resampling { resamples: how.resamples.min(30), ..*how };
    let effects = shapley::effects(&sample.unit, &sample.outputs, &neighbours, &how)?;
    for (measures, share) in measured.measures.iter_mut().zip(effects.shares) {
        measures.push(("shapley", share));
    }
    Ok(())
}

/// The size of a signed estimate, with the sizes that its interval allows.
fn absolute(signed: Estimate) -> Estimate {
    let (low, high) = (signed.low.abs().min(signed.high.abs()), signed.low.abs().max(signed.high.abs()));
    let low = if signed.low <= 0.0 && signed.high >= 0.0 { 0.0 } else { low };
    Estimate { value: signed.value.abs(), low, high }
}

/// Inputs in the order of the measure.
fn ranked(experiment: &Experiment, measured: Measured) -> Found {
    let own: Vec<Estimate> = measured.measures.iter().map(|measures| measures[0].1).collect();
    let ranks = ranks(&own, &measured.resamples);
    let path = |input: usize| experiment.factors[input].path.clone();
    let mut warnings = measured.warnings;
    // All inputs together always hold all ranks: what is asked is who holds the first ones.
    let wanted = ranks::FIRST.min(ranks.len());
    let settled = settled(&ranks[..wanted]);
    if settled < wanted {
        warnings.push(format!(
            "which inputs are the first {wanted} is not settled, but for the first {settled}: others are tied with them \
             (column `of`); more points narrow the intervals"
        ));
    }
    let ranking = ranks.iter().enumerate().map(|(rank, (input, span))| Ranked {
        rank: rank + 1,
        ranks: *span,
        path: path(*input),
        measures: measured.measures[*input].clone(),
    });
    Found {
        outcome: String::new(),
        unit: String::new(),
        used: 0,
        left_out: 0,
        mean: 0.0,
        mean_interval: (0.0, 0.0),
        sd: 0.0,
        noise_share: None,
        noise_share_of_means: None,
        ranked_by: measured.ranked_by,
        ranking: ranking.collect(),
        more: measured.more,
        pairs: measured.pairs.into_iter().map(|(i, j, index)| (path(i), path(j), index)).collect(),
        warnings,
    }
}

/// What holds for every method.
fn cautions(found: &mut Found) {
    if found.left_out > 0 {
        let (left, all) = (found.left_out, found.used + found.left_out);
        found
            .warnings
            .push(format!("{left} of {all} points are left out, since the outcome is missing there"));
    }
    match found.noise_share_of_means {
        Some(share) if share > 0.5 => found.warnings.push(format!(
            "noise among replicates is {share:.2} of the variance of the points' means: more replicates"
        )),
        _ => {}
    }
}
