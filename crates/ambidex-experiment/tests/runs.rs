//! A run is the same to the byte whatever the threads, interruptions and crashes; failures are rows; folders of others
//! are left alone.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use ambidex_analysis::statistics;
use ambidex_experiment::RunError;
use ambidex_experiment::manifest::{Manifest, Status};
use ambidex_experiment::merge::rows;
use ambidex_experiment::outcome_table::OutcomeTable;
use common::{go, go_until, options, results, study};
use proptest::prelude::*;

#[test]
fn threads_do_not_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let all: Vec<_> = [1, 2, 5]
        .map(|threads| {
            let path = folder.path().join(threads.to_string());
            go(&study(|_| {}), &options(50), &path, threads).unwrap();
            results(&path)
        })
        .into();
    assert_eq!(all[0].len(), 9, "two arms of four tables and a summary: {:?}", all[0].keys());
    assert!(all[0] == all[1] && all[1] == all[2]);
}

#[test]
fn a_run_states_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run");
    let mut few = options(20);
    few.every = 4;
    let finished = go(&study(|_| {}), &few, &path, 2).unwrap();
    let manifest = Manifest::read(&path).unwrap().unwrap();
    assert_eq!(manifest.status, Status::Done);
    assert_eq!(manifest.baseline.files["series"].written_rows, 20 * 9 * 3); // weeks 0, 4, .. 32 of 36, three labs
    assert_eq!(manifest.baseline.files["releases"].written_rows, 60);
    for entry in manifest.entries() {
        for (table, written) in &entry.files {
            let file = path.join(&entry.folder).join(format!("{table}.parquet"));
            assert_eq!(rows(&file).unwrap(), written.expected_rows);
        }
    }
    assert!(!path.join("shards").exists());
    let summary = finished.summary;
    let gap = &summary.comparisons[0].outcomes["gap_end"];
    assert!((gap["mean"].as_f64().unwrap() - 0.25).abs() < 1e-6 && gap["n"] == 20, "{gap}");
    assert_eq!(summary.outcomes["gap_fourth"]["missing"], 20);
    assert!(summary.outcomes["gap_fourth"]["mean"].is_null());
}

#[test]
fn the_same_command_finds_what_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let first = go(&study(|_| {}), &options(20), folder.path(), 2).unwrap();
    let again = study(|_| {});
    let found = go(&again, &options(20), folder.path(), 2).unwrap();
    assert!(!first.found && found.found);
    assert_eq!(again.baseline.model.simulated.load(Ordering::SeqCst), 0);
    fs::write(folder.path().join("series.parquet"), "damaged").unwrap();
    let before = results(folder.path());
    assert!(!go(&again, &options(20), folder.path(), 2).unwrap().found);
    assert_ne!(before["series.parquet"], results(folder.path())["series.parquet"]);
    assert_eq!(again.arms[0].model.simulated.load(Ordering::SeqCst), 0, "the other arm was whole");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    /// Stopped after any number of worlds, any number of times: equal to one go.
    #[test]
    fn stopping_and_going_on_is_one_go(stops in prop::collection::vec(1_u32..60, 1..4)) {
        static WHOLE: std::sync::OnceLock<std::collections::BTreeMap<String, Vec<u8>>> = std::sync::OnceLock::new();
        let whole = WHOLE.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            go(&study(|_| {}), &options(50), folder.path(), 2).unwrap();
            results(folder.path())
        });
        let folder = tempfile::tempdir().unwrap();
        for after in stops {
            let stop: &'static AtomicBool = Box::leak(Box::new(AtomicBool::new(false)));
            let stopped = study(|fake| fake.stop_after = Some((after, stop)));
            match go_until(&stopped, &options(50), folder.path(), 2, stop) {
                Err(RunError::Interrupted { done, total }) => {
                    prop_assert!(done < total);
                    let manifest = Manifest::read(folder.path()).unwrap().unwrap();
                    prop_assert_eq!(manifest.status, Status::Interrupted);
                }
                Ok(_) => {}
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            }
        }
        go(&study(|_| {}), &options(50), folder.path(), 1).unwrap();
        prop_assert!(&results(folder.path()) == whole);
    }
}

#[test]
fn failed_worlds_are_rows() {
    let folder = tempfile::tempdir().unwrap();
    ambidex_experiment::world::quiet_panics();
    let failing = study(|fake| (fake.panics, fake.not_a_number) = (Some(3), Some(17)));
    let finished = go(&failing, &options(20), folder.path(), 2).unwrap();
    assert_eq!((finished.manifest.status, finished.manifest.baseline.failed), (Status::Partial, 2));
    let table = OutcomeTable::read(&folder.path().join("outcomes.parquet")).unwrap();
    assert_eq!(table.worlds, 20);
    assert_eq!(table.failures[0].0, 3);
    assert!(table.failures[0].1.starts_with("simulate: world 3 does not like it"), "{:?}", table.failures);
    assert_eq!(table.failures[1].1, "record: capability of b in week 1 is NaN");
    assert_eq!(table.finite("gap_end").len(), 18);
    assert_eq!(rows(&folder.path().join("series.parquet")).unwrap(), 18 * 36 * 3);
}

#[test]
fn a_run_of_failures_only_still_ends() {
    let folder = tempfile::tempdir().unwrap();
    let failing = study(|fake| fake.not_a_number = Some(0));
    let finished = go(&failing, &options(1), folder.path(), 1).unwrap();
    assert_eq!(finished.summary.failed, 2);
    assert!(finished.summary.outcomes["gap_end"]["mean"].is_null());
}

