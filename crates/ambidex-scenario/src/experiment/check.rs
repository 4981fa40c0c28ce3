//! What is wrong with an experiment file beyond its keys.

use std::path::PathBuf;

use ambidex_core::Problem;

use super::{Design, Experiment, Factor, FactorEntry, File, Law, Role, Spread, Uncertain};
use crate::document::Document;

/// Sampled points unless a number is given.
const POINTS: u32 = 100;
/// Replicates unless a number is given.
const REPLICATES: u32 = 100;
/// Most replicates with a precision unless a number is given.
const MOST: u32 = 10_000;

/// The experiment of a file with what is wrong in it; paths that are `known` to be wrong are not told again.
pub(super) fn checked(file: File, known: &[String]) -> (Experiment, Vec<Problem>) {
    let mut check = Check { known, problems: Vec::new() };
    let levers = file.lever.iter().enumerate().map(|(i, entry)| (Role::Lever, format!("lever[{i}]"), entry));
    let uncertain = file.uncertainty.iter().enumerate();
    let uncertain = uncertain.map(|(i, entry)| (Role::Uncertainty, format!("uncertainty[{i}]"), entry));
    let factors: Vec<Factor> =
        levers.chain(uncertain).filter_map(|(role, at, entry)| check.factor(role, at, entry)).collect();
    check.twice(&factors);
    check.design(&file, &factors);
    check.analyses(&file);
    let most = match (&file.precision, &file.calibration) {
        (Some(_), _) => MOST,
        (None, Some(_)) => 1,
        (None, None) => REPLICATES,
    };
    let (design, plausible) = (file.design(), file.uncertain == Uncertain::Plausible);
    let experiment = Experiment {
        document: Document {
            sources: Vec::new(),
            root: crate::document::Node::empty(),
            mistakes: Vec::new(),
        },
        folder: PathBuf::new(),
        name: file.name,
        title: file.title,
        target: file.target,
        set: flat("", &toml::Value::Table(file.set)),
        factors,
        outcomes: file.outcomes,
        plausible,
        design,
        points: file.points.unwrap_or(POINTS),
        replicates: file.replicates.unwrap_or(most),
        precision: file.precision,
        seed: file.seed,
        compare: file.compare,
        infeasible: file.infeasible,
        sensitivity: file.sensitivity,
        discovery: file.discovery,
        calibration: file.calibration,
    };
    (experiment, check.problems)
}

