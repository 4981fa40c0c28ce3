use ambidex_core::streams::{Purpose, Stream, Streams};

use super::Settings;
use crate::nk::contributions::Contributions;
use crate::nk::matrix::Matrix;
use crate::nk::table::Table;
use crate::nk::walk::anywhere;

const START: Purpose = Purpose("decentralised-search.start");
const ALTERNATIVES: Purpose = Purpose("decentralised-search.alternatives");

/// Who decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    Decentralised,
    Lateral,
    Hierarchy,
    Centralised,
}

impl Structure {
    /// A structure by its word.
    pub fn named(word: &str) -> Self {
        match word {
            "lateral" => Self::Lateral,
            "hierarchy" => Self::Hierarchy,
            "centralised" => Self::Centralised,
            _ => Self::Decentralised,
        }
    }
}

/// Sums of contributions: of all decisions, and of those of each department.
#[derive(Default)]
pub struct Landscape {
    pub whole: Table,
    own: Vec<Table>,
}

impl Landscape {
    /// Evaluates all sets of decisions.
    pub fn fill(&mut self, matrix: &Matrix, contributions: &Contributions, departments: &[Vec<usize>]) {
        let versions = vec![0; matrix.n()];
        self.whole.fill(matrix, contributions, &versions);
        self.own.resize(departments.len(), Table::default());
        for (own, decisions) in self.own.iter_mut().zip(departments) {
            let loci = decisions.iter().fold(0, |sum, j| sum | 1_u128 << j);
            own.fill_part(matrix, contributions, &versions, loci);
        }
    }

    /// Sum over the departments.
    #[cfg(test)]
    pub fn parts(&self, decisions: usize) -> u32 {
        self.own.iter().map(|own| own.at(decisions)).sum()
    }

    /// What a department makes of a set of decisions: its own contributions, and those of others by `weight`.
    fn view(&self, department: usize, decisions: usize, weight: f64) -> f64 {
        let own = self.own[department].at(decisions);
        f64::from(own) + weight * f64::from(self.whole.at(decisions) - own)
    }
}

/// Departments and what they may do.
pub struct Organisation {
    n: usize,
    structure: Structure,
    departments: Vec<Vec<usize>>,
    alternatives: usize,
    proposals: usize,
    weight: f64,
    /// Rank of each department's proposal in a combination, the combinations with the highest ranks first.
    combinations: Vec<Vec<u8>>,
}

impl Organisation {
    /// Departments of neighbouring decisions, as equal as possible.
    pub fn new(settings: &Settings, structure: Structure) -> Self {
        let (n, count) = (settings.n as usize, settings.departments as usize);
        let departments: Vec<Vec<usize>> =
            (0..count).map(|d| (0..n).filter(|j| j * count / n == d).collect()).collect();
        let (alternatives, proposals) = (settings.alternatives as usize, settings.proposals as usize);
        let sizes = departments.iter().map(|own| proposals.min(alternatives.min(own.len()) + 1) as u8);
        let mut combinations = combinations(sizes);
        combinations.sort_by_key(|ranks| ranks.iter().map(|&rank| u32::from(rank)).sum::<u32>());
        combinations.truncate(settings.combinations as usize);
        Self { n, structure, departments, alternatives, proposals, weight: settings.weight, combinations }
    }

    /// Decisions by department.
    pub fn departments(&self) -> &[Vec<usize>] {
        &self.departments
    }

    /// Decisions at the beginning.
    pub fn start(&self, streams: &Streams) -> usize {
        anywhere(&streams.stream(START), 0, self.n) as usize
    }

    /// Decisions after a period.
    pub fn next(&self, here: usize, period: u32, landscape: &Landscape, streams: &Streams) -> usize {
        let stream = streams.stream(ALTERNATIVES);
        if self.structure == Structure::Centralised {
            return self.centre(here, period, landscape, &stream);
        }
        let proposals: Vec<Vec<usize>> = (0..self.departments.len())
            .map(|d| self.proposals(d, here, period, landscape, &stream))
            .collect();
        let joint = |ranks: &Vec<u8>| {
            ranks.iter().zip(&proposals).fold(here, |sum, (&rank, own)| sum ^ own[usize::from(rank)])
        };
        let payoff = |decisions: &usize| landscape.whole.at(*decisions);
        match self.structure {
            Structure::Lateral => self
                .combinations
                .iter()
                .map(joint)
                .find(|&next| self.agreed(here, next, landscape))
                .unwrap_or(here),
            Structure::Hierarchy => {
                let best = self.combinations.iter().map(joint).rev().max_by_key(payoff);
                best.filter(|next| payoff(next) > payoff(&here)).unwrap_or(here)
            }
            _ => proposals.iter().fold(here, |sum, own| sum ^ own[0]),
        }
    }

    /// The centre looks at as many changes as all departments would, and makes the best if it is better.
    fn centre(&self, here: usize, period: u32, landscape: &Landscape, stream: &Stream) -> usize {
        let all: Vec<usize> = (0..self.n).collect();
        let changes = drawn(&all, self.alternatives * self.departments.len(), stream, 0, period);
        let best = changes.map(|j| here ^ 1 << j).max_by_key(|&next| landscape.whole.at(next));
        best.filter(|&next| landscape.whole.at(next) > landscape.whole.at(here)).unwrap_or(here)
    }

    /// What a department puts forward, best first by its own view, as bits to flip; what is in place wins a tie.
    fn proposals(
        &self,
        d: usize,
        here: usize,
        period: u32,
        landscape: &Landscape,
        stream: &Stream,
    ) -> Vec<usize> {
        let changes = drawn(&self.departments[d], self.alternatives, stream, d, period);
        let flips = std::iter::once(0).chain(changes.map(|j| 1 << j));
        let mut ranked: Vec<(f64, usize)> =
            flips.map(|flip| (landscape.view(d, here ^ flip, self.weight), flip)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ranked.into_iter().take(self.proposals).map(|(_, flip)| flip).collect()
    }

    /// Whether no department finds it worse, and one finds it better.
    fn agreed(&self, here: usize, next: usize, landscape: &Landscape) -> bool {
        let gain = |d| landscape.view(d, next, self.weight) - landscape.view(d, here, self.weight);
        let gains = (0..self.departments.len()).map(gain);
        gains.clone().all(|gain| gain >= 0.0) && gains.into_iter().any(|gain| gain > 0.0)
    }
}

/// Some of the decisions, drawn without replacement: all sets and orders equally likely.
fn drawn(
    own: &[usize],
    count: usize,
    stream: &Stream,
    department: usize,
    period: u32,
) -> impl Iterator<Item = usize> {
    let mut own = own.to_vec();
    let mut draws = stream.draws(department as u64, period);
    (0..count.min(own.len())).map(move |place| {
        let other = place + draws.below(own.len() - place);
        own.swap(place, other);
        own[place]
    })
}

/// All ways to take one of each.
fn combinations(sizes: impl Iterator<Item = u8>) -> Vec<Vec<u8>> {
    sizes.fold(vec![Vec::new()], |all, size| {
        let extend = |ranks: Vec<u8>| (0..size).map(move |rank| [&ranks[..], &[rank]].concat());
        all.into_iter().flat_map(extend).collect()
    })
}
