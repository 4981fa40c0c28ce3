//! Beliefs about facts as bit planes.
//!
//! A domain has M facts, ranked by difficulty (rank 0 the easiest). About each, a mind (of a person, or a code) holds
//! the right value, a wrong one, or nothing. Knowledge is k = (right - wrong) / M.

use ambidex_core::streams::below;
use ambidex_core::vector::Machine;

/// 64-bit words a plane: at most 256 facts a domain. A fixed size lets every loop over a plane be unrolled.
pub const WORDS: usize = 4;

/// One bit a fact.
pub type Plane = [u64; WORDS];

/// Facts held rightly, facts held wrongly: one cache line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(align(64))]
pub struct Beliefs {
    /// Held rightly.
    pub right: Plane,
    /// Held wrongly.
    pub wrong: Plane,
}

impl Beliefs {
    /// Number of facts held rightly, and wrongly.
    #[inline(always)]
    pub fn counts(&self) -> [u16; 2] {
        let mut counts = [0, 0];
        for word in 0..WORDS {
            counts[0] += self.right[word].count_ones();
            counts[1] += self.wrong[word].count_ones();
        }
        counts.map(|count| count as u16)
    }

    /// Whether a value is held of a fact that others do not hold, or not so.
    #[inline(always)]
    pub fn beyond(&self, others: &Self, fact: usize) -> bool {
        let word = fact / 64 % WORDS;
        let beyond = self.right[word] & !others.right[word] | self.wrong[word] & !others.wrong[word];
        beyond >> (fact % 64) & 1 == 1
    }

    /// Takes over the facts of a plane from a source that holds them.
    #[inline(always)]
    pub fn adopt(&mut self, facts: &Plane, source: &Self) {
        for (word, &taken) in facts.iter().enumerate() {
            self.right[word] = self.right[word] & !taken | source.right[word] & taken;
            self.wrong[word] = self.wrong[word] & !taken | source.wrong[word] & taken;
        }
    }

    /// Holds nothing any more of the facts of a plane.
    #[inline(always)]
    pub fn forget(&mut self, facts: &Plane) {
        self.adopt(facts, &Self::default());
    }
}

/// Number of domains and of facts a domain (M, a multiple of 64).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Domains.
    pub domains: usize,
    /// Facts a domain.
    pub facts: usize,
}

impl Shape {
    /// (domain, fact) of a word, each pair as likely.
    #[inline(always)]
    pub fn below(self, word: u32) -> (usize, usize) {
        let domain = below(word, self.domains);
        (domain, below(word, self.domains * self.facts) - domain * self.facts)
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
    /// For each mind, for each domain.
    beliefs: Vec<Beliefs>,
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
            beliefs: vec![Beliefs::default(); n * shape.domains],
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
        self.beliefs.resize(self.beliefs.len() + self.shape.domains, Beliefs::default());
        self.counts.resize(self.counts.len() + self.shape.domains, [0; 2]);
    }

    /// Beliefs of a mind in a domain.
    #[inline(always)]
    pub fn beliefs(&self, mind: usize, domain: usize) -> &Beliefs {
        &self.beliefs[mind * self.shape.domains + domain]
    }

    /// What a mind holds about a fact.
    #[inline(always)]
    pub fn get(&self, mind: usize, domain: usize, fact: usize) -> Option<Value> {
        let beliefs = self.beliefs(mind, domain);
        let (word, bit) = (fact / 64 % WORDS, fact % 64);
        if beliefs.right[word] >> bit & 1 == 1 {
            Some(Value::Right)
        } else if beliefs.wrong[word] >> bit & 1 == 1 {
            Some(Value::Wrong)
        } else {
            None
        }
    }

    /// Whether a mind holds the right value of a fact.
    #[inline(always)]
    pub fn is_right(&self, mind: usize, domain: usize, fact: usize) -> bool {
        self.beliefs(mind, domain).right[fact / 64 % WORDS] >> (fact % 64) & 1 == 1
    }

    /// Whether a mind holds anything about a fact.
    #[inline(always)]
    pub fn holds(&self, mind: usize, domain: usize, fact: usize) -> bool {
        let beliefs = self.beliefs(mind, domain);
        let word = fact / 64 % WORDS;
        (beliefs.right[word] | beliefs.wrong[word]) >> (fact % 64) & 1 == 1
    }

    /// Makes a mind hold a value, or nothing.
    #[inline(always)]
    pub fn set(&mut self, mind: usize, domain: usize, fact: usize, value: Option<Value>) {
        let at = mind * self.shape.domains + domain;
        let (word, bit) = (fact / 64 % WORDS, fact % 64);
        let beliefs = &mut self.beliefs[at];
        let (old_right, old_wrong) = (beliefs.right[word] >> bit & 1, beliefs.wrong[word] >> bit & 1);
        let (right, wrong) = (u64::from(value == Some(Value::Right)), u64::from(value == Some(Value::Wrong)));
        beliefs.right[word] ^= (old_right ^ right) << bit;
        beliefs.wrong[word] ^= (old_wrong ^ wrong) << bit;
        let count = &mut self.counts[at];
        count[0] = count[0] + right as u16 - old_right as u16;
        count[1] = count[1] + wrong as u16 - old_wrong as u16;
        let total = &mut self.totals[domain];
        total[0] += right as i64 - old_right as i64;
        total[1] += wrong as i64 - old_wrong as i64;
    }

