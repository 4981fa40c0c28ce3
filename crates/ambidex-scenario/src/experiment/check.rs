//! What is wrong with an experiment file beyond its keys.

use std::path::PathBuf;

use ambidex_core::Problem;

use super::{Design, Experiment, Factor, FactorEntry, File, Law, Role, Spread, Uncertain, Unsettled};
use crate::document::{Document, overlaps};

/// Sampled points unless a number is given.
const POINTS: u32 = 100;
/// Replicates unless a number is given.
const REPLICATES: u32 = 100;
/// Most replicates with a precision unless a number is given.
const MOST: u32 = 10_000;

/// An experiment with what is wrong in it.
pub(super) struct Checked {
    pub experiment: Experiment,
    pub unsettled: Vec<Unsettled>,
    pub problems: Vec<Problem>,
}

/// The experiment of a file. What stands at paths that are `wrong` is not there to be checked, and what follows from
/// that alone is not told.
pub(super) fn checked(file: File, wrong: &[String]) -> Checked {
    let mut check = Check { wrong, unsettled: Vec::new(), problems: Vec::new() };
    let levers = file.lever.iter().enumerate().map(|(i, entry)| (Role::Lever, format!("lever[{i}]"), entry));
    let uncertain = file.uncertainty.iter().enumerate();
    let uncertain = uncertain.map(|(i, entry)| (Role::Uncertainty, format!("uncertainty[{i}]"), entry));
    let factors: Vec<Factor> =
        levers.chain(uncertain).filter_map(|(role, at, entry)| check.factor(role, at, entry)).collect();
    check.twice(&file);
    check.design(&file, &factors);
    check.analyses(&file);
    let Check { unsettled, problems, .. } = check;
    Checked { experiment: experiment(file, factors), unsettled, problems }
}

