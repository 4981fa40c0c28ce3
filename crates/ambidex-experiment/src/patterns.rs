//! Patterns of the case: each either shown by a world or not, each on its own, with thresholds that were written down
//! before the model was fitted.

use std::collections::BTreeMap;

use ambidex_analysis::statistics::wilson;
use ambidex_race::record::Release;
use ambidex_race::scenario::Text;
use serde::{Deserialize, Serialize};

use crate::layout::View;
use crate::outcome_table::OutcomeTable;
use crate::outcomes::{attrition, inflation, mean};
use crate::statistics::round;

/// Arm in which all worlds have the fitted parameters, where the others' are drawn.
pub const FITTED: &str = "fitted-point";
/// Arm in which all labs have the same mix: the placebo beside every pattern.
pub const PLACEBO: &str = "identical-mixes";
/// A pattern is met where more worlds show it than not.
const MET: f64 = 0.5;

/// The patterns of a case that a world shows or does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Patterns(Vec<Definition>);

/// One pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Number, from 1.
    pub number: u32,
    /// Title for people.
    pub title: Text,
    /// What a world must show.
    pub test: Test,
}

/// What a world must show; fields are the thresholds of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Near the frontier at the third base release, and nearer than at the second.
    NearAtThird {
        /// Largest gap [points].
        near: f64,
    },
    /// Behind at the fourth base release, and further than at the third.
    BehindAtFourth {
        /// Smallest gap [points].
        far: f64,
    },
    /// A rival with less compute is above the focal lab in the week before its fourth base release.
    SmallRivalAbove {
        /// Smallest difference in compute [factors of ten].
        factors_of_ten: f64,
    },
    /// Reasoning ships in a named lab no later than elsewhere, and in several rivals before the focal lab.
    ReasoningOrder {
        /// Lab that is first.
        first: String,
        /// Rivals before the focal lab.
        rivals_before: usize,
    },
    /// Reported minus true score is largest at the fourth of the focal lab's base releases.
    InflationLargestAtFourth {
        /// Smallest excess over each of the others [points].
        margin: f64,
    },
    /// Fire-fighting and fatigue peak before the fourth base release; attrition is higher after it than before.
    FiresBeforeFourth {
        /// Weeks of the running means.
        mean: usize,
        /// Weeks before the release that may hold the peaks.
        window: usize,
        /// Weeks of attrition after it.
        after: usize,
        /// Weeks of attrition up to it.
        before: usize,
    },
    /// Reasoning stands in a research code and not in the lab code, by more than other domains and in other labs.
    KnownNotTransferred {
        /// Weeks before the fourth base release.
        lead: usize,
        /// Smallest excess [share of facts].
        excess: f64,
    },
}

/// Why a file of patterns cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PatternError {
    /// Not the form of such a file.
    #[error("patterns: {0}")]
    Form(#[from] toml::de::Error),
    /// A threshold is missing.
    #[error("pattern {id}: no threshold `{name}`; its definition needs one")]
    Threshold {
        /// Pattern.
        id: String,
        /// Threshold.
        name: &'static str,
    },
    /// A pattern of a name that no test belongs to.
    #[error("pattern {id}: unknown; each pattern needs a test in patterns.rs")]
    Unknown {
        /// Pattern.
        id: String,
    },
}

#[derive(Deserialize)]
struct File {
    pattern: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    number: u32,
    title: Text,
    #[serde(default)]
    first: String,
    #[serde(default)]
    threshold: BTreeMap<String, f64>,
    /// Arms that it compares: a pattern of differences, which no single world shows.
    #[serde(default)]
    counterfactuals: Vec<String>,
}

impl Entry {
    fn threshold(&self, name: &'static str) -> Result<f64, PatternError> {
        let missing = || PatternError::Threshold { id: self.id.clone(), name };
        self.threshold.get(name).copied().ok_or_else(missing)
    }

    fn whole(&self, name: &'static str) -> Result<usize, PatternError> {
        self.threshold(name).map(|value| value as usize)
    }

