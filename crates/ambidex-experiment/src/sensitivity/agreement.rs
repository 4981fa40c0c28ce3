//! Whether two seeds rank the inputs alike.

use serde::Serialize;

use super::ranks::FIRST;
use super::{Found, Ranked};

/// How alike the first ranks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The same inputs in the same order.
    SameOrder,
    /// The same inputs, in another order that the intervals of the ranks allow.
    SameInputs,
    /// Other inputs or another order, and the intervals of all their ranks meet.
    Tied,
    /// The intervals of the ranks of some input do not meet.
    Apart,
}

/// Two seeds side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Outcome.
    pub outcome: String,
    /// Seeds' first inputs, the most important first.
    pub first: [Vec<String>; 2],
    /// How many of them are among the first by both.
    pub common: usize,
    /// Inputs among the first by either of which the intervals of the ranks do not meet.
    pub apart: Vec<String>,
    /// How alike they are.
    pub verdict: Verdict,
    /// Spearman's correlation of the ranks of all inputs.
    pub correlation: f64,
}

impl Agreement {
    /// Holds the ranks of one seed against those of another.
    pub fn of(one: &Found, other: &Found) -> Self {
        let first = [one, other].map(|found| paths(&found.ranking).take(FIRST).collect::<Vec<_>>());
        let common = first[0].iter().filter(|path| first[1].contains(path)).count();
        let mut either: Vec<&str> = first.concat();
        either.sort_unstable();
        either.dedup();
        let meet = |path: &&str| match (ranked(one, path), ranked(other, path)) {
            (Some(one), Some(other)) => one.ranks.0 <= other.ranks.1 && other.ranks.0 <= one.ranks.1,
            _ => false,
        };
        let apart: Vec<String> = either.into_iter().filter(|path| !meet(path)).map(str::to_owned).collect();
        let verdict = match (first[0] == first[1], apart.is_empty()) {
            (true, _) => Verdict::SameOrder,
            (false, false) => Verdict::Apart,
            (false, true) if common == first[0].len() => Verdict::SameInputs,
            (false, true) => Verdict::Tied,
        };
        let first = first.map(|paths| paths.into_iter().map(str::to_owned).collect());
        let correlation = correlation(one, other);
        Self { outcome: one.outcome.clone(), first, common, apart, verdict, correlation }
    }

    /// In a sentence.
    pub fn text(&self) -> String {
        let (all, common) = (self.first[0].len(), self.common);
        let word = match self.verdict {
            Verdict::SameOrder => "the same inputs in the same order".to_owned(),
            Verdict::SameInputs => "the same inputs, some of them tied and in another order".to_owned(),
            Verdict::Tied => {
                format!("{common} of them the same, the others tied: the intervals of their ranks meet")
            }
            Verdict::Apart => {
                format!("{common} of them the same; the ranks of {} do not meet", self.apart.join(", "))
            }
        };
        format!(
            "first {all} by the two seeds: {word}; rank correlation of all inputs {:.2}\n",
            self.correlation
        )
    }
}

fn paths(ranking: &[Ranked]) -> impl Iterator<Item = &str> {
    ranking.iter().map(|ranked| ranked.path.as_str())
}

fn ranked<'f>(found: &'f Found, path: &str) -> Option<&'f Ranked> {
    found.ranking.iter().find(|ranked| ranked.path == path)
}

/// Spearman's correlation of the ranks; NaN of fewer than two inputs.
fn correlation(one: &Found, other: &Found) -> f64 {
    let n = one.ranking.len() as f64;
    let square = |input: &Ranked| {
        let place = ranked(other, &input.path).map_or(f64::NAN, |found| found.rank as f64);
        (place - input.rank as f64) * (place - input.rank as f64)
    };
    1.0 - 6.0 * one.ranking.iter().map(square).sum::<f64>() / (n * (n * n - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(inputs: &[(&str, (usize, usize))]) -> Found {
        let ranking = inputs.iter().enumerate().map(|(i, (path, ranks))| Ranked {
            rank: i + 1,
            ranks: *ranks,
            path: (*path).to_owned(),
            measures: Vec::new(),
        });
        Found {
            outcome: "y".to_owned(),
            unit: String::new(),
            used: 0,
            left_out: 0,
            mean: 0.0,
            mean_interval: (0.0, 0.0),
            sd: 0.0,
            noise_share: None,
            noise_share_of_means: None,
            ranked_by: "",
            ranking: ranking.collect(),
            more: Vec::new(),
            pairs: Vec::new(),
            warnings: Vec::new(),
        }
    }

    const ONE: [(&str, (usize, usize)); 6] =
        [("a", (1, 1)), ("b", (2, 3)), ("c", (2, 3)), ("d", (4, 4)), ("e", (5, 6)), ("f", (5, 6))];

    #[test]
    fn verdicts() {
        let of = |order: [usize; 6], wide: bool| {
            let span = |(i, input): (usize, usize)| {
                let (path, (best, worst)) = ONE[input];
                (path, if wide { (best, worst) } else { (i + 1, i + 1) })
            };
            let other: Vec<_> = order.into_iter().enumerate().map(span).collect();
            Agreement::of(&found(&ONE), &found(&other))
        };
        assert_eq!(of([0, 1, 2, 3, 4, 5], true).verdict, Verdict::SameOrder);
        assert_eq!(of([0, 2, 1, 3, 4, 5], true).verdict, Verdict::SameInputs);
        assert_eq!(of([0, 1, 2, 3, 5, 4], true).verdict, Verdict::Tied);
        let apart = of([1, 0, 2, 3, 5, 4], false);
        assert_eq!((apart.verdict, apart.common), (Verdict::Apart, 4));
        assert_eq!(apart.apart, ["a", "b"]);
        // Two neighbours exchanged twice: 1 - 6 * 4 / (6 * 35).
        assert!((apart.correlation - (1.0 - 24.0 / 210.0)).abs() < 1e-12);
    }
}
