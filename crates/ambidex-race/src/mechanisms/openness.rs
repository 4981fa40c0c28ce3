//! Openness, the public pool, and absorption (Cohen & Levinthal 1990; Henkel 2006; Roth & Erev 1995).
//!
//! A release reveals each fact of the lab code with probability `reveal_open` or `reveal_closed`, papers each fact of the
//! research codes at `papers` a week (times `closed_papers` where weights are closed, times 1 - gate). What is revealed
//! is public `lag` weeks later. A person reads Poisson(rd_pool M / 64 s) public facts a week out of exploring time s and
//! understands one with probability min(1, a0 + (1 - a0) k / .4), k own knowledge of the domain.
//!
//! Policies: open, closed, by rule (open at most `rule_gap` behind), or learned: propensities by rank (leading, middle,
//! lagging) are reinforced by what a choice has paid after `payoff_weeks`: exp of a mix of log mindshare gained and log revenue (mindshare x margin) gained.

use core::hint::select_unpredictable;

use ambidex_core::maths::{exp, ln};
use ambidex_core::streams::{PoissonTable, unit};
use ambidex_core::vector::{Kernel, Machine, prefetch};

use super::environment::Environment;
use super::{Context, Mechanism};
use crate::facts::{Beliefs, Difference, Minds, Plane, Value, WORDS};
use crate::scenario::{Charter, Openness};
use crate::state::LabState;
use crate::world::{Scratch, Turns};

ambidex_core::parameters! {
    /// Parameters of openness.
    pub struct Parameters {
        reveal_open ("v_o", "1") = 0.32 in 0.0..=1.0, plausible 0.2..=0.8;
            "Chance that an open release reveals a fact of the lab code"; Assumption("no data");
        reveal_closed ("v_c", "1") = 0.025 in 0.0..=1.0, plausible 0.0..=0.2;
            "The same for a closed release"; Assumption("no data");
        papers ("p_pub", "1/(fact week)") = 0.042 in 0.0..=1.0, plausible 0.005..=0.05;
            "Rate at which a fact of a research code is published"; Assumption("only its product with pool reading can be inferred");
        closed_papers ("p_c", "1") = 0.12 in 0.0..=1.0, plausible 0.0..=0.5;
            "Papers of a lab with closed weights, relative to an open one"; Assumption("no data");
        lag ("T_l", "weeks", whole) = 33.0 in 0.0..=400.0, plausible 26.0..=52.0;
            "Weeks until what was revealed can be read"; Assumption("half a year to a year");
        pool_reading ("rd_pool", "facts/week at 64 facts a domain") = 0.09 in 0.0..=20.0, plausible 0.03..=0.2;
            "Public facts that a full-time explorer reads in a week"; Calibrated("spread of scores between labs");
        absorption ("a0", "1") = 0.44 in 0.0..=1.0, plausible 0.1..=0.6;
            "Chance to understand a public fact without knowing anything of the domain"; Assumption("form of Cohen & Levinthal 1990");
        rule_gap ("G_o", "points") = 8.0 in 0.0..=200.0, plausible 2.0..=15.0;
            "Gap up to which the rule policy stays open"; Assumption("only used by that policy");
        payoff_weeks ("T_p", "weeks", whole) = 36.0 in 1.0..=400.0, plausible 20.0..=60.0;
            "Weeks after which a choice of openness is paid"; Assumption("only used by the learned policy");
        revenue_weight ("w_r", "share") = 0.5 in 0.0..=1.0, plausible 0.0..=1.0;
            "Weight of revenue against mindshare in that payoff"; Assumption("sets the sign of the learned policy: report it as a map");
    }
}

/// Knowledge at which absorption is full.
const FULL_ABSORPTION: f64 = 0.4;
/// Boundaries of rank: lead by at most, lag by at least [points behind the frontier].
const RANKS: [f64; 2] = [2.0, 8.0];

/// Chance to understand a public fact.
pub fn absorption(a0: f64, knowledge: f64) -> f64 {
    (a0 + (1.0 - a0) * knowledge / FULL_ABSORPTION).clamp(0.0, 1.0)
}

/// The same for every number of right minus wrong facts.
#[derive(Clone, Debug)]
pub struct Absorption {
    chances: Vec<f64>,
    facts: i32,
}

impl Absorption {
    /// For `facts` facts a domain.
    pub fn new(a0: f64, facts: u32) -> Self {
        let chance = |right: u32| absorption(a0, (f64::from(right) - f64::from(facts)) / f64::from(facts));
        Self { chances: (0..=2 * facts).map(chance).collect(), facts: facts as i32 }
    }

    /// Chance to understand a public fact, for somebody with this many facts right more than wrong.
    #[inline(always)]
    pub fn of(&self, net: i32) -> f64 {
        self.chances[(self.facts + net) as usize]
    }
}

fn rank(gap: f64) -> usize {
    RANKS.iter().filter(|&&bound| gap > bound).count()
}

