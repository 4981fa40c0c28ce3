//! Two to fifty persons an agent give the same medians, within what is stated here.

use crate::worlds::{Worlds, setup};

/// Bounds on the difference of medians from ten persons an agent. Sampling alone moves the median of 16 worlds by about
/// 1.25 sd / 4; sd of capability is 3 to 6 points.
const POINTS: f64 = 6.0;
const KNOWLEDGE: f64 = 0.06;

#[test]
fn medians_hold_from_two_to_fifty_persons_an_agent() {
    let at = |persons: &str, worlds: u32| Worlds::new(setup(&[("persons_per_agent", persons)]), worlds);
    let ten = at("10", 16);
    let last = ten.weeks() - 1;
    for (persons, worlds) in [("2", 8), ("5", 16), ("20", 16), ("50", 16)] {
        let other = at(persons, worlds);
        for lab in 0..ten.labs() {
            let name = &ten.setup.scenario.lab[lab].name;
            let apart =
                |column: &str| (other.median(last, lab, column) - ten.median(last, lab, column)).abs();
            assert!(
                apart("capability") <= POINTS,
                "{persons} a head, {name}: {} points",
                apart("capability")
            );
            assert!(apart("k_lab_data") <= KNOWLEDGE, "{persons} a head, {name}: k {}", apart("k_lab_data"));
        }
    }
}
