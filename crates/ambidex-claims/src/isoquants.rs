//! Compute against researchers: a grid of factors of both, and how many doublings of the one are worth a doubling of the
//! other, with the values that decide it at the ends of their ranges.
//!
//! In every world the outcome, turned so that more is better, is laid out on the logarithms x, y of the two factors by
//! least squares over all cells: a + b_x x + b_y y + b_xy x y, x and y in doublings about their means, which on a full grid are
//! orthogonal. The exchange rate is b_y / b_x of the means over worlds; its interval is Fieller's (1954,
//! doi:10.1111/j.2517-6161.1954.tb00159.x) over paired worlds, and there is none where b_x cannot be told from zero.

use std::fmt::Write;

use ambidex_analysis::statistics::{mean, t_quantile};
use ambidex_core::maths::{ln, sqrt};
use ambidex_experiment::statistics::round;
use ambidex_experiment::text::table;
use ambidex_race::scenario::Text;
use serde::{Deserialize, Serialize};

use crate::arms::{Bench, Space};
use crate::effect::{Effect, Matrix};
use crate::error::ClaimError;
use crate::finding::with;
use crate::numbers;
use crate::plan::{Plan, Uncertainty};

/// Name by which the grid is asked for alone.
pub const ID: &str = "isoquants";

/// A step of one axis.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Factor.
    pub factor: f64,
    /// Overlays.
    pub overlays: Vec<String>,
}

/// An outcome of which less is better.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// Outcome.
    pub outcome: String,
    /// Title.
    pub title: Text,
}

/// The grid as data.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// Outcomes.
    pub outcome: Vec<Measured>,
    /// Overlays of all cells.
    pub common: Vec<String>,
    /// Factors of compute.
    pub compute: Vec<Step>,
    /// Factors of researchers.
    pub researchers: Vec<Step>,
    /// Uncertain values put to the ends of their ranges, one at a time.
    pub varied: Vec<String>,
    /// What the reader has to know.
    pub note: Text,
}

impl Grid {
    /// Arms, those of the first compute first.
    fn arms(&self) -> Vec<Vec<String>> {
        let row = |one: &Step| {
            let cell = |other: &Step| with(&with(&one.overlays, &other.overlays), &self.common);
            self.researchers.iter().map(cell).collect::<Vec<_>>()
        };
        self.compute.iter().flat_map(row).collect()
    }

    /// Overlays of all cells.
    pub fn overlays(&self) -> impl Iterator<Item = &String> {
        let steps = self.compute.iter().chain(&self.researchers);
        steps.flat_map(|step| &step.overlays).chain(&self.common)
    }

    /// Points at which the grid is run.
    fn space(&self, plan: &Plan, seed: u64) -> Space {
        Space::around(&self.uncertain(plan), seed)
    }

    fn uncertain<'p>(&self, plan: &'p Plan) -> Vec<&'p Uncertainty> {
        let of = |path: &String| plan.uncertainties.iter().find(|one| one.path == *path);
        self.varied.iter().filter_map(of).collect()
    }

    /// Worlds in all.
    pub fn worlds(&self, plan: &Plan, worlds: u32) -> u64 {
        let points = self.space(plan, 0).rows.len() as u64;
        self.arms().len() as u64 * points * u64::from(worlds)
    }
}

/// The exchange rate under one setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// Value that is varied; none where all are as fitted.
    pub varied: Option<String>,
    /// Its value.
    pub value: Option<f64>,
    /// What a doubling of compute brings.
    pub compute: Effect,
    /// What a doubling of researchers brings.
    pub researchers: Effect,
    /// What a doubling of the one adds to a doubling of the other: above zero where they are complements.
    pub together: Effect,
    /// Doublings of compute that equal a doubling of researchers; none where a doubling of compute brings nothing that
    /// can be told from zero.
    pub rate: Option<f64>,
    /// Its interval.
    pub interval: Option<[f64; 2]>,
}

/// A cell of the grid as fitted, against factors of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridCell {
    /// Factor of compute.
    pub compute: f64,
    /// Factor of researchers.
    pub researchers: f64,
    /// Points gained.
    pub gain: Effect,
}

/// One outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Isoquant {
    /// Outcome.
    pub outcome: String,
    /// Title.
    pub title: Text,
    /// Exchange rates.
    pub exchange: Vec<Exchange>,
    /// Cells as fitted.
    pub cells: Vec<GridCell>,
}

/// The grid over all outcomes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Isoquants {
    /// Worlds a cell.
    pub worlds: u32,
    /// Outcomes.
    pub outcomes: Vec<Isoquant>,
    /// What the reader has to know.
    pub note: Text,
}

