//! What a world leaves behind: a row a lab a week, releases, events. Columns are declared here, once.

use ambidex_core::Column;
use ambidex_core::observation::Kind::{Flow, Level, Total};

use crate::scenario::Scenario;

/// Columns of the weekly series that every scenario has, in order; then come, for every domain d,
/// `k_person_d`, `k_research_d`, `k_lab_d`, and for every paradigm p, `adopted_p`.
pub static COLUMNS: &[Column] = &[
    Column::fixed("capability", "points", Level, "True capability of the lab's best release"),
    Column::fixed("reported", "points", Level, "Reported score of the lab's best-reported release"),
    Column::fixed("potential", "points", Level, "True capability of what the lab could train today"),
    Column::fixed("gap_points", "points", Level, "Best capability of any lab minus the lab's own"),
    Column::fixed("gap_months", "months", Level, "Time since the frontier stood where the lab stands now"),
    Column::fixed("compute", "log10 FLOP", Level, "Training compute that the lab can afford for one run"),
    Column::fixed(
        "effective_compute",
        "log10 FLOP",
        Level,
        "Compute with what the lab code knows, of a run now",
    ),
    Column::fixed("training_flop", "log10 FLOP", Total, "Training compute of all releases so far"),
    Column::fixed("head_count", "persons", Level, "Persons in the lab"),
    Column::fixed("explore", "share", Level, "Share of working time spent on exploration"),
    Column::fixed("build", "share", Level, "Share of working time spent on building releases"),
    Column::fixed("integrate", "share", Level, "Share of working time spent on product integration"),
    Column::fixed("fire_fight", "share", Level, "Share of working time of drafted persons, fighting fires"),
    Column::fixed("pressure", "1", Level, "Schedule pressure of the running release, 0 to 1"),
    Column::fixed("concept", "share", Level, "Concept work done for the next release"),
    Column::fixed(
        "slip_weeks",
        "weeks",
        Level,
        "Expected or running delay of the release against its first plan",
    ),
    Column::fixed(
        "defect_density",
        "1",
        Level,
        "Defects, known and unknown, per unit of work in the running release",
    ),
    Column::fixed("fatigue", "1", Level, "Mean fatigue of persons, 0 to 1"),
    Column::fixed("morale", "1", Level, "Mean morale of persons, 0 to 1"),
    Column::fixed("leavers", "persons", Flow, "Persons who left of their own accord in the week"),
    Column::fixed("laid_off", "persons", Flow, "Persons laid off in the week"),
    Column::fixed("joined", "persons", Flow, "Persons hired in the week"),
    Column::fixed(
        "not_transferred",
        "share",
        Level,
        "Facts right in the research codes and missing in the lab code, per fact, weighted by domain",
    ),
    Column::fixed("shelf", "share", Level, "Facts rejected and shelved, per fact"),
    Column::fixed(
        "slot_use",
        "share",
        Level,
        "Share of the week's transfer slots that found a proposal or served integration",
    ),
    Column::fixed("diversity", "share", Level, "Mean share of facts on which two persons of the lab differ"),
    Column::fixed("radical_finds", "count", Total, "Hard facts that the lab was first in the world to hold"),
    Column::fixed("overrides", "count", Total, "Gates passed against the majority of the scientists"),
    Column::fixed("omissions", "count", Total, "Right facts rejected in transfer"),
    Column::fixed("commissions", "count", Total, "Wrong facts accepted in transfer"),
    Column::fixed("mindshare", "share", Level, "Share of users"),
    Column::fixed("integration", "share", Level, "Depth of product integration"),
    Column::fixed("developers", "share", Level, "Outside developers building on the lab's open weights"),
    Column::fixed("trust", "1", Level, "Trust of users in the lab's reports, 0 to 1"),
    Column::fixed(
        "margin",
        "share",
        Level,
        "Margin on a user: what the lead over the best open rival allows, or that of open weights",
    ),
    Column::fixed("product_tilt", "share", Level, "Product tilt in force, ambition included"),
    Column::fixed("ambition", "points", Level, "Success above aspiration, smoothed"),
    Column::fixed(
        "aspiration",
        "points",
        Level,
        "Position relative to the frontier that the lab has come to expect",
    ),
    Column::fixed("inflation", "points", Level, "Reported minus true score of the last release"),
    Column::fixed("open", "0/1", Level, "Whether the weights of the last release are open"),
    Column::fixed("weeks_since_release", "weeks", Level, "Weeks since the last base release"),
];

/// All columns of a scenario's weekly series, in the order of the record.
pub fn columns(scenario: &Scenario) -> Vec<Column> {
    let mut all = COLUMNS.to_vec();
    let level = |name: String, unit, meaning: String| Column {
        name: name.into(),
        unit,
        kind: Level,
        meaning: meaning.into(),
    };
    for domain in &scenario.domain {
        let d = &domain.name;
        all.push(level(
            format!("k_person_{d}"),
            "share",
            format!("Mean knowledge of {d} of a person: (right - wrong) / facts"),
        ));
        all.push(level(
            format!("k_research_{d}"),
            "share",
            format!("Knowledge of {d} in the best research code"),
        ));
        all.push(level(format!("k_lab_{d}"), "share", format!("Knowledge of {d} in the lab code")));
    }
    for paradigm in &scenario.paradigm {
        let p = &paradigm.name;
        all.push(level(format!("adopted_{p}"), "0/1", format!("Whether the lab has shipped {p}")));
    }
    all
}

/// One release.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    /// Lab, by index in the scenario.
    pub lab: u16,
    /// Week it came out.
    pub week: u32,
    /// Number of the base release it is or rests on, from 1.
    pub generation: u16,
    /// Name: the planned name, or for a derivative the base's name with `+n`.
    pub name: String,
    /// Whether it is a base release (else a derivative).
    pub base: bool,
    /// Week for which it was first planned; its own for a derivative.
    pub planned_week: i32,
    /// True capability [points].
    pub capability: f32,
    /// Reported score [points].
    pub reported: f32,
    /// Best capability of any lab, this release included, minus its own [points].
    pub gap: f32,
    /// Whether the weights are open.
    pub open: bool,
    /// Defects, known and unknown, per unit of work.
    pub defect_density: f32,
    /// Variants tried before reporting.
    pub variants: f32,
    /// Training compute [log10 FLOP].
    pub compute: f32,
    /// Effective compute [log10 FLOP].
    pub effective_compute: f32,
    /// Paradigms in it, joined by `+`.
    pub paradigms: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Week.
    pub week: u32,
    /// Lab, by index in the scenario.
    pub lab: u16,
    /// Kind: `release`, `gate_go`, `gate_slip`, `override`, `draft`, `replan`, `demonstrated`, `adopted`, `lay_off`,
    /// `hire`, `poach`, `leak`, `detected`, `intervention`, `rule`.
    pub kind: &'static str,
    /// Detail for the chronicle.
    pub detail: String,
}

/// Everything that one world leaves behind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Weekly rows: for each week, for each lab in scenario order, the columns of [`columns`].
    pub series: Vec<f32>,
    /// Releases in order of week.
    pub releases: Vec<Release>,
    /// Events in order of week.
    pub events: Vec<Event>,
}
