//! What a history comes to.

use ambidex_core::observation::{Column, Kind};

use super::field::{Field, Observation};
use super::parameters::Science;

/// Outcomes of a replicate, in the order of [`History::outcomes`].
pub const OUTCOMES: &[Column] = &[
    Column::fixed(
        "dominants",
        "paradigms",
        Kind::Total,
        "Distinct paradigms that were dominant at some time",
    ),
    Column::fixed(
        "tenure",
        "years",
        Kind::Level,
        "Mean uninterrupted time of dominance, the last one cut by the end",
    ),
    Column::fixed("successions", "1", Kind::Total, "Changes of the dominant paradigm"),
    Column::fixed(
        "first_succession",
        "year",
        Kind::Level,
        "First year with another dominant paradigm; none: empty",
    ),
    Column::fixed(
        "first_crisis",
        "year",
        Kind::Level,
        "First year with confidence below the threshold; none: empty",
    ),
    Column::fixed(
        "crises",
        "1",
        Kind::Total,
        "Times at which confidence in the dominant paradigm fell below it",
    ),
    Column::fixed("launched", "paradigms", Kind::Total, "Paradigms launched, the first one included"),
    Column::fixed("share", "share", Kind::Level, "Practitioners of the dominant paradigm at the end, of all"),
];

/// Running counts over the steps of a history.
pub struct History {
    step_years: f64,
    crisis: f64,
    seen: u32,
    dominant: usize,
    was_dominant: Vec<bool>,
    spells: u32,
    first_succession: f64,
    first_crisis: f64,
    in_crisis: bool,
    crises: u32,
}

impl History {
    /// A history without any moment yet.
    pub fn new(p: &Science) -> Self {
        Self {
            step_years: 1.0 / p.steps,
            crisis: p.crisis_confidence,
            seen: 0,
            dominant: 0,
            was_dominant: vec![false; p.paradigms as usize],
            spells: 0,
            first_succession: f64::NAN,
            first_crisis: f64::NAN,
            in_crisis: false,
            crises: 0,
        }
    }

    /// The next moment, one step after the one before.
    pub fn see(&mut self, now: &Observation) {
        let year = f64::from(self.seen) * self.step_years;
        if now.dominant != self.dominant {
            if self.spells == 1 {
                self.first_succession = year;
            }
            self.spells += 1;
            self.dominant = now.dominant;
            self.was_dominant[now.dominant - 1] = true;
        }
        let in_crisis = now.confidence < self.crisis;
        if in_crisis && !self.in_crisis {
            if self.crises == 0 {
                self.first_crisis = year;
            }
            self.crises += 1;
        }
        self.in_crisis = in_crisis;
        self.seen += 1;
    }

    /// The columns of [`OUTCOMES`].
    pub fn outcomes(&self, field: &Field) -> [f64; 8] {
        let last = field.observe();
        let years = f64::from(self.seen - 1) * self.step_years;
        [
            self.was_dominant.iter().filter(|was| **was).count() as f64,
            years / f64::from(self.spells),
            f64::from(self.spells - 1),
            self.first_succession,
            self.first_crisis,
            f64::from(self.crises),
            field.launched() as f64,
            last.practitioners / last.total,
        ]
    }
}
