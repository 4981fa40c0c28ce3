//! Beliefs about facts as bit planes.
//!
//! A domain has M facts, ranked by difficulty (rank 0 the easiest). About each, a mind (of a person, or a code) holds
//! the right value, a wrong one, or nothing. Knowledge is k = (right - wrong) / M.

/// Largest number of 64-bit words a plane may have (M = 1024).
pub const MAX_WORDS: usize = 16;

/// Number of domains and of words a plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Domains.
    pub domains: usize,
    /// 64-bit words a plane: M / 64.
    pub words: usize,
}

impl Shape {
    /// Facts a domain, M.
    pub fn facts(&self) -> usize {
        self.words * 64
    }
}

/// What a mind may hold about a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// The right value.
    Right,
    /// A wrong value.
    Wrong,
}

/// Many minds of one shape. Counts of right and wrong facts are kept beside the planes.
#[derive(Clone, Debug, PartialEq)]
pub struct Minds {
    shape: Shape,
    /// For each mind, for each domain: the plane of right facts, then the plane of wrong ones.
    bits: Vec<u64>,
    /// For each mind, for each domain: right facts, wrong facts.
    counts: Vec<[u16; 2]>,
    /// For each domain: right facts and wrong facts over all minds.
    totals: Vec<[i64; 2]>,
}

impl Minds {
    /// `n` minds that hold nothing.
    pub fn new(shape: Shape, n: usize) -> Self {
        Self {
            shape,
            bits: vec![0; n * shape.domains * 2 * shape.words],
            counts: vec![[0; 2]; n * shape.domains],
            totals: vec![[0; 2]; shape.domains],
        }
    }

    /// Number of minds.
    pub fn len(&self) -> usize {
        self.counts.len() / self.shape.domains
    }

    /// True where there is no mind.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Adds a mind that holds nothing.
    pub fn push(&mut self) {
        self.bits.resize(self.bits.len() + self.shape.domains * 2 * self.shape.words, 0);
        self.counts.resize(self.counts.len() + self.shape.domains, [0; 2]);
    }

    #[inline]
    fn at(&self, mind: usize, domain: usize) -> usize {
        (mind * self.shape.domains + domain) * 2 * self.shape.words
    }

    /// Planes (right, wrong) of a mind in a domain.
    #[inline]
    pub fn planes(&self, mind: usize, domain: usize) -> (&[u64], &[u64]) {
        let at = self.at(mind, domain);
        self.bits[at..at + 2 * self.shape.words].split_at(self.shape.words)
    }

    /// What a mind holds about a fact.
    #[inline]
    pub fn get(&self, mind: usize, domain: usize, fact: usize) -> Option<Value> {
        let at = self.at(mind, domain) + fact / 64;
        let mask = 1_u64 << (fact % 64);
        if self.bits[at] & mask != 0 {
            Some(Value::Right)
        } else if self.bits[at + self.shape.words] & mask != 0 {
            Some(Value::Wrong)
        } else {
            None
        }
    }

    /// Whether a mind holds the right value of a fact.
    #[inline]
    pub fn is_right(&self, mind: usize, domain: usize, fact: usize) -> bool {
        self.bits[self.at(mind, domain) + fact / 64] >> (fact % 64) & 1 == 1
    }

    /// Makes a mind hold a value, or nothing.
    #[inline]
    pub fn set(&mut self, mind: usize, domain: usize, fact: usize, value: Option<Value>) {
        let at = self.at(mind, domain) + fact / 64;
        let words = self.shape.words;
        let bit = fact % 64;
        let (old_right, old_wrong) = (self.bits[at] >> bit & 1, self.bits[at + words] >> bit & 1);
        let (right, wrong) = (u64::from(value == Some(Value::Right)), u64::from(value == Some(Value::Wrong)));
        self.bits[at] ^= (old_right ^ right) << bit;
        self.bits[at + words] ^= (old_wrong ^ wrong) << bit;
        let count = &mut self.counts[mind * self.shape.domains + domain];
        count[0] = count[0] + right as u16 - old_right as u16;
        count[1] = count[1] + wrong as u16 - old_wrong as u16;
        let total = &mut self.totals[domain];
        total[0] += right as i64 - old_right as i64;
        total[1] += wrong as i64 - old_wrong as i64;
    }