    /// Facts that a mind holds in a domain, right or wrong.
    #[inline(always)]
    pub fn held(&self, mind: usize, domain: usize) -> u32 {
        let [right, wrong] = self.counts[mind * self.shape.domains + domain];
        u32::from(right) + u32::from(wrong)
    }

    /// Facts that a mind holds rightly minus those it holds wrongly, in a domain.
    #[inline(always)]
    pub fn net(&self, mind: usize, domain: usize) -> i32 {
        let [right, wrong] = self.counts[mind * self.shape.domains + domain];
        i32::from(right) - i32::from(wrong)
    }

    /// Knowledge k = (right - wrong) / M of a mind in a domain, in -1..=1.
    #[inline]
    pub fn knowledge(&self, mind: usize, domain: usize) -> f64 {
        f64::from(self.net(mind, domain)) / self.shape.facts as f64
    }

    /// Sum of knowledge over all minds in a domain.
    pub fn total_knowledge(&self, domain: usize) -> f64 {
        let [right, wrong] = self.totals[domain];
        (right - wrong) as f64 / self.shape.facts as f64
    }

    /// Empties a mind.
    pub fn clear(&mut self, mind: usize) {
        (0..self.shape.domains).for_each(|domain| self.replace(mind, domain, Beliefs::default()));
    }

    /// Overwrites what a mind holds in a domain.
    #[inline(always)]
    pub fn replace(&mut self, mind: usize, domain: usize, beliefs: Beliefs) {
        self.put(mind, domain, beliefs, beliefs.counts());
    }

    /// The same with the [`Beliefs::counts`], where they are known.
    #[inline(always)]
    pub fn put(&mut self, mind: usize, domain: usize, beliefs: Beliefs, counts: [u16; 2]) {
        debug_assert!(
            beliefs.right.iter().zip(&beliefs.wrong).all(|(r, w)| r & w == 0),
            "right or wrong, not both"
        );
        debug_assert_eq!(counts, beliefs.counts());
        let at = mind * self.shape.domains + domain;
        let old = std::mem::replace(&mut self.counts[at], counts);
        let total = &mut self.totals[domain];
        for i in 0..2 {
            total[i] += i64::from(counts[i]) - i64::from(old[i]);
        }
        self.beliefs[at] = beliefs;
    }

