//! The mechanisms of the race, one module each.
