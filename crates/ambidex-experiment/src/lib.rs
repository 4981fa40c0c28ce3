//! Experiments: many worlds of a scenario and of its counterfactuals, in parallel, streamed to a run directory.
//!
//! The way of the data: [`draws`] gives it its parameters where they are drawn, [`world`] simulates one world and turns a panic or a number that is none into a row;
//! [`shard`] writes a fixed number of worlds at a time to [`tables`]; [`runner`] does the shards that are missing and
//! [`merge`] joins them in order; [`summary`] reads the joined files back and states means, intervals,
//! [`patterns`], [`comparison`]s and [`scores`]. Whatever the number of threads, and however often a run was
//! interrupted, equal inputs give equal bytes.

pub mod calibration;
pub mod comparison;
pub mod decision_loss;
pub mod discovery;
pub mod draws;
pub mod error;
pub mod head;
pub mod layout;
pub mod manifest;
pub mod merge;
pub mod outcome_table;
pub mod outcomes;
pub mod patterns;
pub mod points;
pub mod run_directory;
pub mod runner;
pub mod scores;
pub mod sensitivity;
pub mod shard;
pub mod statistics;
mod stopping;
pub mod study;
pub mod summary;
pub mod tables;
pub mod text;
pub mod world;

pub use error::RunError;
pub use runner::{Finished, Progress, run};
pub use study::{Arm, Options, Study};
pub use world::Simulate;
