//! The tables of a study of points: a row a replicate with what was varied and what came out, and the series.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ambidex_core::Column;
use arrow::array::{ArrayRef, BooleanArray, Float64Array, StringArray, UInt64Array};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;

use super::design::{Design, Lever};
use super::study::Points;
use super::target::SeriesRow;
use crate::error::RunError;
use crate::shard::write_batch;
use crate::tables::{Columns, declared, properties, strings, u32s};
use crate::world::Failure;

/// Name of the table of replicates.
pub const OUTCOMES: &str = "outcomes";
/// Name of the table of series.
pub const SERIES: &str = "series";
/// Columns of every table of replicates, before what was varied.
const KEYS: [&str; 7] = ["point", "world", "seed", "status", "stage", "message", "period"];

/// A replicate.
pub struct Row {
    /// Point.
    pub point: u32,
    /// Replicate.
    pub world: u32,
    /// What became of it.
    pub result: Result<Vec<f64>, Failure>,
}

/// What a shard holds.
#[derive(Default)]
pub struct Rows {
    /// Replicates, in order of point and world.
    pub rows: Vec<Row>,
    /// Series with their point, in the same order.
    pub series: Vec<(u32, SeriesRow)>,
}

/// What the values of a lever are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typed {
    Number,
    Truth,
    Text,
}

/// How rows become tables.
pub struct Format<'a> {
    design: &'a Design,
    levers: Vec<(Lever, String, Typed)>,
    outcomes: Vec<Column>,
    series: Vec<Column>,
    seed: u64,
    every: Option<u32>,
    metadata: Vec<(String, String)>,
}

impl<'a> Format<'a> {
    /// The format of a study.
    pub fn of(study: &'a Points<'_>) -> Self {
        let outcomes = study.target.outcomes().to_vec();
        let fact = |key: &str, value: String| (format!("ambidex.{key}"), value);
        Self {
            levers: levers(&study.design, &outcomes),
            design: &study.design,
            outcomes,
            series: study.target.series().to_vec(),
            seed: study.plan.seed,
            every: study.plan.series,
            metadata: vec![
                fact("model", study.target.model().to_owned()),
                fact("version", env!("CARGO_PKG_VERSION").to_owned()),
                fact("study", study.name.clone()),
                fact("seed", study.plan.seed.to_string()),
            ],
        }
    }

