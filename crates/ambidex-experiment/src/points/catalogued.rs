//! A model of the catalogue as a target.

use std::ops::Range;
use std::path::{Path, PathBuf};

use ambidex_core::{Catalogued, Column, Problem, Recorder, Values};

use super::target::{Plausible, Prepared, SeriesRow, Setting, Target};
use crate::world::{Failure, watched};

/// Replicates worth a file.
const LEAST_ROWS: u32 = 256;
/// Replicates of a task: a multiple of the lanes of the vector paths.
const TASK: u32 = 64;

/// A model of the catalogue, with the folder from which paths of files are meant.
pub struct CataloguedTarget {
    model: &'static dyn Catalogued,
    folder: PathBuf,
}

impl CataloguedTarget {
    /// The model; files that are given as parameters lie relative to `folder`.
    pub fn new(model: &'static dyn Catalogued, folder: &Path) -> Self {
        Self { model, folder: folder.to_owned() }
    }

    /// Values with settings laid over the defaults, or all that is wrong with them.
    pub fn values(&self, settings: &[Setting]) -> Result<Values, Vec<Problem>> {
        let mut values = Values::of(self.model.info());
        let (mut problems, mut wrong) = (Vec::new(), Vec::new());
        for (name, text) in settings {
            if let Err(problem) = self.set(&mut values, name, text) {
                problems.push(problem);
                wrong.push(name.as_str());
            }
        }
        problems.extend(self.across(&values, &wrong));
        if problems.is_empty() { Ok(values) } else { Err(problems) }
    }

    fn set(&self, values: &mut Values, name: &str, text: &str) -> Result<(), Problem> {
        let file = self.model.info().files.iter().any(|spec| spec.name == name);
        if file { values.set(name, &self.file(name, text)?) } else { values.set(name, text) }
    }

    /// Problems across parameters, as far as they do not hang on those that are wrong: they stay whatever those become.
    fn across(&self, values: &Values, wrong: &[&str]) -> Vec<Problem> {
        let mut problems = self.model.check(values);
        let info = self.model.info();
        let numbers = || info.numbers.iter().filter(|spec| wrong.contains(&spec.name));
        let choices = || info.choices.iter().filter(|spec| wrong.contains(&spec.name));
        if problems.is_empty() || numbers().count() + choices().count() == 0 {
            problems.retain(|problem| !wrong.contains(&problem.path.as_str()));
            return problems;
        }
        for last in [false, true] {
            let mut other = values.clone();
            for spec in numbers() {
                let end = if last { spec.high } else { spec.low };
                other.set_number(spec.name, end).expect("ends of a range lie inside of it");
            }
            for spec in choices() {
                let option = if last { spec.options.last() } else { spec.options.first() };
                option.into_iter().for_each(|(word, _)| other.set(spec.name, word).expect("an option"));
            }
            let still = self.model.check(&other);
            problems.retain(|problem| still.contains(problem) && !wrong.contains(&problem.path.as_str()));
        }
        problems
    }

    /// The text of a file that is given as a parameter.
    fn file(&self, name: &str, path: &str) -> Result<String, Problem> {
        let at = self.folder.join(path);
        ambidex_scenario::file::read(&at).map_err(|error| {
            let found = error.mistakes.first().map_or("", |mistake| &mistake.problem.found);
            let spec = self.model.info().files.iter().find(|spec| spec.name == name);
            Problem {
                path: name.to_owned(),
                found: format!("{path}, {found}"),
                expected: format!("the path of a text file: {}", spec.map_or("", |spec| spec.meaning)),
                remedy: format!("looked for {}", at.display()),
            }
        })
    }
}

impl Target for CataloguedTarget {
    fn model(&self) -> &str {
        self.model.info().name
    }

    fn name(&self) -> &str {
        self.model.info().name
    }

    fn outcomes(&self) -> &[Column] {
        self.model.info().outcomes
    }

    fn series(&self) -> &[Column] {
        self.model.info().series
    }

    fn unit(&self, path: &str) -> String {
        let number = self.model.info().numbers.iter().find(|spec| spec.name == path);
        number.map_or_else(String::new, |spec| spec.unit.to_owned())
    }

