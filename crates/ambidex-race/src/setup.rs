//! A scenario compiled for the inner loops: names turned into indices, dates into weeks, parameters into structs.

use std::ops::Deref;
use std::sync::Arc;

use crate::mechanisms::openness::Absorption;
use ambidex_core::parameters::{Parameters as _, find};
use ambidex_core::streams::PoissonTable;
use ambidex_core::vector::Path;
use ambidex_core::{Calendar, GuideTable, Problem};
use ambidex_models::selection_inflation::ExpectedMaximum;

use crate::facts::Shape;
use crate::mechanisms::{self, MECHANISMS, Mechanism};
use crate::scenario::{Action, ByDomain, ParadigmKind, Scenario};

/// Parameters of all mechanisms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RaceParameters {
    /// Environment.
    pub environment: mechanisms::environment::Parameters,
    /// Staffing.
    pub staffing: mechanisms::staffing::Parameters,
    /// Exploration.
    pub exploration: mechanisms::exploration::Parameters,
    /// Mutual learning.
    pub learning: mechanisms::learning::Parameters,
    /// Seminars.
    pub seminars: mechanisms::seminars::Parameters,
    /// Transfer.
    pub transfer: mechanisms::transfer::Parameters,
    /// Projects.
    pub projects: mechanisms::projects::Parameters,
    /// Drafting.
    pub drafting: mechanisms::drafting::Parameters,
    /// Gates.
    pub gates: mechanisms::gates::Parameters,
    /// Training and release.
    pub release: mechanisms::release::Parameters,
    /// Paradigms.
    pub paradigms: mechanisms::paradigms::Parameters,
    /// Reporting.
    pub reporting: mechanisms::reporting::Parameters,
    /// Openness.
    pub openness: mechanisms::openness::Parameters,
    /// Market.
    pub market: mechanisms::market::Parameters,
    /// People.
    pub people: mechanisms::people::Parameters,
    /// Leadership.
    pub leadership: mechanisms::leadership::Parameters,
}

impl RaceParameters {
    /// Value of `mechanism.name`.
    pub fn get(&self, mechanism: &str, name: &str) -> Option<f64> {
        match mechanism {
            "environment" => self.environment.get(name),
            "staffing" => self.staffing.get(name),
            "exploration" => self.exploration.get(name),
            "learning" => self.learning.get(name),
            "seminars" => self.seminars.get(name),
            "transfer" => self.transfer.get(name),
            "projects" => self.projects.get(name),
            "drafting" => self.drafting.get(name),
            "gates" => self.gates.get(name),
            "release" => self.release.get(name),
            "paradigms" => self.paradigms.get(name),
            "reporting" => self.reporting.get(name),
            "openness" => self.openness.get(name),
            "market" => self.market.get(name),
            "people" => self.people.get(name),
            "leadership" => self.leadership.get(name),
            _ => None,
        }
    }

    /// Writes `mechanism.name`.
    pub fn set(&mut self, mechanism: &str, name: &str, value: f64) -> Result<(), Problem> {
        match mechanism {
            "environment" => self.environment.set(name, value),
            "staffing" => self.staffing.set(name, value),
            "exploration" => self.exploration.set(name, value),
            "learning" => self.learning.set(name, value),
            "seminars" => self.seminars.set(name, value),
            "transfer" => self.transfer.set(name, value),
            "projects" => self.projects.set(name, value),
            "drafting" => self.drafting.set(name, value),
            "gates" => self.gates.set(name, value),
            "release" => self.release.set(name, value),
            "paradigms" => self.paradigms.set(name, value),
            "reporting" => self.reporting.set(name, value),
            "openness" => self.openness.set(name, value),
            "market" => self.market.set(name, value),
            "people" => self.people.set(name, value),
            "leadership" => self.leadership.set(name, value),
            _ => find(&[], name).map(|_| ()),
        }
    }
}

/// A paradigm, compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct ParadigmSetup {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: ParadigmKind,
    /// Key domain.
    pub key: usize,
    /// Weights by domain.
    pub weights: Vec<f64>,
    /// See [`crate::scenario::Paradigm::gain`].
    pub gain: f64,
    /// See [`crate::scenario::Paradigm::midpoint`].
    pub midpoint: f64,
    /// See [`crate::scenario::Paradigm::slope`].
    pub slope: f64,
    /// See [`crate::scenario::Paradigm::compute_dependence`].
    pub compute_dependence: f64,
    /// See [`crate::scenario::Paradigm::threshold`].
    pub threshold: f64,
}

/// An action due in a week.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// Week.
    pub week: i32,
    /// Week in which it is undone, if ever.
    pub until: Option<i32>,
    /// Lab.
    pub lab: usize,
    /// What for, for the chronicle.
    pub label: String,
    /// Action.
    pub action: Action,
}

