//! Outcomes of a world: one number each, declared once with unit and meaning. A number that does not apply (no fourth
//! release, a paradigm never adopted) is NaN here and missing in the files, never zero.

use ambidex_core::Column;
use ambidex_core::observation::Kind::{Flow, Level, Total};
use ambidex_race::record::Release;
use ambidex_race::scenario::Scenario;

use crate::layout::{Layout, View};
use crate::patterns::Patterns;

/// Outcome by which a run may be stopped once it is known well enough.
pub const PRIMARY: &str = "gap_end";
/// Weeks over which end values are averaged.
const QUARTER: usize = 13;
const WEEKS_PER_YEAR: f64 = 365.25 / 7.0;

type Evaluate = Box<dyn Fn(View<'_>) -> f64 + Send + Sync>;

/// A lab's score at a date.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Name of the outcome.
    pub name: String,
    /// Lab.
    pub lab: String,
    /// Date.
    pub date: jiff::civil::Date,
}

/// The outcomes of a scenario, in order.
pub struct Outcomes {
    columns: Vec<Column>,
    evaluate: Vec<Evaluate>,
}

impl Outcomes {
    /// Outcomes of a scenario, with its patterns where there are any.
    pub fn of(scenario: &Scenario, patterns: Option<&Patterns>) -> Self {
        let layout = Layout::of(scenario);
        let mut list = Self { columns: Vec::new(), evaluate: Vec::new() };
        list.ends(layout.focal);
        list.releases(layout.focal);
        list.adoption(&layout);
        list.key_knowledge(scenario, layout.focal);
        list.organisation(layout.focal);
        if let Some(patterns) = patterns {
            list.patterns(patterns);
        }
        list
    }

    /// Declarations, in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Values, in the order of the declarations.
    pub fn evaluate(&self, view: View<'_>) -> Vec<f64> {
        self.evaluate.iter().map(|outcome| outcome(view)).collect()
    }

    /// Adds a reading; missing in worlds that do not have the lab or the date.
    pub fn read(&mut self, reading: &Reading, layout: &Layout) {
        let week = usize::try_from(layout.calendar.week(reading.date)).ok();
        let week = week.filter(|week| *week < layout.calendar.weeks as usize);
        let at = layout.lab(&reading.lab).zip(layout.column("capability")).zip(week);
        let column = Column {
            name: reading.name.clone().into(),
            unit: "points",
            kind: Level,
            meaning: format!("Capability of {} on {}", reading.lab, reading.date).into(),
        };
        self.add(column, move |v| at.map_or(f64::NAN, |((lab, column), week)| v.at(week, lab, column)));
    }

