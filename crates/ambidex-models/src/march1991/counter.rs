//! Counting for 512 individuals at once: the numbers stand upright, binary digit by binary digit, in registers.

use super::lanes::Lanes;

/// Binary digits of a count: up to 2 x 1024 inputs.
pub const DIGITS: usize = 12;

/// Counts, the lowest binary digit in front.
pub type Counts = [Lanes; DIGITS];

/// Digits that counts up to `largest` need.
pub const fn digits(largest: usize) -> usize {
    (usize::BITS - largest.leading_zeros()) as usize
}

/// Sum of three binary digits: the digit and what is carried.
#[inline(always)]
fn full_adder(a: Lanes, b: Lanes, c: Lanes) -> [Lanes; 2] {
    let half = a ^ b;
    [half ^ c, (a & b) | (half & c)]
}

/// What is counted. A trait with an inlined method and not a closure: a closure would not be compiled for the registers of
/// its caller.
pub trait Inputs {
    /// For whom input `place` holds.
    fn at(&self, place: usize) -> Lanes;
}

/// How many of `inputs` (a multiple of 8) hold for each individual, by a tree of carry-save adders (Harley & Seal).
#[inline(always)]
pub fn counted(inputs: usize, digits: usize, input: &impl Inputs) -> Counts {
    let mut counts = [Lanes::NONE; DIGITS];
    let [mut ones, mut twos, mut fours] = [Lanes::NONE; 3];
    for block in (0..inputs).step_by(8) {
        let mut x = [Lanes::NONE; 8];
        for (place, x) in x.iter_mut().enumerate() {
            *x = input.at(block + place);
        }
        let ([s, a], [t, b]) = (full_adder(x[0], x[1], x[2]), full_adder(x[3], x[4], x[5]));
        let [u, c] = full_adder(x[6], x[7], ones);
        let [sum, d] = full_adder(s, t, u);
        ones = sum;
        let ([v, e], [w, f]) = (full_adder(a, b, c), full_adder(d, twos, Lanes::NONE));
        let (sum, g) = (v ^ w, v & w);
        twos = sum;
        let [s, h] = full_adder(e, f, g);
        let mut carry = h | (s & fours);
        fours ^= s;
        for digit in counts.iter_mut().take(digits).skip(3) {
            let next = *digit & carry;
            *digit ^= carry;
            carry = next;
        }
    }
    [counts[0], counts[1], counts[2]] = [ones, twos, fours];
    counts
}

/// Whose count is above the replicate's number.
#[inline(always)]
pub fn above(counts: &Counts, digits: usize, numbers: Lanes) -> Lanes {
    let mut above = Lanes::NONE;
    for (place, digit) in counts.iter().enumerate().take(digits) {
        let bits = numbers.spread(place as u32);
        above = (*digit & !bits) | (above & !(*digit ^ bits));
    }
    above
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Given(Vec<u64>);

    impl Inputs for Given {
        fn at(&self, place: usize) -> Lanes {
            self.0.get(place).map_or(Lanes::NONE, |w| Lanes::of(|lane| w.rotate_left(lane as u32)))
        }
    }

    proptest! {
        #[test]
        fn counts_and_compares(words in prop::collection::vec(any::<u64>(), 0..80), number in 0_u64..80) {
            let inputs = words.len().next_multiple_of(8);
            let given = Given(words);
            let digits = digits(inputs);
            let found = above(&counted(inputs, digits, &given), digits, Lanes::splat(number.min(inputs as u64)));
            for bit in 0..64 {
                for lane in 0..8 {
                    let count = (0..inputs).filter(|&i| given.at(i).0[lane] >> bit & 1 == 1).count() as u64;
                    prop_assert_eq!(found.0[lane] >> bit & 1 == 1, count > number.min(inputs as u64));
                }
            }
        }
    }
}
