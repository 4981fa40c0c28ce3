//! Persons on a grid without edges, the code, and what all learn in a period.

use ambidex_core::maths::pow;
use ambidex_core::streams::{Purpose, Streams, below};

use super::Interpersonal;
use crate::beliefs::{Beliefs, Vote, bernoulli, first, uniform};

/// Signs of reality; with a period, its changes.
pub const REALITY: Purpose = Purpose("miller2006.reality");
/// Beliefs at the start.
pub const BELIEFS: Purpose = Purpose("miller2006.beliefs");
/// On which dimensions a person takes over the code.
pub const SOCIALIZATION: Purpose = Purpose("miller2006.socialization");
/// On which dimensions the code learns.
pub const CODE: Purpose = Purpose("miller2006.code");
/// Which of equally good neighbours is the model, and on which dimensions.
pub const LOCAL: Purpose = Purpose("miller2006.local");
/// Whom a person looks at further away.
pub const SAMPLE: Purpose = Purpose("miller2006.sample");
/// On which dimensions a person learns from further away.
pub const DISTANT: Purpose = Purpose("miller2006.distant");
/// Who is replaced in a period, and what the successor believes.
pub const TURNOVER: Purpose = Purpose("miller2006.turnover");

/// Position of a single draw, beyond those of a plane of chances.
const SINGLE: u32 = 64;

/// An organisation with its code.
#[derive(Clone, Debug)]
pub struct Organisation {
    set: Interpersonal,
    superior: u128,
    explicit: u128,
    neighbours: Vec<Vec<usize>>,
    /// Beliefs of every person, row by row.
    pub(super) people: Vec<Beliefs>,
    /// Beliefs of the code.
    pub(super) code: Beliefs,
    before: Vec<Beliefs>,
    /// Correct dimensions of every person at the start of the period.
    performance: Vec<u32>,
    /// Dimensions of reality whose sign is positive.
    pub(super) reality: u128,
    streams: Streams,
}

/// Persons above, below, left and right on a grid without edges, each once, without oneself.
pub fn neighbours(rows: usize, columns: usize, person: usize) -> Vec<usize> {
    let (row, column) = (person / columns, person % columns);
    let at = |row: usize, column: usize| row % rows * columns + column % columns;
    let mut four = vec![
        at(row + rows - 1, column),
        at(row + 1, column),
        at(row, column + columns - 1),
        at(row, column + 1),
    ];
    four.sort_unstable();
    four.dedup();
    four.retain(|&other| other != person);
    four
}

impl Organisation {
    /// The organisation of one replicate at its start; the code is compared on explicit dimensions or on all.
    pub fn draw(streams: Streams, set: &Interpersonal, compare_explicit: bool) -> Self {
        let (all, explicit) = (first(set.dimensions as usize), first((set.dimensions - set.tacit) as usize));
        let (rows, columns) = (set.rows as usize, set.columns as usize);
        let beliefs = streams.stream(BELIEFS);
        let people: Vec<Beliefs> =
            (0..rows * columns).map(|person| Beliefs::draw(&beliefs, person as u64, 0, all)).collect();
        Self {
            set: *set,
            superior: if compare_explicit { explicit } else { all },
            explicit,
            neighbours: (0..rows * columns).map(|person| neighbours(rows, columns, person)).collect(),
            before: people.clone(),
            performance: Vec::new(),
            people,
            code: Beliefs::default(),
            reality: bernoulli(&streams.stream(REALITY), (0, 0, 0), 0.5, all),
            streams,
        }
    }

    /// One period; whether anybody, or the code, had something left to learn.
    pub fn step(&mut self, period: u32) -> bool {
        self.change(period);
        self.before.clone_from(&self.people);
        self.performance =
            self.before.iter().map(|beliefs| beliefs.correct(self.reality).count_ones()).collect();
        let mut open = self.socialize(period);
        let equal = self.performance.iter().all(|&p| p == self.performance[0]);
        if !equal {
            for person in 0..self.people.len() {
                open |= self.search(person, period);
            }
        }
        self.code_learns(period) || open
    }

    fn change(&mut self, period: u32) {
        let all = first(self.set.dimensions as usize);
        let (turnover, turbulence) = (self.set.turnover, self.set.turbulence);
        if turnover > 0.0 {
            let stream = self.streams.stream(TURNOVER);
            for (person, beliefs) in self.people.iter_mut().enumerate() {
                if uniform(&stream, person as u64, period, SINGLE) < turnover {
                    *beliefs = Beliefs::draw(&stream, person as u64, period, all);
                }
            }
        }
        if turbulence > 0.0 {
            self.reality ^= bernoulli(&self.streams.stream(REALITY), (0, period, 0), turbulence, all);
        }
    }

