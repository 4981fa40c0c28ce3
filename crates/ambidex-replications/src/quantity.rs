//! A known number beside ours, and when the two agree.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

/// How a number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// A closed form or an enumeration.
    Exact,
    /// A run without randomness, of another program.
    Deterministic,
    /// Measured with another person's program, published with it.
    Independent,
    /// Measured with a second program of our own, written from the same description.
    SecondProgram,
    /// Read off a published figure, by somebody's eye.
    ReadOff,
    /// From memory; shown, never judged.
    Memory,
}

/// A number with its standard error; none where it has no sampling error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Value.
    pub value: f64,
    /// Standard error; `None` where it is exact, or where nobody wrote it down.
    pub se: Option<f64>,
}

impl Estimate {
    /// A number without sampling error.
    pub const fn exact(value: f64) -> Self {
        Self { value, se: None }
    }

    /// A mean with its standard error.
    pub const fn measured(value: f64, se: f64) -> Self {
        Self { value, se: Some(se) }
    }
}

/// One known number and ours.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quantity {
    /// Figure or table of the paper, or another heading under which it is shown.
    pub figure: String,
    /// What is measured, with its unit in square brackets.
    pub name: String,
    /// Where: the line of the figure it belongs to, e.g. `p2 = 0.5`.
    pub line: String,
    /// Place on the figure's axis: name and value; none where it is no point of a curve.
    pub x: Option<(&'static str, f64)>,
    /// How theirs is known.
    pub known: Known,
    /// Where theirs comes from.
    pub source: String,
    /// The known number.
    pub theirs: Estimate,
    /// Ours.
    pub ours: Estimate,
    /// For numbers without sampling error on either side: by how much they may differ, from the digits that were
    /// written down or the arithmetic that was done; half a unit in the last place, say.
    pub rounding: f64,
}

/// What is made of a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Equal, to the digits that were written down.
    Equal,
    /// Within sampling error.
    Agrees,
    /// Beyond it.
    Misses,
    /// Shown and not judged: from memory, read off a figure, or without a known error.
    Shown,
}

/// Quantities judged together, and the level of the judgement.
#[derive(Clone, Debug, Serialize)]
pub struct Judgement {
    /// Largest |z| that passes: two-sided, [`LEVEL`] shared among the quantities that are judged by z.
    pub critical: f64,
    /// For each quantity, z (none where there is no sampling error) and the verdict.
    pub verdicts: Vec<(Option<f64>, Verdict)>,
}

/// Chance that a table without any fault shows a miss.
pub const LEVEL: f64 = 0.01;

/// Judges the quantities of one model together (Bonferroni: the level is shared).
pub fn judge(quantities: &[Quantity]) -> Judgement {
    let judged = quantities.iter().filter(|q| q.is_judged() && q.z().is_some()).count();
    let critical = critical(judged);
    let verdicts = quantities.iter().map(|q| (q.z(), q.verdict(critical))).collect();
    Judgement { critical, verdicts }
}

/// Two-sided critical |z| for `n` quantities at [`LEVEL`] together.
fn critical(n: usize) -> f64 {
    let normal = Normal::new(0.0, 1.0).expect("the standard normal");
    normal.inverse_cdf(1.0 - LEVEL / (2.0 * n.max(1) as f64))
}

impl Quantity {
    /// Whether it is judged at all.
    pub fn is_judged(&self) -> bool {
        match self.known {
            Known::Exact | Known::Deterministic => true,
            Known::Independent | Known::SecondProgram => self.theirs.se.is_some(),
            Known::ReadOff | Known::Memory => false,
        }
    }

    /// Whether a miss makes the replication fail: a number that nobody of us made.
    pub fn is_binding(&self) -> bool {
        self.is_judged() && self.known != Known::SecondProgram
    }

    /// Difference in standard errors; none where neither side has a sampling error.
    pub fn z(&self) -> Option<f64> {
        let variance = |e: Estimate| e.se.map_or(0.0, |se| se * se);
        let se = (variance(self.theirs) + variance(self.ours)).sqrt();
        (se > 0.0).then(|| (self.ours.value - self.theirs.value) / se)
    }

    fn verdict(&self, critical: f64) -> Verdict {
        let difference = (self.ours.value - self.theirs.value).abs();
        let close = difference <= self.rounding;
        match self.z() {
            _ if !self.is_judged() => Verdict::Shown,
            None if close => Verdict::Equal,
            Some(z) if close || z.abs() <= critical => Verdict::Agrees,
            _ => Verdict::Misses,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(known: Known, theirs: Estimate, ours: Estimate) -> Quantity {
        let (figure, name, line, source) = Default::default();
        Quantity { figure, name, line, x: None, known, source, theirs, ours, rounding: 1e-12 }
    }

    #[test]
    fn one_quantity_has_the_textbook_point() {
        assert!((critical(1) - 2.575_829).abs() < 1e-5);
        assert!(critical(100) > critical(10));
    }

    #[test]
    fn verdicts_follow_from_how_a_number_is_known() {
        let far = Estimate::measured(2.0, 0.1);
        let near = Estimate::measured(1.05, 0.1);
        let one = Estimate::exact(1.0);
        let of = |q: Quantity| judge(&[q]).verdicts[0].1;
        assert_eq!(of(quantity(Known::Exact, one, near)), Verdict::Agrees);
        assert_eq!(of(quantity(Known::Exact, one, far)), Verdict::Misses);
        assert_eq!(of(quantity(Known::Exact, one, Estimate::exact(1.0 + 1e-13))), Verdict::Equal);
        assert_eq!(of(quantity(Known::Deterministic, one, Estimate::exact(1.1))), Verdict::Misses);
        assert_eq!(of(quantity(Known::Memory, one, far)), Verdict::Shown);
        assert_eq!(of(quantity(Known::Independent, one, far)), Verdict::Shown);
        assert_eq!(of(quantity(Known::Independent, near, far)), Verdict::Misses);
        assert!(!quantity(Known::SecondProgram, near, far).is_binding());
    }
}
