//! The lookup tables of the model, numbers as in the file `scirev8.mdl`, the Vensim translation by T. Fiddaman (2011,
//! MetaSD, CC BY 3.0) of the authors' DYNAMO program. DYNAMO's tables have equal steps; the file writes twelfths with
//! six digits, here they are exact. Inputs are scaled to the range 0 to 1 as the file does.

/// A function on 0 to 1 given at equal steps, linear between them and constant outside.
#[derive(Clone, Copy, Debug)]
pub struct Table(&'static [f64]);

impl Table {
    /// Value at `x`.
    #[inline]
    pub fn at(&self, x: f64) -> f64 {
        let steps = self.0.len() - 1;
        let place = x.clamp(0.0, 1.0) * steps as f64;
        let below = (place as usize).min(steps - 1);
        let (low, high) = (self.0[below], self.0[below + 1]);
        low + (high - low) * (place - below as f64)
    }

    /// Values at the steps.
    pub fn values(&self) -> &'static [f64] {
        self.0
    }
}

/// TEUPPS: effect on puzzle solving of puzzles under attack relative to those desired.
pub const PUZZLES_AT_HAND: Table = Table(&[0.0, 0.4, 0.7, 0.9, 0.97, 1.0]);

/// TFPPSR: share of practitioners in sanctioned research, by confidence.
pub const SANCTIONED_RESEARCH: Table = Table(&[0.0, 0.1, 0.6, 0.85, 0.95, 1.0]);

/// TEAPAR: pull of anomalies into their resolution, by relative anomalies / 4.
pub const PULL_OF_ANOMALIES: Table = Table(&[0.0, 0.25, 0.45, 0.6, 0.73, 0.85, 0.93, 0.98, 1.0]);

/// TFPRA: share of puzzles recognised as anomalies, by (1.44 ln(difficulty / tolerated difficulty) + 2) / 4.
pub const RECOGNITION: Table = Table(&[0.01, 0.02, 0.04, 0.2, 0.5, 0.8, 0.96, 0.98, 0.99]);

/// TECART: difficulty that is tolerated before a puzzle counts as an anomaly, by confidence.
pub const TOLERATED_DIFFICULTY: Table = Table(&[0.0, 0.01, 0.1, 0.3, 0.6, 1.0, 1.4, 1.9, 2.6, 4.5, 10.0]);

/// TRCC: receptiveness to a change in confidence, by confidence.
pub const RECEPTIVENESS: Table = Table(&[0.0, 0.3, 0.6, 0.8, 0.95, 1.0, 0.95, 0.8, 0.6, 0.3, 0.0]);

/// TEAC: effect on confidence of anomalies relative to those acceptable, / 6.
pub const ANOMALIES: Table =
    Table(&[5.0, 2.15, 0.0, -1.2, -2.15, -2.9, -3.4, -3.9, -4.4, -4.8, -5.1, -5.3, -5.4]);

/// TEPC and TSPRDPC: effect on confidence of solved puzzles relative to what was expected, or to the dominant
/// paradigm's, / 5.
pub const PROGRESS: Table = Table(&[-5.0, -2.15, 0.0, 1.2, 2.15, 2.9, 3.4, 3.9, 4.2, 4.4, 4.5]);

/// TARDPC: effect on confidence of anomalies relative to the dominant paradigm's, / 6.
pub const ANOMALIES_BESIDE_DOMINANT: Table =
    Table(&[5.0, 2.15, 0.0, -1.2, -2.15, -2.9, -3.4, -3.9, -4.4, -4.8, -5.1, -5.4, -5.7]);

/// TRAAPC: effect on confidence of anomalies relative to the strongest newcomer's, / 2.
pub const ANOMALIES_BESIDE_RIVAL: Table = Table(&[
    3.8, 3.6, 3.4, 3.2, 3.0, 2.8, 2.6, 2.4, 2.2, 2.0, 0.0, -2.0, -2.2, -2.4, -2.6, -2.8, -3.0, -3.2, -3.4,
    -3.6, -3.8,
]);

/// TRSPAPC: effect on confidence of solved puzzles relative to the strongest newcomer's, / 2.
pub const PROGRESS_BESIDE_RIVAL: Table = Table(&[
    -3.8, -3.6, -3.4, -3.2, -3.0, -2.8, -2.6, -2.4, -2.2, -2.0, 0.0, 2.0, 2.2, 2.4, 2.6, 2.8, 3.0, 3.2, 3.4,
    3.6, 3.8,
]);

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Table; 11] = [
        PUZZLES_AT_HAND,
        SANCTIONED_RESEARCH,
        PULL_OF_ANOMALIES,
        RECOGNITION,
        TOLERATED_DIFFICULTY,
        RECEPTIVENESS,
        ANOMALIES,
        PROGRESS,
        ANOMALIES_BESIDE_DOMINANT,
        ANOMALIES_BESIDE_RIVAL,
        PROGRESS_BESIDE_RIVAL,
    ];

    /// Every table passes through its points, is the mean of two neighbours half-way, and is flat outside.
    #[test]
    fn tables_are_linear_between_their_points_and_flat_beyond() {
        for table in ALL {
            let values = table.values();
            let steps = (values.len() - 1) as f64;
            for (i, &value) in values.iter().enumerate() {
                assert!((table.at(i as f64 / steps) - value).abs() < 1e-12);
            }
            for (i, pair) in values.windows(2).enumerate() {
                let half = table.at((i as f64 + 0.5) / steps);
                assert!((half - 0.5 * (pair[0] + pair[1])).abs() < 1e-12);
            }
            assert_eq!((table.at(-7.0), table.at(9.0)), (values[0], values[values.len() - 1]));
        }
    }

    /// What is as expected, or as good as the other's, leaves confidence alone.
    #[test]
    fn effects_vanish_at_par() {
        for (table, scale) in [(PROGRESS, 5.0), (ANOMALIES_BESIDE_RIVAL, 2.0), (PROGRESS_BESIDE_RIVAL, 2.0)] {
            assert!(table.at(1.0 / scale).abs() < 1e-12);
        }
        for table in [ANOMALIES, ANOMALIES_BESIDE_DOMINANT] {
            assert!(table.at(1.0 / 6.0).abs() < 1e-12);
        }
        for i in 0..=50 {
            let x = f64::from(i) / 50.0;
            assert!((RECEPTIVENESS.at(x) - RECEPTIVENESS.at(1.0 - x)).abs() < 1e-12);
        }
    }
}
