//! A made world that shows every pattern of the case; then one fact is changed at a time, and the pattern that rests on
//! it must go, and no other.
#![allow(missing_docs, clippy::unwrap_used)]

use ambidex_experiment::layout::{Layout, View};
use ambidex_experiment::outcomes::Outcomes;
use ambidex_experiment::patterns::Patterns;
use ambidex_race::record::{Record, Release};
use ambidex_race::scenario::Scenario;
use ambidex_scenario::Case;
use serde_json::json;

const FOURTH: usize = 160;

fn scenario() -> Scenario {
    let lab = |name: &str| {
        let releases: Vec<_> =
            (1..=4).map(|n| json!({"name": format!("R{n}"), "date": format!("202{n}-06-06")})).collect();
        json!({
            "name": name, "openness": "closed", "mindshare": 1.0, "release": releases,
            "compute": [{"date": "2022-01-03", "flop": 1e24}],
            "unit": [{"name": "All", "charter": "product", "head_count": 100.0}],
        })
    };
    let domain = |name: &str| json!({"name": name, "weight": 0.5, "product": name == "product"});
    serde_json::from_value(json!({
        "model": "lab-race", "name": "made", "start": "2022-01-03", "end": "2025-12-29", "focal": "meta",
        "domain": [domain("reasoning"), domain("data"), domain("product")],
        "paradigm": [{"name": "reasoning", "kind": "index", "key_domain": "reasoning", "gain": 9.0,
                      "midpoint": 25.0, "threshold": 1.0}],
        "lab": [lab("openai"), lab("meta"), lab("small"), lab("other")],
    }))
    .unwrap()
}

struct Made {
    layout: Layout,
    record: Record,
}

impl Made {
    /// Sets a column of a lab over some weeks.
    fn set(&mut self, lab: &str, column: &str, weeks: std::ops::Range<usize>, value: f32) {
        let (lab, column) = (self.layout.lab(lab).unwrap(), self.layout.column(column).unwrap());
        for week in weeks {
            let row = week * self.layout.labs.len() + lab;
            self.record.series[row * self.layout.columns.len() + column] = value;
        }
    }

    fn release(&mut self, generation: usize) -> &mut Release {
        &mut self.record.releases[generation - 1]
    }

    /// A world that shows all seven.
    fn all() -> Self {
        let layout = Layout::of(&scenario());
        let record = Record { series: vec![0.0; layout.series_len()], releases: vec![], events: vec![] };
        let mut made = Self { layout, record };
        let weeks = made.layout.calendar.weeks as usize;
        for (generation, week, gap, reported) in
            [(1, 40, 9.0, 11.0), (2, 80, 11.0, 11.0), (3, 130, 3.0, 11.0), (4, FOURTH, 11.0, 14.0)]
        {
            made.record.releases.push(base(generation, week as u32, gap, reported));
        }
        made.set("meta", "head_count", 0..weeks, 100.0);
        made.set("meta", "compute", 0..weeks, 26.0);
        made.set("small", "compute", 0..weeks, 24.9);
        made.set("small", "capability", FOURTH - 1..FOURTH, 1.0);
        for (lab, from) in [("openai", 140), ("small", 141), ("other", 150), ("meta", 151)] {
            made.set(lab, "adopted_reasoning", from..weeks, 1.0);
        }
        made.set("meta", "fire_fight", FOURTH - 20..FOURTH, 0.2);
        made.set("meta", "fatigue", FOURTH - 20..FOURTH, 0.3);
        made.set("meta", "leavers", 0..FOURTH + 1, 0.3);
        made.set("meta", "leavers", FOURTH + 1..weeks, 0.4);
        made.set("meta", "k_research_reasoning", 0..weeks, 0.20);
        made.set("meta", "k_lab_reasoning", 0..weeks, 0.05);
        made.set("meta", "k_research_data", 0..weeks, 0.10);
        made.set("meta", "k_research_product", 0..weeks, 0.90);
        made
    }

    /// Numbers of the patterns that the world shows.
    fn shown(&self) -> Vec<u32> {
        let patterns = Patterns::parse(Case::named("llama").unwrap().patterns).unwrap();
        let view = View { layout: &self.layout, record: &self.record };
        let shown = patterns.definitions().iter().filter(|definition| definition.shown(view) == Some(true));
        shown.map(|definition| definition.number).collect()
    }
}

