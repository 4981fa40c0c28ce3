//! What `sensitivity.json` holds.

use serde::Deserialize;

use super::super::inputs::Input;
use super::super::numbers::Interval;

/// A number; NaN where there is none.
pub fn number(value: Option<f64>) -> f64 {
    value.unwrap_or(f64::NAN)
}

/// An estimate; the ends of its interval are missing where it has none.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Estimate {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

impl Estimate {
    /// Value and ends, NaN where there is none.
    pub fn interval(&self) -> Interval {
        [self.value, self.low, self.high].map(number)
    }
}

/// The whole file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Model, case or scenario file.
    pub target: String,
    /// Version of the program.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// `morris`, `sobol` or `given-data`.
    pub method: String,
    /// Points.
    pub points: u64,
    /// Replicates of a point.
    pub replicates: u64,
    /// What varied.
    pub inputs: Vec<Input>,
    /// What was found by outcome.
    pub outcomes: Vec<Found>,
    /// The same by the second seed.
    pub second: Option<Box<Report>>,
    /// Whether both agree, by outcome.
    pub agreement: Vec<Agreement>,
}

impl Report {
    /// The seeds.
    pub fn seeds(&self) -> impl Iterator<Item = u64> {
        std::iter::once(self.seed).chain(self.second.iter().map(|second| second.seed))
    }

    /// What the second seed found for an outcome by its place.
    pub fn second_of(&self, at: usize) -> Option<&Found> {
        self.second.as_ref()?.outcomes.get(at)
    }

    /// All that was found with a name: the outcome, and the seed after a word for it where there are two.
    pub fn seeds_found<'r>(&'r self, seed: &'r str) -> impl Iterator<Item = (String, &'r Found)> {
        let both = std::iter::once(self).chain(self.second.as_deref());
        both.flat_map(move |report| {
            let which =
                if self.second.is_some() { format!(", {seed} {}", report.seed) } else { String::new() };
            report.outcomes.iter().map(move |found| (format!("`{}`{which}", found.outcome), found))
        })
    }
}

/// What was found for one outcome.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Found {
    /// Outcome.
    pub outcome: String,
    /// Unit.
    pub unit: String,
    /// Points that were used.
    pub used: u64,
    /// Points that were left out.
    pub left_out: u64,
    /// Mean over points.
    pub mean: Option<f64>,
    /// Its interval.
    pub mean_interval: Option<[Option<f64>; 2]>,
    /// Standard deviation over points.
    pub sd: Option<f64>,
    /// Share of noise in the variance of a replicate.
    pub noise_share: Option<Estimate>,
    /// Share of noise in the variance of a point's mean.
    pub noise_share_of_means: Option<f64>,
    /// Measure of the ranks.
    pub ranked_by: String,
    /// Inputs, the most important first.
    pub ranking: Vec<Ranked>,
    /// Other numbers by name.
    pub more: Vec<(String, Estimate)>,
    /// Interactions of pairs.
    pub pairs: Vec<(String, String, Estimate)>,
    /// What to be careful about.
    pub warnings: Vec<String>,
}

impl Found {
    /// Another number by name.
    pub fn more(&self, name: &str) -> Option<f64> {
        self.more.iter().find(|(of, _)| of == name).and_then(|(_, estimate)| estimate.value)
    }

    /// An input by its path.
    pub fn input(&self, path: &str) -> Option<&Ranked> {
        self.ranking.iter().find(|ranked| ranked.path == path)
    }

    /// The measures that are drawn: that of the ranks, and the one it is read beside.
    pub fn shown(&self) -> Vec<String> {
        let beside = match self.ranked_by.as_str() {
            "total" => Some("first"),
            "main_effect" => Some("up_to_pairs"),
            "up_to_pairs" => Some("main_effect"),
            "mu_star" => None,
            _ => Some("main_effect"),
        };
        let has = |name: &str| self.ranking.iter().any(|ranked| ranked.measure(name).is_some());
        let own = Some(self.ranked_by.as_str());
        [own, beside].into_iter().flatten().filter(|name| has(name)).map(str::to_owned).collect()
    }
}

/// An input at its rank.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ranked {
    /// Rank.
    pub rank: usize,
    /// Best and worst rank that the interval allows.
    pub ranks: (usize, usize),
    /// Path.
    pub path: String,
    /// Measures by name.
    pub measures: Vec<(String, Estimate)>,
}

impl Ranked {
    /// A measure by name.
    pub fn measure(&self, name: &str) -> Option<Interval> {
        self.measures.iter().find(|(of, _)| of == name).map(|(_, estimate)| estimate.interval())
    }

    /// The ranks that are allowed, in words.
    pub fn span(&self) -> String {
        match self.ranks {
            (best, worst) if best == worst => best.to_string(),
            (best, worst) => format!("{best}–{worst}"),
        }
    }
}

/// Two seeds side by side.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Agreement {
    /// First inputs by seed.
    pub first: [Vec<String>; 2],
    /// How many are common.
    pub common: usize,
    /// Inputs of which the ranks do not meet.
    pub apart: Vec<String>,
    /// `same-order`, `same-inputs`, `tied` or `apart`.
    pub verdict: String,
    /// Rank correlation of all inputs.
    pub correlation: Option<f64>,
}
