//! Which points: axes that are crossed, each a list of rows in which some levers move together.
//!
//! A grid has an axis a lever; a list has one axis with all levers; a sample has one axis with all uncertainties,
//! crossed with the levers. The last axis moves fastest. Points are computed from their number, never held.

use serde::{Deserialize, Serialize};

use super::sampling::Sample;
use super::target::Setting;

/// Something that varies over the points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lever {
    /// Path of the setting.
    pub path: String,
    /// Unit; empty where there is none.
    pub unit: String,
}

/// Levers that move together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Axis {
    /// The levers.
    pub levers: Vec<Lever>,
    /// Their values.
    pub rows: Rows,
}

/// The rows of an axis: a value a lever in each, as text; none where the target's own value stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Rows {
    /// One by one.
    Listed(Vec<Vec<Option<String>>>),
    /// Found from their number.
    Sampled(Sample),
}

impl Rows {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Listed(rows) => rows.len(),
            Self::Sampled(sample) => sample.sequence.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A row by its number.
    fn row(&self, place: usize) -> Vec<Option<String>> {
        match self {
            Self::Listed(rows) => rows[place].clone(),
            Self::Sampled(sample) => sample.settings(place as u32).into_iter().map(Some).collect(),
        }
    }

    /// All values that a lever takes, those of a range apart, which are numbers.
    pub fn texts(&self, lever: usize) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Listed(rows) => Box::new(rows.iter().filter_map(move |row| row[lever].as_deref())),
            Self::Sampled(sample) => Box::new(sample.values(lever).iter().map(String::as_str)),
        }
    }
}

/// The points of a study.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Design {
    /// The same in all points.
    pub fixed: Vec<Setting>,
    /// What varies.
    pub axes: Vec<Axis>,
}

impl Design {
    /// One point.
    pub fn single(settings: Vec<Setting>) -> Self {
        Self { fixed: settings, axes: Vec::new() }
    }

    /// Number of points; none where that is beyond 32 bits.
    pub fn points(&self) -> Option<u32> {
        self.axes
            .iter()
            .try_fold(1_u32, |points, axis| points.checked_mul(u32::try_from(axis.rows.len()).ok()?))
    }

    /// What varies, in order.
    pub fn levers(&self) -> impl Iterator<Item = &Lever> {
        self.axes.iter().flat_map(|axis| &axis.levers)
    }

    /// Values of the levers at a point, in the order of [`Design::levers`].
    pub fn values(&self, point: u32) -> Vec<Option<String>> {
        let mut rest = point as usize;
        let mut places: Vec<usize> =
            self.axes.iter().rev().map(|axis| digit(&mut rest, axis.rows.len())).collect();
        places.reverse();
        self.axes.iter().zip(places).flat_map(|(axis, place)| axis.rows.row(place)).collect()
    }

    /// All settings of a point: the fixed ones, then the levers.
    pub fn settings(&self, point: u32) -> Vec<Setting> {
        let values = self.values(point);
        let varied =
            self.levers().zip(values).filter_map(|(lever, value)| Some((lever.path.clone(), value?)));
        self.fixed.iter().cloned().chain(varied).collect()
    }
}

fn digit(rest: &mut usize, base: usize) -> usize {
    let digit = *rest % base;
    *rest /= base;
    digit
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn axis(names: &[&str], rows: usize) -> Axis {
        let lever = |name: &&str| Lever { path: (*name).to_owned(), unit: String::new() };
        let row = |at: usize| names.iter().map(|name| Some(format!("{name}{at}"))).collect();
        let rows = Rows::Listed((0..rows).map(row).collect());
        Axis { levers: names.iter().map(lever).collect(), rows }
    }

    #[test]
    fn the_last_axis_moves_fastest_and_levers_of_an_axis_together() {
        let fixed = vec![("z".to_owned(), "9".to_owned())];
        let design = Design { fixed, axes: vec![axis(&["a"], 2), axis(&["b", "c"], 3)] };
        assert_eq!(design.points(), Some(6));
        assert_eq!(design.values(4), ["a1", "b1", "c1"].map(|value| Some(value.to_owned())));
        let settings: Vec<String> =
            design.settings(1).into_iter().map(|(path, value)| path + &value).collect();
        assert_eq!(settings, ["z9", "aa0", "bb1", "cc1"]);
        assert_eq!(Design::default().points(), Some(1));
    }

    proptest! {
        #[test]
        fn every_combination_is_one_point(lengths in prop::collection::vec(1_usize..5, 0..4)) {
            let names = ["a", "b", "c", "d"];
            let axes = lengths.iter().zip(names).map(|(&rows, name)| axis(&[name], rows)).collect();
            let design = Design { fixed: Vec::new(), axes };
            let points = design.points().expect("few");
            let mut all: Vec<Vec<Option<String>>> = (0..points).map(|point| design.values(point)).collect();
            prop_assert_eq!(all.len(), lengths.iter().product::<usize>());
            let sorted = all.is_sorted();
            all.dedup();
            prop_assert!(sorted && all.len() == points as usize);
        }
    }
}
