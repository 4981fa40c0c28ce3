//! The field of science: stocks of every paradigm, and one Euler step.

use ambidex_core::maths::{exp, ln, pow};

use super::launches::Launches;
use super::parameters::Science;
use super::tables;

/// Stocks of one paradigm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paradigm {
    /// Practitioners [persons].
    pub practitioners: f64,
    /// Confidence of its practitioners, 0 to 1.
    pub confidence: f64,
    /// Anomalies [puzzles].
    pub anomalies: f64,
    /// Solved puzzles [puzzles].
    pub solved: f64,
    /// Solved puzzles as remembered [puzzles].
    pub remembered: f64,
    /// Puzzles under attack [puzzles].
    pub attacked: f64,
    /// Solved puzzles at which difficulty has doubled [puzzles].
    pub strength: f64,
    /// Whether it has been dominant before.
    pub was_dominant: bool,
}

/// What is seen of the field at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// Number of the dominant paradigm, from 1.
    pub dominant: usize,
    /// Its practitioners [persons].
    pub practitioners: f64,
    /// Confidence in it.
    pub confidence: f64,
    /// Its anomalies [puzzles].
    pub anomalies: f64,
    /// Its solved puzzles [puzzles].
    pub solved: f64,
    /// Paradigms with two practitioners or more.
    pub paradigms: usize,
    /// Practitioners of all paradigms [persons].
    pub total: f64,
}

/// The field of science.
#[derive(Clone, Debug)]
pub struct Field {
    p: Science,
    launches: Launches,
    paradigms: Vec<Paradigm>,
    launched: usize,
    step: u32,
}

/// What all paradigms look to: means over the dominant ones (one, but for ties) and over the strongest newcomers.
#[derive(Clone, Copy, Debug, Default)]
struct Standards {
    practitioners: f64,
    ties: f64,
    confidence: f64,
    anomalies: f64,
    solved: f64,
    rival_anomalies: f64,
    rival_solved: f64,
}

/// Rates of change of one paradigm [1/year].
#[derive(Clone, Copy, Debug, Default)]
struct Rates {
    departures: f64,
    attraction: f64,
    confidence: f64,
    anomalies: f64,
    solved: f64,
    remembered: f64,
    attacked: f64,
}

/// How a paradigm's practitioners divide up [persons].
#[derive(Clone, Copy, Debug)]
struct Division {
    solving: f64,
    resolving: f64,
    attacked_desired: f64,
}

/// Smallest standard of a rival, which keeps ratios finite.
const LEAST_RIVAL: f64 = 1e-4;
/// Smallest divisor.
const POSITIVE: f64 = 1e-10;
/// Practitioners below which a paradigm recruits nobody [persons].
const LEAST_RECRUITING: f64 = 1.0;

impl Field {
    /// The field at the start: everybody in paradigm 1.
    pub fn new(p: &Science, launches: Launches, strengths: &[f64]) -> Self {
        let start = |(number, &strength): (usize, &f64)| {
            let first = number == 0;
            let pick = |a: f64, b: f64| if first { a } else { b };
            let solved = pick(p.solved_first, p.solved_new);
            let mut paradigm = Paradigm {
                practitioners: pick(p.practitioners, 0.0),
                confidence: pick(p.confidence_first, p.confidence_new),
                anomalies: pick(p.anomalies_first, 0.0),
                solved,
                remembered: solved,
                attacked: 0.0,
                strength,
                was_dominant: false,
            };
            paradigm.attacked = divide(p, &paradigm).attacked_desired;
            paradigm
        };
        let paradigms = strengths.iter().enumerate().map(start).collect();
        Self { p: *p, launches, paradigms, launched: 1, step: 0 }
    }

    /// Stocks of all paradigms, those not launched yet included.
    pub fn paradigms(&self) -> &[Paradigm] {
        &self.paradigms
    }

    /// Paradigms launched so far, the first one included.
    pub fn launched(&self) -> usize {
        self.launched
    }

    fn alive(&self, paradigm: &Paradigm) -> bool {
        paradigm.practitioners >= self.p.least_size
    }

