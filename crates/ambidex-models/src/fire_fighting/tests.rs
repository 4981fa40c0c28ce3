use ambidex_core::{Catalogued, Values};
use proptest::prelude::*;

use super::organisation::{Calendar, Lab, defects_per_work};
use super::*;

/// Just below the tipping shock the lab is on time again, just above it is not; the same for the load.
#[test]
fn bisection_separates_recovery_from_permanent_fires() {
    let p = FireFighting::default();
    let tipped = |p: &FireFighting| run(p, Calendar::Kept, |_| ());
    let shock = tipping_shock(&p, Calendar::Kept);
    assert!(shock > 1.0 && shock < 4.0, "{shock}");
    let below = tipped(&FireFighting { shock: shock - 1e-6, ..p });
    let above = tipped(&FireFighting { shock: shock + 1e-6, ..p });
    assert!(!below.tipped && above.tipped);
    assert!(below.recovery.is_finite() && below.last.late <= 0.0 && below.last.concept == 1.0);
    assert!(above.recovery.is_nan() && above.last.late > p.late_for_good && above.last.concept == 0.0);
    let load = tipping_load(&p, Calendar::Kept);
    assert!(!tipped(&FireFighting { load: load - 1e-6, ..p }).tipped);
    assert!(tipped(&FireFighting { load: load + 1e-6, ..p }).tipped);
}

/// What tips is the debt of the calendar: at loads below capacity a lab that re-plans comes back from any shock.
#[test]
fn a_calendar_that_is_replanned_does_not_tip() {
    let p = FireFighting { shock: 4.0, ..FireFighting::default() };
    assert!(run(&p, Calendar::Kept, |_| ()).tipped);
    let replanned = run(&p, Calendar::Replanned, |_| ());
    assert!(!replanned.tipped && replanned.put_off > 0.0);
}

/// The lab of perfect work, no testing, no shock: everything ships on its date, and a load beyond capacity never does.
#[test]
fn perfect_work_is_on_time_up_to_capacity() {
    let clean = FireFighting {
        base_defects: 0.0,
        concept_defects: 0.0,
        fatigue_defects: 0.0,
        pressure_defects: 0.0,
        overtime: 0.0,
        draft_share: 0.0,
        shock: 1.0,
        ..FireFighting::default()
    };
    let at = |load: f64| run(&FireFighting { load, ..clean }, Calendar::Kept, |_| ());
    assert_eq!((at(1.0).last.late, at(1.0).last.defects), (0.0, 0.0));
    // Each project takes a tenth of a cycle longer than planned.
    assert_eq!(at(1.1).last.late, 0.1 * clean.cadence * clean.projects);
}

/// More shock never lets the lab finish earlier in the shocked project itself.
#[test]
fn the_shocked_release_is_the_later_the_larger_the_shock() {
    let late = |shock: f64| {
        let p = FireFighting { shock, ..FireFighting::default() };
        let mut lab = Lab::new(&p);
        loop {
            let release =
                lab.step(&p, Calendar::Kept).filter(|release| f64::from(release.project) == p.shocked);
            if let Some(release) = release {
                return release.late;
            }
        }
    };
    let delays: Vec<f64> = (0..=20).map(|i| late(1.0 + 0.1 * f64::from(i))).collect();
    assert!(delays.windows(2).all(|pair| pair[0] <= pair[1]), "{delays:?}");
    assert!(delays[0] == 0.0 && delays[20] > 0.0);
}

#[test]
fn bisection_knows_its_ends() {
    assert_eq!(tipping_point(1.0, 4.0, |_| true), 1.0);
    assert!(tipping_point(1.0, 4.0, |_| false).is_nan());
    let found = tipping_point(1.0, 4.0, |x| x >= 2.3);
    assert!((0.0..1e-8).contains(&(found - 2.3)));
}

/// The map's tipping point as found and in closed form, through the catalogue.
#[test]
fn the_map_is_run_by_the_catalogue() {
    let mut values = Values::of(FireFightingModel.info());
    values.set("model", "map").expect("known");
    for (start, end) in [("0.49", 0.0), ("0.51", 1.0)] {
        values.set("prepared", start).expect("inside");
        let mut rows: Vec<Vec<f64>> = Vec::new();
        FireFightingModel.run(&values, 1, 0..1, &mut rows);
        assert!((rows[0][0] - 0.5).abs() < 1e-8 && (rows[0][1] - 0.5).abs() < 1e-12);
        assert_eq!((rows[0][4], rows[0][5]), (1.0 - end, end));
    }
    values.set("shocked", "20").expect("inside its range");
    assert_eq!(FireFightingModel.check(&values).len(), 1);
}

proptest! {
    /// Stocks stay non-negative, shares within 0 and 1, and project after project is counted.
    #[test]
    fn states_stay_in_their_bounds(
        load in 0.3_f64..1.2, shock in 1.0_f64..3.0, concept in 0.0_f64..0.6, draft in 0.0_f64..1.0, replan: bool,
    ) {
        let p = FireFighting { load, shock, concept_defects: concept, draft_share: draft, ..FireFighting::default() };
        let calendar = if replan { Calendar::Replanned } else { Calendar::Kept };
        let mut project = 1;
        run(&p, calendar, |lab| {
            let stocks = lab.stocks;
            assert!(stocks.scope >= 0.0 && stocks.known >= 0.0 && stocks.undiscovered >= 0.0);
            for share in [lab.concept, lab.next_concept, lab.pressure, lab.fatigue] {
                assert!((0.0..=1.0).contains(&share));
            }
            assert!(lab.project == project || lab.project == project + 1);
            project = lab.project;
        });
    }

    #[test]
    fn defects_rise_with_every_cause(concept in 0.0_f64..1.0, fatigue in 0.0_f64..1.0, pressure in 0.0_f64..1.0) {
        let p = FireFighting::default();
        let best = defects_per_work(&p, 1.0, 0.0, 0.0);
        prop_assert_eq!(best, p.base_defects);
        prop_assert!(defects_per_work(&p, concept, fatigue, pressure) >= best);
    }
}
