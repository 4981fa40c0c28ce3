//! Which contributions depend on which loci.

use ambidex_core::Problem;
use ambidex_core::streams::{Purpose, Streams};

/// Partners of a locus, where they are random.
pub const PARTNERS: Purpose = Purpose("nk.partners");

/// Most loci of a landscape: the largest of Kauffman (1993); a pattern of them fits the address of a contribution.
pub const MOST: usize = 96;

/// Interaction matrix: row i holds the loci on which contribution i depends, itself among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    rows: Vec<u128>,
}

impl Matrix {
    /// A matrix from its rows, bit j of row i where contribution i depends on locus j; the diagonal is added.
    ///
    /// # Panics
    /// Where there are no rows, or more than [`MOST`], or a row names a locus that is not there.
    pub fn new(mut rows: Vec<u128>) -> Self {
        let n = rows.len();
        assert!((1..=MOST).contains(&n), "{n} loci");
        for (i, row) in rows.iter_mut().enumerate() {
            assert!(*row >> n == 0, "row {i} names a locus beyond {n}");
            *row |= 1 << i;
        }
        Self { rows }
    }

    fn from_links(n: usize, depends: impl Fn(usize, usize) -> bool) -> Self {
        let row = |i| (0..n).filter(|&j| depends(i, j)).fold(0, |row, j| row | 1_u128 << j);
        Self::new((0..n).map(row).collect())
    }

    /// Number of loci.
    pub fn n(&self) -> usize {
        self.rows.len()
    }

    /// Loci on which contribution `i` depends, as bits.
    pub fn row(&self, i: usize) -> u128 {
        self.rows[i]
    }

    /// Loci on which contribution `i` depends, ascending: bit t of its pattern is the state of the t-th.
    pub fn partners(&self, i: usize) -> impl Iterator<Item = usize> {
        bits(self.rows[i])
    }

    /// Contributions that depend on locus `j`, ascending.
    pub fn dependants(&self, j: usize) -> impl Iterator<Item = usize> {
        (0..self.n()).filter(move |&i| self.rows[i] >> j & 1 == 1)
    }

    /// Links off the diagonal.
    pub fn links(&self) -> usize {
        self.rows.iter().map(|row| row.count_ones() as usize - 1).sum()
    }

    /// K partners to both sides on a ring; the odd one follows (Kauffman 1993).
    pub fn adjacent(n: usize, k: usize) -> Self {
        Self::from_links(n, |i, j| {
            let (after, before) = ((j + n - i) % n, (i + n - j) % n);
            after <= k.div_ceil(2) || before <= k / 2
        })
    }

    /// The K that follow on a ring (Levinthal 1997).
    pub fn next_k(n: usize, k: usize) -> Self {
        Self::from_links(n, |i, j| (j + n - i) % n <= k)
    }

    /// K partners a row, all sets equally likely; how many depend on a locus varies.
    pub fn random(n: usize, k: usize, streams: &Streams) -> Self {
        let stream = streams.stream(PARTNERS);
        let row = |i: usize| {
            let mut others: [u8; MOST] = std::array::from_fn(|j| if j < i { j as u8 } else { j as u8 + 1 });
            let mut draws = stream.draws(i as u64, 0);
            (0..k).fold(0, |row, taken| {
                others.swap(taken, taken + draws.below(n - 1 - taken));
                row | 1_u128 << others[taken]
            })
        };
        Self::new((0..n).map(row).collect())
    }

    /// Blocks of K + 1 loci that depend on one another and on nothing else.
    pub fn block(n: usize, k: usize) -> Self {
        Self::from_links(n, |i, j| i / (k + 1) == j / (k + 1))
    }

    /// N K links in the first columns: everything depends on few loci.
    pub fn centralised(n: usize, k: usize) -> Self {
        let order = (0..n).flat_map(|j| (0..n).filter(move |&i| i != j).map(move |i| (i, j)));
        Self::filled(n, k, order)
    }

    /// Transpose of [`Matrix::centralised`]: few contributions depend on everything.
    pub fn dependent(n: usize, k: usize) -> Self {
        let order = (0..n).flat_map(|i| (0..n).filter(move |&j| j != i).map(move |j| (i, j)));
        Self::filled(n, k, order)
    }

    /// N K links below the diagonal in the first columns: earlier loci govern later ones.
    pub fn hierarchical(n: usize, k: usize) -> Self {
        Self::filled(n, k, (0..n).flat_map(|j| (j + 1..n).map(move |i| (i, j))))
    }

    /// N K links below the diagonal in the bands next to it: each locus is governed by those just before it.
    pub fn banded(n: usize, k: usize) -> Self {
        Self::filled(n, k, (1..n).flat_map(|band| (band..n).map(move |i| (i, i - band))))
    }

    fn filled(n: usize, k: usize, order: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut rows = vec![0_u128; n];
        for (i, j) in order.take(n * k) {
            rows[i] |= 1 << j;
        }
        Self::new(rows)
    }

