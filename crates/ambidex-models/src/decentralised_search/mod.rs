//! Search by departments, in the manner of Rivkin & Siggelkow (2003), *Balancing search and stability: Interdependencies
//! among elements of organizational design*, Management Science 49(3), doi:10.1287/mnsc.49.3.290.12740.
//!
//! **Question.** Which structure finds good sets of interdependent decisions: departments on their own, departments that
//! must agree, or a centre that chooses among their proposals?
//!
//! **Mechanism.** N decisions stand on a rugged landscape and are divided among departments. Each period every department
//! looks at some alternatives to its own decisions, one change each, and ranks them with what is in place by its own
//! view: the contributions of its own decisions, and those of the others by a weight, as if nobody else changed anything.
//! It puts forward the best of them. Decentralised departments do what they rank first, all at once. Under lateral
//! coordination, combinations of proposals are gone through, and the first is adopted that no department finds worse than
//! what is in place. In a hierarchy the centre adopts the best of the combinations that it can look at, by the payoff of
//! the whole, or keeps what is in place. A centralised organisation has no departments: the centre looks at as many
//! alternatives itself.
//!
//! **Order.** Alternatives and ranking in all departments; choice by structure; all changes at once.
//!
//! **Deviations.** In the manner of the paper, from its published abstract and from later descriptions; no number of it
//! was obtained, so none is replicated. Properties and limits are tested.

mod info;
mod organisation;

use std::ops::Range;

use ambidex_core::Problem;
use ambidex_core::catalogue::{Catalogued, ModelInfo, Recorder, Values};
use ambidex_core::streams::Streams;

use crate::nk::contributions::{Contributions, fitness};
use crate::nk::fixed_matrix;
use crate::nk::matrix::Matrix;
use crate::nk::peaks::Peaks;

pub use info::Settings;
use organisation::{Landscape, Organisation, Structure};

/// The model in the catalogue.
pub struct DecentralisedSearch;

impl Catalogued for DecentralisedSearch {
    fn info(&self) -> &'static ModelInfo {
        &info::INFO
    }

    fn check(&self, values: &Values) -> Vec<Problem> {
        info::check(values)
    }

    fn periods(&self, values: &Values) -> u32 {
        values.number("periods") as u32
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let settings: Settings = values.typed();
        let (n, k) = (settings.n as usize, settings.k as usize);
        let structure = Structure::named(values.choice("structure"));
        let organisation = Organisation::new(&settings, structure);
        let fixed = fixed_matrix(values).expect("values were checked");
        let mut landscape = Landscape::default();
        for replicate in replicates {
            let streams = Streams::new(seed, replicate);
            let matrix = fixed.clone().unwrap_or_else(|| Matrix::random(n, k, &streams));
            landscape.fill(&matrix, &Contributions::of(&streams), organisation.departments());
            let row = search(&settings, &organisation, &landscape, &streams, recorder);
            recorder.outcomes(replicate, &row);
        }
    }
}

fn search(
    settings: &Settings,
    organisation: &Organisation,
    landscape: &Landscape,
    streams: &Streams,
    recorder: &mut dyn Recorder,
) -> [f64; 7] {
    let n = settings.n as usize;
    let mut here = organisation.start(streams);
    let (mut changes, mut last, mut falls) = (0, 0, 0);
    for period in 1..=settings.periods as u32 {
        let next = organisation.next(here, period, landscape, streams);
        last = (here ^ next).count_ones();
        changes += last;
        falls += u32::from(landscape.whole.at(next) < landscape.whole.at(here));
        here = next;
        if recorder.wants_series() {
            let payoff = fitness(landscape.whole.at(here), n);
            recorder.period(streams.replicate, period, &[payoff, f64::from(last)]);
        }
    }
    let peaks = Peaks::of(&landscape.whole);
    let (payoff, best) = (fitness(landscape.whole.at(here), n), fitness(peaks.best, n));
    let at_peak = (0..n).all(|j| landscape.whole.at(here ^ 1 << j) <= landscape.whole.at(here));
    let at_peak = if at_peak { 1.0 } else { 0.0 };
    [
        payoff,
        payoff / best,
        f64::from(changes),
        f64::from(falls),
        f64::from(last),
        at_peak,
        peaks.count as f64,
    ]
}

#[cfg(test)]
mod tests;
