//! Replications from quantities to results, with tables that are made up.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use ambidex_replications::quantity::Estimate;
use ambidex_replications::{
    Effort, Kept, KeptError, Known, MeasureError, ModelResult, Quantity, REPLICATIONS, Replication, Results,
    Watch, find, measure,
};
use proptest::prelude::*;
use serde_json::Value;

struct Nobody;

impl Watch for Nobody {
    fn begin(&self, _: &str, _: usize, _: usize) {}
    fn end(&self, _: &ModelResult) {}
    fn found(&self, _: &ModelResult) {}
}

fn quantity(figure: &str, known: Known, theirs: Estimate, ours: Estimate) -> Quantity {
    Quantity {
        figure: figure.to_owned(),
        name: "height [m]".to_owned(),
        line: "p = 1".to_owned(),
        x: Some(("time [s]", 2.0)),
        known,
        source: "made up".to_owned(),
        theirs,
        ours,
        rounding: 1e-9,
    }
}

const ONE: Estimate = Estimate::exact(1.0);
const TWO: Estimate = Estimate::exact(2.0);

fn from(quantities: fn(Effort) -> Vec<Quantity>) -> Results {
    let replication =
        Box::leak(Box::new(Replication { model: "made-up", quantities, notes: &["tried and not matched"] }));
    measure(&[replication], Effort::Quick, (2, &AtomicBool::new(false)), None, &Nobody).unwrap()
}

#[test]
fn an_exact_miss_fails() {
    let results = from(|_| vec![quantity("1", Known::Exact, ONE, TWO)]);
    assert!(results.failed && results.models[0].failed);
    assert_eq!(results.models[0].counts.misses, 1);
}

#[test]
fn a_second_program_is_judged_and_does_not_fail() {
    let theirs = Estimate::measured(1.0, 0.01);
    let results = from(|_| vec![quantity("1", Known::SecondProgram, Estimate::measured(1.0, 0.01), TWO)]);
    assert_eq!(quantity("1", Known::SecondProgram, theirs, TWO).z(), Some(100.0));
    assert_eq!(results.models[0].counts.misses, 1);
    assert!(!results.failed);
}

#[test]
fn what_is_remembered_or_read_off_is_never_judged() {
    let results = from(|_| {
        let far = Estimate::measured(9.0, 0.1);
        vec![quantity("1", Known::Memory, ONE, far), quantity("1", Known::ReadOff, ONE, far)]
    });
    let model = &results.models[0];
    assert_eq!((model.counts.shown, model.judged_by_z, results.failed), (2, 0, false));
    assert_eq!(model.figures[0].largest_z, None, "z of what is not judged counts nowhere");
}

#[test]
fn summaries_are_by_figure_in_the_order_of_the_quantities() {
    let results = from(|_| {
        let near = |z: f64| Estimate::measured(1.0 + 0.1 * z, 0.1);
        vec![
            quantity("9", Known::Exact, ONE, near(-2.0)),
            quantity("1", Known::Exact, ONE, ONE),
            quantity("9", Known::Exact, ONE, near(1.0)),
        ]
    });
    let figures = &results.models[0].figures;
    assert_eq!(figures.iter().map(|figure| figure.figure.as_str()).collect::<Vec<_>>(), ["9", "1"]);
    assert_eq!((figures[0].quantities, figures[0].counts.agrees, figures[1].counts.equal), (2, 2, 1));
    assert!((figures[0].largest_z.unwrap() - 2.0).abs() < 1e-9);
    assert!((figures[0].mean_squared_z.unwrap() - 2.5).abs() < 1e-9);
    assert_eq!(figures[1].mean_squared_z, None);
}

#[test]
fn the_json_holds_every_row_with_its_interval() {
    let results = from(|_| {
        vec![
            quantity("1", Known::Independent, Estimate::measured(1.0, 0.1), Estimate::measured(1.1, 0.1)),
            quantity("1", Known::Exact, ONE, Estimate::exact(f64::NAN)),
        ]
    });
    let json: Value = serde_json::from_str(&results.json().unwrap()).unwrap();
    assert_eq!(json["level"], 0.01);
    assert_eq!(json["failed"], true, "what is no number is a miss");
    assert!((json["critical"].as_f64().unwrap() - 2.575_829).abs() < 1e-5);
    let model = &json["models"][0];
    assert_eq!(model["counts"], serde_json::json!({"equal": 0, "agrees": 1, "misses": 1, "shown": 0}));
    assert_eq!(model["notes"][0], "tried and not matched");
    let row = &model["quantities"][0];
    assert_eq!((&row["known"], &row["verdict"]), (&"independent".into(), &"agrees".into()));
    assert_eq!(row["x"], serde_json::json!({"name": "time [s]", "value": 2.0}));
    let half = (row["high"].as_f64().unwrap() - row["low"].as_f64().unwrap()) / 2.0;
    assert!((half - 0.195_996_4).abs() < 1e-6);
    assert!(model["quantities"][1]["ours"].is_null() && model["quantities"][1]["low"].is_null());
}

