//! The state of eight replicates, and what they share in randomness.

use ambidex_core::streams::Purpose;

use super::lanes::{Lanes, REPLICATES};
use super::random::{Source, Words};
use super::setup::Setup;

/// What draws are for.
pub mod purposes {
    use super::Purpose;

    /// Reality at the start.
    pub const REALITY: Purpose = Purpose("march1991.reality");
    /// Beliefs at the start.
    pub const BELIEFS: Purpose = Purpose("march1991.beliefs");
    /// Who leaves.
    pub const TURNOVER: Purpose = Purpose("march1991.turnover");
    /// Beliefs of who comes.
    pub const NEWCOMERS: Purpose = Purpose("march1991.newcomers");
    /// Which dimensions of reality shift.
    pub const TURBULENCE: Purpose = Purpose("march1991.turbulence");
    /// Coins of those without a belief.
    pub const ACTIONS: Purpose = Purpose("march1991.actions");
    /// Which beliefs move towards the code.
    pub const SOCIALIZATION: Purpose = Purpose("march1991.socialization");
    /// Which dimensions the code learns.
    pub const LEARNING: Purpose = Purpose("march1991.learning");
}

/// Sources of randomness of eight replicates.
#[derive(Clone, Copy, Debug)]
pub struct Sources {
    pub reality: Source,
    pub beliefs: Source,
    pub turnover: Source,
    pub newcomers: Source,
    pub turbulence: Source,
    pub actions: Source,
    pub socialization: Source,
    pub learning: Source,
}

impl Sources {
    fn new(seed: u64, first: u32) -> Self {
        let source = |purpose| Source::new(seed, first, purpose);
        Self {
            reality: source(purposes::REALITY),
            beliefs: source(purposes::BELIEFS),
            turnover: source(purposes::TURNOVER),
            newcomers: source(purposes::NEWCOMERS),
            turbulence: source(purposes::TURBULENCE),
            actions: source(purposes::ACTIONS),
            socialization: source(purposes::SOCIALIZATION),
            learning: source(purposes::LEARNING),
        }
    }
}

/// Row of the words of one dimension and one word of individuals: of neither of their numbers.
#[inline(always)]
pub fn row(word: usize, dimension: usize) -> u64 {
    (word as u64) << 10 | dimension as u64
}

/// Eight replicates side by side. A belief of +1 is a place set in `plus`, one of -1 in `minus`; planes of individuals
/// are by word, then by dimension; those of the code and of reality by dimension, all bits of a word alike. Rows past the
/// last dimension hold no belief and a reality of +1.
#[derive(Clone, Debug)]
pub struct Batch {
    pub sources: Sources,
    pub plus: Vec<Lanes>,
    pub minus: Vec<Lanes>,
    pub code_plus: Vec<Lanes>,
    pub code_minus: Vec<Lanes>,
    /// Where reality is +1.
    pub reality: Vec<Lanes>,
    /// Actions of +1 of one word of individuals, where coins are flipped.
    pub actions: Vec<Lanes>,
    /// Votes for +1 and for -1, numbers.
    pub votes: Vec<[Lanes; 2]>,
    /// Replicates that still run, all bits of a word alike.
    pub active: Lanes,
    /// What [`Batch::code_totals`] gave since code or reality last changed.
    pub totals: Option<[Lanes; 2]>,
}

impl Batch {
    /// The start of replicates `first` to `first + count`, 8 at most; further places stand still.
    #[inline(always)]
    pub fn start(setup: &Setup, seed: u64, first: u32, count: u32) -> Self {
        let (rows, words) = (setup.rows, setup.exist.len());
        let sources = Sources::new(seed, first);
        let mut batch = Self {
            sources,
            plus: vec![Lanes::NONE; rows * words],
            minus: vec![Lanes::NONE; rows * words],
            code_plus: vec![Lanes::NONE; rows],
            code_minus: vec![Lanes::NONE; rows],
            reality: vec![Lanes::ALL; rows],
            actions: vec![Lanes::NONE; rows],
            votes: vec![[Lanes::NONE; 2]; rows],
            active: Lanes::of(|lane| if lane < (count as usize).min(REPLICATES) { u64::MAX } else { 0 }),
            totals: None,
        };
        let reality = sources.reality.period(0);
        for dimension in 0..setup.dimensions {
            batch.reality[dimension] = of_dimension(reality, dimension);
        }
        let beliefs = sources.beliefs.period(0);
        for (word, &exist) in setup.exist.iter().enumerate() {
            for dimension in 0..setup.dimensions {
                let place = word * rows + dimension;
                let drawn = beliefs.row(row(word, dimension)).thirds(Lanes::splat(exist));
                [batch.plus[place], batch.minus[place]] = drawn;
            }
        }
        batch
    }

    /// Sum over dimensions of code times reality, right less wrong, and the number of right ones; as numbers.
    #[inline(always)]
    pub fn code_totals(&self, setup: &Setup) -> [Lanes; 2] {
        let (mut right, mut wrong) = (Lanes::NONE, Lanes::NONE);
        for dimension in 0..setup.dimensions {
            let real = self.reality[dimension];
            let (plus, minus) = (self.code_plus[dimension], self.code_minus[dimension]);
            // A word with all bits set is the number -1.
            right = right.minus((plus & real) | (minus & !real));
            wrong = wrong.minus((minus & real) | (plus & !real));
        }
        [right.minus(wrong), right]
    }
}

/// The random bit of one dimension, spread over the word: row of 64 dimensions, plane 0.
#[inline(always)]
fn of_dimension(words: Words, dimension: usize) -> Lanes {
    words.row(dimension as u64 / 64).word(0).spread(dimension as u32 % 64)
}
