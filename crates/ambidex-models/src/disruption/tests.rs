use ambidex_core::{Catalogued, Values};
use proptest::prelude::*;

use super::demand::{TYPES, benefits, overlap, segments, shares, worth};
use super::market::{Innovation, Market, innovated};
use super::measures::Measures;
use super::*;

fn with(mainstream: f64, niche: f64) -> Disruption {
    Disruption { preference_mainstream: mainstream, preference_niche: niche, ..Disruption::default() }
}

fn history(p: &Disruption) -> Measures {
    let mut market = Market::new(p);
    let mut measures = Measures::new(p);
    for _ in 0..p.periods as u32 {
        market.step();
        measures.see(&market);
    }
    measures
}

/// Preferences without anything in common: nobody ever buys from the other side.
#[test]
fn no_overlap_is_isolation() {
    let measures = history(&with(1.0, 0.0));
    let averages = measures.averages();
    assert_eq!(measures.regime(), Regime::Isolation);
    assert_eq!((averages.entrant_in_mainstream, averages.incumbent_in_niche), (0.0, 0.0));
    assert!(measures.entry.is_nan() && measures.takeover.is_nan());
}

/// The same preferences: both technologies are present in both segments, whatever the weights are.
#[test]
fn identical_preferences_are_convergence() {
    for a in [0.0, 0.3, 0.5, 1.0] {
        assert_eq!(history(&with(a, a)).regime(), Regime::Convergence, "{a}");
    }
}

/// An overlap in one direction only: the entrant goes where its technology is of use, and is safe at home.
#[test]
fn an_asymmetric_overlap_is_disruption() {
    for niche in [0.6, 0.7, 0.8] {
        let measures = history(&with(1.0, niche));
        assert_eq!(measures.regime(), Regime::Disruption, "{niche}");
        assert_eq!(measures.averages().incumbent_in_niche, 0.0);
        assert!(measures.entry > 1.0 && measures.takeover > measures.entry, "{niche}");
    }
}

/// The three limits do not hang on the spread of choice, nor on satiation.
#[test]
fn limits_hold_for_other_utilities() {
    for (satiation, noise) in [(1.0, 0.05), (1.0, 0.2), (0.0, 0.05), (0.0, 0.1), (0.0, 0.2)] {
        let regime = |a: f64, b: f64| history(&Disruption { satiation, noise, ..with(a, b) }).regime();
        let found = [regime(1.0, 0.0), regime(1.0, 1.0), regime(1.0, 0.7)];
        assert_eq!(
            found,
            [Regime::Isolation, Regime::Convergence, Regime::Disruption],
            "{satiation} {noise}"
        );
    }
}

/// Two firms that are alike in everything, in segments that are alike: they do the same for ever and share evenly.
#[test]
fn twins_stay_twins() {
    let p = Disruption {
        niche: 100.0,
        required_niche: 4.0,
        reserve_niche: 4.0,
        performance_entrant: 4.0,
        cost_entrant: 2.0,
        ..with(0.4, 0.4)
    };
    let mut market = Market::new(&p);
    for _ in 0..40 {
        market.step();
        assert_eq!(market.firms[0], market.firms[1]);
        let both = market.shares(0);
        assert!((both[0] - both[1]).abs() < 1e-12);
    }
}

/// Exchanging the names of the attributes changes nothing: overlaps are the same.
#[test]
fn attributes_have_no_names() {
    for (a, b) in [(0.2, 0.7), (1.0, 0.5), (0.0, 0.4)] {
        assert!((overlap(a, b) - overlap(1.0 - a, 1.0 - b)).abs() < 1e-15);
    }
    assert_eq!((overlap(1.0, 0.0), overlap(0.3, 0.3), overlap(1.0, 0.5)), (0.0, 1.0, 0.5));
}

#[test]
fn satiation_zero_is_cobb_douglas() {
    for ratio in [1.0, 1.5, 7.0] {
        assert!((worth(ratio, 1e-9) - worth(ratio, 0.0)).abs() < 1e-6);
    }
    assert_eq!((worth(1.0, 1.0), worth(1.0, 0.0)), (0.0, 0.0));
}

