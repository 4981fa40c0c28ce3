//! A scenario as plain data: the organisations at the start, their calendars and compute, dated interventions and
//! rules. Nothing here is read from a file; the crate `ambidex-scenario` turns TOML into it and underlines mistakes.

pub mod check;
pub mod condition;
pub mod fields;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A text in English and, where there is one, in Chinese. In files a plain string is the English one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "TextForm")]
pub struct Text {
    /// English.
    pub en: String,
    /// Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum TextForm {
    English(String),
    Both { en: String, zh: Option<String> },
}

impl Text {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.zh.is_none()
    }
}

impl From<TextForm> for Text {
    fn from(form: TextForm) -> Self {
        match form {
            TextForm::English(en) => Self { en, zh: None },
            TextForm::Both { en, zh } => Self { en, zh },
        }
    }
}

/// Shares or levels by domain name, each in 0..=1.
pub type ByDomain = BTreeMap<String, f64>;

/// A whole scenario of the lab race.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Model that the scenario is for: `lab-race`.
    pub model: String,
    /// Short name.
    pub name: String,
    /// Title for people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// First day of week 0.
    pub start: Date,
    /// Day after the last week.
    pub end: Date,
    /// Lab that the report is about.
    pub focal: String,
    /// Facts a domain, M: a multiple of 64 from 64 to 256.
    #[serde(default = "default_facts")]
    pub facts: u32,
    /// Persons that one simulated agent stands for, 1 to 50.
    #[serde(default = "default_persons_per_agent")]
    pub persons_per_agent: u32,
    /// Veil of ignorance: the key domains of all paradigms are drawn at random, afresh in every world.
    #[serde(default)]
    pub veil: bool,
    /// Mechanisms switched on or off, by name; on unless said otherwise.
    #[serde(default)]
    pub mechanisms: BTreeMap<String, bool>,
    /// Parameters by mechanism and name; defaults where not given.
    #[serde(default)]
    pub parameters: BTreeMap<String, BTreeMap<String, f64>>,
    /// Domains of knowledge.
    pub domain: Vec<Domain>,
    /// Paradigms that may arrive.
    #[serde(default)]
    pub paradigm: Vec<Paradigm>,
    /// Labs.
    pub lab: Vec<Lab>,
    /// Dated changes, in order of date.
    #[serde(default)]
    pub intervention: Vec<Intervention>,
    /// Changes that a state of affairs triggers.
    #[serde(default)]
    pub rule: Vec<Rule>,
}

fn default_facts() -> u32 {
    256
}

fn default_persons_per_agent() -> u32 {
    10
}

/// A domain of knowledge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// Name used elsewhere in the file.
    pub name: String,
    /// Title for people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// Weight w_d of the domain's knowledge in effective compute, 0..=1.
    pub weight: f64,
    /// Whether derivative releases profit from what was learned after the base was trained (post-training).
    #[serde(default)]
    pub derivative: bool,
    /// Whether this is the domain of product integration.
    #[serde(default)]
    pub product: bool,
}

/// Kind of paradigm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParadigmKind {
    /// Raises effective compute (mixture of experts).
    Multiplier,
    /// Adds capability that the old paradigm cannot reach (reasoning).
    Index,
}

/// A paradigm: possible from the start, worth something only to who knows enough of its key domain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paradigm {
    /// Name used elsewhere in the file.
    pub name: String,
    /// Title for people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// Kind.
    pub kind: ParadigmKind,
    /// Domain whose knowledge opens it.
    pub key_domain: String,
    /// Weights of knowledge on its curve, by domain, summing to 1; the key domain alone where not given.
    #[serde(default)]
    pub weights: ByDomain,
    /// `multiplier`: factors of ten of effective compute at key knowledge .5; `index`: points at saturation.
    pub gain: f64,
    /// `multiplier`: key knowledge in the lab code from which it pays, 0..=1; `index`: midpoint of the curve, in
    /// factors of ten of effective compute.
    pub midpoint: f64,
    /// `index`: slope of the curve [1 / factor of ten]; unused otherwise.
    #[serde(default)]
    pub slope: f64,
    /// `index`: weight of training compute beyond 10^25 on the curve, 0..=1; unused otherwise.
    #[serde(default)]
    pub compute_dependence: f64,
    /// Expected gain [points] at which half of the labs that look at it adopt.
    pub threshold: f64,
}

