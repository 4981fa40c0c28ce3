use proptest::prelude::*;

use super::search::Problem as Space;
use super::*;

const RULES: Rules = Rules { velocity: 1.0, error: 0.0, update: Update::Synchronous, rounds: 5000, luck: 0 };

fn space(seed: u64, k: usize) -> Space {
    Space::draw(Streams::new(seed, 0), 100, 20, k, Drawing::Repeated)
}

/// What one round changes, from the start.
fn first_round(space: &Space, network: &Network, rules: Rules) -> (Population, Population) {
    let end = space.search(network, &Rules { rounds: 1, ..rules }, |_, _| {});
    (space.start(), end.population)
}

#[test]
fn in_the_complete_network_all_but_the_best_copy_the_best() {
    for seed in 0..20 {
        let space = space(seed, 5);
        let (start, after) = first_round(&space, &Network::complete(100), RULES);
        let best = start.scores.iter().max().copied().unwrap();
        for agent in 0..100 {
            assert!(after.scores[agent] >= best);
            assert!(start.scores[agent] == best || after.scores[agent] == best);
        }
        assert!(after.unique() <= 2);
    }
}

#[test]
fn without_interactions_every_network_of_one_piece_finds_the_maximum() {
    let space = space(4, 0);
    for network in [Network::complete(100), Network::line(100), Network::lattice(100), Network::caveman(100)]
    {
        let end = space.search(&network, &RULES, |_, _| {});
        assert!(end.settled && end.population.scores.iter().all(|&score| score == space.maximum));
    }
}

#[test]
fn whoever_copies_nothing_right_keeps_what_it_has() {
    let space = space(5, 5);
    let rules = Rules { error: 1.0, rounds: 30, ..RULES };
    let mut before = space.start();
    space.search(&Network::complete(100), &rules, |_, now| {
        for (old, new) in before.strings.iter().zip(&now.strings) {
            assert!((old ^ new).count_ones() <= 1);
        }
        before.clone_from(now);
    });
}

#[test]
fn alone_everybody_climbs_to_a_peak_of_its_own() {
    let space = space(6, 5);
    for (network, velocity) in [(Network::empty(100), 1.0), (Network::complete(100), 0.0)] {
        let end = space.search(&network, &Rules { velocity, ..RULES }, |_, _| {});
        assert!(end.settled && end.population.strings.iter().all(|&string| space.landscape.is_peak(string)));
        assert!(end.population.unique() > 1);
    }
}

#[test]
fn agents_who_see_nobody_are_the_same_in_every_network() {
    let space = space(8, 5);
    let lone = space.search(&Network::empty(100), &Rules { rounds: 25, ..RULES }, |_, _| {});
    let blind =
        space.search(&Network::complete(100), &Rules { rounds: 25, velocity: 0.0, ..RULES }, |_, _| {});
    assert_eq!(lone.population, blind.population);
    let other = space.search(&Network::empty(100), &Rules { rounds: 25, luck: 1, ..RULES }, |_, _| {});
    assert_ne!(lone.population, other.population);
}

/// Space and start do not depend on the network; the outcome does.
#[test]
fn networks_share_the_space_and_the_start() {
    let run = |network: &str| {
        let mut values = Values::of(&INFO);
        values.set("network", network).unwrap();
        let mut rows: Vec<Vec<f64>> = Vec::new();
        LazerFriedman2007.run(&values, 3, 0..3, &mut rows);
        rows
    };
    let (complete, line) = (run("complete"), run("line"));
    assert!(complete.iter().zip(&line).any(|(a, b)| a[0] != b[0]));
    assert!(
        complete.iter().all(|row| row[5] == 1.0)
            && line.iter().all(|row| (row[5] - 101.0 / 3.0).abs() < 1e-12)
    );
    assert!(complete.iter().chain(&line).all(|row| row[1] == 1.0 && row[4] == 1.0 && row[6] == 1.0));
}

#[test]
fn impossible_values_are_named() {
    let mut values = Values::of(&INFO);
    for (name, value) in [("n", "4"), ("k", "4"), ("network", "random"), ("density", "0.01")] {
        values.set(name, value).unwrap();
    }
    let paths: Vec<String> =
        LazerFriedman2007.check(&values).into_iter().map(|problem| problem.path).collect();
    assert_eq!(paths, ["k", "density"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn scores_never_fall_and_what_settled_stays(
        seed: u64, k in 0_usize..8, velocity in 0.2_f64..=1.0, error in 0.0_f64..0.3, update in 0_usize..3, shortcuts in 0_usize..40,
    ) {
        let space = Space::draw(Streams::new(seed, 1), 40, 12, k, Drawing::Distinct);
        let mut network = Network::lattice(40);
        network.add(shortcuts, &Streams::new(seed, 1));
        let update = [Update::Synchronous, Update::TwoStage, Update::Sequential][update];
        let rules = Rules { velocity, error, update, ..RULES };
        let mut before = space.start();
        let mut fell = false;
        let end = space.search(&network, &rules, |_, now| {
            fell |= now.scores.iter().zip(&before.scores).any(|(new, old)| new < old);
            before.clone_from(now);
        });
        prop_assert!(!fell && end.settled);
        // In a network of one piece all end with the same score, and none beyond the maximum.
        prop_assert!(end.population.scores.iter().all(|&score| score == end.population.scores[0] && score <= space.maximum));
        prop_assert!(end.population.strings.iter().all(|&string| space.landscape.is_peak(string)));
    }
}
