//! What happens in a period, in order.

use super::batch::{Batch, row};
use super::counter::{Inputs, above, counted, digits};
use super::lanes::{Lanes, REPLICATES};
use super::random::Words;
use super::rules::Stop;
use super::setup::Setup;

/// What a period left open, all bits of a replicate's word alike.
#[derive(Clone, Copy, Debug)]
pub struct Openness {
    /// Somebody differed from the code at the start of the period and could have moved.
    pub beliefs: Lanes,
    /// The code could have moved.
    pub code: Lanes,
}

/// What an individual's count has to be above to be superior to the code; numbers.
#[derive(Clone, Copy, Debug)]
struct Bar {
    /// For the count that [`Batch::superiors`] takes.
    superior: Lanes,
    /// For the number of dimensions that are not wrong.
    potential: Lanes,
}

impl Batch {
    /// One period, the first being 1; replicates that end with it are taken out of `active` and returned.
    #[inline(always)]
    pub fn period(&mut self, setup: &Setup, period: u32) -> Lanes {
        self.outside(setup, period);
        let bar = self.bar(setup);
        let mut open = Openness { beliefs: Lanes::NONE, code: Lanes::NONE };
        let mut superiors = Lanes::NONE;
        let words = [self.sources.actions.period(period), self.sources.socialization.period(period)];
        for word in 0..setup.exist.len() {
            superiors |= self.word(setup, word, words, bar, &mut open);
        }
        if !superiors.is_none() {
            open.code = self.learn(setup, period);
        }
        open.beliefs = open.beliefs.filled();
        if !setup.closed() {
            return Lanes::NONE;
        }
        let ended = match setup.rules.stop {
            Stop::Never => Lanes::NONE,
            Stop::Settled => self.settled(setup, bar, open),
            Stop::Script => self.settled_by_script(setup, bar),
        };
        self.active &= !ended;
        ended
    }

    /// Turnover, then turbulence.
    #[inline(always)]
    fn outside(&mut self, setup: &Setup, period: u32) {
        if let Some(chance) = &setup.turnover {
            let leave = self.sources.turnover.period(period);
            let newcomers = self.sources.newcomers.period(period);
            for (word, &exist) in setup.exist.iter().enumerate() {
                let left = leave.row(row(word, 0)).happens(Lanes::splat(exist) & self.active, chance);
                if !left.is_none() {
                    self.replace(setup, word, left, newcomers);
                }
            }
        }
        if let Some(chance) = &setup.turbulence {
            self.totals = None;
            let shift = self.sources.turbulence.period(period);
            for block in 0..setup.dimensions.div_ceil(64) {
                let shifted = shift.row(block as u64).happens(self.active, chance);
                for place in 0..(setup.dimensions - block * 64).min(64) {
                    self.reality[block * 64 + place] ^= shifted.spread(place as u32);
                }
            }
        }
    }

    #[inline(always)]
    fn replace(&mut self, setup: &Setup, word: usize, left: Lanes, newcomers: Words) {
        for dimension in 0..setup.dimensions {
            let place = word * setup.rows + dimension;
            let [plus, minus] = newcomers.row(row(word, dimension)).thirds(left);
            self.plus[place] = (self.plus[place] & !left) | plus;
            self.minus[place] = (self.minus[place] & !left) | minus;
        }
    }

    /// What superiors are above, from the code as it stands.
    #[inline(always)]
    fn bar(&mut self, setup: &Setup) -> Bar {
        let totals = match self.totals {
            Some(totals) => totals,
            None => self.code_totals(setup),
        };
        self.totals = Some(totals);
        let [score, right] = totals;
        if !setup.rules.scores {
            return Bar { superior: right, potential: right };
        }
        // right - (M - right) > score where right > (M + score) / 2, rounded down.
        let potential = score.plus(Lanes::splat(setup.dimensions as u64)).shifted(1);
        // right + (rows - wrong) > rows + score.
        let sum = score.plus(Lanes::splat(setup.rows as u64));
        Bar { superior: if setup.rules.coins { potential } else { sum }, potential }
    }

    /// What one word of individuals does; returns who of them is superior.
    #[inline(always)]
    fn word(
        &mut self,
        setup: &Setup,
        word: usize,
        [actions, socialization]: [Words; 2],
        bar: Bar,
        open: &mut Openness,
    ) -> Lanes {
        if setup.rules.after {
            open.beliefs |= self.socialized(setup, word, socialization);
        }
        let superiors = if setup.rules.coins {
            self.act(setup, word, actions);
            let superiors = self.best_actions(setup, word, bar);
            self.vote::<true>(setup, word, superiors);
            superiors
        } else {
            let superiors = self.superiors(setup, word, bar);
            self.vote::<false>(setup, word, superiors);
            superiors
        };
        if !setup.rules.after {
            open.beliefs |= self.socialized(setup, word, socialization);
        }
        superiors
    }

