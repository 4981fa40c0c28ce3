//! Which input moves the output, and by how much, with intervals.
//!
//! | question | module | design it needs |
//! |---|---|---|
//! | which inputs matter at all, cheaply | [`morris`] | trajectories |
//! | shares of variance, alone and with others | [`sobol`] | Saltelli's |
//! | whole distribution, any sample at hand | [`delta`] | any |
//! | share of variance alone, any sample at hand | [`mod@first_order`] | any |
//! | the same of many inputs, by polynomials | [`mod@main_effects`] | uniform on the unit cube |
//! | linear part of it | [`regression`] | any |
//! | shares among dependent inputs, or among switches | [`shapley`] | any; all 2^k combinations |
//! | how much is noise | [`noise`] | replicates at each point |

pub mod delta;
pub mod first_order;
pub mod main_effects;
pub mod morris;
pub mod noise;
pub mod regression;
pub mod shapley;
pub mod sobol;

use serde::Serialize;

use crate::intervals::Estimate;

/// The greatest width of an interval of a share of variance that is not called under-sampled.
pub const WIDEST: f64 = 0.1;

/// A share of variance, which lies in [0, 1], with a word on whether the sample was large enough for it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The estimate and its interval.
    #[serde(flatten)]
    pub estimate: Estimate,
    /// The interval is wider than was allowed.
    pub wide: bool,
    /// The whole interval lies below 0 or above 1: impossible but for sampling error.
    pub outside: bool,
}

impl Share {
    /// Judges an estimate; without an interval nothing is said.
    pub fn judge(estimate: Estimate, widest: f64) -> Self {
        Self { estimate, wide: estimate.width() > widest, outside: estimate.high < 0.0 || estimate.low > 1.0 }
    }

    /// Whether more points are needed.
    pub fn under_sampled(&self) -> bool {
        self.wide || self.outside
    }
}
