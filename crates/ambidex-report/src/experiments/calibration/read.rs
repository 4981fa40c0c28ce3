//! What `calibration.json` holds.

use serde::Deserialize;

/// The report of the command.
#[derive(Clone, Debug, Deserialize)]
pub struct Report {
    pub name: String,
    pub target: String,
    pub version: String,
    pub seed: u64,
    pub method: String,
    pub replicates: u32,
    pub parameters: Vec<Input>,
    pub stages: Vec<Stage>,
    pub end: String,
    pub worlds: u64,
    pub posterior: Option<Posterior>,
    pub forecast: Option<Forecast>,
    #[serde(default)]
    pub rivals: Vec<Rival>,
    #[serde(default)]
    pub warnings: Vec<String>,
}

/// A parameter that was fitted.
#[derive(Clone, Debug, Deserialize)]
pub struct Input {
    pub path: String,
    #[serde(default)]
    pub unit: String,
}

/// A generation or wave.
#[derive(Clone, Debug, Deserialize)]
pub struct Stage {
    pub number: usize,
    pub run: usize,
    pub kept: usize,
    pub tolerance: Option<f64>,
    pub effective: Option<f64>,
    pub left: Option<(f64, f64)>,
}

/// What the data tell.
#[derive(Clone, Debug, Deserialize)]
pub struct Posterior {
    pub parameters: Vec<Parameter>,
    pub directions: Vec<Direction>,
    pub loose: usize,
    /// Ratio of variances above which a direction is loose; not in files of older versions.
    pub loose_above: Option<f64>,
    #[serde(default)]
    pub draws: Vec<Vec<f64>>,
}

/// One parameter.
#[derive(Clone, Debug, Deserialize)]
pub struct Parameter {
    pub path: String,
    pub sd_ratio: Option<f64>,
    pub divergence: Option<f64>,
    pub divergence_error: Option<f64>,
    pub q05: f64,
    pub q50: f64,
    pub q95: f64,
    pub told: bool,
    /// The prior's 5, 50 and 95 % quantiles; not in files of older versions.
    pub prior: Option<[f64; 3]>,
    /// Posterior density over the prior's, by equal parts of the prior.
    #[serde(default)]
    pub density: Vec<f64>,
}

/// A direction.
#[derive(Clone, Debug, Deserialize)]
pub struct Direction {
    pub ratio: f64,
    pub components: Vec<(String, f64)>,
}

/// What is predicted.
#[derive(Clone, Debug, Deserialize)]
pub struct Forecast {
    pub data: Vec<Prediction>,
    pub fit: Scored,
    pub holdout: Option<Scored>,
    pub predictive_p: Option<f64>,
}

/// One datum.
#[derive(Clone, Debug, Deserialize)]
pub struct Prediction {
    pub label: String,
    pub value: f64,
    pub error: f64,
    pub holdout: bool,
    /// Lab and time [years since 2023], where it is a release.
    pub release: Option<(String, f64)>,
    pub q50: f64,
    pub interval: (f64, f64),
    pub crps: f64,
    /// Prediction at 5, 25, 50, 75 and 95 %; not in files of older versions.
    pub fan: Option<[f64; 5]>,
}

impl Prediction {
    /// The fan; where there is none, the interval and the median.
    pub fn fan(&self) -> [f64; 5] {
        self.fan.unwrap_or([self.interval.0, self.q50, self.q50, self.q50, self.interval.1])
    }

    /// Whether the interval holds what was observed.
    pub fn is_inside(&self) -> bool {
        (self.interval.0..=self.interval.1).contains(&self.value)
    }
}

/// How good predictions are.
#[derive(Clone, Debug, Deserialize)]
pub struct Scored {
    pub coverage: Coverage,
    pub crps: Option<f64>,
    pub bias: Option<f64>,
}

/// Intervals that hold their datum.
#[derive(Clone, Debug, Deserialize)]
pub struct Coverage {
    pub level: f64,
    pub hits: usize,
    pub n: usize,
    pub interval: (f64, f64),
}

impl Coverage {
    /// Whether the level is within what chance allows.
    pub fn is_right(&self) -> bool {
        (self.interval.0..=self.interval.1).contains(&self.level)
    }
}

/// A trend and its scores on what was held out.
#[derive(Clone, Debug, Deserialize)]
pub struct Rival {
    pub name: String,
    pub n: usize,
    pub crps: f64,
    pub model_crps: f64,
    pub coverage: Coverage,
    pub difference: Difference,
    pub model_is: String,
}

/// A mean difference.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Difference {
    pub mean: f64,
    pub interval: (Option<f64>, Option<f64>),
}
