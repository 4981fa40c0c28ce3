//! Lengths and sizes that a run can bear.

use ambidex_core::calendar::days_between;

use super::Checker;
use crate::scenario::{Action, Scenario};

/// Most simulated agents in a world.
const MOST_AGENTS: f64 = 200_000.0;
/// Most weeks of a world.
const MOST_WEEKS: i64 = 2600;
/// Nanoseconds that an agent costs a week, in round numbers, at 256 facts and 7 domains.
const COST_OF_AN_AGENT_WEEK: f64 = 250.0;

impl Checker<'_> {
    pub(super) fn size(&mut self) {
        self.length();
        let scenario = self.scenario;
        let persons = persons(scenario);
        let agents = persons / f64::from(scenario.persons_per_agent.max(1));
        if agents <= MOST_AGENTS {
            return;
        }
        let found = format!(
            "{} for {persons:.0} persons: {agents:.0} agents, some {:.0} seconds and {:.0} MB a world",
            scenario.persons_per_agent,
            agents * weeks(scenario) as f64 * COST_OF_AN_AGENT_WEEK * 1e-9,
            megabytes(scenario, agents),
        );
        let enough = (persons / MOST_AGENTS).ceil();
        let remedy = if enough <= 50.0 {
            format!("write `persons_per_agent = {enough}` or more, or lower the head counts")
        } else {
            format!(
                "lower the head counts to {:.0} persons and write `persons_per_agent = 50`",
                50.0 * MOST_AGENTS
            )
        };
        self.report(
            "persons_per_agent",
            found,
            format!("at most {MOST_AGENTS:.0} agents in a world"),
            remedy,
        );
    }

    fn length(&mut self) {
        let scenario = self.scenario;
        let weeks = weeks(scenario);
        if weeks < 1 {
            let expected = format!("a date at least a week after the start, {}", scenario.start);
            self.report("end", scenario.end, expected, "put `end` later or `start` earlier");
        } else if weeks > MOST_WEEKS {
            let expected = format!("at most {MOST_WEEKS} weeks, not {weeks}");
            self.report("end", scenario.end, expected, "put `end` earlier or `start` later");
        }
    }
}

fn weeks(scenario: &Scenario) -> i64 {
    days_between(scenario.start, scenario.end).div_euclid(7)
}

/// Beliefs of an agent: two bits a fact.
fn megabytes(scenario: &Scenario, agents: f64) -> f64 {
    agents * scenario.domain.len() as f64 * f64::from(scenario.facts) * 2.0 / 8.0 / 1e6
}

/// Persons at the start and those who are hired from outside.
fn persons(scenario: &Scenario) -> f64 {
    let start: f64 = scenario.lab.iter().flat_map(|lab| &lab.unit).map(|unit| unit.head_count).sum();
    let joining = scenario.intervention.iter().map(|intervention| match &intervention.action {
        Action::Hire { persons, .. } => *persons,
        Action::CreateUnit { unit } => unit.head_count,
        _ => 0.0,
    });
    start + joining.sum::<f64>()
}
