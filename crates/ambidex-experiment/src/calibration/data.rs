//! What is fitted to, and what is predicted.

use ambidex_core::Problem;
use ambidex_scenario::cases::ObservationSet;
use ambidex_scenario::experiment::{Bound, Calibration, Draft, Experiment, Factor, Known};
use ambidex_scenario::{Case, ScenarioError};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::outcomes::Reading;
use crate::points::experiment::{Named, target};
use crate::points::{Design, LabRace, Opened, Target, sampling};
use crate::scores::{Observed, best_so_far};
use crate::study::hex;

const DAYS_PER_YEAR: f64 = 365.25;

/// One datum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Datum {
    /// Outcome of the target that it is held against.
    pub outcome: String,
    /// What was observed, for people.
    pub label: String,
    /// Value.
    pub value: f64,
    /// Standard deviation of its error.
    pub error: f64,
    /// Whether it was kept out of the fit.
    pub holdout: bool,
    /// What is known of it.
    pub bound: Bound,
    /// Value that stands for an outcome that does not apply in a world.
    pub missing: Option<f64>,
    /// Lab and time [years since 2023], where it is a release.
    pub release: Option<(String, f64)>,
}

/// The target with its parameters checked, and the data.
pub(super) fn opened(draft: Draft) -> Result<(Opened, Vec<Datum>), ScenarioError> {
    let settings = draft.experiment.calibration.clone().unwrap_or_default();
    let mut data: Vec<Datum> = settings.observed.iter().map(datum).collect();
    let found: Named = match Case::named(&draft.experiment.target).filter(|_| settings.releases) {
        Some(case) => {
            let releases = releases(case, &settings)?;
            let readings = releases.iter().map(|one| reading(one, settings.weeks_after)).collect();
            data.extend(releases.iter().map(|one| release(one, &settings)));
            Ok(Box::new(LabRace::new(case.document()?, Some(case))?.reading(readings)))
        }
        None => target(&draft.experiment),
    };
    let needed = missing(&draft).into_iter().collect();
    Ok((Opened::with(draft, found, needed, ends)?, data))
}

/// The section, where it is not there.
fn missing(draft: &Draft) -> Option<Problem> {
    let absent = draft.experiment.calibration.is_none() && draft.is_settled(&["calibration"]);
    absent.then(|| Problem {
        path: "calibration".to_owned(),
        found: "no such section".to_owned(),
        expected: "what is to be fitted".to_owned(),
        remedy: "add [calibration], with [[calibration.observed]] or `releases = true`".to_owned(),
    })
}

/// The middle of all ranges, and the ends of each.
fn ends(experiment: &Experiment, target: &dyn Target) -> Result<Design, Problem> {
    let inputs = experiment.factors.len();
    let end = |input: usize, u: f64| {
        let mut point = vec![0.5; inputs];
        point[input] = u;
        point
    };
    let laws: Vec<_> = experiment.factors.iter().map(sampling::law).collect();
    let value = |unit: Vec<f64>| laws.iter().zip(unit).map(|(law, u)| law.quantile(u)).collect();
    let values: Vec<Vec<f64>> = std::iter::once(vec![0.5; inputs])
        .chain((0..inputs).flat_map(|input| [end(input, 0.0), end(input, 1.0)]))
        .map(value)
        .collect();
    Ok(Design {
        fixed: experiment.set.clone(),
        axes: vec![sampling::axis_of_values(&experiment.factors, target, &values)],
    })
}

/// Releases that were their lab's best when they came out; of several of a day the best.
fn releases(case: &Case, settings: &Calibration) -> Result<Vec<Observed>, ScenarioError> {
    let all = case.observations()?.into_iter().filter(|one| one.set != ObservationSet::Context);
    let all: Vec<Observed> = all
        .map(|one| Observed {
            holdout: one.set == ObservationSet::Holdout,
            lab: one.lab,
            release: one.model,
            date: one.date,
            value: one.eci,
        })
        .collect();
    let scenario = case.load(&[])?;
    let last = scenario.end.saturating_sub(jiff::Span::new().weeks(i64::from(settings.weeks_after)));
    let best = best_so_far(&all);
    let surpassed = |one: &Observed| {
        best.iter().any(|other| other.lab == one.lab && other.date == one.date && other.value > one.value)
    };
    let inside = |one: &&Observed| one.date <= last && scenario.lab.iter().any(|lab| lab.name == one.lab);
    Ok(best.iter().filter(|one| !surpassed(one)).filter(inside).cloned().collect())
}

fn outcome(one: &Observed) -> String {
    format!("score_{}_{}", one.lab, one.date)
}

fn reading(one: &Observed, weeks_after: u32) -> Reading {
    let date = one.date.saturating_add(jiff::Span::new().weeks(i64::from(weeks_after)));
    Reading { name: outcome(one), lab: one.lab.clone(), date }
}

fn release(one: &Observed, settings: &Calibration) -> Datum {
    let start = jiff::civil::date(2023, 1, 1);
    let days = ambidex_core::calendar::days_between(start, one.date);
    Datum {
        outcome: outcome(one),
        label: format!("{} {} ({})", one.lab, one.release, one.date),
        value: one.value,
        error: settings.error.unwrap_or(1.0),
        holdout: one.holdout,
        bound: Bound::Exact,
        missing: None,
        release: Some((one.lab.clone(), days as f64 / DAYS_PER_YEAR)),
    }
}

fn datum(known: &Known) -> Datum {
    Datum {
        outcome: known.outcome.clone(),
        label: known.outcome.clone(),
        value: known.value,
        error: known.error,
        holdout: known.holdout,
        bound: known.bound,
        missing: known.missing,
        release: None,
    }
}

/// Hash of a text [SHA-256, hexadecimal].
pub(super) fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Laws of the parameters.
pub(super) fn laws(factors: &[Factor]) -> Vec<ambidex_analysis::Law> {
    factors.iter().map(sampling::law).collect()
}
