//! The experiments of a case as data: what is uncertain, which arms are held against each other, and what the claim
//! says about the difference.

use std::collections::BTreeMap;

use ambidex_core::parameters::Source;
use ambidex_race::mechanisms::MECHANISMS;
use ambidex_race::scenario::Text;
use ambidex_scenario::{Case, Counterfactual, counterfactual};
use serde::{Deserialize, Serialize};

use crate::error::ClaimError;
use crate::isoquants::Grid;
use crate::openness::OpennessMap;

/// Name of the arm that changes nothing.
pub const CASE: &str = "case";
/// Overlay that draws the key domains of all paradigms at random.
pub const VEIL: &str = "veil";

/// What is uncertain, by path; its plausible range where none is given.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct UncertaintyEntry {
    path: String,
    low: Option<f64>,
    high: Option<f64>,
}

/// Something uncertain with its range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Uncertainty {
    /// Path, as after `--set`.
    pub path: String,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Where the sign of an effect is said to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sign {
    /// Treatment above baseline.
    Rises,
    /// Treatment below baseline.
    Falls,
}

impl Sign {
    /// 1 or -1.
    pub fn factor(self) -> f64 {
        match self {
            Self::Rises => 1.0,
            Self::Falls => -1.0,
        }
    }
}

/// A mechanism taken away from both arms.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnockOut {
    /// Overlays that take it away.
    pub overlays: Vec<String>,
    /// Path of the coefficient that carries the effect.
    pub carried_by: String,
    /// Whether the coefficient is an assumption; told by the model's own table where it is a parameter.
    #[serde(default)]
    assumption: bool,
}

impl KnockOut {
    /// Whether the coefficient is an assumption.
    pub fn is_assumption(&self) -> bool {
        match parameter(&self.carried_by) {
            Some(_) => is_assumption(&self.carried_by),
            None => self.assumption,
        }
    }
}

/// A claim about a difference between two arms.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// Name.
    pub id: String,
    /// Number of the insight; none where it belongs to none.
    pub insight: Option<u8>,
    /// Title.
    pub title: Text,
    /// Outcome of the focal lab.
    pub outcome: String,
    /// Where treatment lies against baseline, by the claim.
    pub claimed: Sign,
    /// Smallest difference that matters [unit of the outcome].
    pub margin: f64,
    /// Overlays of the treatment; none is the case as it stands.
    #[serde(default)]
    pub treatment: Vec<String>,
    /// Overlays of the baseline.
    #[serde(default)]
    pub baseline: Vec<String>,
    /// Overlays of the placebo: a treatment of equal strength without what the claim blames.
    pub placebo: Option<Vec<String>>,
    /// Whether it is repeated behind the veil of ignorance.
    #[serde(default = "yes")]
    pub veil: bool,
    /// Whether a part of the worlds is enough for all of it.
    #[serde(default)]
    pub brief: bool,
    /// Overlays that take away the condition under which the claim is said to hold: the effect is then what it is with
    /// the condition minus what it is without.
    #[serde(default)]
    pub scope: Vec<String>,
    /// Mechanisms taken away.
    #[serde(default)]
    pub knock_out: Vec<KnockOut>,
    /// Outcomes beside the first.
    #[serde(default)]
    pub also: Vec<String>,
    /// What the data say, where they say anything: for cases that discriminate between explanations.
    #[serde(default)]
    pub data: Text,
    /// What the reader has to know.
    #[serde(default)]
    pub note: Text,
}

fn yes() -> bool {
    true
}

/// A switch of the attribution.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// Name.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Overlays that take it back.
    #[serde(default)]
    pub overlays: Vec<String>,
    /// Why it cannot be switched; none where it can.
    pub not_expressible: Option<Text>,
}

/// Rival explanations of one outcome, on the same footing.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribution {
    /// Outcome that is shared out.
    pub outcome: String,
    /// Explanations.
    pub switch: Vec<Switch>,
}

/// A cell of the factorial of decisions at gates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// What the manager knows.
    pub expertise: String,
    /// How sure the manager is.
    pub confidence: String,
    /// How hard the deadline is.
    pub deadline: String,
    /// Overlays of the cell.
    pub overlays: Vec<String>,
}

/// Policies that are compared in delivery and discovery.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policies {
    /// Outcome of delivery, the smaller the better.
    pub delivery: String,
    /// Outcome of discovery, the larger the better.
    pub discovery: String,
    /// Overlays of the policies.
    pub policies: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    uncertainty: Vec<UncertaintyEntry>,
    experiment: Vec<Experiment>,
    attribution: Attribution,
    front: Policies,
    #[serde(default)]
    gate: Vec<Cell>,
    openness: OpennessMap,
    isoquants: Grid,
}

/// The experiments of a case.
pub struct Plan {
    /// What varies over the space.
    pub uncertainties: Vec<Uncertainty>,
    /// Experiments, in order.
    pub experiments: Vec<Experiment>,
    /// Rival explanations.
    pub attribution: Attribution,
    /// Policies compared in delivery and discovery.
    pub front: Policies,
    /// Cells of the factorial of decisions at gates.
    pub gates: Vec<Cell>,
    /// What closing pays.
    pub openness: OpennessMap,
    /// Compute against researchers.
    pub isoquants: Grid,
    overlays: BTreeMap<String, Counterfactual>,
}

