//! Points of the unit cube at which a model is to be run: [`grid`], [`latin`] hypercube, [`sobol`] sequence, and the
//! designs that [`saltelli`]'s and [`morris`]' indices need; [`sequence`] finds a point of any of them from its number.
//! [`crate::distributions::values`] turns a point into values.

pub mod grid;
pub mod latin;
pub mod morris;
pub mod saltelli;
pub mod sequence;
pub mod sobol;
