//! The factorial of decisions at gates, over the plausible space. In every world the focal lab's first gates of two
//! releases are decided both ways in forks that are equal in all else; V(go) - V(slip) is fitted on defect density and
//! hardness over all cells, points and worlds together, and a decision loses what the fit says the other one would have
//! brought. Never a maximum a world: that would count the luck of futures as a loss. All cells share points and worlds,
//! so that what a factor does is a difference in the same worlds.

mod cells;
mod contrasts;

use ambidex_analysis::statistics::least_squares;
use ambidex_experiment::decision_loss::Gate;
use ambidex_experiment::statistics::round;
use serde::{Deserialize, Serialize};

use crate::arms::{Bench, Space};
use crate::effect::{Effect, Matrix, pooled};
use crate::error::ClaimError;
use crate::plan::{Cell, Plan};
use cells::Held;
pub use contrasts::Contrast;

/// What the decisions of a cell lose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellLoss {
    /// The cell.
    pub cell: Cell,
    /// Gates.
    pub gates: usize,
    /// Share at which the lab goes.
    pub go: f64,
    /// Mean loss a gate, by the fit of all cells [points].
    pub loss: Effect,
}

/// The factorial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gates {
    /// Points of the plausible space, over all samples.
    pub points: usize,
    /// Worlds a point and cell.
    pub worlds: u32,
    /// Gates in all.
    pub gates: usize,
    /// Intercept, slope on defect density, slope on hardness of V(go) - V(slip) [points].
    pub fit: [f64; 3],
    /// Their standard errors.
    pub errors: [f64; 3],
    /// Losses by cell.
    pub cells: Vec<CellLoss>,
    /// Main effects of the factors and their interactions two by two on the loss [points].
    pub contrasts: Vec<Contrast>,
}

/// Runs the factorial, or what is missing of it; none where the gates do not vary enough to fit.
///
/// # Errors
/// Where a cell is no scenario, a file cannot be written, or somebody asked to stop.
pub fn factorial(
    bench: &Bench<'_>,
    plan: &Plan,
    spaces: &[Space],
    worlds: u32,
) -> Result<Option<Gates>, ClaimError> {
    let cells: Vec<Vec<Held>> = plan
        .gates
        .iter()
        .map(|cell| spaces.iter().map(|space| cells::held(bench, plan, cell, space, worlds)).collect())
        .collect::<Result<_, _>>()?;
    let all: Vec<Gate> = cells.iter().flatten().flat_map(Held::gates).collect();
    let rows: Vec<Vec<f64>> = all.iter().map(|gate| vec![gate.density, gate.hardness]).collect();
    let differences: Vec<f64> = all.iter().map(|gate| gate.difference).collect();
    let Ok(fit) = least_squares(&rows, &differences) else { return Ok(None) };
    let [a, b, c] = [fit.coefficients[0], fit.coefficients[1], fit.coefficients[2]];
    let loss = |gate: &Gate| {
        let gain = a + b * gate.density + c * gate.hardness;
        if gate.goes { (-gain).max(0.0) } else { gain.max(0.0) }
    };
    let losses: Vec<Vec<Matrix>> =
        cells.iter().map(|samples| samples.iter().map(|held| held.means(loss)).collect()).collect();
    let of_cell = |((cell, held), losses): ((&Cell, &Vec<Held>), &Vec<Matrix>)| {
        let gates: Vec<Gate> = held.iter().flat_map(Held::gates).collect();
        let go = gates.iter().filter(|gate| gate.goes).count() as f64 / gates.len() as f64;
        Some(CellLoss {
            cell: cell.clone(),
            gates: gates.len(),
            go: round(go),
            loss: pooled(losses)?.rounded(),
        })
    };
    Ok(Some(Gates {
        points: spaces.iter().map(|space| space.rows.len()).sum(),
        worlds,
        gates: all.len(),
        fit: [a, b, c].map(round),
        errors: [fit.errors[0], fit.errors[1], fit.errors[2]].map(round),
        cells: plan.gates.iter().zip(&cells).zip(&losses).filter_map(of_cell).collect(),
        contrasts: contrasts::contrasts(&plan.gates, &losses),
    }))
}