fn base(generation: u16, week: u32, gap: f32, reported: f32) -> Release {
    Release {
        lab: 1,
        week,
        generation,
        name: format!("R{generation}"),
        base: true,
        planned_week: week as i32 - 2,
        capability: 10.0,
        reported,
        gap,
        open: true,
        defect_density: 0.1,
        variants: 1.0,
        compute: 25.0,
        effective_compute: 25.0,
        paradigms: String::new(),
    }
}

/// Changes one thing in the world that shows all, and says which patterns are then gone.
fn gone(change: impl FnOnce(&mut Made)) -> Vec<u32> {
    let mut made = Made::all();
    change(&mut made);
    let shown = made.shown();
    (1..=7).filter(|number| !shown.contains(number)).collect()
}

#[test]
fn each_pattern_rests_on_its_own_facts() {
    assert_eq!(gone(|_| {}), [0_u32; 0]);
    assert_eq!(gone(|made| made.release(3).gap = 6.5), [1]);
    assert_eq!(gone(|made| made.release(2).gap = 2.5), [1]);
    assert_eq!(gone(|made| made.release(4).gap = 5.5), [2]);
    assert_eq!(gone(|made| made.set("small", "compute", 0..208, 25.1)), [3]);
    assert_eq!(gone(|made| made.set("meta", "capability", FOURTH - 1..FOURTH, 1.5)), [3]);
    assert_eq!(gone(|made| made.set("other", "adopted_reasoning", 150..152, 0.0)), [4]);
    assert_eq!(gone(|made| made.set("small", "adopted_reasoning", 139..208, 1.0)), [4]);
    assert_eq!(gone(|made| made.release(1).reported = 14.5), [5]);
    assert_eq!(gone(|made| made.set("meta", "fire_fight", 20..40, 0.25)), [6]);
    assert_eq!(gone(|made| made.set("meta", "fatigue", FOURTH + 1..FOURTH + 30, 0.31)), [6]);
    assert_eq!(gone(|made| made.set("meta", "leavers", FOURTH + 1..208, 0.2)), [6]);
    assert_eq!(gone(|made| made.set("meta", "k_research_data", 0..208, 0.13)), [7]);
    for lab in ["openai", "small", "other"] {
        assert_eq!(
            gone(|made| made.set(lab, "k_research_reasoning", 0..208, 0.3)),
            [0_u32; 0],
            "the mean counts"
        );
    }
    assert_eq!(gone(|made| made.set("openai", "k_research_reasoning", 0..208, 0.4)), [7]);
}

#[test]
fn a_focal_lab_that_never_adopts_is_late() {
    assert_eq!(gone(|made| made.set("meta", "adopted_reasoning", 0..208, 0.0)), [0_u32; 0]);
}

#[test]
fn a_planned_release_that_never_comes_shows_nothing() {
    assert_eq!(gone(|made| drop(made.record.releases.pop())), [2, 3, 5, 6, 7]);
}

#[test]
fn outcomes_are_what_was_put_in() {
    let mut made = Made::all();
    made.set("meta", "gap_points", 195..208, 4.0);
    made.set("openai", "potential", 195..208, 7.0);
    made.set("meta", "potential", 195..208, 5.0);
    let patterns = Patterns::parse(Case::named("llama").unwrap().patterns).unwrap();
    let outcomes = Outcomes::of(&scenario(), Some(&patterns));
    let values = outcomes.evaluate(View { layout: &made.layout, record: &made.record });
    let value = |name: &str| {
        let place = outcomes.columns().iter().position(|column| column.name == name);
        values[place.unwrap_or_else(|| panic!("no outcome {name}"))]
    };
    let expected = [
        ("gap_end", 4.0),
        ("potential_gap_end", 2.0),
        ("gap_third", 3.0),
        ("delay_fourth", 2.0),
        ("inflation_fourth", 4.0),
        ("adopted_reasoning_openai", 140.0),
        ("adopted_reasoning_meta", 151.0),
        ("lag_reasoning", 11.0),
        ("fire_fight_peak", f64::from(0.2_f32)),
        ("pattern_1", 1.0),
    ];
    for (name, wanted) in expected {
        assert!((value(name) - wanted).abs() < 1e-9, "{name}: {} against {wanted}", value(name));
    }
    // 161 weeks of .3 and 47 of .4 leavers among 100 persons.
    let a_year = (161.0 * 0.3 + 47.0 * 0.4) / (208.0 * 100.0) * 365.25 / 7.0;
    assert!((value("attrition") - a_year).abs() < 1e-6, "{}", value("attrition"));
}
