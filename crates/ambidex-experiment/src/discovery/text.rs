//! The report as text.

use std::fmt::Write;

use ambidex_analysis::discovery::Fit;

use super::{Bound, Found, Report};
use crate::text::{interval, number, table};

impl Report {
    /// Boxes with their bounds, and what they hold.
    pub fn text(&self) -> String {
        let mut text = format!(
            "{}: {} of {}, {} points, {} replicates each, seed {}\n",
            self.head.name,
            self.wanted(),
            self.head.target,
            self.used,
            self.replicates,
            self.head.seed
        );
        let share = self.cases as f64 / self.used.max(1) as f64;
        let _ = writeln!(
            text,
            "of interest: {} points, share {} {}; {} points held out for the test",
            self.cases,
            number(share),
            interval(self.interval.0, self.interval.1),
            self.held_out
        );
        for (place, found) in self.boxes.iter().enumerate() {
            text += &found.text(place + 1);
        }
        if !self.warnings.is_empty() {
            text += "\n";
        }
        for warning in &self.warnings {
            let _ = writeln!(text, "warning: {warning}");
        }
        text
    }

    /// What makes a point one of interest.
    fn wanted(&self) -> String {
        let low = self.at_least.map(|low| format!("{} <= ", number(low))).unwrap_or_default();
        let high = self.at_most.map(|high| format!(" <= {}", number(high))).unwrap_or_default();
        format!("{low}{}{high} in {} of the worlds", self.outcome, number(self.share))
    }
}

impl Found {
    fn text(&self, place: usize) -> String {
        let mut text = format!("\nbox {place}\n");
        let fit = |name: &str, fit: &Fit, (low, high): (f64, f64)| {
            format!(
                "  {name}: density {} {}, coverage {}, {} of {} points\n",
                number(fit.density),
                interval(low, high),
                number(fit.coverage),
                fit.points,
                (fit.points as f64 / fit.mass.max(1e-12)).round()
            )
        };
        text += &fit("sought on", &self.fit, self.density_interval);
        if let (Some(held_out), Some(interval)) = (&self.held_out, self.held_out_density_interval) {
            text += &fit("held out ", held_out, interval);
        }
        let head = ["  input", "within", "of", "quasi-p", "held out"].map(str::to_owned).to_vec();
        let rows: Vec<Vec<String>> = std::iter::once(head).chain(self.bounds.iter().map(row)).collect();
        text + &table(&rows, &[0, 1, 2])
    }
}

fn row(bound: &Bound) -> Vec<String> {
    let end = |value: Option<f64>| value.map_or_else(|| "..".to_owned(), number);
    let within = match &bound.values {
        Some(values) => values.join(", "),
        None => format!("{} to {}", end(bound.low), end(bound.high)),
    };
    let sampled = match &bound.values {
        Some(_) => String::new(),
        None => format!("{} to {}", number(bound.sampled.0), number(bound.sampled.1)),
    };
    let p = |p: f64| if p < 1e-4 { "<.0001".to_owned() } else { format!("{p:.4}") };
    let held_out = bound.held_out_p.map_or_else(|| "-".to_owned(), p);
    vec![format!("  {}", bound.path), within, sampled, p(bound.quasi_p), held_out]
}
