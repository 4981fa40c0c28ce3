//! What is measured of the state.

use super::batch::Batch;
use super::lanes::{Lanes, REPLICATES};
use super::setup::Setup;

/// Columns of a period.
pub const SERIES: usize = 6;

/// Knowledge in one replicate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Knowledge {
    code_score: f64,
    code_right: f64,
    individual_score: f64,
    individual_right: f64,
    slow_score: f64,
    fast_score: f64,
}

impl Knowledge {
    /// In the order of the declared columns.
    pub fn row(self) -> [f64; SERIES] {
        [
            self.code_score,
            self.code_right,
            self.individual_score,
            self.individual_right,
            self.slow_score,
            self.fast_score,
        ]
    }
}

/// Right and wrong beliefs of a group; numbers.
#[derive(Clone, Copy)]
struct Tally([Lanes; 2]);

impl Tally {
    #[inline(always)]
    fn add(&mut self, right: Lanes, wrong: Lanes) {
        self.0 = [self.0[0].plus(right.count()), self.0[1].plus(wrong.count())];
    }
}

impl Batch {
    /// Knowledge of each replicate.
    #[inline(always)]
    pub fn knowledge(&self, setup: &Setup) -> [Knowledge; REPLICATES] {
        let mut groups = [Tally([Lanes::NONE; 2]); 2];
        for (word, &fast) in setup.fast.iter().enumerate() {
            let fast = Lanes::splat(fast);
            for d in 0..setup.dimensions {
                let place = word * setup.rows + d;
                let (plus, minus, real) = (self.plus[place], self.minus[place], self.reality[d]);
                let (right, wrong) = ((plus & real) | (minus & !real), (minus & real) | (plus & !real));
                groups[0].add(right & !fast, wrong & !fast);
                groups[1].add(right & fast, wrong & fast);
            }
        }
        let [code_score, code_right] = self.code_totals(setup);
        std::array::from_fn(|lane| {
            let fast: u32 = setup.fast.iter().map(|word| word.count_ones()).sum();
            let cells = |persons: f64| persons * setup.dimensions as f64;
            let (all, fast) = (setup.individuals as f64, f64::from(fast));
            let [[slow_right, slow_wrong], [fast_right, fast_wrong]] =
                groups.map(|Tally(tally)| tally.map(|numbers| numbers.0[lane] as f64));
            let right = slow_right + fast_right;
            Knowledge {
                code_score: code_score.0[lane] as i64 as f64 / cells(1.0),
                code_right: code_right.0[lane] as f64 / cells(1.0),
                individual_score: (right - slow_wrong - fast_wrong) / cells(all),
                individual_right: right / cells(all),
                slow_score: (slow_right - slow_wrong) / cells(all - fast),
                fast_score: (fast_right - fast_wrong) / cells(fast),
            }
        })
    }
}
