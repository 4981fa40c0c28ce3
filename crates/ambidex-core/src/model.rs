//! The one period loop.

use crate::Streams;

/// A model: a state that is stepped period by period and observed without being changed.
///
/// All randomness comes from the [`Streams`] handed to `new`, so that a clone of a model (a *fork*) goes on exactly
/// as the original would, unless somebody changes it.
pub trait Model: Clone {
    /// Checked inputs: parameters, or a whole scenario.
    type Setup;
    /// What is recorded of a run.
    type Record;

    /// The state before period 0.
    fn new(setup: &Self::Setup, streams: Streams) -> Self;
    /// The period that the next [`Model::step`] will simulate.
    fn period(&self) -> u32;
    /// Simulates one period.
    fn step(&mut self);
    /// Adds what can be seen now to the record; cannot change the run.
    fn observe(&self, record: &mut Self::Record);
    /// True where nothing can change any more, so that the loop may stop early.
    fn is_settled(&self) -> bool {
        false
    }
}

/// Runs a model up to (not including) period `end`, observing after every period.
pub fn run<M: Model>(model: &mut M, end: u32, record: &mut M::Record) {
    while model.period() < end && !model.is_settled() {
        model.step();
        model.observe(record);
    }
}
