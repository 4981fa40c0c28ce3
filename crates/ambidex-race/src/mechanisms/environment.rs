//! Environment and demonstration of paradigms.
//!
//! Every week each fact turns round with probability p4 (March 1991): who held it rightly now holds it wrongly.
//! While a paradigm has not been shown by anybody, finds in its key domain are kept with probability `closed_factor`.
//! The first lab that ships it demonstrates it: the factor becomes 1 and the domain salient, salience z_d jumping by
//! `salience_jump` and decaying by `salience_decay` a week. When this happens is an outcome, never an input.

use super::{Context, Mechanism};
use crate::facts::{Minds, Shape, Value, WORDS};
use crate::purposes::RaceStreams;
use crate::setup::Setup;
use crate::state::LabState;

ambidex_core::parameters! {
    /// Parameters of the environment.
    pub struct Parameters {
        turbulence ("p4", "1/(fact week)") = 0.00008 in 0.0..=0.02, plausible 0.0..=0.0001;
            "Chance that a fact turns round"; Assumption("above 1e-4 one flip costs a lab months of progress");
        closed_factor ("chi", "1") = 0.85 in 0.0..=1.0, plausible 0.4..=1.0;
            "Share of finds kept in the key domain of a paradigm that nobody has shown"; Calibrated("dates of the first reasoning releases");
        salience_jump ("z", "1") = 2.3 in 0.0..=20.0, plausible 1.0..=4.0;
            "Rise of the key domain's attention weight when a paradigm is shown"; Assumption("attention follows a demonstration within weeks");
        salience_decay ("delta_z", "1/week") = 0.01 in 0.0..=1.0, plausible 0.0..=0.05;
            "Decay of salience"; Assumption("half gone after 16 months");
        textbook ("tau", "share") = 0.15 in 0.0..=0.9, plausible 0.05..=0.25;
            "Share of facts, the easiest, that everybody knows at the start"; Assumption("sets the level of knowledge at week 0 only");
        hard_from ("r_h", "share") = 0.5 in 0.0..=1.0, plausible 0.4..=0.7;
            "Rank from which a fact counts as a radical discovery when first held"; Assumption("definition of an observable");
    }
}

/// Number of prerequisites that a fact can have.
pub const MAX_PREREQUISITES: usize = 3;
/// Difficulty of the hardest fact [bits].
pub const HARDEST: f64 = 8.0;

/// What all labs share.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Week in which each paradigm was first shipped.
    pub demonstrated: Vec<Option<u32>>,
    /// Salience by domain.
    pub salience: Vec<f64>,
    /// Chance that a find is kept this week, by domain.
    pub kept: Vec<f64>,
    /// Week in which a fact was first held rightly by any person, for facts found since the start.
    pub first_held: Vec<u16>,
    /// Prerequisites of every fact: (domain, fact), as many as [`needs`] says.
    prerequisites: Vec<[(u16, u16); MAX_PREREQUISITES]>,
    /// Key domain by paradigm; drawn under the veil.
    pub keys: Vec<usize>,
    /// Weights on the curve by paradigm, after the veil.
    pub curve_weights: Vec<Vec<f64>>,
    /// What the public knows. One mind.
    pub pool: Minds,
    /// What becomes public in a week to come: (domain, fact, value).
    pub to_come: std::collections::BTreeMap<u32, Vec<(u16, u16, Value)>>,
    /// Mean compute of the labs now [log10 FLOP].
    pub mean_compute: f64,
    /// Best capability of any lab so far [points].
    pub frontier: f64,
    /// The frontier at the end of every week so far [points].
    pub frontier_history: Vec<f32>,
}

/// Rank of a fact as a share of all.
fn rank(fact: usize, shape: Shape) -> f64 {
    fact as f64 / shape.facts as f64
}

impl Environment {
    /// The environment before week 0.
    pub fn new(setup: &Setup, streams: &RaceStreams) -> Self {
        let shape = setup.shape;
        let (keys, curve_weights) = paradigm_domains(setup, streams);
        let mut environment = Self {
            demonstrated: vec![None; setup.paradigms.len()],
            salience: vec![0.0; shape.domains],
            kept: vec![1.0; shape.domains],
            first_held: vec![u16::MAX; shape.domains * shape.facts],
            prerequisites: draw_prerequisites(shape, streams),
            keys,
            curve_weights,
            pool: Minds::new(shape, 1),
            to_come: std::collections::BTreeMap::new(),
            mean_compute: 24.0,
            frontier: f64::NEG_INFINITY,
            frontier_history: vec![],
        };
        learn_textbook(setup, &mut environment.pool, 0);
        environment
    }

    /// Prerequisites of a fact, of which the first [`needs`] count.
    #[inline(always)]
    pub fn prerequisites(
        &self,
        domain: usize,
        fact: usize,
        shape: Shape,
    ) -> &[(u16, u16); MAX_PREREQUISITES] {
        &self.prerequisites[domain * shape.facts + fact]
    }

    /// Fewer finds are kept where a paradigm has not been shown by anybody.
    fn keep(&mut self, closed_factor: f64) {
        self.kept.fill(1.0);
        for (&key, shown) in self.keys.iter().zip(&self.demonstrated) {
            if shown.is_none() {
                self.kept[key] = closed_factor;
            }
        }
    }

    /// Marks a right find; true where it is a hard fact that nobody had held before this week.
    pub fn hold_first(
        &mut self,
        domain: usize,
        fact: usize,
        week: u32,
        shape: Shape,
        hard_from: f64,
    ) -> bool {
        let first = &mut self.first_held[domain * shape.facts + fact];
        let new = *first == u16::MAX;
        if new {
            *first = week as u16;
        }
        // Labs are stepped one after the other: those that find a fact in one week share the priority.
        (new || u32::from(*first) == week) && rank(fact, shape) >= hard_from
    }
}

