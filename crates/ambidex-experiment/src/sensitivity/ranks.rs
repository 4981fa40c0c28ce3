//! Ranks and how certain they are.

use ambidex_analysis::Estimate;
use ambidex_analysis::intervals::bootstrap::rank_intervals;

/// Ranks that one wants to be sure of.
pub(super) const FIRST: usize = 5;
/// Level of the intervals of ranks.
const LEVEL: f64 = 0.95;

/// Places in falling order of the value, and for each place the ranks that are not ruled out: those that it holds over the
/// resamples (`resamples x measures`), or where there is none those that the intervals of the measures allow.
pub(super) fn ranks(measures: &[Estimate], resamples: &[Vec<f64>]) -> Vec<(usize, (usize, usize))> {
    let mut order: Vec<usize> = (0..measures.len()).collect();
    order.sort_by(|a, b| measures[*b].value.total_cmp(&measures[*a].value).then(a.cmp(b)));
    let spans = if resamples.is_empty() { allowed(measures) } else { rank_intervals(resamples, LEVEL) };
    // What was found is among the ranks, however seldom it is met in resamples.
    let span = |(rank, place): (usize, usize)| {
        let (best, worst) = spans[place];
        (place, (best.min(rank + 1), worst.max(rank + 1)))
    };
    order.into_iter().enumerate().map(span).collect()
}

/// Ranks that intervals allow: one input is surely before another where its interval lies wholly above.
fn allowed(measures: &[Estimate]) -> Vec<(usize, usize)> {
    let span = |own: &Estimate| {
        let above = measures.iter().filter(|other| other.low > own.high).count();
        let below = measures.iter().filter(|other| other.high < own.low).count();
        (above + 1, measures.len() - below)
    };
    measures.iter().map(span).collect()
}

/// The greatest number of first ranks of which the intervals settle who holds them, in whatever order.
pub(super) fn settled(ranks: &[(usize, (usize, usize))]) -> usize {
    let worst = |first: usize| ranks[..first].iter().map(|(_, (_, worst))| *worst).max().unwrap_or(0);
    (1..=ranks.len()).filter(|first| worst(*first) <= *first).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(low: f64, high: f64) -> Estimate {
        Estimate { value: 0.5 * (low + high), low, high }
    }

    #[test]
    fn intervals_that_do_not_meet_settle_ranks() {
        let found =
            ranks(&[estimate(0.0, 1.0), estimate(5.0, 6.0), estimate(0.5, 2.0), estimate(8.0, 9.0)], &[]);
        assert_eq!(found, [(3, (1, 1)), (1, (2, 2)), (2, (3, 4)), (0, (3, 4))]);
        assert_eq!(settled(&found[..3]), 2);
        assert_eq!(settled(&found), 4);
    }

    /// In one of ten resamples the second comes before the first, and the third is always the third.
    #[test]
    fn resamples_tell_ranks_where_there_are_some() {
        let measures = [estimate(0.0, 9.0), estimate(0.0, 7.0), estimate(0.0, 5.0)];
        let resample = |i: u32| vec![if i.is_multiple_of(10) { 3.0 } else { 4.5 }, 3.5, 2.5];
        let resamples: Vec<Vec<f64>> = (0..100).map(resample).collect();
        assert_eq!(ranks(&measures, &resamples), [(0, (1, 2)), (1, (1, 2)), (2, (3, 3))]);
    }
}
