//! What the decision at a gate is worth: the focal lab's first gate of a release, decided both ways in forks of one
//! world that are equal in all else. V is the mean capability of the lab over the weeks after. V(go) - V(slip) is
//! fitted over all forks on defect density and hardness; a world's own decision loses what the fit says the other one
//! would have brought. A maximum taken world by world would count the luck of futures as a loss.

use ambidex_analysis::statistics::{least_squares, mean};
use ambidex_core::{Model, Streams};
use ambidex_race::mechanisms::gates::Decision;
use ambidex_race::{Setup, World};
use serde::{Deserialize, Serialize};

use crate::statistics::round;

/// Weeks over which a decision is judged, or as many as the run has left.
const HORIZON: u32 = 60;
/// Fewest weeks over which it can be.
const SHORTEST: u32 = 13;
/// Base releases that are looked at, by number.
const GENERATIONS: [usize; 2] = [3, 4];

/// A gate decided both ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gate {
    /// Defects per unit of work at the gate.
    pub density: f64,
    /// Hardness of the deadline.
    pub hardness: f64,
    /// V(go) - V(slip) [points].
    pub difference: f64,
    /// Whether the world itself decides to go.
    pub goes: bool,
}

/// A coefficient with its standard error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coefficient {
    /// Estimate.
    pub estimate: f64,
    /// Standard error.
    pub se: f64,
}

/// Gates over many worlds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionLoss {
    /// Gates.
    pub n: usize,
    /// Share of gates at which the world itself goes.
    pub go: f64,
    /// Mean of V(go) - V(slip) [points], with its 95 % interval.
    pub difference: [f64; 3],
    /// Intercept, slope on defect density and slope on hardness; null where these do not vary enough to tell.
    pub fit: Option<[Coefficient; 3]>,
    /// Share of variance that the fit explains.
    pub r_squared: Option<f64>,
    /// Mean loss of the worlds' own decisions by the fit [points].
    pub loss: Option<f64>,
}

/// The first gates of the focal lab's third and fourth release in one world.
pub fn gates(setup: &Setup, streams: Streams) -> Vec<Gate> {
    let mut world = World::new(setup, streams);
    let mut found = Vec::new();
    while world.period() < setup.calendar.weeks {
        if is_looked_at(&world) {
            found.extend(both_ways(&world));
        }
        world.step();
    }
    found
}

/// Whether the focal lab holds the first gate of a release in question in the coming week.
fn is_looked_at(world: &World) -> bool {
    let focal = world.setup().focal;
    let project = world.labs[focal].project.as_ref();
    let first =
        project.is_some_and(|project| project.gates == 0 && GENERATIONS.contains(&(project.release + 1)));
    first && world.gate_is_due(focal)
}

fn both_ways(world: &World) -> Option<Gate> {
    let focal = world.setup().focal;
    let weeks = HORIZON.min(world.setup().calendar.weeks - world.period());
    let release = world.labs[focal].project.as_ref()?.release;
    let mut slip = forced(world, Decision::Slip);
    slip.step();
    // The week may have moved the gate; then there is none to decide.
    let project = slip.labs[focal].project.as_ref().filter(|project| project.gates == 1)?;
    let (density, hardness) = (project.defect_density(), slip.labs[focal].plan[release].hardness);
    let mut own = world.clone();
    own.step();
    let goes = own.labs[focal].project.as_ref().is_none_or(|project| project.release != release);
    let difference = value(forced(world, Decision::Go), weeks) - value(forced(world, Decision::Slip), weeks);
    (weeks >= SHORTEST).then_some(Gate { density, hardness, difference, goes })
}

fn forced(world: &World, decision: Decision) -> World {
    let mut fork = world.clone();
    fork.force_gate(world.setup().focal, decision);
    fork
}

/// Mean capability of the focal lab over the next weeks [points].
fn value(mut world: World, weeks: u32) -> f64 {
    let focal = world.setup().focal;
    let capability = |_| {
        world.step();
        world.labs[focal].capability
    };
    (0..weeks).map(capability).sum::<f64>() / f64::from(weeks)
}

/// Summarises gates; `None` of none.
pub fn of(gates: &[Gate]) -> Option<DecisionLoss> {
    if gates.is_empty() {
        return None;
    }
    let differences: Vec<f64> = gates.iter().map(|gate| gate.difference).collect();
    let rows: Vec<Vec<f64>> = gates.iter().map(|gate| vec![gate.density, gate.hardness]).collect();
    let m = mean(&differences);
    // None where the gates do not vary enough to tell.
    let fit = least_squares(&rows, &differences).ok();
    let share = gates.iter().filter(|gate| gate.goes).count() as f64 / gates.len() as f64;
    let coefficient = |i: usize| {
        fit.as_ref().map(|f| Coefficient { estimate: round(f.coefficients[i]), se: round(f.errors[i]) })
    };
    Some(DecisionLoss {
        n: gates.len(),
        go: round(share),
        difference: [m.mean, m.interval.0, m.interval.1].map(round),
        fit: coefficient(0).zip(coefficient(1)).zip(coefficient(2)).map(|((a, b), c)| [a, b, c]),
        r_squared: fit.as_ref().map(|f| round(f.r_squared)),
        loss: fit.as_ref().map(|f| round(mean_loss(gates, &f.coefficients))),
    })
}

fn mean_loss(gates: &[Gate], coefficients: &[f64]) -> f64 {
    let loss = |gate: &Gate| {
        let gain = coefficients[0] + coefficients[1] * gate.density + coefficients[2] * gate.hardness;
        if gate.goes { (-gain).max(0.0) } else { gain.max(0.0) }
    };
    gates.iter().map(loss).sum::<f64>() / gates.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// V(go) - V(slip) = 1 - 4 density exactly; all go: what is lost is what the fit says below zero.
    #[test]
    fn a_known_plane_gives_a_known_loss() {
        let gates: Vec<Gate> = (0..20)
            .map(|i| {
                let (density, hardness) = (f64::from(i) / 20.0, f64::from(i % 3) / 2.0);
                Gate { density, hardness, difference: 1.0 - 4.0 * density, goes: true }
            })
            .collect();
        let found = of(&gates).unwrap();
        let [intercept, density, hardness] = found.fit.unwrap();
        assert!((intercept.estimate - 1.0).abs() < 1e-9 && (density.estimate + 4.0).abs() < 1e-9);
        assert!(hardness.estimate.abs() < 1e-9 && found.go == 1.0);
        let lost: f64 = gates.iter().map(|gate| (-gate.difference).max(0.0)).sum::<f64>() / 20.0;
        assert!((found.loss.unwrap() - lost).abs() < 1e-9);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn gates_that_do_not_vary_have_no_fit() {
        let gate = Gate { density: 0.1, hardness: 0.5, difference: 1.0, goes: false };
        let found = of(&[gate; 10]).unwrap();
        assert!(found.fit.is_none() && found.loss.is_none());
        assert_eq!(found.difference[0], 1.0);
    }
}
