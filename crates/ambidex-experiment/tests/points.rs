//! Studies of points: equal bytes whatever the threads, the order of shards and the interruptions; failures are rows;
//! points stop where they are precise.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;
#[path = "points/toy.rs"]
mod toy;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use ambidex_analysis::statistics;
use ambidex_experiment::manifest::Status;
use ambidex_experiment::merge::rows;
use ambidex_experiment::outcome_table::OutcomeTable;
use ambidex_experiment::points::summary::{self, Summary};
use ambidex_experiment::points::{
    self, CataloguedTarget, Design, Infeasible, Plan, Points, Precision, cluster,
};
use ambidex_experiment::runner::Place;
use ambidex_experiment::{Progress, RunError};
use common::{Silent, results};
use proptest::prelude::*;
use toy::{StopAfter, TOY, axis, plan};

fn target() -> CataloguedTarget {
    CataloguedTarget::new(&TOY, Path::new(""))
}

fn study<'t>(target: &'t CataloguedTarget, design: Design, plan: Plan) -> Points<'t> {
    Points { target, name: "toy".into(), design, plan, shown: Vec::new(), about: serde_json::Value::Null }
}

/// Seven points; with 150 replicates, five shards that cut points in two.
fn grid() -> Design {
    Design { fixed: Vec::new(), axes: vec![axis("shift", &["0", "1", "2", "3", "4", "5", "6"])] }
}

fn place<'a>(directory: &'a Path, threads: usize, stop: &'a AtomicBool) -> Place<'a> {
    Place { directory, threads, program: "test", stop }
}

fn go(study: &Points<'_>, directory: &Path, threads: usize) -> Summary {
    go_with(study, directory, threads, &AtomicBool::new(false), &Silent).unwrap();
    summary::read(directory).unwrap()
}

fn go_with(
    study: &Points<'_>,
    directory: &Path,
    threads: usize,
    stop: &AtomicBool,
    progress: &dyn Progress,
) -> Result<points::Done, RunError> {
    points::run(study, &place(directory, threads, stop), progress)
}

fn whole(design: Design, plan: Plan) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    go(&study(&target(), design, plan), folder.path(), 2);
    results(folder.path())
}

#[test]
fn threads_do_not_change_a_byte() {
    let expected = whole(grid(), plan(150));
    assert_eq!(expected.keys().collect::<Vec<_>>(), ["outcomes.parquet", "summary.json"]);
    for threads in [1, 5] {
        let folder = tempfile::tempdir().unwrap();
        go(&study(&target(), grid(), plan(150)), folder.path(), threads);
        assert!(results(folder.path()) == expected, "{threads} threads");
    }
}