    /// Facts that a mind holds in a domain, right or wrong.
    #[inline]
    pub fn held(&self, mind: usize, domain: usize) -> u32 {
        let [right, wrong] = self.counts[mind * self.shape.domains + domain];
        u32::from(right) + u32::from(wrong)
    }

    /// Knowledge k = (right - wrong) / M of a mind in a domain, in -1..=1.
    pub fn knowledge(&self, mind: usize, domain: usize) -> f64 {
        let [right, wrong] = self.counts[mind * self.shape.domains + domain];
        (f64::from(right) - f64::from(wrong)) / self.shape.facts() as f64
    }

    /// Sum of knowledge over all minds in a domain.
    pub fn total_knowledge(&self, domain: usize) -> f64 {
        let [right, wrong] = self.totals[domain];
        (right - wrong) as f64 / self.shape.facts() as f64
    }

    /// Empties a mind.
    pub fn clear(&mut self, mind: usize) {
        for domain in 0..self.shape.domains {
            self.fill(mind, domain, |_, _| (0, 0));
        }
    }

    /// Overwrites the planes of a mind in a domain word by word, from the old (right, wrong).
    pub fn fill(&mut self, mind: usize, domain: usize, new: impl Fn(usize, (u64, u64)) -> (u64, u64)) {
        let (at, words) = (self.at(mind, domain), self.shape.words);
        let mut count = [0_u16; 2];
        for word in 0..words {
            let (right, wrong) = new(word, (self.bits[at + word], self.bits[at + words + word]));
            debug_assert_eq!(right & wrong, 0, "a fact is held rightly or wrongly, not both");
            self.bits[at + word] = right;
            self.bits[at + words + word] = wrong;
            count[0] += right.count_ones() as u16;
            count[1] += wrong.count_ones() as u16;
        }
        let old = std::mem::replace(&mut self.counts[mind * self.shape.domains + domain], count);
        self.totals[domain][0] += i64::from(count[0]) - i64::from(old[0]);
        self.totals[domain][1] += i64::from(count[1]) - i64::from(old[1]);
    }

    /// Copies a mind over another.
    pub fn copy_from(&mut self, mind: usize, source: &Self, other: usize) {
        for domain in 0..self.shape.domains {
            let (right, wrong) = source.planes(other, domain);
            self.fill(mind, domain, |word, _| (right[word], wrong[word]));
        }
    }

    /// Turns a fact round: who held it rightly is wrong now, and the other way about.
    pub fn flip(&mut self, domain: usize, fact: usize) {
        for mind in 0..self.len() {
            let turned = match self.get(mind, domain, fact) {
                Some(Value::Right) => Some(Value::Wrong),
                Some(Value::Wrong) => Some(Value::Right),
                None => continue,
            };
            self.set(mind, domain, fact, turned);
        }
    }
}

/// Facts that a source holds and a reader holds otherwise or not at all.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    words: usize,
    any: [u64; MAX_WORDS],
    right: [u64; MAX_WORDS],
    /// Number of such facts left.
    pub count: usize,
}

impl Difference {
    /// What `reader` could take from `source` in a domain.
    #[inline]
    pub fn between(reader: (&[u64], &[u64]), source: (&[u64], &[u64])) -> Self {
        Self::except(reader, source, |_| 0)
    }

    /// The same without the facts of `masked`.
    #[inline]
    pub fn except(reader: (&[u64], &[u64]), source: (&[u64], &[u64]), masked: impl Fn(usize) -> u64) -> Self {
        let words = reader.0.len();
        let mut difference = Self { words, any: [0; MAX_WORDS], right: [0; MAX_WORDS], count: 0 };
        for word in 0..words {
            let right = source.0[word] & !reader.0[word];
            let any = (right | source.1[word] & !reader.1[word]) & !masked(word);
            difference.any[word] = any;
            difference.right[word] = right;
            difference.count += any.count_ones() as usize;
        }
        difference
    }

