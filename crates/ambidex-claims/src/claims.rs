//! The claims of a case as data, and the checks of facts that its own data can decide.

use ambidex_race::scenario::{Action, Scenario, Text};
use ambidex_scenario::{Case, Observation};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::ClaimError;
use crate::plan::Plan;

/// What kind of statement a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Something that was or was not so.
    Fact,
    /// A cause and its effect.
    Mechanism,
    /// A judgement or an image.
    Evaluation,
    /// The document's own form.
    Form,
}

/// What became of a claim about a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactVerdict {
    /// So it was.
    True,
    /// So it was not.
    False,
    /// Some of it was.
    Partly,
    /// The sources do not tell.
    Unclear,
}

impl FactVerdict {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::Partly => "partly",
            Self::Unclear => "unclear",
        }
    }
}

/// A question that the case's data can answer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Check {
    /// A lab's best model lies within so many index points of the best of all on a day.
    GapBelow {
        /// Lab.
        lab: String,
        /// Day.
        date: Date,
        /// Points.
        points: f64,
    },
    /// It lies further behind than that.
    GapAbove {
        /// Lab.
        lab: String,
        /// Day.
        date: Date,
        /// Points.
        points: f64,
    },
    /// A lab's first model of a paradigm was out by a day.
    FirstBy {
        /// Lab.
        lab: String,
        /// Paradigm.
        paradigm: String,
        /// Day.
        date: Date,
    },
    /// A lab had no model of a paradigm by the end of the data.
    Never {
        /// Lab.
        lab: String,
        /// Paradigm.
        paradigm: String,
    },
    /// One model scores above another.
    Above {
        /// Model.
        model: String,
        /// The other.
        other: String,
    },
    /// One model was trained with at least so many times the compute of another.
    Compute {
        /// Model.
        model: String,
        /// The other.
        other: String,
        /// Times.
        times: f64,
    },
    /// So many persons were laid off in a lab on a day, by the scenario.
    LaidOff {
        /// Lab.
        lab: String,
        /// Day.
        date: Date,
        /// Persons.
        persons: f64,
    },
    /// An event of the scenario is dated before a day.
    EventBefore {
        /// Id of the intervention.
        event: String,
        /// Day.
        date: Date,
    },
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// What was found.
    pub found: Text,
    /// Whether it is as the claim says; none where the data do not have it.
    pub as_claimed: Option<bool>,
}

/// A claim.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Id.
    pub id: String,
    /// What it is.
    pub kind: Vec<Kind>,
    /// In our words.
    pub claim: Text,
    /// Verdict on the fact, where no check gives it.
    pub verdict: Option<FactVerdict>,
    /// What speaks for and against it.
    #[serde(default)]
    pub evidence: Text,
    /// Keys of sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Checks against the case's data; all have to be as claimed.
    #[serde(default)]
    pub check: Vec<Check>,
    /// Experiment that tests the mechanism.
    pub experiment: Option<String>,
    /// Experiments that have to come out as well: the weakest verdict is the claim's.
    #[serde(default)]
    pub and: Vec<String>,
    /// Why none can.
    pub no_experiment: Option<Text>,
}

impl Claim {
    /// Whether it is of a kind.
    pub fn is(&self, kind: Kind) -> bool {
        self.kind.contains(&kind)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    claim: Vec<Claim>,
}

/// Reads the claims of a case and checks that they are whole.
///
/// # Errors
/// Where the file cannot be read, or a claim lacks what its kind needs.
pub fn of(case: &Case, plan: &Plan) -> Result<Vec<Claim>, ClaimError> {
    let file: File = toml::from_str(case.claims).map_err(ClaimError::syntax("claims.toml"))?;
    let sources: toml::Table = toml::from_str(case.sources).map_err(ClaimError::syntax("sources.toml"))?;
    let wrong = |claim: &Claim, what: &'static str| ClaimError::Unknown { what, name: claim.id.clone() };
    for claim in &file.claim {
        if claim.is(Kind::Fact) == (claim.verdict.is_none() && claim.check.is_empty())
            || (claim.verdict.is_some() && !claim.check.is_empty())
        {
            return Err(wrong(claim, "single verdict or check of the fact"));
        }
        if claim.is(Kind::Mechanism) != (claim.experiment.is_some() != claim.no_experiment.is_some()) {
            return Err(wrong(claim, "single experiment, or reason for having none, of the mechanism"));
        }
        let named = claim.experiment.iter().chain(&claim.and);
        if let Some(id) = named.into_iter().find(|id| !plan.tests(id)) {
            return Err(ClaimError::Unknown { what: "experiment", name: id.clone() });
        }
        if let Some(key) = claim.sources.iter().find(|key| !sources.contains_key(*key)) {
            return Err(ClaimError::Unknown { what: "source", name: key.clone() });
        }
    }
    Ok(file.claim)
}

/// What the checks are asked of.
pub struct Data {
    observations: Vec<Observation>,
    scenario: Scenario,
}

impl Data {
    /// The data of a case.
    ///
    /// # Errors
    /// Where its files cannot be read.
    pub fn of(case: &Case) -> Result<Self, ClaimError> {
        Ok(Self { observations: case.observations()?, scenario: case.load(&[])? })
    }

