//! Mutual learning with bounded reading (March 1991; Miller et al. 2006; Fang et al. 2010; Lazer & Friedman 2007).
//!
//! Every week a person reads from one source in one domain: with probability `contact_share` from a contact (own or the
//! contact's speciality, and only where the contact holds more facts in it), else from the unit code (own speciality or
//! any domain). The number of facts read is Poisson(rd M / 64), among those on which the source differs; nobody reads
//! a whole code. A contact is somebody of one's own block of ten or, with probability beta (far ties: 0 the tree, 1 the
//! rhizome), anybody in the lab. A mind holds at most K M facts a domain; facts are forgotten at a constant rate.
//!
//! Persons are stepped one after the other, so that what a contact read this week can be read on.

use ambidex_core::streams::{below, unit};
use ambidex_core::vector::{Kernel, Machine, prefetch};

use super::{Context, Mechanism};
use crate::facts::{Beliefs, Difference, Minds, WORDS};
use crate::state::LabState;
use crate::world::Scratch;

ambidex_core::parameters! {
    /// Parameters of mutual learning.
    pub struct Parameters {
        reading_rate ("rd", "facts/week at 64 facts a domain") = 0.62 in 0.0..=20.0, plausible 0.2..=1.5;
            "Facts that a person can read in a week"; Assumption("weekly rates of learning are unknown");
        contact_share ("rd_tie", "share") = 0.4 in 0.0..=1.0, plausible 0.2..=0.8;
            "Share of reading from contacts, the rest from the unit code"; Assumption("no data");
        capacity ("K", "share") = 0.6 in 0.05..=1.0, plausible 0.4..=0.9;
            "Share of a domain's facts that a mind can hold"; Assumption("without it fewer researchers find more");
        forgetting ("q_k", "1/(fact week)") = 0.002 in 0.0..=0.2, plausible 0.0005..=0.004;
            "Rate at which facts are forgotten"; Assumption("a tenth of what one knows in a year");
    }
}

/// Persons in a block: one's close contacts.
pub const BLOCK: usize = 10;

/// Weeks between two losses of a person: rarer and larger ones touch less memory.
const FORGET_EVERY: u32 = 4;

/// The two contacts of the week, where somebody sits there: from words (near index, near index, far flags, far index).
#[inline(always)]
pub fn contacts(lab: &LabState, place: usize, words: &[u32; 4]) -> [Option<usize>; 2] {
    [0, 1].map(|i| contact(lab, place, words[i], words[2] >> (16 * i) & 0xffff))
}

#[inline(always)]
fn contact(lab: &LabState, place: usize, word: u32, far: u32) -> Option<usize> {
    let people = &lab.people;
    let found = if f64::from(far) < lab.far_ties * 65_536.0 {
        below(word, people.places())
    } else {
        let roster = &lab.units[usize::from(people.unit[place])].roster;
        let block = people.position[place] as usize / BLOCK * BLOCK;
        let size = BLOCK.min(roster.len() - block);
        roster[block + below(word, size)] as usize
    };
    (found != place && people.present[found]).then_some(found)
}

/// Successive uniform digits from one 64-bit word.
#[derive(Clone, Copy)]
struct Digits(u64);

impl Digits {
    #[inline(always)]
    fn below(&mut self, n: usize) -> usize {
        let product = u128::from(self.0) * n as u128;
        self.0 = product as u64;
        (product >> 64) as usize
    }
}

/// One week of reading and forgetting in a lab.
pub fn step(context: Context<'_>, lab: &mut LabState, scratch: &Scratch) {
    if context.setup.on(Mechanism::Learning) {
        context.setup.path.run(Reading { context, lab, scratch });
    }
}

/// The loop over persons.
struct Reading<'a> {
    context: Context<'a>,
    lab: &'a mut LabState,
    scratch: &'a Scratch,
}

impl Kernel for Reading<'_> {
    type Output = ();

    #[inline(always)]
    fn work<M: Machine>(self, machine: M) {
        read_and_forget(machine, self.context, self.lab, self.scratch);
    }
}

/// Persons by whom memory is asked for what they will read, before it is their turn.
const AHEAD: usize = 16;

/// What a person reads this week; none where the amount is zero.
#[derive(Clone, Copy)]
struct Plan {
    amount: u32,
    /// Domain that is read in.
    domain: u16,
    from_contact: bool,
    /// The contact, or the unit whose code is read.
    source: u32,
    digits: Digits,
}

