//! The four tables of a run: their columns with units, and how worlds become rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use ambidex_core::Column;
use ambidex_core::observation::Kind;
use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float32Array, Float64Array, Int32Array, StringArray, UInt16Array,
    UInt32Array, UInt64Array,
};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use crate::draws::Sample;
use crate::layout::Layout;
use crate::world::{Done, Failure};

/// A table of a run directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// A row a world, a week and a lab.
    Series,
    /// A row a release.
    Releases,
    /// A row an event.
    Events,
    /// A row a world. Written last: a shard is complete when it has this one.
    Outcomes,
}

/// All tables, in the order in which they are written.
pub const TABLES: [Table; 4] = [Table::Series, Table::Releases, Table::Events, Table::Outcomes];

impl Table {
    /// Name of the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Series => "series",
            Self::Releases => "releases",
            Self::Events => "events",
            Self::Outcomes => "outcomes",
        }
    }

    /// Name of its file.
    pub fn file(self) -> String {
        format!("{}.parquet", self.name())
    }
}

/// A world with its number.
pub struct Row {
    /// Number of the world.
    pub world: u32,
    /// What became of it.
    pub result: Result<Done, Failure>,
}

/// Everything that the tables of an arm need beside the worlds.
pub struct Format {
    /// Where things stand in a record.
    pub layout: Layout,
    /// Declarations of the outcomes.
    pub outcomes: Vec<Column>,
    /// Seed of the run.
    pub seed: u64,
    /// Sample that the worlds' parameters are drawn from.
    pub sample: Option<Sample>,
    /// Every how many weeks the series are recorded.
    pub every: u32,
    /// Facts for the files: no time and no machine, so that equal inputs give equal bytes.
    pub metadata: Vec<(String, String)>,
}

impl Format {
    /// Weeks that are recorded: each `every`th, the first included.
    pub fn weeks(&self) -> impl Iterator<Item = u32> + Clone + use<> {
        (0..self.layout.calendar.weeks).step_by(self.every.max(1) as usize)
    }

    /// Rows of the series of one world.
    pub fn series_rows(&self) -> u64 {
        self.weeks().count() as u64 * self.layout.labs.len() as u64
    }

    /// A table of some worlds.
    pub fn batch(&self, table: Table, rows: &[Row]) -> Result<RecordBatch, ArrowError> {
        match table {
            Table::Series => self.series(rows),
            Table::Releases => self.releases(rows),
            Table::Events => self.events(rows),
            Table::Outcomes => self.outcomes(rows),
        }
    }

    /// How a table is written.
    pub fn properties(&self, table: Table) -> Result<WriterProperties, parquet::errors::ParquetError> {
        // Split by byte, floats compress to three quarters of what a dictionary gives.
        let split: &[Column] = if table == Table::Series { &self.layout.columns } else { &[] };
        properties(&self.metadata, split)
    }

    fn series(&self, rows: &[Row]) -> Result<RecordBatch, ArrowError> {
        let worlds: Vec<_> = done(rows).collect();
        let labs = &self.layout.labs;
        let keys = || worlds.iter().flat_map(|(world, _)| self.weeks().map(move |week| (*world, week)));
        let each = |f: &dyn Fn(u32, u32) -> u32| {
            keys()
                .flat_map(|(world, week)| std::iter::repeat_n(f(world, week), labs.len()))
                .collect::<Vec<_>>()
        };
        let mut fields = vec![
            field("world", DataType::UInt32, "1", None, "Number of the world"),
            field("lab", DataType::Utf8, "", None, "Lab"),
            field("week", DataType::UInt16, "weeks", None, "Weeks since the start"),
        ];
        let mut arrays: Vec<ArrayRef> = vec![
            Arc::new(UInt32Array::from(each(&|world, _| world))),
            Arc::new(StringArray::from_iter_values(keys().flat_map(|_| labs.iter()))),
            Arc::new(UInt16Array::from_iter_values(
                each(&|_, week| week).into_iter().map(|week| week as u16),
            )),
        ];
        for (place, column) in self.layout.columns.iter().enumerate() {
            fields.push(declared(column, DataType::Float32));
            arrays.push(Arc::new(self.series_column(&worlds, place)));
        }
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
    }