struct Check<'a> {
    known: &'a [String],
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn report(&mut self, path: &str, found: impl Into<String>, expected: &str, remedy: &str) {
        if self.known.iter().any(|known| known.starts_with(path) || path.starts_with(known.as_str())) {
            return;
        }
        let (expected, remedy) = (expected.to_owned(), remedy.to_owned());
        self.problems.push(Problem { path: path.to_owned(), found: found.into(), expected, remedy });
    }

    fn factor(&mut self, role: Role, at: String, entry: &FactorEntry) -> Option<Factor> {
        let ranged = entry.low.or(entry.high).or(entry.mean).or(entry.sd).or(entry.mode).is_some();
        let spread = match &entry.values {
            Some(_) if ranged || entry.distribution.is_some() || entry.levels.is_some() => {
                let remedy = "keep `values`, or the range";
                self.report(&at, "both values and a range", "one of them", remedy);
                return None;
            }
            Some(values) => Spread::Values(values.iter().map(text).collect()),
            None => Spread::Range { law: self.law(&at, entry)?, levels: entry.levels, whole: entry.whole },
        };
        Some(Factor { role, path: entry.path.clone(), spread, at })
    }

    fn law(&mut self, at: &str, entry: &FactorEntry) -> Option<Law> {
        let kind = entry.distribution.as_deref().unwrap_or("uniform");
        if kind == "normal" {
            return self.normal(at, entry);
        }
        let (Some(low), Some(high)) = (entry.low, entry.high) else {
            let remedy = "add `values = [...]`, or `low` and `high`";
            self.report(at, "neither values nor a range", "`values`, or `low` and `high`", remedy);
            return None;
        };
        if low >= high {
            let found = format!("low = {low}, high = {high}");
            self.report(at, found, "`low` below `high`", "exchange them, or give `values` for one value");
            return None;
        }
        if entry.whole && kind == "uniform" && low.ceil() > high.floor() {
            let found = format!("low = {low}, high = {high}");
            self.report(at, found, "a whole number between `low` and `high`", "widen the range");
            return None;
        }
        match (kind, entry.mode) {
            ("log-uniform", _) if low <= 0.0 => {
                let found = format!("low = {low}");
                self.report(at, found, "`low` above 0 for a log-uniform distribution", "raise it");
                None
            }
            ("log-uniform", _) => Some(Law::LogUniform(low, high)),
            ("triangular", Some(mode)) if (low..=high).contains(&mode) => {
                Some(Law::Triangular(low, mode, high))
            }
            ("triangular", _) => {
                let expected = "a `mode` from `low` to `high` for a triangular distribution";
                self.report(at, "no such `mode`", expected, "add it");
                None
            }
            _ => Some(Law::Uniform(low, high)),
        }
    }

    fn normal(&mut self, at: &str, entry: &FactorEntry) -> Option<Law> {
        let (Some(mean), Some(sd)) = (entry.mean, entry.sd.filter(|sd| *sd > 0.0)) else {
            self.report(at, "no `mean` and `sd` above 0", "both for a normal distribution", "add them");
            return None;
        };
        // Beyond eight deviations nothing is ever drawn.
        let (low, high) = (entry.low.unwrap_or(mean - 8.0 * sd), entry.high.unwrap_or(mean + 8.0 * sd));
        if low >= high {
            self.report(at, format!("low = {low}, high = {high}"), "`low` below `high`", "exchange them");
            return None;
        }
        Some(Law::Normal { mean, sd, low, high })
    }

    fn twice(&mut self, factors: &[Factor]) {
        for (i, factor) in factors.iter().enumerate() {
            if factors[..i].iter().any(|before| before.path == factor.path) {
                let path = format!("{}.path", factor.at);
                self.report(
                    &path,
                    format!("{:?} again", factor.path),
                    "a path once",
                    "remove one of the two",
                );
            }
        }
    }

    fn design(&mut self, file: &File, factors: &[Factor]) {
        let design = file.design();
        let sampled = matches!(design, Design::LatinHypercube | Design::Sobol);
        let plausible = file.uncertain == Uncertain::Plausible;
        let given = file.design.is_some();
        let ranges = || factors.iter().filter(|factor| matches!(factor.spread, Spread::Range { .. }));
        if sampled && given && !plausible && ranges().next().is_none() {
            let remedy = "give a lever or an uncertainty `low` and `high`, or take the design \"grid\"";
            self.report("design", "a sampled design without a range", "something to sample", remedy);
        }
        if !sampled && plausible {
            let expected = "a sampled design with uncertain = \"plausible\"";
            self.report("design", "a grid or a list", expected, "remove it, or take \"latin-hypercube\"");
        }
        if !sampled && file.points.is_some() {
            let expected = "`points` with a sampled design alone";
            self.report(
                "points",
                "a number of points",
                expected,
                "remove it, or take \"latin-hypercube\" or \"sobol\"",
            );
        }
        for factor in ranges().filter(|_| !sampled) {
            let Spread::Range { law, levels, .. } = factor.spread else { continue };
            if levels.is_none() || matches!(law, Law::Triangular(..) | Law::Normal { .. }) {
                let expected = "`values`, or `low`, `high` and `levels`, in a grid or a list";
                let remedy = "add `levels = 5`, or take the design \"latin-hypercube\"";
                self.report(&factor.at, "a range that is to be sampled", expected, remedy);
            }
        }
        if design == Design::List {
            self.list(factors);
        }
    }

    /// The sections that say what the experiment is made for.
    fn analyses(&mut self, file: &File) {
        let inputs = file.lever.len() + file.uncertainty.len();
        let sections = [
            ("sensitivity", file.sensitivity.is_some()),
            ("discovery", file.discovery.is_some()),
            ("calibration", file.calibration.is_some()),
        ];
        for (section, _) in sections.iter().filter(|(_, given)| *given) {
            if inputs == 0 && file.uncertain == Uncertain::Listed {
                let remedy =
                    "add [[uncertainty]] with `path`, `low` and `high`, or uncertain = \"plausible\"";
                self.report(section, "no lever and no uncertainty", "something that varies", remedy);
            }
        }
        if file.sensitivity.as_ref().is_some_and(|one| !one.levels.is_multiple_of(2)) {
            self.report("sensitivity.levels", "an odd number", "an even number", "take 4, or 6");
        }
        if let Some(discovery) = &file.discovery {
            self.bounds(discovery.at_least, discovery.at_most);
        }
        if let Some(calibration) = &file.calibration {
            self.calibration(calibration);
        }
    }

    fn bounds(&mut self, low: Option<f64>, high: Option<f64>) {
        match (low, high) {
            (None, None) => {
                let remedy = "add `at_most = 3`, say";
                self.report("discovery", "no bound", "`at_most`, `at_least`, or both", remedy);
            }
            (Some(low), Some(high)) if low > high => {
                let found = format!("{low} to {high}");
                self.report("discovery.at_least", found, "`at_least` up to `at_most`", "exchange them");
            }
            _ => {}
        }
    }

    fn calibration(&mut self, calibration: &super::Calibration) {
        let fitted = calibration.observed.iter().filter(|known| !known.holdout).count();
        if !calibration.releases && fitted == 0 {
            let remedy =
                "add [[calibration.observed]] with `outcome`, `value` and `error`, or `releases = true`";
            self.report("calibration", "no data", "something to fit to", remedy);
        }
        if calibration.releases && calibration.error.is_none() {
            let remedy = "add `error = 3.7`, say, in points";
            self.report("calibration", "no `error`", "the error of the releases' scores", remedy);
        }
    }

    fn list(&mut self, factors: &[Factor]) {
        let length = |factor: &Factor| match &factor.spread {
            Spread::Values(values) => values.len(),
            Spread::Range { levels, .. } => levels.unwrap_or(0) as usize,
        };
        let Some(first) = factors.first().map(length) else { return };
        for factor in factors.iter().filter(|factor| length(factor) != first) {
            let found = format!("{} values", length(factor));
            let expected = format!("{first}, as many as the first, in a list");
            self.report(
                &factor.at,
                found,
                &expected,
                "a list takes the first values of all, then the second, and so on",
            );
        }
    }
}

/// A value as after `--set`.
fn text(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Values by dotted path.
fn flat(path: &str, value: &toml::Value) -> Vec<(String, String)> {
    match value {
        toml::Value::Table(inner) => {
            let dot = if path.is_empty() { "" } else { "." };
            inner.iter().flat_map(|(key, value)| flat(&format!("{path}{dot}{key}"), value)).collect()
        }
        _ => vec![(path.to_owned(), text(value))],
    }
}