/// A rule, compiled.
#[derive(Clone, Debug)]
pub struct RuleSetup {
    /// Lab.
    pub lab: usize,
    /// When.
    pub when: crate::scenario::condition::Condition,
    /// Rest [weeks].
    pub rest: u32,
    /// What for.
    pub label: String,
    /// Action.
    pub action: Action,
}

/// A compiled scenario: a handle that is cheap to clone.
#[derive(Clone, Debug)]
pub struct Setup(Arc<Compiled>);

impl Deref for Setup {
    type Target = Compiled;

    fn deref(&self) -> &Compiled {
        &self.0
    }
}

/// What a scenario compiles to.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The scenario as given.
    pub scenario: Scenario,
    /// Weeks.
    pub calendar: Calendar,
    /// Domains and facts.
    pub shape: Shape,
    /// M / 64: rates that count facts are scaled by it.
    pub scale: f64,
    /// Persons per agent.
    pub ppa: f64,
    /// Parameters.
    pub parameters: RaceParameters,
    /// Mechanisms switched on, as a bit set over [`Mechanism`].
    switches: u32,
    /// Capability weights by domain.
    pub weights: Vec<f64>,
    /// Domains that derivatives profit from.
    pub derivative: Vec<bool>,
    /// Domain of product integration.
    pub product: Option<usize>,
    /// Paradigms.
    pub paradigms: Vec<ParadigmSetup>,
    /// Compute paths: for each lab, (week, log10 FLOP).
    pub compute: Vec<Vec<(f64, f64)>>,
    /// Interventions in order of week.
    pub interventions: Vec<Due>,
    /// Rules.
    pub rules: Vec<RuleSetup>,
    /// Index of the focal lab.
    pub focal: usize,
    /// E[max of n normals].
    pub expected_maximum: ExpectedMaximum,
    /// Which rank an attempt hits.
    pub difficulty: GuideTable,
    /// Prerequisites that a fact needs, by rank.
    pub needs: Vec<u8>,
    /// See [`mechanisms::exploration::attempts_scale`].
    pub attempts_scale: f64,
    /// Chance to understand a public fact.
    pub absorption: Absorption,
    /// Work of a builder by weeks since joining, relative to an experienced one; the last is for all beyond.
    pub experience: Vec<f64>,
    /// How many facts a person can read in a week.
    pub reading: PoissonTable,
    /// Instructions that the loops over persons take; no result depends on it.
    pub path: Path,
}

impl Setup {
    /// Compiles a scenario; all problems at once where it has any.
    pub fn new(scenario: &Scenario) -> Result<Self, Vec<Problem>> {
        Compiled::new(scenario).map(|compiled| Self(Arc::new(compiled)))
    }
}

impl Compiled {
    fn new(scenario: &Scenario) -> Result<Self, Vec<Problem>> {
        let problems = crate::scenario::check::check(scenario);
        if !problems.is_empty() {
            return Err(problems);
        }
        let (parameters, switches) = Self::parameters(scenario)?;
        let shape = Shape { domains: scenario.domain.len(), facts: scenario.facts as usize };
        let calendar = Calendar::new(scenario.start, scenario.end)
            .ok_or_else(|| vec![missing("end", "a date at least a week after the start")])?;
        let scale = f64::from(scenario.facts) / 64.0;
        let reading = parameters.learning.reading_rate * scale;
        let total: f64 = scenario.domain.iter().map(|d| d.weight).sum();
        Ok(Self {
            calendar,
            shape,
            scale,
            ppa: f64::from(scenario.persons_per_agent),
            parameters,
            switches,
            weights: scenario.domain.iter().map(|d| d.weight / total).collect(),
            derivative: scenario.domain.iter().map(|d| d.derivative).collect(),
            product: scenario.domain.iter().position(|d| d.product),
            paradigms: Self::paradigms(scenario)?,
            compute: Self::compute_paths(scenario, calendar),
            interventions: Self::interventions(scenario, calendar)?,
            rules: Self::rules(scenario)?,
            focal: lab_index(scenario, &scenario.focal)?,
            expected_maximum: ExpectedMaximum::default(),
            difficulty: mechanisms::exploration::difficulty(shape.facts),
            needs: mechanisms::environment::needs(shape, parameters.exploration.prerequisites_from),
            attempts_scale: mechanisms::exploration::attempts_scale(shape.facts as f64),
            absorption: Absorption::new(parameters.openness.absorption, scenario.facts),
            experience: mechanisms::projects::experience(&parameters.projects),
            reading: PoissonTable::new(reading),
            path: Path::widest(),
            scenario: scenario.clone(),
        })
    }

    fn parameters(scenario: &Scenario) -> Result<(RaceParameters, u32), Vec<Problem>> {
        let mut parameters = RaceParameters::default();
        let mut problems = vec![];
        for (mechanism, values) in &scenario.parameters {
            for (name, value) in values {
                problems.extend(parameters.set(mechanism, name, *value).err());
            }
        }
        let switches = MECHANISMS
            .iter()
            .enumerate()
            .filter(|(_, m)| scenario.mechanisms.get(m.name).copied().unwrap_or(true))
            .fold(0, |set, (i, _)| set | 1 << i);
        if problems.is_empty() { Ok((parameters, switches)) } else { Err(problems) }
    }

