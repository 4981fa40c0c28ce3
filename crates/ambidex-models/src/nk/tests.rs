use super::*;
use proptest::prelude::*;

fn values(settings: &[(&str, &str)]) -> Values {
    let mut values = Values::of(Nk.info());
    for (name, value) in settings {
        values.set(name, value).unwrap();
    }
    values
}

fn rows(settings: &[(&str, &str)], seed: u64, replicates: u32) -> Vec<Vec<f64>> {
    let values = values(settings);
    assert_eq!(Nk.check(&values), []);
    let mut rows: Vec<Vec<f64>> = Vec::new();
    Nk.run(&values, seed, 0..replicates, &mut rows);
    rows
}

fn place(name: &str) -> usize {
    Nk.info().outcomes.iter().position(|column| column.name == name).unwrap()
}

/// Mean and standard error.
fn mean(xs: impl Iterator<Item = f64>) -> (f64, f64) {
    let xs: Vec<f64> = xs.collect();
    let n = xs.len() as f64;
    let mean = xs.iter().sum::<f64>() / n;
    let variance = xs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Known means lie within 4.5 standard errors: a two-sided level of 7e-6 each.
fn expect(settings: &[(&str, &str)], replicates: u32, known: &[(&str, f64)]) {
    let rows = rows(settings, 11, replicates);
    for (name, known) in known {
        let (ours, se) = mean(rows.iter().map(|row| row[place(name)]));
        assert!((ours - known).abs() <= 4.5 * se, "{settings:?} {name}: {ours} ({se}) against {known}");
    }
}

/// Without interactions: one optimum, each contribution the larger of two uniforms, half of the loci wrong, and a basin
/// of everything.
#[test]
fn without_interactions_all_is_known() {
    for n in ["1", "5", "10", "16"] {
        let settings = [("n", n), ("k", "0"), ("measures", "all")];
        let n: f64 = n.parse().unwrap();
        expect(&settings, 2000, &[("peak_fitness", 2.0 / 3.0), ("walk_length", n / 2.0)]);
        for row in rows(&settings, 3, 50) {
            assert_eq!(
                (row[place("peaks")], row[place("global_basin")], row[place("end_ratio")]),
                (1.0, 1.0, 1.0)
            );
        }
    }
}

/// Where everything interacts, every configuration is the fittest of N + 1 with equal chance.
#[test]
fn full_interaction_has_its_number_of_peaks() {
    for (n, k, replicates) in [("6", "5", 4000), ("8", "7", 4000), ("10", "9", 2000), ("14", "13", 60)] {
        let loci: f64 = n.parse().unwrap();
        let peaks = loci.exp2() / (loci + 1.0);
        for interactions in ["adjacent", "next_k", "random"] {
            expect(&[("n", n), ("k", k), ("interactions", interactions)], replicates, &[("peaks", peaks)]);
        }
    }
}

/// Independent blocks: the number of optima is the product over blocks.
#[test]
fn blocks_multiply() {
    for (n, k, peaks) in
        [("12", "2", 16.0), ("12", "3", 3.2_f64.powi(3)), ("10", "1", (4.0_f64 / 3.0).powi(5))]
    {
        expect(&[("n", n), ("k", k), ("interactions", "block")], 4000, &[("peaks", peaks)]);
    }
}

/// Within a landscape the mean square deviation is (1 - 2^-(K+1)) / (12 N).
#[test]
fn spread_is_that_of_the_contributions() {
    for (k, share) in [("0", 0.5_f64), ("2", 0.875), ("5", 1.0 - 1.0 / 64.0)] {
        let rows = rows(&[("n", "10"), ("k", k), ("measures", "all"), ("interactions", "random")], 5, 4000);
        let (ours, se) = mean(rows.iter().map(|row| row[place("fitness_sd")].powi(2)));
        assert!((ours - share / 120.0).abs() <= 4.5 * se, "{k}: {ours} ({se})");
    }
}

/// Adjacent partners and those that follow are the same windows of loci, under other names: one ensemble. With odd N and
/// even K they are other landscapes of the same law; 4.5 standard errors of the difference, paired by replicate.
#[test]
fn adjacent_and_next_k_are_one_ensemble() {
    for (n, k) in [("11", "2"), ("12", "4"), ("9", "6")] {
        let of = |interactions| rows(&[("n", n), ("k", k), ("interactions", interactions)], 2, 4000);
        let (adjacent, next) = (of("adjacent"), of("next_k"));
        for name in ["peaks", "peak_fitness", "walk_length", "global_max", "mean_peak_fitness"] {
            let differences = adjacent.iter().zip(&next).map(|(a, b)| a[place(name)] - b[place(name)]);
            let (difference, se) = mean(differences);
            assert!(difference.abs() <= 4.5 * se, "n = {n}, k = {k}, {name}: {difference} ({se})");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A walk is the same walk whether all configurations are evaluated or only those it meets.
    #[test]
    fn enumeration_does_not_change_the_walk(n in 1_usize..=13, k in 0_usize..13, seed: u64, jumps in 0_u32..9) {
        let (n, k, jumps) = (n.to_string(), k.min(n - 1).to_string(), jumps.to_string());
        for walk in ["random-fitter", "steepest", "first"] {
            let of = |enumeration| {
                let base = [("n", &n[..]), ("k", &k), ("jumps", &jumps), ("interactions", "random"), ("walk", walk)];
                rows(&[&base[..], &[("enumeration", enumeration)]].concat(), seed, 3)
            };
            let (full, none) = (of("full"), of("none"));
            prop_assert!(full.iter().zip(&none).all(|(a, b)| a[1..3] == b[1..3] && b[0].is_nan() && b[3].is_nan()));
        }
    }

    /// Other names for the loci change no number of peaks: tables are permuted along.
    #[test]
    fn names_of_loci_do_not_matter(seed: u64, shift in 1_usize..9) {
        let n = 9;
        let streams = Streams::new(seed, 0);
        let matrix = Matrix::random(n, 3, &streams);
        let contributions = Contributions::of(&streams);
        let sum = |x: usize| -> u32 {
            (0..n).map(|i| {
                let pattern = matrix.partners(i).enumerate().fold(0, |sum, (t, j)| sum | ((x >> j & 1) as u128) << t);
                contributions.at(i, 0, pattern)
            }).sum()
        };
        let moved = |x: usize| (x << shift | x >> (n - shift)) & 511;
        let optima = |fitness: &dyn Fn(usize) -> u32| {
            (0..512).filter(|x: &usize| (0..n).all(|j| fitness(*x) >= fitness(x ^ 1 << j))).count()
        };
        let mut table = Table::default();
        table.fill(&matrix, &contributions, &[0; 9]);
        prop_assert_eq!(optima(&sum) as u64, Peaks::of(&table).count);
        prop_assert_eq!(optima(&|x| sum(moved(x))) as u64, Peaks::of(&table).count);
    }
}

/// A matrix from a file is the pattern that it spells.
#[test]
fn a_file_is_its_pattern() {
    let text = "1 1 1 0 0\n0 1 1 1 0\n0 0 1 1 1\n1 0 0 1 1\n1 1 0 0 1 # the last\n";
    let file = rows(&[("n", "5"), ("interactions", "file"), ("matrix", text)], 1, 20);
    let named = rows(&[("n", "5"), ("k", "2"), ("interactions", "next_k")], 1, 20);
    assert!(file.iter().zip(&named).all(|(a, b)| a[..6] == b[..6]));
}

#[test]
fn large_landscapes_are_walked() {
    let rows = rows(&[("n", "96"), ("k", "95"), ("walk", "steepest")], 1, 2);
    assert!(rows.iter().all(|row| row[1] > 0.5 && row[1] < 0.7 && row[0].is_nan()));
}

#[test]
fn what_does_not_fit_is_said() {
    for (settings, says) in [
        (&[("k", "12")][..], &["k = 12 with n = 12", "set k = 11 or n = 13"][..]),
        (
            &[("n", "10"), ("k", "2"), ("interactions", "block")],
            &["n = 10", "multiple of k + 1 = 3", "n = 12"],
        ),
        (&[("k", "6"), ("interactions", "banded")], &["k = 6 with n = 12", "set k = 5 or n = 13"]),
        (&[("interactions", "file")], &["matrix = nothing", "12 lines of 12"]),
        (&[("interactions", "file"), ("matrix", "")], &["0 lines"]),
        (&[("matrix", "1")], &["interactions = adjacent", "set interactions = file"]),
        (
            &[("n", "40"), ("enumeration", "full")],
            &["n = 40", "4 TB", "a landscape", "n = 24 or less", "auto"],
        ),
        (&[("n", "24"), ("measures", "all")], &["n = 24", "MB", "measures = peaks"]),
    ] {
        let problems = Nk.check(&values(settings));
        assert_eq!(problems.len(), 1, "{settings:?}: {problems:?}");
        let problem = problems[0].to_string();
        assert!(says.iter().all(|part| problem.contains(part)), "{problem}");
    }
}
