//! What a study of points says: for every point its settings and outcomes with spread and quantiles. It holds no time
//! and no machine, so that equal inputs give equal bytes; it is written point by point, so that memory does not grow.
//!
//! Points that have worlds of their own are a sample, which is of interest as a whole: they stand in `outcomes.parquet`
//! alone, and the summary counts them.

use std::fs::File;
use std::io::{BufRead, BufWriter, Write};
use std::path::Path;

use arrow::array::AsArray;
use arrow::datatypes::UInt32Type;
use arrow::record_batch::RecordBatch;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::study::Points;
use super::table::OUTCOMES;
use crate::comparison::differences;
use crate::error::RunError;
use crate::outcome_table::{OutcomeColumn, OutcomeTable};
use crate::summary::{FILE, described};

/// Failed replicates that are told.
const TOLD: usize = 10;

/// The summary of a study.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Summary {
    /// Model.
    pub model: String,
    /// Version of the program.
    pub version: String,
    /// Name of the study.
    pub name: String,
    /// Seed.
    pub seed: u64,
    /// Replicates of a point that were asked for.
    pub replicates: u32,
    /// Periods of a replicate of the first point, or the most of them.
    pub periods: u32,
    /// The points, in order; none of a sample.
    pub points: Vec<PointSummary>,
    /// Replicates that failed.
    pub failed: u64,
    /// The first of them: point, number and message.
    pub failures: Vec<(u32, u32, String)>,
}

/// One point.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PointSummary {
    /// Number.
    pub point: u32,
    /// Values of the levers by path; null where the target's own value stands.
    pub settings: Map<String, Value>,
    /// Replicates.
    pub replicates: u32,
    /// Replicates that failed.
    pub failed: u32,
    /// Mean, spread, quantiles and unit of the outcomes by name.
    pub outcomes: Map<String, Value>,
    /// Paired differences against the first point, where they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub differences: Option<Map<String, Value>>,
}

/// What was counted on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Rows.
    pub rows: u64,
    /// Rows that failed.
    pub failed: u64,
}

/// Reads the summary of a finished run.
pub fn read(directory: &Path) -> Result<Summary, RunError> {
    let path = directory.join(FILE);
    let file = File::open(&path).map_err(RunError::io(&path))?;
    let reader = std::io::BufReader::new(file);
    serde_json::from_reader(reader).map_err(|source| RunError::Json { path, source })
}

/// Reads the summary with its first points alone, however many there are: each stands on a line.
pub fn read_first(directory: &Path, points: usize) -> Result<Summary, RunError> {
    let path = directory.join(FILE);
    let file = File::open(&path).map_err(RunError::io(&path))?;
    let (mut text, mut kept) = (String::new(), 0);
    for line in std::io::BufReader::new(file).lines() {
        let line = line.map_err(RunError::io(&path))?;
        if line.starts_with("{\"point\":") {
            kept += 1;
            if kept > points {
                continue;
            }
            text += if kept == 1 { "" } else { "," };
            text += line.trim_end_matches(',');
        } else {
            text += &line;
        }
    }
    serde_json::from_str(&text).map_err(|source| RunError::Json { path, source })
}

/// Copies the summary as one JSON object with members more at its end, however many points there are.
pub fn copy(directory: &Path, more: &Map<String, Value>, to: &mut dyn Write) -> Result<(), RunError> {
    let path = directory.join(FILE);
    let failed = RunError::io(&path);
    let file = File::open(&path).map_err(RunError::io(&path))?;
    let copied = || {
        let mut lines = std::io::BufReader::new(file).lines();
        let mut last = lines.next().transpose()?.unwrap_or_default();
        for line in lines {
            writeln!(to, "{last}")?;
            last = line?;
        }
        // The object ends where the last line does.
        let (members, more) = (last.trim_end_matches('}'), serde_json::to_string(more)?);
        writeln!(to, "{members}, {}", more.trim_start_matches('{'))
    };
    copied().map_err(failed)
}

/// Summarises the joined table of a study.
pub fn write(study: &Points<'_>, periods: u32, directory: &Path) -> Result<Totals, RunError> {
    let path = directory.join(FILE);
    let temporary = path.with_extension("tmp");
    let file = File::create(&temporary).map_err(RunError::io(&temporary))?;
    let mut writer = Writer::new(study, BufWriter::new(file));
    let failed = RunError::io(&temporary);
    let result = writer.head(periods);
    result.map_err(RunError::io(&temporary))?;
    each_point(&directory.join(format!("{OUTCOMES}.parquet")), &study.shown, |point, table| {
        writer.point(point, table).map_err(RunError::io(&temporary))
    })?;
    writer.tail().map_err(failed)?;
    std::fs::rename(&temporary, &path).map_err(RunError::io(&path))?;
    Ok(writer.totals)
}

struct Writer<'a> {
    study: &'a Points<'a>,
    out: BufWriter<File>,
    base: Option<OutcomeTable>,
    totals: Totals,
    failures: Vec<(u32, u32, String)>,
    first: bool,
}

