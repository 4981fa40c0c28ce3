//! Random words by address, and truth values of a given chance from them.
//!
//! The word of a replicate at (purpose, period, row, plane) is output number 64 row + plane of SplitMix64 (Steele, Lea
//! & Flood 2014, doi:10.1145/2714064.2660195), whose start is a function of (seed, replicate, purpose) by Philox and of
//! the period by two further mixings. SplitMix64 hashes a counter, so that any output is had without those before it, at
//! two multiplications a word: what a truth value of a given chance costs is words, and Philox at ten rounds each would
//! take most of the time of a run. Its outputs pass BigCrush; what is used of them here is tested in this module's tests.
//!
//! All stretches lie on one cycle of 2^64 words, at as good as random places. Among n stretches of L words some
//! n^2 L / 2^64 pairs overlap: one pair in 10^8 stretches of 30 dimensions (some 10^5 replicates of 100 periods), whose
//! words then stand at unrelated addresses.

use ambidex_core::streams::{Purpose, Streams};

use super::lanes::Lanes;

/// Bits of a chance: exact for every number that a parameter can hold from 2^-11 up, else to 2^-64.
pub const PLANES: u32 = 64;

/// Planes drawn between two looks at whether any place is open: a wrong guess of the processor costs more than a plane.
const CHUNK: u32 = 4;

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finalizer of SplitMix64 (Stafford's variant 13 of MurmurHash3's).
#[inline(always)]
fn mixed(x: Lanes) -> Lanes {
    let x = (x ^ x.shifted(30)).times(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ x.shifted(27)).times(0x94D0_49BB_1331_11EB);
    x ^ x.shifted(31)
}

/// Where the words of a purpose start, for each replicate.
#[derive(Clone, Copy, Debug)]
pub struct Source(Lanes);

impl Source {
    /// The source of one purpose for replicates from `first` on.
    pub fn new(seed: u64, first: u32, purpose: Purpose) -> Self {
        Self(Lanes::of(|lane| {
            let stream = Streams::new(seed, first.wrapping_add(lane as u32)).stream(purpose);
            let [low, high, ..] = stream.block(0, 0, 0);
            u64::from(high) << 32 | u64::from(low)
        }))
    }

    /// The words of one period.
    #[inline(always)]
    pub fn period(self, period: u32) -> Words {
        // Two mixings: one would let starts of neighbouring periods differ by what the outputs differ by.
        let once = mixed(self.0.plus(Lanes::splat(u64::from(period))));
        Words(mixed(once ^ self.0.times(GOLDEN)))
    }
}

/// The words of one purpose in one period.
#[derive(Clone, Copy, Debug)]
pub struct Words(Lanes);

impl Words {
    /// The words of one row; rows below 2^32.
    #[inline(always)]
    pub fn row(self, row: u64) -> Row {
        Row(self.0.plus(Lanes::splat(row.wrapping_mul(GOLDEN << 6))))
    }
}

/// Up to 64 words a replicate at one (purpose, period, row).
#[derive(Clone, Copy, Debug)]
pub struct Row(Lanes);

impl Row {
    /// The word of one plane, of [`PLANES`].
    #[inline(always)]
    pub fn word(self, plane: u32) -> Lanes {
        mixed(self.0.plus(Lanes::splat(GOLDEN.wrapping_mul(u64::from(plane) + 1))))
    }

    /// Truth values, each on its own with its individual's chance, at the places `wanted`; none elsewhere.
    ///
    /// A place is decided by the first plane in which its random bit differs from that of its chance, so that planes
    /// are drawn only while some place is open: the values do not depend on how many were.
    #[inline(always)]
    pub fn happens(self, wanted: Lanes, chance: &Chance) -> Lanes {
        let certain = Lanes::splat(chance.certain);
        let mut hit = wanted & certain;
        let mut open = wanted & !certain & Lanes::splat(chance.possible);
        let mut plane = 0;
        while plane < PLANES && !open.is_none() {
            for place in plane..plane + CHUNK {
                let word = self.word(place);
                let bits = Lanes::splat(chance.bits[place as usize]);
                hit |= open & bits & !word;
                open &= !(bits ^ word);
            }
            plane += CHUNK;
        }
        hit
    }

    /// Beliefs of the three kinds with equal chances, at the places `wanted`: where they are +1, and where -1.
    ///
    /// Two bits name one of four values, the fourth of which is drawn again; after 32 trials a place is left at 0, with
    /// a chance of 4^-32.
    #[inline(always)]
    pub fn thirds(self, wanted: Lanes) -> [Lanes; 2] {
        let (mut plus, mut minus, mut open) = (Lanes::NONE, Lanes::NONE, wanted);
        let mut plane = 0;
        while plane < PLANES && !open.is_none() {
            let (a, b) = (self.word(plane), self.word(plane + 1));
            plus |= open & a & !b;
            minus |= open & b & !a;
            open &= a & b;
            plane += 2;
        }
        [plus, minus]
    }
}

/// Chances of the up to 64 individuals of a word.
#[derive(Clone, Debug, PartialEq)]
pub struct Chance {
    /// Whose chance is 1.
    certain: u64,
    /// Whose chance is above 0.
    pub possible: u64,
    /// Plane by plane the binary digits of all chances, the first after the point in front.
    bits: [u64; PLANES as usize],
}

impl Chance {
    /// The chance of each individual; 64 at most.
    pub fn of(chances: impl IntoIterator<Item = f64>) -> Self {
        let mut set = Self { certain: 0, possible: 0, bits: [0; PLANES as usize] };
        for (place, chance) in chances.into_iter().enumerate() {
            let digits = digits(chance);
            set.certain |= u64::from(chance >= 1.0) << place;
            set.possible |= u64::from(digits > 0) << place;
            for (plane, bits) in set.bits.iter_mut().enumerate() {
                *bits |= (digits >> (63 - plane) & 1) << place;
            }
        }
        set
    }

    /// The same chance for all.
    pub fn even(chance: f64) -> Self {
        Self::of([chance; 64])
    }
}

/// Binary digits of a chance after the point, 64 of them; all set for a chance of 1.
pub fn digits(chance: f64) -> u64 {
    // 2^64: the product is exact, the cast cuts off and saturates.
    (chance * 18_446_744_073_709_551_616.0) as u64
}