/// What a lab does with its weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Openness {
    /// Weights are published with every release.
    OpenWeights,
    /// Weights are kept.
    Closed,
    /// Open while at most `openness.rule_gap` points behind the frontier (parameter), closed else.
    Rule,
    /// Learned from what earlier choices paid (Roth & Erev 1995).
    Learned,
}

/// A lab.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lab {
    /// Name: the lab's identity, from which its random streams derive.
    pub name: String,
    /// Title for people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// What it does with its weights.
    pub openness: Openness,
    /// Share of users at the start, relative to the other labs (any positive scale).
    pub mindshare: f64,
    /// Integrity of reporting, 0 (reports whatever helps) to 1 (reports what is).
    #[serde(default = "half")]
    pub integrity: f64,
    /// Share of contacts beyond one's own block of ten: 0 the tree, 1 the rhizome.
    #[serde(default = "default_far_ties")]
    pub far_ties: f64,
    /// Product tilt at the start, 0..=1.
    #[serde(default)]
    pub product_tilt: f64,
    /// Share of research that is drafted while a release is on fire, 0..=1.
    #[serde(default = "half")]
    pub draft_share: f64,
    /// Share of papers held back, 0..=1.
    #[serde(default)]
    pub publication_gate: f64,
    /// Transfer slots a week per 1,000 persons at 64 facts a domain; the model's parameter where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slots: Option<f64>,
    /// Attention to domains, in any scale; even where not given.
    #[serde(default)]
    pub attention: ByDomain,
    /// Where a product tilt points, in any scale; .6 on product domains and .4 over the others where not given.
    #[serde(default)]
    pub tilt_towards: ByDomain,
    /// Training compute of the largest run that the lab can afford, dated; between dates linear in the logarithm.
    pub compute: Vec<ComputePoint>,
    /// Planned base releases, in order of date.
    pub release: Vec<PlannedRelease>,
    /// Units, in any order.
    pub unit: Vec<Unit>,
}

fn half() -> f64 {
    0.5
}

fn default_far_ties() -> f64 {
    0.1
}

/// Training compute at a date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComputePoint {
    /// Date.
    pub date: Date,
    /// Training compute [FLOP].
    pub flop: f64,
}

/// A planned base release.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedRelease {
    /// Name.
    pub name: String,
    /// Planned date.
    pub date: Date,
    /// Hardness of the deadline, 0 (ships when ready) to 1 (ships on the day).
    #[serde(default = "half")]
    pub hardness: f64,
}

/// Charter of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Charter {
    /// Explores.
    Research,
    /// Builds releases and integrates them into products.
    Product,
    /// Explores and builds, reports to the top, exempt from the draft.
    Elite,
}

/// A unit of a lab.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Name within the lab.
    pub name: String,
    /// Title for people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// Charter.
    pub charter: Charter,
    /// Persons at the start.
    pub head_count: f64,
    /// Share of working time for exploration; by charter where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explore: Option<f64>,
    /// Share of working time for building releases; by charter where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build: Option<f64>,
    /// Share of working time for product integration; by charter where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integrate: Option<f64>,
    /// Weight of the unit's proposals in transfer, 0..=1.
    #[serde(default = "one")]
    pub voice: f64,
    /// Attention to domains, in any scale; the lab's where not given.
    #[serde(default)]
    pub attention: ByDomain,
    /// Unit that it reports to; the top where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reports_to: Option<String>,
    /// Manager.
    #[serde(default)]
    pub manager: Manager,
}

fn one() -> f64 {
    1.0
}

/// A manager, as a role: what the role knows and how sure it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Manager {
    /// Expertise by domain, 0 (a coin) to 1; .5 where not given.
    pub expertise: ByDomain,
    /// Overconfidence: how far perceived accuracy lies between the true one (0) and perfection (1).
    pub overconfidence: f64,
}

impl Default for Manager {
    fn default() -> Self {
        Self { expertise: ByDomain::new(), overconfidence: 0.2 }
    }
}

