//! A scenario of the lab race as a target: edits by path, as after `--set`, and the counterfactuals of a case.

use std::ops::Range;

use ambidex_core::parameters::nearest;
use ambidex_core::{Column, Problem, Streams};
use ambidex_race::Setup;
use ambidex_race::mechanisms::{MECHANISMS, MechanismInfo};
use ambidex_race::scenario::Scenario;
use ambidex_scenario::{Case, Counterfactual, Document, ScenarioError, apply};

use super::target::{Plausible, Prepared, Setting, Target};
use crate::layout::Layout;
use crate::outcomes::{Outcomes, Reading};
use crate::patterns::Patterns;
use crate::world::{Failure, simulate};

/// Worlds worth a file.
const LEAST_ROWS: u32 = 16;
/// Setting whose value is the name of a counterfactual of the case, or [`NONE`].
pub const COUNTERFACTUAL: &str = "counterfactual";
/// No counterfactual: the scenario as it stands.
pub const NONE: &str = "none";

/// A checked scenario file or case.
pub struct LabRace {
    document: Document,
    scenario: Scenario,
    counterfactuals: Vec<Counterfactual>,
    patterns: Option<Patterns>,
    readings: Vec<Reading>,
    columns: Vec<Column>,
}

impl LabRace {
    /// A scenario, with the patterns and counterfactuals of the case that it is.
    pub fn new(document: Document, case: Option<&'static Case>) -> Result<Self, ScenarioError> {
        let counterfactuals = case.map(Case::counterfactuals).transpose()?.unwrap_or_default();
        Self::with(document, case, counterfactuals)
    }

    /// A scenario with counterfactuals of one's own in the place of the case's.
    pub fn with(
        document: Document,
        case: Option<&'static Case>,
        counterfactuals: Vec<Counterfactual>,
    ) -> Result<Self, ScenarioError> {
        let scenario = document.scenario()?;
        let broken = |error: crate::patterns::PatternError| {
            let remedy = "reinstall ambidex";
            ScenarioError::whole(
                document.name(),
                error.to_string(),
                "the patterns of the case to be readable",
                remedy,
            )
        };
        let patterns = case.map(|case| Patterns::parse(case.patterns)).transpose().map_err(broken)?;
        let columns = Outcomes::of(&scenario, patterns.as_ref()).columns().to_vec();
        Ok(Self { document, scenario, counterfactuals, patterns, readings: Vec::new(), columns })
    }

    /// The same with a lab's score at a date as an outcome more, for each reading.
    pub fn reading(mut self, readings: Vec<Reading>) -> Self {
        self.readings = readings;
        self.columns = self.outcomes_of(&self.scenario).columns().to_vec();
        self
    }

    fn outcomes_of(&self, scenario: &Scenario) -> Outcomes {
        let mut outcomes = Outcomes::of(scenario, self.patterns.as_ref());
        self.readings.iter().for_each(|reading| outcomes.read(reading, &Layout::of(scenario)));
        outcomes
    }

    /// The scenario of a point.
    fn scenario(&self, settings: &[Setting]) -> Result<Scenario, Vec<Problem>> {
        let (chosen, edits): (Vec<Setting>, Vec<Setting>) =
            settings.iter().cloned().partition(|(path, _)| path == COUNTERFACTUAL);
        let mut document = self.document.clone();
        document.set_all(&edits);
        let problems =
            |error: ScenarioError| error.mistakes.into_iter().map(|mistake| mistake.problem).collect();
        match chosen.last().map(|(_, name)| name.as_str()).filter(|name| *name != NONE) {
            None => document.scenario().map_err(problems),
            Some(name) => match self.counterfactual(name) {
                Ok(chosen) => apply(&document, chosen).map_err(problems),
                Err(problem) => {
                    let others = document.scenario().map_err(problems).err().unwrap_or_default();
                    Err(std::iter::once(problem).chain(others).collect())
                }
            },
        }
    }

    fn counterfactual(&self, name: &str) -> Result<&Counterfactual, Problem> {
        let names = || self.counterfactuals.iter().map(|one| one.name.as_str());
        self.counterfactuals.iter().find(|one| one.name == name).ok_or_else(|| Problem {
            path: COUNTERFACTUAL.to_owned(),
            found: format!("{name:?}"),
            expected: format!(
                "one of {}",
                std::iter::once(NONE).chain(names()).collect::<Vec<_>>().join(", ")
            ),
            remedy: nearest(name, names()).map_or_else(
                || "only cases have counterfactuals".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ),
        })
    }
}

impl Target for LabRace {
    fn model(&self) -> &str {
        &self.scenario.model
    }

    fn name(&self) -> &str {
        &self.scenario.name
    }

    fn outcomes(&self) -> &[Column] {
        &self.columns
    }

    fn unit(&self, path: &str) -> String {
        let mut parts = path.split('.');
        let (Some("parameters"), Some(mechanism), Some(name)) = (parts.next(), parts.next(), parts.next())
        else {
            return String::new();
        };
        let found = MECHANISMS.iter().find(|info| info.name == mechanism);
        let spec = found.and_then(|info| info.parameters.iter().find(|spec| spec.name == name));
        spec.map_or_else(String::new, |spec| spec.unit.to_owned())
    }

    fn plausible(&self) -> Vec<Plausible> {
        let on = |name: &str| self.scenario.mechanisms.get(name).copied().unwrap_or(true);
        let mechanisms = MECHANISMS.iter().filter(|info| on(info.name));
        let of = |info: &'static MechanismInfo| {
            let specs = info.parameters.iter();
            specs.filter_map(|spec| Plausible::of(format!("parameters.{}.{}", info.name, spec.name), spec))
        };
        mechanisms.flat_map(of).collect()
    }

    fn least_rows(&self) -> u32 {
        LEAST_ROWS
    }

    fn task(&self) -> u32 {
        1
    }

    fn identity(&self) -> String {
        let patterns = self.patterns.as_ref().map(Patterns::definitions);
        let scenario = serde_json::to_string(&self.scenario).expect("scenarios are plain data");
        format!("{scenario} {patterns:?} {:?} {:?}", self.counterfactuals, self.readings)
    }

    fn prepare(&self, settings: &[Setting]) -> Result<Box<dyn Prepared + '_>, Vec<Problem>> {
        let scenario = self.scenario(settings)?;
        let setup = Setup::new(&scenario)?;
        let outcomes = self.outcomes_of(&scenario);
        if outcomes.columns() != self.columns {
            return Err(vec![other_outcomes(settings)]);
        }
        Ok(Box::new(Ready { setup, layout: Layout::of(&scenario), outcomes }))
    }
}

fn other_outcomes(settings: &[Setting]) -> Problem {
    let paths: Vec<&str> = settings.iter().map(|(path, _)| path.as_str()).collect();
    Problem {
        path: paths.join(", "),
        found: "labs or paradigms of other names".to_owned(),
        expected: "the same outcomes at all points".to_owned(),
        remedy: "names of labs and paradigms, and the focal lab's release count, stay fixed in an experiment"
            .to_owned(),
    }
}

struct Ready {
    setup: Setup,
    layout: Layout,
    outcomes: Outcomes,
}

impl Prepared for Ready {
    fn periods(&self) -> u32 {
        self.layout.calendar.weeks
    }

    fn run(&self, seed: u64, replicates: Range<u32>) -> Vec<Result<Vec<f64>, Failure>> {
        let world = |replicate| {
            let streams = Streams::new(seed, replicate);
            simulate(&self.setup, streams, &self.layout, &self.outcomes).map(|done| done.outcomes)
        };
        replicates.map(world).collect()
    }
}