#[test]
fn a_point_is_the_same_alone_and_among_others() {
    let (target, folder) = (target(), tempfile::tempdir().unwrap());
    let among = go(&study(&target, grid(), plan(150)), &folder.path().join("among"), 2);
    let only = Design::single(vec![("shift".into(), "3".into())]);
    let alone = go(&study(&target, only, plan(150)), &folder.path().join("alone"), 2);
    assert_eq!(among.points[3].outcomes, alone.points[0].outcomes);
    assert_eq!(among.points[3].settings["shift"], 3.0);
    let first = summary::read_first(&folder.path().join("among"), 2).unwrap();
    assert_eq!((first.points.len(), &first.points[1].outcomes), (2, &among.points[1].outcomes));
    let file = rows(&folder.path().join("among/outcomes.parquet")).unwrap();
    assert_eq!((among.points.len(), file), (7, 1050));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    /// Shards done in any order, some twice, then collected: the same as in one go.
    #[test]
    fn shards_may_come_in_any_order(order in Just((0..5).collect::<Vec<u32>>()).prop_shuffle(), again in 0_u32..5) {
        static WHOLE: std::sync::OnceLock<BTreeMap<String, Vec<u8>>> = std::sync::OnceLock::new();
        let expected = WHOLE.get_or_init(|| whole(grid(), plan(150)));
        let (target, folder, stop) = (target(), tempfile::tempdir().unwrap(), AtomicBool::new(false));
        let study = study(&target, grid(), plan(150));
        let place = place(folder.path(), 2, &stop);
        prop_assert_eq!(cluster::plan(&study, &place, &Silent).unwrap().shards, 5);
        for (done, shard) in order.iter().enumerate() {
            let standing = cluster::standing(&study, &place, &Silent).unwrap();
            prop_assert_eq!((standing.done as usize, standing.missing.len()), (done, 5 - done));
            let early = cluster::collect(&study, &place, &Silent);
            let missing = matches!(early, Err(RunError::Missing { missing, .. }) if missing == 5 - done);
            prop_assert!(missing);
            cluster::run_shard(&study, &place, &Silent, *shard, false).unwrap();
        }
        cluster::run_shard(&study, &place, &Silent, again, false).unwrap();
        cluster::collect(&study, &place, &Silent).unwrap();
        prop_assert!(&results(folder.path()) == expected);
    }

    /// Stopped after any number of replicates, any number of times: equal to one go.
    #[test]
    fn stopping_and_going_on_is_one_go(stops in prop::collection::vec(1_u64..900, 1..4)) {
        static WHOLE: std::sync::OnceLock<BTreeMap<String, Vec<u8>>> = std::sync::OnceLock::new();
        let expected = WHOLE.get_or_init(|| whole(grid(), plan(150)));
        let (target, folder) = (target(), tempfile::tempdir().unwrap());
        let study = study(&target, grid(), plan(150));
        for after in stops {
            let stopper = StopAfter::new(after);
            match go_with(&study, folder.path(), 2, &stopper.stop, &stopper) {
                Err(RunError::Interrupted { done, total }) => prop_assert!(done < total),
                Ok(_) => {}
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            }
        }
        go(&study, folder.path(), 1);
        prop_assert!(&results(folder.path()) == expected);
    }
}

#[test]
fn the_same_command_finds_what_is_done_and_repairs_what_is_damaged() {
    let (target, folder, stop) = (target(), tempfile::tempdir().unwrap(), AtomicBool::new(false));
    let study = study(&target, grid(), plan(20));
    let again = || go_with(&study, folder.path(), 2, &stop, &Silent).unwrap().found;
    assert!(!again() && again());
    let before = results(folder.path());
    fs::write(folder.path().join("outcomes.parquet"), "damaged").unwrap();
    assert!(!again() && results(folder.path()) == before);
}

#[test]
fn failed_replicates_are_rows() {
    ambidex_experiment::world::quiet_panics();
    let (target, folder) = (target(), tempfile::tempdir().unwrap());
    let design = Design {
        fixed: vec![("panics".into(), "17".into()), ("infinite".into(), "101".into())],
        axes: vec![axis("shift", &["0", "5"])],
    };
    let found = go(&study(&target, design, plan(150)), folder.path(), 2);
    assert_eq!((found.failed, found.points[0].failed, found.points[1].failed), (4, 2, 2));
    assert!(
        found.failures[0].2.starts_with("simulate: replicate 17 does not like it"),
        "{:?}",
        found.failures
    );
    assert_eq!(found.failures[1], (0, 101, "outcomes: draw is inf".to_owned()));
    assert_eq!(
        (&found.points[0].outcomes["draw"]["n"], &found.points[0].outcomes["draw"]["missing"]),
        (&148.into(), &2.into())
    );
    assert_eq!(OutcomeTable::read(&folder.path().join("outcomes.parquet")).unwrap().worlds, 300);
    let manifest: points::manifest::Manifest =
        ambidex_experiment::run_directory::read(folder.path()).unwrap();
    assert_eq!((manifest.status, manifest.failed), (Status::Partial, 4));
}

