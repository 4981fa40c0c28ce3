//! Persons, their ties, and what they learn in a period.

use ambidex_core::streams::{Purpose, Stream, Streams};

use super::Subgroups;
use crate::beliefs::{Beliefs, Vote, bernoulli, first, uniform};

/// Signs of reality; with a period, its changes.
pub const REALITY: Purpose = Purpose("fang2010.reality");
/// Beliefs at the start.
pub const BELIEFS: Purpose = Purpose("fang2010.beliefs");
/// Ties that lead outside, and where.
pub const TIES: Purpose = Purpose("fang2010.ties");
/// On which dimensions a person learns in a period.
pub const LEARNING: Purpose = Purpose("fang2010.learning");
/// Who is replaced in a period, and what the successor believes.
pub const TURNOVER: Purpose = Purpose("fang2010.turnover");

/// An organisation of subgroups.
#[derive(Clone, Debug)]
pub struct Organisation {
    set: Subgroups,
    /// Whom a person can learn from.
    pub(super) contacts: Vec<Vec<u16>>,
    /// Beliefs of every person.
    pub(super) people: Vec<Beliefs>,
    before: Vec<Beliefs>,
    payoffs: Vec<u32>,
    learners: Vec<usize>,
    /// Dimensions of reality whose sign is positive.
    pub(super) reality: u128,
    streams: Streams,
    learning: Stream,
}

/// Blocks of `block` neighbouring dimensions that are right as a whole, times their size, among the first `dimensions`.
#[inline]
pub fn payoff(correct: u128, dimensions: usize, block: usize) -> u32 {
    let whole = (1..block).fold(correct, |whole, shift| whole & correct >> shift);
    let starts = (0..dimensions / block).fold(0_u128, |starts, i| starts | 1 << (i * block));
    (whole & starts).count_ones() * block as u32
}

impl Organisation {
    /// The organisation of one replicate at its start.
    pub fn draw(streams: Streams, set: &Subgroups, mutual: bool) -> Self {
        let all = first(set.dimensions as usize);
        let beliefs = streams.stream(BELIEFS);
        let people: Vec<Beliefs> =
            (0..set.individuals as u64).map(|person| Beliefs::draw(&beliefs, person, 0, all)).collect();
        let mut organisation = Self {
            set: *set,
            contacts: contacts(streams.stream(TIES), set, mutual),
            before: people.clone(),
            payoffs: Vec::new(),
            learners: Vec::new(),
            people,
            reality: bernoulli(&streams.stream(REALITY), (0, 0, 0), 0.5, all),
            streams,
            learning: streams.stream(LEARNING),
        };
        organisation.evaluate();
        organisation
    }

    fn evaluate(&mut self) {
        self.payoffs = (0..self.people.len()).map(|person| self.payoff_of(person)).collect();
    }

    fn payoff_of(&self, person: usize) -> u32 {
        let correct = self.people[person].correct(self.reality);
        payoff(correct, self.set.dimensions as usize, self.set.block as usize)
    }

    /// One period; whether anybody had something left to learn.
    pub fn step(&mut self, period: u32) -> bool {
        self.change(period);
        self.before.clone_from(&self.people);
        let mut learners = std::mem::take(&mut self.learners);
        for person in 0..self.people.len() {
            let majority = self.majority(person);
            let held = majority.positive | majority.negative;
            let differs = self.before[person].difference(&majority) & held;
            if differs != 0 {
                let learns =
                    bernoulli(&self.learning, (person as u64, period, 0), self.set.learning, differs);
                self.people[person].adopt(&majority, learns);
                learners.push(person);
            }
        }
        let open = !learners.is_empty();
        for person in learners.drain(..) {
            self.payoffs[person] = self.payoff_of(person);
        }
        self.learners = learners;
        open
    }

    /// What most of the better contacts believe.
    fn majority(&self, person: usize) -> Beliefs {
        let mut vote = Vote::default();
        for &other in &self.contacts[person] {
            let other = usize::from(other);
            if self.payoffs[other] > self.payoffs[person] {
                vote.add(&self.before[other]);
            }
        }
        vote.majority()
    }

    fn change(&mut self, period: u32) {
        let (turnover, turbulence) = (self.set.turnover, self.set.turbulence);
        if turnover == 0.0 && turbulence == 0.0 {
            return;
        }
        let all = first(self.set.dimensions as usize);
        let stream = self.streams.stream(TURNOVER);
        for (person, beliefs) in self.people.iter_mut().enumerate() {
            if uniform(&stream, person as u64, period, 64) < turnover {
                *beliefs = Beliefs::draw(&stream, person as u64, period, all);
            }
        }
        self.reality ^= bernoulli(&self.streams.stream(REALITY), (0, period, 0), turbulence, all);
        self.evaluate();
    }

    /// Mean payoff, of the most possible.
    pub fn payoff(&self) -> f64 {
        let total: u32 = self.payoffs.iter().sum();
        f64::from(total) / (self.set.individuals * self.set.dimensions)
    }

    /// Payoff of the best person, of the most possible.
    pub fn best_payoff(&self) -> f64 {
        f64::from(self.payoffs.iter().copied().max().unwrap_or(0)) / self.set.dimensions
    }

    /// Mean share of dimensions on which persons are right.
    pub fn knowledge(&self) -> f64 {
        let right: u32 = self.people.iter().map(|beliefs| beliefs.correct(self.reality).count_ones()).sum();
        f64::from(right) / (self.set.individuals * self.set.dimensions)
    }

    /// Different sets of beliefs.
    pub fn different(&self) -> usize {
        let mut people = self.people.clone();
        people.sort_unstable();
        people.dedup();
        people.len()
    }

    /// Share of ties that lead out of a subgroup.
    pub fn across(&self) -> f64 {
        let group = |person: usize| person / self.set.group_size as usize;
        let ties = self
            .contacts
            .iter()
            .enumerate()
            .flat_map(|(a, row)| row.iter().map(move |&b| (a, usize::from(b))));
        let (mut all, mut out) = (0_u32, 0_u32);
        for (a, b) in ties {
            all += 1;
            out += u32::from(group(a) != group(b));
        }
        f64::from(out) / f64::from(all)
    }
}

/// Whom everybody can learn from, ascending.
fn contacts(stream: Stream, set: &Subgroups, mutual: bool) -> Vec<Vec<u16>> {
    let (n, size) = (set.individuals as usize, set.group_size as usize);
    let mut contacts = vec![Vec::new(); n];
    let mut tie = |a: usize, b: usize| contacts[a].push(b as u16);
    for a in 0..n {
        let group = a / size * size..(a / size * size + size).min(n);
        for b in group.clone().filter(|&b| if mutual { b < a } else { b != a }) {
            let mut draws = stream.draws((a * n + b) as u64, 0);
            let outsiders = n - group.len();
            let (mut stays, mut to) = (a, b);
            if draws.chance(set.rewiring) && outsiders > 0 {
                stays = if mutual && draws.chance(0.5) { b } else { a };
                let pick = draws.below(outsiders);
                to = if pick < group.start { pick } else { pick + group.len() };
            }
            tie(stays, to);
            if mutual {
                tie(to, stays);
            }
        }
    }
    for row in &mut contacts {
        row.sort_unstable();
        row.dedup();
    }
    contacts
}
