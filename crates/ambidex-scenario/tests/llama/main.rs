//! The shipped case, simulated: common random numbers, forks, bounds, and the ways in which such a model degenerates.

mod coarsening;
mod counterfactuals;
mod degeneracies;
mod every_knob;
mod provenance;
mod worlds;