    /// Beliefs as actions, coins where there is none.
    #[inline(always)]
    fn act(&mut self, setup: &Setup, word: usize, coins: Words) {
        let exist = Lanes::splat(setup.exist[word]) & self.active;
        let start = word * setup.rows;
        let (plus, minus) =
            (&self.plus[start..][..setup.dimensions], &self.minus[start..][..setup.dimensions]);
        let actions = &mut self.actions[..setup.dimensions];
        for (dimension, action) in actions.iter_mut().enumerate() {
            let undecided = exist & !(plus[dimension] | minus[dimension]);
            *action = plus[dimension];
            if !undecided.is_none() {
                *action |= undecided & coins.row(row(word, dimension)).word(0);
            }
        }
    }

    /// Whose actions are right on more dimensions than the bar.
    #[inline(always)]
    fn best_actions(&self, setup: &Setup, word: usize, bar: Bar) -> Lanes {
        let exist = Lanes::splat(setup.exist[word]) & self.active;
        let length = digits(setup.rows);
        let inputs = Same { plus: &self.actions[..setup.rows], reality: &self.reality[..setup.rows] };
        exist & above(&counted(setup.rows, length, &inputs), length, bar.superior)
    }

    /// Whose beliefs are superior, where those without one count as 0.
    #[inline(always)]
    fn superiors(&self, setup: &Setup, word: usize, bar: Bar) -> Lanes {
        let exist = Lanes::splat(setup.exist[word]) & self.active;
        let beliefs = self.beliefs(setup, word);
        if setup.rules.scores {
            let length = digits(2 * setup.rows);
            exist & above(&counted(2 * setup.rows, length, &RightAndNotWrong(beliefs)), length, bar.superior)
        } else {
            let length = digits(setup.rows);
            exist & above(&counted(setup.rows, length, &beliefs), length, bar.superior)
        }
    }

    #[inline(always)]
    fn beliefs(&self, setup: &Setup, word: usize) -> Beliefs<'_> {
        let (start, rows) = (word * setup.rows, setup.rows);
        Beliefs {
            plus: &self.plus[start..][..rows],
            minus: &self.minus[start..][..rows],
            reality: &self.reality[..rows],
            dimensions: setup.dimensions,
        }
    }

    /// Adds the votes of one word; the first word starts anew.
    #[inline(always)]
    fn vote<const ACTIONS: bool>(&mut self, setup: &Setup, word: usize, superiors: Lanes) {
        let dimensions = setup.dimensions;
        let votes = &mut self.votes[..dimensions];
        if word == 0 {
            votes.fill([Lanes::NONE; 2]);
        }
        if superiors.is_none() {
            return;
        }
        let start = word * setup.rows;
        let (plus, minus) = (&self.plus[start..][..dimensions], &self.minus[start..][..dimensions]);
        let actions = &self.actions[..dimensions];
        for (dimension, [for_plus, for_minus]) in votes.iter_mut().enumerate() {
            let [yes, no] = if ACTIONS {
                [superiors & actions[dimension], superiors & !actions[dimension]]
            } else {
                [superiors & plus[dimension], superiors & minus[dimension]]
            };
            *for_plus = for_plus.plus(yes.count());
            *for_minus = for_minus.plus(no.count());
        }
    }

    #[inline(always)]
    fn socialized(&mut self, setup: &Setup, word: usize, words: Words) -> Lanes {
        if setup.rules.unit_beliefs {
            self.socialize::<true>(setup, word, words)
        } else {
            self.socialize::<false>(setup, word, words)
        }
    }

    /// Moves beliefs of one word towards the code; returns who could have moved on any dimension.
    #[inline(always)]
    fn socialize<const UNIT: bool>(&mut self, setup: &Setup, word: usize, words: Words) -> Lanes {
        let chance = &setup.socialization[usize::from(setup.composition[word])];
        let able = Lanes::splat(setup.exist[word] & chance.possible) & self.active;
        let (start, dimensions) = (word * setup.rows, setup.dimensions);
        let (plus, minus) = (&mut self.plus[start..][..dimensions], &mut self.minus[start..][..dimensions]);
        let (code_plus, code_minus) = (&self.code_plus[..dimensions], &self.code_minus[..dimensions]);
        let mut anybody = Lanes::NONE;
        for d in 0..dimensions {
            let differ = able & ((code_plus[d] & !plus[d]) | (code_minus[d] & !minus[d]));
            if differ.is_none() {
                continue;
            }
            anybody |= differ;
            let moved = words.row(row(word, d)).happens(differ, chance);
            let (up, down) = (moved & code_plus[d], moved & code_minus[d]);
            let before = [plus[d], minus[d]];
            [plus[d], minus[d]] = step::<UNIT>(before, up, down);
        }
        anybody
    }

    /// Moves the code towards the majority of superiors; returns where it could have moved.
    #[inline(always)]
    fn learn(&mut self, setup: &Setup, period: u32) -> Lanes {
        if !setup.learns {
            return Lanes::NONE;
        }
        let words = self.sources.learning.period(period);
        let mut open = Lanes::NONE;
        for d in 0..setup.dimensions {
            let [yes, no] = self.votes[d];
            let (mut up, mut down) = (yes.above(no), no.above(yes));
            let mut majority = (up & yes.minus(no)) | (down & no.minus(yes));
            if setup.rules.tie_bug {
                let tie = yes.filled() & !(up | down);
                down |= tie;
                majority |= tie & Lanes::splat(1);
            }
            up &= self.active & !self.code_plus[d];
            down &= self.active & !self.code_minus[d];
            if (up | down).is_none() {
                continue;
            }
            open |= up | down;
            let word = words.row(d as u64).word(0);
            let mut learns = Lanes::NONE;
            for lane in 0..REPLICATES {
                let limit = setup.learning[majority.0[lane] as usize];
                learns.0[lane] = if word.0[lane] <= limit { u64::MAX } else { 0 };
            }
            let before = [self.code_plus[d], self.code_minus[d]];
            [self.code_plus[d], self.code_minus[d]] = if setup.rules.unit_code {
                step::<true>(before, up & learns, down & learns)
            } else {
                step::<false>(before, up & learns, down & learns)
            };
        }
        if !open.is_none() {
            self.totals = None;
        }
        open
    }

    /// Replicates in which nothing can change any more.
    #[inline(always)]
    fn settled(&self, setup: &Setup, bar: Bar, open: Openness) -> Lanes {
        let still = self.active & !(open.beliefs | open.code);
        if still.is_none() || !setup.rules.coins || !setup.learns {
            return still;
        }
        still & !self.somebody_could_be_superior(setup, bar)
    }

    /// Replicates in which some individual is superior if all its coins fall right.
    #[inline(always)]
    fn somebody_could_be_superior(&self, setup: &Setup, bar: Bar) -> Lanes {
        let (rows, length) = (setup.rows, digits(setup.rows));
        let mut anybody = Lanes::NONE;
        for (word, &exist) in setup.exist.iter().enumerate() {
            let counts = counted(rows, length, &NotWrong(self.beliefs(setup, word)));
            anybody |= Lanes::splat(exist) & above(&counts, length, bar.potential);
        }
        anybody.filled()
    }

    /// The test of the script of 2019: nobody differs from a belief of the code, and nobody could be above the score that
    /// the code had before it learned. Where the code has no belief the script asks for none of the individuals either, and
    /// may then never end; that is left out.
    #[inline(always)]
    fn settled_by_script(&self, setup: &Setup, bar: Bar) -> Lanes {
        let mut differ = Lanes::NONE;
        for (word, &exist) in setup.exist.iter().enumerate() {
            for d in 0..setup.dimensions {
                let place = word * setup.rows + d;
                let apart =
                    (self.code_plus[d] & !self.plus[place]) | (self.code_minus[d] & !self.minus[place]);
                differ |= Lanes::splat(exist) & apart;
            }
        }
        let alike = self.active & !differ.filled();
        if alike.is_none() {
            return alike;
        }
        alike & !self.somebody_could_be_superior(setup, bar)
    }
}

