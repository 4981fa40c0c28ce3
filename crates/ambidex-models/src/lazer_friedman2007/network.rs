//! Who sees whom: undirected networks without loops.

use ambidex_core::streams::{Purpose, Streams};

/// Ties of a random network; the period is the number of the attempt.
pub const TIES: Purpose = Purpose("lazer_friedman2007.ties");
/// Ties that are added or rewired.
pub const SHORTCUTS: Purpose = Purpose("lazer_friedman2007.shortcuts");

/// Random networks that are tried for one of a single piece.
pub const ATTEMPTS: u32 = 1000;

/// Persons in a clique of the caveman network.
pub const CLIQUE: usize = 5;

/// An undirected network: the neighbours of every agent, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    neighbours: Vec<Vec<u16>>,
}

impl Network {
    /// Agents without any tie.
    pub fn empty(agents: usize) -> Self {
        Self { neighbours: vec![Vec::new(); agents] }
    }

    fn of_ties(agents: usize, ties: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut network = Self::empty(agents);
        for (a, b) in ties {
            network.tie(a, b);
        }
        network
    }

    /// Everybody sees everybody.
    pub fn complete(agents: usize) -> Self {
        Self::of_ties(agents, (0..agents).flat_map(|a| (0..a).map(move |b| (a, b))))
    }

    /// A line with two ends.
    pub fn line(agents: usize) -> Self {
        Self::of_ties(agents, (1..agents).map(|a| (a - 1, a)))
    }

    /// A ring on which everybody sees the two nearest on either side; needs five agents.
    pub fn lattice(agents: usize) -> Self {
        Self::of_ties(agents, (0..agents).flat_map(|a| [1, 2].map(|step| (a, (a + step) % agents))))
    }

    /// Cliques in a row, the last of one tied to the first of the next.
    pub fn caveman(agents: usize) -> Self {
        let clique = |a: usize| (a - a % CLIQUE..a).map(move |b| (a, b));
        let bridge = |a: usize| (a > 0 && a.is_multiple_of(CLIQUE)).then(|| (a - 1, a));
        Self::of_ties(agents, (0..agents).flat_map(|a| clique(a).chain(bridge(a))))
    }

    /// Every pair is tied with probability `density` (Erdős & Rényi); `attempt` numbers independent networks.
    pub fn random(agents: usize, density: f64, streams: &Streams, attempt: u32) -> Self {
        let stream = streams.stream(TIES);
        let ties = (0..agents).flat_map(|a| {
            let mut draws = stream.draws(a as u64, attempt);
            (0..a).filter(move |_| draws.chance(density)).map(move |b| (a, b))
        });
        Self::of_ties(agents, ties)
    }

    /// The first of the random networks that is of one piece; the last of [`ATTEMPTS`] where none is.
    pub fn random_of_one_piece(agents: usize, density: f64, streams: &Streams) -> Self {
        let drawn = (0..ATTEMPTS).map(|attempt| Self::random(agents, density, streams, attempt));
        let mut last = Self::empty(agents);
        for network in drawn {
            last = network;
            if last.components() == 1 {
                break;
            }
        }
        last
    }

    /// Adds ties between random pairs that have none; fewer where there is no such pair left.
    pub fn add(&mut self, count: usize, streams: &Streams) {
        let (stream, agents) = (streams.stream(SHORTCUTS), self.neighbours.len());
        for tie in 0..count.min(agents * (agents - 1) / 2 - self.ties()) {
            let mut draws = stream.draws(tie as u64, 0);
            while !self.tie(draws.below(agents), draws.below(agents)) {}
        }
    }

    /// Moves one end of random ties to a random agent, each tie once at most; a move that would cut the network into
    /// more components is not made.
    pub fn rewire(&mut self, count: usize, streams: &Streams) {
        let mut draws = streams.stream(SHORTCUTS).draws(0, 1);
        let pairs = self.neighbours.iter().enumerate();
        let mut left: Vec<(usize, usize)> = pairs
            .flat_map(|(a, row)| row.iter().map(move |&b| (a, usize::from(b))))
            .filter(|(a, b)| a < b)
            .collect();
        let mut moved = 0;
        while moved < count && !left.is_empty() {
            let (a, b) = left.swap_remove(draws.below(left.len()));
            let (stays, leaves) = if draws.chance(0.5) { (a, b) } else { (b, a) };
            moved += usize::from(self.move_end(stays, leaves, draws.below(self.neighbours.len())));
        }
    }

    fn move_end(&mut self, stays: usize, leaves: usize, to: usize) -> bool {
        let before = self.components();
        if !self.tie(stays, to) {
            return false;
        }
        self.untie(stays, leaves);
        if self.components() > before {
            self.tie(stays, leaves);
            self.untie(stays, to);
            return false;
        }
        true
    }

    fn tie(&mut self, a: usize, b: usize) -> bool {
        if a == b {
            return false;
        }
        let Err(place) = self.neighbours[a].binary_search(&(b as u16)) else { return false };
        self.neighbours[a].insert(place, b as u16);
        let place = self.neighbours[b].partition_point(|&other| usize::from(other) < a);
        self.neighbours[b].insert(place, a as u16);
        true
    }

    fn untie(&mut self, a: usize, b: usize) {
        self.neighbours[a].retain(|&other| usize::from(other) != b);
        self.neighbours[b].retain(|&other| usize::from(other) != a);
    }