    /// Copies a mind over another.
    pub fn copy_from(&mut self, mind: usize, source: &Self, other: usize) {
        for domain in 0..self.shape.domains {
            self.replace(mind, domain, *source.beliefs(other, domain));
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
    any: Plane,
    right: Plane,
    /// Facts left by word.
    ones: [u32; WORDS],
    /// Number of such facts left.
    pub count: usize,
}

impl Difference {
    /// What `reader` could take from `source`.
    #[inline(always)]
    pub fn between(reader: &Beliefs, source: &Beliefs) -> Self {
        Self::except(reader, source, &Beliefs::default())
    }

    /// The same without what is masked, value by value.
    #[inline(always)]
    pub fn except(reader: &Beliefs, source: &Beliefs, masked: &Beliefs) -> Self {
        let mut difference = Self { any: [0; WORDS], right: [0; WORDS], ones: [0; WORDS], count: 0 };
        for word in 0..WORDS {
            let right = source.right[word] & !reader.right[word] & !masked.right[word];
            let any = right | source.wrong[word] & !reader.wrong[word] & !masked.wrong[word];
            difference.any[word] = any;
            difference.right[word] = right;
            difference.ones[word] = any.count_ones();
            difference.count += difference.ones[word] as usize;
        }
        difference
    }

    /// Takes out the `nth` fact left (0-based, below `count`) with the source's value.
    #[inline(always)]
    pub fn take(&mut self, machine: impl Machine, nth: usize) -> (usize, Value) {
        let (word, bit) = self.pick(machine, nth);
        let right = self.right[word] >> bit & 1 == 1;
        (word * 64 + bit as usize, if right { Value::Right } else { Value::Wrong })
    }

    /// Some facts, each left one as likely, none twice: a plane.
    ///
    /// Ranks among the facts left are sampled first (Floyd 1987, doi:10.1145/30401.315746), all facts of these ranks
    /// found afterwards: no choice waits for where the one before it lies.
    #[inline(always)]
    pub fn some(&self, machine: impl Machine, amount: u32, mut below: impl FnMut(usize) -> usize) -> Plane {
        /// Loops of a length that is mostly the same are predicted.
        const MOSTLY: usize = 4;
        let amount = self.count.min(amount as usize);
        let mut ranks = Ranks::default();
        for i in 0..MOSTLY {
            let last = (self.count + i).saturating_sub(amount);
            let rank = below(last + 1);
            ranks.sample(if i < amount { rank } else { usize::MAX }, last);
        }
        for last in self.count + MOSTLY.min(amount) - amount..self.count {
            ranks.sample(below(last + 1), last);
        }
        let mut starts = [0; WORDS];
        for word in 1..WORDS {
            starts[word] = starts[word - 1] + self.ones[word - 1] as usize;
        }
        let (ranks, mut facts) = (ranks.from(starts), [0; WORDS]);
        for word in 0..WORDS {
            facts[word] = machine.deposit(ranks[word], self.any[word]);
        }
        facts
    }

    #[inline(always)]
    fn pick(&mut self, machine: impl Machine, nth: usize) -> (usize, u32) {
        // No branch on what is found, which nobody could predict.
        let (mut left, mut word, mut before) = (nth as u32, 0, 0);
        for i in 0..WORDS - 1 {
            before += self.ones[i];
            let beyond = nth as u32 >= before;
            word += usize::from(beyond);
            left = if beyond { nth as u32 - before } else { left };
        }
        let bit = machine.select(self.any[word], left);
        self.any[word] &= !(1 << bit);
        self.ones[word] -= 1;
        self.count -= 1;
        (word, bit)
    }
}

/// A set of ranks below 64 WORDS.
#[derive(Default)]
struct Ranks(Plane);

impl Ranks {
    /// Adds a rank, or `last` where it is in already; nothing where a rank is beyond all.
    #[inline(always)]
    fn sample(&mut self, rank: usize, last: usize) {
        let mut bit = Self::bit(rank);
        let mut taken = 0;
        for (bits, ranks) in bit.iter().zip(&self.0) {
            taken |= bits & ranks;
        }
        if taken != 0 {
            bit = Self::bit(last);
        }
        for (ranks, bits) in self.0.iter_mut().zip(bit) {
            *ranks |= bits;
        }
    }

    #[inline(always)]
    fn bit(rank: usize) -> Plane {
        let mut bit = [0; WORDS];
        for (word, bits) in bit.iter_mut().enumerate() {
            let place = rank.wrapping_sub(64 * word) as u64;
            *bits = if place < 64 { 1 << place } else { 0 };
        }
        bit
    }

    /// 64 ranks from every start on.
    #[inline(always)]
    fn from(&self, starts: [usize; WORDS]) -> Plane {
        let padded = [self.0[0], self.0[1], self.0[2], self.0[3], 0, 0];
        let mut ranks = [0; WORDS];
        for word in 0..WORDS {
            let (at, shift) = (starts[word] / 64, starts[word] % 64);
            ranks[word] = padded[at] >> shift | padded[at + 1] << 1 << (63 - shift);
        }
        ranks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambidex_core::vector::Portable;
    use proptest::prelude::*;

    proptest! {
        /// A word hits the pair that it hits when all pairs are numbered through.
        #[test]
        fn words_hit_pairs(word: u32, domains in 1_usize..20, facts in 1_usize..5) {
            let shape = Shape { domains, facts: 64 * facts };
            let at = below(word, shape.domains * shape.facts);
            prop_assert_eq!(shape.below(word), (at / shape.facts, at % shape.facts));
        }

        /// Counts and totals follow any sequence of changes; no fact is ever held both rightly and wrongly.
        #[test]
        fn counts_follow_changes(changes in prop::collection::vec((0_usize..3, 0_usize..2, 0_usize..128, 0_u8..4), 0..300)) {
            let shape = Shape { domains: 2, facts: 128 };
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
                    let Beliefs { right, wrong } = *minds.beliefs(mind, domain);
                    let ones = |plane: &Plane| plane.iter().map(|w| w.count_ones()).sum::<u32>();
                    prop_assert!(right.iter().zip(&wrong).all(|(r, w)| r & w == 0));
                    prop_assert_eq!(minds.held(mind, domain), ones(&right) + ones(&wrong));
                    let k = (f64::from(ones(&right)) - f64::from(ones(&wrong))) / 128.0;
                    prop_assert_eq!(minds.knowledge(mind, domain), k);
                    total += k;
                }
                prop_assert!((minds.total_knowledge(domain) - total).abs() < 1e-12);
            }
        }

        /// Everything that can be taken, taken, makes the reader agree with the source.
        #[test]
        fn taking_all_differences_ends_in_agreement(r in any::<Plane>(), w in any::<Plane>(), held in any::<Plane>()) {
            let shape = Shape { domains: 1, facts: 256 };
            let mut minds = Minds::new(shape, 2);
            let and_not = |a: Plane, b: Plane| std::array::from_fn(|i| a[i] & !b[i]);
            minds.replace(0, 0, Beliefs { right: and_not(held, r), wrong: std::array::from_fn(|i| held[i] & r[i]) });
            minds.replace(1, 0, Beliefs { right: and_not(r, w), wrong: w });
            let mut difference = Difference::between(minds.beliefs(0, 0), minds.beliefs(1, 0));
            while difference.count > 0 {
                let (fact, value) = difference.take(Portable, difference.count / 2);
                minds.set(0, 0, fact, Some(value));
            }
            prop_assert_eq!(Difference::between(minds.beliefs(0, 0), minds.beliefs(1, 0)).count, 0);
        }
    }
}