    fn test(&self) -> Result<Test, PatternError> {
        Ok(match self.id.as_str() {
            "near-at-third" => Test::NearAtThird { near: self.threshold("near")? },
            "behind-at-fourth" => Test::BehindAtFourth { far: self.threshold("far")? },
            "small-rival-above" => {
                Test::SmallRivalAbove { factors_of_ten: self.threshold("factors_of_ten")? }
            }
            "reasoning-order" => Test::ReasoningOrder {
                first: self.first.clone(),
                rivals_before: self.whole("rivals_before")?,
            },
            "inflation-largest-at-fourth" => {
                Test::InflationLargestAtFourth { margin: self.threshold("margin")? }
            }
            "fires-before-fourth" => Test::FiresBeforeFourth {
                mean: self.whole("mean_weeks")?,
                window: self.whole("window_weeks")?,
                after: self.whole("after_weeks")?,
                before: self.whole("before_weeks")?,
            },
            "known-not-transferred" => Test::KnownNotTransferred {
                lead: self.whole("lead_weeks")?,
                excess: self.threshold("excess")?,
            },
            _ => return Err(PatternError::Unknown { id: self.id.clone() }),
        })
    }
}

/// A pattern over the worlds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PatternResult {
    /// Number, from 1.
    pub number: u32,
    /// Title for people.
    pub title: Text,
    /// In the baseline.
    #[serde(flatten)]
    pub shown: Share,
    /// In the same worlds with identical lab mixes; null where that arm was not run.
    pub placebo: Option<Share>,
    /// In worlds with the fitted parameters; null where those of the baseline are not drawn.
    pub fitted: Option<Share>,
    /// Whether more than half of the worlds show it.
    pub met: bool,
}

/// A share of worlds with Wilson's 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Share.
    pub share: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Worlds in which the pattern can be judged.
    pub n: usize,
}

impl Patterns {
    /// Reads the definitions of a case.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let file: File = toml::from_str(text)?;
        let shown_by_worlds = file.pattern.into_iter().filter(|entry| entry.counterfactuals.is_empty());
        let definition = |entry: Entry| {
            let test = entry.test()?;
            Ok(Definition { number: entry.number, title: entry.title, test })
        };
        shown_by_worlds.map(definition).collect::<Result<_, _>>().map(Self)
    }

    /// Definitions in order.
    pub fn definitions(&self) -> &[Definition] {
        &self.0
    }

    /// Shares of worlds: in the baseline, in the placebo, at the fitted point.
    pub fn results(
        &self,
        base: &OutcomeTable,
        placebo: Option<&OutcomeTable>,
        fitted: Option<&OutcomeTable>,
    ) -> Vec<PatternResult> {
        let result = |definition: &Definition| {
            let name = format!("pattern_{}", definition.number);
            let shown = share(&base.finite(&name));
            PatternResult {
                number: definition.number,
                title: definition.title.clone(),
                shown,
                placebo: placebo.map(|table| share(&table.finite(&name))),
                fitted: fitted.map(|table| share(&table.finite(&name))),
                met: shown.share > MET,
            }
        };
        self.0.iter().map(result).collect()
    }
}

fn share(values: &[f64]) -> Share {
    let hits = values.iter().filter(|value| **value > 0.5).count();
    let (low, high) = wilson(hits, values.len());
    Share {
        share: round(hits as f64 / values.len() as f64),
        low: round(low),
        high: round(high),
        n: values.len(),
    }
}

impl Definition {
    /// Whether a world shows the pattern; `None` where it has no focal release to judge by, and none was planned. A
    /// planned release that does not come within the run shows nothing.
    pub fn shown(&self, v: View<'_>) -> Option<bool> {
        let shown = match &self.test {
            Test::NearAtThird { near } => narrowed(v, *near),
            Test::BehindAtFourth { far } => widened(v, *far),
            Test::SmallRivalAbove { factors_of_ten } => small_rival(v, *factors_of_ten),
            Test::ReasoningOrder { first, rivals_before } => late(v, first, *rivals_before),
            Test::InflationLargestAtFourth { margin } => inflation_peaks(v, *margin),
            Test::FiresBeforeFourth { mean, window, after, before } => {
                fires(v, *mean, *window, *after, *before)
            }
            Test::KnownNotTransferred { lead, excess } => not_transferred(v, *lead, *excess),
        };
        shown.or_else(|| (v.layout.planned > self.generation()).then_some(false))
    }

    /// Releases of the focal lab that the test needs, less one.
    fn generation(&self) -> usize {
        match self.test {
            Test::NearAtThird { .. } => 2,
            Test::ReasoningOrder { .. } => 0,
            _ => 3,
        }
    }
}

