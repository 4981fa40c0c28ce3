//! The model once more, plainly: one replicate, one belief at a time, straight from the text. It reads the same random
//! words, bit by bit, so that it can be compared exactly.

use ambidex_core::catalogue::Values;
use ambidex_core::streams::Purpose;

use super::super::batch::{purposes, row};
use super::super::random::{Row, Source, digits};
use super::super::rules::{Rules, Stop};
use super::super::{March, SERIES};

/// Words of one replicate: the first of the eight lanes of a source that starts with it.
#[derive(Clone, Copy)]
struct Draws {
    seed: u64,
    replicate: u32,
}

impl Draws {
    fn row(self, purpose: Purpose, period: u32, row: u64) -> Row {
        Source::new(self.seed, self.replicate, purpose).period(period).row(row)
    }
}

fn bit(row: Row, plane: u32, place: usize) -> bool {
    row.word(plane).0[0] >> place & 1 == 1
}

/// The 64 planes of a place as the digits of a number, compared with the chance's.
fn happens(row: Row, place: usize, chance: f64) -> bool {
    let number = (0..64).fold(0_u64, |number, plane| number << 1 | u64::from(bit(row, plane, place)));
    chance >= 1.0 || number < digits(chance)
}

fn third(row: Row, place: usize) -> i32 {
    for trial in 0..32 {
        match (bit(row, 2 * trial, place), bit(row, 2 * trial + 1, place)) {
            (true, false) => return 1,
            (false, true) => return -1,
            (false, false) => return 0,
            (true, true) => {}
        }
    }
    0
}

/// One replicate.
pub struct Scalar {
    p: March,
    rules: Rules,
    draws: Draws,
    beliefs: Vec<Vec<i32>>,
    code: Vec<i32>,
    reality: Vec<i32>,
}

impl Scalar {
    pub fn start(values: &Values, seed: u64, replicate: u32) -> Self {
        let p: March = values.typed();
        let draws = Draws { seed, replicate };
        let (n, m) = (p.individuals as usize, p.dimensions as usize);
        let reality = |d: usize| {
            if bit(draws.row(purposes::REALITY, 0, d as u64 / 64), 0, d % 64) { 1 } else { -1 }
        };
        let belief = |i: usize, d: usize| third(draws.row(purposes::BELIEFS, 0, row(i / 64, d)), i % 64);
        Self {
            p,
            rules: Rules::of(values),
            draws,
            beliefs: (0..n).map(|i| (0..m).map(|d| belief(i, d)).collect()).collect(),
            code: vec![0; m],
            reality: (0..m).map(reality).collect(),
        }
    }

    fn rate(&self, i: usize) -> f64 {
        let fast = (self.p.individuals * self.p.share_fast) as usize;
        if i < fast { self.p.socialization_fast } else { self.p.socialization }
    }

    fn knowledge(&self, view: &[i32]) -> i32 {
        let products = view.iter().zip(&self.reality).map(|(v, r)| v * r);
        if self.rules.scores { products.sum() } else { products.filter(|&x| x == 1).count() as i32 }
    }

    fn socialize(&mut self, period: u32) {
        for i in 0..self.beliefs.len() {
            for d in 0..self.code.len() {
                let draw = self.draws.row(purposes::SOCIALIZATION, period, row(i / 64, d));
                if self.code[d] != 0
                    && self.beliefs[i][d] != self.code[d]
                    && happens(draw, i % 64, self.rate(i))
                {
                    let belief = &mut self.beliefs[i][d];
                    *belief = if self.rules.unit_beliefs { *belief + self.code[d] } else { self.code[d] };
                }
            }
        }
    }

    fn actions(&self, period: u32) -> Vec<Vec<i32>> {
        let mut actions = self.beliefs.clone();
        if self.rules.coins {
            for (i, own) in actions.iter_mut().enumerate() {
                for (d, action) in own.iter_mut().enumerate().filter(|(_, action)| **action == 0) {
                    let draw = self.draws.row(purposes::ACTIONS, period, row(i / 64, d));
                    *action = if bit(draw, 0, i % 64) { 1 } else { -1 };
                }
            }
        }
        actions
    }