    /// Number of agents.
    pub fn agents(&self) -> usize {
        self.neighbours.len()
    }

    /// Whom an agent sees.
    #[inline]
    pub fn neighbours(&self, agent: usize) -> &[u16] {
        &self.neighbours[agent]
    }

    /// Number of ties.
    pub fn ties(&self) -> usize {
        self.neighbours.iter().map(Vec::len).sum::<usize>() / 2
    }

    /// Steps to everybody who can be reached from an agent; `None` for the others.
    fn steps(&self, from: usize) -> Vec<Option<u32>> {
        let mut steps = vec![None; self.agents()];
        steps[from] = Some(0);
        let (mut queue, mut next) = (vec![from], 0);
        while next < queue.len() && queue.len() < self.agents() {
            let agent = queue[next];
            next += 1;
            let further = steps[agent].map(|s| s + 1);
            for &other in self.neighbours(agent) {
                let other = usize::from(other);
                if steps[other].is_none() {
                    steps[other] = further;
                    queue.push(other);
                }
            }
        }
        steps
    }

    /// Number of components.
    pub fn components(&self) -> usize {
        let mut seen = vec![false; self.agents()];
        let mut components = 0;
        for agent in 0..self.agents() {
            if !seen[agent] {
                components += 1;
                for (mark, step) in seen.iter_mut().zip(self.steps(agent)) {
                    *mark |= step.is_some();
                }
            }
        }
        components
    }

    /// Mean number of steps between two different agents; NaN where some cannot reach each other.
    pub fn separation(&self) -> f64 {
        let agents = self.agents();
        let all = (0..agents).flat_map(|agent| self.steps(agent));
        let total = all.map(|step| step.map_or(f64::NAN, f64::from)).sum::<f64>();
        total / (agents * (agents - 1)) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn degrees(network: &Network) -> Vec<usize> {
        network.neighbours.iter().map(Vec::len).collect()
    }

    #[test]
    fn fixed_networks_have_their_degrees_and_separations() {
        let n = 100;
        let line = Network::line(n);
        assert_eq!((degrees(&line)[0], degrees(&line)[50], line.ties()), (1, 2, 99));
        assert!((line.separation() - (n as f64 + 1.0) / 3.0).abs() < 1e-12);
        assert!(degrees(&Network::complete(n)).iter().all(|&d| d == 99));
        assert_eq!(Network::complete(n).separation(), 1.0);
        assert!(degrees(&Network::lattice(n)).iter().all(|&d| d == 4));
        // From each agent of the ring of 100: 4 agents at each of the distances 1 to 24, 3 at distance 25.
        assert!((Network::lattice(n).separation() - (4.0 * 300.0 + 75.0) / 99.0).abs() < 1e-12);
    }

    /// 20 cliques of 5: 4 ties to members, one more for whoever stands at a bridge.
    #[test]
    fn the_caveman_network_is_cliques_in_a_row() {
        let network = Network::caveman(100);
        assert_eq!((network.components(), network.ties()), (1, 20 * 10 + 19));
        let of_degree = |d| degrees(&network).into_iter().filter(|&x| x == d).count();
        assert_eq!((of_degree(4), of_degree(5)), (100 - 38, 38));
    }

    #[test]
    fn random_networks_have_their_density_and_are_the_same_again() {
        let (n, density, networks) = (100, 0.07, 200);
        let draw = |replicate| Network::random(n, density, &Streams::new(9, replicate), 0);
        let ties: usize = (0..networks).map(|replicate| draw(replicate).ties()).sum();
        let pairs = f64::from(networks) * 4950.0;
        let se = (pairs * density * (1.0 - density)).sqrt();
        assert!((ties as f64 - pairs * density).abs() < 5.0 * se);
        assert_eq!(draw(3), draw(3));
        assert_eq!(Network::random(n, 0.0, &Streams::new(9, 0), 0), Network::empty(n));
        assert_eq!(Network::random(n, 1.0, &Streams::new(9, 0), 0), Network::complete(n));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn shortcuts_keep_the_network_whole(seed: u64, count in 0_usize..200) {
            let streams = Streams::new(seed, 0);
            let (mut added, mut rewired) = (Network::lattice(100), Network::lattice(100));
            added.add(count, &streams);
            rewired.rewire(count, &streams);
            prop_assert_eq!(added.ties(), 200 + count);
            prop_assert_eq!((rewired.ties(), rewired.components()), (200, 1));
            prop_assert!(added.separation() <= Network::lattice(100).separation());
            for network in [added, rewired] {
                for agent in 0..100 {
                    for &other in network.neighbours(agent) {
                        prop_assert!(network.neighbours(usize::from(other)).contains(&(agent as u16)));
                        prop_assert_ne!(usize::from(other), agent);
                    }
                }
            }
        }

        /// One more added tie leaves those before it in place.
        #[test]
        fn added_ties_are_nested(seed: u64, count in 0_usize..30) {
            let (mut fewer, mut more) = (Network::lattice(50), Network::lattice(50));
            fewer.add(count, &Streams::new(seed, 0));
            more.add(count + 1, &Streams::new(seed, 0));
            let kept = (0..50).all(|a| fewer.neighbours(a).iter().all(|b| more.neighbours(a).contains(b)));
            prop_assert!(kept && more.ties() == fewer.ties() + 1);
        }
    }
}
