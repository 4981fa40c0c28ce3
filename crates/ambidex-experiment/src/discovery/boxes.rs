//! A box of the search in the inputs' own words, and on the points held out.

use ambidex_analysis::discovery::{self, Limit, Trajectory};
use ambidex_analysis::statistics::wilson;

use super::{Bound, Cases, Found, Report};
use crate::sensitivity::Input;
use crate::statistics::round;

/// Quasi-p-value above which a bound may be an accident of the search.
const ACCIDENT: f64 = 0.05;
/// Points of interest below which a search has little to go on.
const FEW: usize = 30;

/// What an input is to the search.
pub(super) fn kind(input: &Input) -> discovery::Input {
    match &input.values {
        Some(values) => discovery::Input::Category(values.len()),
        None => discovery::Input::Number,
    }
}

/// The chosen boxes of all searches, each tested on the points held out that no box before it holds, as it was found on such
/// points; coverage and mass are of all points held out.
pub(super) fn all(inputs: &[Input], trajectories: Vec<Trajectory>, tested: &Cases) -> Vec<Found> {
    let mut left = tested.clone();
    let mut all = Vec::new();
    for trajectory in trajectories {
        let region = trajectory.step().region.clone();
        all.push(found(inputs, trajectory, &left, (tested.points.len(), tested.hits())));
        left = left.outside(&region);
    }
    all
}

fn found(inputs: &[Input], trajectory: Trajectory, tested: &Cases, of: (usize, usize)) -> Found {
    let step = trajectory.step();
    let region = &step.region;
    let any = !tested.points.is_empty();
    let held_out = any.then(|| region.fit(&tested.points, &tested.interest).among(of.0, of.1));
    let tests = any.then(|| region.significance(&tested.points, &tested.interest));
    let bound = |(place, input): (usize, &Input)| {
        let quasi_p = trajectory.quasi_p[place]?;
        let held_out_p = tests.as_ref().and_then(|tests| tests[place]);
        Some(bound(input, region.limit(place), quasi_p, held_out_p))
    };
    let mut bounds: Vec<Bound> = inputs.iter().enumerate().filter_map(bound).collect();
    bounds.sort_by(|a, b| a.quasi_p.total_cmp(&b.quasi_p));
    Found {
        bounds,
        fit: step.fit,
        density_interval: wilson(step.fit.cases, step.fit.points),
        held_out_density_interval: held_out.map(|fit| wilson(fit.cases, fit.points)),
        held_out,
        trajectory,
    }
}

fn bound(input: &Input, limit: &Limit, quasi_p: f64, held_out_p: Option<f64>) -> Bound {
    let (low, high, values) = match limit {
        Limit::Range { low, high } => (low.map(round), high.map(round), None),
        Limit::Members(members) => {
            let all = input.values.iter().flatten().zip(members);
            (None, None, Some(all.filter(|(_, member)| **member).map(|(value, _)| value.clone()).collect()))
        }
    };
    let sampled = (round(input.law.quantile(0.0)), round(input.law.quantile(1.0)));
    let (path, unit) = (input.path.clone(), input.unit.clone());
    Bound { path, unit, low, high, sampled, values, quasi_p, held_out_p }
}

/// What to be careful about.
pub(super) fn cautions(report: &Report) -> Vec<String> {
    let mut warnings = Vec::new();
    if report.cases.min(report.used - report.cases) < FEW {
        warnings.push(format!(
            "{} of {} points are of interest: too few, or too many, for boxes to be trusted",
            report.cases, report.used
        ));
    }
    if report.boxes.is_empty() {
        warnings.push("no box is denser than the whole space".to_owned());
    }
    for (number, found) in report.boxes.iter().enumerate() {
        let loose: Vec<&str> = found
            .bounds
            .iter()
            .filter(|bound| bound.held_out_p.unwrap_or(bound.quasi_p) > ACCIDENT)
            .map(|bound| bound.path.as_str())
            .collect();
        if !loose.is_empty() {
            warnings.push(format!(
                "box {}: the bounds of {} may be accidents of the search (p above {ACCIDENT})",
                number + 1,
                loose.join(", ")
            ));
        }
    }
    if report.left_out > 0 {
        warnings.push(format!("{} points are left out, since the outcome is missing there", report.left_out));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use ambidex_analysis::designs::latin::{Placement, hypercube};
    use ambidex_analysis::discovery::{Prim, discover};
    use ambidex_analysis::distributions::Law;

    use super::*;

    /// An upright and a level strip that cross: what both hold is counted for the first alone, on points held out as well.
    #[test]
    fn points_held_out_count_for_one_box() {
        let input = |path: &str| Input {
            path: path.to_owned(),
            unit: String::new(),
            law: Law::Uniform { low: 0.0, high: 1.0 },
            values: None,
        };
        let inputs = [input("x"), input("y")];
        let cases = |seed| {
            let points = hypercube(2000, 2, seed, Placement::Random);
            let interest = points.iter().map(|p| p[0] < 0.2 || p[1] < 0.2).collect();
            Cases { points, interest }
        };
        let (seen, tested) = (cases(1), cases(2));
        let kinds = inputs.each_ref().map(kind);
        let searches = discover(&seen.points, &seen.interest, &kinds, &Prim::default()).unwrap();
        let regions: Vec<_> = searches.iter().map(|one| one.step().region.clone()).collect();
        assert!(regions.len() > 1, "both strips are found");
        let union = tested.points.iter().filter(|point| regions.iter().any(|one| one.contains(point)));
        let union = union.count();
        let found = all(&inputs, searches, &tested);
        let held: usize = found.iter().filter_map(|one| Some(one.held_out.as_ref()?.points)).sum();
        assert_eq!(held, union);
        let mass: f64 = found.iter().filter_map(|one| Some(one.held_out.as_ref()?.mass)).sum();
        assert!((mass - union as f64 / 2000.0).abs() < 1e-12);
    }
}