    fn plausible(&self) -> Vec<Plausible> {
        let numbers = self.model.info().numbers.iter();
        numbers.filter_map(|spec| Plausible::of(spec.name.to_owned(), spec)).collect()
    }

    fn least_rows(&self) -> u32 {
        LEAST_ROWS
    }

    fn task(&self) -> u32 {
        TASK
    }

    fn identity(&self) -> String {
        format!("{:?}", Values::of(self.model.info()).described())
    }

    fn content(&self, path: &str, value: &str) -> Option<String> {
        let file = self.model.info().files.iter().any(|spec| spec.name == path);
        file.then(|| self.file(path, value).ok()).flatten()
    }

    fn prepare(&self, settings: &[Setting]) -> Result<Box<dyn Prepared + '_>, Vec<Problem>> {
        let values = self.values(settings)?;
        Ok(Box::new(Ready { model: self.model, values }))
    }
}

struct Ready {
    model: &'static dyn Catalogued,
    values: Values,
}

impl Prepared for Ready {
    fn periods(&self) -> u32 {
        self.model.periods(&self.values)
    }

    fn described(&self) -> Vec<Setting> {
        self.values.described().into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
    }

    fn run(&self, seed: u64, replicates: Range<u32>) -> Vec<Result<Vec<f64>, Failure>> {
        self.recorded(seed, replicates, None)
    }

    fn run_with_series(
        &self,
        seed: u64,
        replicates: Range<u32>,
        series: &mut Vec<SeriesRow>,
    ) -> Vec<Result<Vec<f64>, Failure>> {
        self.recorded(seed, replicates, Some(series))
    }
}

impl Ready {
    /// All at once, and one by one where that fails: a replicate is the same either way, and only the culprit fails.
    fn recorded(
        &self,
        seed: u64,
        replicates: Range<u32>,
        mut series: Option<&mut Vec<SeriesRow>>,
    ) -> Vec<Result<Vec<f64>, Failure>> {
        match self.attempt(seed, replicates.clone(), series.is_some()) {
            Ok(rows) => {
                if let Some(series) = series {
                    series.extend(rows.series);
                }
                rows.outcomes.into_iter().map(|row| self.finite(row)).collect()
            }
            Err(failure) if replicates.len() <= 1 => vec![Err(failure)],
            Err(_) => {
                let one = |at| self.recorded(seed, at..at + 1, series.as_deref_mut());
                replicates.flat_map(one).collect()
            }
        }
    }

    fn attempt(&self, seed: u64, replicates: Range<u32>, series: bool) -> Result<Rows, Failure> {
        let mut rows =
            Rows { wants_series: series, outcomes: Vec::with_capacity(replicates.len()), ..Rows::default() };
        watched("simulate", || self.model.run(&self.values, seed, replicates.clone(), &mut rows))?;
        let (found, width) = (rows.outcomes.len(), self.model.info().outcomes.len());
        if found == replicates.len() && rows.outcomes.iter().all(|row| row.len() == width) {
            return Ok(rows);
        }
        let message = format!("{found} rows of outcomes of {} replicates", replicates.len());
        Err(Failure { stage: "record", message })
    }

    /// An outcome may not apply, which is NaN; it cannot be infinite.
    fn finite(&self, row: Vec<f64>) -> Result<Vec<f64>, Failure> {
        match row.iter().position(|value| value.is_infinite()) {
            None => Ok(row),
            Some(place) => {
                let name = &self.model.info().outcomes[place].name;
                Err(Failure { stage: "outcomes", message: format!("{name} is {}", row[place]) })
            }
        }
    }
}

#[derive(Default)]
struct Rows {
    wants_series: bool,
    outcomes: Vec<Vec<f64>>,
    series: Vec<SeriesRow>,
}

impl Recorder for Rows {
    fn wants_series(&self) -> bool {
        self.wants_series
    }

    fn period(&mut self, replicate: u32, period: u32, row: &[f64]) {
        self.series.push(SeriesRow { replicate, period, values: row.to_vec() });
    }

    fn outcomes(&mut self, _: u32, row: &[f64]) {
        self.outcomes.push(row.to_vec());
    }
}