    /// Names of the tables that a study has; the table of replicates is written last.
    pub fn tables(&self) -> &'static [&'static str] {
        if self.every.is_some() { &[SERIES, OUTCOMES] } else { &[OUTCOMES] }
    }

    /// Names of the levers' columns: their paths, with `set.` before one that an outcome or a key has already.
    pub fn lever_columns(&self) -> impl Iterator<Item = &str> {
        self.levers.iter().map(|(_, name, _)| name.as_str())
    }

    /// Writes a shard, each file under another name first and renamed when it is whole.
    pub fn write(&self, stem: &Path, rows: &Rows) -> Result<(), RunError> {
        for table in self.tables() {
            let path = file(stem, table);
            // Several processes may make the same shard at once; all write the same bytes.
            let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
            let batch = if *table == SERIES { self.series(&rows.series) } else { self.outcomes(&rows.rows) };
            let batch = batch.map_err(|error| RunError::arrow(&path, error))?;
            let split = if *table == SERIES { &self.series } else { &self.outcomes };
            let properties =
                properties(&self.metadata, split).map_err(|error| RunError::table(&path, error))?;
            let renamed = || std::fs::rename(&temporary, &path).map_err(RunError::io(&path));
            write_batch(&temporary, &batch, properties).and_then(|()| renamed()).inspect_err(|_| {
                // On a full disk it makes room for the note that the shard failed.
                let _ = std::fs::remove_file(&temporary);
            })?;
        }
        Ok(())
    }

    /// Whether all files of a shard are there.
    pub fn is_done(&self, stem: &Path) -> bool {
        self.tables().iter().all(|table| file(stem, table).is_file())
    }

    fn outcomes(&self, rows: &[Row]) -> Result<RecordBatch, ArrowError> {
        let failure = |row: &'_ Row| row.result.as_ref().err().cloned();
        let stage: StringArray = rows.iter().map(|row| failure(row).map(|f| f.stage)).collect();
        let message: StringArray = rows.iter().map(|row| failure(row).map(|f| f.message)).collect();
        let seeds = UInt64Array::from_iter_values(rows.iter().map(|_| self.seed));
        let mut table = Columns::default();
        table.add("point", "1", "Number of the point", u32s(rows.iter().map(|row| row.point)));
        table.add("world", "1", "Number of the world", u32s(rows.iter().map(|row| row.world)));
        table.add(
            "seed",
            "",
            "With the number of the world, all that its draws derive from",
            Arc::new(seeds),
        );
        let status = rows.iter().map(|row| if row.result.is_ok() { "done" } else { "failed" });
        table.add("status", "", "done or failed", strings(status));
        table.add("stage", "", "Where a failed world failed", Arc::new(stage));
        table.add("message", "", "Why it failed", Arc::new(message));
        let points: Vec<(Vec<Option<String>>, usize)> = rows
            .chunk_by(|a, b| a.point == b.point)
            .map(|run| (self.design.values(run[0].point), run.len()))
            .collect();
        for (place, (lever, name, typed)) in self.levers.iter().enumerate() {
            let values = points.iter().map(|(values, rows)| (values[place].as_deref(), *rows));
            let meaning = format!("Setting {}", lever.path);
            table.add(name, &lever.unit, &meaning, settings(*typed, values));
        }
        for (place, column) in self.outcomes.iter().enumerate() {
            let value =
                |row: &Row| row.result.as_ref().ok().map(|values| values[place]).filter(|x| x.is_finite());
            let values: Float64Array = rows.iter().map(value).collect();
            let array: ArrayRef = Arc::new(values);
            table.fields.push(declared(column, array.data_type().clone()));
            table.arrays.push(array);
        }
        table.batch()
    }

    fn series(&self, rows: &[(u32, SeriesRow)]) -> Result<RecordBatch, ArrowError> {
        let mut table = Columns::default();
        table.add("point", "1", "Number of the point", u32s(rows.iter().map(|(point, _)| *point)));
        table.add("world", "1", "Number of the world", u32s(rows.iter().map(|(_, row)| row.replicate)));
        table.add("period", "periods", "Period", u32s(rows.iter().map(|(_, row)| row.period)));
        for (place, column) in self.series.iter().enumerate() {
            let value =
                |(_, row): &(u32, SeriesRow)| row.values.get(place).copied().filter(|x| x.is_finite());
            let values: Float64Array = rows.iter().map(value).collect();
            let array: ArrayRef = Arc::new(values);
            table.fields.push(declared(column, array.data_type().clone()));
            table.arrays.push(array);
        }
        table.batch()
    }
}

/// The values of a lever, row by row, from those by point and the rows of the point.
fn settings<'v>(typed: Typed, points: impl Iterator<Item = (Option<&'v str>, usize)>) -> ArrayRef {
    let all = points.flat_map(|(value, rows)| std::iter::repeat_n(value, rows));
    match typed {
        Typed::Number => {
            let numbers: Float64Array = all.map(|value| value?.trim().parse::<f64>().ok()).collect();
            Arc::new(numbers)
        }
        Typed::Truth => {
            let truths: BooleanArray = all.map(|value| value?.trim().parse::<bool>().ok()).collect();
            Arc::new(truths)
        }
        Typed::Text => Arc::new(all.collect::<StringArray>()),
    }
}

/// File of a table of a shard.
pub fn file(stem: &Path, table: &str) -> PathBuf {
    stem.with_extension(format!("{table}.parquet"))
}

fn levers(design: &Design, outcomes: &[Column]) -> Vec<(Lever, String, Typed)> {
    let taken = |path: &str| KEYS.contains(&path) || outcomes.iter().any(|column| column.name == path);
    let name = |path: &str| if taken(path) { format!("set.{path}") } else { path.to_owned() };
    let of = |axis: &super::design::Axis| -> Vec<_> {
        let typed = |place: usize| typed(|| axis.rows.texts(place));
        let levers = axis.levers.iter().enumerate();
        levers.map(|(place, lever)| (lever.clone(), name(&lever.path), typed(place))).collect()
    };
    design.axes.iter().flat_map(of).collect()
}

fn typed<'v>(values: impl Fn() -> Box<dyn Iterator<Item = &'v str> + 'v>) -> Typed {
    if values().all(|value| value.trim().parse::<f64>().is_ok()) {
        Typed::Number
    } else if values().all(|value| matches!(value.trim(), "true" | "false")) {
        Typed::Truth
    } else {
        Typed::Text
    }
}