#[test]
fn a_model_that_breaks_is_a_failed_result() {
    let results = from(|_| panic!("the table is torn"));
    assert!(results.failed);
    assert_eq!(results.models[0].error.as_deref(), Some("the table is torn"));
}

#[test]
fn whoever_asks_to_stop_gets_no_results() {
    let sleeps = |_| {
        std::thread::sleep(std::time::Duration::from_secs(600));
        vec![]
    };
    let replication = Box::leak(Box::new(Replication { model: "made-up", quantities: sleeps, notes: &[] }));
    let stopped = measure(&[replication], Effort::Quick, (1, &AtomicBool::new(true)), None, &Nobody);
    assert!(matches!(stopped, Err(MeasureError::Interrupted { done: 0, of: 1 })));
}

#[test]
fn names_are_found_once_each_or_the_nearest_is_named() {
    let name = |name: &str| name.to_owned();
    assert_eq!(find(&[]).unwrap().len(), REPLICATIONS.len());
    assert_eq!(find(&[name("bass1969"), name("bass1969")]).unwrap().len(), 1);
    let unknown = find(&[name("bass1696")]).err().unwrap().to_string();
    assert!(unknown.contains("did you mean `bass1969`?"), "{unknown}");
    let unknown = find(&[name("weather")]).err().unwrap().to_string();
    assert!(unknown.contains("there are some of"), "{unknown}");
}

#[test]
fn files_are_written_whole() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("a/b");
    let results = from(|_| vec![quantity("1", Known::Exact, ONE, ONE)]);
    let path = results.write(&place).unwrap();
    assert_eq!(std::fs::read_to_string(path).unwrap(), results.json().unwrap());
    assert_eq!(std::fs::read_dir(place).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn every_replication_is_of_a_model_of_the_catalogue() {
    for replication in REPLICATIONS {
        assert!(ambidex_models::named(replication.model).is_some(), "{}", replication.model);
    }
}

proptest! {
    #[test]
    fn what_is_kept_is_found_to_the_last_bit(numbers in prop::collection::vec(any::<u64>(), 4), se in any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        let number = |at: usize| f64::from_bits(numbers[at]);
        let of = |value, error| Estimate { value, se: se.then_some(error) };
        let one = quantity("1", Known::Exact, of(number(0), number(1)), of(number(2), number(3)));
        let replication = Replication { model: "made-up", quantities: |_| Vec::new(), notes: &[] };
        let kept = Kept::take(folder.path(), "this build", Effort::Full).unwrap();
        prop_assert!(kept.found(&replication).is_none());
        kept.keep(&replication, number(0), std::slice::from_ref(&one)).unwrap();
        let (seconds, found) = kept.found(&replication).unwrap();
        // NaN is equal to nothing, but its text is.
        prop_assert_eq!(format!("{found:?}"), format!("{:?}", [one]));
        prop_assert_eq!(seconds.to_bits(), number(0).to_bits());
        prop_assert!(matches!(Kept::take(folder.path(), "this build", Effort::Full), Err(KeptError::Locked(_))));
        drop(kept);
        for (build, effort) in [("another build", Effort::Full), ("this build", Effort::Quick)] {
            prop_assert!(Kept::take(folder.path(), build, effort).unwrap().found(&replication).is_none());
        }
    }
}

#[test]
fn what_is_kept_is_not_measured_again_and_what_is_torn_is() {
    let folder = tempfile::tempdir().unwrap();
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let quantities = |_| {
        RUNS.fetch_add(1, Ordering::SeqCst);
        vec![quantity("1", Known::Exact, ONE, ONE)]
    };
    let replication: &Replication =
        Box::leak(Box::new(Replication { model: "made-up", quantities, notes: &[] }));
    let kept = Kept::take(folder.path(), "this build", Effort::Quick).unwrap();
    let run = || {
        measure(&[replication], Effort::Quick, (1, &AtomicBool::new(false)), Some(&kept), &Nobody).unwrap()
    };
    let (first, second) = (run().json().unwrap(), run().json().unwrap());
    assert_eq!((RUNS.load(Ordering::SeqCst), first), (1, second));
    std::fs::write(folder.path().join("measured/made-up.json"), "{\"model\": ").unwrap();
    run();
    assert_eq!(RUNS.load(Ordering::SeqCst), 2);
    kept.forget(&[replication]);
    assert!(!folder.path().join("measured").exists());
}
