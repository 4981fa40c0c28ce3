//! A small scenario and a model that is only random numbers, for tests of the runner.
#![allow(dead_code, missing_docs)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use ambidex_core::{Purpose, Streams};
use ambidex_experiment::layout::Layout;
use ambidex_experiment::runner::Place;
use ambidex_experiment::world::Failure;
use ambidex_experiment::{Arm, Finished, Options, Progress, RunError, Simulate, Study, run};
use ambidex_race::record::{Event, Record, Release};
use ambidex_race::scenario::{Scenario, Text};
use serde_json::json;

pub fn scenario() -> Scenario {
    let lab = |name: &str| {
        json!({
            "name": name, "openness": "closed", "mindshare": 1.0,
            "compute": [{"date": "2022-01-03", "flop": 1e24}],
            "release": [{"name": "One", "date": "2022-06-06"}],
            "unit": [{"name": "All", "charter": "product", "head_count": 100.0}],
        })
    };
    serde_json::from_value(json!({
        "model": "lab-race", "name": "toy", "start": "2022-01-03", "end": "2022-09-12", "focal": "b",
        "domain": [{"name": "reasoning", "weight": 1.0}],
        "paradigm": [{"name": "reasoning", "kind": "index", "key_domain": "reasoning", "gain": 9.0,
                      "midpoint": 25.0, "threshold": 1.0}],
        "lab": [lab("a"), lab("b"), lab("c")],
    }))
    .unwrap()
}

/// Random walks, a release a lab, and worlds that fail on request.
pub struct Fake {
    pub layout: Layout,
    pub shift: f32,
    /// Whether its numbers are its own and not those of the same world in other arms.
    pub alone: bool,
    pub panics: Option<u32>,
    pub not_a_number: Option<u32>,
    pub stop_after: Option<(u32, &'static AtomicBool)>,
    pub simulated: AtomicU32,
}

impl Fake {
    pub fn new(scenario: &Scenario) -> Self {
        Self {
            layout: Layout::of(scenario),
            shift: 0.0,
            alone: false,
            panics: None,
            not_a_number: None,
            stop_after: None,
            simulated: AtomicU32::new(0),
        }
    }
}

impl Simulate for Fake {
    fn simulate(&self, streams: Streams) -> Result<Record, Failure> {
        let done = self.simulated.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some((after, stop)) = self.stop_after
            && done >= after
        {
            stop.store(true, Ordering::SeqCst);
        }
        assert!(self.panics != Some(streams.replicate), "world {} does not like it", streams.replicate);
        let stream = streams.stream(Purpose(if self.alone { "test.fake.alone" } else { "test.fake" }));
        let mut draws = stream.draws(0, 0);
        let mut series: Vec<f32> =
            (0..self.layout.series_len()).map(|_| draws.unit() as f32 + self.shift).collect();
        if self.not_a_number == Some(streams.replicate) {
            series[self.layout.columns.len() * 4] = f32::NAN;
        }
        let week = draws.below(30) as u32;
        let release = |lab| Release {
            lab,
            week,
            generation: 1,
            name: "One".into(),
            base: true,
            planned_week: 22,
            capability: draws.clone().unit() as f32,
            reported: 1.0,
            gap: 0.5,
            open: false,
            defect_density: 0.1,
            variants: 3.0,
            compute: 24.0,
            effective_compute: 24.5,
            paradigms: String::new(),
        };
        let events = vec![Event { week, lab: 1, kind: "release", detail: "One".into() }];
        Ok(Record { series, releases: (0..3).map(release).collect(), events })
    }
}

pub fn text(en: &str) -> Text {
    Text { en: en.into(), zh: None }
}

pub fn study(change: impl Fn(&mut Fake)) -> Study<Fake> {
    let arm = |name: &str, shift: f32| {
        let scenario = scenario();
        let mut model = Fake::new(&scenario);
        model.shift = shift;
        change(&mut model);
        Arm { name: name.into(), title: text(name), meaning: text(name), scenario, fixed: Vec::new(), model }
    };
    Study {
        model: "lab-race".into(),
        name: "toy".into(),
        baseline: arm("baseline", 0.0),
        arms: vec![arm("shifted", 0.25)],
        patterns: None,
        observed: Vec::new(),
        sample: None,
        gates: 0,
        case: serde_json::Value::Null,
    }
}

pub fn options(replicates: u32) -> Options {
    Options { seed: 0, replicates, precision: None, paired: false, every: 1 }
}

pub struct Silent;

impl Progress for Silent {
    fn expect(&self, _: u64, _: u64) {}
    fn advance(&self, _: u64) {}
    fn note(&self, _: &str) {}
}

pub fn go(
    study: &Study<Fake>,
    options: &Options,
    directory: &Path,
    threads: usize,
) -> Result<Finished, RunError> {
    let stop = AtomicBool::new(false);
    go_until(study, options, directory, threads, &stop)
}

pub fn go_until(
    study: &Study<Fake>,
    options: &Options,
    directory: &Path,
    threads: usize,
    stop: &AtomicBool,
) -> Result<Finished, RunError> {
    run(study, options, &Place { directory, threads, program: "test", stop }, &Silent)
}

/// Every result file below a run directory with its bytes; not the manifest, which knows time and machine.
pub fn results(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(directory).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name != "manifest.json" && name != ".lock" {
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}
