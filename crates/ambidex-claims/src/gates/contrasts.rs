//! What the factors of the factorial do to the loss: the mean of the cells at a factor's second level minus that at its
//! first, world by world, and for two factors half the difference of such differences (Box, Hunter & Hunter 2005,
//! Statistics for Experimenters, chapter 5).

use serde::{Deserialize, Serialize};

use crate::effect::{Effect, Matrix, pooled};
use crate::plan::Cell;

/// A main effect or an interaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// Factors: one, or two that interact.
    pub factors: Vec<String>,
    /// First and second level of each factor; the effect is second minus first.
    pub levels: Vec<[String; 2]>,
    /// Effect on the mean loss a gate [points].
    pub loss: Effect,
}

struct Factor {
    name: &'static str,
    levels: [String; 2],
    /// -1 at the first level, 1 at the second, by cell.
    signs: Vec<f64>,
}

/// Main effects, then interactions two by two, of the factors that vary; `losses`: cells x samples.
pub fn contrasts(cells: &[Cell], losses: &[Vec<Matrix>]) -> Vec<Contrast> {
    let factors = factors(cells);
    let alone = factors.iter().map(|factor| vec![factor]);
    let pairs =
        factors.iter().enumerate().flat_map(|(i, a)| factors[i + 1..].iter().map(move |b| vec![a, b]));
    alone.chain(pairs).filter_map(|several| contrast(&several, losses)).collect()
}

fn contrast(factors: &[&Factor], losses: &[Vec<Matrix>]) -> Option<Contrast> {
    let cells = losses.len();
    let sign = |cell: usize| factors.iter().map(|factor| factor.signs[cell]).product::<f64>();
    // Half of the cells stand on either side, so that a sum of signed cells over half their number is the difference of
    // two means.
    let half = cells as f64 / 2.0;
    let sample = |at: usize| {
        let signed = (0..cells).map(|cell| losses[cell][at].map(|x| x * sign(cell) / half));
        signed.reduce(|a, b| a.plus(&b))
    };
    let samples: Vec<Matrix> = (0..losses.first()?.len()).map(sample).collect::<Option<_>>()?;
    Some(Contrast {
        factors: factors.iter().map(|factor| factor.name.to_owned()).collect(),
        levels: factors.iter().map(|factor| factor.levels.clone()).collect(),
        loss: pooled(&samples)?.rounded(),
    })
}

/// Level of a factor in a cell.
type Level = fn(&Cell) -> &String;

fn factors(cells: &[Cell]) -> Vec<Factor> {
    let named: [(&'static str, Level); 3] = [
        ("expertise", |cell| &cell.expertise),
        ("confidence", |cell| &cell.confidence),
        ("deadline", |cell| &cell.deadline),
    ];
    let factor = |(name, level): (&'static str, Level)| {
        let first = level(cells.first()?);
        let second = cells.iter().map(level).find(|one| *one != first)?;
        let sign = |cell: &Cell| if level(cell) == first { -1.0 } else { 1.0 };
        let signs: Vec<f64> = cells.iter().map(sign).collect();
        let balanced = signs.iter().sum::<f64>() == 0.0;
        balanced.then(|| Factor { name, levels: [first.clone(), second.clone()], signs })
    };
    named.into_iter().filter_map(factor).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(expertise: &str, confidence: &str, deadline: &str) -> Cell {
        Cell {
            expertise: expertise.to_owned(),
            confidence: confidence.to_owned(),
            deadline: deadline.to_owned(),
            overlays: Vec::new(),
        }
    }

    /// loss = world + 2 x, with x = 1 for experts, + 1 where an expert has a hard deadline: worlds cancel, the main effect
    /// of expertise is 2.5, that of the deadline .5, the interaction .5, and confidence does nothing.
    #[test]
    fn known_effects_are_found_and_worlds_cancel() {
        let mut cells = Vec::new();
        let mut losses = Vec::new();
        for expertise in ["layman", "expert"] {
            for confidence in ["calibrated", "overconfident"] {
                for deadline in ["soft", "hard"] {
                    let expert = expertise == "expert";
                    let add = 2.0 * f64::from(expert) + f64::from(expert && deadline == "hard");
                    cells.push(cell(expertise, confidence, deadline));
                    let worlds = (0..12).map(|i| f64::from(i * i % 7) + add).collect();
                    losses.push(vec![Matrix::new(3, worlds)]);
                }
            }
        }
        let found = contrasts(&cells, &losses);
        let names: Vec<String> = found.iter().map(|one| one.factors.join(" x ")).collect();
        let expected = [
            ("expertise", 2.5),
            ("confidence", 0.0),
            ("deadline", 0.5),
            ("expertise x confidence", 0.0),
            ("expertise x deadline", 0.5),
            ("confidence x deadline", 0.0),
        ];
        assert_eq!(names, expected.map(|(name, _)| name));
        for (one, (name, effect)) in found.iter().zip(expected) {
            assert!((one.loss.mean - effect).abs() < 1e-12, "{name}: {}", one.loss.mean);
            assert!(one.loss.high - one.loss.low < 1e-9, "{name}");
        }
    }

    #[test]
    fn a_factor_that_does_not_vary_has_no_effect() {
        let cells = [cell("layman", "calibrated", "soft"), cell("expert", "calibrated", "soft")];
        let losses = [vec![Matrix::new(2, vec![1.0; 4])], vec![Matrix::new(2, vec![0.0; 4])]];
        let found = contrasts(&cells, &losses);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].loss, Effect { mean: -1.0, low: -1.0, high: -1.0 });
    }
}