impl Plan {
    /// Reads the experiments of a case and checks that everything they name is there.
    ///
    /// # Errors
    /// Where a file cannot be read, or names an overlay or a parameter that is not there.
    pub fn of(case: &Case) -> Result<Self, ClaimError> {
        let file: File = toml::from_str(case.insights).map_err(ClaimError::syntax("insights.toml"))?;
        let own = counterfactual::parse("overlays.toml", case.overlays)?;
        let overlays =
            case.counterfactuals()?.into_iter().chain(own).map(|one| (one.name.clone(), one)).collect();
        let uncertainties = file.uncertainty.into_iter().map(range).collect::<Result<_, _>>()?;
        let plan = Self {
            uncertainties,
            experiments: file.experiment,
            attribution: file.attribution,
            front: file.front,
            gates: file.gate,
            openness: file.openness,
            isoquants: file.isoquants,
            overlays,
        };
        plan.names_are_known()?;
        Ok(plan)
    }

    /// The counterfactual of an arm: its overlays one upon the other, in order.
    ///
    /// # Panics
    /// Where an overlay is not known: [`Plan::of`] has looked at all of them.
    pub fn arm(&self, overlays: &[String]) -> Counterfactual {
        let mut arm = Counterfactual { name: arm_name(overlays), ..self.empty() };
        for name in overlays {
            let other = self.overlays.get(name).expect("overlays are checked when a plan is read");
            arm.without.extend(other.without.iter().cloned());
            arm.set.extend(other.set.clone());
            arm.intervention.extend(other.intervention.iter().cloned());
            arm.identical_mixes |= other.identical_mixes;
            arm.identical_organisations |= other.identical_organisations;
        }
        arm.without.sort();
        arm.without.dedup();
        arm
    }

    /// The experiment of a name.
    pub fn experiment(&self, id: &str) -> Option<&Experiment> {
        self.experiments.iter().find(|experiment| experiment.id == id)
    }

    /// Whether something of that name gives a verdict: an experiment, or a payoff of the map of openness.
    pub fn tests(&self, id: &str) -> bool {
        self.experiment(id).is_some() || self.openness.payoff.iter().any(|payoff| payoff.id == id)
    }

    /// Switches that can be switched.
    pub fn switches(&self) -> impl Iterator<Item = &Switch> {
        self.attribution.switch.iter().filter(|switch| switch.not_expressible.is_none())
    }

    fn empty(&self) -> Counterfactual {
        Counterfactual {
            name: String::new(),
            title: Text::default(),
            meaning: Text::default(),
            without: Vec::new(),
            set: BTreeMap::new(),
            identical_mixes: false,
            identical_organisations: false,
            intervention: Vec::new(),
        }
    }

    fn names_are_known(&self) -> Result<(), ClaimError> {
        let experiments = self.experiments.iter().flat_map(|experiment| {
            let knocked = experiment.knock_out.iter().flat_map(|knock_out| &knock_out.overlays);
            let placebo = experiment.placebo.iter().flatten();
            let scope = &experiment.scope;
            experiment.treatment.iter().chain(&experiment.baseline).chain(placebo).chain(knocked).chain(scope)
        });
        let switches = self.attribution.switch.iter().flat_map(|switch| &switch.overlays);
        let gates = self.gates.iter().flat_map(|cell| &cell.overlays);
        let policies = self.front.policies.iter().flatten();
        let uncertain = |path: &&String| self.uncertainties.iter().any(|one| one.path == **path);
        if let Some(path) = self.isoquants.varied.iter().find(|path| !uncertain(path)) {
            return Err(ClaimError::Unknown { what: "uncertainty", name: path.clone() });
        }
        match experiments
            .chain(switches)
            .chain(gates)
            .chain(policies)
            .chain(self.openness.overlays())
            .chain(self.isoquants.overlays())
            .find(|name| !self.overlays.contains_key(*name))
        {
            Some(name) => Err(ClaimError::Unknown { what: "overlay", name: name.clone() }),
            None => Ok(()),
        }
    }
}

/// Name of an arm.
pub fn arm_name(overlays: &[String]) -> String {
    if overlays.is_empty() { CASE.to_owned() } else { overlays.join("+") }
}

fn range(entry: UncertaintyEntry) -> Result<Uncertainty, ClaimError> {
    let plausible = parameter(&entry.path).map(|spec| spec.plausible);
    let (low, high) = (entry.low.or(plausible.map(|p| p.0)), entry.high.or(plausible.map(|p| p.1)));
    match (low, high) {
        (Some(low), Some(high)) if low < high => Ok(Uncertainty { path: entry.path, low, high }),
        _ => Err(ClaimError::Unknown { what: "range of the parameter", name: entry.path }),
    }
}

/// Whether the model's table calls the parameter at a path an assumption.
pub fn is_assumption(path: &str) -> bool {
    parameter(path).is_some_and(|spec| matches!(spec.source, Source::Assumption(_)))
}

/// Declaration of the model's parameter at a path; none where the path leads elsewhere.
pub fn parameter(path: &str) -> Option<&'static ambidex_core::ParameterSpec> {
    let (mechanism, name) = path.strip_prefix("parameters.")?.split_once('.')?;
    let mechanism = MECHANISMS.iter().find(|info| info.name == mechanism)?;
    mechanism.parameters.iter().find(|spec| spec.name == name)
}