    fn series_column(&self, worlds: &[(u32, &Done)], column: usize) -> Float32Array {
        let (labs, width) = (self.layout.labs.len(), self.layout.columns.len());
        let values = worlds.iter().flat_map(|(_, world)| {
            let rows =
                self.weeks().flat_map(move |week| (0..labs).map(move |lab| week as usize * labs + lab));
            rows.map(move |row| world.record.series[row * width + column])
        });
        Float32Array::from_iter_values(values)
    }

    fn releases(&self, rows: &[Row]) -> Result<RecordBatch, ArrowError> {
        let all: Vec<_> =
            done(rows).flat_map(|(w, world)| world.record.releases.iter().map(move |r| (w, r))).collect();
        let mut table = Columns::default();
        table.add("world", "1", "Number of the world", u32s(all.iter().map(|(world, _)| *world)));
        table.add("lab", "", "Lab", strings(all.iter().map(|(_, r)| self.lab(r.lab))));
        table.add("week", "weeks", "Weeks since the start", u16s(all.iter().map(|(_, r)| r.week)));
        table.add("date", "", "First day of that week", self.dates(all.iter().map(|(_, r)| r.week)));
        table.add("release", "", "Name", strings(all.iter().map(|(_, r)| r.name.as_str())));
        table.add(
            "generation",
            "1",
            "Number of the base release it is or rests on, from 1",
            u16s(all.iter().map(|(_, r)| u32::from(r.generation))),
        );
        table.add("base", "0/1", "Whether it is a base release", bools(all.iter().map(|(_, r)| r.base)));
        table.add(
            "planned_week",
            "weeks",
            "Week for which it was first planned",
            i32s(all.iter().map(|(_, r)| r.planned_week)),
        );
        table.add("capability", "points", "True capability", f32s(all.iter().map(|(_, r)| r.capability)));
        table.add("reported", "points", "Reported score", f32s(all.iter().map(|(_, r)| r.reported)));
        table.add(
            "gap",
            "points",
            "Best capability of any lab minus its own",
            f32s(all.iter().map(|(_, r)| r.gap)),
        );
        table.add("open", "0/1", "Whether the weights are open", bools(all.iter().map(|(_, r)| r.open)));
        table.add(
            "defect_density",
            "1",
            "Defects, known and unknown, per unit of work",
            f32s(all.iter().map(|(_, r)| r.defect_density)),
        );
        table.add(
            "variants",
            "count",
            "Variants tried before reporting",
            f32s(all.iter().map(|(_, r)| r.variants)),
        );
        table.add("compute", "log10 FLOP", "Training compute", f32s(all.iter().map(|(_, r)| r.compute)));
        table.add(
            "effective_compute",
            "log10 FLOP",
            "Effective compute",
            f32s(all.iter().map(|(_, r)| r.effective_compute)),
        );
        table.add(
            "paradigms",
            "",
            "Paradigms in it, joined by +",
            strings(all.iter().map(|(_, r)| r.paradigms.as_str())),
        );
        table.batch()
    }

    fn events(&self, rows: &[Row]) -> Result<RecordBatch, ArrowError> {
        let all: Vec<_> =
            done(rows).flat_map(|(w, world)| world.record.events.iter().map(move |e| (w, e))).collect();
        let mut table = Columns::default();
        table.add("world", "1", "Number of the world", u32s(all.iter().map(|(world, _)| *world)));
        table.add("week", "weeks", "Weeks since the start", u16s(all.iter().map(|(_, e)| e.week)));
        table.add("lab", "", "Lab", strings(all.iter().map(|(_, e)| self.lab(e.lab))));
        table.add("kind", "", "What happened", strings(all.iter().map(|(_, e)| e.kind)));
        table.add(
            "detail",
            "",
            "Detail for the chronicle",
            strings(all.iter().map(|(_, e)| e.detail.as_str())),
        );
        table.batch()
    }

