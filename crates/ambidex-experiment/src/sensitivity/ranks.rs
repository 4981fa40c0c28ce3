//! Ranks and what their measures' intervals allow.

use ambidex_analysis::Estimate;

/// Places in falling order of the value, and for each place the ranks that are not ruled out: one input is surely before
/// another where its interval lies wholly above.
pub(super) fn ranks(measures: &[Estimate]) -> Vec<(usize, (usize, usize))> {
    let mut order: Vec<usize> = (0..measures.len()).collect();
    order.sort_by(|a, b| measures[*b].value.total_cmp(&measures[*a].value).then(a.cmp(b)));
    let span = |place: usize| {
        let own = &measures[place];
        let above = measures.iter().filter(|other| other.low > own.high).count();
        let below = measures.iter().filter(|other| other.high < own.low).count();
        (above + 1, measures.len() - below)
    };
    order.into_iter().map(|place| (place, span(place))).collect()
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
        let found = ranks(&[estimate(0.0, 1.0), estimate(5.0, 6.0), estimate(0.5, 2.0), estimate(8.0, 9.0)]);
        assert_eq!(found, [(3, (1, 1)), (1, (2, 2)), (2, (3, 4)), (0, (3, 4))]);
        assert_eq!(settled(&found[..3]), 2);
        assert_eq!(settled(&found), 4);
    }
}
