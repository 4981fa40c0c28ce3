//! Scores against observations, on series that are known.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use ambidex_experiment::scores::{Observed, best_so_far};
use common::{go, options, study};

fn observed(lab: &str, date: &str, value: f64, holdout: bool) -> Observed {
    Observed { lab: lab.into(), release: "one".into(), date: date.parse().unwrap(), value, holdout }
}

/// Capability is uniform in (0, 1) in the test's model: the median of many worlds is near .5, 5 and 95 % near the ends.
#[test]
fn residuals_and_coverage_of_uniform_worlds() {
    let folder = tempfile::tempdir().unwrap();
    let mut toy = study(|_| {});
    toy.observed = vec![
        observed("a", "2022-02-01", 0.5, false),
        observed("b", "2022-03-01", 3.5, false),
        observed("c", "2022-04-01", 0.6, true),
        observed("c", "2021-04-01", 0.6, true),
        observed("nobody", "2022-04-01", 0.6, true),
    ];
    let found = go(&toy, &options(800), folder.path(), 2).unwrap().summary.scores.unwrap();
    assert_eq!((found.fit.n, found.holdout.n), (2, 1), "what lies outside of the run is left out");
    let first = &found.observations[0];
    // Standard error of a median of 800 uniforms: .5 / sqrt(800) = .018; five of them.
    assert!((first.q50 - 0.5).abs() < 0.09 && first.n == 800, "{first:?}");
    assert!((first.q05 - 0.05).abs() < 0.04 && (first.q95 - 0.95).abs() < 0.04, "{first:?}");
    assert_eq!(found.fit.coverage, Some(0.5));
    let (a, b) = (found.observations[0].residual, found.observations[1].residual);
    assert!((found.fit.rmse.unwrap() - ((a * a + b * b) / 2.0).sqrt()).abs() < 1e-8);
}

#[test]
fn weeks_that_are_not_recorded_fall_back_to_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut toy = study(|_| {});
    toy.observed = vec![observed("a", "2022-01-24", 0.5, false), observed("a", "2022-02-06", 0.5, false)];
    let mut thin = options(20);
    thin.every = 4;
    let found = go(&toy, &thin, folder.path(), 2).unwrap().summary.scores.unwrap();
    // Weeks 3 and 4: recorded are 0 and 4.
    assert_eq!(found.observations[0].n, 20);
    assert_ne!(found.observations[0].q50, found.observations[1].q50);
}

#[test]
fn only_a_labs_best_so_far_counts() {
    let all = [
        observed("a", "2022-01-01", 5.0, false),
        observed("a", "2022-02-01", 4.0, false),
        observed("a", "2022-03-01", 6.0, false),
        observed("b", "2022-02-01", 1.0, false),
    ];
    let dates: Vec<String> =
        best_so_far(&all).iter().map(|one| format!("{} {}", one.lab, one.date)).collect();
    assert_eq!(dates, ["a 2022-01-01", "a 2022-03-01", "b 2022-02-01"]);
    assert!(best_so_far(&[]).is_empty());
}
