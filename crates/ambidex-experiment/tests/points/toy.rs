//! A model that is only random numbers, and fails on request.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use ambidex_core::catalogue::{Catalogued, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::Parameters;
use ambidex_core::{Problem, Purpose, Streams};
use ambidex_experiment::Progress;
use ambidex_experiment::points::{Axis, Infeasible, Lever, Plan, Rows};

ambidex_core::parameters! {
    /// Parameters of the toy.
    pub struct Settings {
        shift ("s", "1") = 0 in 0.0..=10.0, plausible 0.0..=10.0; "Added to the draw"; Assumption("for the test");
        spread ("d", "1") = 1 in 0.0..=10.0, plausible 0.0..=10.0; "Times the draw"; Assumption("for the test");
        limit ("l", "1") = 10 in 0.0..=20.0, plausible 0.0..=20.0; "Most of the shift"; Assumption("for the test");
        panics ("p", "1", whole) = -1 in -1.0..=1e9, plausible -1.0..=1e9; "Replicate that panics"; Assumption("for the test");
        infinite ("i", "1", whole) = -1 in -1.0..=1e9, plausible -1.0..=1e9; "Replicate that is infinite"; Assumption("for the test");
    }
}

pub struct Toy;
pub static TOY: Toy = Toy;

static INFO: ModelInfo = ModelInfo {
    name: "toy",
    title: "",
    question: "",
    schedule: &[],
    equations: &[],
    citation: "",
    deviations: &[],
    period: "period",
    numbers: Settings::SPECS,
    choices: &[],
    files: &[],
    outcomes: &[
        Column::fixed("draw", "1", Kind::Level, "A draw"),
        Column::fixed("half", "1", Kind::Level, "A draw in every second replicate"),
    ],
    series: &[Column::fixed("walk", "1", Kind::Level, "A walk")],
};

impl Catalogued for Toy {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn check(&self, values: &Values) -> Vec<Problem> {
        let (shift, limit) = (values.number("shift"), values.number("limit"));
        let problem = Problem {
            path: "shift".into(),
            found: shift.to_string(),
            expected: "at most the limit".into(),
            remedy: "lower it".into(),
        };
        if shift > limit { vec![problem] } else { Vec::new() }
    }

    fn periods(&self, _: &Values) -> u32 {
        5
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let settings: Settings = values.typed();
        for replicate in replicates {
            assert!(f64::from(replicate) != settings.panics, "replicate {replicate} does not like it");
            let stream = Streams::new(seed, replicate).stream(Purpose("test.toy"));
            let mut draws = stream.draws(0, 0);
            for period in 1..=5 {
                recorder.period(replicate, period, &[draws.unit()]);
            }
            let draw = settings.shift + settings.spread * draws.unit();
            let draw = if f64::from(replicate) == settings.infinite { f64::INFINITY } else { draw };
            recorder.outcomes(replicate, &[draw, if replicate % 2 == 0 { draws.unit() } else { f64::NAN }]);
        }
    }
}

pub fn axis(path: &str, values: &[&str]) -> Axis {
    Axis {
        levers: vec![Lever { path: path.into(), unit: "1".into() }],
        rows: Rows::Listed(values.iter().map(|value| vec![Some((*value).into())]).collect()),
    }
}

pub fn plan(replicates: u32) -> Plan {
    let infeasible = Infeasible::Refuse;
    Plan { seed: 0, replicates, precision: None, series: None, compare: false, infeasible, own_worlds: None }
}

/// Asks to stop once so many replicates are done.
pub struct StopAfter {
    pub stop: AtomicBool,
    after: u64,
    done: AtomicU64,
}

impl StopAfter {
    pub fn new(after: u64) -> Self {
        Self { stop: AtomicBool::new(false), after, done: AtomicU64::new(0) }
    }
}

impl Progress for StopAfter {
    fn expect(&self, _: u64, _: u64) {}

    fn advance(&self, replicates: u64) {
        if self.done.fetch_add(replicates, Ordering::SeqCst) + replicates >= self.after {
            self.stop.store(true, Ordering::SeqCst);
        }
    }

    fn note(&self, _: &str) {}
}
