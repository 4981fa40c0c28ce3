//! Randomness by address, not by order.
//!
//! A draw is a function of (seed, replicate, purpose, entity, period, position) and of nothing else: not of the
//! scenario, the thread, or what was drawn before. Two policies on one replicate therefore share every draw that
//! concerns the same entity in the same period, which is what makes their difference a paired one.
//!
//! Generator: Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, doi:10.1145/2063384.2063405). The 64-bit key is the
//! image of (seed, replicate, purpose) under the same generator; the 128-bit counter is (entity, period, position).

use std::sync::OnceLock;

use crate::guide::GuideTable;
use crate::vector::{Kernel, Machine, Path};

/// What a draw is for. Names are unique over the whole program (tested where they are listed).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose(pub &'static str);

impl Purpose {
    /// FNV-1a hash of the name [64 bit].
    pub const fn key(self) -> u64 {
        fnv1a(self.0.as_bytes())
    }
}

/// FNV-1a, 64 bit: the identity of a named thing (a purpose, a lab, a unit), whatever its place in a list.
pub const fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    hash
}

const ROUNDS: usize = 10;
const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

#[inline(always)]
fn mul_hi_lo(a: u32, b: u32) -> (u32, u32) {
    let product = u64::from(a) * u64::from(b);
    ((product >> 32) as u32, product as u32)
}

/// One block of Philox4x32-10: four 32-bit words for a counter under a key.
#[inline(always)]
pub fn philox4x32(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let ([mut c0, mut c1, mut c2, mut c3], [mut k0, mut k1]) = (counter, key);
    for _ in 0..ROUNDS {
        let (hi0, lo0) = mul_hi_lo(MULTIPLIERS[0], c0);
        let (hi1, lo1) = mul_hi_lo(MULTIPLIERS[1], c2);
        (c0, c1, c2, c3) = (hi1 ^ c1 ^ k0, lo1, hi0 ^ c3 ^ k1, lo0);
        k0 = k0.wrapping_add(WEYL[0]);
        k1 = k1.wrapping_add(WEYL[1]);
    }
    [c0, c1, c2, c3]
}

/// All randomness of one world: the seed of the run and the number of the replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    /// Seed of the run; 0 is a seed like any other.
    pub seed: u64,
    /// Number of the replicate (world).
    pub replicate: u32,
}

impl Streams {
    /// The streams of one replicate.
    pub const fn new(seed: u64, replicate: u32) -> Self {
        Self { seed, replicate }
    }

    /// The stream for one purpose.
    pub fn stream(&self, purpose: Purpose) -> Stream {
        let name = purpose.key();
        let counter = [self.replicate, name as u32, (name >> 32) as u32, 0x616d_6269];
        let block = philox4x32(counter, [self.seed as u32, (self.seed >> 32) as u32]);
        Stream { key: [block[0], block[1]] }
    }
}

/// The stream of one purpose in one world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    key: [u32; 2],
}

/// How many entities [`Stream::fill`] draws for at once.
const LANES: usize = 8;

impl Stream {
    /// The block of four words at (entity, period, position).
    #[inline(always)]
    pub fn block(&self, entity: u64, period: u32, position: u32) -> [u32; 4] {
        philox4x32([entity as u32, (entity >> 32) as u32, period, position], self.key)
    }

    /// A sequence of draws at one address.
    #[inline(always)]
    pub fn draws(&self, entity: u64, period: u32) -> Draws {
        Draws { stream: *self, entity, period, position: 0, words: [0; 4], used: 4 }
    }

    /// A single uniform in (0, 1) at one address.
    #[inline]
    pub fn uniform(&self, entity: u64, period: u32) -> f64 {
        unit(self.block(entity, period, 0)[0])
    }

    /// The first block of every entity, several lanes at a time: the same words as [`Stream::block`] gives.
    pub fn fill(&self, entities: &[u64], period: u32, blocks: &mut [[u32; 4]]) {
        assert_eq!(entities.len(), blocks.len(), "one block an entity");
        Path::widest().run(Fill { stream: *self, address: |i: usize| (entities[i], 0), period, blocks });
    }

