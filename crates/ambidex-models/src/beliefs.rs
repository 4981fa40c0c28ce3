//! Beliefs of -1, 0 or 1 on up to 128 dimensions, as two planes of bits: what the descendants of March (1991) share.

use ambidex_core::streams::{Stream, unit};

/// Most dimensions.
pub const DIMENSIONS: usize = 128;

/// A person's (or a code's) beliefs; a dimension on which neither bit is set is believed to be 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Beliefs {
    /// Dimensions believed to be 1.
    pub positive: u128,
    /// Dimensions believed to be -1.
    pub negative: u128,
}

/// The first `dimensions` bits.
pub fn first(dimensions: usize) -> u128 {
    if dimensions >= DIMENSIONS { u128::MAX } else { (1 << dimensions) - 1 }
}

impl Beliefs {
    /// -1, 0 and 1 with a chance of 1/3 each on all dimensions of `among`.
    pub fn draw(stream: &Stream, person: u64, period: u32, among: u128) -> Self {
        let held = bernoulli(stream, (person, period, 1), 2.0 / 3.0, among);
        let sign = plane(stream, person, period, 0);
        Self { positive: held & sign, negative: held & !sign }
    }

    /// Dimensions on which reality (its dimensions of value 1) is believed.
    #[inline]
    pub fn correct(&self, reality: u128) -> u128 {
        (self.positive & reality) | (self.negative & !reality)
    }

    /// Dimensions on which two differ.
    #[inline]
    pub fn difference(&self, other: &Self) -> u128 {
        (self.positive ^ other.positive) | (self.negative ^ other.negative)
    }

    /// Takes over another's beliefs on some dimensions.
    #[inline]
    pub fn adopt(&mut self, other: &Self, on: u128) {
        self.positive = (self.positive & !on) | (other.positive & on);
        self.negative = (self.negative & !on) | (other.negative & on);
    }
}

/// 128 fair bits at an address.
#[inline]
fn plane(stream: &Stream, entity: u64, period: u32, position: u32) -> u128 {
    let [a, b, c, d] = stream.block(entity, period, position).map(u128::from);
    a | b << 32 | c << 64 | d << 96
}

/// Dimensions of `among` on which an event of chance `p` (in steps of 2^-32) happens, each on its own. Where else it
/// would happen does not depend on `among`. Takes up to 32 positions from (entity, period, position) on.
///
/// A uniform number is compared with p bit by bit, for all dimensions at once, until all are decided.
#[inline]
pub fn bernoulli(stream: &Stream, (entity, period, position): (u64, u32, u32), p: f64, among: u128) -> u128 {
    let threshold = (p * 4_294_967_296.0) as u64;
    if threshold >> 32 != 0 {
        return among;
    }
    let (mut open, mut happens) = (among, 0);
    for digit in 0..32 {
        if open == 0 || threshold << (32 + digit) == 0 {
            break;
        }
        let bits = plane(stream, entity, period, position + digit);
        if threshold >> (31 - digit) & 1 == 1 {
            happens |= open & !bits;
            open &= bits;
        } else {
            open &= !bits;
        }
    }
    happens
}

/// A uniform number in (0, 1) at an address.
#[inline]
pub fn uniform(stream: &Stream, entity: u64, period: u32, position: u32) -> f64 {
    unit(stream.block(entity, period, position)[0])
}

/// Counts for all dimensions at once, in binary, a plane a digit; up to 65,535.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    digits: [u128; 16],
    used: usize,
}

impl Tally {
    /// Counts one more on some dimensions.
    #[inline]
    pub fn add(&mut self, mut on: u128) {
        let mut digit = 0;
        while on != 0 {
            let carry = self.digits[digit] & on;
            self.digits[digit] ^= on;
            on = carry;
            digit += 1;
        }
        self.used = self.used.max(digit);
    }

    /// Dimensions on which this counts more than another.
    #[inline]
    pub fn exceeds(&self, other: &Self) -> u128 {
        let mut more = 0;
        for digit in 0..self.used.max(other.used) {
            let (mine, theirs) = (self.digits[digit], other.digits[digit]);
            more = (mine & !theirs) | (more & !(mine ^ theirs));
        }
        more
    }

