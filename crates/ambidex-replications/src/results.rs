//! What came out of replications, as it is written to `replications.json`: the one thing that tables and pages read.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::quantity::{Judgement, Known, LEVEL, Quantity, Verdict, judge};
use crate::{Effort, Replication};

/// Name of the file that holds the results.
pub const FILE: &str = "replications.json";
/// Half-width of a 95 % interval in standard errors, by the normal law.
const Z95: f64 = 1.959_963_984_540_054;

/// Results of all models that were run.
#[derive(Clone, Debug, Serialize)]
pub struct Results {
    /// Version of the program.
    pub version: &'static str,
    /// How much was run.
    pub effort: Effort,
    /// Chance that the table of one model shows a miss without any fault.
    pub level: f64,
    /// The largest of the models' critical |z|; each model has its own, since each shares the level among its own
    /// quantities.
    pub critical: f64,
    /// A result a model, in the order in which they were asked for.
    pub models: Vec<ModelResult>,
    /// Whether any model failed.
    pub failed: bool,
}

/// Result of one model.
#[derive(Clone, Debug, Serialize)]
pub struct ModelResult {
    /// Name of the model.
    pub model: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Time it took [s].
    pub seconds: f64,
    /// Largest |z| that passes.
    pub critical: f64,
    /// Quantities that are judged by z, among which the level is shared.
    pub judged_by_z: usize,
    /// How many quantities of each verdict.
    pub counts: Counts,
    /// A summary a figure, in the order of the quantities.
    pub figures: Vec<FigureSummary>,
    /// All quantities.
    pub quantities: Vec<Row>,
    /// What cannot be matched and what was tried.
    pub notes: &'static [&'static str],
    /// Why nothing was measured, where the model broke.
    pub error: Option<String>,
    /// Whether a number that nobody of us made is missed, or the model broke.
    pub failed: bool,
}

/// How many quantities of each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Equal to the digits that were written down.
    pub equal: usize,
    /// Within sampling error.
    pub agrees: usize,
    /// Beyond it.
    pub misses: usize,
    /// Not judged.
    pub shown: usize,
}

/// A figure in short.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureSummary {
    /// Figure or table of the paper.
    pub figure: String,
    /// Quantities.
    pub quantities: usize,
    /// How many of each verdict.
    pub counts: Counts,
    /// Largest |z| of those that are judged; none where none has a sampling error.
    pub largest_z: Option<f64>,
    /// Mean of z² of the same; near 1 where nothing but sampling error is in it.
    pub mean_squared_z: Option<f64>,
}

/// Place of a quantity on the axis of its figure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Place {
    /// Name of the axis, with its unit.
    pub name: &'static str,
    /// Value.
    pub value: f64,
}

/// A quantity with what is made of it.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Figure or table of the paper.
    pub figure: String,
    /// What is measured.
    pub name: String,
    /// Line of the figure.
    pub line: String,
    /// Place on its axis.
    pub x: Option<Place>,
    /// How theirs is known.
    pub known: Known,
    /// Where theirs comes from.
    pub source: String,
    /// The known number.
    pub theirs: f64,
    /// Its standard error.
    pub theirs_se: Option<f64>,
    /// Ours.
    pub ours: f64,
    /// Its standard error.
    pub ours_se: Option<f64>,
    /// Lower end of the 95 % interval of ours.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// By how much the two may differ without any sampling error.
    pub rounding: f64,
    /// Difference in standard errors.
    pub z: Option<f64>,
    /// What is made of it.
    pub verdict: Verdict,
    /// Whether a miss makes the replication fail.
    pub binding: bool,
}

impl Results {
    /// Puts the results of models together.
    pub fn new(effort: Effort, models: Vec<ModelResult>) -> Self {
        let critical = models.iter().map(|model| model.critical).fold(0.0, f64::max);
        let failed = models.iter().any(|model| model.failed);
        Self { version: env!("CARGO_PKG_VERSION"), effort, level: LEVEL, critical, models, failed }
    }

    /// The results as JSON; numbers that are none as null.
    ///
    /// # Errors
    /// Where a value cannot be written as JSON.
    pub fn json(&self) -> io::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Writes [`FILE`] into a folder, beside its place and then renamed, and returns its path.
    ///
    /// # Errors
    /// Where the folder or the file cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<PathBuf> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join(FILE);
        let beside = folder.join(format!("{FILE}.part"));
        std::fs::write(&beside, self.json()?)?;
        std::fs::rename(&beside, &path)?;
        Ok(path)
    }
}

impl ModelResult {
    /// Judges what was measured of a model, or says why nothing was.
    pub fn new(replication: &Replication, seconds: f64, measured: Result<Vec<Quantity>, String>) -> Self {
        let (quantities, error) = match measured {
            Ok(quantities) => (quantities, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let Judgement { critical, verdicts } = judge(&quantities);
        let judged_by_z = quantities.iter().filter(|q| q.is_judged() && q.z().is_some()).count();
        let rows: Vec<Row> = quantities.into_iter().zip(verdicts).map(|(q, (z, v))| row(q, z, v)).collect();
        let model = ambidex_models::named(replication.model);
        Self {
            model: replication.model,
            title: model.map_or(replication.model, |model| model.info().title),
            seconds: (seconds * 1000.0).round() / 1000.0,
            critical,
            judged_by_z,
            counts: count(&rows),
            figures: figures(&rows),
            failed: error.is_some() || rows.iter().any(|row| row.binding && row.verdict == Verdict::Misses),
            quantities: rows,
            notes: replication.notes,
            error,
        }
    }
}

fn row(quantity: Quantity, z: Option<f64>, verdict: Verdict) -> Row {
    let end = |sign: f64| quantity.ours.se.map(|se| quantity.ours.value + sign * Z95 * se);
    Row {
        low: end(-1.0),
        high: end(1.0),
        binding: quantity.is_binding(),
        figure: quantity.figure,
        name: quantity.name,
        line: quantity.line,
        x: quantity.x.map(|(name, value)| Place { name, value }),
        known: quantity.known,
        source: quantity.source,
        theirs: quantity.theirs.value,
        theirs_se: quantity.theirs.se,
        ours: quantity.ours.value,
        ours_se: quantity.ours.se,
        rounding: quantity.rounding,
        z,
        verdict,
    }
}

fn count<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Counts {
    let mut counts = Counts::default();
    for row in rows {
        match row.verdict {
            Verdict::Equal => counts.equal += 1,
            Verdict::Agrees => counts.agrees += 1,
            Verdict::Misses => counts.misses += 1,
            Verdict::Shown => counts.shown += 1,
        }
    }
    counts
}

fn figures(rows: &[Row]) -> Vec<FigureSummary> {
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        if !names.contains(&row.figure.as_str()) {
            names.push(&row.figure);
        }
    }
    names.into_iter().map(|name| figure(name, rows)).collect()
}

fn figure(name: &str, rows: &[Row]) -> FigureSummary {
    let of: Vec<&Row> = rows.iter().filter(|row| row.figure == name).collect();
    let judged = of.iter().filter(|row| row.verdict != Verdict::Shown);
    let z: Vec<f64> = judged.filter_map(|row| row.z).filter(|z| z.is_finite()).collect();
    let some = |value: f64| (!z.is_empty()).then_some(value);
    FigureSummary {
        figure: name.to_owned(),
        quantities: of.len(),
        counts: count(of.iter().copied()),
        largest_z: some(z.iter().map(|z| z.abs()).fold(0.0, f64::max)),
        mean_squared_z: some(z.iter().map(|z| z * z).sum::<f64>() / z.len() as f64),
    }
}
