//! A population searches one landscape: those who see somebody better copy, the others try a step of their own.

use ambidex_core::streams::{Purpose, Stream, Streams};

use super::landscape::{Drawing, Landscape};
use super::network::Network;

/// Strings at the start.
pub const STARTS: Purpose = Purpose("lazer_friedman2007.starts");
/// The bit that an agent tries to flip, and whether it looks at its neighbours.
pub const STEPS: Purpose = Purpose("lazer_friedman2007.steps");
/// Bits that are copied wrongly.
pub const ERRORS: Purpose = Purpose("lazer_friedman2007.errors");
/// The order of agents where they act one after the other.
pub const ORDERS: Purpose = Purpose("lazer_friedman2007.orders");

/// When what an agent did becomes visible to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Update {
    /// All decide on what they saw at the start of the round.
    Synchronous,
    /// All copy first; whoever then sees nobody better tries a step in the same round.
    TwoStage,
    /// One after the other, in an order drawn anew each round.
    Sequential,
}

/// Rules of the search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Chance that an agent looks at its neighbours in a round.
    pub velocity: f64,
    /// Chance that a bit is not taken over when copying.
    pub error: f64,
    /// When actions become visible.
    pub update: Update,
    /// Most rounds.
    pub rounds: u32,
    /// Which set of draws the steps and errors of agents come from. Networks with the same set share the luck of every
    /// agent in every round; with different sets only the landscape and the start are common.
    pub luck: u32,
}

/// What all networks of a replicate share: the landscape and the strings at the start.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The landscape.
    pub landscape: Landscape,
    /// Score of its global maximum.
    pub maximum: u32,
    starts: Vec<u32>,
    streams: Streams,
}

/// The state after a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    /// An agent's string.
    pub strings: Vec<u32>,
    /// Its score.
    pub scores: Vec<u32>,
}

/// How a search ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The population.
    pub population: Population,
    /// Rounds that were run.
    pub rounds: u32,
    /// Whether nothing could change any more.
    pub settled: bool,
}

impl Problem {
    /// The problem of one replicate.
    pub fn draw(streams: Streams, agents: usize, n: usize, k: usize, drawing: Drawing) -> Self {
        let landscape = Landscape::draw(&streams, n, k, drawing);
        let starts = streams.stream(STARTS);
        let start = |agent| starts.block(agent as u64, 0, 0)[0] & ((1 << n) - 1);
        Self { maximum: landscape.maximum(), starts: (0..agents).map(start).collect(), landscape, streams }
    }

    /// Population at the start: the same for every network.
    pub fn start(&self) -> Population {
        let scores = self.starts.iter().map(|&string| self.landscape.score(string)).collect();
        Population { strings: self.starts.clone(), scores }
    }

    /// Score relative to the global maximum.
    pub fn relative(&self, score: u32) -> f64 {
        f64::from(score) / f64::from(self.maximum)
    }

    /// Runs a search until nothing can change any more or the rounds are over; `after` sees every round.
    pub fn search(&self, network: &Network, rules: &Rules, mut after: impl FnMut(u32, &Population)) -> End {
        let mut searching = Searching::new(self, network, *rules);
        for round in 1..=rules.rounds {
            let changed = searching.round(round);
            after(round, &searching.now);
            if !changed && searching.is_settled() {
                return End { population: searching.now, rounds: round, settled: true };
            }
        }
        End { population: searching.now, rounds: rules.rounds, settled: false }
    }
}

struct Searching<'a> {
    problem: &'a Problem,
    network: &'a Network,
    rules: Rules,
    now: Population,
    next: Population,
    agents: Vec<u64>,
    draws: Vec<[u32; 4]>,
    steps: Stream,
    errors: Stream,
}

impl<'a> Searching<'a> {
    fn new(problem: &'a Problem, network: &'a Network, rules: Rules) -> Self {
        let now = problem.start();
        let luck = u64::from(rules.luck) << 32;
        let agents: Vec<u64> = (0..now.strings.len() as u64).map(|agent| luck | agent).collect();
        Self {
            problem,
            network,
            rules,
            next: now.clone(),
            now,
            draws: vec![[0; 4]; agents.len()],
            agents,
            steps: problem.streams.stream(STEPS),
            errors: problem.streams.stream(ERRORS),
        }
    }