    /// The count of one dimension.
    pub fn count(&self, dimension: usize) -> u32 {
        (0..self.used).map(|digit| ((self.digits[digit] >> dimension & 1) as u32) << digit).sum()
    }
}

/// What most of some people believe who hold a belief, and by how many they outnumber the others.
#[derive(Clone, Debug, Default)]
pub struct Vote {
    positive: Tally,
    negative: Tally,
}

impl Vote {
    /// Counts one more person; beliefs of 0 abstain.
    #[inline]
    pub fn add(&mut self, beliefs: &Beliefs) {
        self.positive.add(beliefs.positive);
        self.negative.add(beliefs.negative);
    }

    /// The belief of the majority; 0 where there is none.
    #[inline]
    pub fn majority(&self) -> Beliefs {
        let (positive, negative) = (&self.positive, &self.negative);
        Beliefs { positive: positive.exceeds(negative), negative: negative.exceeds(positive) }
    }

    /// By how many the majority outnumbers the minority on a dimension.
    pub fn lead(&self, dimension: usize) -> u32 {
        self.positive.count(dimension).abs_diff(self.negative.count(dimension))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambidex_core::streams::{Purpose, Streams};
    use proptest::prelude::*;

    fn stream(seed: u64) -> Stream {
        Streams::new(seed, 0).stream(Purpose("test.beliefs"))
    }

    proptest! {
        #[test]
        fn votes_are_counted(votes in proptest::collection::vec((any::<u128>(), any::<u128>()), 0..70)) {
            let people = votes.iter().map(|&(held, sign)| Beliefs { positive: held & sign, negative: held & !sign });
            let people: Vec<Beliefs> = people.collect();
            let mut vote = Vote::default();
            people.iter().for_each(|beliefs| vote.add(beliefs));
            let majority = vote.majority();
            for d in 0..DIMENSIONS {
                let count = |of: fn(&Beliefs) -> u128| people.iter().filter(|b| of(b) >> d & 1 == 1).count() as i32;
                let lead = count(|b| b.positive) - count(|b| b.negative);
                prop_assert_eq!(vote.lead(d), lead.unsigned_abs());
                prop_assert_eq!((majority.positive >> d & 1 == 1, majority.negative >> d & 1 == 1), (lead > 0, lead < 0));
            }
        }

        #[test]
        fn events_do_not_depend_on_what_else_is_asked(seed: u64, p in 0.0_f64..=1.0, among: u128) {
            let of = |among| bernoulli(&stream(seed), (3, 4, 0), p, among);
            prop_assert_eq!(of(among), of(u128::MAX) & among);
        }

        #[test]
        fn adopting_removes_the_difference(a: u128, b: u128, held: u128, on: u128) {
            let (mut mine, theirs) = (Beliefs { positive: a & held, negative: !a & held }, Beliefs { positive: b, negative: !b });
            let before = mine.difference(&theirs);
            mine.adopt(&theirs, on);
            prop_assert_eq!(mine.difference(&theirs), before & !on);
            prop_assert_eq!(mine.positive & mine.negative, 0);
        }
    }

    #[test]
    fn chances_and_thirds_are_as_asked() {
        let n = 2000_u64;
        let total = n as f64 * 128.0;
        let close = |count: u32, p: f64| {
            (f64::from(count) - total * p).abs() < 5.0 * (total * p * (1.0 - p)).sqrt() + 1e-9
        };
        for p in [0.0, 0.001, 0.1, 0.5, 0.7, 1.0] {
            let count = (0..n).map(|i| bernoulli(&stream(1), (i, 0, 0), p, u128::MAX).count_ones()).sum();
            assert!(close(count, p), "{count} of {total} at {p}");
        }
        let people: Vec<Beliefs> = (0..n).map(|i| Beliefs::draw(&stream(2), i, 0, u128::MAX)).collect();
        assert!(close(people.iter().map(|b| b.positive.count_ones()).sum(), 1.0 / 3.0));
        assert!(close(people.iter().map(|b| b.negative.count_ones()).sum(), 1.0 / 3.0));
        assert!(people.iter().all(|b| b.positive & b.negative == 0));
    }
}