/// Runs the grid, or what is missing of it.
///
/// # Errors
/// As [`Bench::arm`], or where an outcome is not known.
pub fn isoquants(
    bench: &Bench<'_>,
    plan: &Plan,
    grid: &Grid,
    seed: u64,
    worlds: u32,
) -> Result<Isoquants, ClaimError> {
    let space = grid.space(plan, seed);
    let mut arms = Vec::new();
    for overlays in grid.arms() {
        arms.push(bench.arm(plan.arm(&overlays), &space, worlds)?);
    }
    let mut outcomes = Vec::new();
    for measured in &grid.outcome {
        let unknown = || ClaimError::Unknown { what: "outcome", name: measured.outcome.clone() };
        let gains = arms.iter().map(|arm| Some(arm.outcome(&measured.outcome)?.map(|x| -x)));
        let gains: Vec<Matrix> = gains.collect::<Option<_>>().ok_or_else(unknown)?;
        outcomes.push(Isoquant {
            outcome: measured.outcome.clone(),
            title: measured.title.clone(),
            exchange: exchanges(plan, grid, &space, &gains),
            cells: cells(grid, &gains),
        });
    }
    Ok(Isoquants { worlds, outcomes, note: grid.note.clone() })
}

fn exchanges(plan: &Plan, grid: &Grid, space: &Space, gains: &[Matrix]) -> Vec<Exchange> {
    let paths: Vec<&str> = grid.uncertain(plan).iter().map(|one| one.path.as_str()).collect();
    let of = |(point, row): (usize, &Vec<f64>)| {
        let at = row.iter().position(|value| !value.is_nan());
        let (name, value) = (at.map(|at| paths[at].to_owned()), at.map(|at| row[at]));
        exchange(grid, &worlds_at(gains, point), name, value)
    };
    space.rows.iter().enumerate().filter_map(of).collect()
}

/// Gains of the cells in every world of a point that has all of them.
fn worlds_at(gains: &[Matrix], point: usize) -> Vec<Vec<f64>> {
    let worlds = gains.first().map_or(0, Matrix::worlds);
    let world = |world: usize| gains.iter().map(|cell| cell.point(point)[world]).collect::<Vec<f64>>();
    (0..worlds).map(world).filter(|cells| cells.iter().all(|x| x.is_finite())).collect()
}

/// Doublings about their mean.
fn doublings(steps: &[Step]) -> Vec<f64> {
    let logs: Vec<f64> = steps.iter().map(|step| ln(step.factor) / core::f64::consts::LN_2).collect();
    let centre = logs.iter().sum::<f64>() / logs.len() as f64;
    logs.iter().map(|x| x - centre).collect()
}

/// Slopes of a world: compute, researchers, both together.
fn slopes(grid: &Grid, cells: &[f64]) -> [f64; 3] {
    let (x, y) = (doublings(&grid.compute), doublings(&grid.researchers));
    let slope = |of: &dyn Fn(f64, f64) -> f64| {
        let (mut above, mut below) = (0.0, 0.0);
        for (i, gain) in cells.iter().enumerate() {
            let weight = of(x[i / y.len()], y[i % y.len()]);
            above += weight * gain;
            below += weight * weight;
        }
        above / below
    };
    [slope(&|x, _| x), slope(&|_, y| y), slope(&|x, y| x * y)]
}

fn exchange(
    grid: &Grid,
    worlds: &[Vec<f64>],
    varied: Option<String>,
    value: Option<f64>,
) -> Option<Exchange> {
    let slopes: Vec<[f64; 3]> = worlds.iter().map(|cells| slopes(grid, cells)).collect();
    let column = |i: usize| slopes.iter().map(|one| one[i]).collect::<Vec<f64>>();
    let (compute, researchers) = (column(0), column(1));
    let effect = |values: &[f64]| Effect::of(&mean(values));
    (worlds.len() > 1).then(|| {
        let found = ratio(&researchers, &compute);
        Exchange {
            varied,
            value,
            compute: effect(&compute),
            researchers: effect(&researchers),
            together: effect(&column(2)),
            rate: found.map(|(rate, _)| round(rate)),
            interval: found.map(|(_, interval)| interval.map(round)),
        }
    })
}

/// Ratio of two means over pairs, with Fieller's 95 % interval; none where the lower mean may be zero.
fn ratio(above: &[f64], below: &[f64]) -> Option<(f64, [f64; 2])> {
    let (a, b) = (mean(above), mean(below));
    let n = above.len() as f64;
    let products = above.iter().zip(below).map(|(x, y)| (x - a.mean) * (y - b.mean));
    let together = products.sum::<f64>() / (n - 1.0) / n;
    let t = t_quantile(above.len() - 1);
    let square = b.mean * b.mean - t * t * b.se * b.se;
    let middle = a.mean * b.mean - t * t * together;
    let last = a.mean * a.mean - t * t * a.se * a.se;
    let root = sqrt((middle * middle - square * last).max(0.0));
    let interval = [(middle - root) / square, (middle + root) / square];
    (square > 0.0).then(|| (a.mean / b.mean, interval))
}

fn cells(grid: &Grid, gains: &[Matrix]) -> Vec<GridCell> {
    let worlds = worlds_at(gains, 0);
    let one = |steps: &[Step]| steps.iter().position(|step| step.factor == 1.0).unwrap_or(0);
    let wide = grid.researchers.len();
    let base = one(&grid.compute) * wide + one(&grid.researchers);
    let cell = |i: usize| GridCell {
        compute: grid.compute[i / wide].factor,
        researchers: grid.researchers[i % wide].factor,
        gain: Effect::of(&mean(&worlds.iter().map(|cells| cells[i] - cells[base]).collect::<Vec<_>>())),
    };
    if worlds.len() < 2 { Vec::new() } else { (0..gains.len()).map(cell).collect() }
}

