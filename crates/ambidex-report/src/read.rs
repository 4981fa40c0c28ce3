//! Tables of the run directory: only the columns that are needed, one at a time, of a fixed leading set of worlds.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::{Array, BooleanArray, Float64Array, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use crate::{ReportError, file_error};

/// Worlds read at most: those numbered below this.
pub const MAX_WORLDS: u32 = 2_000;

/// One column of the weekly series, dense: world by lab by week, NaN where there is no row.
pub struct Cube {
    values: Vec<f32>,
    labs: usize,
    weeks: usize,
}

impl Cube {
    /// The weeks of a world's lab, both by position in the series.
    pub fn line(&self, world: usize, lab: usize) -> &[f32] {
        let from = (world * self.labs + lab) * self.weeks;
        &self.values[from..from + self.weeks]
    }

    /// A column made from this one and another, line by line.
    pub fn zip(&self, other: &Cube, make: impl Fn(&[f32], &[f32]) -> Vec<f32>) -> Cube {
        let lines = self.values.chunks(self.weeks.max(1)).zip(other.values.chunks(other.weeks.max(1)));
        Cube {
            values: lines.flat_map(|(one, other)| make(one, other)).collect(),
            labs: self.labs,
            weeks: self.weeks,
        }
    }

    /// Number of worlds.
    pub fn worlds(&self) -> usize {
        self.values.len() / (self.labs * self.weeks).max(1)
    }

    /// Number of weeks.
    pub fn weeks(&self) -> usize {
        self.weeks
    }
}

/// The weekly series of one arm: where each row belongs, and the way to its columns.
pub struct Series {
    path: PathBuf,
    /// Worlds kept, in order of number.
    pub worlds: Vec<u32>,
    /// Labs, in the order asked for.
    pub labs: Vec<String>,
    /// Number of weeks.
    pub weeks: usize,
    /// Whether worlds were left out because there are more than [`MAX_WORLDS`].
    pub truncated: bool,
    every: usize,
    places: Vec<u32>,
    columns: Vec<String>,
}

/// Holds each recorded value until the next one is due.
fn hold(line: &mut [f32], every: usize) {
    for week in 0..line.len() {
        line[week] = line[week - week % every];
    }
}

/// Place of a row that is not kept.
const NOWHERE: u32 = u32::MAX;

impl Series {
    /// Reads the keys of `series.parquet`, recorded every so many weeks; `None` where there is none.
    ///
    /// # Errors
    /// Where the file cannot be read or has no keys.
    pub fn open(path: &Path, labs: &[String], every: usize) -> Result<Option<Self>, ReportError> {
        if !path.exists() {
            return Ok(None);
        }
        let keys = Keys::read(path, labs)?;
        let order: BTreeMap<u32, usize> =
            keys.worlds.iter().enumerate().map(|(at, world)| (*world, at)).collect();
        let place = |row: &Option<(u32, u16, u32)>| {
            let Some((world, lab, week)) = row else { return NOWHERE };
            let at = (order[world] * labs.len() + usize::from(*lab)) * keys.weeks + *week as usize;
            u32::try_from(at).unwrap_or(NOWHERE)
        };
        Ok(Some(Self {
            places: keys.rows.iter().map(place).collect(),
            path: path.to_owned(),
            worlds: order.keys().copied().collect(),
            labs: labs.to_vec(),
            weeks: keys.weeks,
            truncated: keys.truncated,
            columns: keys.columns,
            every,
        }))
    }

    /// Whether the series has a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }

    /// Names of the columns that start with a prefix, without it.
    pub fn suffixes(&self, prefix: &str) -> Vec<String> {
        self.columns.iter().filter_map(|name| name.strip_prefix(prefix)).map(str::to_owned).collect()
    }

    /// Position of a lab.
    pub fn lab(&self, name: &str) -> Option<usize> {
        self.labs.iter().position(|lab| lab == name)
    }

    /// One column; `None` where the series has no such column.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn column(&self, name: &str) -> Result<Option<Cube>, ReportError> {
        if !self.has(name) {
            return Ok(None);
        }
        let mut values = vec![f32::NAN; self.worlds.len() * self.labs.len() * self.weeks];
        let mut row = 0;
        for batch in reader(&self.path, &[name], Some(self.places.len()))? {
            let numbers = numbers(&batch.map_err(table_error(&self.path))?, name, &self.path)?;
            for number in &numbers {
                let place = self.places[row];
                row += 1;
                if place != NOWHERE {
                    values[place as usize] = number.unwrap_or(f64::NAN) as f32;
                }
            }
        }
        if self.every > 1 {
            values.chunks_mut(self.weeks.max(1)).for_each(|line| hold(line, self.every));
        }
        Ok(Some(Cube { values, labs: self.labs.len(), weeks: self.weeks }))
    }
}

/// Keys of all rows up to the last one that is kept.
struct Keys {
    rows: Vec<Option<(u32, u16, u32)>>,
    worlds: std::collections::BTreeSet<u32>,
    weeks: usize,
    truncated: bool,
    columns: Vec<String>,
}