    /// The block at every (entity, position), several lanes at a time: the same words as [`Stream::block`] gives.
    pub fn blocks(&self, addresses: &[(u64, u32)], period: u32) -> Vec<[u32; 4]> {
        let mut blocks = Vec::new();
        self.fill_blocks(addresses.len(), |i| addresses[i], period, &mut blocks);
        blocks
    }

    /// As [`Stream::blocks`], into room that is there already, `n` blocks at the addresses that a function gives.
    #[inline]
    pub fn fill_blocks(
        &self,
        n: usize,
        address: impl Fn(usize) -> (u64, u32),
        period: u32,
        blocks: &mut Vec<[u32; 4]>,
    ) {
        blocks.resize(n, [0; 4]);
        Path::widest().run(Fill { stream: *self, address, period, blocks });
    }
}

/// Draws the blocks at many addresses.
struct Fill<'a, A> {
    stream: Stream,
    address: A,
    period: u32,
    blocks: &'a mut [[u32; 4]],
}

impl<A: Fn(usize) -> (u64, u32)> Kernel for Fill<'_, A> {
    type Output = ();

    #[inline(always)]
    fn work<M: Machine>(self, _: M) {
        let Self { stream, address, period, blocks } = self;
        let whole = blocks.len() / LANES * LANES;
        for (chunk, out) in blocks[..whole].chunks_exact_mut(LANES).enumerate() {
            let at: [(u64, u32); LANES] = core::array::from_fn(|lane| address(chunk * LANES + lane));
            let words = philox_lanes(&at, period, stream.key);
            for (lane, block) in out.iter_mut().enumerate() {
                *block = [words[0][lane], words[1][lane], words[2][lane], words[3][lane]].map(|w| w as u32);
            }
        }
        for (i, block) in blocks.iter_mut().enumerate().skip(whole) {
            let (entity, position) = address(i);
            *block = stream.block(entity, period, position);
        }
    }
}

/// Philox over lanes, in a form that compilers turn into vector instructions: 32-bit words in 64-bit lanes, whose upper
/// halves hold whatever is left there until the next product drops it.
#[inline(always)]
fn philox_lanes(at: &[(u64, u32); LANES], period: u32, key: [u32; 2]) -> [[u64; LANES]; 4] {
    const LOW: u64 = 0xffff_ffff;
    let mut c0 = at.map(|(entity, _)| entity);
    let mut c1 = at.map(|(entity, _)| entity >> 32);
    let mut c2 = [u64::from(period); LANES];
    let mut c3 = at.map(|(_, position)| u64::from(position));
    let [mut k0, mut k1] = key;
    for _ in 0..ROUNDS {
        for lane in 0..LANES {
            let p0 = u64::from(MULTIPLIERS[0]) * (c0[lane] & LOW);
            let p1 = u64::from(MULTIPLIERS[1]) * (c2[lane] & LOW);
            c0[lane] = (p1 >> 32) ^ c1[lane] ^ u64::from(k0);
            c2[lane] = (p0 >> 32) ^ c3[lane] ^ u64::from(k1);
            c1[lane] = p1;
            c3[lane] = p0;
        }
        k0 = k0.wrapping_add(WEYL[0]);
        k1 = k1.wrapping_add(WEYL[1]);
    }
    [c0, c1, c2, c3]
}