    fn paradigms(scenario: &Scenario) -> Result<Vec<ParadigmSetup>, Vec<Problem>> {
        let one = |p: &crate::scenario::Paradigm| {
            let key = domain_index(scenario, &p.key_domain)?;
            let mut weights = vec![0.0; scenario.domain.len()];
            weights[key] = 1.0;
            if !p.weights.is_empty() {
                weights = by_domain(scenario, &p.weights);
            }
            Ok(ParadigmSetup {
                name: p.name.clone(),
                kind: p.kind,
                key,
                weights: normalised(weights),
                gain: p.gain,
                midpoint: p.midpoint,
                slope: p.slope,
                compute_dependence: p.compute_dependence,
                threshold: p.threshold,
            })
        };
        scenario.paradigm.iter().map(one).collect()
    }

    fn compute_paths(scenario: &Scenario, calendar: Calendar) -> Vec<Vec<(f64, f64)>> {
        let point = |c: &crate::scenario::ComputePoint| {
            (calendar.position(c.date), ambidex_core::maths::log10(c.flop))
        };
        scenario.lab.iter().map(|lab| lab.compute.iter().map(point).collect()).collect()
    }

    fn interventions(scenario: &Scenario, calendar: Calendar) -> Result<Vec<Due>, Vec<Problem>> {
        let one = |i: &crate::scenario::Intervention| {
            Ok(Due {
                week: calendar.week(i.date),
                until: i.until.map(|date| calendar.week(date)),
                lab: lab_index(scenario, &i.lab)?,
                label: i.id.clone().unwrap_or_else(|| i.because.en.clone()),
                action: i.action.clone(),
            })
        };
        scenario.intervention.iter().map(one).collect()
    }

    fn rules(scenario: &Scenario) -> Result<Vec<RuleSetup>, Vec<Problem>> {
        let one = |r: &crate::scenario::Rule| {
            Ok(RuleSetup {
                lab: lab_index(scenario, &r.lab)?,
                when: crate::scenario::condition::Condition::parse(&r.when)
                    .map_err(|_| vec![missing("rule.when", "comparisons of observables")])?,
                rest: r.rest_weeks,
                label: r.id.clone().unwrap_or_else(|| r.when.clone()),
                action: r.action.clone(),
            })
        };
        scenario.rule.iter().map(one).collect()
    }

    /// Whether a mechanism is switched on.
    #[inline]
    pub fn on(&self, mechanism: Mechanism) -> bool {
        self.switches >> mechanism as u32 & 1 == 1
    }

    /// Training compute of a lab's dated path in a week [log10 FLOP]; flat before the first and after the last point.
    pub fn compute_path(&self, lab: usize, week: u32) -> f64 {
        let (points, at) = (&self.compute[lab], f64::from(week));
        let next = points.iter().position(|&(w, _)| w > at);
        match next {
            Some(0) => points[0].1,
            None => points.last().map_or(24.0, |&(_, log)| log),
            Some(i) => {
                let ((w0, l0), (w1, l1)) = (points[i - 1], points[i]);
                l0 + (l1 - l0) * (at - w0) / (w1 - w0)
            }
        }
    }

    /// Levels by domain index; 0 where a domain is not named.
    pub fn by_domain(&self, levels: &ByDomain) -> Vec<f64> {
        by_domain(&self.scenario, levels)
    }

    /// Shares by domain index that sum to 1; `None` where nothing is named.
    pub fn shares(&self, levels: &ByDomain) -> Option<Vec<f64>> {
        (!levels.is_empty()).then(|| normalised(self.by_domain(levels)))
    }
}

fn missing(path: &str, expected: &str) -> Problem {
    Problem {
        path: path.to_owned(),
        found: "something else".to_owned(),
        expected: expected.to_owned(),
        remedy: "check the scenario".to_owned(),
    }
}

fn by_domain(scenario: &Scenario, levels: &ByDomain) -> Vec<f64> {
    scenario.domain.iter().map(|d| levels.get(&d.name).copied().unwrap_or(0.0)).collect()
}

fn normalised(mut levels: Vec<f64>) -> Vec<f64> {
    let total: f64 = levels.iter().sum();
    levels.iter_mut().for_each(|level| *level /= total);
    levels
}

fn lab_index(scenario: &Scenario, name: &str) -> Result<usize, Vec<Problem>> {
    let found = scenario.lab.iter().position(|lab| lab.name == name);
    found.ok_or_else(|| vec![missing("lab", "the name of a lab")])
}

fn domain_index(scenario: &Scenario, name: &str) -> Result<usize, Vec<Problem>> {
    let found = scenario.domain.iter().position(|domain| domain.name == name);
    found.ok_or_else(|| vec![missing("key_domain", "the name of a domain")])
}
