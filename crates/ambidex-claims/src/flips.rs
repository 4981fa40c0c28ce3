//! What turns a sign: the uncertain value that separates the two signs best, and where a fitted effect crosses zero.

use ambidex_analysis::statistics::least_squares;
use ambidex_experiment::statistics::round;
use serde::{Deserialize, Serialize};

use crate::plan::Uncertainty;

/// Points a coefficient that a regression on all of them needs.
const POINTS_PER_COEFFICIENT: usize = 3;

/// A threshold of one uncertain value between points with and without the claimed sign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Split {
    /// Path.
    pub path: String,
    /// The threshold.
    pub value: f64,
    /// Share of points with the claimed sign below it.
    pub below: f64,
    /// The same above it.
    pub above: f64,
}

/// Where the fitted effect crosses zero along one uncertain value, all others at their means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BreakEven {
    /// Path.
    pub path: String,
    /// Range of the value.
    pub range: [f64; 2],
    /// Change of the effect from the lower end of the range to the upper.
    pub change: f64,
    /// Student's t of the slope.
    pub t: f64,
    /// The value at which the fitted effect is zero; none where that is outside the range.
    pub value: Option<f64>,
}

/// The split with the largest gap between the two shares; none where all points have one sign.
pub fn split(uncertainties: &[Uncertainty], rows: &[Vec<f64>], effects: &[f64]) -> Option<Split> {
    let mut best: Option<(f64, Split)> = None;
    for (place, uncertainty) in uncertainties.iter().enumerate() {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|&a, &b| rows[a][place].total_cmp(&rows[b][place]));
        let hits = |of: &[usize]| of.iter().filter(|&&i| effects[i] > 0.0).count() as f64 / of.len() as f64;
        // At least a tenth of the points on either side.
        let least = rows.len().div_ceil(10);
        for at in least..=rows.len().saturating_sub(least) {
            if at == 0 || at == rows.len() {
                continue;
            }
            let (below, above) = (hits(&order[..at]), hits(&order[at..]));
            // Balanced: a gap between few points and many is worth less.
            let weight = (at * (rows.len() - at)) as f64 / (rows.len() * rows.len()) as f64;
            let score = (below - above) * (below - above) * weight;
            if score > best.as_ref().map_or(0.0, |(score, _)| *score) {
                let value = f64::midpoint(rows[order[at - 1]][place], rows[order[at]][place]);
                let split = Split {
                    path: uncertainty.path.clone(),
                    value: round(value),
                    below: round(below),
                    above: round(above),
                };
                best = Some((score, split));
            }
        }
    }
    best.map(|(_, split)| split)
}

/// Break-even of every uncertain value, the steepest first. All are fitted at once where there are points enough, one by
/// one where not.
pub fn break_evens(uncertainties: &[Uncertainty], rows: &[Vec<f64>], effects: &[f64]) -> Vec<BreakEven> {
    let mut found: Vec<BreakEven> = if rows.len() >= POINTS_PER_COEFFICIENT * (uncertainties.len() + 1) {
        let whole = slopes(rows, effects).unwrap_or_default();
        uncertainties.iter().zip(whole).map(|(one, slope)| at_zero(one, slope)).collect()
    } else {
        let alone = |place: usize| {
            let column: Vec<Vec<f64>> = rows.iter().map(|row| vec![row[place]]).collect();
            slopes(&column, effects).and_then(|slopes| slopes.first().copied())
        };
        let each = uncertainties.iter().enumerate();
        each.filter_map(|(place, one)| Some(at_zero(one, alone(place)?))).collect()
    };
    found.sort_by(|a, b| b.t.abs().total_cmp(&a.t.abs()));
    found
}

/// Slope, its standard error, and the effect and value at the centre.
#[derive(Clone, Copy)]
struct Slope {
    slope: f64,
    error: f64,
    effect: f64,
    centre: f64,
}

fn slopes(rows: &[Vec<f64>], effects: &[f64]) -> Option<Vec<Slope>> {
    let fit = least_squares(rows, effects).ok()?;
    let n = rows.len() as f64;
    let effect = effects.iter().sum::<f64>() / n;
    let centre = |place: usize| rows.iter().map(|row| row[place]).sum::<f64>() / n;
    let slope = |place: usize| Slope {
        slope: fit.coefficients[place + 1],
        error: fit.errors[place + 1],
        effect,
        centre: centre(place),
    };
    Some((0..rows.first()?.len()).map(slope).collect())
}

fn at_zero(uncertainty: &Uncertainty, slope: Slope) -> BreakEven {
    let value = slope.centre - slope.effect / slope.slope;
    let inside = value.is_finite() && (uncertainty.low..=uncertainty.high).contains(&value);
    BreakEven {
        path: uncertainty.path.clone(),
        range: [uncertainty.low, uncertainty.high],
        change: round(slope.slope * (uncertainty.high - uncertainty.low)),
        t: round(if slope.error > 0.0 { slope.slope / slope.error } else { 0.0 }),
        value: inside.then(|| round(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(path: &str) -> Uncertainty {
        Uncertainty { path: path.to_owned(), low: 0.0, high: 1.0 }
    }

    /// effect = a - .3 + noise-free b / 10: zero at a = .25 with b at its mean .5.
    #[test]
    fn a_plane_crosses_zero_where_it_should() {
        let rows: Vec<Vec<f64>> =
            (0..100).map(|i| vec![f64::from(i % 10) / 9.0, f64::from(i / 10) / 9.0]).collect();
        let effects: Vec<f64> = rows
            .iter()
            .enumerate()
            .map(|(i, row)| row[0] - 0.3 + row[1] / 10.0 + f64::from(i as u32 % 2) * 1e-9)
            .collect();
        let uncertainties = [unit("a"), unit("b")];
        let found = break_evens(&uncertainties, &rows, &effects);
        assert_eq!(found[0].path, "a");
        assert!((found[0].value.unwrap() - 0.25).abs() < 1e-6);
        assert_eq!(found[1].value, None);
        let split = split(&uncertainties, &rows, &effects).unwrap();
        assert_eq!((split.path.as_str(), split.above), ("a", 1.0));
        assert!((0.2..0.35).contains(&split.value));
    }

    #[test]
    fn one_sign_everywhere_has_no_split() {
        let rows: Vec<Vec<f64>> = (0..10).map(|i| vec![f64::from(i)]).collect();
        assert_eq!(split(&[unit("a")], &rows, &[1.0; 10]), None);
    }
}
