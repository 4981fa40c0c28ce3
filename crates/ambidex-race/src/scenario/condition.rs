//! Conditions of rules: comparisons of observables joined by `&&` and `||`, e.g.
//! `gap_points > 10 && weeks_since_release > 26`. `&&` binds tighter; parentheses group.

use std::ops::Range;

use ambidex_core::parameters::nearest;

use crate::record::COLUMNS;

/// A parsed condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// An observable compared with a number.
    Compare {
        /// Index of the observable in [`COLUMNS`].
        column: usize,
        /// Comparison.
        comparison: Comparison,
        /// Number.
        number: f64,
    },
    /// All hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
}

/// Longest signs first, so that `<=` is not read as `<`.
const COMPARISONS: &[(&str, Comparison)] = &[
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("==", Comparison::Equal),
    ("!=", Comparison::Unequal),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];

/// Deepest nesting of parentheses.
const DEEPEST: u32 = 32;

/// What is wrong with a condition, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found {found}, expected {expected}; {remedy}")]
pub struct ConditionError {
    /// Bytes of the condition that are wrong.
    pub span: Range<usize>,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub remedy: String,
}

impl Condition {
    /// Reads a condition.
    pub fn parse(text: &str) -> Result<Self, ConditionError> {
        let mut parser = Parser { text, at: 0, depth: 0 };
        let condition = parser.any()?;
        parser.skip_space();
        if parser.at < text.len() {
            return Err(parser.unexpected("`&&`, `||` or the end of the condition"));
        }
        Ok(condition)
    }

    /// Whether it holds; `value` gives the observable at an index of [`COLUMNS`]. A comparison with a value that is
    /// not a number does not hold.
    pub fn holds(&self, value: impl Fn(usize) -> f64) -> bool {
        self.holds_for(&value)
    }

    fn holds_for(&self, value: &impl Fn(usize) -> f64) -> bool {
        match self {
            Self::Compare { column, comparison, number } => comparison.holds(value(*column), *number),
            Self::All(parts) => parts.iter().all(|part| part.holds_for(value)),
            Self::Any(parts) => parts.iter().any(|part| part.holds_for(value)),
        }
    }
}

impl Comparison {
    fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
            Self::Equal => left == right,
            Self::Unequal => left != right && !left.is_nan(),
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl<'a> Parser<'a> {
    fn any(&mut self) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.all()?];
        while self.take("||") {
            parts.push(self.all()?);
        }
        Ok(joined(parts, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.term()?];
        while self.take("&&") {
            parts.push(self.term()?);
        }
        Ok(joined(parts, Condition::All))
    }