impl<'a> Writer<'a> {
    fn new(study: &'a Points<'a>, out: BufWriter<File>) -> Self {
        Self { study, out, base: None, totals: Totals::default(), failures: Vec::new(), first: true }
    }

    fn head(&mut self, periods: u32) -> std::io::Result<()> {
        let Points { target, name, plan, .. } = self.study;
        let head = json!({
            "model": target.model(), "version": env!("CARGO_PKG_VERSION"), "name": name, "seed": plan.seed,
            "replicates": plan.replicates, "periods": periods,
        });
        let text = head.to_string();
        write!(self.out, "{},\n\"points\": [", text.trim_end_matches('}'))
    }

    fn point(&mut self, point: u32, table: OutcomeTable) -> std::io::Result<()> {
        let compared =
            self.study.plan.compare.then(|| self.base.as_ref().map(|base| differences(base, &table)));
        let compared = compared.flatten().transpose().map_err(std::io::Error::other)?;
        self.count(point, &table);
        if self.study.plan.own_worlds.is_some() {
            return Ok(());
        }
        let summary = PointSummary {
            point,
            settings: settings(self.study, point),
            replicates: table.worlds as u32,
            failed: table.failures.len() as u32,
            outcomes: table.columns.iter().map(|column| (column.name.clone(), described(column))).collect(),
            differences: compared,
        };
        write!(self.out, "{}{}", if self.first { "\n" } else { ",\n" }, serde_json::to_string(&summary)?)?;
        self.first = false;
        if self.study.plan.compare && self.base.is_none() {
            self.base = Some(table);
        }
        Ok(())
    }

    fn count(&mut self, point: u32, table: &OutcomeTable) {
        self.totals.rows += table.worlds as u64;
        self.totals.failed += table.failures.len() as u64;
        let room = TOLD - self.failures.len();
        let told = table.failures.iter().take(room);
        self.failures.extend(told.map(|(world, message)| (point, *world, message.clone())));
    }

    fn tail(&mut self) -> std::io::Result<()> {
        let failures = serde_json::to_string(&self.failures)?;
        writeln!(self.out, "\n],\n\"failed\": {}, \"failures\": {failures}}}", self.totals.failed)?;
        self.out.flush()?;
        self.out.get_ref().sync_all()
    }
}

/// The values of the levers at a point: numbers and truths as such.
fn settings(study: &Points<'_>, point: u32) -> Map<String, Value> {
    let typed = |text: &str| match (text.trim().parse::<f64>(), text.trim().parse::<bool>()) {
        (Ok(number), _) if number.is_finite() => json!(number),
        (_, Ok(truth)) => json!(truth),
        _ => json!(text),
    };
    let values = study.design.levers().zip(study.design.values(point));
    values.map(|(lever, value)| (lever.path.clone(), value.as_deref().map_or(Value::Null, typed))).collect()
}

/// Hands on the outcomes of each point in order; of those named, or of all where none is.
pub(super) fn each_point(
    path: &Path,
    shown: &[String],
    mut each: impl FnMut(u32, OutcomeTable) -> Result<(), RunError>,
) -> Result<(), RunError> {
    let failed = |error| RunError::table(path, error);
    let file = File::open(path).map_err(RunError::io(path))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(failed)?;
    let empty = empty(builder.schema(), shown);
    let mut open: Option<(u32, OutcomeTable)> = None;
    for batch in builder.with_batch_size(8192).build().map_err(failed)? {
        let batch = batch.map_err(|error| RunError::arrow(path, error))?;
        for (point, rows) in by_point(&batch) {
            if let Some((before, table)) = open.take_if(|(before, _)| *before != point) {
                each(before, table)?;
            }
            open.get_or_insert_with(|| (point, empty.clone())).1.add(&rows);
        }
    }
    open.map_or(Ok(()), |(point, table)| each(point, table))
}

/// The columns of the outcomes without rows. Levers are numbers as well, but have no kind.
fn empty(schema: &arrow::datatypes::Schema, shown: &[String]) -> OutcomeTable {
    let outcomes = schema.fields().iter().filter(|field| {
        field.metadata().contains_key("kind") && (shown.is_empty() || shown.contains(field.name()))
    });
    let column = |field: &std::sync::Arc<arrow::datatypes::Field>| OutcomeColumn {
        name: field.name().clone(),
        unit: field.metadata().get("unit").cloned().unwrap_or_default(),
        values: Vec::new(),
    };
    OutcomeTable { columns: outcomes.map(column).collect(), ..OutcomeTable::default() }
}

/// A batch cut where the point changes.
fn by_point(batch: &RecordBatch) -> Vec<(u32, RecordBatch)> {
    let points = batch.column_by_name("point").and_then(|array| array.as_primitive_opt::<UInt32Type>());
    let Some(points) = points.map(|array| array.values()) else { return Vec::new() };
    let mut start = 0;
    let cut = |run: &[u32]| {
        let rows = (run[0], batch.slice(start, run.len()));
        start += run.len();
        rows
    };
    points.chunk_by(|a, b| a == b).map(cut).collect()
}
