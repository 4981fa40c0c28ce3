//! The claims of a text about a case, each checked against data or tested by experiment.
//!
//! A case brings three files: `claims.toml` (every claim by its id, with sources and checks), `insights.toml` (the
//! experiments behind the mechanisms, the uncertain values, the rival explanations) and `overlays.toml` (what their arms
//! are made of). [`arms`] runs every arm once over a sample of the plausible space, [`effect`] takes differences in the
//! same worlds, [`flips`] finds what turns their sign, [`verdict`] is the rule, [`attribution`] puts rival explanations
//! on the same footing, [`front`] holds delivery against discovery, [`gates`] decides gates both ways, [`openness`] maps what
//! closing pays by payoff and rank, [`isoquants`] holds compute against researchers, [`glossary`] keeps what names
//! mean, [`numbers`] tells numbers as their intervals warrant, [`table`] writes it all down.

pub mod arms;
pub mod attribution;
pub mod claims;
pub mod effect;
pub mod error;
mod files;
pub mod finding;
pub mod flips;
pub mod front;
pub mod gates;
pub mod glossary;
pub mod isoquants;
pub mod numbers;
pub mod openness;
pub mod plan;
pub mod run;
pub mod table;
pub mod verdict;

pub use ambidex_race::scenario::Text;
pub use error::ClaimError;
pub use finding::Effort;
pub use run::{Request, Verdicts, run};
