//! Any sampled design as a sequence of which a point is found from its number, so that nothing is held.

use serde::Serialize;

use crate::designs::latin::{LatinHypercube, Placement};
use crate::designs::morris::Trajectories;
use crate::designs::saltelli::Saltelli;
use crate::designs::sobol::{Scramble, Sobol};
use crate::error::Problem;

/// Which design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Latin hypercube of so many points.
    LatinHypercube {
        /// Points.
        points: u32,
    },
    /// The first points of a Sobol sequence, scrambled.
    Sobol {
        /// Points.
        points: u32,
    },
    /// Trajectories for elementary effects.
    Morris(Trajectories),
    /// The matrices for shares of variance.
    Saltelli(Saltelli),
}

/// A design under a seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Sequence {
    /// Which.
    pub kind: Kind,
    /// Inputs.
    pub inputs: usize,
    /// Seed.
    pub seed: u64,
}

impl Sequence {
    /// Whether there is such a design.
    ///
    /// # Errors
    /// `Problem` of too many inputs for a Sobol sequence, or of trajectories without input or with odd levels.
    pub fn check(&self) -> Result<(), Problem> {
        match self.kind {
            Kind::LatinHypercube { .. } => Ok(()),
            Kind::Sobol { .. } => Sobol::new(self.inputs, Scramble::None).map(|_| ()),
            Kind::Morris(design) => design.check(),
            Kind::Saltelli(design) => design.sequence(Scramble::None).map(|_| ()),
        }
    }

    /// Points.
    pub fn len(&self) -> usize {
        match self.kind {
            Kind::LatinHypercube { points } | Kind::Sobol { points } => points as usize,
            Kind::Morris(design) => design.trajectories * (design.inputs + 1),
            Kind::Saltelli(design) => design.len(),
        }
    }

    /// Whether there is no point.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The point of a number in the unit cube; the origin of a design that does not pass [`Sequence::check`].
    pub fn point(&self, index: u32) -> Vec<f64> {
        let scramble = Scramble::Owen(self.seed);
        let origin = || vec![0.0; self.inputs];
        match self.kind {
            Kind::LatinHypercube { points } => {
                LatinHypercube::new(points, self.seed, Placement::Random).point(index, self.inputs)
            }
            Kind::Sobol { .. } => {
                Sobol::new(self.inputs, scramble).map_or_else(|_| origin(), |sequence| sequence.point(index))
            }
            Kind::Morris(design) => design.point(self.seed, index as usize),
            Kind::Saltelli(design) => design
                .sequence(scramble)
                .map_or_else(|_| origin(), |sequence| design.point(&sequence, index as usize)),
        }
    }

    /// All points, `points x inputs`: what an analysis needs that looks at them together.
    pub fn points(&self) -> Vec<Vec<f64>> {
        (0..self.len() as u32).map(|index| self.point(index)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::designs::latin::hypercube;

    #[test]
    fn a_point_by_its_number_is_that_of_the_whole_design() {
        let seed = 4;
        let morris = Trajectories { trajectories: 3, inputs: 4, levels: 4 };
        for second_order in [false, true] {
            let saltelli = Saltelli { rows: 4, inputs: 4, second_order };
            let sequence = Sequence { kind: Kind::Saltelli(saltelli), inputs: 4, seed };
            assert_eq!(sequence.points(), saltelli.points(Scramble::Owen(seed)).unwrap());
        }
        let points = |kind| Sequence { kind, inputs: 4, seed }.points();
        assert_eq!(points(Kind::Morris(morris)), morris.points(seed).unwrap());
        let sobol = Sobol::new(4, Scramble::Owen(seed)).unwrap();
        assert_eq!(points(Kind::Sobol { points: 9 }), sobol.points(9));
        assert_eq!(points(Kind::LatinHypercube { points: 9 }), hypercube(9, 4, seed, Placement::Random));
    }

    #[test]
    fn designs_that_there_are_not_are_refused() {
        let odd = Kind::Morris(Trajectories { trajectories: 3, inputs: 2, levels: 3 });
        let wide = Kind::Saltelli(Saltelli { rows: 2, inputs: 129, second_order: false });
        for (kind, inputs) in [(odd, 2), (wide, 129), (Kind::Sobol { points: 4 }, 257)] {
            assert!(Sequence { kind, inputs, seed: 1 }.check().is_err());
        }
        assert!(Sequence { kind: Kind::LatinHypercube { points: 4 }, inputs: 257, seed: 1 }.check().is_ok());
    }
}