    fn learn(&mut self, period: u32, before: &[i32], superiors: &[Vec<i32>]) {
        for d in 0..self.code.len() {
            let votes: i32 = superiors.iter().map(|own| own[d]).sum();
            let (mut majority, mut k) = (votes.signum(), votes.abs());
            if votes == 0 && self.rules.tie_bug && superiors.iter().any(|own| own[d] != 0) {
                (majority, k) = (-1, 1);
            }
            if majority == 0 || before[d] == majority {
                continue;
            }
            let word = self.draws.row(purposes::LEARNING, period, d as u64).word(0).0[0];
            let stays = (0..k).fold(1.0, |stays, _| stays * (1.0 - self.p.code_learning));
            if stays <= 0.0 || word < digits(1.0 - stays) {
                self.code[d] = if self.rules.unit_code { before[d] + majority } else { majority };
            }
        }
    }

    pub fn period(&mut self, period: u32) {
        for i in 0..self.beliefs.len() {
            if happens(self.draws.row(purposes::TURNOVER, period, row(i / 64, 0)), i % 64, self.p.turnover) {
                for d in 0..self.code.len() {
                    let draw = self.draws.row(purposes::NEWCOMERS, period, row(i / 64, d));
                    self.beliefs[i][d] = third(draw, i % 64);
                }
            }
        }
        for d in 0..self.code.len() {
            let draw = self.draws.row(purposes::TURBULENCE, period, d as u64 / 64);
            if happens(draw, d % 64, self.p.turbulence) {
                self.reality[d] = -self.reality[d];
            }
        }
        if self.rules.after {
            self.socialize(period);
        }
        let actions = self.actions(period);
        if !self.rules.after {
            self.socialize(period);
        }
        let code = self.code.clone();
        let known = self.knowledge(&code);
        let superiors: Vec<_> = actions.into_iter().filter(|own| self.knowledge(own) > known).collect();
        self.learn(period, &code, &superiors);
    }

    /// The columns of a period.
    pub fn row(&self) -> [f64; SERIES] {
        let count = |views: &[Vec<i32>], sign: i32| -> f64 {
            let signs =
                |view: &Vec<i32>| view.iter().zip(&self.reality).filter(|(v, r)| *v * *r == sign).count();
            views.iter().map(signs).sum::<usize>() as f64
        };
        let score = |views: &[Vec<i32>]| {
            (count(views, 1) - count(views, -1)) / (views.len() as f64 * self.p.dimensions)
        };
        let fast = (self.p.individuals * self.p.share_fast) as usize;
        [
            score(std::slice::from_ref(&self.code)),
            count(std::slice::from_ref(&self.code), 1) / self.p.dimensions,
            score(&self.beliefs),
            count(&self.beliefs, 1) / (self.p.individuals * self.p.dimensions),
            score(&self.beliefs[fast..]),
            score(&self.beliefs[..fast]),
        ]
    }

    /// Whether any draw of any later period could change anything: by trying what each could do.
    pub fn could_change(&self) -> bool {
        let differs = |i: usize, d: usize| self.code[d] != 0 && self.beliefs[i][d] != self.code[d];
        let mut cells = (0..self.beliefs.len()).flat_map(|i| (0..self.code.len()).map(move |d| (i, d)));
        if cells.any(|(i, d)| self.rate(i) > 0.0 && differs(i, d)) {
            return true;
        }
        if self.p.code_learning == 0.0 {
            return false;
        }
        if self.rules.coins {
            let lucky = |own: &Vec<i32>| -> Vec<i32> {
                own.iter().zip(&self.reality).map(|(&b, &r)| if b == 0 { r } else { b }).collect()
            };
            return self.beliefs.iter().any(|own| self.knowledge(&lucky(own)) > self.knowledge(&self.code));
        }
        let known = self.knowledge(&self.code);
        let superiors: Vec<_> = self.beliefs.iter().filter(|own| self.knowledge(own) > known).collect();
        (0..self.code.len()).any(|d| {
            let votes: i32 = superiors.iter().map(|own| own[d]).sum();
            let tie = votes == 0 && self.rules.tie_bug && superiors.iter().any(|own| own[d] != 0);
            (votes != 0 && votes.signum() != self.code[d]) || (tie && self.code[d] != -1)
        })
    }

    /// Whether replicates of these values can settle.
    pub fn settles(&self) -> bool {
        self.rules.stop == Stop::Settled && self.p.turnover == 0.0 && self.p.turbulence == 0.0
    }
}
