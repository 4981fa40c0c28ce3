//! How fast a world runs: 4,700 persons in 7 labs, 208 weeks, 256 facts a domain, staff constant.
//! `cargo bench -p ambidex-scenario` prints nanoseconds a person-week on one core at one person an agent, and worlds a
//! second on all cores at ten persons an agent. Figures are not portable: compare within one run on one machine.

use std::time::Instant;

use ambidex_core::Streams;
use ambidex_race::{Setup, simulate};
use ambidex_scenario::cases::Case;
use rayon::prelude::*;

const PERSONS: f64 = 4700.0;

fn main() {
    // Called by `cargo test --benches` without `--bench`: nothing to time then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let one = setup(1);
    let person_weeks = PERSONS * f64::from(one.calendar.weeks);
    let mut seconds: Vec<f64> =
        (0..7).map(|world| time(|| drop(simulate(&one, Streams::new(1, world))))).collect();
    seconds.sort_by(f64::total_cmp);
    println!("one person an agent, one core, 7 worlds of {PERSONS} persons, {} weeks", one.calendar.weeks);
    println!(
        "  a person-week: {:.0} ns (fastest {:.0})",
        seconds[3] / person_weeks * 1e9,
        seconds[0] / person_weeks * 1e9
    );
    println!("  worlds a second on two cores: {:.1} (twice one core's)", 2.0 / seconds[3]);
    let ten = setup(10);
    let worlds = 200;
    let mut rates: Vec<f64> = (0..5)
        .map(|_| {
            let run =
                || (0..worlds).into_par_iter().for_each(|world| drop(simulate(&ten, Streams::new(1, world))));
            f64::from(worlds) / time(run)
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    println!("ten persons an agent, {} threads, 5 times {worlds} worlds", rayon::current_num_threads());
    println!("  worlds a second: {:.0} (from {:.0} to {:.0})", rates[2], rates[0], rates[4]);
}

fn time(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// The case with its staff scaled to 4,700 and kept there.
fn setup(persons_per_agent: u32) -> Setup {
    let case = Case::named("llama").expect("the case is shipped");
    let mut scenario = case.load(&[]).unwrap_or_else(|error| panic!("{error}"));
    scenario.persons_per_agent = persons_per_agent;
    scenario.intervention.clear();
    scenario.rule.clear();
    let units = || scenario.lab.iter().flat_map(|lab| &lab.unit);
    let scale = PERSONS / units().map(|unit| unit.head_count).sum::<f64>();
    scenario.lab.iter_mut().flat_map(|lab| &mut lab.unit).for_each(|unit| unit.head_count *= scale);
    Setup::new(&scenario).unwrap_or_else(|problems| panic!("{problems:?}"))
}
