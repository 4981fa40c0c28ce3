//! Random search for the calibration of a case: points drawn uniformly over ranges, then nearer and nearer to the best
//! four, some worlds a point; the loss is against what was known when the fitting set ends.
//!
//! `cargo run --release -p ambidex-scenario --example random_search -- --points 400 --worlds 4 --rounds 5 --seed 1001`
//! prints the best points, ready for `calibration.toml`. `--points 1 --detail` shows the case as it stands.

use ambidex_core::Stream;
use ambidex_core::streams::{Purpose, Streams};
use ambidex_race::record::{Record, columns};
use ambidex_race::{Setup, simulate};
use ambidex_scenario::cases::{Case, Observation, ObservationSet};
use rayon::prelude::*;

/// What is searched over: path, low, high.
const RANGES: &[(&str, f64, f64)] = &[
    ("parameters.exploration.discovery_rate", 0.0006, 0.004),
    ("parameters.exploration.duplication", 0.3, 0.65),
    ("parameters.environment.textbook", 0.1, 0.3),
    ("parameters.environment.closed_factor", 0.4, 1.0),
    ("parameters.release.algorithms", 3.0, 9.0),
    ("parameters.release.floor", 75.0, 105.0),
    ("parameters.release.height", 25.0, 60.0),
    ("parameters.release.slope", 0.4, 1.2),
    ("parameters.release.midpoint", 23.0, 27.5),
    ("parameters.transfer.slots", 0.6, 2.5),
    ("parameters.openness.pool_reading", 0.03, 0.3),
    ("parameters.openness.reveal_open", 0.2, 0.8),
    ("parameters.openness.papers", 0.005, 0.08),
    ("parameters.paradigms.doubt", 0.75, 1.0),
    ("paradigm.moe.gain", 0.3, 1.8),
    ("paradigm.moe.midpoint", 0.25, 0.45),
    ("paradigm.reasoning.gain", 12.0, 20.0),
    ("paradigm.reasoning.midpoint", 26.0, 30.0),
    ("paradigm.reasoning.slope", 0.8, 4.0),
    ("paradigm.reasoning.threshold", 4.0, 9.0),
];

/// When labs first shipped reasoning up to the end of the fitting set, in weeks from the start: o1-preview (12 September
/// 2024), R1-Lite-Preview (20 November 2024), Gemini 2.0 Flash Thinking (19 December 2024).
const FIRST_REASONING: &[(&str, f64)] = &[("openai", 140.4), ("deepseek", 150.3), ("google", 154.4)];
/// Labs of which no reasoning model is in the index up to the end of 2024, and the week in which that ends.
const NOT_YET: (&[&str], f64) = (&["meta", "anthropic", "xai"], 156.0);
/// What counts as one standard deviation of misfit: points, weeks of adoption, weeks of delay.
const SCALES: [f64; 3] = [3.7, 10.0, 8.0];
/// Best points that the search goes on from.
const BEST: usize = 4;

struct Arguments {
    points: u32,
    worlds: u32,
    rounds: u32,
    seed: u64,
    fixed: Vec<(String, String)>,
    detail: bool,
}

struct Target {
    case: &'static Case,
    observations: Vec<Observation>,
}

fn main() {
    let arguments = arguments();
    let case = Case::named("llama").expect("the case is shipped");
    let target = Target { case, observations: case.observations().expect("observations are shipped") };
    let stream = Streams::new(arguments.seed, 0).stream(Purpose("search.point"));
    let everywhere = (0..arguments.points).map(|point| uniforms(&stream, point)).collect();
    let mut results = losses(&target, &arguments, everywhere);
    for round in 1..=arguments.rounds {
        let best: Vec<Vec<f64>> = results.iter().take(BEST).map(|(_, point)| point.clone()).collect();
        let near = |i: u32| around(&stream, round * 100_000 + i, &best[i as usize % best.len()], round);
        results.extend(losses(&target, &arguments, (0..arguments.points / 2).map(near).collect()));
        results.sort_by(|a, b| a.0.total_cmp(&b.0));
        eprintln!("round {round}: best loss {:.3}", results[0].0);
        show(&arguments, &results[0]);
    }
    results.iter().take(3).for_each(|result| show(&arguments, result));
    if arguments.detail {
        loss(&target, &arguments, &sets(&arguments, &results[0].1), true);
    }
}