/// Whether the release of a lab `position` points from the frontier (at most 0) is open.
pub fn choose(context: Context<'_>, lab: &mut LabState, position: f64) -> bool {
    let p = &context.setup.parameters.openness;
    let gap = -position;
    match lab.openness {
        Openness::OpenWeights => true,
        Openness::Closed => false,
        Openness::Rule => gap <= p.rule_gap,
        Openness::Learned => {
            let [closed, open] = lab.learning.propensities[rank(gap)];
            let choice = context.streams.openness.uniform(lab.key, context.week) < open / (open + closed);
            let due = context.week + p.payoff_weeks as u32;
            let (share, revenue) = paid(lab);
            lab.learning.waiting.push((due, rank(gap), choice, share, revenue));
            choice
        }
    }
}

/// Log of the share of users, and of the revenue: share times margin.
fn paid(lab: &LabState) -> (f64, f64) {
    let log = |x: f64| ln(x.max(1e-6));
    (log(lab.mindshare), log(lab.mindshare * lab.margin))
}

/// Pays choices that have come due: exp of a mix of log share gained and log revenue gained.
fn learn(context: Context<'_>, lab: &mut LabState) {
    let weight = context.setup.parameters.openness.revenue_weight;
    let (share, revenue) = paid(lab);
    let (due, rest) = lab.learning.waiting.drain(..).partition::<Vec<_>, _>(|w| w.0 <= context.week);
    lab.learning.waiting = rest;
    for (_, state, open, share_then, revenue_then) in due {
        let payoff = (1.0 - weight) * (share - share_then) + weight * (revenue - revenue_then);
        lab.learning.propensities[state][usize::from(open)] += exp(payoff.clamp(-5.0, 5.0));
    }
}

/// Schedules a fact for the pool, once.
fn reveal(
    context: Context<'_>,
    lab_revealed: &mut Minds,
    environment: &mut Environment,
    domain: usize,
    fact: usize,
    value: Value,
) {
    if lab_revealed.get(0, domain, fact) == Some(value) {
        return;
    }
    lab_revealed.set(0, domain, fact, Some(value));
    let due = context.week + 1 + context.setup.parameters.openness.lag as u32;
    environment.to_come.entry(due).or_default().push((domain as u16, fact as u16, value));
}

/// What a release gives away.
pub fn reveal_release(context: Context<'_>, lab: &mut LabState, environment: &mut Environment, open: bool) {
    let (setup, p) = (context.setup, &context.setup.parameters.openness);
    if !setup.on(Mechanism::Openness) {
        return;
    }
    let chance = if open { p.reveal_open } else { p.reveal_closed };
    // Four facts a block.
    let addresses: Vec<(u64, u32)> =
        (0..(setup.shape.domains * setup.shape.facts).div_ceil(4)).map(|at| (lab.key, at as u32)).collect();
    let blocks = context.streams.reveal.blocks(&addresses, context.week);
    for domain in 0..setup.shape.domains {
        let code = *lab.code.beliefs(0, domain);
        for word in 0..WORDS {
            let mut held = code.right[word] | code.wrong[word];
            while held != 0 {
                let bit = held.trailing_zeros() as usize;
                held &= held - 1;
                let at = domain * setup.shape.facts + word * 64 + bit;
                if unit(blocks[at / 4][at % 4]) < chance {
                    let value = if code.right[word] >> bit & 1 == 1 { Value::Right } else { Value::Wrong };
                    reveal(context, &mut lab.revealed, environment, domain, word * 64 + bit, value);
                }
            }
        }
    }
}

/// One week of papers and of learning what openness pays.
pub fn step(context: Context<'_>, lab: &mut LabState, environment: &mut Environment, scratch: &mut Scratch) {
    let (setup, p) = (context.setup, &context.setup.parameters.openness);
    if !setup.on(Mechanism::Openness) {
        return;
    }
    learn(context, lab);
    let policy = if lab.openness == Openness::Closed { p.closed_papers } else { 1.0 };
    let size = setup.shape.facts * setup.shape.domains;
    for unit in 0..lab.units.len() {
        if lab.units[unit].charter != Charter::Research || lab.units[unit].staff == 0 {
            continue;
        }
        let mut draws = context.streams.papers.draws(lab.units[unit].key, context.week);
        let papers = draws.poisson(p.papers * policy * (1.0 - lab.publication_gate) * size as f64);
        // Four papers a block.
        let blocks = scratch.turns.sequence(
            context.streams.papers,
            lab.units[unit].key,
            context.week,
            papers.div_ceil(4),
        );
        for &word in blocks.as_flattened().iter().take(papers as usize) {
            let (domain, fact) = setup.shape.below(word);
            let (code, public) = (lab.unit_codes.beliefs(unit, domain), lab.revealed.beliefs(0, domain));
            // Almost all that is hit is public already or not known: one branch, mostly not taken.
            if code.beyond(public, fact) {
                let value = lab.unit_codes.get(unit, domain, fact);
                value.into_iter().for_each(|value| {
                    reveal(context, &mut lab.revealed, environment, domain, fact, value);
                });
            }
        }
    }
}