    fn socialize(&mut self, period: u32) -> bool {
        let (stream, p1) = (self.streams.stream(SOCIALIZATION), self.set.socialization);
        let held = self.code.positive | self.code.negative;
        let mut open = false;
        for (person, beliefs) in self.people.iter_mut().enumerate() {
            let differs = beliefs.difference(&self.code) & held;
            if differs != 0 && p1 > 0.0 {
                open = true;
                beliefs.adopt(&self.code, bernoulli(&stream, (person as u64, period, 0), p1, differs));
            }
        }
        open
    }

    /// A person's local search, or distant search where no neighbour is better; whether there may be something to learn.
    fn search(&mut self, person: usize, period: u32) -> bool {
        let (purpose, chance, model) = match self.better_neighbour(person, period) {
            Some(model) => (LOCAL, self.set.local_learning, Some(model)),
            None => (DISTANT, self.set.distant_learning, self.better_further_away(person, period)),
        };
        if let Some(model) = model {
            let model = self.before[model];
            let differs = self.people[person].difference(&model);
            let learns =
                bernoulli(&self.streams.stream(purpose), (person as u64, period, 0), chance, differs);
            self.people[person].adopt(&model, learns);
        }
        chance > 0.0 && (purpose == LOCAL || self.set.distant_sample > 0.0)
    }

    fn better_neighbour(&self, person: usize, period: u32) -> Option<usize> {
        let neighbours = &self.neighbours[person];
        let best = neighbours.iter().map(|&other| self.performance[other]).max()?;
        if best <= self.performance[person] {
            return None;
        }
        let equals = || neighbours.iter().filter(|&&other| self.performance[other] == best);
        let word = self.streams.stream(LOCAL).block(person as u64, period, SINGLE)[0];
        equals().nth(below(word, equals().count())).copied()
    }

    fn better_further_away(&self, person: usize, period: u32) -> Option<usize> {
        let near = &self.neighbours[person];
        if self.people.len() <= near.len() + 1 {
            return None;
        }
        let mut draws = self.streams.stream(SAMPLE).draws(person as u64, period);
        let (mut best, mut found) = (self.performance[person], None);
        for _ in 0..self.set.distant_sample as u32 {
            let mut other = draws.below(self.people.len());
            while other == person || near.contains(&other) {
                other = draws.below(self.people.len());
            }
            if self.performance[other] > best {
                (best, found) = (self.performance[other], Some(other));
            }
        }
        found
    }

    /// The code learns from those who did better at the start of the period; whether it could.
    fn code_learns(&mut self, period: u32) -> bool {
        let right = |beliefs: &Beliefs| (beliefs.correct(self.reality) & self.superior).count_ones();
        let own = right(&self.code);
        let mut vote = Vote::default();
        self.before.iter().filter(|beliefs| right(beliefs) > own).for_each(|beliefs| vote.add(beliefs));
        let majority = vote.majority();
        let differs =
            self.code.difference(&majority) & (majority.positive | majority.negative) & self.explicit;
        let (stream, mut learns) = (self.streams.stream(CODE), 0);
        for dimension in (0..self.set.dimensions as usize).filter(|d| differs >> d & 1 == 1) {
            let chance = 1.0 - pow(1.0 - self.set.code_learning, f64::from(vote.lead(dimension)));
            learns |= u128::from(uniform(&stream, dimension as u64, period, 0) < chance) << dimension;
        }
        self.code.adopt(&majority, learns);
        differs != 0 && self.set.code_learning > 0.0
    }

    /// Share of dimensions on which persons are right: of all, of explicit, of tacit ones; of explicit ones on which the
    /// code is right; right less wrong explicit ones of the code.
    pub fn knowledge(&self) -> [f64; 5] {
        let share = |count: u32, of: u128, people: usize| {
            f64::from(count) / (f64::from(of.count_ones()) * people as f64)
        };
        let right =
            |on: u128| self.people.iter().map(|b| (b.correct(self.reality) & on).count_ones()).sum::<u32>();
        let all = first(self.set.dimensions as usize);
        let (explicit, tacit, people) = (self.explicit, all & !self.explicit, self.people.len());
        let code = share((self.code.correct(self.reality) & explicit).count_ones(), explicit, 1);
        let wrong = share((self.code.correct(!self.reality) & explicit).count_ones(), explicit, 1);
        [
            share(right(all), all, people),
            share(right(explicit), explicit, people),
            share(right(tacit), tacit, people),
            code,
            code - wrong,
        ]
    }

    /// Different sets of beliefs.
    pub fn different(&self) -> usize {
        let mut people = self.people.clone();
        people.sort_unstable();
        people.dedup();
        people.len()
    }
}
