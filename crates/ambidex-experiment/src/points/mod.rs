//! Points: a model or a scenario evaluated at many settings of its parameters, each over the same worlds.
//!
//! The way of the data: a [`target`] checks the settings of a point and runs its replicates; a [`design`] lists the
//! points, and [`experiment`] reads both from a file, all that is wrong told at once (`blame`); [`shards`] cuts points
//! and replicates into pieces of a fixed size; [`engine`] does the pieces that are missing, each written to [`table`]s
//! under another name and renamed; [`crate::merge`] joins them in order and [`summary`] reads them back point by point.
//! [`cluster`] does single pieces for many machines. Memory does not grow with points or shards, and equal inputs give
//! equal bytes whatever the threads, the order and the interruptions.

pub mod answers;
mod blame;
pub mod catalogued;
pub mod cluster;
pub mod design;
pub mod engine;
pub mod experiment;
pub mod lab_race;
pub mod manifest;
pub mod sampling;
pub mod shards;
pub mod study;
pub mod summary;
pub mod table;
pub mod target;
mod work;

pub use catalogued::CataloguedTarget;
pub use design::{Axis, Design, Lever, Rows};
pub use engine::{Done, run};
pub use experiment::Opened;
pub use lab_race::LabRace;
pub use study::{Infeasible, Plan, Points, Precision};
pub use target::{Plausible, Prepared, SeriesRow, Setting, Target};
