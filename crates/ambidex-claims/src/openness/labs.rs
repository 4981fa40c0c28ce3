//! Labs that are run with open and with closed weights, by rank.

use crate::effect::{Effect, Matrix, Means, pooled};
use crate::openness::found::Policies;

/// The last rank.
pub const BEHIND: usize = 2;
/// Share of its worlds in which a lab has to be behind, and not behind, to be compared with itself.
const LEAST_SHARE: f64 = 0.1;

/// A lab in one sample: its rank in every world, and what closing adds.
pub struct Lab {
    /// Rank before the choice, from 0.
    pub rank: Matrix,
    /// What closing adds.
    pub closing: Matrix,
}

impl Lab {
    /// What closing adds at some ranks, nothing elsewhere.
    pub fn at(&self, holds: impl Fn(usize) -> bool) -> Matrix {
        let ranks = self.rank.values();
        self.closing.only(|i| ranks[i].is_finite() && holds(ranks[i] as usize))
    }
}

/// Labs by sample.
pub type Labs = Vec<Vec<Lab>>;

/// One table a sample: the mean over labs, world by world.
pub fn averaged(labs: &Labs, of: impl Fn(&Lab) -> Matrix) -> Vec<Matrix> {
    let tables = labs.iter().map(|sample| sample.iter().map(&of).collect::<Vec<_>>());
    tables.filter_map(|tables| Matrix::average(&tables)).collect()
}

/// Closing where a lab is behind minus closing where the same lab is not, a sample; over labs that are often enough both.
pub fn behind_minus_not(labs: &Labs) -> Vec<Means> {
    let places = 0..labs.first().map_or(0, Vec::len);
    let is_both = |place: &usize| {
        let n = |behind: bool| -> usize {
            labs.iter().map(|sample| sample[*place].at(|rank| (rank == BEHIND) == behind).n()).sum()
        };
        let (behind, not) = (n(true), n(false));
        behind.min(not) as f64 >= LEAST_SHARE * (behind + not) as f64
    };
    let places: Vec<usize> = places.filter(is_both).collect();
    let within =
        |lab: &Lab| lab.at(|rank| rank == BEHIND).means().minus(&lab.at(|rank| rank < BEHIND).means());
    let samples =
        labs.iter().map(|sample| places.iter().map(|&place| within(&sample[place])).collect::<Vec<_>>());
    samples.filter_map(|labs| Means::average(&labs)).collect()
}

pub fn policies(labs: &Labs) -> Option<Policies> {
    let chosen = |weights: [f64; 2]| {
        let of = |lab: &Lab| {
            let ranks = lab.rank.values();
            let weight = |i: usize| weights[usize::from(ranks[i] as usize == BEHIND)];
            let values = lab.closing.values().iter().enumerate();
            Matrix::new(lab.closing.worlds(), values.map(|(i, x)| weight(i) * x).collect())
        };
        pooled(&averaged(labs, of)).map(Effect::rounded)
    };
    Some(Policies {
        closed: chosen([1.0, 1.0])?,
        closes_when_behind: chosen([0.0, 1.0])?,
        closes_when_not_behind: chosen([1.0, 0.0])?,
        behind_minus_placebo: chosen([-1.0, 1.0])?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RANK: [f64; 8] = [0.0, 2.0, 2.0, 1.0, 2.0, 0.0, 1.0, 2.0];

    fn lab(closing: impl Fn(usize) -> f64) -> Lab {
        let closing = Matrix::new(2, (0..RANK.len()).map(closing).collect());
        Lab { rank: Matrix::new(2, RANK.to_vec()), closing }
    }

    /// Closing brings 3 when behind and -1 else: 4 apart; by the shares of ranks, 1.5 and -.5 as policies.
    #[test]
    fn ranks_and_policies_follow_from_one_pair_of_arms() {
        let labs = vec![vec![lab(|i| if RANK[i] == 2.0 { 3.0 } else { -1.0 })]];
        let apart = crate::effect::pooled_means(&behind_minus_not(&labs)).unwrap();
        assert_eq!((apart.low, apart.mean, apart.high), (4.0, 4.0, 4.0));
        let policies = policies(&labs).unwrap();
        assert_eq!(policies.closed.mean, 1.0);
        assert_eq!(policies.closes_when_behind.mean, 1.5);
        assert_eq!(policies.closes_when_not_behind.mean, -0.5);
        assert_eq!(policies.behind_minus_placebo.mean, 2.0);
    }

    /// A lab with an advantage wherever it stands says nothing about rank, however often it is behind.
    #[test]
    fn what_labs_differ_in_is_not_taken_for_rank() {
        let always = |rank: f64, value: f64| Lab {
            rank: Matrix::new(2, vec![rank; 8]),
            closing: Matrix::new(2, vec![value; 8]),
        };
        let labs = vec![vec![always(2.0, 9.0), always(0.0, -9.0), lab(|_| 1.0)]];
        let apart = crate::effect::pooled_means(&behind_minus_not(&labs)).unwrap();
        assert_eq!((apart.low, apart.mean, apart.high), (0.0, 0.0, 0.0));
        let alone = vec![vec![always(2.0, 9.0), always(0.0, -9.0)]];
        assert_eq!(crate::effect::pooled_means(&behind_minus_not(&alone)), None);
    }
}
