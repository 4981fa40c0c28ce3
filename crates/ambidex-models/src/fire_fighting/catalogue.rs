//! The model in the catalogue.

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ChoiceSpec, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::{Parameters, Problem, Source};

use super::course::{most_weeks, run, tipping_load, tipping_point, tipping_shock};
use super::map;
use super::organisation::{Calendar, Lab};
use super::parameters::FireFighting;

/// The model in the catalogue.
pub struct FireFightingModel;

static INFO: ModelInfo = ModelInfo {
    name: "fire-fighting",
    title: "Fire-fighting in product development and its tipping point",
    question: "From which overload does an organisation that develops one product after another not recover?",
    schedule: &[
        "rework: pressure follows from backlog, weeks left and capacity; above P_call researchers are drafted",
        "rework: testing finds defects; effort repairs known ones first, then does new work; both make defects",
        "rework: fatigue rises with overtime and goes by itself",
        "rework: researchers who are left do concept work for the next project, up to the planned date",
        "rework: a project without backlog ships on its planned date or after; a calendar may be re-planned",
        "map: downstream work and repair come first, upstream work gets what is left",
    ],
    equations: &[
        "map: f' = clip((R - A (1 + c d(f))) / (A c_u), 0, 1), d(f) = P_b - (P_b - P_a) f",
        "map: f* = (R/A - 1 - c P_b) / (c_u - c (P_b - P_a)), a tipping point where c (P_b - P_a) > c_u",
        "rework: P = clip(backlog / (weeks left x B) - 1, 0, 1)",
        "rework: effort = (B + (1 - beta_B) drafted) (1 + ot_max P) (1 - phi fatigue)",
        "rework: defects per work = d0 + d_conc (1 - concept) + d_f fatigue + d_P P; found a week: tau (1 - kap P)+",
        "rework: concept of the next project rises by undisturbed share / (conc T) a week until the planned date",
    ],
    citation: "Repenning (2001), Understanding fire fighting in new product development, Journal of Product Innovation \
               Management 18(5), 285-300, doi:10.1111/1540-5885.1850285",
    deviations: &[
        "Repenning's equations and parameters could not be obtained: both models are stand-ins, only the phenomenon \
         (a tipping point between orderly development and permanent fire-fighting) is his",
        "model = map is a reduction of our own to one equation, not the article's",
        "model = rework takes the project equations of the lab race and is deterministic: replicates are alike",
        "all parameters are assumptions",
    ],
    period: "week (rework) or generation of products (map)",
    numbers: FireFighting::SPECS,
    choices: &[
        ChoiceSpec {
            name: "model",
            options: &[
                (
                    "rework",
                    "one lab, one project after another on a calendar, with rework, pressure and drafting",
                ),
                ("map", "the share of upstream work done, from one generation of products to the next"),
            ],
            meaning: "Which of the two models is run",
            source: Source::Assumption("the richer one"),
        },
        ChoiceSpec {
            name: "calendar",
            options: &[
                ("kept", "planned dates stay: a late release leaves less time for the next"),
                (
                    "replanned",
                    "a release late by more than T_re gets a new date, later ones are put off by as much",
                ),
            ],
            meaning: "Rework: what happens to the calendar of a late lab",
            source: Source::Assumption("the debt of a calendar that is never re-planned is what tips"),
        },
    ],
    files: &[],
    outcomes: &[
        Column::fixed(
            "tipping_point",
            "1",
            Kind::Level,
            "Rework: smallest shock from which the lab ends late for good (1: even without; none up to 4: \
             empty). Map: smallest start that ends with all upstream work done",
        ),
        Column::fixed(
            "tipping_exact",
            "1",
            Kind::Level,
            "Map: the unstable fixed point in closed form; none: empty",
        ),
        Column::fixed(
            "tipping_load",
            "1",
            Kind::Level,
            "Rework: smallest load at which the lab does not recover from the shock",
        ),
        Column::fixed(
            "drafting_shift",
            "1",
            Kind::Level,
            "Rework: tipping shock minus that of the same lab without drafting; positive: drafting makes it sturdier",
        ),
        Column::fixed(
            "tipped",
            "1",
            Kind::Level,
            "Rework: whether the last release is late for good. Map: whether no upstream work is left at the end",
        ),
        Column::fixed(
            "prepared",
            "share",
            Kind::Level,
            "Upstream work done: for the last project (rework), in the last generation (map)",
        ),
        Column::fixed(
            "late",
            "weeks",
            Kind::Level,
            "Rework: delay of the last release against the calendar in force",
        ),
        Column::fixed(
            "defects",
            "1",
            Kind::Level,
            "Rework: defects shipped with the last release per unit of its work",
        ),
        Column::fixed(
            "on_fire",
            "share",
            Kind::Level,
            "Rework: projects after the shock for which researchers were drafted",
        ),
        Column::fixed(
            "recovery",
            "projects",
            Kind::Level,
            "Rework: projects from the shock to the first that is on time without drafting; none: empty",
        ),
        Column::fixed("put_off", "weeks", Kind::Total, "Rework: weeks by which the calendar was put off"),
    ],
    series: &[
        Column::fixed(
            "prepared",
            "share",
            Kind::Level,
            "Upstream work done for the running project (rework) or in this generation (map)",
        ),
        Column::fixed("project", "1", Kind::Level, "Rework: number of the running project"),
        Column::fixed(
            "late",
            "weeks",
            Kind::Level,
            "Rework: weeks behind the planned date, negative before it",
        ),
        Column::fixed("pressure", "1", Kind::Level, "Rework: schedule pressure"),
        Column::fixed("fatigue", "1", Kind::Level, "Rework: fatigue of the builders"),
        Column::fixed("backlog", "person-weeks", Kind::Level, "Rework: work and known rework left"),
        Column::fixed("undiscovered", "person-weeks", Kind::Level, "Rework: defects nobody knows of"),
        Column::fixed("drafted", "persons", Kind::Level, "Rework: researchers drafted"),
    ],
};

