//! Acceptance by structures of fallible judges: closed forms, exact recursions, and quadrature where judges share an
//! error.

use ambidex_core::maths::{exp, ln, normal_density, normal_distribution, sqrt};

use crate::normal::normal_quantile;

/// How judges are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// Everybody must accept.
    Hierarchy,
    /// One acceptance suffices.
    Polyarchy,
    /// So many acceptances suffice.
    Committee(usize),
    /// Every one of the groups must accept; a group of so many accepts if one of it does.
    HierarchyOfPolyarchies(usize),
    /// One of the groups suffices; a group of so many accepts if all of it do.
    PolyarchyOfHierarchies(usize),
}

impl Structure {
    /// Whether these verdicts accept.
    pub fn accepts(self, verdicts: &[bool]) -> bool {
        let all = |group: &[bool]| group.iter().all(|&yes| yes);
        let any = |group: &[bool]| group.iter().any(|&yes| yes);
        match self {
            Self::Hierarchy => all(verdicts),
            Self::Polyarchy => any(verdicts),
            Self::Committee(quorum) => verdicts.iter().filter(|&&yes| yes).count() >= quorum,
            Self::HierarchyOfPolyarchies(size) => verdicts.chunks(size).all(any),
            Self::PolyarchyOfHierarchies(size) => verdicts.chunks(size).any(all),
        }
    }

    /// Chance that judges accept who do so independently, each with their own chance.
    pub fn acceptance(self, judges: &[f64]) -> f64 {
        let all = |group: &[f64]| group.iter().product::<f64>();
        let any = |group: &[f64]| 1.0 - group.iter().map(|p| 1.0 - p).product::<f64>();
        match self {
            Self::Hierarchy => all(judges),
            Self::Polyarchy => any(judges),
            Self::Committee(quorum) => at_least(judges, quorum),
            Self::HierarchyOfPolyarchies(size) => judges.chunks(size).map(any).product(),
            Self::PolyarchyOfHierarchies(size) => {
                1.0 - judges.chunks(size).map(|group| 1.0 - all(group)).product::<f64>()
            }
        }
    }

    /// The same where the judges' errors have correlation `rho` (0 <= rho < 1): judge i accepts if
    /// sqrt(rho) F + sqrt(1 - rho) e_i <= q_i with F, e_i standard normal and q_i the normal quantile of p_i, so that
    /// each accepts with p_i alone, and independently given F. The mean over F is a trapezoidal sum, which converges
    /// exponentially for an integrand of this kind; `finer` divides its step.
    pub fn acceptance_correlated(self, judges: &[f64], rho: f64, finer: u32) -> f64 {
        if rho == 0.0 {
            return self.acceptance(judges);
        }
        const REACH: f64 = 9.0;
        let steepness = sqrt(rho / (1.0 - rho));
        let step = 0.5 / (1.0 + steepness * sqrt(judges.len() as f64)) / f64::from(finer);
        let quantiles: Vec<f64> = judges.iter().map(|&p| normal_quantile(p)).collect();
        let mut given = vec![0.0; judges.len()];
        let nodes = (REACH / step) as i64;
        let (mut sum, mut weights) = (0.0, 0.0);
        for node in -nodes..=nodes {
            let common = node as f64 * step;
            for (p, q) in given.iter_mut().zip(&quantiles) {
                *p = normal_distribution((q - sqrt(rho) * common) / sqrt(1.0 - rho));
            }
            let weight = normal_density(common);
            sum += weight * self.acceptance(&given);
            weights += weight;
        }
        sum / weights
    }
}

/// P(at least `quorum` of independent events with these chances): the Poisson binomial law, one event after another, up
/// to the quorum.
pub fn at_least(chances: &[f64], quorum: usize) -> f64 {
    let Some(last) = quorum.checked_sub(1) else { return 1.0 };
    let mut law = vec![0.0; quorum];
    law[0] = 1.0;
    let mut reached = 0.0;
    for p in chances {
        reached += law[last] * p;
        for count in (0..quorum).rev() {
            let below = if count > 0 { law[count - 1] } else { 0.0 };
            law[count] = law[count] * (1.0 - p) + below * p;
        }
    }
    reached
}

/// Chances of `n` judges around `p`: their log odds are spread evenly over +-`spread` around those of `p`.
pub fn judges(n: usize, p: f64, spread: f64) -> Vec<f64> {
    if spread == 0.0 || n == 1 || p <= 0.0 || p >= 1.0 {
        return vec![p; n];
    }
    let odds = ln(p / (1.0 - p));
    let place = |i: usize| 2.0 * i as f64 / (n as f64 - 1.0) - 1.0;
    (0..n).map(|i| 1.0 / (1.0 + exp(-(odds + spread * place(i))))).collect()
}