/// A word as a uniform in the open interval (0, 1), in steps of 2^-32.
#[inline(always)]
pub fn unit(word: u32) -> f64 {
    (f64::from(word) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// A word as an index below `n`: floor(word n / 2^32); the bias is below n / 2^32.
#[inline(always)]
pub fn below(word: u32, n: usize) -> usize {
    ((u64::from(word) * n as u64) >> 32) as usize
}

/// Successive draws at one address (purpose, entity, period).
#[derive(Clone, Debug)]
pub struct Draws {
    stream: Stream,
    entity: u64,
    period: u32,
    position: u32,
    words: [u32; 4],
    used: usize,
}

impl Draws {
    /// The next 32 random bits.
    #[inline(always)]
    pub fn word(&mut self) -> u32 {
        if self.used == 4 {
            self.words = self.stream.block(self.entity, self.period, self.position);
            self.position += 1;
            self.used = 0;
        }
        let word = self.words[self.used];
        self.used += 1;
        word
    }

    /// Uniform in (0, 1).
    #[inline(always)]
    pub fn unit(&mut self) -> f64 {
        unit(self.word())
    }

    /// Uniform index below `n`.
    #[inline(always)]
    pub fn below(&mut self, n: usize) -> usize {
        below(self.word(), n)
    }

    /// True with probability `p`.
    #[inline(always)]
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// Standard normal (Box & Muller 1958): two uniforms a draw.
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(self.unit()));
        radius * libm::cos(core::f64::consts::TAU * self.unit())
    }

    /// Poisson with the given mean, by inversion; means above 16 as a sum of independent parts.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        let (mut left, mut total) = (mean, 0);
        while left >= PART {
            total += part_table().index(self.unit()) as u32;
            left -= PART;
        }
        if left > 0.0 {
            total += poisson_inverse(left, libm::exp(-left), self.unit());
        }
        total
    }

    /// Index drawn in proportion to `weights` (non-negative); `None` where they sum to nothing.
    pub fn weighted(&mut self, weights: &[f64]) -> Option<usize> {
        let total: f64 = weights.iter().sum();
        let mut left = self.unit() * total;
        if total <= 0.0 {
            return None;
        }
        for (i, &w) in weights.iter().enumerate() {
            left -= w;
            if left < 0.0 {
                return Some(i);
            }
        }
        weights.iter().rposition(|&w| w > 0.0)
    }
}

/// Mean of the parts into which large ones are cut.
const PART: f64 = 16.0;

/// The Poisson law of mean [`PART`].
fn part_table() -> &'static GuideTable {
    static TABLE: OnceLock<GuideTable> = OnceLock::new();
    TABLE.get_or_init(|| {
        let (mut term, mut sum) = (libm::exp(-PART), 0.0);
        let bound = |n: u32| {
            sum += term;
            term *= PART / f64::from(n + 1);
            sum
        };
        GuideTable::new((0..80).map(bound).collect())
    })
}

/// Smallest n with P(N <= n) >= u for N Poisson of mean `mean` (at most some tens), `none` = exp(-mean).
#[inline]
pub fn poisson_inverse(mean: f64, none: f64, u: f64) -> u32 {
    let (mut term, mut sum, mut n) = (none, none, 0_u32);
    while u > sum && n < 1000 {
        n += 1;
        term *= mean / f64::from(n);
        sum += term;
    }
    n
}

/// Numbers of a Poisson law of one mean, by comparing a word with the first eight cumulated chances at once.
#[derive(Clone, Copy, Debug)]
pub struct PoissonTable {
    mean: f64,
    /// Chance of 0.
    none: f64,
    /// Largest words that are at most as likely as each of 0 to 7.
    words: [u64; 8],
}

impl PoissonTable {
    /// For a mean of at most some tens.
    pub fn new(mean: f64) -> Self {
        let none = libm::exp(-mean);
        let (mut term, mut sum, mut words) = (none, none, [0; 8]);
        for (n, word) in words.iter_mut().enumerate() {
            *word = (sum * 4_294_967_296.0 - 0.5) as u64;
            term *= mean / (n + 1) as f64;
            sum += term;
        }
        Self { mean, none, words }
    }

