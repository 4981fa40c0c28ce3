//! The report as text.

use std::fmt::Write;

use ambidex_analysis::Estimate;

use super::{Found, Report};
use crate::text::{bounds, number, table};

/// Inputs that are shown; the file has all.
const SHOWN: usize = 20;
/// Pairs that are shown.
const PAIRS: usize = 5;
/// Measures that are shown; the file and the report have all.
const MEASURES: usize = 3;

impl Report {
    /// A table an outcome, the most important inputs first.
    pub fn text(&self) -> String {
        let mut text = format!(
            "{}: {} of {}, {} inputs, {} points, {} replicates each, seed {}\n",
            self.head.name,
            self.method,
            self.head.target,
            self.inputs.len(),
            self.points,
            self.replicates,
            self.head.seed
        );
        self.outcomes.iter().for_each(|found| text += &found.text());
        if let Some(second) = &self.second {
            text += &format!("\n{}", second.text());
        }
        for agreement in &self.agreement {
            let _ = write!(text, "\n{}: {}", agreement.outcome, agreement.text());
        }
        text
    }
}

impl Found {
    fn text(&self) -> String {
        let mut text = format!(
            "\n{} [{}]: mean {}, standard deviation over points {}\n",
            self.outcome,
            self.unit,
            number(self.mean),
            number(self.sd)
        );
        if let (Some(share), Some(means)) = (&self.noise_share, self.noise_share_of_means) {
            let (value, within) = (number(share.value), bounds(share));
            let _ = writeln!(
                text,
                "noise: {value} {within} of the variance of a replicate, {} of a mean's",
                number(means)
            );
        }
        for (name, estimate) in &self.more {
            let value = if name == "degree" { format!("{:.0}", estimate.value) } else { self.told(estimate) };
            let _ = writeln!(text, "{}: {value}", name.replace('_', " "));
        }
        text += "\n";
        text += &table(&self.rows(), &[2]);
        let hidden = self.ranking.len().saturating_sub(SHOWN);
        if hidden > 0 {
            let _ = writeln!(text, "... and {hidden} more");
        }
        for (one, other, index) in self.pairs.iter().take(PAIRS) {
            let _ = writeln!(text, "{one} with {other}: {}", self.told(index));
        }
        for warning in &self.warnings {
            let _ = writeln!(text, "warning: {warning}");
        }
        text
    }

    /// A measure and its interval: effects of Morris are in the unit of the outcome, all others are shares.
    fn cells(&self, estimate: &Estimate) -> [String; 2] {
        if self.ranked_by == "mu_star" {
            return [number(estimate.value), bounds(estimate)];
        }
        let Estimate { value, low, high } = estimate;
        let interval = if low < high { format!("[{low:.3}, {high:.3}]") } else { String::new() };
        [format!("{value:.3}"), interval]
    }

    fn told(&self, estimate: &Estimate) -> String {
        self.cells(estimate).join(" ").trim_end().to_owned()
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let names = self.ranking.first().map_or(&[][..], |ranked| &ranked.measures);
        let mut head = vec!["rank".to_owned(), "of".to_owned(), "input".to_owned()];
        for (name, _) in names.iter().take(MEASURES) {
            head.extend([name.replace('_', " "), "95 %".to_owned()]);
        }
        let mut rows = vec![head];
        for ranked in self.ranking.iter().take(SHOWN) {
            let (best, worst) = ranked.ranks;
            let mut row = vec![ranked.rank.to_string(), format!("{best}-{worst}"), ranked.path.clone()];
            for (_, estimate) in ranked.measures.iter().take(MEASURES) {
                row.extend(self.cells(estimate));
            }
            rows.push(row);
        }
        rows
    }
}