impl Isoquants {
    /// The tables for a terminal.
    pub fn text(&self) -> String {
        let mut text = format!("\ncompute against researchers of the focal lab, {} worlds\n", self.worlds);
        for one in &self.outcomes {
            let _ = write!(text, "\n{} ({}), points gained a doubling\n\n", one.title.en, one.outcome);
            let head = ["", "compute", "", "researchers", "", "together", "", "rate", ""];
            let mut rows = vec![head.map(str::to_owned).to_vec()];
            rows.extend(one.exchange.iter().map(line));
            text += &table(&rows, &[0]);
            text += "\npoints gained, by factor of compute across and of researchers down\n\n";
            text += &table(&surface(&one.cells), &[]);
        }
        let _ = writeln!(text, "\n{}", self.note.en);
        text
    }
}

impl Exchange {
    /// The exchange rate with its interval; none where it is not bounded.
    pub fn rate(&self) -> Option<Effect> {
        let [low, high] = self.interval?;
        Some(Effect { mean: self.rate?, low, high })
    }
}

fn line(exchange: &Exchange) -> Vec<String> {
    let name = match (&exchange.varied, exchange.value) {
        (Some(path), Some(value)) => {
            format!("{} = {}", path.strip_prefix("parameters.").unwrap_or(path), value)
        }
        _ => "as fitted".to_owned(),
    };
    let unbounded = || ["not bounded".to_owned(), String::new()];
    let mut row = vec![name];
    for effect in [exchange.compute, exchange.researchers, exchange.together] {
        row.extend(numbers::cells(effect));
    }
    row.extend(exchange.rate().map_or_else(unbounded, numbers::cells));
    row
}

/// Points gained against factors of one, compute across, researchers down.
fn surface(cells: &[GridCell]) -> Vec<Vec<String>> {
    let mut rows: Vec<f64> = cells.iter().map(|cell| cell.researchers).collect();
    rows.sort_by(f64::total_cmp);
    rows.dedup();
    let of = |researchers: f64| cells.iter().filter(move |cell| cell.researchers == researchers);
    let head =
        rows.first().into_iter().flat_map(|first| of(*first).map(|cell| format!("x {}", cell.compute)));
    let mut table = vec![std::iter::once(String::new()).chain(head).collect()];
    for researchers in rows {
        let gains = of(researchers).map(|cell| numbers::parts(cell.gain)[0].clone());
        table.push(std::iter::once(format!("x {researchers}")).chain(gains).collect());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn grid() -> Grid {
        let steps = |factors: &[f64]| {
            factors.iter().map(|&factor| Step { factor, overlays: Vec::new() }).collect::<Vec<_>>()
        };
        Grid {
            outcome: Vec::new(),
            common: Vec::new(),
            compute: steps(&[0.5, 1.0, 2.0, 4.0]),
            researchers: steps(&[0.5, 1.0, 2.0, 4.0]),
            varied: Vec::new(),
            note: Text::default(),
        }
    }

    /// gain = 3 log2 c + 1.5 log2 r + .2 log2 c log2 r, both about their mean of a half.
    #[test]
    fn a_plane_with_a_twist_is_found() {
        let cells: Vec<f64> = (0..16)
            .map(|i| (f64::from(i / 4) - 1.5, f64::from(i % 4) - 1.5))
            .map(|(x, y)| 7.0 + 3.0 * x + 1.5 * y + 0.2 * x * y)
            .collect();
        let found = slopes(&grid(), &cells);
        for (found, true_value) in found.into_iter().zip([3.0, 1.5, 0.2]) {
            assert!((found - true_value).abs() < 1e-12, "{found} {true_value}");
        }
        let found = exchange(&grid(), &[cells.clone(), cells], None, None).unwrap();
        assert_eq!((found.rate, found.interval), (Some(0.5), Some([0.5, 0.5])));
    }

    #[test]
    fn nothing_is_an_exchange_rate_where_compute_may_bring_nothing() {
        assert_eq!(ratio(&[1.0, 1.1, 0.9], &[0.5, -0.6, 0.1]), None);
    }

    proptest! {
        /// Fieller's interval holds the estimate, and turns over with the sides where both are sure.
        #[test]
        fn the_interval_holds_the_rate(
            pairs in prop::collection::vec((4.0_f64..6.0, 9.0_f64..11.0), 5..40),
        ) {
            let (above, below): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let (rate, [low, high]) = ratio(&above, &below).unwrap();
            prop_assert!(low <= rate && rate <= high);
            let (_, turned) = ratio(&below, &above).unwrap();
            prop_assert!((turned[0] * high - 1.0).abs() < 1e-9 && (turned[1] * low - 1.0).abs() < 1e-9);
        }
    }
}
