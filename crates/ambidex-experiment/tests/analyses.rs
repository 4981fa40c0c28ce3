//! Sensitivity, discovery and calibration through the engine, on functions whose answer is known; bad files; equal bytes.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]
#![allow(clippy::disallowed_methods, reason = "functions of the test need not be portable")]

mod common;
#[path = "analyses/plane.rs"]
mod plane;

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use ambidex_analysis::Estimate;
use ambidex_experiment::runner::Place;
use ambidex_experiment::sensitivity::{Found, Ranked};
use ambidex_experiment::{Progress, RunError, calibration, discovery, points, sensitivity};
use ambidex_scenario::ScenarioError;
use common::Silent;
use plane::{experiment, target};

const FACTORS: &str = r#"
[[lever]]
path = "a"
low = 0.0
high = 1.0
[[uncertainty]]
path = "b"
low = 0.0
high = 1.0
[[uncertainty]]
path = "c"
low = 0.0
high = 1.0
"#;

fn file(head: &str) -> String {
    format!("name = \"test\"\ntarget = \"plane\"\nseed = 3\n{head}\n{FACTORS}")
}

fn place<'a>(directory: &'a Path, threads: usize, stop: &'a AtomicBool) -> Place<'a> {
    Place { directory, threads, program: "test", stop }
}

fn ranked(head: &str) -> Found {
    let (folder, stop) = (tempfile::tempdir().unwrap(), AtomicBool::new(false));
    let opened = sensitivity::open_on(experiment(&file(head)).unwrap(), target()).unwrap();
    points::run(&opened.study(), &place(folder.path(), 2, &stop), &Silent).unwrap();
    sensitivity::analyse(&opened, folder.path()).unwrap().outcomes.remove(0)
}

fn of<'f>(found: &'f Found, path: &str) -> &'f Ranked {
    found.ranking.iter().find(|ranked| ranked.path == path).unwrap()
}

fn measure(ranked: &Ranked, name: &str) -> Estimate {
    ranked.measures.iter().find(|(of, _)| *of == name).unwrap().1
}

/// Within four standard errors, of which a 95 % interval has 1.96 to each side.
fn near(estimate: Estimate, truth: f64, what: &str) {
    let error = estimate.width() / (2.0 * 1.96);
    assert!((estimate.value - truth).abs() <= 4.0 * error, "{what}: {estimate:?} against {truth}");
}

/// Indices of Ishigami & Homma's function at 7 and .1, by integration.
#[test]
fn shares_of_ishigami() {
    let found =
        ranked("outcomes = [\"ishigami\"]\nreplicates = 1\n[sensitivity]\nmethod = \"sobol\"\nrows = 1024");
    for (path, first, total) in [("a", 0.3139, 0.5576), ("b", 0.4424, 0.4424), ("c", 0.0, 0.2437)] {
        near(measure(of(&found, path), "first"), first, path);
        near(measure(of(&found, path), "total"), total, path);
    }
    let order: Vec<&str> = found.ranking.iter().map(|ranked| ranked.path.as_str()).collect();
    assert_eq!((order, found.noise_share), (vec!["a", "b", "c"], None));
    // The third lies far below; the first two are .12 apart.
    assert_eq!(found.ranking[2].ranks, (3, 3));
}

/// The points of a trajectory share their worlds, so that noise falls out of the effects altogether.
#[test]
fn effects_of_a_plane_are_its_slopes() {
    let found = ranked(
        "outcomes = [\"linear\"]\nreplicates = 2\nset.noise = 1.0\n[sensitivity]\nmethod = \"morris\"",
    );
    for (path, slope) in [("a", 5.0), ("b", 2.0), ("c", 0.5)] {
        let effect = measure(of(&found, path), "mu");
        // Settings have nine digits.
        assert!((effect.value - slope).abs() < 1e-6 && effect.width() < 1e-6, "{path}: {effect:?}");
    }
    assert_eq!((found.used, found.left_out, found.ranked_by), (80, 0, "mu_star"));
}

/// Of 5 a + 2 b + c / 2 with unit noise, the variance between points is (25 + 4 + 1/4) / 12.
#[test]
fn a_sample_tells_slopes_and_the_share_of_noise() {
    let found = ranked(
        "outcomes = [\"linear\"]\npoints = 400\nreplicates = 4\nset.noise = 1.0\n\
         [sensitivity]\nmethod = \"given-data\"\nshapley = true\nresamples = 60",
    );
    let between = 29.25 / 12.0;
    near(found.noise_share.unwrap(), 1.0 / (1.0 + between), "noise");
    let total = between + 0.25;
    for (path, slope) in [("a", 5.0_f64), ("b", 2.0), ("c", 0.5)] {
        near(measure(of(&found, path), "coefficient"), slope / (12.0 * total).sqrt(), path);
        near(measure(of(&found, path), "first"), slope * slope / 12.0 / total, path);
        near(measure(of(&found, path), "main_effect"), slope * slope / 12.0 / total, path);
        near(measure(of(&found, path), "shapley"), slope * slope / 12.0 / total, path);
    }
    assert_eq!((found.ranking[0].path.as_str(), found.ranked_by), ("a", "main_effect"));
    assert_eq!(found.ranking[0].ranks, (1, 1));
}

