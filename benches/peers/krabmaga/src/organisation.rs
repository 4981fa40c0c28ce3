//! The model: agents read the code as it was at the start of the period and leave their votes in the state, which
//! changes the code once all have had their step.

use std::any::Any;

use krabmaga::engine::agent::Agent;
use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;
use krabmaga::rand::rngs::SmallRng;
use krabmaga::rand::{Rng, SeedableRng};

/// What an organisation is made of.
#[derive(Clone, Copy)]
pub struct Settings {
    /// The rules `w2019`: coin flips where there is no belief, socialization by one unit.
    pub coins: bool,
    /// Individuals.
    pub individuals: usize,
    /// Dimensions of reality.
    pub dimensions: usize,
    /// Probability of socialization, a period.
    pub p1: f64,
    /// Probability of code learning, a vote.
    pub p2: f64,
}

/// Reality, the code, and the votes of the superiors in this period.
pub struct Organisation {
    settings: Settings,
    random: SmallRng,
    reality: Vec<i8>,
    code: Vec<i8>,
    votes: Vec<i32>,
    known: i32,
}

impl Organisation {
    /// An organisation without members: `init` schedules them.
    pub fn new(settings: Settings, seed: u64) -> Self {
        let mut random = SmallRng::seed_from_u64(seed);
        let reality = (0..settings.dimensions).map(|_| coin(&mut random)).collect();
        let (code, votes) = (vec![0; settings.dimensions], vec![0; settings.dimensions]);
        Self { settings, random, reality, code, votes, known: 0 }
    }

    /// Share of dimensions that the code has right less that it has wrong.
    pub fn knowledge(&self) -> f64 {
        f64::from(agreement(&self.code, &self.reality)) / self.settings.dimensions as f64
    }

    /// What individuals and the code are compared by.
    fn score(&self, views: &[i8]) -> i32 {
        if self.settings.coins { agreement(views, &self.reality) } else { right(views, &self.reality) }
    }
}

impl State for Organisation {
    fn init(&mut self, schedule: &mut Schedule) {
        for _ in 0..self.settings.individuals {
            let beliefs: Vec<i8> =
                (0..self.settings.dimensions).map(|_| self.random.random_range(-1..=1)).collect();
            let actions = beliefs.clone();
            schedule.schedule_repeating(Box::new(Member { beliefs, actions }), 0.0, 0);
        }
    }

    fn before_step(&mut self, _: &mut Schedule) {
        self.known = self.score(&self.code);
        self.votes.fill(0);
    }

    fn after_step(&mut self, _: &mut Schedule) {
        for (view, votes) in self.code.iter_mut().zip(&self.votes) {
            let sign = votes.signum() as i8;
            if sign != 0 && sign != *view {
                let learned = 1.0 - (1.0 - self.settings.p2).powi(votes.abs());
                if self.random.random::<f64>() < learned {
                    *view = sign;
                }
            }
        }
    }

    fn reset(&mut self) {
        self.code.fill(0);
    }

    fn update(&mut self, _: u64) {}

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn as_state(&self) -> &dyn State {
        self
    }

    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }
}

/// An individual.
#[derive(Clone)]
struct Member {
    beliefs: Vec<i8>,
    actions: Vec<i8>,
}

impl Agent for Member {
    fn step(&mut self, state: &mut dyn State) {
        let organisation =
            state.as_any_mut().downcast_mut::<Organisation>().expect("the state of this model");
        let Settings { coins, p1, .. } = organisation.settings;
        self.actions.copy_from_slice(&self.beliefs);
        if coins {
            for action in self.actions.iter_mut().filter(|action| **action == 0) {
                *action = coin(&mut organisation.random);
            }
        }
        if organisation.score(&self.actions) > organisation.known {
            for (votes, action) in organisation.votes.iter_mut().zip(&self.actions) {
                *votes += i32::from(*action);
            }
        }
        for (belief, view) in self.beliefs.iter_mut().zip(&organisation.code) {
            if *view != 0 && belief != view && organisation.random.random::<f64>() < p1 {
                *belief = if coins { *belief + view } else { *view };
            }
        }
    }
}

fn coin(random: &mut SmallRng) -> i8 {
    if random.random() { 1 } else { -1 }
}

fn agreement(views: &[i8], reality: &[i8]) -> i32 {
    views.iter().zip(reality).map(|(view, real)| i32::from(view * real)).sum()
}

fn right(views: &[i8], reality: &[i8]) -> i32 {
    views.iter().zip(reality).map(|(view, real)| i32::from(view == real)).sum()
}
