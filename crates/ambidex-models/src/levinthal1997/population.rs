use ambidex_core::streams::{Draws, Purpose, Stream, Streams};

use crate::nk::contributions::{fitness, mean_fitness};
use crate::nk::table::Table;
use crate::nk::walk::anywhere;

const START: Purpose = Purpose("levinthal1997.start");
const ORDER: Purpose = Purpose("levinthal1997.order");
const JUMP: Purpose = Purpose("levinthal1997.jump");
const NOISE: Purpose = Purpose("levinthal1997.noise");
const SURVIVAL: Purpose = Purpose("levinthal1997.survival");
const ENTRY: Purpose = Purpose("levinthal1997.entry");

/// In which order neighbours are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// That of the attributes.
    Fixed,
    /// Drawn anew for each organisation and period.
    Random,
}

/// What organisations do.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    pub search: bool,
    pub order: Order,
    pub long_jumps: bool,
    pub selection: bool,
    pub common_start: bool,
    /// Bound of the error of a perceived fitness.
    pub noise: f64,
    /// Whether the bound is a multiple of the distance.
    pub noise_grows: bool,
}

/// Organisations, a place each; a founder takes the place of one that failed, with an identity of its own.
pub struct Population {
    n: usize,
    /// Form by place, bit j attribute j.
    pub forms: Vec<usize>,
    identities: Vec<u64>,
    born: Vec<u32>,
    leapt: Vec<bool>,
    incumbent: Vec<bool>,
    incumbents: u32,
    failed: u32,
    failed_leapt: u32,
    /// Organisations founded in this period.
    pub founded: u32,
}

/// The streams of a period.
struct Draw {
    order: Stream,
    jump: Stream,
    noise: Stream,
    survival: Stream,
    entry: Stream,
}

impl Population {
    /// Organisations at random forms, or all at one.
    pub fn found(size: usize, n: usize, rules: &Rules, streams: &Streams) -> Self {
        let start = streams.stream(START);
        let form = |i: usize| anywhere(&start, if rules.common_start { 0 } else { i as u32 }, n) as usize;
        Self {
            n,
            forms: (0..size).map(form).collect(),
            identities: (0..size as u64).collect(),
            born: vec![0; size],
            leapt: vec![false; size],
            incumbent: vec![false; size],
            incumbents: 0,
            failed: 0,
            failed_leapt: 0,
            founded: 0,
        }
    }

    /// Genetic load: by how much the mean falls short of the fittest, as a share.
    pub fn load(&self, table: &Table) -> f64 {
        1.0 - self.mean_fitness(table) / self.best(table)
    }

    /// Mean fitness.
    pub fn mean_fitness(&self, table: &Table) -> f64 {
        let total = self.forms.iter().map(|&form| u64::from(table.at(form))).sum();
        mean_fitness(total, self.forms.len() as u64, self.n)
    }

    fn best(&self, table: &Table) -> f64 {
        self.forms.iter().map(|&form| self.fitness(table, form)).fold(0.0, f64::max)
    }

    fn fitness(&self, table: &Table, form: usize) -> f64 {
        fitness(table.at(form), self.n)
    }

    /// Survival, search, entry.
    pub fn period(&mut self, period: u32, load: f64, rules: &Rules, table: &Table, streams: &Streams) {
        let draw = Draw {
            order: streams.stream(ORDER),
            jump: streams.stream(JUMP),
            noise: streams.stream(NOISE),
            survival: streams.stream(SURVIVAL),
            entry: streams.stream(ENTRY),
        };
        let best = self.best(table);
        self.founded = 0;
        let mut open = Vec::new();
        for place in 0..self.forms.len() {
            let identity = self.identities[place];
            let chance = self.fitness(table, self.forms[place]) / best;
            if rules.selection && draw.survival.uniform(identity, period) >= chance {
                open.push(place);
            } else {
                self.search(place, period, rules, table, &draw);
            }
        }
        if !open.is_empty() {
            self.enter(&open, period, load, table, &draw.entry);
        }
    }