    fn add(&mut self, column: Column, evaluate: impl Fn(View<'_>) -> f64 + Send + Sync + 'static) {
        self.columns.push(column);
        self.evaluate.push(Box::new(evaluate));
    }

    fn ends(&mut self, focal: usize) {
        let end = |column: &'static str| move |v: View<'_>| mean(&v.path(focal, column, v.last(QUARTER)));
        let level = |name, unit, meaning| Column::fixed(name, unit, Level, meaning);
        self.add(
            level(PRIMARY, "points", "Gap of the focal lab to the frontier, mean of the last 13 weeks"),
            end("gap_points"),
        );
        self.add(
            level(
                "potential_gap_end",
                "points",
                "Best potential of any lab minus the focal lab's, last 13 weeks",
            ),
            move |v| potential_gap(v, focal),
        );
        self.add(
            level("capability_end", "points", "Capability of the focal lab, mean of the last 13 weeks"),
            end("capability"),
        );
        self.add(
            level("mindshare_end", "share", "Share of users of the focal lab, mean of the last 13 weeks"),
            end("mindshare"),
        );
        self.add(
            level(
                "revenue_end",
                "share",
                "Share of users times margin on a user of the focal lab, mean of the last 13 weeks",
            ),
            move |v| {
                let paths = ["mindshare", "margin"].map(|column| v.path(focal, column, v.last(QUARTER)));
                mean(
                    &paths[0].iter().zip(&paths[1]).map(|(share, margin)| share * margin).collect::<Vec<_>>(),
                )
            },
        );
    }

    /// What the focal lab's code knows of the domains that paradigms turn on.
    fn key_knowledge(&mut self, scenario: &Scenario, focal: usize) {
        for paradigm in &scenario.paradigm {
            let column = Column {
                name: format!("key_knowledge_{}", paradigm.name).into(),
                unit: "share",
                kind: Level,
                meaning: format!(
                    "Knowledge of {} in the focal lab's code, mean of the last 13 weeks",
                    paradigm.key_domain
                )
                .into(),
            };
            let domain = format!("k_lab_{}", paradigm.key_domain);
            self.add(column, move |v| mean(&v.path(focal, &domain, v.last(QUARTER))));
        }
    }

    fn releases(&mut self, focal: usize) {
        for (generation, name) in [(3, "third"), (4, "fourth")] {
            let of = |f: fn(&Release) -> f64| {
                move |v: View<'_>| v.base_release(focal, generation).map_or(f64::NAN, f)
            };
            let level = |what: &str, unit, meaning: &str| Column {
                name: format!("{what}_{name}").into(),
                unit,
                kind: Level,
                meaning: format!("{meaning} the focal lab's {name} base release").into(),
            };
            self.add(level("gap", "points", "Gap to the frontier at"), of(|r| f64::from(r.gap)));
            self.add(
                level("delay", "weeks", "Delay against the first plan of"),
                of(|r| f64::from(r.week) - f64::from(r.planned_week)),
            );
            self.add(level("inflation", "points", "Reported minus true score of"), of(inflation));
            self.add(
                level("defects", "1", "Defects, known and unknown, per unit of work of"),
                of(|r| f64::from(r.defect_density)),
            );
        }
    }

    fn adoption(&mut self, layout: &Layout) {
        for paradigm in &layout.paradigms {
            for (lab, name) in layout.labs.iter().enumerate() {
                let column = Column {
                    name: format!("adopted_{paradigm}_{name}").into(),
                    unit: "weeks",
                    kind: Level,
                    meaning: format!("Weeks from the start until {name} ships {paradigm}; missing if never")
                        .into(),
                };
                let paradigm = paradigm.clone();
                self.add(column, move |v| v.adopted(lab, &paradigm).map_or(f64::NAN, |week| week as f64));
            }
            let column = Column {
                name: format!("lag_{paradigm}").into(),
                unit: "weeks",
                kind: Level,
                meaning: format!(
                    "Weeks between the first lab and the focal one shipping {paradigm}; missing if never"
                )
                .into(),
            };
            let paradigm = paradigm.clone();
            self.add(column, move |v| lag(v, &paradigm));
        }
    }

    fn organisation(&mut self, focal: usize) {
        let peak = |column: &'static str| {
            move |v: View<'_>| v.path(focal, column, 0..v.weeks()).into_iter().fold(f64::NAN, f64::max)
        };
        let total = |column: &'static str| {
            move |v: View<'_>| v.path(focal, column, v.last(1)).first().copied().unwrap_or(f64::NAN)
        };
        self.add(
            Column::fixed(
                "fire_fight_peak",
                "share",
                Level,
                "Largest weekly share of working time spent fighting fires",
            ),
            peak("fire_fight"),
        );
        self.add(Column::fixed("fatigue_peak", "1", Level, "Largest weekly mean fatigue"), peak("fatigue"));
        self.add(
            Column::fixed(
                "attrition",
                "1/year",
                Flow,
                "Persons leaving of their own accord, per person and year",
            ),
            move |v| attrition(v, focal, 0..v.weeks()),
        );
        for (name, meaning) in [
            ("radical_finds", "Hard facts that the focal lab was first in the world to hold"),
            ("overrides", "Gates passed against the majority of the scientists"),
            ("omissions", "Right facts rejected in transfer"),
            ("commissions", "Wrong facts accepted in transfer"),
        ] {
            self.add(Column::fixed(name, "count", Total, meaning), total(name));
        }
    }

    fn patterns(&mut self, patterns: &Patterns) {
        for definition in patterns.definitions() {
            let column = Column {
                name: format!("pattern_{}", definition.number).into(),
                unit: "0/1",
                kind: Level,
                meaning: definition.title.en.clone().into(),
            };
            let definition = definition.clone();
            self.add(column, move |v| {
                definition.shown(v).map_or(f64::NAN, |shown| f64::from(u8::from(shown)))
            });
        }
    }
}

/// Reported minus true score.
pub fn inflation(release: &Release) -> f64 {
    f64::from(release.reported) - f64::from(release.capability)
}

/// Mean; NaN of nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Persons leaving per person and year over some weeks.
pub fn attrition(v: View<'_>, lab: usize, weeks: std::ops::Range<usize>) -> f64 {
    let leavers: f64 = v.path(lab, "leavers", weeks.clone()).iter().sum();
    let person_weeks: f64 = v.path(lab, "head_count", weeks).iter().sum();
    leavers / person_weeks * WEEKS_PER_YEAR
}

fn potential_gap(v: View<'_>, focal: usize) -> f64 {
    let Some(column) = v.layout.column("potential") else { return f64::NAN };
    let best = |week| (0..v.layout.labs.len()).map(|lab| v.at(week, lab, column)).fold(f64::MIN, f64::max);
    mean(&v.last(QUARTER).map(|week| best(week) - v.at(week, focal, column)).collect::<Vec<_>>())
}

fn lag(v: View<'_>, paradigm: &str) -> f64 {
    let first = (0..v.layout.labs.len()).filter_map(|lab| v.adopted(lab, paradigm)).min();
    match (v.adopted(v.layout.focal, paradigm), first) {
        (Some(own), Some(first)) => (own - first) as f64,
        _ => f64::NAN,
    }
}