/// Expected profit: a z_good f(p_good) + (1 - a) z_bad f(p_bad), `good` and `bad` being the chances of acceptance.
pub fn expected_profit(share_good: f64, payoff_good: f64, payoff_bad: f64, good: f64, bad: f64) -> f64 {
    share_good * payoff_good * good + (1.0 - share_good) * payoff_bad * bad
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambidex_core::streams::{Purpose, Streams};

    const ALL: [Structure; 5] = [
        Structure::Hierarchy,
        Structure::Polyarchy,
        Structure::Committee(3),
        Structure::HierarchyOfPolyarchies(2),
        Structure::PolyarchyOfHierarchies(3),
    ];

    /// Every jury of up to nine unequal judges, verdict by verdict.
    #[test]
    fn enumeration_of_all_verdicts() {
        for n in 3..=9_usize {
            let chances: Vec<f64> = (0..n).map(|i| 0.05 + 0.9 * ((i * 7 + 3) % 10) as f64 / 10.0).collect();
            for structure in ALL {
                let mut sum = 0.0;
                for code in 0..1_u32 << n {
                    let verdicts: Vec<bool> = (0..n).map(|i| code >> i & 1 == 1).collect();
                    let chance: f64 =
                        verdicts.iter().zip(&chances).map(|(&y, p)| if y { *p } else { 1.0 - p }).product();
                    sum += if structure.accepts(&verdicts) { chance } else { 0.0 };
                }
                assert!((sum - structure.acceptance(&chances)).abs() < 1e-14, "{structure:?}, n = {n}");
            }
        }
    }

    /// A hierarchy rejects what a polyarchy of judges with the opposite chances accepts; quorum k of n likewise.
    #[test]
    fn duality() {
        for p in [0.1, 0.37, 0.8] {
            let (yes, no) =
                (judges(6, p, 1.3), judges(6, p, 1.3).iter().map(|q| 1.0 - q).collect::<Vec<_>>());
            let pairs = [
                (Structure::Hierarchy, Structure::Polyarchy),
                (Structure::Committee(2), Structure::Committee(5)),
                (Structure::HierarchyOfPolyarchies(2), Structure::PolyarchyOfHierarchies(2)),
            ];
            for (one, other) in pairs {
                assert!((one.acceptance(&yes) + other.acceptance(&no) - 1.0).abs() < 1e-14);
                let correlated =
                    one.acceptance_correlated(&yes, 0.4, 1) + other.acceptance_correlated(&no, 0.4, 1);
                assert!((correlated - 1.0).abs() < 1e-13);
            }
        }
    }

    /// Two judges at p = 1/2: P(both accept) = 1/4 + arcsin(rho) / (2 pi) (Sheppard 1899).
    #[test]
    fn two_correlated_judges_have_a_closed_form() {
        for rho in [0.05, 0.3, 0.5, 0.9, 0.99] {
            let both = Structure::Hierarchy.acceptance_correlated(&[0.5, 0.5], rho, 1);
            let exact = 0.25 + libm_asin(rho) / core::f64::consts::TAU;
            assert!((both - exact).abs() < 1e-13, "{rho}: {both} against {exact}");
        }
    }

    /// arcsin by Newton's method on the sine.
    fn libm_asin(y: f64) -> f64 {
        (0..60).fold(y, |x, _| x - (x.sin() - y) / x.cos())
    }

    /// A finer grid changes nothing, and one judge accepts as if alone.
    #[test]
    fn quadrature_has_converged() {
        for (n, rho) in [(1, 0.7), (5, 0.2), (25, 0.6), (9, 0.95), (60, 0.99), (301, 0.9)] {
            for structure in ALL {
                let group = judges(n, 0.6, 0.5);
                let (coarse, fine) = (
                    structure.acceptance_correlated(&group, rho, 1),
                    structure.acceptance_correlated(&group, rho, 3),
                );
                assert!(
                    (coarse - fine).abs() < 1e-12,
                    "{structure:?} n={n} rho={rho}: {coarse} against {fine}"
                );
            }
        }
        let alone = Structure::Hierarchy.acceptance_correlated(&[0.23], 0.8, 1);
        assert!((alone - 0.23).abs() < 1e-13);
    }

    /// Juries drawn with a common error: within 4.5 standard errors (two-sided level 7e-6 each, 10 comparisons).
    #[test]
    fn monte_carlo_agrees() {
        let group = judges(6, 0.55, 0.8);
        let n = 40_000_u32;
        let stream = Streams::new(7, 0).stream(Purpose("test.juries"));
        for rho in [0.25, 0.7] {
            for structure in ALL {
                let accepted = (0..n)
                    .filter(|&jury| {
                        let mut draws = stream.draws(u64::from(jury), 0);
                        let common = sqrt(rho) * draws.normal();
                        let verdict =
                            |p: &f64| common + sqrt(1.0 - rho) * draws.normal() <= normal_quantile(*p);
                        structure.accepts(&group.iter().map(verdict).collect::<Vec<_>>())
                    })
                    .count();
                let exact = structure.acceptance_correlated(&group, rho, 1);
                let se = sqrt(exact * (1.0 - exact) / f64::from(n));
                assert!((accepted as f64 / f64::from(n) - exact).abs() < 4.5 * se, "{structure:?}");
            }
        }
    }

    /// Condorcet: with p above one half, larger majorities decide better; the symmetric case ties hierarchy and
    /// polyarchy.
    #[test]
    fn known_orders() {
        let majority = |n: usize| Structure::Committee(n / 2 + 1).acceptance(&vec![0.6; n]);
        assert!((1..20).step_by(2).all(|n| majority(n + 2) > majority(n)));
        let profit =
            |s: Structure| expected_profit(0.5, 1.0, -1.0, s.acceptance(&[0.6; 2]), s.acceptance(&[0.4; 2]));
        assert!(
            (profit(Structure::Hierarchy) - 0.1).abs() < 1e-15
                && (profit(Structure::Polyarchy) - 0.1).abs() < 1e-15
        );
    }
}
