//! Full factorial grids.

/// Where in the unit interval the levels lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// From 0 to 1: level i of n at i / (n - 1), one level at 1/2.
    Ends,
    /// Centres of equal cells: (i + 1/2) / n; what whole numbers and choices need.
    Centres,
}

/// Place of a level in the unit interval.
pub fn position(level: usize, levels: usize, spacing: Spacing) -> f64 {
    match spacing {
        Spacing::Ends if levels > 1 => level as f64 / (levels as f64 - 1.0),
        Spacing::Ends => 0.5,
        Spacing::Centres => (level as f64 + 0.5) / levels as f64,
    }
}

/// Number of points of a grid; `None` where it does not fit into the machine's word.
pub fn size(levels: &[usize]) -> Option<usize> {
    levels.iter().try_fold(1_usize, |product, n| product.checked_mul(*n))
}

/// Levels at point `index` of a grid; the last input varies fastest.
pub fn point(mut index: usize, levels: &[usize]) -> Vec<usize> {
    let mut found = vec![0; levels.len()];
    for (slot, n) in found.iter_mut().zip(levels).rev() {
        *slot = index % n;
        index /= n;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_once_the_last_fastest() {
        let levels = [2, 3];
        let all: Vec<Vec<usize>> = (0..size(&levels).unwrap()).map(|i| point(i, &levels)).collect();
        assert_eq!(all, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
        assert_eq!(size(&[usize::MAX, 2]), None);
    }

    #[test]
    fn places_of_levels() {
        assert_eq!([0, 1, 2].map(|i| position(i, 3, Spacing::Ends)), [0.0, 0.5, 1.0]);
        assert_eq!([0, 1].map(|i| position(i, 2, Spacing::Centres)), [0.25, 0.75]);
        assert_eq!(position(0, 1, Spacing::Ends), 0.5);
    }
}