fn release<'a>(v: View<'a>, generation: u16) -> Option<&'a Release> {
    v.base_release(v.layout.focal, generation)
}

/// Week of the focal lab's fourth base release.
fn fourth_week(v: View<'_>) -> Option<usize> {
    release(v, 4).map(|release| release.week as usize)
}

fn narrowed(v: View<'_>, near: f64) -> Option<bool> {
    let (second, third) = (release(v, 2)?, release(v, 3)?);
    Some(f64::from(third.gap) < near && third.gap < second.gap)
}

fn widened(v: View<'_>, far: f64) -> Option<bool> {
    let (third, fourth) = (release(v, 3)?, release(v, 4)?);
    Some(f64::from(fourth.gap) > far && fourth.gap > third.gap)
}

fn small_rival(v: View<'_>, factors_of_ten: f64) -> Option<bool> {
    let week = fourth_week(v)?.checked_sub(1)?;
    let (compute, capability) = (v.layout.column("compute")?, v.layout.column("capability")?);
    let at = |lab, column| v.at(week, lab, column);
    let focal = v.layout.focal;
    Some(rivals(v).any(|lab| {
        at(focal, compute) - at(lab, compute) >= factors_of_ten && at(lab, capability) > at(focal, capability)
    }))
}

fn rivals(v: View<'_>) -> impl Iterator<Item = usize> {
    let focal = v.layout.focal;
    (0..v.layout.labs.len()).filter(move |lab| *lab != focal)
}

fn late(v: View<'_>, first: &str, rivals_before: usize) -> Option<bool> {
    v.layout.column("adopted_reasoning")?;
    let week = |lab| v.adopted(lab, "reasoning").unwrap_or(usize::MAX);
    let first = week(v.layout.lab(first)?);
    let own = week(v.layout.focal);
    let leads = first < usize::MAX && rivals(v).map(week).min()? >= first && own >= first;
    Some(leads && rivals(v).filter(|lab| week(*lab) < own).count() >= rivals_before)
}

fn inflation_peaks(v: View<'_>, margin: f64) -> Option<bool> {
    let fourth = inflation(release(v, 4)?);
    let others = v.base_releases(v.layout.focal).filter(|release| release.generation != 4);
    Some(others.map(inflation).all(|other| fourth > other + margin))
}

fn fires(v: View<'_>, mean_weeks: usize, window: usize, after: usize, before: usize) -> Option<bool> {
    let (focal, week) = (v.layout.focal, fourth_week(v)?);
    let peaks = |column: &str| {
        let means = running_means(&v.path(focal, column, 0..v.weeks()), mean_weeks);
        let peak = means.iter().copied().fold(0.0, f64::max);
        peak > 0.0 && means[week.saturating_sub(window)..=week].contains(&peak)
    };
    let rate = |weeks| attrition(v, focal, weeks);
    let rises =
        rate(week + 1..(week + 1 + after).min(v.weeks())) > rate((week + 1).saturating_sub(before)..week + 1);
    Some(peaks("fire_fight") && peaks("fatigue") && rises)
}

/// Mean of the `n` values that end at each place; of those there are at the start.
fn running_means(values: &[f64], n: usize) -> Vec<f64> {
    (0..values.len()).map(|end| mean(&values[(end + 1).saturating_sub(n)..=end])).collect()
}

fn not_transferred(v: View<'_>, lead: usize, excess: f64) -> Option<bool> {
    const DOMAIN: &str = "reasoning";
    let week = fourth_week(v)?.checked_sub(lead)?;
    let waiting = |lab: usize, domain: &str| {
        let research = v.layout.column(&format!("k_research_{domain}"))?;
        Some(v.at(week, lab, research) - v.at(week, lab, v.layout.column(&format!("k_lab_{domain}"))?))
    };
    let own = waiting(v.layout.focal, DOMAIN)?;
    let domains = v.layout.research_domains.iter().filter(|other| *other != DOMAIN);
    let elsewhere: Vec<f64> = domains.filter_map(|other| waiting(v.layout.focal, other)).collect();
    let others: Vec<f64> = rivals(v).filter_map(|lab| waiting(lab, DOMAIN)).collect();
    Some(own - mean(&elsewhere) >= excess && own - mean(&others) >= excess)
}
