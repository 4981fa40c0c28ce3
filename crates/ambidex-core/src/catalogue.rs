//! What every model of the catalogue declares of itself, and the one erased view by which the command line,
//! experiments, replications and documentation run it.
//!
//! A replicate is a function of (values, seed, number of the replicate) and of nothing else: not of the range it is
//! run in, nor of the thread. Periods and outcomes are numbers in the order of the declared columns.

use std::ops::Range;

use crate::observation::Column;
use crate::parameters::{ParameterSpec, Parameters, Problem, Source, nearest};

/// A model in words and declarations.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct ModelInfo {
    /// Name in files and on the command line, e.g. `march1991`.
    pub name: &'static str,
    /// Title, a line.
    pub title: &'static str,
    /// The question that the model answers.
    pub question: &'static str,
    /// What happens in a period, in order.
    pub schedule: &'static [&'static str],
    /// Equations, a line each.
    pub equations: &'static [&'static str],
    /// Authors, year, title, journal, DOI.
    pub citation: &'static str,
    /// Where the model departs from the paper, and why; which readings of it are switches.
    pub deviations: &'static [&'static str],
    /// What a period is, e.g. `period`, `week`, `year`; empty where nothing happens in time.
    pub period: &'static str,
    /// Numbers that can be set.
    pub numbers: &'static [ParameterSpec],
    /// Words that can be set.
    pub choices: &'static [ChoiceSpec],
    /// Files that can be given.
    pub files: &'static [FileSpec],
    /// Outcomes of a replicate, the primary one first.
    pub outcomes: &'static [Column],
    /// What is recorded a period; empty where nothing is.
    pub series: &'static [Column],
}

/// A parameter whose value is one of some words.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct ChoiceSpec {
    /// Name in files and on the command line.
    pub name: &'static str,
    /// The words and what they mean, the default first.
    pub options: &'static [(&'static str, &'static str)],
    /// What is chosen, in a sentence.
    pub meaning: &'static str,
    /// Where the default comes from.
    pub source: Source,
}

/// A parameter whose value is the text of a file.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct FileSpec {
    /// Name in files and on the command line.
    pub name: &'static str,
    /// What the file holds, with its format.
    pub meaning: &'static str,
}

/// A model of the catalogue.
pub trait Catalogued: Sync {
    /// What it declares of itself.
    fn info(&self) -> &'static ModelInfo;
    /// What is wrong across parameters, each of which is inside its own range; where a run would be too dear, what it
    /// would cost and what to change.
    fn check(&self, _: &Values) -> Vec<Problem> {
        Vec::new()
    }
    /// Periods of a replicate, or the most of them where it may settle earlier; 0 where nothing happens in time.
    fn periods(&self, values: &Values) -> u32;
    /// Runs replicates with checked values and hands on what they gave, in ascending order of replicate.
    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder);
}

/// What a run is handed to.
pub trait Recorder {
    /// Whether [`Recorder::period`] should be called at all.
    fn wants_series(&self) -> bool {
        false
    }
    /// The columns of [`ModelInfo::series`] at the end of a period.
    fn period(&mut self, _replicate: u32, _period: u32, _row: &[f64]) {}
    /// The columns of [`ModelInfo::outcomes`] of a replicate that came to its end; NaN where one does not apply.
    fn outcomes(&mut self, replicate: u32, row: &[f64]);
}

/// Collects outcomes only, a row a replicate.
impl Recorder for Vec<Vec<f64>> {
    fn outcomes(&mut self, _: u32, row: &[f64]) {
        self.push(row.to_vec());
    }
}

