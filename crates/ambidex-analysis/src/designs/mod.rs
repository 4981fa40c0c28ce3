//! Points of the unit cube at which a model is to be run: [`grid`], [`latin`] hypercube, [`sobol`] sequence, and the
//! designs that [`saltelli`]'s and [`morris`]' indices need. [`crate::distributions::values`] turns a point into values.

pub mod grid;
pub mod latin;
pub mod morris;
pub mod saltelli;
pub mod sobol;
