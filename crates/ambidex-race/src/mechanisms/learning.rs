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

use super::{Context, Mechanism};
use crate::facts::{Beliefs, Difference, Minds};
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
pub fn contacts(lab: &LabState, place: usize, words: &[u32; 4]) -> [Option<usize>; 2] {
    [0, 1].map(|i| contact(lab, place, words[i], words[2] >> (16 * i) & 0xffff))
}

#[inline]
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
struct Digits(u64);

impl Digits {
    #[inline]
    fn below(&mut self, n: usize) -> usize {
        let product = u128::from(self.0) * n as u128;
        self.0 = product as u64;
        (product >> 64) as usize
    }
}

/// One week of reading and forgetting in a lab.
pub fn step(context: Context<'_>, lab: &mut LabState, scratch: &Scratch) {
    if !context.setup.on(Mechanism::Learning) {
        return;
    }
    let turn = (context.week / FORGET_EVERY) as usize % context.setup.shape.domains;
    for place in 0..lab.people.places() {
        if !lab.people.present[place] {
            continue;
        }
        let facts = &scratch.facts[place];
        if !lab.people.drafted[place] {
            read(context, lab, place, &scratch.reading[place], facts);
        }
        if (place as u32 + context.week).is_multiple_of(FORGET_EVERY) {
            forget(context, &mut lab.people.minds, place, turn, word64(facts[2], facts[3]));
        }
    }
}

fn word64(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

fn read(context: Context<'_>, lab: &mut LabState, place: usize, reading: &[u32; 4], facts: &[u32; 4]) {
    let setup = context.setup;
    let shape = setup.shape;
    let speciality = usize::from(lab.people.speciality[place]);
    let mut digits = Digits(word64(facts[0], facts[1]));
    let at_home = digits.below(2) == 0;
    let amount = {
        let u = unit(reading[3]);
        setup.reading_table.iter().position(|&p| u <= p).unwrap_or(setup.reading_table.len())
    };
    if amount == 0 {
        return;
    }
    let from_contact = (digits.below(1 << 16) as f64) < setup.parameters.learning.contact_share * 65_536.0;
    let (domain, mut difference) = if from_contact {
        let Some(other) = contact(lab, place, reading[0], reading[2] & 0xffff) else { return };
        let domain = if at_home { speciality } else { usize::from(lab.people.speciality[other]) };
        let minds = &lab.people.minds;
        if minds.held(other, domain) <= minds.held(place, domain) {
            return;
        }
        (domain, Difference::between(minds.beliefs(place, domain), minds.beliefs(other, domain)))
    } else {
        let domain = if at_home { speciality } else { digits.below(shape.domains) };
        let unit = usize::from(lab.people.unit[place]);
        let (own, code) = (lab.people.minds.beliefs(place, domain), lab.unit_codes.beliefs(unit, domain));
        (domain, Difference::between(own, code))
    };
    let capacity = (setup.parameters.learning.capacity * shape.facts as f64) as u32;
    for _ in 0..amount.min(difference.count) {
        let (fact, value) = difference.take(digits.below(difference.count));
        if lab.people.minds.held(place, domain) >= capacity {
            drop_one(&mut lab.people.minds, place, domain, &mut digits);
        }
        lab.people.minds.set(place, domain, fact, Some(value));
    }
}

/// A full mind makes room: one of the facts held goes.
fn drop_one(minds: &mut Minds, place: usize, domain: usize, digits: &mut Digits) {
    let mut held = Difference::between(&Beliefs::default(), minds.beliefs(place, domain));
    if held.count > 0 {
        let (fact, _) = held.take(digits.below(held.count));
        minds.set(place, domain, fact, None);
    }
}

/// Every few weeks one domain in turn loses facts at the rate of all: positions are hit, and what is there goes.
fn forget(context: Context<'_>, minds: &mut Minds, place: usize, domain: usize, word: u64) {
    let shape = context.setup.shape;
    let mut digits = Digits(word);
    let weekly = context.setup.parameters.learning.forgetting * (shape.facts * shape.domains) as f64;
    let hits = (weekly * f64::from(FORGET_EVERY) + digits.below(1 << 16) as f64 / 65_536.0) as usize;
    for hit in 0..hits {
        if hit % 4 == 3 {
            // A word has four digits of this size in it; the next ones come from its image.
            digits = Digits(word.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(hit as u32 * 7 + 1));
        }
        let fact = digits.below(shape.facts);
        if minds.holds(place, domain, fact) {
            minds.set(place, domain, fact, None);
        }
    }
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
