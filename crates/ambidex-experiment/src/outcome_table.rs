//! The table of outcomes, read back: a row a world, small enough to be held.

use std::fs::File;
use std::path::Path;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{DataType, Float64Type, UInt32Type};
use arrow::record_batch::RecordBatch;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::error::RunError;

/// The outcomes of all worlds of one arm.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutcomeTable {
    /// Columns in order: name, unit, and a value a world, NaN where missing or failed.
    pub columns: Vec<OutcomeColumn>,
    /// Failed worlds: number and message with its stage.
    pub failures: Vec<(u32, String)>,
    /// Number of rows.
    pub worlds: usize,
}

/// One outcome over all worlds.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeColumn {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// A value a world; NaN where missing or failed.
    pub values: Vec<f64>,
}

impl OutcomeTable {
    /// Reads the table of an arm or of a shard.
    pub fn read(path: &Path) -> Result<Self, RunError> {
        let file = File::open(path).map_err(RunError::io(path))?;
        let builder =
            ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| RunError::table(path, error))?;
        let mut table = Self::default();
        for field in builder.schema().fields().iter().filter(|field| *field.data_type() == DataType::Float64)
        {
            let unit = field.metadata().get("unit").cloned().unwrap_or_default();
            table.columns.push(OutcomeColumn { name: field.name().clone(), unit, values: Vec::new() });
        }
        let reader = builder.build().map_err(|error| RunError::table(path, error))?;
        for batch in reader {
            table.add(&batch.map_err(|error| RunError::arrow(path, error))?);
        }
        Ok(table)
    }

    /// Adds rows of the columns that the table has.
    pub(crate) fn add(&mut self, batch: &RecordBatch) {
        self.worlds += batch.num_rows();
        for column in &mut self.columns {
            let values =
                batch.column_by_name(&column.name).and_then(|array| array.as_primitive_opt::<Float64Type>());
            column.values.extend(values.into_iter().flatten().map(|value| value.unwrap_or(f64::NAN)));
        }
        let text = |name: &str, row: usize| {
            let array = batch.column_by_name(name)?.as_string_opt::<i32>()?;
            array.is_valid(row).then(|| array.value(row).to_owned())
        };
        let worlds = batch.column_by_name("world").and_then(|array| array.as_primitive_opt::<UInt32Type>());
        for row in 0..batch.num_rows() {
            if let (Some(stage), Some(message)) = (text("stage", row), text("message", row)) {
                let world = worlds.map_or(row as u32, |worlds| worlds.value(row));
                self.failures.push((world, format!("{stage}: {message}")));
            }
        }
    }

    /// A column by name.
    pub fn column(&self, name: &str) -> Option<&OutcomeColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Values of a column where it has one, in order of world.
    pub fn finite(&self, name: &str) -> Vec<f64> {
        let values = self.column(name).map_or(&[][..], |column| &column.values);
        values.iter().copied().filter(|value| value.is_finite()).collect()
    }
}
