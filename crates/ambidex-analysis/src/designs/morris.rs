//! Trajectories for elementary effects (Morris 1991, doi:10.1080/00401706.1991.10484804): from a random point of a grid
//! of p levels, each input is moved once, in a random order, by Delta = p / (2 (p - 1)) up or down, so that with p even
//! every level is met equally often.

use serde::Serialize;

use crate::error::{Problem, at_least, holds};
use crate::purposes::{MORRIS_TRAJECTORY, stream};
use ambidex_core::Draws;

/// Shape of the design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Trajectories {
    /// Number of trajectories r, 10 to 50 as a rule.
    pub trajectories: usize,
    /// Inputs k.
    pub inputs: usize,
    /// Levels p, even.
    pub levels: usize,
}

impl Trajectories {
    /// Length of a move, in the unit interval.
    pub fn step(&self) -> f64 {
        self.levels as f64 / (2.0 * (self.levels as f64 - 1.0))
    }

    /// `r (k + 1) points x inputs` in the unit cube, trajectory after trajectory, each addressed by its number.
    ///
    /// # Errors
    /// `Problem` of no input or of levels that are not an even number.
    pub fn points(&self, seed: u64) -> Result<Vec<Vec<f64>>, Problem> {
        self.check()?;
        let stream = stream(seed, MORRIS_TRAJECTORY);
        Ok((0..self.trajectories).flat_map(|r| self.trajectory(&mut stream.draws(r as u64, 0))).collect())
    }

    /// Whether there are such trajectories.
    ///
    /// # Errors
    /// `Problem` of no input or of levels that are not an even number.
    pub fn check(&self) -> Result<(), Problem> {
        at_least("inputs", 1, self.inputs)?;
        let even = self.levels >= 2 && self.levels.is_multiple_of(2);
        holds(even, "levels", "they must be an even number", self.levels as f64)
    }

    /// The point of a number, of which its trajectory alone is made.
    pub fn point(&self, seed: u64, index: usize) -> Vec<f64> {
        let (r, place) = (index / (self.inputs + 1), index % (self.inputs + 1));
        let mut draws = stream(seed, MORRIS_TRAJECTORY).draws(r as u64, 0);
        self.trajectory(&mut draws).swap_remove(place)
    }

    fn trajectory(&self, draws: &mut Draws) -> Vec<Vec<f64>> {
        let (half, last) = (self.levels / 2, self.levels as f64 - 1.0);
        let mut levels: Vec<usize> = (0..self.inputs).map(|_| draws.below(self.levels)).collect();
        let mut order: Vec<usize> = (0..self.inputs).collect();
        for i in 0..self.inputs {
            let j = i + draws.below(self.inputs - i);
            order.swap(i, j);
        }
        let place = |levels: &[usize]| levels.iter().map(|level| *level as f64 / last).collect::<Vec<_>>();
        let mut points = vec![place(&levels)];
        for input in order {
            // From the lower half only up, from the upper only down: either way the grid is not left.
            levels[input] = if levels[input] < half { levels[input] + half } else { levels[input] - half };
            points.push(place(&levels));
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_input_moves_once_by_the_step(inputs in 1_usize..8, half in 1_usize..5, seed: u64) {
            let design = Trajectories { trajectories: 3, inputs, levels: 2 * half };
            let points = design.points(seed).unwrap();
            prop_assert_eq!(points.len(), 3 * (inputs + 1));
            for trajectory in points.chunks(inputs + 1) {
                let mut moved: Vec<usize> = trajectory.windows(2).map(|pair| {
                    let differs = |j: &usize| pair[0][*j] != pair[1][*j];
                    let which: Vec<usize> = (0..inputs).filter(differs).collect();
                    assert_eq!(which.len(), 1);
                    let j = which[0];
                    assert!(((pair[1][j] - pair[0][j]).abs() - design.step()).abs() < 1e-12);
                    j
                }).collect();
                moved.sort_unstable();
                prop_assert_eq!(moved, (0..inputs).collect::<Vec<_>>());
            }
        }
    }

    /// Chi-square of the levels met over many trajectories, equal shares, at level 1e-4.
    #[test]
    fn levels_are_met_equally_often() {
        let design = Trajectories { trajectories: 2000, inputs: 3, levels: 4 };
        let points = design.points(8).unwrap();
        let mut counts = [0.0; 4];
        points.chunks(4).for_each(|t| counts[(t[0][0] * 3.0).round() as usize] += 1.0);
        let statistic: f64 = counts.iter().map(|c| (c - 500.0) * (c - 500.0) / 500.0).sum();
        assert!(crate::statistics::chi_square_tail(statistic, 3) > 1e-4);
        assert!(Trajectories { levels: 3, ..design }.points(1).is_err());
    }
}
