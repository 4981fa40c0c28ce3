//! The outcomes of a finished study, point by point, as analyses take them.

use std::path::Path;

use super::summary::each_point;
use super::table::OUTCOMES;
use crate::error::RunError;

/// One outcome at all points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Values of the replicates that came to their end and to which the outcome applies: `points x replicates`.
    pub groups: Vec<Vec<f64>>,
}

impl Answers {
    /// Mean over the replicates of each point; none where there is none.
    pub fn means(&self) -> Vec<Option<f64>> {
        self.groups.iter().map(|group| (!group.is_empty()).then(|| mean(group))).collect()
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Outcomes by name from a run directory, in the order of the names.
pub fn read(directory: &Path, names: &[String], points: u32) -> Result<Vec<Answers>, RunError> {
    let empty = |name: &String| Answers {
        name: name.clone(),
        unit: String::new(),
        groups: vec![Vec::new(); points as usize],
    };
    let mut answers: Vec<Answers> = names.iter().map(empty).collect();
    each_point(&directory.join(format!("{OUTCOMES}.parquet")), names, |point, table| {
        for answer in &mut answers {
            let Some(column) = table.column(&answer.name) else { continue };
            answer.unit.clone_from(&column.unit);
            if let Some(group) = answer.groups.get_mut(point as usize) {
                *group = table.finite(&answer.name);
            }
        }
        Ok(())
    })?;
    Ok(answers)
}