    /// The field now.
    pub fn observe(&self) -> Observation {
        let mut place = 0;
        for (i, paradigm) in self.paradigms.iter().enumerate() {
            if paradigm.practitioners > self.paradigms[place].practitioners {
                place = i;
            }
        }
        let dominant = &self.paradigms[place];
        Observation {
            dominant: place + 1,
            practitioners: dominant.practitioners,
            confidence: dominant.confidence,
            anomalies: dominant.anomalies,
            solved: dominant.solved,
            paradigms: self.paradigms.iter().filter(|p| p.practitioners >= 2.0).count(),
            total: self.paradigms.iter().map(|p| p.practitioners).sum(),
        }
    }

    /// One step of 1 / `steps` years.
    pub fn step(&mut self) {
        let dt = 1.0 / self.p.steps;
        let standards = self.standards();
        let founders = self.launch(&standards, dt);
        let mut rates = [Rates::default(); MOST_PARADIGMS];
        let (mut departures, mut attraction) = (0.0, 0.0);
        for (rate, paradigm) in rates.iter_mut().zip(&self.paradigms) {
            if self.alive(paradigm) {
                *rate = self.rates(&standards, paradigm);
                departures += rate.departures;
                attraction += rate.attraction;
            }
        }
        let least = self.p.least_size;
        for (rate, paradigm) in
            rates.iter().zip(&mut self.paradigms).filter(|(_, p)| p.practitioners >= least)
        {
            let dominant = paradigm.practitioners == standards.practitioners;
            let founding = if dominant { founders / standards.ties } else { 0.0 };
            let recruits = departures * rate.attraction / attraction;
            paradigm.practitioners += dt * (recruits - rate.departures) - founding;
            paradigm.confidence += dt * rate.confidence;
            paradigm.anomalies += dt * rate.anomalies;
            paradigm.solved += dt * rate.solved;
            paradigm.remembered += dt * rate.remembered;
            paradigm.attacked += dt * rate.attacked;
            paradigm.was_dominant |= dominant;
        }
        if founders > 0.0 {
            self.paradigms[self.launched].practitioners += founders;
            self.launched += 1;
        }
        self.step += 1;
    }

    /// Who is dominant, who is the strongest newcomer, and what they have to show.
    fn standards(&self) -> Standards {
        let alive = || self.paradigms.iter().filter(|p| self.alive(p));
        let top = alive().map(|p| p.practitioners).fold(0.0, f64::max);
        let rival = alive().filter(|p| !p.was_dominant).map(|p| p.practitioners).fold(0.0, f64::max);
        let mut s = Standards { practitioners: top, ..Standards::default() };
        let mut rivals = 0.0;
        for paradigm in alive() {
            if paradigm.practitioners == top {
                s.ties += 1.0;
                s.confidence += paradigm.confidence;
                s.anomalies += paradigm.anomalies;
                s.solved += paradigm.solved;
            }
            if paradigm.practitioners == rival {
                rivals += 1.0;
                s.rival_anomalies += paradigm.anomalies;
                s.rival_solved += paradigm.solved;
            }
        }
        s.confidence /= s.ties;
        s.anomalies /= s.ties;
        s.solved /= s.ties;
        s.rival_anomalies = (s.rival_anomalies / f64::max(rivals, 1.0)).max(LEAST_RIVAL);
        s.rival_solved = (s.rival_solved / f64::max(rivals, 1.0)).max(LEAST_RIVAL);
        s
    }

    /// Founders who leave for a paradigm launched in this step [persons].
    fn launch(&self, standards: &Standards, dt: f64) -> f64 {
        let p = &self.p;
        if self.launched >= self.paradigms.len() {
            return 0.0;
        }
        let (mut solving, mut resolving) = (0.0, 0.0);
        for paradigm in self.paradigms.iter().filter(|q| q.practitioners == standards.practitioners) {
            let division = divide(p, paradigm);
            solving += division.solving / standards.ties;
            resolving += division.resolving / standards.ties;
        }
        let others = standards.practitioners - solving - resolving;
        let conceived =
            p.creation_solving * solving + p.creation_anomalies * resolving + p.creation_others * others;
        let due = self.launches.due(self.launched, self.step, dt, conceived * dt * p.creation_discount);
        if due { p.founders } else { 0.0 }
    }

