//! Mutual learning with bounded reading (March 1991; Miller et al. 2006; Fang et al. 2010; Lazer & Friedman 2007).
//!
//! Every week a person reads from one source in one domain: with probability `contact_share` from a contact (own or the
//! contact's speciality, and only where the contact holds more facts in it), else from the unit code (own speciality or
//! any domain). The number of facts read is Poisson(rd M / 64), among those on which the source differs; nobody reads
//! a whole code. A contact is somebody of one's own block of ten or, with probability beta (far ties: 0 the tree, 1 the
//! rhizome), anybody in the lab. A mind holds at most K M facts a domain; facts are forgotten at a constant rate.
//!
//! Persons are stepped one after the other, so that what a contact read this week can be read on.

use core::hint::select_unpredictable;

use ambidex_core::streams::below;
use ambidex_core::vector::{Kernel, Machine, prefetch};

use super::{Context, Mechanism};
use crate::facts::{Beliefs, Difference, Plane, WORDS};
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
    let far_below = sixteenths(lab.far_ties);
    let present = |i: usize| {
        let found = contact(lab, far_below, place, words[i], words[2] >> (16 * i));
        (found != place && lab.people.present[found]).then_some(found)
    };
    [present(0), present(1)]
}

/// Below which of 2^16 equally likely numbers something of a given chance happens.
fn sixteenths(chance: f64) -> u32 {
    (chance * 65_536.0).ceil() as u32
}

/// Whose place it is, perhaps one's own, perhaps vacant.
#[inline(always)]
fn contact(lab: &LabState, far_below: u32, place: usize, word: u32, far: u32) -> usize {
    let people = &lab.people;
    if far & 0xffff < far_below {
        below(word, people.places())
    } else {
        let roster = &lab.units[usize::from(people.unit[place])].roster;
        let block = people.position[place] as usize / BLOCK * BLOCK;
        let size = BLOCK.min(roster.len() - block);
        roster[block + below(word, size)] as usize
    }
}

/// Successive uniform digits from one 64-bit word.
#[derive(Clone, Copy, Debug)]
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
pub fn step(context: Context<'_>, lab: &mut LabState, scratch: &mut Scratch) {
    if context.setup.on(Mechanism::Learning) {
        context.setup.path.run(Reading { context, lab, scratch });
    }
}

/// The loop over persons.
struct Reading<'a> {
    context: Context<'a>,
    lab: &'a mut LabState,
    scratch: &'a mut Scratch,
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
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    amount: u32,
    /// Domain that is read in.
    domain: u16,
    from_contact: bool,
    /// The contact, or the unit whose code is read.
    source: u32,
    digits: Digits,
}

#[inline(always)]
fn read_and_forget(machine: impl Machine, context: Context<'_>, lab: &mut LabState, scratch: &mut Scratch) {
    let shape = context.setup.shape;
    let turn = (context.week / FORGET_EVERY) as usize % shape.domains;
    let forgets = |place: usize| (place as u32 + context.week).is_multiple_of(FORGET_EVERY);
    let capacity = (context.setup.parameters.learning.capacity * shape.facts as f64) as u32;
    let weekly = context.setup.parameters.learning.forgetting * (shape.facts * shape.domains) as f64;
    let mut plans = std::mem::take(&mut scratch.plans);
    plan_all(context, lab, scratch, &mut plans);
    for place in 0..plans.len() {
        if let Some(next) = plans.get(place + AHEAD) {
            fetch(lab, place + AHEAD, next);
            if forgets(place + AHEAD) {
                prefetch(lab.people.minds.beliefs(place + AHEAD, turn));
            }
        }
        read(machine, lab, place, plans[place], capacity);
        if forgets(place) {
            let facts = &scratch.facts[place];
            let hit = hits(weekly * f64::from(FORGET_EVERY), shape.facts, word64(facts[2], facts[3]));
            let mut left = *lab.people.minds.beliefs(place, turn);
            left.forget(&hit);
            lab.people.minds.replace(place, turn, left);
        }
    }
    scratch.plans = plans;
}