    /// The mean.
    #[inline(always)]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// As [`poisson_inverse`] of the uniform of a word.
    #[inline(always)]
    pub fn number(&self, word: u32) -> u32 {
        // The sign of the difference, not a comparison: sums of these stay in wide registers.
        let number: u64 = self.words.iter().map(|&bound| bound.wrapping_sub(word.into()) >> 63).sum();
        if number < 8 { number as u32 } else { poisson_inverse(self.mean, self.none, unit(word)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Known-answer vectors of the Random123 distribution (philox4x32, 10 rounds).
    #[test]
    fn philox_known_answers() {
        assert_eq!(philox4x32([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(
            philox4x32([u32::MAX; 4], [u32::MAX; 2]),
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
        assert_eq!(
            philox4x32([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    proptest! {
        #[test]
        fn lanes_give_the_words_of_single_blocks(first: u64, n in 0_usize..40, period: u32, seed: u64) {
            let stream = Streams::new(seed, 3).stream(Purpose("test.lanes"));
            let entities: Vec<u64> = (0..n as u64).map(|i| first.wrapping_add(i * 77)).collect();
            let mut blocks = vec![[0; 4]; n];
            stream.fill(&entities, period, &mut blocks);
            for (e, b) in entities.iter().zip(&blocks) {
                prop_assert_eq!(*b, stream.block(*e, period, 0));
            }
            let addresses: Vec<(u64, u32)> = entities.iter().map(|&e| (e, e as u32 ^ period)).collect();
            for ((e, position), b) in addresses.iter().zip(stream.blocks(&addresses, period)) {
                prop_assert_eq!(b, stream.block(*e, period, *position));
            }
        }

        #[test]
        fn the_table_is_the_inverse(mean in 0.0_f64..20.0, word: u32) {
            let number = PoissonTable::new(mean).number(word);
            prop_assert_eq!(number, poisson_inverse(mean, libm::exp(-mean), unit(word)));
        }

        #[test]
        fn the_table_of_a_part_is_the_inverse(u in 1e-9_f64..1.0) {
            prop_assert_eq!(part_table().index(u) as u32, poisson_inverse(PART, libm::exp(-PART), u));
        }

        #[test]
        fn below_is_below(word: u32, n in 1_usize..100_000) {
            prop_assert!(below(word, n) < n);
        }
    }

    #[test]
    fn addresses_differ_in_every_part() {
        let base = Streams::new(1, 2).stream(Purpose("test.a")).block(5, 7, 0);
        for other in [
            Streams::new(2, 2).stream(Purpose("test.a")).block(5, 7, 0),
            Streams::new(1, 3).stream(Purpose("test.a")).block(5, 7, 0),
            Streams::new(1, 2).stream(Purpose("test.b")).block(5, 7, 0),
            Streams::new(1, 2).stream(Purpose("test.a")).block(6, 7, 0),
            Streams::new(1, 2).stream(Purpose("test.a")).block(5, 8, 0),
            Streams::new(1, 2).stream(Purpose("test.a")).block(5, 7, 1),
        ] {
            assert_ne!(base, other);
        }
    }

    /// Mean and variance of n draws lie within 5 standard errors (two-sided level 6e-7) of the law's.
    fn check_moments(sample: impl Fn(&mut Draws) -> f64, mean: f64, variance: f64, kurtosis: f64) {
        let n = 40_000_u32;
        let stream = Streams::new(11, 0).stream(Purpose("test.moments"));
        let values: Vec<f64> = (0..n).map(|i| sample(&mut stream.draws(u64::from(i), 0))).collect();
        let m = values.iter().sum::<f64>() / f64::from(n);
        let v = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
        assert!((m - mean).abs() < 5.0 * (variance / f64::from(n)).sqrt(), "mean {m} against {mean}");
        let se = variance * ((kurtosis - 1.0) / f64::from(n)).sqrt();
        assert!((v - variance).abs() < 5.0 * se, "variance {v} against {variance}");
    }

    #[test]
    fn laws_have_their_moments() {
        check_moments(Draws::unit, 0.5, 1.0 / 12.0, 1.8);
        check_moments(Draws::normal, 0.0, 1.0, 3.0);
        for mean in [0.05, 2.5, 40.0] {
            check_moments(|d| f64::from(d.poisson(mean)), mean, mean, 3.0 + 1.0 / mean);
        }
    }

    #[test]
    fn weighted_draws_only_what_has_weight() {
        let stream = Streams::new(0, 0).stream(Purpose("test.weighted"));
        for i in 0..200 {
            assert_eq!(stream.draws(i, 0).weighted(&[0.0, 2.0, 0.0]), Some(1));
        }
        assert_eq!(stream.draws(0, 0).weighted(&[0.0, 0.0]), None);
    }
}
