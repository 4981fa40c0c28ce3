//! Fire-fighting in product development: work, defects, rework, schedule pressure.
//!
//! Repenning (2001), *Understanding fire fighting in new product development*, Journal of Product Innovation
//! Management 18(5), 285-300, doi:10.1111/1540-5885.1850285; rework cycle: Lyneis & Ford (2007), System Dynamics Review
//! 23, doi:10.1002/sdr.377; pressure and fatigue: Oliva & Sterman (2001), Management Science 47(7).
//!
//! Question: why do organisations that develop several products at a time end up fighting fires for good, after a load
//! that was high only once?
//!
//! Products need upstream (concept) work before, and downstream (design) work up to their release. Products that lack
//! upstream work have more defects, which are found late and repaired under pressure. Pressure takes people and time
//! from upstream work on the next product, so that a single overload can be handed on from product to product. Beyond a
//! tipping point the organisation does not come back, below it the overload is worked off.
//!
//! The article's equations could not be obtained. Two stand-ins show the phenomenon, and nothing is claimed about the
//! article's numbers: [`map`], one equation of our own whose tipping point has a closed form, and [`organisation`], a
//! lab with a calendar, upstream and downstream staff, whose tipping point is found by bisection ([`tipping_shock`],
//! [`tipping_load`]). The equations of a project ([`Rework`], [`pressure`]) are those of the lab race.
//!
//! A week of the organisation: pressure follows from backlog, time left and capacity; above a threshold researchers are
//! drafted until the release ships; testing finds defects, effort repairs and builds; fatigue moves; researchers who
//! are left do concept work for the next project, up to the planned date; a project without backlog ships on its date
//! or after; a calendar may be re-planned.

mod catalogue;
mod course;
mod equations;
pub mod map;
pub mod organisation;
mod parameters;

pub use catalogue::FireFightingModel;
pub use course::{Course, most_weeks, run, tipping_load, tipping_point, tipping_shock};
pub use equations::{Flows, Rework, pressure};
pub use parameters::FireFighting;

#[cfg(test)]
mod tests;