    /// Answers a check.
    pub fn check(&self, check: &Check) -> Checked {
        match check {
            Check::GapBelow { lab, date, points } => self.gap(lab, *date, |gap| gap < *points),
            Check::GapAbove { lab, date, points } => self.gap(lab, *date, |gap| gap > *points),
            Check::FirstBy { lab, paradigm, date } => match self.first(lab, paradigm) {
                Some(first) => checked(first_model(paradigm, lab, first), Some(first <= *date)),
                None => checked(no_model(paradigm, lab), Some(false)),
            },
            Check::Never { lab, paradigm } => match self.first(lab, paradigm) {
                Some(first) => checked(first_model(paradigm, lab, first), Some(false)),
                None => checked(no_model(paradigm, lab), Some(true)),
            },
            Check::Above { model, other } => {
                self.pair(model, other, |row| Some(row.eci), "index", |a, b| a > b)
            }
            Check::Compute { model, other, times } => {
                self.pair(model, other, |row| row.training_flop, "FLOP", |a, b| a >= times * b)
            }
            Check::LaidOff { lab, date, persons } => self.laid_off(lab, *date, *persons),
            Check::EventBefore { event, date } => self.event_before(event, *date),
        }
    }

    /// The verdict of checks together.
    pub fn verdict(checks: &[Checked]) -> FactVerdict {
        let known: Option<Vec<bool>> = checks.iter().map(|checked| checked.as_claimed).collect();
        match known {
            None => FactVerdict::Unclear,
            Some(known) if known.iter().all(|one| *one) => FactVerdict::True,
            Some(known) if known.iter().any(|one| *one) => FactVerdict::Partly,
            Some(_) => FactVerdict::False,
        }
    }

    fn gap(&self, lab: &str, date: Date, holds: impl Fn(f64) -> bool) -> Checked {
        let best = |own: bool| {
            let out = self.observations.iter().filter(|row| row.date <= date && (!own || row.lab == lab));
            out.map(|row| row.eci).fold(f64::MIN, f64::max)
        };
        let (of_all, own) = (best(false), best(true));
        if own == f64::MIN {
            let found = both(format!("no model of {lab} by {date}"), format!("至 {date}，{lab} 尚无模型"));
            return checked(found, None);
        }
        let gap = of_all - own;
        let found = both(
            format!("{lab} {gap:.1} index points behind on {date}"),
            format!("{date}，{lab} 落后 {gap:.1} 个指数点"),
        );
        checked(found, Some(holds(gap)))
    }

    fn first(&self, lab: &str, paradigm: &str) -> Option<Date> {
        let has = |row: &&Observation| row.lab == lab && row.paradigm.split('+').any(|one| one == paradigm);
        self.observations.iter().filter(has).map(|row| row.date).min()
    }

    fn pair(
        &self,
        model: &str,
        other: &str,
        value: impl Fn(&Observation) -> Option<f64>,
        unit: &str,
        holds: impl Fn(f64, f64) -> bool,
    ) -> Checked {
        let of = |name: &str| self.observations.iter().find(|row| row.model == name).and_then(&value);
        match (of(model), of(other)) {
            (Some(a), Some(b)) => {
                let shown = |x: f64| if x > 1e6 { format!("{x:.2e}") } else { format!("{x:.1}") };
                let found = both(
                    format!("{model} {}, {other} {} {unit}", shown(a), shown(b)),
                    format!("{model} {}，{other} {}（{unit}）", shown(a), shown(b)),
                );
                checked(found, Some(holds(a, b)))
            }
            _ => {
                let zh = format!("{model} 或 {other} 没有 {unit} 数据");
                checked(both(format!("no {unit} of {model} or {other}"), zh), None)
            }
        }
    }

    fn laid_off(&self, lab: &str, date: Date, persons: f64) -> Checked {
        let on_day = self.scenario.intervention.iter().filter(|event| event.lab == lab && event.date == date);
        let sum: f64 = on_day
            .filter_map(|event| match event.action {
                Action::LayOff { persons, .. } => Some(persons),
                _ => None,
            })
            .sum();
        let zh = format!("{date}，{lab} 裁员 {sum} 人");
        checked(both(format!("{sum} persons laid off at {lab} on {date}"), zh), Some(sum == persons))
    }

    fn event_before(&self, id: &str, date: Date) -> Checked {
        let found = self.scenario.intervention.iter().find(|event| event.id.as_deref() == Some(id));
        match found {
            Some(event) => {
                let found = format!("{id}: {}", event.date);
                checked(both(found.clone(), found), Some(event.date < date))
            }
            None => checked(both(format!("no event {id}"), format!("没有事件 {id}")), None),
        }
    }
}

fn first_model(paradigm: &str, lab: &str, first: Date) -> Text {
    both(
        format!("first {paradigm} model of {lab}: {first}"),
        format!("{lab} 的首个 {paradigm} 模型：{first}"),
    )
}

fn no_model(paradigm: &str, lab: &str) -> Text {
    both(format!("no {paradigm} model of {lab} in the data"), format!("数据中 {lab} 没有 {paradigm} 模型"))
}

fn both(en: String, zh: String) -> Text {
    Text { en, zh: Some(zh) }
}

fn checked(found: Text, as_claimed: Option<bool>) -> Checked {
    Checked { found, as_claimed }
}
