//! Faces of a box that can be peeled off or pasted on.

use super::region::Limit;

/// Peels of one input: each a narrower bound and the points kept, at least one of them and not all.
///
/// The share `alpha` of the points (at least one) with the least, or the greatest, values is taken off; points with the
/// same value stay together: they stay unless that would take nothing off. The bound lies midway between what is kept
/// and what is taken off.
pub fn peels(
    points: &[Vec<f64>],
    rows: &[usize],
    input: usize,
    limit: &Limit,
    alpha: f64,
) -> Vec<(Limit, Vec<usize>)> {
    match limit {
        Limit::Range { low, high } => {
            let values = sorted(points, rows, input);
            let count = ((alpha * rows.len() as f64).floor() as usize).max(1);
            let keep = |limit: Limit| {
                let kept = rows.iter().copied().filter(|&row| limit.contains(points[row][input])).collect();
                (limit, kept)
            };
            let lower = from_below(&values, count).map(|cut| Limit::Range { low: Some(cut), high: *high });
            let mirrored: Vec<f64> = values.iter().rev().map(|x| -x).collect();
            let upper = from_below(&mirrored, count).map(|cut| Limit::Range { low: *low, high: Some(-cut) });
            lower.into_iter().chain(upper).map(keep).collect()
        }
        Limit::Members(members) => {
            let without = |category: usize| {
                let mut fewer = members.clone();
                fewer[category] = false;
                let kept: Vec<usize> =
                    rows.iter().copied().filter(|&row| points[row][input] as usize != category).collect();
                (Limit::Members(fewer), kept)
            };
            let present = (0..members.len()).filter(|category| members[*category]).map(without);
            present.filter(|(_, kept)| !kept.is_empty() && kept.len() < rows.len()).collect()
        }
    }
}

fn sorted(points: &[Vec<f64>], rows: &[usize], input: usize) -> Vec<f64> {
    crate::statistics::sorted(&rows.iter().map(|&row| points[row][input]).collect::<Vec<_>>())
}

/// The cut below which about `count` of the sorted values lie, with one side not empty; `None` of equal values.
fn from_below(values: &[f64], count: usize) -> Option<f64> {
    let kept = *values.get(count)?;
    let first = values.partition_point(|x| *x < kept);
    let first = if first == 0 { values.partition_point(|x| *x <= kept) } else { first };
    (first < values.len()).then(|| midway(values[first - 1], values[first]))
}

/// Midway between two values, and never the lower one itself, which a bound must leave out.
fn midway(below: f64, above: f64) -> f64 {
    let middle = below + 0.5 * (above - below);
    if middle > below { middle } else { above }
}

/// Wider bounds of one input, among the points that the box holds without a bound of it: `width` more points at one end,
/// or one more category.
pub fn pastes(points: &[Vec<f64>], slab: &[usize], input: usize, limit: &Limit, width: usize) -> Vec<Limit> {
    match limit {
        Limit::Range { low, high } => {
            let values = sorted(points, slab, input);
            let below = low.map(|low| Limit::Range { low: further(&values, low, width), high: *high });
            let mirrored: Vec<f64> = values.iter().rev().map(|x| -x).collect();
            let above = high.map(|high| Limit::Range {
                low: *low,
                high: further(&mirrored, -high, width).map(|cut| -cut),
            });
            below.into_iter().chain(above).collect()
        }
        Limit::Members(members) => {
            let with = |category: usize| {
                let mut more = members.clone();
                more[category] = true;
                Limit::Members(more)
            };
            (0..members.len()).filter(|category| !members[*category]).map(with).collect()
        }
    }
}

/// The lower bound that holds `width` more of the sorted values; `None` where nothing would be left out.
fn further(values: &[f64], low: f64, width: usize) -> Option<f64> {
    let first = values.partition_point(|x| *x < low);
    let kept = *values.get(first.checked_sub(width)?)?;
    let first = values.partition_point(|x| *x < kept);
    (first > 0).then(|| midway(values[first - 1], values[first]))
}