#[test]
fn precision_stops_at_the_first_shard_that_is_narrow_enough() {
    let width = 0.02;
    let outcome = |threads| {
        let folder = tempfile::tempdir().unwrap();
        let mut precise = options(1000);
        precise.precision = Some(width);
        let finished = go(&study(|_| {}), &precise, folder.path(), threads).unwrap();
        let table = OutcomeTable::read(&folder.path().join("outcomes.parquet")).unwrap();
        (finished.manifest.replicates, table.finite("gap_end"), results(folder.path()))
    };
    let (worlds, values, files) = outcome(1);
    assert!(worlds > 32 && worlds < 1000 && worlds % 16 == 0, "{worlds}");
    let interval = |n: usize| {
        let (low, high) = statistics::mean(&values[..n]).interval;
        high - low
    };
    assert!(interval(values.len()) < width && interval(values.len() - 16) >= width);
    assert!(outcome(5).2 == files);
}

#[test]
fn a_comparison_stops_at_the_first_shard_whose_difference_is_narrow_enough() {
    let width = 0.02;
    let mut precise = options(2000);
    (precise.precision, precise.paired) = (Some(width), true);
    let two = || {
        let mut study = study(|_| {});
        study.arms[0].model.alone = true;
        study
    };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let worlds = go(&two(), &precise, &path("1"), 1).unwrap().manifest.replicates as usize;
    let values = |arm: &str| {
        let table = OutcomeTable::read(&path("1").join(arm).join("outcomes.parquet")).unwrap();
        table.finite("gap_end")
    };
    let (base, other) = (values(""), values("arms/shifted"));
    assert_eq!((base.len(), other.len()), (worlds, worlds), "both run the same worlds");
    assert!(worlds > 32 && worlds < 2000 && worlds.is_multiple_of(16), "{worlds}");
    let interval = |n: usize| {
        let (low, high) = statistics::paired(&base[..n], &other[..n]).unwrap().difference.interval;
        high - low
    };
    assert!(interval(worlds) < width && interval(worlds - 16) >= width);
    go(&two(), &precise, &path("5"), 5).unwrap();
    assert!(results(&path("5")) == results(&path("1")), "threads");
    for (at, after) in [40, worlds as u32 + 3].into_iter().enumerate() {
        let stop: &'static AtomicBool = Box::leak(Box::new(AtomicBool::new(false)));
        let mut stopped = two();
        stopped.baseline.model.stop_after = Some((after / 2, stop));
        let stopped_at = path(&format!("stopped {at}"));
        assert!(matches!(
            go_until(&stopped, &precise, &stopped_at, 2, stop),
            Err(RunError::Interrupted { .. })
        ));
        go(&two(), &precise, &stopped_at, 2).unwrap();
        assert!(results(&stopped_at) == results(&path("1")), "stopped after {after}");
    }
    // What the arms share falls out of the difference, but not out of the mean.
    let shared = go(&study(|_| {}), &precise, &path("shared"), 2).unwrap();
    assert_eq!(shared.manifest.replicates, 32);
}

#[test]
fn folders_of_others_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run");
    go(&study(|_| {}), &options(5), &run, 1).unwrap();
    let before = results(&run);
    assert!(matches!(go(&study(|_| {}), &options(6), &run, 1), Err(RunError::OtherRun { .. })));
    assert!(before == results(&run));

    let foreign = folder.path().join("thesis");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("chapter.txt"), "mine").unwrap();
    assert!(matches!(go(&study(|_| {}), &options(5), &foreign, 1), Err(RunError::NotARun { .. })));
    assert_eq!(fs::read_dir(&foreign).unwrap().count(), 1);
}

#[test]
fn one_writer_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let lock = fs::File::create(folder.path().join(".lock")).unwrap();
    lock.lock().unwrap();
    let locked = go(&study(|_| {}), &options(5), folder.path(), 1);
    assert!(matches!(locked, Err(RunError::Locked { .. })));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    drop(lock);
    go(&study(|_| {}), &options(5), folder.path(), 1).unwrap();
}

/// Needs a file system of its own, and so the right to mount one; says so where it has not.
#[test]
fn a_full_disk_ends_with_a_message_and_can_be_gone_on_from() {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount = |options: &str| {
        let status = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(&disk)
            .status();
        status.is_ok_and(|status| status.success())
    };
    if !mount("size=400k") {
        eprintln!("skipped: no right to mount a small file system");
        return;
    }
    let run = disk.join("run");
    let full = go(&study(|_| {}), &options(100), &run, 2).err();
    let grown = mount("remount,size=100m");
    let again = go(&study(|_| {}), &options(100), &run, 2).map(|finished| finished.manifest.status);
    let there = grown.then(|| results(&run));
    let _ = std::process::Command::new("umount").arg(&disk).status();
    assert!(matches!(&full, Some(RunError::Io { .. })), "{full:?}");
    assert!(full.unwrap().to_string().contains("make room"), "the message says what to do");
    assert_eq!(again.unwrap(), Status::Done);
    let whole = folder.path().join("whole");
    go(&study(|_| {}), &options(100), &whole, 2).unwrap();
    assert!(there.unwrap() == results(&whole));
}
