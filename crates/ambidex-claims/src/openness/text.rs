//! The map as text.

use std::fmt::Write;

use ambidex_experiment::text::table;

use crate::effect::Effect;
use crate::numbers::cells;
use crate::openness::{OpennessFound, PayoffRow};

impl OpennessFound {
    /// The map for a terminal.
    pub fn text(&self) -> String {
        let [at, near] = self.ranks;
        let mut text = format!(
            "\nopenness: what closing pays from {} on, by payoff and by rank at that day\n\
             (at the frontier: at most {at} points behind; near: at most {near}; closed minus open in the same worlds)\n",
            self.date
        );
        for row in &self.payoffs {
            let _ = write!(text, "\n{} [{}]: {}\n\n", row.title.en, row.unit, row.verdict.words());
            text += &table(&lines(row), &[0, 4]);
        }
        let head = ["lab", "worlds at the frontier", "near", "behind"];
        let mut labs = vec![head.map(str::to_owned).to_vec()];
        labs.extend(self.labs.iter().map(|lab| {
            let worlds = lab.worlds.iter().map(usize::to_string);
            std::iter::once(lab.lab.clone()).chain(worlds).collect()
        }));
        text + "\n" + &table(&labs, &[0])
    }
}

fn lines(row: &PayoffRow) -> Vec<Vec<String>> {
    let head = ["rank", "closing", "95 % interval", "worlds", "reading", "a learner opens with"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for cell in &row.cells {
        let [mean, interval] = cells(cell.closing);
        let learned = cells(cell.learned_open).join(" ");
        rows.push(vec![
            cell.rank.en.clone(),
            mean,
            interval,
            cell.n.to_string(),
            cell.reading.en.clone(),
            learned,
        ]);
    }
    let mut line = |name: &str, effect: Effect| {
        rows.push(std::iter::once(name.to_owned()).chain(cells(effect)).collect());
    };
    if let Some(effect) = row.behind_minus_not {
        line("behind minus not, within labs", effect);
    }
    if let Some(policies) = &row.policies {
        line("always closed", policies.closed);
        line("closes when behind", policies.closes_when_behind);
        line("closes when not behind (placebo)", policies.closes_when_not_behind);
    }
    rows
}