/// Values of a model's parameters, each inside its own range.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    model: &'static str,
    numbers: Vec<(&'static ParameterSpec, f64)>,
    choices: Vec<(&'static ChoiceSpec, usize)>,
    files: Vec<(&'static FileSpec, Option<String>)>,
}

impl PartialEq for ChoiceSpec {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl PartialEq for FileSpec {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Values {
    /// The defaults of a model.
    pub fn of(info: &'static ModelInfo) -> Self {
        Self {
            model: info.name,
            numbers: info.numbers.iter().map(|spec| (spec, spec.default)).collect(),
            choices: info.choices.iter().map(|spec| (spec, 0)).collect(),
            files: info.files.iter().map(|spec| (spec, None)).collect(),
        }
    }

    /// Sets a number, a word or the text of a file, given as text; the problem names the nearest known parameter.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), Problem> {
        if let Some((spec, value)) = self.choices.iter_mut().find(|(spec, _)| spec.name == name) {
            *value = choice(spec, text)?;
            return Ok(());
        }
        if let Some((_, value)) = self.files.iter_mut().find(|(spec, _)| spec.name == name) {
            *value = Some(text.to_owned());
            return Ok(());
        }
        if let Some((spec, value)) = self.numbers.iter_mut().find(|(spec, _)| spec.name == name) {
            *value = number(spec, text)?;
            return Ok(());
        }
        Err(self.unknown(name))
    }

    /// Sets a number.
    pub fn set_number(&mut self, name: &str, number: f64) -> Result<(), Problem> {
        let unknown = self.unknown(name);
        let (spec, value) = self.numbers.iter_mut().find(|(spec, _)| spec.name == name).ok_or(unknown)?;
        spec.check(name, number)?;
        *value = number;
        Ok(())
    }

    fn unknown(&self, name: &str) -> Problem {
        let names = || self.names();
        Problem {
            path: name.to_owned(),
            found: format!("no parameter of {}", self.model),
            expected: format!("one of {}", names().collect::<Vec<_>>().join(", ")),
            remedy: nearest(name, names()).map_or_else(
                || format!("see `ambidex describe {}`", self.model),
                |near| format!("did you mean `{near}`?"),
            ),
        }
    }

    /// Names of all parameters.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let numbers = self.numbers.iter().map(|(spec, _)| spec.name);
        let choices = self.choices.iter().map(|(spec, _)| spec.name);
        numbers.chain(choices).chain(self.files.iter().map(|(spec, _)| spec.name))
    }

    /// A number by name.
    ///
    /// # Panics
    /// Where the model declares no such number.
    pub fn number(&self, name: &str) -> f64 {
        let found = self.numbers.iter().find(|(spec, _)| spec.name == name);
        found.unwrap_or_else(|| panic!("{} declares no number {name}", self.model)).1
    }

    /// A word by name.
    ///
    /// # Panics
    /// Where the model declares no such choice.
    pub fn choice(&self, name: &str) -> &'static str {
        let found = self.choices.iter().find(|(spec, _)| spec.name == name);
        let (spec, place) = found.unwrap_or_else(|| panic!("{} declares no choice {name}", self.model));
        spec.options[*place].0
    }

    /// The text of a file by name, where one was given.
    pub fn file(&self, name: &str) -> Option<&str> {
        self.files.iter().find(|(spec, _)| spec.name == name)?.1.as_deref()
    }

    /// The numbers as a model's own set of parameters.
    pub fn typed<P: Parameters>(&self) -> P {
        let mut set = P::default();
        for (spec, value) in &self.numbers {
            if P::SPECS.iter().any(|known| known.name == spec.name) {
                set.set(spec.name, *value).expect("values are inside their ranges");
            }
        }
        set
    }

    /// Everything by name, for files and hashes.
    pub fn described(&self) -> Vec<(&'static str, String)> {
        let numbers = self.numbers.iter().map(|(spec, value)| (spec.name, value.to_string()));
        let choices = self.choices.iter().map(|(spec, place)| (spec.name, spec.options[*place].0.to_owned()));
        let files = self.files.iter().filter_map(|(spec, text)| Some((spec.name, text.clone()?)));
        numbers.chain(choices).chain(files).collect()
    }
}

fn number(spec: &ParameterSpec, text: &str) -> Result<f64, Problem> {
    let value = text.trim().parse().map_err(|_| Problem {
        path: spec.name.to_owned(),
        found: text.to_owned(),
        expected: format!("a number from {} to {} [{}]", spec.low, spec.high, spec.unit),
        remedy: format!("the default is {}", spec.default),
    })?;
    spec.check(spec.name, value).map(|()| value)
}

fn choice(spec: &ChoiceSpec, text: &str) -> Result<usize, Problem> {
    let words = || spec.options.iter().map(|(word, _)| *word);
    words().position(|word| word == text.trim()).ok_or_else(|| Problem {
        path: spec.name.to_owned(),
        found: text.to_owned(),
        expected: format!("one of {}", words().collect::<Vec<_>>().join(", ")),
        remedy: nearest(text, words()).map_or_else(
            || format!("the default is {}", spec.options[0].0),
            |near| format!("did you mean `{near}`?"),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::Kind;

    crate::parameters! {
        /// A set for the tests.
        pub struct Toy {
            size ("N", "persons", whole) = 3 in 1..=10, plausible 1..=5; "Size"; Assumption("for the test");
        }
    }

    static INFO: ModelInfo = ModelInfo {
        name: "toy",
        title: "",
        question: "",
        schedule: &[],
        equations: &[],
        citation: "",
        deviations: &[],
        period: "",
        numbers: Toy::SPECS,
        choices: &[ChoiceSpec {
            name: "rule",
            options: &[("first", ""), ("second", "")],
            meaning: "",
            source: Source::Assumption("for the test"),
        }],
        files: &[FileSpec { name: "matrix", meaning: "" }],
        outcomes: &[Column::fixed("size", "persons", Kind::Level, "")],
        series: &[],
    };

    #[test]
    fn values_are_read_checked_and_kept() {
        let mut values = Values::of(&INFO);
        values.set("size", "7").expect("inside");
        values.set("rule", "second").expect("known");
        values.set("matrix", "1 0").expect("a file");
        assert_eq!(
            (values.number("size"), values.choice("rule"), values.file("matrix")),
            (7.0, "second", Some("1 0"))
        );
        assert_eq!(values.typed::<Toy>().size, 7.0);
        assert_eq!(values.described().len(), 3);
    }

    #[test]
    fn what_is_wrong_is_said_and_changes_nothing() {
        let mut values = Values::of(&INFO);
        for (name, text, says) in [
            ("sise", "1", "`size`"),
            ("size", "11", "from 1 to 10"),
            ("size", "2.5", "whole"),
            ("size", "many", "number"),
            ("rule", "frist", "`first`"),
        ] {
            let problem = values.set(name, text).expect_err("wrong").to_string();
            assert!(problem.contains(says), "{problem}");
        }
        assert!(values.set_number("rule", 1.0).is_err() && values.set_number("size", 0.0).is_err());
        assert_eq!(values, Values::of(&INFO));
    }
}
