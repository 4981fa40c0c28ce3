use super::*;
use proptest::prelude::*;

#[derive(Default)]
struct Everything {
    periods: Vec<Vec<f64>>,
    outcomes: Vec<Vec<f64>>,
}

impl Recorder for Everything {
    fn wants_series(&self) -> bool {
        true
    }

    fn period(&mut self, _: u32, _: u32, row: &[f64]) {
        self.periods.push(row.to_vec());
    }

    fn outcomes(&mut self, _: u32, row: &[f64]) {
        self.outcomes.push(row.to_vec());
    }
}

fn run(settings: &[(&str, &str)], seed: u64, replicates: u32) -> Everything {
    let mut values = Values::of(Levinthal1997.info());
    for (name, value) in settings {
        values.set(name, value).unwrap();
    }
    assert_eq!(Levinthal1997.check(&values), []);
    let mut recorder = Everything::default();
    Levinthal1997.run(&values, seed, 0..replicates, &mut recorder);
    recorder
}

const FORMS: usize = 0;
const FITNESS: usize = 1;
const SURVIVAL: usize = 2;

/// 100 forms of 1024 at random: 1024 (1 - (1 - 1/1024)^100) distinct ones; 4.5 standard errors.
#[test]
fn distinct_forms_at_the_start() {
    let rows = run(&[("periods", "1")], 1, 4000).outcomes;
    let begun: Vec<f64> = rows.iter().map(|row| row[1]).collect();
    let n = begun.len() as f64;
    let mean = begun.iter().sum::<f64>() / n;
    let se = (begun.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0) / n).sqrt();
    let known = 1024.0 * (1.0 - (1023.0_f64 / 1024.0).powi(100));
    assert!((mean - known).abs() < 4.5 * se, "{mean} ({se}) against {known}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Without interactions all are at the one optimum after N periods at most, in any order.
    #[test]
    fn one_optimum_gathers_all(seed: u64, n in 1_u32..=12) {
        for order in ["fixed", "random"] {
            let n = n.to_string();
            let rows = run(&[("k", "0"), ("n", &n), ("periods", &n), ("order", order)], seed, 2).outcomes;
            prop_assert!(rows.iter().all(|row| row[0] == 1.0 && row[3] == 1.0 && row[4] == 1.0));
        }
    }

    /// Exact search never lowers mean fitness; without selection nobody is founded.
    #[test]
    fn search_climbs(seed: u64, k in 0_u32..10, jumps: bool) {
        let (k, jumps) = (k.to_string(), if jumps { "yes" } else { "no" });
        let series = run(&[("k", &k), ("long_jumps", jumps)], seed, 1).periods;
        prop_assert!(series.windows(2).all(|pair| pair[0][FITNESS] <= pair[1][FITNESS]));
        prop_assert!(series.iter().all(|row| row[5] == 0.0));
    }

    /// Incumbents only become fewer; before the change none are marked; without selection all stay.
    #[test]
    fn incumbents_only_become_fewer(seed: u64, k in 0_u32..6, selection: bool) {
        let (k, selection) = (k.to_string(), if selection { "yes" } else { "no" });
        let settings = [("k", &k[..]), ("long_jumps", "yes"), ("selection", selection), ("changed", "1")];
        let survival: Vec<f64> = run(&settings, seed, 1).periods.iter().map(|row| row[SURVIVAL]).collect();
        prop_assert!(survival[..23].iter().all(|x| x.is_nan()));
        prop_assert_eq!(survival[23], 1.0);
        prop_assert!(survival[23..].windows(2).all(|pair| pair[0] >= pair[1]));
        prop_assert!(selection == "yes" || survival[49] == 1.0);
    }

    /// Without interactions one change is repaired in a period, and equals do not fail.
    #[test]
    fn loosely_coupled_incumbents_survive(seed: u64) {
        let settings = [("k", "0"), ("long_jumps", "yes"), ("selection", "yes"), ("changed", "1")];
        let rows = run(&settings, seed, 1).outcomes;
        prop_assert_eq!(rows[0][5], 1.0);
    }
}

/// Forms that do not change are only sorted out: no new ones but by random founders, so that with copies only they
/// become fewer.
#[test]
fn selection_sorts_out() {
    let rows = run(&[("search", "none"), ("selection", "yes")], 3, 50).periods;
    for run in rows.chunks(50) {
        for pair in run.windows(2) {
            assert!(pair[1][FORMS] <= pair[0][FORMS] + pair[1][5]);
        }
    }
}

#[test]
fn nothing_changes_without_search_and_selection() {
    let rows = run(&[("search", "none")], 3, 3).outcomes;
    assert!(rows.iter().all(|row| row[0] == row[1]));
    let common = run(&[("search", "none"), ("start", "common")], 3, 3).outcomes;
    assert!(common.iter().all(|row| row[0] == 1.0));
}

#[test]
fn what_does_not_fit_is_said() {
    let mut values = Values::of(Levinthal1997.info());
    for (name, value) in [("n", "4"), ("k", "5"), ("changed", "6")] {
        values.set(name, value).unwrap();
    }
    let problems: Vec<String> = Levinthal1997.check(&values).iter().map(ToString::to_string).collect();
    assert!(
        problems[0].contains("k = 5 with n = 4") && problems[0].contains("set k = 3 or n = 6"),
        "{problems:?}"
    );
    assert!(problems[1].contains("changed = 6 with n = 4"), "{problems:?}");
}
