//! The effect of one input alone: means of an outcome at each of its values, or in strips of its range.
//!
//! At a value, the mean is over all points with it. Points of a grid share their worlds, so that a world's mean over these
//! points is one observation, and the interval is that of the mean over worlds. Where an input is sampled, the points are
//! a sample, and a point's mean is one observation, at a value as in a strip.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::numbers::{Interval, half_width, limit};
use super::super::source::Source;
use super::read::{Study, text};
use crate::ReportError;
use crate::fans::Mean;
use crate::read::{numbers, reader, table_error};

/// Most values of an input that are shown one by one.
const VALUES: usize = 24;
/// Points of a strip, and least and most strips.
const STRIP: (usize, usize, usize) = (20, 4, 10);

/// A mean at a value or in a strip.
#[derive(Clone, Debug)]
pub struct Level {
    /// Where: the value, or the mean of the strip.
    pub x: f64,
    /// The value in words, or the ends of the strip.
    pub name: String,
    /// Mean with its interval.
    pub mean: Interval,
}

/// What one observation of a mean is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A world's mean over the points with a value.
    Worlds,
    /// A point's mean, at a value.
    Points,
    /// A point's mean, in a strip of the range.
    Strips,
}

/// The effect of one input.
#[derive(Clone, Debug)]
pub struct Effect {
    /// What one observation is.
    pub kind: Kind,
    /// Means.
    pub levels: Vec<Level>,
}

/// Effects of all inputs on an outcome; none where the table of replicates is missing.
pub fn of(source: &Source, study: &Study, outcome: usize) -> Result<Option<Vec<Effect>>, ReportError> {
    let places: Vec<Option<Vec<usize>>> = (0..study.factors.len()).map(|at| places(study, at)).collect();
    let path = source.dir.join("outcomes.parquet");
    if !path.is_file() {
        return Ok(None);
    }
    let is_sampled = places.iter().any(Option::is_none);
    let name = &study.outcomes[outcome];
    let mut sums = Sums::new(study, &places);
    for batch in reader(&path, &["point", "world", name], None)? {
        let batch = batch.map_err(table_error(&path))?;
        let column = |name: &str| numbers(&batch, name, &path);
        let (point, world, value) = (column("point")?, column("world")?, column(name)?);
        for row in 0..batch.num_rows() {
            let value = value.iter_at(row);
            sums.add(point.value(row) as usize, world.value(row) as usize, value);
        }
    }
    let effect = |(factor, own): (usize, &Option<Vec<usize>>)| match own {
        None => Effect { kind: Kind::Strips, levels: strips(study, factor, outcome) },
        Some(own) if is_sampled => {
            Effect { kind: Kind::Points, levels: at_values(study, factor, outcome, own) }
        }
        Some(_) => Effect { kind: Kind::Worlds, levels: sums.levels(study, factor) },
    };
    Ok(Some(places.iter().enumerate().map(effect).collect()))
}

/// A number of a column, where it has one.
trait At {
    fn iter_at(&self, row: usize) -> Option<f64>;
}

impl At for arrow::array::Float64Array {
    fn iter_at(&self, row: usize) -> Option<f64> {
        use arrow::array::Array;
        (!self.is_null(row)).then(|| self.value(row)).filter(|value| value.is_finite())
    }
}

/// Which value of a factor each point has; none where it has too many.
fn places(study: &Study, factor: usize) -> Option<Vec<usize>> {
    let values = &study.factors[factor].values;
    if values.len() > VALUES && study.factors[factor].is_numeric() {
        return None;
    }
    let place: BTreeMap<String, usize> =
        values.iter().enumerate().map(|(at, value)| (value.to_string(), at)).collect();
    Some(study.points.iter().map(|point| place[&point.settings[factor].to_string()]).collect())
}