/// Number of prerequisites by a fact's rank: none up to the share `from`, then 1 to 3.
pub fn needs(shape: Shape, from: f64) -> Vec<u8> {
    let needed = |fact| {
        let r = rank(fact, shape);
        if r <= from { 0 } else { (1 + (3.0 * (r - from) / (1.0 - from)) as usize).min(MAX_PREREQUISITES) }
    };
    (0..shape.facts).map(|fact| needed(fact) as u8).collect()
}

/// Gives a mind the facts that everybody knows.
pub fn learn_textbook(setup: &Setup, minds: &mut Minds, mind: usize) {
    let known = (setup.parameters.environment.textbook * setup.shape.facts as f64) as usize;
    for domain in 0..setup.shape.domains {
        let mut beliefs = *minds.beliefs(mind, domain);
        for word in 0..WORDS {
            let ones = known.saturating_sub(word * 64).min(64);
            let mask = if ones == 64 { u64::MAX } else { (1 << ones) - 1 };
            beliefs.right[word] |= mask;
            beliefs.wrong[word] &= !mask;
        }
        minds.replace(mind, domain, beliefs);
    }
}

/// Prerequisites lie in other domains, below nine tenths of the fact's own rank.
fn draw_prerequisites(shape: Shape, streams: &RaceStreams) -> Vec<[(u16, u16); MAX_PREREQUISITES]> {
    let others = shape.domains.max(2) - 1;
    let one = |domain: usize, fact: usize| {
        let mut draws = streams.prerequisites.draws((domain * 4096 + fact) as u64, 0);
        let below = ((fact as f64 * 0.9) as usize).max(1);
        std::array::from_fn(|_| {
            let other = (domain + 1 + draws.below(others)) % shape.domains;
            (other as u16, draws.below(below) as u16)
        })
    };
    (0..shape.domains).flat_map(|d| (0..shape.facts).map(move |f| one(d, f))).collect()
}

/// Key domains and curve weights, as given or drawn under the veil of ignorance: the key's share moves along.
fn paradigm_domains(setup: &Setup, streams: &RaceStreams) -> (Vec<usize>, Vec<Vec<f64>>) {
    let draw = |(i, p): (usize, &crate::setup::ParadigmSetup)| {
        let mut weights = p.weights.clone();
        if !setup.scenario.veil {
            return (p.key, weights);
        }
        let key = streams.veil.draws(i as u64, 0).below(setup.shape.domains);
        weights.swap(p.key, key);
        (key, weights)
    };
    setup.paradigms.iter().enumerate().map(draw).unzip()
}

/// One week: what comes due becomes public, salience decays, facts turn round.
pub fn step(
    setup: &Setup,
    streams: &RaceStreams,
    week: u32,
    environment: &mut Environment,
    labs: &mut [LabState],
) {
    for (domain, fact, value) in environment.to_come.remove(&week).unwrap_or_default() {
        environment.pool.set(0, usize::from(domain), usize::from(fact), Some(value));
    }
    environment.mean_compute = labs.iter().map(|lab| lab.compute).sum::<f64>() / labs.len() as f64;
    if !setup.on(Mechanism::Environment) {
        return;
    }
    let parameters = &setup.parameters.environment;
    environment.keep(parameters.closed_factor);
    environment.salience.iter_mut().for_each(|z| *z *= 1.0 - parameters.salience_decay);
    for domain in 0..setup.shape.domains {
        let mut draws = streams.turbulence.draws(domain as u64, week);
        let flips = draws.poisson(parameters.turbulence * setup.shape.facts as f64);
        for _ in 0..flips {
            turn(environment, labs, domain, draws.below(setup.shape.facts));
        }
    }
}

fn turn(environment: &mut Environment, labs: &mut [LabState], domain: usize, fact: usize) {
    environment.pool.flip(domain, fact);
    for lab in labs {
        for minds in [&mut lab.people.minds, &mut lab.unit_codes, &mut lab.code, &mut lab.shelf] {
            minds.flip(domain, fact);
        }
    }
}

/// A lab ships a paradigm: the first to do so demonstrates it. True where it was the first.
pub fn demonstrate(context: Context<'_>, environment: &mut Environment, paradigm: usize) -> bool {
    if environment.demonstrated[paradigm].is_some() {
        return false;
    }
    environment.demonstrated[paradigm] = Some(context.week);
    if context.setup.on(Mechanism::Environment) {
        environment.salience[environment.keys[paradigm]] +=
            context.setup.parameters.environment.salience_jump;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambidex_core::Streams;

    #[test]
    fn hard_facts_need_more() {
        let shape = Shape { domains: 3, facts: 256 };
        let needs = needs(shape, 0.48);
        assert!(needs.windows(2).all(|w| w[0] <= w[1]));
        assert_eq!((needs[0], needs[122], needs[124], needs[255]), (0, 0, 1, 3));
    }

    #[test]
    fn prerequisites_are_easier_facts_of_other_domains() {
        let shape = Shape { domains: 5, facts: 128 };
        let streams = RaceStreams::new(Streams::new(4, 0));
        for (i, list) in draw_prerequisites(shape, &streams).iter().enumerate() {
            let (domain, fact) = (i / 128, i % 128);
            for &(d, f) in list {
                assert!(usize::from(d) != domain && usize::from(d) < 5);
                assert!(usize::from(f) <= (fact * 9 / 10).max(1));
            }
        }
    }
}
