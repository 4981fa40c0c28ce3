//! Parameters, declared once: help, schema, documentation and checks all come from one [`ParameterSpec`].

use std::fmt;
use std::ops::RangeInclusive;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "reference")]
pub enum Source {
    /// Published: author, year, place.
    Published(&'static str),
    /// Chosen by us; the text says why.
    Assumption(&'static str),
    /// Fitted to data; the text says to which.
    Calibrated(&'static str),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Published(text) => write!(f, "{text}"),
            Self::Assumption(text) => write!(f, "assumption: {text}"),
            Self::Calibrated(text) => write!(f, "calibrated: {text}"),
        }
    }
}

/// One parameter of a model or mechanism.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct ParameterSpec {
    /// Name in files and on the command line.
    pub name: &'static str,
    /// Symbol in the equations.
    pub symbol: &'static str,
    /// Unit; `1` for a pure number.
    pub unit: &'static str,
    /// Smallest value allowed.
    pub low: f64,
    /// Largest value allowed.
    pub high: f64,
    /// Range that is plausible, over which verdicts are varied.
    pub plausible: (f64, f64),
    /// Value unless said otherwise.
    pub default: f64,
    /// Whether only whole numbers make sense.
    pub whole: bool,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// Where the default comes from.
    pub source: Source,
}

impl ParameterSpec {
    /// Checks a value against range and kind; the problem names the parameter by `path`.
    pub fn check(&self, path: &str, value: f64) -> Result<(), Problem> {
        let inside = value.is_finite() && (self.low..=self.high).contains(&value);
        if inside && (!self.whole || value.fract() == 0.0) {
            return Ok(());
        }
        let kind = if self.whole { "a whole number" } else { "a number" };
        Err(Problem {
            path: path.to_owned(),
            found: value.to_string(),
            expected: format!("{kind} from {} to {} [{}]", self.low, self.high, self.unit),
            remedy: format!("the default is {}", self.default),
        })
    }

    /// Allowed range.
    pub fn range(&self) -> RangeInclusive<f64> {
        self.low..=self.high
    }
}

/// Something wrong with an input: where, what was found, what was expected, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path} = {found}: expected {expected}; {remedy}")]
pub struct Problem {
    /// Path of the value, e.g. `lab[2].unit[0].head_count`.
    pub path: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub remedy: String,
}

/// The known name nearest to `name`, where one is near enough to be meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len().min(name.len()) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A set of parameters that can be read and written by name.
pub trait Parameters: Default + Clone {
    /// Declarations, in order.
    const SPECS: &'static [ParameterSpec];
    /// Value of a parameter.
    fn get(&self, name: &str) -> Option<f64>;
    /// Writes a parameter after checking it.
    fn set(&mut self, name: &str, value: f64) -> Result<(), Problem>;
}

/// Declares a set of parameters: the struct, its defaults and its [`ParameterSpec`]s, from one list.
///
/// Each line reads: name (symbol, unit) = default in allowed range, plausible range; meaning; source.
#[macro_export]
macro_rules! parameters {
    (@whole whole) => { true };
    (@whole) => { false };
    (
        $(#[$meta:meta])*
        pub struct $set:ident {
            $( $name:ident ($symbol:literal, $unit:literal $(, $whole:ident)?) = $default:literal
               in $low:literal ..= $high:literal, plausible $plow:literal ..= $phigh:literal;
               $meaning:literal; $source:ident($reference:literal); )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $set {
            $(
                #[doc = concat!($meaning, " [", $unit, "], symbol ", $symbol, ", default ", stringify!($default), ".")]
                pub $name: f64,
            )*
        }

        impl Default for $set {
            fn default() -> Self {
                Self { $( $name: $default as f64, )* }
            }
        }

        impl $crate::parameters::Parameters for $set {
            const SPECS: &'static [$crate::ParameterSpec] = &[
                $( $crate::ParameterSpec {
                    name: stringify!($name),
                    symbol: $symbol,
                    unit: $unit,
                    low: $low as f64,
                    high: $high as f64,
                    plausible: ($plow as f64, $phigh as f64),
                    default: $default as f64,
                    whole: $crate::parameters!(@whole $($whole)?),
                    meaning: $meaning,
                    source: $crate::Source::$source($reference),
                }, )*
            ];

            fn get(&self, name: &str) -> Option<f64> {
                match name {
                    $( stringify!($name) => Some(self.$name), )*
                    _ => None,
                }
            }

            fn set(&mut self, name: &str, value: f64) -> Result<(), $crate::Problem> {
                let spec = $crate::parameters::find(Self::SPECS, name)?;
                spec.check(name, value)?;
                match name {
                    $( stringify!($name) => self.$name = value, )*
                    _ => {}
                }
                Ok(())
            }
        }
    };
}

/// The declaration of a parameter by name; the problem names the nearest known one.
pub fn find(specs: &'static [ParameterSpec], name: &str) -> Result<&'static ParameterSpec, Problem> {
    specs.iter().find(|spec| spec.name == name).ok_or_else(|| {
        let known = specs.iter().map(|spec| spec.name);
        Problem {
            path: name.to_owned(),
            found: "an unknown parameter".to_owned(),
            expected: format!("one of {}", known.clone().collect::<Vec<_>>().join(", ")),
            remedy: nearest(name, known).map_or_else(
                || "see `ambidex describe`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    parameters! {
        /// A set for the tests.
        pub struct Toy {
            socialization ("p1", "1") = 0.1 in 0.0..=1.0, plausible 0.1..=0.9;
                "Chance to adopt the code's belief"; Published("March 1991");
            individuals ("N", "persons", whole) = 50 in 1..=100000, plausible 10..=200;
                "Number of individuals"; Published("March 1991");
        }
    }

    #[test]
    fn specs_hold_what_was_declared() {
        assert_eq!(Toy::default().socialization, 0.1);
        assert_eq!(Toy::SPECS[1].symbol, "N");
        assert!(Toy::SPECS[1].whole && !Toy::SPECS[0].whole);
        for spec in Toy::SPECS {
            assert!(spec.check(spec.name, spec.default).is_ok());
        }
    }

    #[test]
    fn problems_say_where_what_and_what_to_do() {
        let mut toy = Toy::default();
        let problem = toy.set("socialization", 1.3).expect_err("above 1").to_string();
        assert!(problem.contains("socialization = 1.3") && problem.contains("from 0 to 1"), "{problem}");
        assert!(toy.set("individuals", 2.5).is_err());
        let unknown = toy.set("socialisation", 0.2).expect_err("unknown").to_string();
        assert!(unknown.contains("`socialization`"), "{unknown}");
        assert_eq!(toy, Toy::default());
    }

    #[test]
    fn nearest_does_not_guess_wildly() {
        assert_eq!(nearest("turnovr", ["turnover", "turbulence"]), Some("turnover"));
        assert_eq!(nearest("zebra", ["turnover", "turbulence"]), None);
    }
}