    fn rates(&self, standards: &Standards, paradigm: &Paradigm) -> Rates {
        let p = &self.p;
        let Division { solving, resolving, attacked_desired } = divide(p, paradigm);
        let difficulty = difficulty(p, paradigm);
        let tolerated =
            (p.tolerated_difficulty * tables::TOLERATED_DIFFICULTY.at(paradigm.confidence)).max(POSITIVE);
        let solved = solving / difficulty;
        let resolved = resolving / (p.anomaly_difficulty * difficulty);
        let recognised =
            solving / tolerated * tables::RECOGNITION.at((1.44 * ln(difficulty / tolerated) + 2.0) / 4.0);
        let ahead = paradigm.confidence - standards.confidence;
        let leaving = (p.defection * exp(-p.defection_sensitivity * ahead)).min(p.defection_most);
        let recruiting = paradigm.practitioners >= LEAST_RECRUITING;
        Rates {
            departures: paradigm.practitioners * (leaving + p.retirement),
            attraction: if recruiting {
                paradigm.practitioners * exp(p.recruitment_sensitivity * ahead)
            } else {
                0.0
            },
            confidence: p.confidence_rate
                * tables::RECEPTIVENESS.at(paradigm.confidence)
                * self.indicated(standards, paradigm),
            anomalies: recognised - resolved,
            solved: solved + resolved,
            remembered: (paradigm.solved - paradigm.remembered) / p.memory,
            attacked: (attacked_desired - paradigm.attacked) / p.initiation_time,
        }
    }

    /// Indicated change in confidence: the weighed sum of the effects.
    fn indicated(&self, standards: &Standards, paradigm: &Paradigm) -> f64 {
        let p = &self.p;
        let (anomalies, solved) = (paradigm.anomalies, paradigm.solved);
        let expected = paradigm.remembered * (1.0 + p.expected_growth * p.memory);
        let own = p.weight_anomalies * tables::ANOMALIES.at(anomalies / p.acceptable_anomalies / 6.0)
            + p.weight_progress * tables::PROGRESS.at(solved / expected / 5.0);
        let beside_dominant = p.weight_anomalies_dominant
            * tables::ANOMALIES_BESIDE_DOMINANT.at(anomalies / standards.anomalies.max(POSITIVE) / 6.0)
            + p.weight_progress_dominant * tables::PROGRESS.at(solved / standards.solved.max(POSITIVE) / 5.0);
        if paradigm.was_dominant {
            return own + beside_dominant;
        }
        let beside_rival = p.weight_anomalies_rival
            * tables::ANOMALIES_BESIDE_RIVAL.at(anomalies / standards.rival_anomalies / 2.0)
            + p.weight_progress_rival
                * tables::PROGRESS_BESIDE_RIVAL.at(solved / standards.rival_solved / 2.0);
        own + beside_dominant + beside_rival
    }
}

/// Most paradigms that a field can have; the range of the parameter ends there.
const MOST_PARADIGMS: usize = 50;

/// Practitioners by what they do.
fn divide(p: &Science, paradigm: &Paradigm) -> Division {
    let sanctioned = tables::SANCTIONED_RESEARCH.at(paradigm.confidence);
    let relative = paradigm.anomalies / p.acceptable_anomalies;
    let resolving = sanctioned * p.willingness * tables::PULL_OF_ANOMALIES.at(relative / 4.0);
    let solving = sanctioned - resolving;
    let attacked_desired = (p.puzzles_per_person * paradigm.practitioners * solving).max(1.0);
    let at_hand = tables::PUZZLES_AT_HAND.at(paradigm.attacked / attacked_desired);
    Division {
        solving: paradigm.practitioners * solving * at_hand,
        resolving: paradigm.practitioners * resolving,
        attacked_desired,
    }
}

/// Average difficulty of puzzles [person-years a puzzle].
fn difficulty(p: &Science, paradigm: &Paradigm) -> f64 {
    let relative = 1.0 + paradigm.solved / paradigm.strength;
    let risen =
        if p.difficulty_elasticity == 1.0 { relative } else { pow(relative, p.difficulty_elasticity) };
    p.difficulty * risen
}
