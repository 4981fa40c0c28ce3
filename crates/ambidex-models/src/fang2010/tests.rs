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
    Fang2010.run(&values, 1, 0..replicates, &mut rows);
    rows
}

#[test]
fn groups_without_rewiring_are_closed() {
    let set = Subgroups { rewiring: 0.0, ..Subgroups::default() };
    for mutual in [true, false] {
        let organisation = Organisation::draw(Streams::new(1, 0), &set, mutual);
        assert_eq!(organisation.across(), 0.0);
        for (person, contacts) in organisation.contacts.iter().enumerate() {
            let group: Vec<u16> =
                (person / 7 * 7..person / 7 * 7 + 7).filter(|&b| b != person).map(|b| b as u16).collect();
            assert_eq!(*contacts, group);
        }
    }
    let open = Organisation::draw(Streams::new(1, 0), &Subgroups { rewiring: 1.0, ..set }, true);
    assert_eq!(open.across(), 1.0);
}

/// In one dimension with one group, whoever is wrong or unsure learns from whoever is right, if there is anybody: the
/// expected payoff at the end is 1 - (2/3)^n.
#[test]
fn one_group_learns_one_dimension_if_anybody_knows_it() {
    let settings =
        [("individuals", "3"), ("group_size", "3"), ("dimensions", "1"), ("block", "1"), ("rewiring", "0")];
    let rows = outcomes(&settings, 20_000);
    assert!(rows.iter().all(|row| row[5] == 1.0 && (row[0] == 0.0 || row[0] == 1.0)));
    let mean = rows.iter().map(|row| row[0]).sum::<f64>() / rows.len() as f64;
    let expected = 1.0 - (2.0_f64 / 3.0).powi(3);
    // 5 standard errors: chance 6e-7.
    assert!(
        (mean - expected).abs() < 5.0 * (expected * (1.0 - expected) / rows.len() as f64).sqrt(),
        "{mean}"
    );
}

#[test]
fn moderate_rewiring_beats_both_ends() {
    let mean = |beta: &str| {
        let rows = outcomes(&[("rewiring", beta)], 40);
        let mean = rows.iter().map(|row| row[0]).sum::<f64>() / 40.0;
        let variance = rows.iter().map(|row| (row[0] - mean).powi(2)).sum::<f64>() / 39.0;
        (mean, variance / 40.0)
    };
    let (middle, closed, open) = (mean("0.2"), mean("0"), mean("1"));
    for end in [closed, open] {
        assert!(middle.0 - end.0 > 4.0 * (middle.1 + end.1).sqrt(), "{middle:?} {end:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn payoff_counts_whole_blocks(correct: u128, block in 1_usize..12, blocks in 1_usize..10) {
        let dimensions = block * blocks;
        let correct = correct & first(dimensions);
        let whole = (0..blocks).filter(|i| (0..block).all(|j| correct >> (i * block + j) & 1 == 1)).count();
        prop_assert_eq!(payoff(correct, dimensions, block) as usize, whole * block);
        prop_assert_eq!(payoff(first(dimensions), dimensions, block) as usize, dimensions);
        prop_assert_eq!(payoff(correct, dimensions, 1), correct.count_ones());
    }

    /// By symmetry of the two signs: turning reality and all beliefs over changes nothing.
    #[test]
    fn signs_do_not_matter(seed: u64, rewiring in 0.0_f64..1.0) {
        let set = Subgroups { individuals: 42.0, dimensions: 20.0, rewiring, ..Subgroups::default() };
        let mut one = Organisation::draw(Streams::new(seed, 0), &set, true);
        let mut other = one.clone();
        other.reality ^= first(20);
        for beliefs in &mut other.people {
            std::mem::swap(&mut beliefs.positive, &mut beliefs.negative);
        }
        for period in 1..20 {
            prop_assert_eq!(one.step(period), other.step(period));
            prop_assert_eq!(one.payoff(), other.payoff());
        }
    }

    #[test]
    fn what_settled_stays(seed: u64, rewiring in 0.0_f64..1.0) {
        let set = Subgroups { individuals: 42.0, dimensions: 20.0, rewiring, ..Subgroups::default() };
        let mut organisation = Organisation::draw(Streams::new(seed, 0), &set, false);
        let end = (1..3000).find(|&period| !organisation.step(period));
        if let Some(end) = end {
            let before = organisation.people.clone();
            for period in end + 1..end + 5 {
                organisation.step(period);
            }
            prop_assert!(before == organisation.people);
        }
    }
}
