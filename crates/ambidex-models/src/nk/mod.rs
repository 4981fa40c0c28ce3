//! Rugged landscapes. Kauffman & Levin (1987), *Towards a general theory of adaptive walks on rugged landscapes*,
//! Journal of Theoretical Biology 128(1), doi:10.1016/S0022-5193(87)80029-2; Kauffman & Weinberger (1989), *The NK model
//! of rugged fitness landscapes*, Journal of Theoretical Biology 141(2), doi:10.1016/S0022-5193(89)80019-0.
//!
//! **Question.** How does the interdependence of choices shape what search by small steps can reach?
//!
//! **Mechanism.** A configuration sets N loci to 0 or 1. Each locus contributes to fitness, and its contribution depends
//! on its own state and on the states of its partners, K in number; contributions are uniform draws, one for each pattern
//! of these states. Fitness is the mean of the contributions. Which loci are partners is the interaction matrix: some
//! patterns of the literature are named, any other is read from a file. A walk flips one locus at a time, only uphill,
//! until no neighbour is fitter; it may then try configurations from afar. Up to 24 loci, all configurations are
//! evaluated, so that all local optima are counted; beyond that, contributions are drawn where a walk meets them.
//!
//! **Order.** Interaction matrix; contributions; start; steps of the walk; configurations from afar.
//!
//! **Exactness.** Contributions are integers of 25 bits, so that sums and comparisons are exact and do not depend on
//! order or machine. Tables, walks and all widths of vectors see the same landscape.

pub mod contributions;
pub mod matrix;
pub mod peaks;
pub mod spread;
pub mod surface;
pub mod table;
pub mod walk;

mod check;
mod info;

use std::ops::Range;

use ambidex_core::Problem;
use ambidex_core::catalogue::{Catalogued, ModelInfo, Recorder, Values};
use ambidex_core::streams::Streams;

use contributions::{Contributions, fitness};
use matrix::Matrix;
use peaks::Peaks;
use surface::{Sparse, Summed, Surface, Tabled};
use table::Table;
use walk::{Rule, START, adapt, anywhere};

pub use check::fixed_matrix;
pub use info::{INTERACTIONS, Landscape, MATRIX};

/// The model in the catalogue.
pub struct Nk;

impl Catalogued for Nk {
    fn info(&self) -> &'static ModelInfo {
        &info::INFO
    }

    fn check(&self, values: &Values) -> Vec<Problem> {
        check::check(values)
    }

    fn periods(&self, _: &Values) -> u32 {
        0
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let mut run = Run::new(values);
        for replicate in replicates {
            let row = run.replicate(&Streams::new(seed, replicate));
            recorder.outcomes(replicate, &row);
        }
    }
}

/// What a run keeps between replicates.
struct Run {
    landscape: Landscape,
    rule: Rule,
    at_zero: bool,
    whole: bool,
    all: bool,
    fixed: Option<Matrix>,
    versions: Vec<u32>,
    table: Table,
}

impl Run {
    fn new(values: &Values) -> Self {
        let landscape: Landscape = values.typed();
        let n = landscape.n as usize;
        Self {
            landscape,
            rule: Rule::named(values.choice("walk")),
            at_zero: values.choice("start") == "zeros",
            whole: values.choice("enumeration") != "none" && n <= table::MOST,
            all: values.choice("measures") == "all",
            fixed: fixed_matrix(values).expect("values were checked"),
            versions: vec![0; n],
            table: Table::default(),
        }
    }

    fn replicate(&mut self, streams: &Streams) -> [f64; 8] {
        let (n, k) = (self.landscape.n as usize, self.landscape.k as usize);
        let drawn;
        let matrix = match &self.fixed {
            Some(matrix) => matrix,
            None => {
                drawn = Matrix::random(n, k, streams);
                &drawn
            }
        };
        let contributions = Contributions::of(streams);
        let start = if self.at_zero { 0 } else { anywhere(&streams.stream(START), 0, n) };
        if !self.whole {
            let landscape = Sparse::new(matrix, contributions);
            let [end, steps] = self.walk(&mut Summed::new(&landscape, start), streams);
            return [f64::NAN, end, steps, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN];
        }
        self.table.fill(matrix, &contributions, &self.versions);
        let peaks = Peaks::of(&self.table);
        let [end, steps] = self.walk(&mut Tabled::new(&self.table, start), streams);
        let (best, mean) = (fitness(peaks.best, n), peaks.mean_fitness(n));
        let basin = if self.all { spread::basin(&self.table, peaks.best_at, self.rule) } else { f64::NAN };
        let deviation = if self.all { spread::deviation(&self.table) } else { f64::NAN };
        [peaks.count as f64, end, steps, best, mean, end / best, basin, deviation]
    }

    fn walk(&self, here: &mut impl Surface, streams: &Streams) -> [f64; 2] {
        let steps = adapt(here, self.rule, self.landscape.jumps as u32, streams);
        [fitness(here.sum(), here.n()), f64::from(steps)]
    }
}

#[cfg(test)]
mod tests;