fn show(arguments: &Arguments, (loss, point): &(f64, Vec<f64>)) {
    println!("# loss {loss:.3}");
    for (path, value) in sets(arguments, point) {
        println!("\"{path}\" = {value}");
    }
}

fn arguments() -> Arguments {
    let mut parsed =
        Arguments { points: 200, worlds: 8, rounds: 3, seed: 1001, fixed: vec![], detail: false };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut next = || words.next().unwrap_or_default();
        match word.as_str() {
            "--points" => parsed.points = next().parse().expect("--points takes a number"),
            "--worlds" => parsed.worlds = next().parse().expect("--worlds takes a number"),
            "--rounds" => parsed.rounds = next().parse().expect("--rounds takes a number"),
            "--seed" => parsed.seed = next().parse().expect("--seed takes a number"),
            "--detail" => parsed.detail = true,
            "--set" => {
                let set = next();
                let (path, value) = set.split_once('=').expect("--set takes path=value");
                parsed.fixed.push((path.to_owned(), value.to_owned()));
            }
            other => panic!("unknown argument {other}"),
        }
    }
    if parsed.points == 1 {
        parsed.rounds = 0;
    }
    parsed
}

/// A point of the unit cube.
fn uniforms(stream: &Stream, point: u32) -> Vec<f64> {
    (0..RANGES.len()).map(|i| stream.uniform(u64::from(point), i as u32)).collect()
}

/// A point near another: the reach halves with every round.
fn around(stream: &Stream, point: u32, centre: &[f64], round: u32) -> Vec<f64> {
    let reach = 0.5 / f64::from(1_u32 << round);
    let step = uniforms(stream, point);
    centre.iter().zip(step).map(|(c, u)| (c + reach * (2.0 * u - 1.0)).clamp(0.0, 1.0)).collect()
}

/// Points with their losses, best first.
fn losses(target: &Target, arguments: &Arguments, points: Vec<Vec<f64>>) -> Vec<(f64, Vec<f64>)> {
    let of = |point: Vec<f64>| (loss(target, arguments, &sets(arguments, &point), false), point);
    let mut results: Vec<(f64, Vec<f64>)> = points.into_par_iter().map(of).collect();
    results.sort_by(|a, b| a.0.total_cmp(&b.0));
    results
}

/// The values of a point; those given with --set stay fixed. A single point is the case as it stands.
fn sets(arguments: &Arguments, point: &[f64]) -> Vec<(String, String)> {
    let searched = RANGES.iter().zip(point).filter(|_| arguments.points > 1);
    let value = |((path, low, high), u): (&(&str, f64, f64), &f64)| {
        ((*path).to_owned(), format!("{:.6}", low + (high - low) * u))
    };
    let mut sets: Vec<(String, String)> = searched.map(value).collect();
    sets.retain(|(path, _)| !arguments.fixed.iter().any(|(fixed, _)| fixed == path));
    sets.extend(arguments.fixed.iter().cloned());
    sets
}