/// One week of reading the public pool.
pub fn read_pool(context: Context<'_>, lab: &mut LabState, environment: &Environment, scratch: &mut Scratch) {
    let (setup, p) = (context.setup, &context.setup.parameters.openness);
    if !setup.on(Mechanism::Openness) {
        return;
    }
    for unit in &mut lab.units {
        let mean = p.pool_reading * setup.scale * unit.activity_now[0];
        if mean != unit.pool_reading.mean() {
            unit.pool_reading = PoissonTable::new(mean);
        }
    }
    setup.path.run(PoolReading { context, lab, environment, scratch });
}

/// The loop over persons.
struct PoolReading<'a> {
    context: Context<'a>,
    lab: &'a mut LabState,
    environment: &'a Environment,
    scratch: &'a mut Scratch,
}

impl Kernel for PoolReading<'_> {
    type Output = ();

    #[inline(always)]
    fn work<M: Machine>(self, machine: M) {
        read_by_person(machine, self);
    }
}

/// Reading by which memory is asked for what it will look at, before it is its turn.
const AHEAD: usize = 16;

#[inline(always)]
fn read_by_person(machine: impl Machine, reading: PoolReading<'_>) {
    let PoolReading { context, lab, environment, scratch } = reading;
    let mut turns = std::mem::take(&mut scratch.turns);
    readings(lab, scratch, &mut turns);
    turns.draw(context.streams.pool, &lab.people.ids, context.week);
    let mut places = std::mem::take(&mut scratch.readers);
    places.clear();
    for (place, words) in turns.iter() {
        places.push((place as u32, domain(lab, place, words)));
    }
    for (i, (place, words)) in turns.iter().enumerate() {
        if let Some(&(next, domain)) = places.get(i + AHEAD) {
            prefetch(lab.people.minds.beliefs(next as usize, usize::from(domain)));
        }
        absorb(machine, context, lab, environment, place, usize::from(places[i].1), words);
    }
    (scratch.turns, scratch.readers) = (turns, places);
}

/// Who reads the pool this week, and how many facts.
#[inline(always)]
fn readings(lab: &LabState, scratch: &Scratch, turns: &mut Turns) {
    let people = &lab.people;
    turns.clear();
    for place in 0..people.places() {
        if people.present[place] && !people.drafted[place] {
            let law = &lab.units[usize::from(people.unit[place])].pool_reading;
            turns.add(place as u32, law.number(!scratch.person[place][1]));
        }
    }
}

/// In which domain somebody reads. One block a fact: at home or not, where else, which fact, understood or not.
#[inline(always)]
fn domain(lab: &LabState, place: usize, words: &[u32; 4]) -> u16 {
    let attention = &lab.units[usize::from(lab.people.unit[place])].attention_now;
    let elsewhere = super::staffing::pick(attention, unit(words[1])) as u16;
    select_unpredictable(unit(words[0]) < 0.5, lab.people.speciality[place], elsewhere)
}

#[inline(always)]
fn absorb(
    machine: impl Machine,
    context: Context<'_>,
    lab: &mut LabState,
    environment: &Environment,
    place: usize,
    domain: usize,
    words: &[u32; 4],
) {
    let (nth, minds) = (unit(words[2]), &lab.people.minds);
    if unit(words[3]) >= context.setup.absorption.of(minds.net(place, domain)) {
        return;
    }
    let mut new = Difference::between(minds.beliefs(place, domain), environment.pool.beliefs(0, domain));
    if new.count > 0 {
        let (fact, value) = new.take(machine, ((nth * new.count as f64) as usize).min(new.count - 1));
        lab.people.minds.set(place, domain, fact, Some(value));
    }
}

/// The beliefs of somebody new: what everybody knows, and half of what is public.
pub fn newcomer(context: Context<'_>, minds: &mut Minds, place: usize, id: u64, pool: &Minds) {
    minds.clear(place);
    let mut draws = context.streams.person_start.draws(id, 1);
    for domain in 0..context.setup.shape.domains {
        let half: Plane = std::array::from_fn(|_| u64::from(draws.word()) | u64::from(draws.word()) << 32);
        let Beliefs { mut right, mut wrong } = *pool.beliefs(0, domain);
        for (word, mask) in half.into_iter().enumerate() {
            right[word] &= mask;
            wrong[word] &= mask;
        }
        minds.replace(place, domain, Beliefs { right, wrong });
    }
    super::environment::learn_textbook(context.setup, minds, place);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absorption_needs_own_knowledge() {
        assert_eq!(absorption(0.3, 0.0), 0.3);
        assert!((absorption(0.3, 0.2) - 0.65).abs() < 1e-12);
        assert_eq!(absorption(0.3, 0.9), 1.0);
        assert_eq!(absorption(0.0, -0.5), 0.0);
    }

    #[test]
    fn ranks() {
        assert_eq!([0.0, 2.0, 2.1, 8.0, 30.0].map(rank), [0, 0, 1, 1, 2]);
    }
}