impl Catalogued for FireFightingModel {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn check(&self, values: &Values) -> Vec<Problem> {
        let p: FireFighting = values.typed();
        if p.shocked < p.projects {
            return Vec::new();
        }
        vec![Problem {
            path: "shocked".to_owned(),
            found: p.shocked.to_string(),
            expected: format!("a project before the last one, {}", p.projects),
            remedy: "lower shocked or raise projects".to_owned(),
        }]
    }

    fn periods(&self, values: &Values) -> u32 {
        let p: FireFighting = values.typed();
        if values.choice("model") == "map" { p.generations as u32 } else { most_weeks(&p) }
    }

    fn run(&self, values: &Values, _: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let p: FireFighting = values.typed();
        let calendar = if values.choice("calendar") == "kept" { Calendar::Kept } else { Calendar::Replanned };
        let of_map = values.choice("model") == "map";
        let outcomes = if of_map { map_outcomes(&p) } else { rework_outcomes(&p, calendar) };
        for replicate in replicates {
            if recorder.wants_series() && of_map {
                map_series(&p, |period, row| recorder.period(replicate, period, row));
            } else if recorder.wants_series() {
                run(&p, calendar, |lab| recorder.period(replicate, lab.week, &row(&p, lab)));
            }
            recorder.outcomes(replicate, &outcomes);
        }
    }
}

const EMPTY: f64 = f64::NAN;

fn map_outcomes(p: &FireFighting) -> [f64; 11] {
    let generations = p.generations as u32;
    let found = tipping_point(0.0, 1.0, |f| map::after(p, f, generations) >= 1.0);
    let exact = map::fixed_point(p).filter(|_| map::slope(p) > 1.0).unwrap_or(EMPTY);
    let end = map::after(p, p.prepared, generations);
    let tipped = f64::from(u8::from(end <= 0.0));
    [found, exact, EMPTY, EMPTY, tipped, end, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY]
}

fn map_series(p: &FireFighting, mut see: impl FnMut(u32, &[f64; 8])) {
    let mut f = p.prepared;
    for period in 1..=p.generations as u32 {
        f = map::next(p, f);
        see(period, &[f, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY]);
    }
}

fn rework_outcomes(p: &FireFighting, calendar: Calendar) -> [f64; 11] {
    let course = run(p, calendar, |_| ());
    let shock = tipping_shock(p, calendar);
    let undrafted = tipping_shock(&FireFighting { draft_share: 0.0, ..*p }, calendar);
    [
        shock,
        EMPTY,
        tipping_load(p, calendar),
        shock - undrafted,
        f64::from(u8::from(course.tipped)),
        course.last.concept,
        course.last.late,
        course.last.defects,
        course.on_fire,
        course.recovery,
        course.put_off,
    ]
}

fn row(p: &FireFighting, lab: &Lab) -> [f64; 8] {
    [
        lab.concept,
        f64::from(lab.project),
        lab.late(),
        lab.pressure,
        lab.fatigue,
        lab.stocks.backlog(),
        lab.stocks.undiscovered,
        lab.drafted(p),
    ]
}