    fn term(&mut self) -> Result<Condition, ConditionError> {
        if !self.take("(") {
            return self.compare();
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.unexpected("fewer than 33 parentheses within each other"));
        }
        let inner = self.any()?;
        if !self.take(")") {
            return Err(self.unexpected("`)`"));
        }
        self.depth -= 1;
        Ok(inner)
    }

    fn compare(&mut self) -> Result<Condition, ConditionError> {
        let column = self.observable()?;
        let sign = COMPARISONS.iter().find(|(sign, _)| self.take(sign));
        let Some(&(_, comparison)) = sign else {
            return Err(self.unexpected("one of `<`, `<=`, `>`, `>=`, `==`, `!=`"));
        };
        Ok(Condition::Compare { column, comparison, number: self.number()? })
    }

    fn observable(&mut self) -> Result<usize, ConditionError> {
        let name = self.word(|c| c.is_ascii_alphanumeric() || c == '_');
        if name.is_empty() {
            return Err(self.unexpected("the name of an observable"));
        }
        let known = COLUMNS.iter().position(|column| column.name == name);
        known.ok_or_else(|| unknown_observable(name, self.at))
    }

    fn number(&mut self) -> Result<f64, ConditionError> {
        let start = self.at;
        let word = self.word(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-'));
        let number = word.parse::<f64>().ok().filter(|number| number.is_finite());
        number.ok_or_else(|| {
            self.at = start;
            self.unexpected("a number")
        })
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        self.skip_space();
        let rest = &self.text[self.at..];
        let word = &rest[..rest.find(|c| !belongs(c)).unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    fn take(&mut self, sign: &str) -> bool {
        self.skip_space();
        let found = self.text[self.at..].starts_with(sign);
        if found {
            self.at += sign.len();
        }
        found
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// The next word, or the next sign, is not what was expected.
    fn unexpected(&mut self, expected: &str) -> ConditionError {
        self.skip_space();
        let rest = &self.text[self.at..];
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let found = if rest.is_empty() { "the end".to_owned() } else { format!("`{}`", &rest[..word]) };
        ConditionError {
            span: self.at..self.at + word,
            found,
            expected: expected.to_owned(),
            remedy: "write comparisons joined by `&&` or `||`, e.g. `gap_points > 10 && fatigue < 0.5`"
                .to_owned(),
        }
    }
}

fn joined(mut parts: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    if parts.len() == 1 { parts.remove(0) } else { join(parts) }
}

fn unknown_observable(name: &str, end: usize) -> ConditionError {
    let known = || COLUMNS.iter().map(|column| column.name.as_ref());
    let remedy = match nearest(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`ambidex describe lab-race` lists them".to_owned(),
    };
    ConditionError {
        span: end - name.len()..end,
        found: format!("the unknown observable `{name}`"),
        expected: "an observable of the lab".to_owned(),
        remedy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn column(name: &str) -> usize {
        COLUMNS.iter().position(|column| column.name == name).unwrap()
    }

    fn holds(text: &str, gap: f64, fatigue: f64) -> bool {
        let value = |index| match index {
            i if i == column("gap_points") => gap,
            i if i == column("fatigue") => fatigue,
            _ => f64::NAN,
        };
        Condition::parse(text).unwrap().holds(value)
    }

    #[test]
    fn every_comparison_against_its_meaning() {
        for left in [-1.0, 0.0, 10.0] {
            assert_eq!(holds("gap_points < 0", left, 0.0), left < 0.0);
            assert_eq!(holds("gap_points<=0", left, 0.0), left <= 0.0);
            assert_eq!(holds("gap_points > 0", left, 0.0), left > 0.0);
            assert_eq!(holds("gap_points >=0", left, 0.0), left >= 0.0);
            assert_eq!(holds("gap_points ==-1", left, 0.0), left == -1.0);
            assert_eq!(holds("gap_points != 1e1", left, 0.0), left != 10.0);
        }
        assert!(!holds("trust != 1", 0.0, 0.0) && !holds("trust == 1", 0.0, 0.0), "not a number never holds");
    }

    #[test]
    fn and_binds_tighter_than_or() {
        for (gap, fatigue) in [(0.0, 0.0), (0.0, 1.0), (20.0, 0.0), (20.0, 1.0)] {
            let (a, b, c) = (gap > 10.0, fatigue > 0.5, gap < 5.0);
            assert_eq!(
                holds("gap_points > 10 && fatigue > .5 || gap_points < 5", gap, fatigue),
                (a && b) || c
            );
            assert_eq!(
                holds("gap_points < 5 || gap_points > 10 && fatigue > .5", gap, fatigue),
                c || (a && b)
            );
            assert_eq!(
                holds("gap_points > 10 && (fatigue > .5 || gap_points < 5)", gap, fatigue),
                a && (b || c)
            );
        }
    }

    #[test]
    fn mistakes_are_named_at_their_place() {
        for (text, place, says) in [
            ("gap_point > 10", "gap_point", "gap_points"),
            ("gap_points ~ 10", "~", "one of `<`"),
            ("gap_points > ten", "ten", "a number"),
            ("gap_points > 1 and fatigue > 0", "and", "`&&`"),
            ("(gap_points > 1", "", "`)`"),
            ("", "", "name of an observable"),
            ("gap_points > NaN", "NaN", "a number"),
        ] {
            let error = Condition::parse(text).expect_err(text);
            assert_eq!(&text[error.span.clone()], place, "{text}");
            assert!(error.to_string().contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(Condition::parse(&"(".repeat(100_000)).is_err());
        let deep = format!("{}gap_points > 1{}", "(".repeat(32), ")".repeat(32));
        assert!(Condition::parse(&deep).is_ok());
    }

    proptest! {
        #[test]
        fn any_text_gives_a_condition_or_a_place_within_it(text in "[a-z_ ()&|<>=!0-9.é-]{0,60}") {
            if let Err(error) = Condition::parse(&text) {
                prop_assert!(text.get(error.span).is_some());
            }
        }
    }
}