fn loss(target: &Target, arguments: &Arguments, sets: &[(String, String)], detail: bool) -> f64 {
    let scenario = target.case.load(sets).unwrap_or_else(|error| panic!("{error}"));
    let setup = Setup::new(&scenario).expect("a checked scenario compiles");
    let worlds: Vec<Record> = (0..arguments.worlds)
        .into_par_iter()
        .map(|w| simulate(&setup, Streams::new(arguments.seed, w)))
        .collect();
    let scores = misfit_of_scores(&setup, &target.observations, &worlds, detail);
    let adoption = misfit_of_adoption(&setup, &worlds, detail);
    let delay = median_delay(&setup, &worlds, 3);
    if detail {
        println!(
            "# delay of the third release {delay:.0} weeks, of the fourth {:.0}",
            median_delay(&setup, &worlds, 4)
        );
        println!("# loss of scores {scores:.2}, of adoption {adoption:.2}");
    }
    scores + adoption + (delay / SCALES[2]).powi(2)
}

/// Mean squared misfit of scores in standard deviations, over the fitting set.
fn misfit_of_scores(setup: &Setup, observations: &[Observation], worlds: &[Record], detail: bool) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    let mut best = std::collections::BTreeMap::new();
    for o in observations.iter().filter(|o| o.set != ObservationSet::Context) {
        let Some(lab) = setup.scenario.lab.iter().position(|lab| lab.name == o.lab) else { continue };
        // What is compared is the lab's best model so far, in the data as in the world.
        let seen = best.entry(lab).and_modify(|b: &mut f64| *b = b.max(o.eci)).or_insert(o.eci);
        let week = (setup.calendar.week(o.date) + 6).clamp(0, setup.calendar.weeks as i32 - 1) as usize;
        let median = median_of(worlds, |record| capability(setup, record, week, lab));
        if detail {
            println!("# {:?} {} {}: {median:.1}, data {seen:.1}", o.set, o.lab, o.model);
        }
        if o.set == ObservationSet::Fit {
            sum += ((median - *seen) / SCALES[0]).powi(2);
            n += 1.0;
        }
    }
    sum / n
}

fn misfit_of_adoption(setup: &Setup, worlds: &[Record], detail: bool) -> f64 {
    let mut sum = 0.0;
    for (lab, week) in FIRST_REASONING {
        let median = median_adoption(setup, lab, worlds);
        if detail {
            println!("# reasoning at {lab}: median week {median:.0}, data {week:.0}");
        }
        sum += ((median - week) / SCALES[1]).powi(2);
    }
    for lab in NOT_YET.0 {
        let median = median_adoption(setup, lab, worlds);
        if detail {
            println!("# reasoning at {lab}: median week {median:.0}, data after {:.0}", NOT_YET.1);
        }
        sum += ((NOT_YET.1 - median).max(0.0) / SCALES[1]).powi(2);
    }
    sum / (FIRST_REASONING.len() + NOT_YET.0.len()) as f64
}

fn capability(setup: &Setup, record: &Record, week: usize, lab: usize) -> f64 {
    let width = columns(&setup.scenario).len();
    f64::from(record.series[(week * setup.scenario.lab.len() + lab) * width])
}

fn median_of(worlds: &[Record], value: impl Fn(&Record) -> f64) -> f64 {
    let mut values: Vec<f64> = worlds.iter().map(value).collect();
    values.sort_by(f64::total_cmp);
    0.5 * (values[(values.len() - 1) / 2] + values[values.len() / 2])
}

fn median_adoption(setup: &Setup, lab: &str, worlds: &[Record]) -> f64 {
    let index = setup.scenario.lab.iter().position(|l| l.name == lab).expect("a lab of the case");
    let first = |record: &Record| {
        let hit =
            record.releases.iter().find(|r| usize::from(r.lab) == index && r.paradigms.contains("reasoning"));
        hit.map_or(f64::from(setup.calendar.weeks), |r| f64::from(r.week))
    };
    median_of(worlds, first)
}

fn median_delay(setup: &Setup, worlds: &[Record], generation: u16) -> f64 {
    let delay = |record: &Record| {
        let mut own = record.releases.iter().filter(|r| usize::from(r.lab) == setup.focal && r.base);
        own.find(|r| r.generation == generation).map_or(52.0, |r| f64::from(r.week as i32 - r.planned_week))
    };
    median_of(worlds, delay)
}