/// Actions that are right. Rows past the last dimension hold no action and a reality of +1.
struct Same<'a> {
    plus: &'a [Lanes],
    reality: &'a [Lanes],
}

impl Inputs for Same<'_> {
    #[inline(always)]
    fn at(&self, place: usize) -> Lanes {
        !(self.plus[place] ^ self.reality[place])
    }
}

/// Beliefs that are right.
struct Beliefs<'a> {
    plus: &'a [Lanes],
    minus: &'a [Lanes],
    reality: &'a [Lanes],
    dimensions: usize,
}

impl Beliefs<'_> {
    #[inline(always)]
    fn wrong(&self, place: usize) -> Lanes {
        let real = self.reality[place];
        (self.minus[place] & real) | (self.plus[place] & !real)
    }
}

impl Inputs for Beliefs<'_> {
    #[inline(always)]
    fn at(&self, place: usize) -> Lanes {
        let real = self.reality[place];
        (self.plus[place] & real) | (self.minus[place] & !real)
    }
}

/// Beliefs that are right, then those that are not wrong, rows past the last dimension among them.
struct RightAndNotWrong<'a>(Beliefs<'a>);

impl Inputs for RightAndNotWrong<'_> {
    #[inline(always)]
    fn at(&self, place: usize) -> Lanes {
        let rows = self.0.plus.len();
        if place < rows { self.0.at(place) } else { !self.0.wrong(place - rows) }
    }
}

/// Beliefs that are not wrong.
struct NotWrong<'a>(Beliefs<'a>);

impl Inputs for NotWrong<'_> {
    #[inline(always)]
    fn at(&self, place: usize) -> Lanes {
        if place < self.0.dimensions { !self.0.wrong(place) } else { Lanes::NONE }
    }
}

/// Places [+1, -1] after moves up and down: by one unit, or all the way.
#[inline(always)]
fn step<const UNIT: bool>([plus, minus]: [Lanes; 2], up: Lanes, down: Lanes) -> [Lanes; 2] {
    if UNIT {
        [(plus & !down) | (up & !minus), (minus & !up) | (down & !plus)]
    } else {
        [(plus & !down) | up, (minus & !up) | down]
    }
}