    /// Takes out the `nth` fact left (0-based, below `count`) with the source's value.
    #[inline]
    pub fn take(&mut self, nth: usize) -> (usize, Value) {
        let mut left = nth as u32;
        for word in 0..self.words {
            let ones = self.any[word].count_ones();
            if left < ones {
                let bit = select(self.any[word], left);
                self.any[word] &= !(1 << bit);
                self.count -= 1;
                let right = self.right[word] >> bit & 1 == 1;
                return (word * 64 + bit as usize, if right { Value::Right } else { Value::Wrong });
            }
            left -= ones;
        }
        unreachable!("nth is below count")
    }
}

/// Position of the `nth` set bit of a word (0-based, below the number of ones).
#[inline]
pub fn select(word: u64, nth: u32) -> u32 {
    let (mut left, mut position) = (nth, 0);
    for width in [32, 16, 8, 4, 2, 1] {
        let ones = (word >> position & ((1_u64 << width) - 1)).count_ones();
        if left >= ones {
            left -= ones;
            position += width;
        }
    }
    position
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn select_finds_the_nth_bit(word: u64) {
            let positions: Vec<u32> = (0..64).filter(|b| word >> b & 1 == 1).collect();
            for (n, position) in positions.iter().enumerate() {
                prop_assert_eq!(select(word, n as u32), *position);
            }
        }

        /// Counts and totals follow any sequence of changes; no fact is ever held both rightly and wrongly.
        #[test]
        fn counts_follow_changes(changes in prop::collection::vec((0_usize..3, 0_usize..2, 0_usize..128, 0_u8..4), 0..300)) {
            let shape = Shape { domains: 2, words: 2 };
            let mut minds = Minds::new(shape, 3);
            for (mind, domain, fact, what) in changes {
                match what {
                    0 => minds.set(mind, domain, fact, None),
                    1 => minds.set(mind, domain, fact, Some(Value::Right)),
                    2 => minds.set(mind, domain, fact, Some(Value::Wrong)),
                    _ => minds.flip(domain, fact),
                }
            }
            for domain in 0..2 {
                let mut total = 0.0;
                for mind in 0..3 {
                    let (right, wrong) = minds.planes(mind, domain);
                    let ones = |plane: &[u64]| plane.iter().map(|w| w.count_ones()).sum::<u32>();
                    prop_assert!(right.iter().zip(wrong).all(|(r, w)| r & w == 0));
                    prop_assert_eq!(minds.held(mind, domain), ones(right) + ones(wrong));
                    let k = (f64::from(ones(right)) - f64::from(ones(wrong))) / 128.0;
                    prop_assert_eq!(minds.knowledge(mind, domain), k);
                    total += k;
                }
                prop_assert!((minds.total_knowledge(domain) - total).abs() < 1e-12);
            }
        }

        /// Everything that can be taken, taken, makes the reader agree with the source.
        #[test]
        fn taking_all_differences_ends_in_agreement(r in any::<[u64; 2]>(), w in any::<[u64; 2]>(), held in any::<[u64; 2]>()) {
            let shape = Shape { domains: 1, words: 2 };
            let mut minds = Minds::new(shape, 2);
            minds.fill(0, 0, |i, _| (held[i] & !r[i], held[i] & r[i]));
            minds.fill(1, 0, |i, _| (r[i] & !w[i], w[i]));
            let mut difference = Difference::between(minds.planes(0, 0), minds.planes(1, 0));
            while difference.count > 0 {
                let (fact, value) = difference.take(difference.count / 2);
                minds.set(0, 0, fact, Some(value));
            }
            prop_assert_eq!(Difference::between(minds.planes(0, 0), minds.planes(1, 0)).count, 0);
        }
    }
}