    fn outcomes(&self, rows: &[Row]) -> Result<RecordBatch, ArrowError> {
        let failure = |row: &Row| row.result.as_ref().err().cloned();
        let stage: StringArray = rows.iter().map(|row| failure(row).map(|f| f.stage)).collect();
        let message: StringArray = rows.iter().map(|row| failure(row).map(|f| f.message)).collect();
        let status = rows.iter().map(|row| if row.result.is_ok() { "done" } else { "failed" });
        let mut table = Columns::default();
        table.add("world", "1", "Number of the world", u32s(rows.iter().map(|row| row.world)));
        let seeds = UInt64Array::from_iter_values(rows.iter().map(|_| self.seed));
        table.add(
            "seed",
            "",
            "With the number of the world, all that its draws derive from",
            Arc::new(seeds),
        );
        if let Some(sample) = &self.sample {
            let draws = u32s(rows.iter().map(|row| sample.draw(row.world)));
            table.add("draw", "1", "Number of the draw that its parameters are, from 0", draws);
        }
        table.add("status", "", "done or failed", strings(status));
        table.add("stage", "", "Where a failed world failed", Arc::new(stage));
        table.add("message", "", "Why it failed", Arc::new(message));
        for (place, column) in self.outcomes.iter().enumerate() {
            let value = |row: &Row| {
                row.result.as_ref().ok().map(|world| world.outcomes[place]).filter(|x| x.is_finite())
            };
            let values: Float64Array = rows.iter().map(value).collect();
            table.fields.push(declared(column, DataType::Float64));
            table.arrays.push(Arc::new(values));
        }
        table.batch()
    }

    fn lab(&self, place: u16) -> &str {
        self.layout.labs.get(usize::from(place)).map_or("", String::as_str)
    }

    fn dates(&self, weeks: impl Iterator<Item = u32>) -> ArrayRef {
        let epoch =
            ambidex_core::calendar::days_between(jiff::civil::date(1970, 1, 1), self.layout.calendar.start);
        let day = |week: u32| i32::try_from(epoch + 7 * i64::from(week)).unwrap_or(i32::MAX);
        Arc::new(Date32Array::from_iter_values(weeks.map(day)))
    }
}

/// How a table is written: facts about it, and columns of floats that are split by byte.
pub(crate) fn properties(
    metadata: &[(String, String)],
    split: &[Column],
) -> Result<WriterProperties, parquet::errors::ParquetError> {
    let pairs = metadata.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(2)?))
        .set_created_by(format!("ambidex {}", env!("CARGO_PKG_VERSION")))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_max_row_group_row_count(None)
        .set_key_value_metadata(Some(pairs));
    for column in split {
        let path = ColumnPath::from(column.name.as_ref());
        properties = properties
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_encoding(path, Encoding::BYTE_STREAM_SPLIT);
    }
    Ok(properties.build())
}

fn done(rows: &[Row]) -> impl Iterator<Item = (u32, &Done)> {
    rows.iter().filter_map(|row| row.result.as_ref().ok().map(|world| (row.world, world)))
}

fn field(name: &str, kind: DataType, unit: &str, flow: Option<Kind>, meaning: &str) -> Field {
    let flow = flow.map(|kind| match kind {
        Kind::Level => "level",
        Kind::Flow => "flow",
        Kind::Total => "total",
    });
    let metadata = [("unit", Some(unit)), ("kind", flow), ("meaning", Some(meaning))];
    let metadata = metadata.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned())));
    Field::new(name, kind, true).with_metadata(metadata.collect::<BTreeMap<_, _>>())
}

pub(crate) fn declared(column: &Column, kind: DataType) -> Field {
    field(&column.name, kind, column.unit, Some(column.kind), &column.meaning)
}

#[derive(Default)]
pub(crate) struct Columns {
    pub fields: Vec<Field>,
    pub arrays: Vec<ArrayRef>,
}

impl Columns {
    pub fn add(&mut self, name: &str, unit: &str, meaning: &str, array: ArrayRef) {
        self.fields.push(field(name, array.data_type().clone(), unit, None, meaning));
        self.arrays.push(array);
    }

    pub fn batch(self) -> Result<RecordBatch, ArrowError> {
        RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.arrays)
    }
}

pub(crate) fn u32s(values: impl Iterator<Item = u32>) -> ArrayRef {
    Arc::new(UInt32Array::from_iter_values(values))
}

fn u16s(values: impl Iterator<Item = u32>) -> ArrayRef {
    Arc::new(UInt16Array::from_iter_values(values.map(|value| value as u16)))
}

fn i32s(values: impl Iterator<Item = i32>) -> ArrayRef {
    Arc::new(Int32Array::from_iter_values(values))
}

fn f32s(values: impl Iterator<Item = f32>) -> ArrayRef {
    Arc::new(Float32Array::from_iter_values(values))
}

fn bools(values: impl Iterator<Item = bool>) -> ArrayRef {
    Arc::new(BooleanArray::from(values.collect::<Vec<_>>()))
}

pub(crate) fn strings<'a>(values: impl Iterator<Item = &'a str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}
