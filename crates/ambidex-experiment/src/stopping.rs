//! When a run may stop: after a block of worlds, once the interval of what is watched is narrow enough.
//!
//! Blocks are cut by numbers alone and looked at in order, so that neither threads nor interruptions move the end. The
//! interval is looked at after every block with its full level each time. That costs no level in the limit, since the
//! rule looks at the spread alone and not at the size or sign of what is estimated (Chow & Robbins 1965,
//! doi:10.1214/aoms/1177700156); after few blocks it costs a little, since the end comes sooner where the spread
//! happens to look small.

use ambidex_analysis::statistics::mean;
use rayon::prelude::*;

use crate::outcome_table::OutcomeTable;

/// Blocks that are under way together; the result does not depend on it.
pub(crate) const WAVE: usize = 4;
/// Fewest blocks before a run may stop: below, the spread itself is badly known.
const FEWEST: usize = 2;

/// What is watched, over the blocks so far.
pub(crate) struct Watch<'a> {
    outcome: &'a str,
    width: f64,
    blocks: usize,
    /// Values of the outcome, or differences, a list for each of the others.
    values: Vec<Vec<f64>>,
}

impl<'a> Watch<'a> {
    /// Watches an outcome until its interval is narrower than `width` [its unit].
    pub fn new(outcome: &'a str, width: f64) -> Self {
        Self { outcome, width, blocks: 0, values: Vec::new() }
    }

    /// Adds the next block; whether it may be the last. Watched is the mean over the base where there are no others,
    /// else the paired difference of each of them from the base, over the worlds in which both have a value.
    pub fn add(&mut self, base: &OutcomeTable, others: &[OutcomeTable]) -> bool {
        self.blocks += 1;
        self.values.resize_with(others.len().max(1), Vec::new);
        if others.is_empty() {
            self.values[0].extend(base.finite(self.outcome));
        }
        for (values, other) in self.values.iter_mut().zip(others) {
            values.extend(differences(self.outcome, base, other));
        }
        self.blocks >= FEWEST && self.values.iter().all(|values| is_narrow(values, self.width))
    }
}

fn differences<'t>(
    outcome: &str,
    base: &'t OutcomeTable,
    other: &'t OutcomeTable,
) -> impl Iterator<Item = f64> + 't {
    let pairs = base.column(outcome).zip(other.column(outcome));
    let pairs = pairs.into_iter().flat_map(|(base, other)| base.values.iter().zip(&other.values));
    pairs.map(|(base, other)| other - base).filter(|difference| difference.is_finite())
}

fn is_narrow(values: &[f64], width: f64) -> bool {
    let (low, high) = mean(values).interval;
    high - low < width
}

/// Does blocks in order, some at a time, until one of them may be the last; the number of blocks that count. Blocks that
/// were under way beyond do not.
pub(crate) fn until<E: Send>(
    blocks: usize,
    at_a_time: usize,
    work: impl Fn(usize) -> Result<(), E> + Sync,
    mut is_last: impl FnMut(usize) -> Result<bool, E>,
) -> Result<usize, E> {
    for first in (0..blocks).step_by(at_a_time.max(1)) {
        let wave = first..(first + at_a_time.max(1)).min(blocks);
        wave.clone().into_par_iter().with_max_len(1).try_for_each(&work)?;
        for block in wave {
            if is_last(block)? {
                return Ok(block + 1);
            }
        }
    }
    Ok(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome_table::OutcomeColumn;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn table(values: &[f64]) -> OutcomeTable {
        let column = OutcomeColumn { name: "y".into(), unit: "1".into(), values: values.to_vec() };
        OutcomeTable { columns: vec![column], failures: Vec::new(), worlds: values.len() }
    }

    #[test]
    fn differences_may_be_known_where_means_are_not() {
        let (base, other) = (table(&[1.0, 50.0, -90.0]), table(&[2.0, 51.0, -89.0]));
        let (mut alone, mut paired) = (Watch::new("y", 0.1), Watch::new("y", 0.1));
        assert!(!paired.add(&base, std::slice::from_ref(&other)), "one block is too few");
        assert!(paired.add(&base, std::slice::from_ref(&other)));
        assert!(!alone.add(&base, &[]) && !alone.add(&base, &[]));
        let far = table(&[9.0, f64::NAN, 0.0]);
        let mut both = Watch::new("y", 0.1);
        both.add(&base, &[other.clone(), far.clone()]);
        assert!(!both.add(&base, &[other, far]), "the widest of all differences decides");
    }

    #[test]
    fn blocks_beyond_the_last_do_not_count() {
        for at_a_time in [1, 4] {
            let done = AtomicUsize::new(0);
            let work = |_| {
                done.fetch_add(1, Ordering::Relaxed);
                Ok::<(), ()>(())
            };
            assert_eq!(until(100, at_a_time, work, |block| Ok(block == 4)), Ok(5));
            assert!(done.into_inner() < 5 + at_a_time);
        }
        assert_eq!(until(3, 4, |_| Ok::<(), ()>(()), |_| Ok(false)), Ok(3));
    }
}