/// Two seeds with worlds of their own agree where effects are clear.
#[test]
fn seeds_are_held_against_each_other() {
    let head = "outcomes = [\"linear\"]\npoints = 400\nreplicates = 1\nset.noise = 1.0\n\
                [sensitivity]\nmethod = \"given-data\"\nsecond_seed = 4";
    let stop = AtomicBool::new(false);
    let report = |experiment: ambidex_scenario::Experiment| {
        let folder = tempfile::tempdir().unwrap();
        let opened = sensitivity::open_on(experiment, target()).unwrap();
        points::run(&opened.study(), &place(folder.path(), 2, &stop), &Silent).unwrap();
        sensitivity::analyse(&opened, folder.path()).unwrap()
    };
    let one = experiment(&file(head)).unwrap();
    let other = sensitivity::second(&one).unwrap();
    let both = report(one).against(report(other));
    assert_eq!(both.agreement[0].verdict, sensitivity::Verdict::SameOrder);
    assert_eq!(both.agreement[0].first[1], ["a", "b", "c"]);
    assert!(both.text().contains("the same inputs in the same order"), "{}", both.text());
}

#[test]
fn too_few_points_are_called_too_few() {
    let found =
        ranked("outcomes = [\"ishigami\"]\nreplicates = 1\n[sensitivity]\nmethod = \"sobol\"\nrows = 32");
    assert!(found.warnings.iter().any(|warning| warning.contains("under-sampled")), "{:?}", found.warnings);
    let found = ranked("outcomes = [\"holed\"]\nreplicates = 1\n[sensitivity]\nmethod = \"morris\"");
    assert!(found.left_out > 0 && found.left_out.is_multiple_of(4), "whole trajectories: {}", found.left_out);
    assert!(found.warnings.iter().any(|warning| warning.contains("left out")), "{:?}", found.warnings);
}

/// The box holds .4 x .3 of the space. A face of a box is found to about a peel.
#[test]
fn a_box_is_found_and_passes_its_test() {
    let (folder, stop) = (tempfile::tempdir().unwrap(), AtomicBool::new(false));
    let head = "points = 2000\nreplicates = 1\n[discovery]\noutcome = \"inside\"\nat_least = 0.5\nboxes = 1";
    let opened = discovery::open_on(experiment(&file(head)).unwrap(), target()).unwrap();
    points::run(&opened.study(), &place(folder.path(), 2, &stop), &Silent).unwrap();
    let report = discovery::analyse(&opened, folder.path()).unwrap();
    let found = &report.boxes[0];
    assert_eq!((report.held_out, report.used), (500, 2000));
    assert!(found.fit.coverage > 0.9 && found.fit.density > 0.9, "{:?}", found.fit);
    assert!(found.held_out.unwrap().density > 0.85, "{:?}", found.held_out);
    let bound = |path: &str| found.bounds.iter().find(|bound| bound.path == path).unwrap();
    let near = |found: Option<f64>, truth: f64| (found.unwrap() - truth).abs() < 0.05;
    assert!(near(bound("a").low, 0.2) && near(bound("a").high, 0.6) && near(bound("b").low, 0.7));
    assert!(bound("a").held_out_p.unwrap() < 1e-6 && bound("b").quasi_p < 1e-6);
}

const BASS: &str = r#"
name = "bass"
target = "bass1969"
seed = 2
[calibration]
particles = 120
generations = 8
batch = 60
draws = 100
[[calibration.observed]]
outcome = "peak_time"
value = 6.1920
error = 0.3
[[calibration.observed]]
outcome = "peak_rate"
value = 0.11059
error = 0.005
[[calibration.observed]]
outcome = "adopted_at_peak"
value = 0.46053
error = 0.02
holdout = true
[[uncertainty]]
path = "innovation"
low = 0.001
high = 0.1
[[uncertainty]]
path = "imitation"
low = 0.1
high = 0.8
"#;

struct StopAfter(AtomicBool, AtomicU64);

impl Progress for StopAfter {
    fn expect(&self, _: u64, _: u64) {}

    fn advance(&self, replicates: u64) {
        if self.1.fetch_sub(replicates, Ordering::SeqCst) <= replicates {
            self.0.store(true, Ordering::SeqCst);
        }
    }

