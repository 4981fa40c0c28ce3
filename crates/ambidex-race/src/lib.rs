//! The lab race: R&D labs that explore and exploit while the technology under them changes paradigm.
//!
//! [`scenario`] says what a world starts from, [`setup`] compiles it, [`world`] holds the state and steps it,
//! [`mechanisms`] has one module a mechanism with its equations, [`record`] declares what is observed.

pub mod describe;
pub mod facts;
pub mod interventions;
pub mod mechanisms;
pub mod observe;
pub mod purposes;
pub mod record;
pub mod scenario;
pub mod setup;
mod start;
pub mod state;
pub mod world;

pub use setup::Setup;
pub use world::{World, simulate};
