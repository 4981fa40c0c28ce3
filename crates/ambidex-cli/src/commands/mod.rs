//! One file a command: its arguments and what it does.

pub mod analysis;
pub mod calibrate;
pub mod check;
pub mod claims;
pub mod compare;
pub mod completions;
pub mod describe;
pub mod describe_model;
pub mod discover;
pub mod list;
pub mod new;
pub mod replicate;
pub mod report;
pub mod run;
pub mod schema;
pub mod sensitivity;
pub mod sweep;
