//! The global maximum of a landscape by branch and bound, in place of the enumeration of all strings.
//!
//! Bits are fixed one after the other. What a locus can still contribute is at most the largest contribution that is
//! compatible with the bits fixed so far; the sum over loci bounds every string below a branch from above.

use super::landscape::Landscape;

/// Starts of the climbs that give the first lower bound.
const CLIMBS: u32 = 24;

/// The largest score of a landscape.
pub fn maximum(landscape: &Landscape) -> u32 {
    let mask = (1_u32 << landscape.n()) - 1;
    let starts = (0..CLIMBS).map(|i| i.wrapping_mul(0x9E37_79B9) >> 7 & mask);
    let reached = starts.map(|start| landscape.climb(start).1).max().unwrap_or(0);
    let mut search = Search::new(landscape, reached);
    let bound = search.trees.iter().map(|tree| tree[1]).sum();
    search.descend(0, bound);
    search.best
}

struct Search {
    /// A locus's largest contribution by its bits fixed so far: node 1 is none of them, the children of node i are
    /// 2i and 2i + 1.
    trees: Vec<Vec<u32>>,
    /// Where each locus stands in its tree.
    nodes: Vec<usize>,
    /// Loci whose contribution depends on a bit, in the order in which the bits are fixed.
    touched: Vec<Vec<usize>>,
    best: u32,
}

impl Search {
    fn new(landscape: &Landscape, best: u32) -> Self {
        let n = landscape.n();
        let touching = |bit: u8| (0..n).filter(move |&locus| landscape.loci[locus].contains(&bit)).collect();
        let mut order: Vec<(u8, Vec<usize>)> = (0..n as u8).map(|bit| (bit, touching(bit))).collect();
        order.sort_by_key(|(bit, touched)| (std::cmp::Reverse(touched.len()), *bit));
        let mut rank = vec![0; n];
        for (place, (bit, _)) in order.iter().enumerate() {
            rank[usize::from(*bit)] = place;
        }
        let tables = landscape.tables.chunks_exact(landscape.stride());
        let trees = landscape.loci.iter().zip(tables).map(|(set, table)| tree(set, table, &rank)).collect();
        let touched = order.into_iter().map(|(_, touched)| touched).collect();
        Self { trees, nodes: vec![1; n], touched, best }
    }

    /// Looks for a better string among those that share the bits fixed so far; `bound` is what they can reach.
    fn descend(&mut self, depth: usize, bound: u32) {
        if depth == self.touched.len() {
            self.best = bound;
            return;
        }
        let (mut zero, mut one) = (bound, bound);
        for &locus in &self.touched[depth] {
            let (tree, node) = (&self.trees[locus], self.nodes[locus]);
            zero -= tree[node] - tree[2 * node];
            one -= tree[node] - tree[2 * node + 1];
        }
        let branches = if one > zero { [(1, one), (0, zero)] } else { [(0, zero), (1, one)] };
        for (bit, bound) in branches {
            if bound > self.best {
                self.step(depth, |node| 2 * node + bit);
                self.descend(depth + 1, bound);
                self.step(depth, |node| node / 2);
            }
        }
    }

    fn step(&mut self, depth: usize, to: impl Fn(usize) -> usize) {
        for &locus in &self.touched[depth] {
            self.nodes[locus] = to(self.nodes[locus]);
        }
    }
}

/// Largest contributions of a locus, by its bits in the order in which they are fixed.
fn tree(set: &[u8], table: &[u32], rank: &[usize]) -> Vec<u32> {
    let mut places: Vec<usize> = (0..set.len()).collect();
    places.sort_by_key(|&place| rank[usize::from(set[place])]);
    let leaves = 1 << set.len();
    let mut tree = vec![0; 2 * leaves];
    for leaf in 0..leaves {
        let fixed = places.iter().enumerate();
        let index = fixed.fold(0, |index, (i, &place)| index | (leaf >> (set.len() - 1 - i) & 1) << place);
        tree[leaves + leaf] = table[index];
    }
    for node in (1..leaves).rev() {
        tree[node] = tree[2 * node].max(tree[2 * node + 1]);
    }
    tree
}