    /// Reads a square of zeros and ones, a line a contribution, separated by blanks, commas or nothing; `#` begins a
    /// comment. The problem names the line.
    pub fn parse(text: &str, n: usize) -> Result<Self, Problem> {
        let mut rows = Vec::new();
        for (line, text) in text.lines().enumerate() {
            let text = text.split('#').next().unwrap_or_default();
            let cells: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
            if !cells.is_empty() {
                rows.push(row(line + 1, &cells, n)?);
            }
        }
        if rows.len() == n {
            return Ok(Self::new(rows));
        }
        let remedy = match rows.len() {
            0 => format!("write {n} lines of {n} zeros and ones, one a contribution"),
            found if (1..=MOST).contains(&found) => format!("set n = {found}, or give {n} lines"),
            _ => format!("give {n} lines"),
        };
        Err(Problem {
            path: "matrix".to_owned(),
            found: format!("{} lines with entries", rows.len()),
            expected: format!("{n} lines, as many as n"),
            remedy,
        })
    }
}

fn row(line: usize, cells: &[char], n: usize) -> Result<u128, Problem> {
    let problem = |found: String, remedy: &str| Problem {
        path: format!("matrix, line {line}"),
        found,
        expected: format!("{n} entries, each 0 or 1, as many as n"),
        remedy: remedy.to_owned(),
    };
    if let Some(place) = cells.iter().position(|c| !matches!(c, '0' | '1')) {
        let found = format!("`{}` at entry {}", cells[place], place + 1);
        return Err(problem(
            found,
            "write 1 where the contribution of this line depends on that locus, else 0",
        ));
    }
    if cells.len() != n {
        return Err(problem(
            format!("{} entries", cells.len()),
            "give every line an entry a locus, or change n",
        ));
    }
    Ok(cells.iter().enumerate().fold(0, |row, (j, c)| row | u128::from(*c == '1') << j))
}

/// Places of the bits that are set, ascending.
pub fn bits(mut word: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (word != 0).then(|| {
            let place = word.trailing_zeros() as usize;
            word &= word - 1;
            place
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn links_are_n_k(n in 1_usize..=24, seed: u64) {
            for k in 0..n {
                let random = Matrix::random(n, k, &Streams::new(seed, 1));
                for matrix in [Matrix::adjacent(n, k), Matrix::next_k(n, k), random] {
                    prop_assert!((0..n).all(|i| matrix.partners(i).count() == k + 1));
                }
                for matrix in [Matrix::centralised(n, k), Matrix::dependent(n, k)] {
                    prop_assert_eq!(matrix.links(), n * k);
                }
                if 2 * k < n {
                    prop_assert_eq!(Matrix::hierarchical(n, k).links(), n * k);
                    prop_assert_eq!(Matrix::banded(n, k).links(), n * k);
                }
            }
        }

        #[test]
        fn a_matrix_is_read_as_it_was_written(n in 1_usize..20, seed: u64, k in 0_usize..19) {
            let matrix = Matrix::random(n, k.min(n - 1), &Streams::new(seed, 0));
            for separator in ["", " ", ","] {
                let line = |i| (0..n).map(|j| (matrix.row(i) >> j & 1).to_string()).collect::<Vec<_>>().join(separator);
                let text = (0..n).map(line).collect::<Vec<_>>().join("\n");
                prop_assert_eq!(&Matrix::parse(&text, n).unwrap(), &matrix);
            }
        }
    }

    #[test]
    fn patterns_are_those_of_the_literature() {
        assert_eq!(Matrix::adjacent(5, 2), Matrix::new(vec![0b10011, 0b00111, 0b01110, 0b11100, 0b11001]));
        assert_eq!(Matrix::next_k(4, 2), Matrix::new(vec![0b0111, 0b1110, 0b1101, 0b1011]));
        assert_eq!(Matrix::block(4, 1), Matrix::new(vec![0b0011, 0b0011, 0b1100, 0b1100]));
        assert_eq!(Matrix::hierarchical(3, 1), Matrix::new(vec![0b001, 0b011, 0b111]));
        assert_eq!(Matrix::banded(4, 1), Matrix::new(vec![0b0001, 0b0011, 0b0111, 0b1100]));
        let (central, dependent) = (Matrix::centralised(7, 2), Matrix::dependent(7, 2));
        assert!((0..7).all(|i| (0..7).all(|j| central.row(i) >> j & 1 == dependent.row(j) >> i & 1)));
    }

    #[test]
    fn what_is_wrong_with_a_matrix_is_said_by_line() {
        for (text, says) in [
            ("", ["0 lines with entries", "3 lines of 3"]),
            ("# nothing\n\n", ["0 lines with entries", "3 lines of 3"]),
            ("1 0 0\n\n0 1\n0 0 1", ["matrix, line 3", "2 entries"]),
            ("1 0 0\n0 2 0\n0 0 1", ["matrix, line 2", "`2` at entry 2"]),
            ("1 0 0\n0 1 0", ["2 lines with entries", "set n = 2"]),
        ] {
            let problem = Matrix::parse(text, 3).unwrap_err().to_string();
            assert!(says.iter().all(|part| problem.contains(part)), "{problem}");
        }
    }
}