#[inline(always)]
fn read_and_forget(machine: impl Machine, context: Context<'_>, lab: &mut LabState, scratch: &Scratch) {
    let turn = (context.week / FORGET_EVERY) as usize % context.setup.shape.domains;
    let forgets = |place: usize| (place as u32 + context.week).is_multiple_of(FORGET_EVERY);
    let capacity = (context.setup.parameters.learning.capacity * context.setup.shape.facts as f64) as u32;
    let mut plans = Vec::with_capacity(lab.people.places());
    for place in 0..lab.people.places() {
        plans.push(plan(context, lab, scratch, place));
    }
    for place in 0..plans.len() {
        if let Some(next) = plans.get(place + AHEAD) {
            fetch(lab, place + AHEAD, next);
            if forgets(place + AHEAD) {
                prefetch(lab.people.minds.beliefs(place + AHEAD, turn));
            }
        }
        if !lab.people.present[place] {
            continue;
        }
        read(machine, lab, place, plans[place], capacity);
        if forgets(place) {
            let facts = &scratch.facts[place];
            forget(context, &mut lab.people.minds, place, turn, word64(facts[2], facts[3]));
        }
    }
}

#[inline(always)]
fn fetch(lab: &LabState, place: usize, plan: &Plan) {
    if plan.amount > 0 {
        let (domain, source) = (usize::from(plan.domain), plan.source as usize);
        prefetch(lab.people.minds.beliefs(place, domain));
        if plan.from_contact {
            prefetch(lab.people.minds.beliefs(source, domain));
        }
    }
}

#[inline(always)]
fn word64(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

/// From whom, where and how much a person reads: nothing of it depends on what anybody knows.
#[inline(always)]
fn plan(context: Context<'_>, lab: &LabState, scratch: &Scratch, place: usize) -> Plan {
    let (setup, people) = (context.setup, &lab.people);
    let (reading, facts) = (&scratch.reading[place], &scratch.facts[place]);
    let mut digits = Digits(word64(facts[0], facts[1]));
    let nothing = Plan { amount: 0, domain: 0, from_contact: false, source: 0, digits };
    if !people.present[place] || people.drafted[place] {
        return nothing;
    }
    let at_home = digits.below(2) == 0;
    let u = unit(reading[3]);
    let amount = setup.reading.number(u);
    let from_contact = (digits.below(1 << 16) as f64) < setup.parameters.learning.contact_share * 65_536.0;
    let speciality = people.speciality[place];
    if from_contact {
        let Some(other) = contact(lab, place, reading[0], reading[2] & 0xffff) else { return nothing };
        let domain = if at_home { speciality } else { people.speciality[other] };
        Plan { amount, domain, from_contact, source: other as u32, digits }
    } else {
        let domain = if at_home { speciality } else { digits.below(setup.shape.domains) as u16 };
        Plan { amount, domain, from_contact, source: people.unit[place].into(), digits }
    }
}

#[inline(always)]
fn read(machine: impl Machine, lab: &mut LabState, place: usize, plan: Plan, capacity: u32) {
    let Plan { amount, domain, from_contact, source, mut digits } = plan;
    let (domain, source) = (usize::from(domain), source as usize);
    let minds = &lab.people.minds;
    if amount == 0 || (from_contact && minds.held(source, domain) <= minds.held(place, domain)) {
        return;
    }
    let other =
        if from_contact { minds.beliefs(source, domain) } else { lab.unit_codes.beliefs(source, domain) };
    let mut own = *minds.beliefs(place, domain);
    let read = Difference::between(&own, other).some(machine, amount, |n| digits.below(n));
    own.adopt(&read, other);
    let excess = own.held().saturating_sub(capacity);
    if excess > 0 {
        // A full mind makes room.
        let held = Difference::between(&Beliefs::default(), &own);
        own.forget(&held.some(machine, excess, |n| digits.below(n)));
    }
    lab.people.minds.replace(place, domain, own);
}

/// Every few weeks one domain in turn loses facts at the rate of all: positions are hit, and what is there goes.
#[inline(always)]
fn forget(context: Context<'_>, minds: &mut Minds, place: usize, domain: usize, word: u64) {
    let shape = context.setup.shape;
    let mut digits = Digits(word);
    let weekly = context.setup.parameters.learning.forgetting * (shape.facts * shape.domains) as f64;
    let hits = (weekly * f64::from(FORGET_EVERY) + digits.below(1 << 16) as f64 / 65_536.0) as usize;
    let mut positions = [0; WORDS];
    for hit in 0..hits {
        if hit % 4 == 3 {
            // A word has four digits of this size in it; the next ones come from its image.
            digits = Digits(word.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(hit as u32 * 7 + 1));
        }
        let fact = digits.below(shape.facts);
        positions[fact / 64 % WORDS] |= 1_u64 << (fact % 64);
    }
    let mut left = *minds.beliefs(place, domain);
    left.forget(&positions);
    minds.replace(place, domain, left);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Digits are uniform: each of n values turns up as often as its share, over an even grid of words.
    #[test]
    fn digits_are_uniform() {
        let mut counts = [0_u32; 7];
        for i in 0..70_000_u64 {
            counts[Digits(i.wrapping_mul(u64::MAX / 70_000)).below(7)] += 1;
        }
        assert!(counts.iter().all(|&c| c.abs_diff(10_000) <= 1), "{counts:?}");
    }
}
