//! Adaptation and selection on a rugged landscape. Levinthal (1997), *Adaptation on rugged landscapes*, Management
//! Science 43(7), doi:10.1287/mnsc.43.7.934.
//!
//! **Question.** Why do organisations stay different, and which of them survive a change of their environment?
//!
//! **Mechanism.** Organisations have a form of N attributes on a landscape on which an attribute's contribution depends
//! on K others. Each period an organisation tries its neighbours in the order of the attributes and adopts the first that
//! is superior; it may then compare one form drawn at random with the one it holds (a long jump). Selection removes
//! organisations by their fitness relative to the fittest; a founder either has a random form or copies a survivor,
//! fitter ones more often. The more the average falls short of the fittest (genetic load), the more founders are random.
//! The environment may change once: the contributions of some attributes are drawn anew. Search may be noisy.
//!
//! **Order.** Change of the environment; survival, by the fitness held before; search of those who survive; entry.
//!
//! **Readings.** The article leaves the order of search, the law of survival and the noise open; they follow its
//! program, as others have read it. Random order and the article's noise are switches.

mod info;
mod population;

use std::ops::Range;

use ambidex_core::Problem;
use ambidex_core::catalogue::{Catalogued, ModelInfo, Recorder, Values};
use ambidex_core::streams::Streams;

use crate::nk::contributions::{Contributions, fitness};
use crate::nk::matrix::Matrix;
use crate::nk::peaks::Peaks;
use crate::nk::table::Table;

pub use info::Settings;
use population::{Order, Population, Rules};

/// The model in the catalogue.
pub struct Levinthal1997;

impl Catalogued for Levinthal1997 {
    fn info(&self) -> &'static ModelInfo {
        &info::INFO
    }

    fn check(&self, values: &Values) -> Vec<Problem> {
        info::check(values)
    }

    fn periods(&self, values: &Values) -> u32 {
        values.number("periods") as u32
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let mut world = World::new(values);
        for replicate in replicates {
            let row = world.replicate(&Streams::new(seed, replicate), recorder);
            recorder.outcomes(replicate, &row);
        }
    }
}

/// What a run keeps between replicates.
struct World {
    settings: Settings,
    rules: Rules,
    interactions: &'static str,
    table: Table,
    /// When each form was last counted.
    counted: Vec<u32>,
    counts: u32,
}

impl World {
    fn new(values: &Values) -> Self {
        let settings: Settings = values.typed();
        let yes = |name| values.choice(name) == "yes";
        let rules = Rules {
            search: values.choice("search") == "local",
            order: if values.choice("order") == "random" { Order::Random } else { Order::Fixed },
            long_jumps: yes("long_jumps"),
            selection: yes("selection"),
            common_start: values.choice("start") == "common",
            noise: settings.noise,
            noise_grows: values.choice("noise_rule") == "distance",
        };
        let counted = vec![0; 1 << settings.n as usize];
        Self {
            settings,
            rules,
            interactions: values.choice("interactions"),
            table: Table::default(),
            counted,
            counts: 0,
        }
    }

    fn replicate(&mut self, streams: &Streams, recorder: &mut dyn Recorder) -> [f64; 8] {
        let (n, k) = (self.settings.n as usize, self.settings.k as usize);
        let matrix = match self.interactions {
            "adjacent" => Matrix::adjacent(n, k),
            "random" => Matrix::random(n, k, streams),
            _ => Matrix::next_k(n, k),
        };
        let contributions = Contributions::of(streams);
        let mut versions = vec![0; n];
        self.table.fill(&matrix, &contributions, &versions);
        let mut population = Population::found(self.settings.organisations as usize, n, &self.rules, streams);
        let begun = self.forms(&population.forms);
        let change = self.settings.change_at as u32;
        for period in 1..=self.settings.periods as u32 {
            let load = population.load(&self.table);
            if period == change && self.settings.changed > 0.0 {
                versions[..self.settings.changed as usize].fill(1);
                self.table.fill(&matrix, &contributions, &versions);
            }
            population.period(period, load, &self.rules, &self.table, streams);
            if period + 1 == change {
                population.mark_incumbents(period);
            }
            if recorder.wants_series() {
                recorder.period(streams.replicate, period, &self.row(&population));
            }
        }
        let [forms, mean, survival, ..] = self.row(&population);
        let peaks = Peaks::of(&self.table);
        let best = fitness(peaks.best, n);
        [forms, begun, mean, mean / best, self.largest(&population), survival, peaks.count as f64, best]
    }

    fn row(&mut self, population: &Population) -> [f64; 6] {
        let (jumped_alive, jumped_failed) = population.jumped();
        let mean = population.mean_fitness(&self.table);
        [
            self.forms(&population.forms),
            mean,
            population.survival(),
            jumped_alive,
            jumped_failed,
            f64::from(population.founded),
        ]
    }

    fn forms(&mut self, forms: &[usize]) -> f64 {
        self.counts += 1;
        let mut distinct = 0;
        for &form in forms {
            distinct += u32::from(self.counted[form] != self.counts);
            self.counted[form] = self.counts;
        }
        f64::from(distinct)
    }

    fn largest(&self, population: &Population) -> f64 {
        let mut forms = population.forms.clone();
        forms.sort_unstable();
        let largest = forms.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0);
        largest as f64 / forms.len() as f64
    }
}

#[cfg(test)]
mod tests;
