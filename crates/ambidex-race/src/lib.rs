//! The lab race: R&D labs that explore and exploit while the technology under them changes paradigm.
//!
//! [`scenario`] says what a world starts from, [`world`] holds its state and steps it, [`mechanisms`] has one module a
//! mechanism with its equations, [`record`] declares what is observed.

pub mod mechanisms;
pub mod record;
pub mod scenario;
