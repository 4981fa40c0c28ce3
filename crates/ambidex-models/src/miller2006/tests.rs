use ambidex_core::catalogue::Values;
use proptest::prelude::*;

use super::*;
use crate::beliefs::first;

fn outcomes(settings: &[(&str, &str)], replicates: u32) -> Vec<Vec<f64>> {
    let mut values = Values::of(&INFO);
    for (name, value) in settings {
        values.set(name, value).unwrap();
    }
    let mut rows: Vec<Vec<f64>> = Vec::new();
    Miller2006.run(&values, 1, 0..replicates, &mut rows);
    rows
}

/// Mean of an outcome with its standard error.
fn mean(rows: &[Vec<f64>], place: usize) -> (f64, f64) {
    let n = rows.len() as f64;
    let mean = rows.iter().map(|row| row[place]).sum::<f64>() / n;
    let variance = rows.iter().map(|row| (row[place] - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

#[test]
fn the_grid_has_no_edges() {
    for (rows, columns) in [(10, 5), (3, 3), (7, 4)] {
        for person in 0..rows * columns {
            let near = neighbours(rows, columns, person);
            assert_eq!(near.len(), 4);
            assert!(near.iter().all(|&other| neighbours(rows, columns, other).contains(&person)));
        }
    }
    assert_eq!(neighbours(10, 5, 0), [1, 4, 5, 45]);
    assert_eq!((neighbours(1, 1, 0), neighbours(1, 2, 0)), (vec![], vec![1]));
}

/// Without learning from each other nobody's tacit beliefs change: a third is right.
#[test]
fn tacit_knowledge_stays_without_learning_from_each_other() {
    let rows = outcomes(&[("local_learning", "0"), ("distant_sample", "0")], 400);
    let (tacit, se) = mean(&rows, 2);
    assert!((tacit - 1.0 / 3.0).abs() < 5.0 * se, "{tacit}");
    let (with, _) = mean(&outcomes(&[], 400), 2);
    assert!(with > tacit + 20.0 * se);
}

/// With one dimension, no code and only local search, what one person knows reaches all: 1 - (2/3)^n.
#[test]
fn one_dimension_spreads_over_the_grid() {
    let settings = [
        ("rows", "3"),
        ("columns", "3"),
        ("dimensions", "1"),
        ("tacit", "1"),
        ("distant_sample", "0"),
        ("local_learning", "0.7"),
    ];
    let rows = outcomes(&settings, 20_000);
    assert!(rows.iter().all(|row| row[7] == 1.0 && (row[0] == 0.0 || row[0] == 1.0) && row[3].is_nan()));
    let (knowledge, se) = mean(&rows, 0);
    assert!((knowledge - (1.0 - (2.0_f64 / 3.0).powi(9))).abs() < 5.0 * se, "{knowledge}");
}

/// With p2 = 1 the code takes over whatever leads.
#[test]
fn a_code_that_always_learns_follows_the_best() {
    let settings = [
        ("code_learning", "1"),
        ("tacit", "0"),
        ("periods", "1"),
        ("dimensions", "1"),
        ("rows", "1"),
        ("columns", "3"),
    ];
    let (score, se) = mean(&outcomes(&settings, 20_000), 4);
    // In one dimension only those who are right do better than an empty code: 1 - (2/3)^3.
    assert!((score - 19.0 / 27.0).abs() < 5.0 * se, "{score}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Shifting everybody on the grid changes nothing but places, where no draw is tied to a place.
    #[test]
    fn places_on_the_grid_are_equal(seed: u64, down in 0_usize..6, right in 0_usize..5) {
        let set = Interpersonal {
            rows: 6.0, columns: 5.0, local_learning: 1.0, distant_sample: 0.0, socialization: 1.0, code_learning: 1.0,
            ..Interpersonal::default()
        };
        let mut one = Organisation::draw(Streams::new(seed, 0), &set, true);
        let mut other = one.clone();
        let moved = |person: usize| (person / 5 + down) % 6 * 5 + (person % 5 + right) % 5;
        for person in 0..30 {
            other.people[moved(person)] = one.people[person];
        }
        // One period, with everybody whose best neighbours are equally good left out: the draw between them has a place.
        let right_of = |o: &Organisation, p: usize| o.people[p].correct(o.reality).count_ones();
        let start = one.clone();
        let tied = |p: usize| {
            let near = neighbours(6, 5, p);
            let best = near.iter().map(|&q| right_of(&start, q)).max();
            near.iter().filter(|&&q| Some(right_of(&start, q)) == best).count() > 1
        };
        one.step(1);
        other.step(1);
        prop_assert_eq!(one.code, other.code);
        for person in (0..30).filter(|&p| !tied(p)) {
            prop_assert_eq!(one.people[person], other.people[moved(person)]);
        }
    }

    /// Beliefs come from somewhere: without turnover nobody comes to believe what nobody believed.
    #[test]
    fn nothing_is_invented(seed: u64, p1 in 0.1_f64..1.0, p5 in 0.1_f64..1.0) {
        let set = Interpersonal { socialization: p1, local_learning: p5, ..Interpersonal::default() };
        let mut organisation = Organisation::draw(Streams::new(seed, 0), &set, true);
        let held = |o: &Organisation| o.people.iter().fold((0, 0), |(p, n), b| (p | b.positive, n | b.negative));
        let (positive, negative) = held(&organisation);
        let mut settled = false;
        for period in 1..2000 {
            let before = (organisation.people.clone(), organisation.code);
            let open = organisation.step(period);
            prop_assert!(!settled || before == (organisation.people.clone(), organisation.code));
            prop_assert_eq!((organisation.code.positive | organisation.code.negative) & !first(20), 0);
            if settled { break; }
            settled = !open;
        }
        let (p, n) = held(&organisation);
        prop_assert_eq!((p & !positive, n & !negative), (0, 0));
    }
}