/// The price that just meets the net utility threshold at the functional threshold is the reserve.
#[test]
fn who_just_meets_the_threshold_is_paid_the_reserve() {
    let p = Disruption { spread: 0.0, ..Disruption::default() };
    let here = segments(&p)[0];
    let just = benefits(&p, &here, 0, p.required_mainstream);
    let none = [None; TYPES];
    let sold = |price: f64| shares(&p, &here, [&just, &none], [price, 1.0])[0];
    assert_eq!((sold(p.reserve_mainstream), sold(p.reserve_mainstream * (1.0 + 1e-9))), (1.0, 0.0));
    assert_eq!(benefits(&p, &here, 0, p.required_mainstream * (1.0 - 1e-9)), none);
}

#[test]
fn trajectories_take_over_at_the_crossing() {
    let mut values = Values::of(DisruptionModel.info());
    values.set("model", "trajectories").expect("known");
    let mut rows: Vec<Vec<f64>> = Vec::new();
    DisruptionModel.run(&values, 1, 0..1, &mut rows);
    // ln 8 / .04 = 51.99: the first whole period after it.
    assert!((rows[0][2] - 3.0 * core::f64::consts::LN_2 / 0.04).abs() < 1e-9);
    assert_eq!((rows[0][0], rows[0][1]), (2.0, 52.0));
    values.set("growth_entrant", "0.02").expect("inside");
    let mut rows: Vec<Vec<f64>> = Vec::new();
    DisruptionModel.run(&values, 1, 0..1, &mut rows);
    assert!(rows[0][0] == 0.0 && rows[0][1].is_nan() && rows[0][2].is_nan());
}

proptest! {
    /// Gibbs: no technology suits a segment better than one made for it.
    #[test]
    fn overlap_is_at_most_one(a in 0.0_f64..=1.0, b in 0.0_f64..=1.0) {
        prop_assert!((0.0..=1.0 + 1e-12).contains(&overlap(a, b)));
    }

    /// Worth rises with performance, ever more slowly.
    #[test]
    fn worth_rises_and_flattens(ratio in 1.0_f64..20.0, kappa in 0.0_f64..4.0) {
        let (low, middle, high) = (worth(ratio, kappa), worth(ratio + 0.1, kappa), worth(ratio + 0.2, kappa));
        prop_assert!(low <= middle && middle <= high);
        prop_assert!(high - middle <= middle - low + 1e-12);
    }

    /// Shares and those who do not buy sum to one; a lower price never sells less, nor does more performance.
    #[test]
    fn shares_are_shares_and_monotone(
        q in 0.5_f64..12.0, r in 0.5_f64..12.0, price in 0.1_f64..8.0, other in 0.1_f64..8.0,
        more in 1.0_f64..2.0, a in 0.0_f64..=1.0, b in 0.0_f64..=1.0, kappa in 0.0_f64..2.0,
    ) {
        let p = Disruption { satiation: kappa, ..with(a, b) };
        for here in &segments(&p) {
            let rival = benefits(&p, here, 1, r);
            let sold = |q: f64, price: f64| shares(&p, here, [&benefits(&p, here, 0, q), &rival], [price, other]);
            let now = sold(q, price);
            prop_assert!(now.iter().all(|s| (0.0..=1.0).contains(s)) && now[0] + now[1] <= 1.0 + 1e-12);
            prop_assert!(sold(q, price / more)[0] >= now[0] - 1e-12);
            prop_assert!(sold(q * more, price)[0] >= now[0] - 1e-12);
            prop_assert!(sold(q, price / more)[1] <= now[1] + 1e-12);
        }
    }

    /// Prices never fall below cost, costs never below the floor, performance never falls.
    #[test]
    fn firms_stay_in_business(a in 0.0_f64..=1.0, b in 0.0_f64..=1.0) {
        let p = with(a, b);
        let mut market = Market::new(&p);
        for _ in 0..30 {
            let before = market.firms;
            market.step();
            for (now, then) in market.firms.iter().zip(before) {
                prop_assert!(now.offer.price >= now.cost && now.cost >= p.cost_floor);
                prop_assert!(now.offer.performance >= then.offer.performance);
            }
        }
        let process = innovated(&p, &market.firms[0], Innovation::Process);
        prop_assert!(process.cost <= market.firms[0].cost);
    }
}