    fn note(&self, _: &str) {}
}

fn fitted(text: &str, directory: &Path, threads: usize) -> calibration::Report {
    let stop = AtomicBool::new(false);
    let calibrated = calibration::open(experiment(text).unwrap()).unwrap();
    calibration::run(&calibrated, &place(directory, threads, &stop), &Silent).unwrap()
}

fn files(directory: &Path) -> [Vec<u8>; 2] {
    [calibration::FILE, calibration::POSTERIOR].map(|name| fs::read(directory.join(name)).unwrap())
}

/// The closed form of the peak at p = .03, q = .38 is what was observed: the posterior holds both.
#[test]
fn innovation_and_imitation_are_recovered_whatever_the_threads_and_interruptions() {
    let folder = tempfile::tempdir().unwrap();
    let report = fitted(BASS, &folder.path().join("one"), 1);
    let posterior = report.posterior.unwrap();
    for (parameter, truth) in posterior.parameters.iter().zip([0.03, 0.38]) {
        assert!(parameter.q05 < truth && truth < parameter.q95, "{parameter:?}");
        assert!(parameter.told && parameter.moved.sd_ratio < 0.2, "{parameter:?}");
    }
    assert_eq!(report.forecast.unwrap().holdout.unwrap().coverage.hits, 1);
    let expected = files(&folder.path().join("one"));

    let broken = folder.path().join("broken");
    let calibrated = calibration::open(experiment(BASS).unwrap()).unwrap();
    for worlds in [70, 200, 350] {
        let progress = StopAfter(AtomicBool::new(false), AtomicU64::new(worlds));
        let result = calibration::run(&calibrated, &place(&broken, 2, &progress.0), &progress);
        assert!(matches!(result, Err(RunError::Interrupted { .. })), "{:?}", result.err());
    }
    fitted(BASS, &broken, 2);
    assert!(files(&broken) == expected);
}

#[test]
fn waves_leave_the_truth() {
    let folder = tempfile::tempdir().unwrap();
    let text = BASS
        .replace("particles = 120", "method = \"history\"\nparticles = 30")
        .replace("generations = 8", "generations = 3");
    let report = fitted(&text, folder.path(), 2);
    let posterior = report.posterior.unwrap();
    for (parameter, truth) in posterior.parameters.iter().zip([0.03, 0.38]) {
        assert!(parameter.q05 < truth && truth < parameter.q95, "{parameter:?}");
    }
    let (_, high) = report.stages.last().unwrap().left.unwrap();
    assert!(high < 0.2, "the data rule out most of the space: {high}");
}

fn told<T>(result: Result<T, ScenarioError>, part: &str) {
    let text = result.err().unwrap().to_string();
    assert!(text.contains(part), "{part:?} is not in: {text}");
}

#[test]
fn what_is_wrong_is_told_where_it_stands() {
    told(experiment(&file("[sensitivity]\nlevels = 3")), "even number");
    told(experiment(&file("[discovery]\noutcome = \"inside\"")), "at_most");
    told(experiment(&file("[discovery]\nat_least = 2\nat_most = 1")), "exchange");
    told(experiment(&file("[calibration]\nbatch = 5")), "no data");
    told(experiment(&file("[calibration]\nreleases = true")), "error");
    told(experiment("name = \"t\"\ntarget = \"plane\"\n[sensitivity]"), "no lever and no uncertainty");
    told(experiment(&file("[sensitivity]\nmethods = \"morris\"")), "method");
    told(discovery::open(experiment(BASS).unwrap()), "add [discovery]");
    let unknown = file("[discovery]\noutcome = \"insid\"\nat_least = 0.5");
    told(discovery::open_on(experiment(&unknown).unwrap(), target()), "did you mean \"inside\"");
    let open = |text: &str| calibration::open(experiment(text).unwrap());
    told(open(&BASS.replace("\"peak_rate\"", "\"peek_rate\"")), "did you mean \"peak_rate\"");
    told(open(&BASS.replace("path = \"imitation\"", "path = \"imitaton\"")), "imitation");
    told(open(&BASS.replace("draws = 100", "releases = true\nerror = 1.0")), "a case");
    told(open(&BASS.replace("high = 0.8", "high = 9.0")), "from 0 to 5");
}

#[test]
fn plausible_ranges_are_those_that_the_target_declares() {
    let text = "name = \"t\"\ntarget = \"bass1969\"\nuncertain = \"plausible\"\n[set]\nperiods = 10\n";
    let opened = sensitivity::open(experiment(text).unwrap()).unwrap();
    let paths: Vec<&str> = opened.experiment.factors.iter().map(|factor| factor.path.as_str()).collect();
    assert_eq!(paths, ["innovation", "imitation"]);
}
