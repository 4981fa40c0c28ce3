//! Known numbers of the classic models against ours: quantity, source and kind of the number, theirs, ours, interval,
//! z, verdict.
//!
//! One module a model reads its reference numbers (`data/<model>/*.csv`, each row with its source and how it is known)
//! and measures the same quantities here. What is judged, and at which level, is in [`mod@quantity`] alone.

pub mod bass1969;
pub mod denrell_march2001;
pub mod disruption;
pub mod fang2010;
pub mod fire_fighting;
pub mod garbage_can1972;
pub mod kept;
pub mod lazer_friedman2007;
pub mod levinthal1997;
pub mod logit_share;
pub mod march1991;
pub mod measure;
pub mod miller2006;
pub mod nk;
pub mod posen_levinthal2012;
pub mod quantity;
pub mod results;
pub mod rows;
pub mod runs;
pub mod sah_stiglitz1986;
pub mod scaling_laws;
pub mod selection_inflation;
pub mod sterman_wittenberg1999;

pub use kept::{Kept, KeptError};
pub use measure::{MeasureError, Watch, find, measure};
pub use quantity::{Known, Quantity, Verdict, judge};
pub use results::{ModelResult, Results};

/// How much is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// Some seconds a model: enough to see that nothing is broken.
    Quick,
    /// As many replicates as the reference, or more.
    Full,
}

/// What is known of a model, measured here.
pub struct Replication {
    /// Name of the model.
    pub model: &'static str,
    /// Measures every quantity.
    pub quantities: fn(Effort) -> Vec<Quantity>,
    /// What cannot be matched and what was tried; what could not be obtained. A paragraph each.
    pub notes: &'static [&'static str],
}

/// All replications, in reading order.
pub static REPLICATIONS: &[Replication] = &[
    march1991::REPLICATION,
    miller2006::REPLICATION,
    fang2010::REPLICATION,
    lazer_friedman2007::REPLICATION,
    nk::REPLICATION,
    levinthal1997::REPLICATION,
    sah_stiglitz1986::REPLICATION,
    garbage_can1972::REPLICATION,
    posen_levinthal2012::REPLICATION,
    denrell_march2001::REPLICATION,
    fire_fighting::REPLICATION,
    sterman_wittenberg1999::REPLICATION,
    disruption::REPLICATION,
    bass1969::REPLICATION,
    logit_share::REPLICATION,
    scaling_laws::REPLICATION,
    selection_inflation::REPLICATION,
];
