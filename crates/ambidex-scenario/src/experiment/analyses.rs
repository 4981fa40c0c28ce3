//! What an experiment is made for: sections of the file, each read by the command of its name.

use serde::{Deserialize, Serialize};

/// How the inputs are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Elementary effects along trajectories: many inputs, few points.
    Morris,
    /// Shares of variance by Saltelli's design: few inputs, many points.
    Sobol,
    /// Regression, first order and delta from a Latin hypercube of any size.
    GivenData,
}

/// What a sample is ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RankBy {
    /// First-order index by polynomials of all inputs together.
    #[default]
    MainEffect,
    /// The same with the input's interactions by pair.
    UpToPairs,
    /// Size of the standardised coefficient of a linear regression.
    Regression,
    /// First-order index by classes of each input.
    FirstOrder,
    /// Delta.
    Delta,
}

/// Section `[sensitivity]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub struct Sensitivity {
    /// Method; by the number of inputs where none is given.
    pub method: Option<Method>,
    /// Trajectories of Morris' design.
    pub trajectories: u32,
    /// Levels of its grid.
    pub levels: u32,
    /// Rows of Saltelli's matrices.
    pub rows: u32,
    /// Whether interactions of pairs are estimated.
    pub second_order: bool,
    /// Whether Shapley effects are estimated from the sample.
    pub shapley: bool,
    /// What a sample is ranked by.
    pub rank_by: RankBy,
    /// Degree of the polynomials.
    pub degree: u32,
    /// Whether they are fitted to the ranks of the outcome.
    pub of_ranks: bool,
    /// Seed of a second design with worlds of its own, whose ranks are held against the first's.
    pub second_seed: Option<u64>,
    /// Resamples of the intervals.
    pub resamples: u32,
    /// Greatest width of an interval of a share that is not called under-sampled.
    pub widest: f64,
}

impl Default for Sensitivity {
    fn default() -> Self {
        Self {
            method: None,
            trajectories: 20,
            levels: 4,
            rows: 256,
            second_order: false,
            shapley: false,
            rank_by: RankBy::MainEffect,
            degree: 3,
            of_ranks: false,
            second_seed: None,
            resamples: 1000,
            widest: 0.1,
        }
    }
}

/// Section `[discovery]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub struct Discovery {
    /// Outcome that decides; the target's primary one where none is named.
    pub outcome: Option<String>,
    /// It is of interest up to this.
    pub at_most: Option<f64>,
    /// It is of interest from this on.
    pub at_least: Option<f64>,
    /// Share of a point's replicates in which it must be so.
    pub share: f64,
    /// Share of a box's points that is peeled at once.
    pub alpha: f64,
    /// Least share of all points that a box holds.
    pub least_mass: f64,
    /// Most boxes.
    pub boxes: u32,
    /// Share of the points on which the boxes are tested and not sought.
    pub held_out: f64,
}

impl Default for Discovery {
    fn default() -> Self {
        Self {
            outcome: None,
            at_most: None,
            at_least: None,
            share: 0.5,
            alpha: 0.05,
            least_mass: 0.05,
            boxes: 3,
            held_out: 0.25,
        }
    }
}

/// How the parameters are sought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fitting {
    /// Approximate Bayesian computation by sequential Monte Carlo.
    #[default]
    Abc,
    /// History matching with emulators.
    History,
}

/// What is known of one outcome.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Known {
    /// Outcome.
    pub outcome: String,
    /// What was observed.
    pub value: f64,
    /// Standard deviation of its error, that of the model included.
    pub error: f64,
    /// Whether it is predicted and not fitted.
    #[serde(default)]
    pub holdout: bool,
    /// What is known of it.
    #[serde(default)]
    pub bound: Bound,
    /// Value that stands for an outcome that does not apply in a world.
    pub missing: Option<f64>,
}

/// What is known of an outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The value.
    #[default]
    Exact,
    /// That it is at least the value.
    AtLeast,
    /// That it is at most the value.
    AtMost,
}

impl Bound {
    /// What counts of a simulated value against an observed one: beyond a bound nothing does.
    pub fn counts(self, simulated: f64, observed: f64) -> f64 {
        match self {
            Self::Exact => simulated,
            Self::AtLeast => simulated.min(observed),
            Self::AtMost => simulated.max(observed),
        }
    }
}

/// Section `[calibration]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub struct Calibration {
    /// How.
    pub method: Fitting,
    /// Whether the releases observed in the case are the data.
    pub releases: bool,
    /// Standard deviation of the error of a release's score, that of the model included [points].
    pub error: Option<f64>,
    /// Weeks after a release at which the simulated score is read.
    pub weeks_after: u32,
    /// Data by outcome.
    pub observed: Vec<Known>,
    /// Particles of a generation, or points of a wave.
    pub particles: u32,
    /// Most generations or waves.
    pub generations: u32,
    /// Quantile of the distances that is the next tolerance.
    pub quantile: f64,
    /// Share of candidates kept below which it ends.
    pub least_acceptance: f64,
    /// Root mean square of the errors, in their standard deviations, at which it ends.
    pub tolerance: f64,
    /// Candidates that are run at once, over the same worlds.
    pub batch: u32,
    /// Draws of the posterior that are kept and predict.
    pub draws: u32,
    /// Implausibility above which a point is ruled out.
    pub cutoff: f64,
    /// Which of the outcomes' implausibilities counts, from 1, the greatest.
    pub rank: u32,
}

impl Default for Calibration {
    fn default() -> Self {
        Self {
            method: Fitting::Abc,
            releases: false,
            error: None,
            weeks_after: 0,
            observed: Vec::new(),
            particles: 200,
            generations: 8,
            quantile: 0.5,
            least_acceptance: 0.02,
            tolerance: 1.0,
            batch: 64,
            draws: 200,
            cutoff: 3.0,
            rank: 1,
        }
    }
}
