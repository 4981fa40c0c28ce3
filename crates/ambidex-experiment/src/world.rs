//! One world: simulated, checked, and never the end of the run.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use ambidex_core::Streams;
use ambidex_race::Setup;
use ambidex_race::record::Record;

use crate::decision_loss::{self, Gate};
use crate::layout::{Layout, View};
use crate::outcomes::Outcomes;

/// Something that simulates a whole world.
pub trait Simulate: Sync {
    /// The record of the world with these streams.
    ///
    /// # Errors
    /// Where the world has parameters with which the model cannot run.
    fn simulate(&self, streams: Streams) -> Result<Record, Failure>;
    /// Gates of that world decided both ways; none where the model has no gates.
    fn gates(&self, _: Streams) -> Vec<Gate> {
        Vec::new()
    }
    /// Lets go of what can be made again: no world is asked for in the near future.
    fn forget(&self) {}
}

impl Simulate for Setup {
    fn simulate(&self, streams: Streams) -> Result<Record, Failure> {
        Ok(ambidex_race::simulate(self, streams))
    }

    fn gates(&self, streams: Streams) -> Vec<Gate> {
        decision_loss::gates(self, streams)
    }
}

/// A world that came to its end.
pub struct Done {
    /// What it left behind.
    pub record: Record,
    /// Its outcomes, in the order of their declaration; NaN where one does not apply.
    pub outcomes: Vec<f64>,
}

/// A world that did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Where: `prepare`, `simulate`, `record` or `outcomes`.
    pub stage: &'static str,
    /// What happened.
    pub message: String,
}

thread_local! {
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics inside worlds off the terminal: they become rows. Others are shown as before.
pub fn quiet_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if WATCHED.get() {
            let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
            PLACE.set(place);
        } else {
            before(info);
        }
    }));
}

/// Simulates one world and evaluates its outcomes.
pub fn simulate(
    model: &impl Simulate,
    streams: Streams,
    layout: &Layout,
    outcomes: &Outcomes,
) -> Result<Done, Failure> {
    let record = watched("simulate", || model.simulate(streams))??;
    check(layout, &record)?;
    let values = watched("outcomes", || outcomes.evaluate(View { layout, record: &record }))?;
    Ok(Done { record, outcomes: values })
}

/// Gates of one world decided both ways; none of a world that fails.
pub fn gates(model: &impl Simulate, streams: Streams) -> Vec<Gate> {
    watched("gates", || model.gates(streams)).unwrap_or_default()
}

/// Does some work; a panic in it becomes a failure at this stage.
pub(crate) fn watched<T>(stage: &'static str, work: impl FnOnce() -> T) -> Result<T, Failure> {
    let before = WATCHED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    WATCHED.set(before);
    result.map_err(|payload| {
        let text = (payload.downcast_ref::<&str>().map(ToString::to_string))
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "panic without a message".to_owned());
        let place = PLACE.take().map(|place| format!(" ({place})")).unwrap_or_default();
        Failure { stage, message: format!("{text}{place}") }
    })
}

/// A record must be complete and hold finite numbers only.
fn check(layout: &Layout, record: &Record) -> Result<(), Failure> {
    let fail = |message| Err(Failure { stage: "record", message });
    if record.series.len() != layout.series_len() {
        return fail(format!(
            "{} values in the series, expected {}",
            record.series.len(),
            layout.series_len()
        ));
    }
    if let Some(place) = record.series.iter().position(|value| !value.is_finite()) {
        let (row, column) = (place / layout.columns.len(), place % layout.columns.len());
        let (week, lab) = (row / layout.labs.len(), row % layout.labs.len());
        let name = &layout.columns[column].name;
        return fail(format!("{name} of {} in week {week} is {}", layout.labs[lab], record.series[place]));
    }
    for release in &record.releases {
        if !(release.capability.is_finite() && release.reported.is_finite() && release.gap.is_finite()) {
            return fail(format!(
                "release {} in week {} has a score that is no number",
                release.name, release.week
            ));
        }
    }
    Ok(())
}