#[test]
fn points_that_the_model_refuses_may_be_rows() {
    let (target, folder) = (target(), tempfile::tempdir().unwrap());
    let design =
        Design { fixed: Vec::new(), axes: vec![axis("shift", &["1", "9"]), axis("limit", &["5", "20"])] };
    let plan = Plan { infeasible: Infeasible::Record, ..plan(10) };
    let found = go(&study(&target, design, plan), folder.path(), 2);
    let failed: Vec<u32> = found.points.iter().map(|point| point.failed).collect();
    assert_eq!(failed, [0, 0, 10, 0]);
    assert!(
        found.failures[0].2.starts_with("prepare: shift = 9: expected at most the limit"),
        "{:?}",
        found.failures
    );
}

#[test]
fn every_point_stops_at_the_first_block_that_is_narrow_enough() {
    let width = 0.03;
    let precision = Some(Precision { outcome: "draw".into(), width, paired: false });
    let plan = Plan { precision, ..plan(50_000) };
    let design = || Design { fixed: Vec::new(), axes: vec![axis("spread", &["0.1", "1", "2"])] };
    let (target, folder) = (target(), tempfile::tempdir().unwrap());
    let found = go(&study(&target, design(), plan.clone()), folder.path(), 2);
    let counts: Vec<u32> = found.points.iter().map(|point| point.replicates).collect();
    assert!(
        counts[0] == 512 && counts[0] < counts[1] && counts[1] < counts[2] && counts[2] < 50_000,
        "{counts:?}"
    );
    let table = OutcomeTable::read(&folder.path().join("outcomes.parquet")).unwrap();
    let values = &table.finite("draw")[512..512 + counts[1] as usize];
    let interval = |values: &[f64]| {
        let (low, high) = statistics::mean(values).interval;
        high - low
    };
    // A block is at most a quarter of what was there before it.
    assert!(interval(values) < width && interval(&values[..values.len() * 3 / 4]) >= width);
    let one = tempfile::tempdir().unwrap();
    go(&study(&target, design(), plan), one.path(), 1);
    assert!(results(one.path()) == results(folder.path()));
}

#[test]
fn compared_points_stop_together_once_their_difference_is_narrow_enough() {
    let width = 0.03;
    let precision = Some(Precision { outcome: "draw".into(), width, paired: true });
    let plan = Plan { precision, compare: true, ..plan(50_000) };
    let design = || Design { fixed: Vec::new(), axes: vec![axis("spread", &["1", "2"])] };
    let (target, two) = (target(), tempfile::tempdir().unwrap());
    let found = go(&study(&target, design(), plan.clone()), two.path(), 2);
    let n = found.points[0].replicates as usize;
    assert!(n > 512 && n < 50_000 && found.points[1].replicates as usize == n, "{n}");
    let values = OutcomeTable::read(&two.path().join("outcomes.parquet")).unwrap().finite("draw");
    let (base, other) = values.split_at(n);
    let interval = |n: usize| {
        let (low, high) = statistics::paired(&base[..n], &other[..n]).unwrap().difference.interval;
        high - low
    };
    // A block is at most a quarter of what was there before it.
    assert!(interval(n) < width && interval(n * 3 / 4) >= width);
    let stated = &found.points[1].differences.as_ref().unwrap()["draw"];
    let (low, high) = (stated["low"].as_f64().unwrap(), stated["high"].as_f64().unwrap());
    assert!((high - low - interval(n)).abs() < 1e-7);
    let one = tempfile::tempdir().unwrap();
    go(&study(&target, design(), plan), one.path(), 1);
    assert!(results(one.path()) == results(two.path()));
}

#[test]
fn series_are_recorded_on_request() {
    let (target, folder) = (target(), tempfile::tempdir().unwrap());
    let plan = Plan { series: Some(2), ..plan(300) };
    go(&study(&target, Design::single(Vec::new()), plan), folder.path(), 2);
    // Periods 2, 4 of five.
    assert_eq!(rows(&folder.path().join("series.parquet")).unwrap(), 300 * 2);
}