#[inline(always)]
fn fetch(lab: &LabState, place: usize, plan: &Plan) {
    if plan.amount > 0 {
        let (domain, source) = (usize::from(plan.domain), plan.source as usize);
        let others = select_unpredictable(plan.from_contact, &lab.people.minds, &lab.unit_codes);
        prefetch(lab.people.minds.beliefs(place, domain));
        prefetch(others.beliefs(source, domain));
    }
}

#[inline(always)]
fn word64(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

/// From whom, where and how much everybody reads: nothing of it depends on what anybody knows.
#[inline(always)]
fn plan_all(context: Context<'_>, lab: &LabState, scratch: &Scratch, plans: &mut Vec<Plan>) {
    let (setup, people) = (context.setup, &lab.people);
    let from_contact_below = sixteenths(setup.parameters.learning.contact_share) as usize;
    let far_below = sixteenths(lab.far_ties);
    plans.clear();
    for (place, (words, facts)) in scratch.reading.iter().zip(&scratch.facts).enumerate() {
        let mut digits = Digits(word64(facts[0], facts[1]));
        if !people.present[place] || people.drafted[place] {
            plans.push(Plan { amount: 0, domain: 0, from_contact: false, source: 0, digits });
            continue;
        }
        // No branch on what is drawn, which nobody could predict: both sources are looked up.
        let at_home = digits.below(2) == 0;
        let from_contact = digits.below(1 << 16) < from_contact_below;
        let mut further = digits;
        let anywhere = further.below(setup.shape.domains) as u16;
        let other = contact(lab, far_below, place, words[0], words[2]);
        let there = other != place && people.present[other];
        let elsewhere = select_unpredictable(from_contact, people.speciality[other], anywhere);
        let domain = select_unpredictable(at_home, people.speciality[place], elsewhere);
        let source = select_unpredictable(from_contact, other as u32, people.unit[place].into());
        let amount = setup.reading.number(words[3]) * u32::from(there | !from_contact);
        let digits = Digits(select_unpredictable(at_home | from_contact, digits.0, further.0));
        plans.push(Plan { amount, domain, from_contact, source, digits });
    }
}

#[inline(always)]
fn read(machine: impl Machine, lab: &mut LabState, place: usize, plan: Plan, capacity: u32) {
    let Plan { amount, domain, from_contact, source, mut digits } = plan;
    let (domain, source) = (usize::from(domain), source as usize);
    let minds = &lab.people.minds;
    let others = select_unpredictable(from_contact, minds, &lab.unit_codes);
    let less = others.held(source, domain) <= minds.held(place, domain);
    if amount == 0 || (from_contact & less) {
        return;
    }
    let other = others.beliefs(source, domain);
    let mut own = *minds.beliefs(place, domain);
    let read = Difference::between(&own, other).some(machine, amount, |n| digits.below(n));
    own.adopt(&read, other);
    let mut counts = own.counts();
    let held = u32::from(counts[0]) + u32::from(counts[1]);
    if held > capacity {
        // A full mind makes room.
        let all = Difference::between(&Beliefs::default(), &own);
        own.forget(&all.some(machine, held - capacity, |n| digits.below(n)));
        counts = own.counts();
    }
    lab.people.minds.put(place, domain, own, counts);
}

/// Positions hit among `facts`, `mean` of them on average, some more than once: what is there is forgotten.
#[inline(always)]
fn hits(mean: f64, facts: usize, word: u64) -> Plane {
    /// Digits of this size in a word. The next ones come from its images.
    const DIGITS: usize = 4;
    let mut digits = Digits(word);
    let hits = (mean + digits.below(1 << 16) as f64 / 65_536.0) as usize;
    // A plane for every digit of an image: none waits for what another has just written.
    let mut planes = [[0_u64; WORDS]; DIGITS];
    for image in 0..hits.div_ceil(DIGITS) {
        let turned = word.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(image as u32 * 28 + 1);
        let mut digits = Digits(turned);
        for (digit, plane) in planes.iter_mut().enumerate() {
            let fact = digits.below(facts);
            plane[fact / 64 % WORDS] |= u64::from(image * DIGITS + digit < hits) << (fact % 64);
        }
    }
    let mut hit = [0; WORDS];
    for plane in planes {
        for word in 0..WORDS {
            hit[word] |= plane[word];
        }
    }
    hit
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