impl Keys {
    fn read(path: &Path, labs: &[String]) -> Result<Self, ReportError> {
        let columns = column_names(path)?;
        let mut keys = Self { rows: vec![], worlds: Default::default(), weeks: 0, truncated: false, columns };
        for batch in reader(path, &["world", "lab", "week"], None)? {
            if !keys.add(&batch.map_err(table_error(path))?, path, labs)? {
                break;
            }
        }
        let last = keys.rows.iter().rposition(Option::is_some).map_or(0, |at| at + 1);
        keys.rows.truncate(last);
        Ok(keys)
    }

    /// Adds the rows of a batch; whether more may be wanted: worlds come in order, and those beyond the limit are not.
    fn add(&mut self, batch: &RecordBatch, path: &Path, labs: &[String]) -> Result<bool, ReportError> {
        let world = numbers(batch, "world", path)?;
        let week = numbers(batch, "week", path)?;
        let lab = words(batch, "lab", path)?;
        for row in 0..batch.num_rows() {
            let (world, week) = (world.value(row) as u32, week.value(row) as u32);
            let lab = labs.iter().position(|name| name == lab.value(row));
            self.truncated |= world >= MAX_WORLDS;
            let kept = lab.filter(|_| world < MAX_WORLDS).map(|lab| (world, lab as u16, week));
            if kept.is_some() {
                self.worlds.insert(world);
                self.weeks = self.weeks.max(week as usize + 1);
            }
            self.rows.push(kept);
        }
        Ok(world.iter().flatten().any(|world| world < f64::from(MAX_WORLDS)))
    }
}

/// A release, as far as the report needs it.
#[derive(Clone, Debug)]
pub struct Release {
    /// World.
    pub world: u32,
    /// Lab by name.
    pub lab: String,
    /// Week.
    pub week: u32,
    /// Name.
    pub name: String,
    /// Number of the base release, from 1.
    pub generation: u32,
    /// Reported minus true [points].
    pub inflation: f64,
    /// Gap to the frontier on the day [points].
    pub gap: f64,
}

/// The base releases of `releases.parquet` in worlds numbered below [`MAX_WORLDS`]; `None` where there is no such file.
///
/// # Errors
/// Where the file cannot be read or lacks a column.
pub fn base_releases(path: &Path) -> Result<Option<Vec<Release>>, ReportError> {
    if !path.exists() {
        return Ok(None);
    }
    let names = ["world", "lab", "week", "release", "generation", "base", "capability", "reported", "gap"];
    let mut releases = vec![];
    for batch in reader(path, &names, None)? {
        let batch = batch.map_err(table_error(path))?;
        let number = |name| numbers(&batch, name, path);
        let (world, week, generation) = (number("world")?, number("week")?, number("generation")?);
        let (capability, reported, gap) = (number("capability")?, number("reported")?, number("gap")?);
        let (lab, name) = (words(&batch, "lab", path)?, words(&batch, "release", path)?);
        let base = flags(&batch, "base", path)?;
        let kept = |row: &usize| base.value(*row) && world.value(*row) < f64::from(MAX_WORLDS);
        releases.extend((0..batch.num_rows()).filter(kept).map(|row| Release {
            world: world.value(row) as u32,
            lab: lab.value(row).to_owned(),
            week: week.value(row) as u32,
            name: name.value(row).to_owned(),
            generation: generation.value(row) as u32,
            inflation: reported.value(row) - capability.value(row),
            gap: gap.value(row),
        }));
    }
    Ok(Some(releases))
}

pub(crate) fn table_error<E: ToString>(path: &Path) -> impl Fn(E) -> ReportError {
    let path = path.to_owned();
    move |error| ReportError::Table { path: path.clone(), reason: error.to_string() }
}

fn builder(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, ReportError> {
    let file = File::open(path).map_err(file_error(path))?;
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(table_error(path))
}

fn column_names(path: &Path) -> Result<Vec<String>, ReportError> {
    Ok(builder(path)?.schema().fields().iter().map(|field| field.name().clone()).collect())
}

pub(crate) fn reader(
    path: &Path,
    columns: &[&str],
    rows: Option<usize>,
) -> Result<ParquetRecordBatchReader, ReportError> {
    let builder = builder(path)?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
    let builder = builder.with_projection(mask).with_batch_size(32_768);
    let builder = match rows {
        Some(rows) => builder.with_limit(rows),
        None => builder,
    };
    builder.build().map_err(table_error(path))
}

fn as_type<T: Array + Clone + 'static>(
    batch: &RecordBatch,
    name: &str,
    data_type: &DataType,
    path: &Path,
) -> Result<T, ReportError> {
    let wrong = |reason: String| ReportError::Table { path: path.to_owned(), reason };
    let column = batch.column_by_name(name).ok_or_else(|| wrong(format!("no column `{name}`")))?;
    let array = cast(column, data_type).map_err(|error| wrong(format!("column `{name}`: {error}")))?;
    let array = array.as_any().downcast_ref::<T>().cloned();
    array.ok_or_else(|| wrong(format!("column `{name}` is not {data_type}")))
}

pub(crate) fn numbers(batch: &RecordBatch, name: &str, path: &Path) -> Result<Float64Array, ReportError> {
    as_type(batch, name, &DataType::Float64, path)
}

fn words(batch: &RecordBatch, name: &str, path: &Path) -> Result<StringArray, ReportError> {
    as_type(batch, name, &DataType::Utf8, path)
}

fn flags(batch: &RecordBatch, name: &str, path: &Path) -> Result<BooleanArray, ReportError> {
    as_type(batch, name, &DataType::Boolean, path)
}
