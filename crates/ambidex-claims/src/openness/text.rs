//! The map as text.

use std::fmt::Write;

use crate::openness::{OpennessFound, PayoffRow};
use crate::table::{bounds, short};

impl OpennessFound {
    /// The map for a terminal.
    pub fn text(&self) -> String {
        let [at, near] = self.ranks.map(short);
        let mut text = format!(
            "\nopenness: what closing pays from {} on, by payoff and by rank at that day\n\
             (at the frontier: at most {at} points behind; near: at most {near}; closed minus open in the same worlds)\n\n",
            self.date
        );
        for row in &self.payoffs {
            let _ = writeln!(text, "{} [{}]: {}", row.title.en, row.unit, row.verdict.words());
            text += &cells(row);
        }
        for lab in &self.labs {
            let [at, near, behind] = lab.worlds;
            let _ =
                writeln!(text, "{:<12} {at} worlds at the frontier, {near} near, {behind} behind", lab.lab);
        }
        text
    }
}

fn cells(row: &PayoffRow) -> String {
    let mut text = String::new();
    for cell in &row.cells {
        let closing = cell.closing;
        let _ = writeln!(
            text,
            "  {:<34} {:>9} {:<22} n {:<6} {:<33} a learner opens with {:.2}",
            cell.rank.en,
            short(closing.mean),
            bounds(closing.low, closing.high),
            cell.n,
            cell.reading.en,
            cell.learned_open.mean
        );
    }
    let mut line = |name: &str, effect: crate::effect::Effect| {
        let _ = writeln!(text, "  {name:<34} {:>9} {}", short(effect.mean), bounds(effect.low, effect.high));
    };
    if let Some(effect) = row.behind_minus_not {
        line("behind minus not, within labs", effect);
    }
    if let Some(policies) = &row.policies {
        line("always closed", policies.closed);
        line("closes when behind", policies.closes_when_behind);
        line("closes when not behind (placebo)", policies.closes_when_not_behind);
    }
    text
}