/// Sums by world at every value of every factor that has values.
struct Sums<'p> {
    places: &'p [Option<Vec<usize>>],
    /// By factor, value and world: sum and number of points.
    worlds: Vec<Vec<Vec<(f64, u32)>>>,
    /// Whether an outcome is there at a point.
    present: Vec<bool>,
}

impl<'p> Sums<'p> {
    fn new(study: &Study, places: &'p [Option<Vec<usize>>]) -> Self {
        let by_value = |(at, own): (usize, &Option<Vec<usize>>)| match own {
            Some(_) => vec![Vec::new(); study.factors[at].values.len()],
            None => Vec::new(),
        };
        Self {
            places,
            worlds: places.iter().enumerate().map(by_value).collect(),
            present: vec![false; study.points.len()],
        }
    }

    fn add(&mut self, point: usize, world: usize, value: Option<f64>) {
        let Some(value) = value.filter(|_| point < self.present.len()) else { return };
        self.present[point] = true;
        for (factor, own) in self.places.iter().enumerate() {
            let Some(own) = own else { continue };
            let worlds = &mut self.worlds[factor][own[point]];
            if worlds.len() <= world {
                worlds.resize(world + 1, (0.0, 0));
            }
            worlds[world].0 += value;
            worlds[world].1 += 1;
        }
    }

    /// Means over the worlds that came to their end at all points of a value.
    fn levels(&self, study: &Study, factor: usize) -> Vec<Level> {
        let own = self.places[factor].as_deref().unwrap_or_default();
        let level = |(at, value): (usize, &Value)| {
            let points =
                own.iter().zip(&self.present).filter(|(place, there)| **place == at && **there).count();
            let whole = self.worlds[factor][at].iter().filter(|(_, n)| *n as usize == points && points > 0);
            let mean = Mean::of(whole.map(|(sum, n)| sum / f64::from(*n)));
            Level { x: value.as_f64().unwrap_or(f64::NAN), name: text(value), mean: interval(&mean) }
        };
        study.factors[factor].values.iter().enumerate().map(level).collect()
    }
}

/// Means over the points with each value.
fn at_values(study: &Study, factor: usize, outcome: usize, places: &[usize]) -> Vec<Level> {
    let level = |(at, value): (usize, &Value)| {
        let own = study.points.iter().zip(places).filter(|(_, place)| **place == at);
        let mean = Mean::of(own.filter_map(|(point, _)| point.mean(outcome)).map(|mean| mean[0]));
        Level { x: value.as_f64().unwrap_or(f64::NAN), name: text(value), mean: interval(&mean) }
    };
    study.factors[factor].values.iter().enumerate().map(level).collect()
}

/// Means over the points of strips that hold equally many of them.
fn strips(study: &Study, factor: usize, outcome: usize) -> Vec<Level> {
    let pair = |point: &super::read::Point| Some((point.settings[factor].as_f64()?, point.mean(outcome)?[0]));
    let mut pairs: Vec<(f64, f64)> = study.points.iter().filter_map(pair).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let range = (pairs.first().map_or(0.0, |pair| pair.0), pairs.last().map_or(0.0, |pair| pair.0));
    let (size, least, most) = STRIP;
    let count = (pairs.len() / size).clamp(least, most).min(pairs.len());
    let cut = |at: usize| at * pairs.len() / count.max(1);
    let level = |at: usize| {
        let strip = &pairs[cut(at)..cut(at + 1)];
        let ends = [strip.first(), strip.last()].map(|pair| pair.map_or(f64::NAN, |pair| pair.0));
        Level {
            x: Mean::of(strip.iter().map(|(x, _)| *x)).mean,
            name: ends.map(|end| limit(end, range)).join("–"),
            mean: interval(&Mean::of(strip.iter().map(|(_, y)| *y))),
        }
    };
    (0..count).map(level).collect()
}

/// A mean with its interval, by Student's law of so many observations.
fn interval(mean: &Mean) -> Interval {
    let half = half_width(mean.se(), mean.n);
    [mean.mean, mean.mean - half, mean.mean + half]
}
