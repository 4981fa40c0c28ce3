//! Worlds with drawn parameters: which draw a world has is a function of its number, whatever the threads, the
//! interruptions and the policy.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use ambidex_experiment::draws::{Draws, Parameters, Sample};
use ambidex_experiment::manifest::{Manifest, Status};
use ambidex_experiment::outcome_table::OutcomeTable;
use ambidex_experiment::runner::Place;
use ambidex_experiment::{Arm, RunError, Study, run};
use arrow::array::AsArray;
use arrow::datatypes::UInt32Type;
use common::{Fake, Silent, options, results, scenario, text};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

const DRAWS: NonZeroU32 = NonZeroU32::new(7).unwrap();
const WORLDS: u32 = 50;

/// What the draws of a study are made of, and how many were made.
#[derive(Clone, Default)]
struct Made {
    refused: Option<u32>,
    stop_after: Option<(u32, &'static AtomicBool)>,
    count: Arc<AtomicU32>,
}

/// Draw `d` shifts everything by `10 d`, the second policy by a quarter more.
fn study(made: &Made) -> Study<Parameters<Fake>> {
    let arm = |name: &str, more: f32| {
        let (scenario, made) = (scenario(), made.clone());
        let model = Draws::new(DRAWS, move |draw| {
            made.count.fetch_add(1, Ordering::SeqCst);
            if made.refused == Some(draw) {
                return Err("does not run".to_owned());
            }
            let shift = 10.0 * draw as f32 + more;
            Ok(Fake { shift, stop_after: made.stop_after, ..Fake::new(&common::scenario()) })
        });
        Arm {
            name: name.into(),
            title: text(name),
            meaning: text(name),
            scenario,
            fixed: Vec::new(),
            model: Parameters::Drawn(model),
        }
    };
    Study {
        model: "lab-race".into(),
        name: "toy".into(),
        baseline: arm("baseline", 0.0),
        arms: vec![arm("shifted", 0.25)],
        patterns: None,
        observed: Vec::new(),
        sample: Some(Sample::of("posterior.csv", "shift\n...", DRAWS, vec!["shift".into()])),
        gates: 0,
        case: serde_json::Value::Null,
    }
}

fn go(study: &Study<Parameters<Fake>>, directory: &Path, threads: usize) -> Manifest {
    let stop = AtomicBool::new(false);
    let place = Place { directory, threads, program: "test", stop: &stop };
    run(study, &options(WORLDS), &place, &Silent).unwrap().manifest
}

fn draws(file: &Path) -> Vec<u32> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(file).unwrap()).unwrap();
    let column = |batch: arrow::record_batch::RecordBatch| {
        batch.column_by_name("draw").unwrap().as_primitive::<UInt32Type>().values().to_vec()
    };
    reader.build().unwrap().flat_map(|batch| column(batch.unwrap())).collect()
}

#[test]
fn world_i_has_draw_i_mod_n_in_every_policy() {
    let folder = tempfile::tempdir().unwrap();
    let made = Made::default();
    let manifest = go(&study(&made), folder.path(), 2);
    let expected: Vec<u32> = (0..WORLDS).map(|world| world % 7).collect();
    for (entry, more) in manifest.entries().zip([0.0, 0.25]) {
        let file = folder.path().join(&entry.folder).join("outcomes.parquet");
        assert_eq!(draws(&file), expected);
        // Means of numbers between 0 and 1, shifted by ten times the draw.
        let ends = OutcomeTable::read(&file).unwrap().finite("capability_end");
        let found: Vec<u32> = ends.iter().map(|end| ((end - more) / 10.0).floor() as u32).collect();
        assert_eq!(found, expected, "{}", entry.name);
    }
    assert_eq!(made.count.load(Ordering::SeqCst), 2 * 7, "each draw is made once a policy and shared");
    let sample = manifest.sample.unwrap();
    assert_eq!((sample.draws, sample.sha256.len(), sample.paths), (DRAWS, 64, vec!["shift".to_owned()]));
}

#[test]
fn pairs_share_their_draw() {
    let folder = tempfile::tempdir().unwrap();
    go(&study(&Made::default()), folder.path(), 2);
    let gap =
        &ambidex_experiment::summary::read(folder.path()).unwrap().comparisons[0].outcomes["capability_end"];
    // The draws differ by tens; singles below a hundred are exact to 1e-5.
    assert!(
        (gap["mean"].as_f64().unwrap() - 0.25).abs() < 1e-5 && gap["sd"].as_f64().unwrap() < 1e-5,
        "{gap}"
    );
}

#[test]
fn threads_and_interruptions_do_not_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    go(&study(&Made::default()), &folder.path().join("1"), 1);
    let expected = results(&folder.path().join("1"));
    for threads in [2, 5] {
        let path = folder.path().join(threads.to_string());
        go(&study(&Made::default()), &path, threads);
        assert!(results(&path) == expected, "{threads} threads");
    }
    let path = folder.path().join("stopped");
    static STOP: AtomicBool = AtomicBool::new(false);
    // Every draw counts for itself: some of the second shard's worlds are not done.
    let stopped = study(&Made { stop_after: Some((4, &STOP)), ..Made::default() });
    let place = Place { directory: &path, threads: 1, program: "test", stop: &STOP };
    assert!(matches!(run(&stopped, &options(WORLDS), &place, &Silent), Err(RunError::Interrupted { .. })));
    go(&study(&Made::default()), &path, 2);
    assert!(results(&path) == expected);
}

#[test]
fn draws_that_cannot_run_are_failed_worlds() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = go(&study(&Made { refused: Some(3), ..Made::default() }), folder.path(), 2);
    // Worlds 3, 10, .. 45 of 50.
    assert_eq!((manifest.status, manifest.baseline.failed, manifest.arms[0].failed), (Status::Partial, 7, 7));
    let table = OutcomeTable::read(&folder.path().join("outcomes.parquet")).unwrap();
    assert_eq!(table.failures[1], (10, "prepare: draw 3: does not run".to_owned()));
    assert_eq!(table.finite("gap_end").len(), 43);
}

#[test]
fn another_sample_is_another_run() {
    let (one, mut other, mut still) =
        (study(&Made::default()), study(&Made::default()), study(&Made::default()));
    other.sample = Some(Sample::of("posterior.csv", "shift\nothers", DRAWS, vec!["shift".into()]));
    still.arms[0].fixed = vec!["shift".into()];
    let identities = [one, other, still].map(|study| study.identity(&options(WORLDS)));
    assert!(identities[0] != identities[1] && identities[0] != identities[2]);
}