    /// One round; whether any string changed.
    fn round(&mut self, round: u32) -> bool {
        self.steps.fill(&self.agents, round, &mut self.draws);
        match self.rules.update {
            Update::Synchronous => self.all(|search, agent| search.act(agent, round)),
            Update::TwoStage => {
                let copied = self.all(|search, agent| search.copy(agent, round));
                self.all(|search, agent| search.step_unless_outdone(agent)) || copied
            }
            Update::Sequential => self.in_turn(round),
        }
    }

    /// All decide on the present state, then all changes take effect.
    fn all(&mut self, decide: impl Fn(&Self, usize) -> Option<(u32, u32)>) -> bool {
        let mut changed = false;
        self.next.clone_from(&self.now);
        for agent in 0..self.agents.len() {
            if let Some((string, score)) = decide(self, agent) {
                (self.next.strings[agent], self.next.scores[agent]) = (string, score);
                changed = true;
            }
        }
        std::mem::swap(&mut self.now, &mut self.next);
        changed
    }

    fn in_turn(&mut self, round: u32) -> bool {
        let orders = self.problem.streams.stream(ORDERS);
        let mut order: Vec<(u32, usize)> = self
            .agents
            .iter()
            .enumerate()
            .map(|(agent, &id)| (orders.block(id, round, 0)[0], agent))
            .collect();
        order.sort_unstable();
        let mut changed = false;
        for (_, agent) in order {
            if let Some((string, score)) = self.act(agent, round) {
                (self.now.strings[agent], self.now.scores[agent]) = (string, score);
                changed = true;
            }
        }
        changed
    }

    /// The new string of an agent and its score, where it changes.
    fn act(&self, agent: usize, round: u32) -> Option<(u32, u32)> {
        match self.seen(agent) {
            Some(better) => self.take_over(agent, better, round),
            None => self.step(agent),
        }
    }

    fn copy(&self, agent: usize, round: u32) -> Option<(u32, u32)> {
        self.seen(agent).and_then(|better| self.take_over(agent, better, round))
    }

    fn step_unless_outdone(&self, agent: usize) -> Option<(u32, u32)> {
        if self.seen(agent).is_some() { None } else { self.step(agent) }
    }

    /// The best neighbour, where the agent looks and it is strictly better; of equals the first.
    fn seen(&self, agent: usize) -> Option<usize> {
        let looks = ambidex_core::streams::unit(self.draws[agent][1]) < self.rules.velocity;
        looks.then(|| self.better_neighbour(agent)).flatten()
    }

    #[inline]
    fn better_neighbour(&self, agent: usize) -> Option<usize> {
        let (mut best, mut found) = (self.now.scores[agent], None);
        for &other in self.network.neighbours(agent) {
            let score = self.now.scores[usize::from(other)];
            if score > best {
                (best, found) = (score, Some(usize::from(other)));
            }
        }
        found
    }

    /// The string of `model`, each bit with chance 1 - error; nothing where the result is worse than before.
    fn take_over(&self, agent: usize, model: usize, round: u32) -> Option<(u32, u32)> {
        if self.rules.error == 0.0 {
            return Some((self.now.strings[model], self.now.scores[model]));
        }
        let own = self.now.strings[agent];
        let mut draws = self.errors.draws(self.agents[agent], round);
        let bits = 0..self.problem.landscape.n();
        let kept = bits.fold(0, |kept, bit| kept | u32::from(draws.chance(self.rules.error)) << bit);
        let string = (own & kept) | (self.now.strings[model] & !kept);
        let score = self.problem.landscape.score(string);
        (string != own && score >= self.now.scores[agent]).then_some((string, score))
    }

    /// One random bit flipped, where that is better.
    fn step(&self, agent: usize) -> Option<(u32, u32)> {
        let bit = ambidex_core::streams::below(self.draws[agent][0], self.problem.landscape.n());
        let string = self.now.strings[agent] ^ (1 << bit);
        let score = self.problem.landscape.score(string);
        (score > self.now.scores[agent]).then_some((string, score))
    }

    /// Whether nobody sees anybody better and no string can be improved by a step.
    fn is_settled(&self) -> bool {
        let strings = &self.now.strings;
        let agents = 0..strings.len();
        (self.rules.velocity == 0.0 || agents.clone().all(|agent| self.better_neighbour(agent).is_none()))
            && agents
                .filter(|&a| a == 0 || strings[a] != strings[a - 1])
                .all(|a| self.problem.landscape.is_peak(strings[a]))
    }
}

impl Population {
    /// Number of different strings.
    pub fn unique(&self) -> usize {
        let mut strings = self.strings.clone();
        strings.sort_unstable();
        strings.dedup();
        strings.len()
    }
}
