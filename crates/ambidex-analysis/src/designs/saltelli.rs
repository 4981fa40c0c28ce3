//! The radial design for variance-based indices (Saltelli 2002, doi:10.1016/S0010-4655(02)00280-1; Saltelli et al. 2010,
//! doi:10.1016/j.cpc.2009.09.018): two matrices A and B of n points each, A with column i from B (AB_i), and for second
//! orders B with column i from A (BA_i).
//!
//! Order of the points, the usual one: for each row, A, AB_1 .. AB_k, (BA_1 .. BA_k,) B.

use serde::Serialize;

use crate::designs::sobol::{DIMENSIONS, Scramble, Sobol};
use crate::error::{Problem, holds};
use crate::purposes::address;

/// Shape of the design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Saltelli {
    /// Rows n of A and B; a power of two keeps the balance of the Sobol sequence.
    pub rows: u32,
    /// Inputs k, at most 128.
    pub inputs: usize,
    /// Whether BA_i are among the points, for second orders.
    pub second_order: bool,
}

impl Saltelli {
    /// Points a row: k + 2, or 2 k + 2 with second orders.
    pub fn block(&self) -> usize {
        self.inputs * (1 + usize::from(self.second_order)) + 2
    }

    /// Points in all.
    pub fn len(&self) -> usize {
        self.rows as usize * self.block()
    }

    /// Whether there is no point.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// `points x inputs` in the unit cube; A and B are the halves of a Sobol sequence in 2 k dimensions.
    ///
    /// # Errors
    /// `Problem::Range` of more inputs than half the dimensions of the sequence.
    pub fn points(&self, scramble: Scramble) -> Result<Vec<Vec<f64>>, Problem> {
        let sequence = self.sequence(scramble)?;
        Ok((0..self.len()).map(|index| self.point(&sequence, index)).collect())
    }

    /// The sequence of which A and B are the halves.
    ///
    /// # Errors
    /// `Problem::Range` of more inputs than half the dimensions of the sequence.
    pub fn sequence(&self, scramble: Scramble) -> Result<Sobol, Problem> {
        holds(2 * self.inputs <= DIMENSIONS, "inputs", "at most 128 fit the sequence", self.inputs as f64)?;
        Sobol::new(2 * self.inputs, scramble)
    }

    /// The point of a number, from [`Saltelli::sequence`].
    pub fn point(&self, sequence: &Sobol, index: usize) -> Vec<f64> {
        let (row, place, k) = (index / self.block(), index % self.block(), self.inputs);
        let mut both = sequence.point(address(row));
        let other = both.split_off(k);
        let (mut base, other) = if place <= k { (both, other) } else { (other, both) };
        // A and B themselves have no column of the other matrix.
        if place > 0 && place + 1 < self.block() {
            let column = (place - 1) % k;
            base[column] = other[column];
        }
        base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cross_one_column_each() {
        let design = Saltelli { rows: 8, inputs: 3, second_order: true };
        let points = design.points(Scramble::Owen(1)).unwrap();
        assert_eq!(points.len(), design.len());
        for block in points.chunks(design.block()) {
            let (a, b) = (&block[0], &block[7]);
            for i in 0..3 {
                for j in 0..3 {
                    let (ab, ba) = (block[1 + i][j], block[4 + i][j]);
                    assert_eq!((ab, ba), if i == j { (b[j], a[j]) } else { (a[j], b[j]) });
                }
            }
        }
        assert!(Saltelli { rows: 1, inputs: 129, second_order: false }.points(Scramble::None).is_err());
    }
}