/// A dated change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intervention {
    /// Name by which a counterfactual takes it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When it takes effect.
    pub date: Date,
    /// When it ends; for good where not given. Only for `set_*`, `product_tilt`, `draft`, `publication_gate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Lab that it happens in.
    pub lab: String,
    /// Why, for the chronicle.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub because: Text,
    /// What changes.
    #[serde(rename = "do")]
    pub action: Action,
}

/// A change that a state of affairs triggers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Name by which a counterfactual takes it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Lab that it holds in.
    pub lab: String,
    /// Comparisons of the lab's observables joined by `&&` or `||`, e.g. `gap_points > 10 && weeks_since_release > 26`.
    pub when: String,
    /// Weeks before it can act again.
    #[serde(default = "half_a_year")]
    pub rest_weeks: u32,
    /// Why, for the chronicle.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub because: Text,
    /// What changes.
    #[serde(rename = "do")]
    pub action: Action,
}

fn half_a_year() -> u32 {
    26
}

/// What an intervention or a rule does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Shares of a unit's working time.
    SetActivity {
        /// Unit.
        unit: String,
        /// Share for exploration.
        explore: f64,
        /// Share for building releases.
        build: f64,
        /// Share for product integration.
        integrate: f64,
    },
    /// Attention of a lab, or of one of its units.
    SetAttention {
        /// Unit; the lab where not given.
        #[serde(default)]
        unit: Option<String>,
        /// Attention by domain, in any scale.
        attention: ByDomain,
    },
    /// Product tilt of the lab, with where it points.
    ProductTilt {
        /// Tilt, 0..=1.
        tilt: f64,
        /// Where it points; unchanged where not given.
        #[serde(default)]
        towards: ByDomain,
    },
    /// Deadline of the running release.
    SetDeadline {
        /// Weeks from now; the date is left where not given.
        #[serde(default)]
        weeks: Option<u32>,
        /// Hardness, 0..=1.
        hardness: f64,
    },
    /// Calendar: planned date of a release not yet out.
    SetCalendar {
        /// Name of the planned release.
        release: String,
        /// New date.
        date: Date,
    },
    /// Draft of a share of one unit into another until the running release ships.
    Draft {
        /// Unit that gives.
        from: String,
        /// Share of it, 0..=1.
        share: f64,
        /// Unit that gets.
        to: String,
    },
    /// Moves a share of one unit into another for good, or puts a unit under another.
    Reorganise {
        /// Unit that gives.
        from: String,
        /// Unit that gets; the reporting line alone changes where the share is 0.
        to: String,
        /// Share of persons that move, 0..=1.
        share: f64,
    },
    /// Another manager for a unit.
    ReplaceManager {
        /// Unit.
        unit: String,
        /// The new manager.
        manager: Manager,
    },
    /// A new unit.
    CreateUnit {
        /// The unit.
        unit: Box<Unit>,
    },
    /// Lay-off of a number of persons.
    LayOff {
        /// Unit.
        unit: String,
        /// Persons.
        persons: f64,
    },
    /// Hiring from outside the labs.
    Hire {
        /// Unit.
        unit: String,
        /// Persons.
        persons: f64,
    },
    /// Hiring from another lab; the persons bring what they know.
    Poach {
        /// Unit that gets them.
        unit: String,
        /// Lab that loses them.
        from: String,
        /// Persons.
        persons: f64,
    },
    /// What the lab does with its weights from now on.
    SetOpenness {
        /// Policy.
        policy: Openness,
    },
    /// The weights of the last release leak.
    Leak {},
    /// Papers must pass a review.
    PublicationGate {
        /// Share held back, 0..=1.
        share: f64,
    },
    /// Communication structure.
    SetTopology {
        /// Share of contacts beyond one's block of ten, 0..=1.
        far_ties: f64,
    },
    /// Training compute relative to the lab's dated path.
    SetCompute {
        /// Factor on it.
        factor: f64,
    },
    /// Transfer slots.
    SetSlots {
        /// Slots a week per 1,000 persons at 64 facts a domain.
        slots: f64,
    },
}