    fn search(&mut self, place: usize, period: u32, rules: &Rules, table: &Table, draw: &Draw) {
        let identity = self.identities[place];
        let mut noise = Noise { draws: draw.noise.draws(identity, period), bound: rules.noise };
        if rules.search {
            self.step(place, rules.order, table, &mut noise, draw.order.draws(identity, period));
        }
        if rules.long_jumps {
            let form = self.forms[place];
            let far = draw.jump.block(identity, period, 0)[0] as usize & ((1 << self.n) - 1);
            if rules.noise_grows {
                noise.bound *= f64::from((far ^ form).count_ones());
            }
            if noise.perceived(self.fitness(table, far)) > self.fitness(table, form) {
                self.forms[place] = far;
                self.leapt[place] = true;
            }
        }
    }

    /// Adopts the first superior neighbour.
    fn step(&mut self, place: usize, order: Order, table: &Table, noise: &mut Noise, mut draws: Draws) {
        let form = self.forms[place];
        let here = self.fitness(table, form);
        let mut attributes: [u8; 16] = std::array::from_fn(|j| j as u8);
        for tried in 0..self.n {
            if order == Order::Random {
                attributes.swap(tried, tried + draws.below(self.n - tried));
            }
            let other = form ^ 1 << attributes[tried];
            if noise.perceived(self.fitness(table, other)) > here {
                self.forms[place] = other;
                return;
            }
        }
    }

    /// Founders in the open places: a random form by the chance `load`, else that of a survivor, by its fitness.
    fn enter(&mut self, open: &[usize], period: u32, load: f64, table: &Table, entry: &Stream) {
        let mut weights: Vec<f64> = self.forms.iter().map(|&form| self.fitness(table, form)).collect();
        for &place in open {
            weights[place] = 0.0;
        }
        self.founded = open.len() as u32;
        for &place in open {
            self.failed += u32::from(self.incumbent[place]);
            self.failed_leapt += u32::from(self.incumbent[place] && self.leapt[place]);
            let identity = self.forms.len() as u64 * u64::from(period) + place as u64;
            let mut draws = entry.draws(identity, period);
            let random = draws.word() as usize & ((1 << self.n) - 1);
            let copies = !draws.chance(load);
            let copied = draws.weighted(&weights).filter(|_| copies);
            self.forms[place] = copied.map_or(random, |survivor| self.forms[survivor]);
            self.identities[place] = identity;
            self.born[place] = period;
            self.leapt[place] = false;
            self.incumbent[place] = false;
        }
    }

    /// Those who have been there in this period and the one before.
    pub fn mark_incumbents(&mut self, period: u32) {
        for (incumbent, born) in self.incumbent.iter_mut().zip(&self.born) {
            *incumbent = *born < period;
        }
        self.incumbents = self.incumbent.iter().map(|&i| u32::from(i)).sum();
    }

    /// Share of the incumbents that is still there; none before they are marked.
    pub fn survival(&self) -> f64 {
        1.0 - f64::from(self.failed) / f64::from(self.incumbents)
    }

    /// Share with a long jump in their life, among incumbents that are still there and among those that are not.
    pub fn jumped(&self) -> (f64, f64) {
        let alive = self.incumbents - self.failed;
        let leapt =
            self.incumbent.iter().zip(&self.leapt).map(|(&i, &leapt)| u32::from(i && leapt)).sum::<u32>();
        (f64::from(leapt) / f64::from(alive), f64::from(self.failed_leapt) / f64::from(self.failed))
    }
}

/// Errors of perception.
struct Noise {
    draws: Draws,
    bound: f64,
}

impl Noise {
    fn perceived(&mut self, fitness: f64) -> f64 {
        if self.bound > 0.0 { fitness + self.bound * (2.0 * self.draws.unit() - 1.0) } else { fitness }
    }
}