fn experiment(file: File, factors: Vec<Factor>) -> Experiment {
    let most = match (&file.precision, &file.calibration) {
        (Some(_), _) => MOST,
        (None, Some(_)) => 1,
        (None, None) => REPLICATES,
    };
    let (design, plausible) = (file.design(), file.uncertain == Uncertain::Plausible);
    Experiment {
        document: Document {
            sources: Vec::new(),
            root: crate::document::Node::empty(),
            mistakes: Vec::new(),
            replaced: Vec::new(),
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
    }
}

struct Check<'a> {
    wrong: &'a [String],
    unsettled: Vec<Unsettled>,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn report(&mut self, path: &str, found: impl Into<String>, expected: &str, remedy: &str) {
        let (expected, remedy) = (expected.to_owned(), remedy.to_owned());
        self.problems.push(Problem { path: path.to_owned(), found: found.into(), expected, remedy });
    }

    /// Reports what is not there, unless it is: wrong, at one of some keys.
    fn absent(&mut self, path: &str, keys: &[&str], found: &str, (expected, remedy): (&str, &str)) {
        if !keys.iter().any(|key| self.is_wrong(&format!("{path}.{key}"))) {
            self.report(path, found, expected, remedy);
        }
    }

    fn is_wrong(&self, path: &str) -> bool {
        overlaps(path, self.wrong)
    }

    fn factor(&mut self, role: Role, at: String, entry: &FactorEntry) -> Option<Factor> {
        let spread = self.spread(&at, entry).filter(|_| !entry.path.is_empty());
        if spread.is_none() {
            self.unsettled.push(unsettled(&at, entry));
        }
        Some(Factor { role, path: entry.path.clone(), spread: spread?, at })
    }

    fn spread(&mut self, at: &str, entry: &FactorEntry) -> Option<Spread> {
        let ranged = entry.low.or(entry.high).or(entry.mean).or(entry.sd).or(entry.mode).is_some();
        match &entry.values {
            Some(_) if ranged || entry.distribution.is_some() || entry.levels.is_some() => {
                self.report(at, "both values and a range", "one of them", "keep `values`, or the range");
                None
            }
            Some(values) => Some(Spread::Values(values.iter().map(text).collect())),
            None => {
                let (law, whole) = (self.law(at, entry)?, entry.whole);
                Some(Spread::Range { law, levels: entry.levels, whole })
            }
        }
    }

    fn law(&mut self, at: &str, entry: &FactorEntry) -> Option<Law> {
        let kind = entry.distribution.as_deref().unwrap_or("uniform");
        if kind == "normal" {
            return self.normal(at, entry);
        }
        let (Some(low), Some(high)) = (entry.low, entry.high) else {
            let told = ("`values`, or `low` and `high`", "add `values = [...]`, or `low` and `high`");
            let keys = ["values", "low", "high", "distribution", "mean", "sd"];
            self.absent(at, &keys, "neither values nor a range", told);
            return None;
        };
        self.ordered(at, low, high, "exchange them, or give `values` for one value")?;
        if entry.whole && kind == "uniform" && low.ceil() > high.floor() {
            let found = format!("low = {low}, high = {high}");
            self.report(at, found, "a whole number between `low` and `high`", "widen the range");
            return None;
        }
        match kind {
            "log-uniform" if low <= 0.0 => {
                let found = format!("low = {low}");
                self.report(at, found, "`low` above 0 for a log-uniform distribution", "raise it");
                None
            }
            "log-uniform" => Some(Law::LogUniform(low, high)),
            "triangular" => self.triangular(at, low, entry.mode, high),
            _ => Some(Law::Uniform(low, high)),
        }
    }

    fn ordered(&mut self, at: &str, low: f64, high: f64, remedy: &str) -> Option<()> {
        if low < high {
            return Some(());
        }
        self.report(at, format!("low = {low}, high = {high}"), "`low` below `high`", remedy);
        None
    }

    fn triangular(&mut self, at: &str, low: f64, mode: Option<f64>, high: f64) -> Option<Law> {
        let expected = "a `mode` from `low` to `high` for a triangular distribution";
        match mode {
            Some(mode) if (low..=high).contains(&mode) => return Some(Law::Triangular(low, mode, high)),
            Some(mode) => self.report(at, format!("mode = {mode}"), expected, "move it, or widen the range"),
            None => self.absent(at, &["mode"], "no `mode`", (expected, "add it")),
        }
        None
    }

    fn normal(&mut self, at: &str, entry: &FactorEntry) -> Option<Law> {
        let expected = "both `mean` and `sd` above 0 for a normal distribution";
        let (Some(mean), Some(sd)) = (entry.mean, entry.sd) else {
            self.absent(at, &["mean", "sd"], "no `mean` and `sd`", (expected, "add them"));
            return None;
        };
        if sd <= 0.0 {
            self.report(at, format!("sd = {sd}"), expected, "raise it");
            return None;
        }
        // Beyond eight deviations nothing is ever drawn.
        let (low, high) = (entry.low.unwrap_or(mean - 8.0 * sd), entry.high.unwrap_or(mean + 8.0 * sd));
        self.ordered(at, low, high, "exchange them")?;
        Some(Law::Normal { mean, sd, low, high })
    }

    fn twice(&mut self, file: &File) {
        let path = |(section, i, entry): (&str, usize, &FactorEntry)| {
            (format!("{section}[{i}].path"), entry.path.clone())
        };
        let levers = file.lever.iter().enumerate().map(|(i, entry)| path(("lever", i, entry)));
        let uncertain = file.uncertainty.iter().enumerate().map(|(i, entry)| path(("uncertainty", i, entry)));
        let all: Vec<(String, String)> =
            levers.chain(uncertain).filter(|(_, path)| !path.is_empty()).collect();
        for (i, (at, path)) in all.iter().enumerate() {
            if all[..i].iter().any(|(_, before)| before == path) {
                self.report(at, format!("{path:?} again"), "a path once", "remove one of the two");
            }
        }
    }

    /// Whether the design is what is meant: it is given, or nothing is wrong that it follows from.
    fn design_is_meant(&self, file: &File) -> bool {
        let sections = ["uncertain", "sensitivity", "discovery", "calibration"];
        let wrong = |path: &str| self.wrong.iter().any(|wrong| wrong == path);
        !wrong("design") && (file.design.is_some() || !sections.into_iter().any(wrong))
    }

    fn design(&mut self, file: &File, factors: &[Factor]) {
        if !self.design_is_meant(file) {
            return;
        }
        let design = file.design();
        let sampled = matches!(design, Design::LatinHypercube | Design::Sobol);
        let ranges = || factors.iter().filter(|factor| matches!(factor.spread, Spread::Range { .. }));
        if sampled {
            let ranged = ranges().next().is_some() || !self.unsettled.is_empty();
            self.sampled(file, ranged);
        } else {
            self.listed(file);
        }
        for factor in ranges().filter(|_| !sampled) {
            let Spread::Range { law, levels, .. } = factor.spread else { continue };
            let expected = "`values`, or `low`, `high` and `levels`, in a grid or a list";
            let remedy = "add `levels = 5`, or take the design \"latin-hypercube\"";
            if matches!(law, Law::Triangular(..) | Law::Normal { .. }) {
                self.report(&factor.at, "a range that is to be sampled", expected, remedy);
            } else if levels.is_none() {
                self.absent(&factor.at, &["levels"], "a range that is to be sampled", (expected, remedy));
            }
        }
        if design == Design::List {
            self.list(factors);
        }
    }

    fn sampled(&mut self, file: &File, ranged: bool) {
        let meant = ["lever", "uncertainty", "uncertain"].iter().any(|path| self.is_wrong(path));
        if file.design.is_some() && file.uncertain == Uncertain::Listed && !ranged && !meant {
            let remedy = "give a lever or an uncertainty `low` and `high`, or take the design \"grid\"";
            self.report("design", "a sampled design without a range", "something to sample", remedy);
        }
    }

    fn listed(&mut self, file: &File) {
        if file.uncertain == Uncertain::Plausible {
            let expected = "a sampled design with uncertain = \"plausible\"";
            self.report("design", "a grid or a list", expected, "remove it, or take \"latin-hypercube\"");
        }
        if file.points.is_some() {
            let remedy = "remove it, or take \"latin-hypercube\" or \"sobol\"";
            self.report("points", "a number of points", "`points` with a sampled design alone", remedy);
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
        let meant = ["lever", "uncertainty", "uncertain"].iter().any(|path| self.is_wrong(path));
        for (section, _) in sections.iter().filter(|(_, given)| *given && !meant) {
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
                let told = ("`at_most`, `at_least`, or both", "add `at_most = 3`, say");
                self.absent("discovery", &["at_most", "at_least"], "no bound", told);
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
            let told = ("something to fit to", remedy);
            self.absent("calibration", &["observed", "releases"], "no data", told);
        }
        if calibration.releases && calibration.error.is_none() {
            let told = ("the error of the releases' scores", "add `error = 3.7`, say, in points");
            self.absent("calibration", &["error"], "no `error`", told);
        }
    }

    fn list(&mut self, factors: &[Factor]) {
        let length = |factor: &Factor| match &factor.spread {
            Spread::Values(values) => Some(values.len()),
            Spread::Range { levels, .. } => levels.map(|levels| levels as usize),
        };
        let mut lengths = factors.iter().filter_map(|factor| Some((factor, length(factor)?)));
        let Some((_, first)) = lengths.next() else { return };
        for (factor, length) in lengths.filter(|(_, length)| *length != first) {
            let found = format!("{length} values");
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

/// What an entry names that cannot vary as it is written.
fn unsettled(at: &str, entry: &FactorEntry) -> Unsettled {
    let number =
        |key: &str, value: Option<f64>| value.map(|value| (value.to_string(), format!("{at}.{key}")));
    let range = [("low", entry.low), ("high", entry.high), ("mean", entry.mean), ("mode", entry.mode)];
    let values = entry.values.iter().flatten().enumerate();
    let values = values.map(|(i, value)| (text(value), format!("{at}.values[{i}]")));
    let named = values.chain(range.into_iter().filter_map(|(key, value)| number(key, value))).collect();
    Unsettled { path: entry.path.clone(), at: at.to_owned(), named }
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