/// Sampled ranges are crossed with values; each stratum of a Latin hypercube holds one point of a sample.
#[test]
fn ranges_are_sampled_and_crossed_with_values() {
    for design in ["latin-hypercube", "sobol"] {
        let text = format!(
            "name = \"a\"\ntarget = \"bass1969\"\ndesign = \"{design}\"\npoints = 16\nreplicates = 1\n\
             [[lever]]\npath = \"innovation\"\nvalues = [0.01, 0.05]\n\
             [[uncertainty]]\npath = \"imitation\"\nlow = 0.0\nhigh = 1.6\n\
             [[uncertainty]]\npath = \"periods\"\nlow = 5\nhigh = 8\nwhole = true\n"
        );
        let read = |text: &str| {
            let document = ambidex_scenario::Document::parse("file.toml", text).unwrap();
            ambidex_scenario::Experiment::read(document, Path::new("")).unwrap()
        };
        let opened = points::Opened::of(read(&text)).unwrap();
        let study = opened.study();
        assert_eq!(study.points(), 32);
        let value = |point: u32, lever: usize| {
            study.design.values(point)[lever].clone().unwrap().parse::<f64>().unwrap()
        };
        let mut strata: Vec<u32> = (0..16).map(|point| (value(point, 1) * 10.0).floor() as u32).collect();
        strata.sort_unstable();
        assert_eq!(strata, (0..16).collect::<Vec<_>>(), "{design}");
        for point in 0..16 {
            assert_eq!((value(point, 0), value(point + 16, 0)), (0.01, 0.05));
            assert_eq!(value(point, 1), value(point + 16, 1));
            assert!([5.0, 6.0, 7.0, 8.0].contains(&value(point, 2)));
        }
        let other = points::Opened::of(read(&text.replace("points", "seed = 2\npoints"))).unwrap();
        assert_ne!(other.study().design, study.design);
        go(&study, tempfile::tempdir().unwrap().path(), 2);
    }
}

/// A sampled design is a rule and not a list: its size does not depend on the number of points.
#[test]
fn sampled_points_are_not_held() {
    for design in ["latin-hypercube", "sobol"] {
        let size = |points: u32| {
            let text = format!(
                "name = \"a\"\ntarget = \"bass1969\"\ndesign = \"{design}\"\npoints = {points}\n\
                 [[uncertainty]]\npath = \"imitation\"\nlow = 0.0\nhigh = 1.6\n"
            );
            let document = ambidex_scenario::Document::parse("file.toml", &text).unwrap();
            let experiment = ambidex_scenario::Experiment::read(document, Path::new("")).unwrap();
            let opened = points::Opened::of(experiment).unwrap();
            assert_eq!(opened.study().points(), points);
            serde_json::to_vec(&opened.study().design).unwrap().len()
        };
        assert_eq!(size(10), size(99));
        assert!(size(99_999) < size(10) + 10, "{design}");
    }
}

#[test]
fn a_copied_summary_is_the_summary_and_more() {
    let (target, folder) = (target(), tempfile::tempdir().unwrap());
    go(&study(&target, grid(), plan(5)), folder.path(), 1);
    let mut copied = Vec::new();
    let more = serde_json::json!({ "wall_s": 1.5 });
    summary::copy(folder.path(), more.as_object().unwrap(), &mut copied).unwrap();
    let mut copied: serde_json::Value = serde_json::from_slice(&copied).unwrap();
    assert_eq!(copied.as_object_mut().unwrap().remove("wall_s"), Some(1.5.into()));
    let text = fs::read(folder.path().join("summary.json")).unwrap();
    assert_eq!(copied, serde_json::from_slice::<serde_json::Value>(&text).unwrap());
}

#[test]
fn points_are_paired_by_world() {
    let (target, folder) = (target(), tempfile::tempdir().unwrap());
    let plan = Plan { compare: true, ..plan(40) };
    let found = go(&study(&target, grid(), plan), folder.path(), 2);
    assert!(found.points[0].differences.is_none());
    let difference = &found.points[4].differences.as_ref().unwrap()["draw"];
    assert!(
        (difference["mean"].as_f64().unwrap() - 4.0).abs() < 1e-9
            && difference["sd"].as_f64().unwrap() < 1e-9
    );
}

#[test]
fn a_shard_that_fails_is_given_up_after_three_attempts() {
    let (target, folder, stop) = (target(), tempfile::tempdir().unwrap(), AtomicBool::new(false));
    let study = study(&target, grid(), plan(150));
    let place = place(folder.path(), 1, &stop);
    cluster::plan(&study, &place, &Silent).unwrap();
    let blocked = folder.path().join("shards/points/00000002.outcomes.parquet");
    fs::create_dir_all(blocked.join("in the way")).unwrap();
    let attempt = |retry| cluster::run_shard(&study, &place, &Silent, 2, retry);
    for _ in 0..3 {
        assert!(matches!(attempt(false), Err(RunError::Io { .. })));
    }
    let given_up = attempt(false).unwrap_err();
    assert!(matches!(given_up, RunError::GivenUp { attempts: 3, .. }), "{given_up}");
    assert!(given_up.to_string().contains("00000002"), "the shard's own error is shown: {given_up}");
    assert_eq!(cluster::standing(&study, &place, &Silent).unwrap().failed[0].0, 2);
    fs::remove_dir_all(&blocked).unwrap();
    attempt(true).unwrap();
    assert!(matches!(
        cluster::run_shard(&study, &place, &Silent, 5, false),
        Err(RunError::NoShard { last: 4, .. })
    ));
}

#[test]
fn folders_of_others_are_left_alone() {
    let (target, folder, stop) = (target(), tempfile::tempdir().unwrap(), AtomicBool::new(false));
    let (few, many) = (study(&target, grid(), plan(5)), study(&target, grid(), plan(6)));
    go(&few, folder.path(), 1);
    let before = results(folder.path());
    assert!(matches!(go_with(&many, folder.path(), 1, &stop, &Silent), Err(RunError::OtherRun { .. })));
    assert!(before == results(folder.path()));
    let race = tempfile::tempdir().unwrap();
    common::go(&common::study(|_| {}), &common::options(2), race.path(), 1).unwrap();
    assert!(matches!(go_with(&few, race.path(), 1, &stop, &Silent), Err(RunError::OtherRun { .. })));
    let lock = fs::File::open(folder.path().join(".lock")).unwrap();
    lock.lock().unwrap();
    assert!(matches!(go_with(&few, folder.path(), 1, &stop, &Silent), Err(RunError::Locked { .. })));
}

/// Needs a file system of its own, and so the right to mount one; says so where it has not.
#[test]
fn a_full_disk_ends_with_a_message_and_can_be_gone_on_from() {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount = |options: &str| {
        let command = ["-t", "tmpfs", "-o", options, "tmpfs"];
        let status = std::process::Command::new("mount").args(command).arg(&disk).status();
        status.is_ok_and(|status| status.success())
    };
    if !mount("size=40k") {
        eprintln!("skipped: no right to mount a small file system");
        return;
    }
    let (target, run, stop) = (target(), disk.join("run"), AtomicBool::new(false));
    let study = study(&target, grid(), plan(1000));
    let full = go_with(&study, &run, 2, &stop, &Silent).err();
    let grown = mount("remount,size=100m");
    let again = go_with(&study, &run, 2, &stop, &Silent).map(|done| done.manifest.status);
    let there = grown.then(|| results(&run));
    let _ = std::process::Command::new("umount").arg(&disk).status();
    assert!(full.as_ref().is_some_and(|full| full.to_string().contains("make room")), "{full:?}");
    assert_eq!(again.unwrap(), Status::Done);
    assert!(there.unwrap() == whole(grid(), plan(1000)));
}
