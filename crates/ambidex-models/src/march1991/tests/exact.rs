//! Closed forms and frequencies, at stated levels.

use super::super::random::{Chance, Source};
use super::*;
use ambidex_core::streams::Purpose;

const SEED: u64 = 20;

/// Mean of an outcome with its standard error.
fn measured(values: &Values, replicates: u32, place: usize) -> [f64; 2] {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    run_on(Path::widest(), values, SEED, 0..replicates, &mut rows);
    let n = f64::from(replicates);
    let mean = rows.iter().map(|row| row[place]).sum::<f64>() / n;
    let variance = rows.iter().map(|row| (row[place] - mean).powi(2)).sum::<f64>() / (n - 1.0);
    [mean, (variance / n).sqrt()]
}

/// Two-sided level 6e-5 a comparison.
const CRITICAL: f64 = 4.0;

/// M = 1: the code is right after t periods with the chance that somebody right was heard, whatever p1 is. With coins
/// 1 - ((1 + (1-p2)^t + (1-p2/2)^t) / 3)^N, without 1 - ((2 + (1-p2)^t) / 3)^N.
#[test]
fn one_dimension_has_a_closed_form() {
    let cases = [(1, 0.1, 1), (1, 0.1, 5), (2, 0.5, 2), (3, 0.9, 3), (50, 0.01, 2), (70, 0.01, 3)];
    for variant in ["w2019", "watts", "literal"] {
        for (n, p2, t) in cases {
            let values = values(&[
                ("variant", variant.to_owned()),
                ("dimensions", "1".to_owned()),
                ("individuals", n.to_string()),
                ("code_learning", p2.to_string()),
                ("socialization", "0.3".to_owned()),
                ("periods", t.to_string()),
            ]);
            let stays = 1.0 - p2;
            let unheard = if variant == "w2019" {
                (1.0 + f64::powi(stays, t) + f64::powi(1.0 - p2 / 2.0, t)) / 3.0
            } else {
                (2.0 + f64::powi(stays, t)) / 3.0
            };
            let exact = 1.0 - unheard.powi(n);
            let [mean, se] = measured(&values, 40_000, 0);
            assert!(
                (mean - exact).abs() < CRITICAL * se,
                "{variant} N={n} p2={p2} t={t}: {mean} ({se}), {exact}"
            );
        }
    }
}

/// M = 2, N = 1, in the end: score 4/9 with coins, 2/9 by scores without, 2/9 + (1-p2) / (9 (2-p2)) by matches; the last
/// with a third of the dimensions right.
#[test]
fn two_dimensions_have_limits() {
    let p2 = 0.5;
    for (variant, exact) in
        [("w2019", 4.0 / 9.0), ("watts", 2.0 / 9.0), ("literal", 2.0 / 9.0 + (1.0 - p2) / (9.0 * (2.0 - p2)))]
    {
        let settings = [
            ("variant", variant),
            ("dimensions", "2"),
            ("individuals", "1"),
            ("code_learning", "0.5"),
            ("socialization", "0.5"),
            ("periods", "2000"),
        ];
        let [mean, se] = measured(&named(&settings), 100_000, 0);
        assert!((mean - exact).abs() < CRITICAL * se, "{variant}: {mean} ({se}), {exact}");
    }
    let literal =
        named(&[("variant", "literal"), ("dimensions", "2"), ("individuals", "1"), ("periods", "2000")]);
    let [right, se] = measured(&literal, 100_000, 1);
    assert!((right - 1.0 / 3.0).abs() < CRITICAL * se, "{right} ({se})");
}

/// The code starts without beliefs: in the first period nobody is socialized, and the code's score is what an
/// individual's mean score is not: above 0. Variance of initial knowledge: 2/3 M over M^2.
#[test]
fn the_first_period_leaves_individuals_alone() {
    let first =
        named(&[("individuals", "1"), ("periods", "1"), ("socialization", "1"), ("code_learning", "1")]);
    let [mean, se] = measured(&first, 40_000, 2);
    assert!(mean.abs() < CRITICAL * se, "{mean} ({se})");
    let variance = se * se * 40_000.0;
    // Kurtosis of a sum of 30 terms is near 3: the variance of a variance is 2 V^2 / n.
    let exact = 2.0 / 3.0 / 30.0;
    assert!((variance - exact).abs() < CRITICAL * exact * (2.0_f64 / 40_000.0).sqrt(), "{variance}, {exact}");
}

/// Share of places where a chance happens, over replicates, rows and periods, and how often it does at two places, each
/// pair of neighbours in one direction of the address; |z| < 4.5, two-sided level 7e-6, some 40 comparisons.
#[test]
fn masks_have_their_chance_and_no_pairs() {
    const PERIODS: u32 = 60;
    const ROWS: u64 = 60;
    let source = Source::new(3, 0, Purpose("test.masks"));
    for p in [1e-3, 0.1, 0.3333, 0.5, 0.9, 0.999] {
        let chance = Chance::even(p);
        let mask = |period: u32, row: u64| source.period(period).row(row).happens(Lanes::ALL, &chance);
        let mut counts = [0_u64; 6];
        for period in 0..PERIODS {
            for row in 0..ROWS {
                let own = mask(period, row);
                let turned = |lanes: u32| Lanes::of(|lane| own.0[(lane + lanes as usize) % REPLICATES]);
                let others = [
                    own,
                    mask(period + 1, row),
                    mask(period, row + 1),
                    mask(period, row + 1024),
                    Lanes(own.0.map(|word| word.rotate_left(1))),
                    turned(1),
                ];
                for (count, other) in counts.iter_mut().zip(others) {
                    *count += (own & other).0.iter().map(|word| u64::from(word.count_ones())).sum::<u64>();
                }
            }
        }
        let n = f64::from(PERIODS) * ROWS as f64 * 512.0;
        for (place, count) in counts.into_iter().enumerate() {
            let q = if place == 0 { p } else { p * p };
            // Pairs overlap in a chain, which adds twice their covariance p^3 - p^4.
            let chain = if place == 0 { 0.0 } else { 2.0 * p * p * p * (1.0 - p) };
            let z = (count as f64 - n * q) / (n * (q * (1.0 - q) + chain)).sqrt();
            assert!(z.abs() < 4.5, "p = {p}, place {place}: z = {z}");
        }
    }
}

/// Planes of one row, and rows of one period: bits agree half the time, for each of the 64 places of a word and for
/// shifts up to 3 planes; chi-square over places, standardised, |z| < 4.5.
#[test]
fn planes_are_fair_and_apart() {
    let words = Source::new(4, 0, Purpose("test.planes")).period(1);
    let mut ones = [[0_u32; 64]; 4];
    let mut n = 0.0;
    for row in 0..4000 {
        let row = words.row(row);
        for plane in 0..8 {
            let own = row.word(plane);
            for (shift, ones) in (0..).zip(&mut ones) {
                let other = if shift == 0 { own } else { own ^ row.word(plane + shift) };
                for (place, ones) in ones.iter_mut().enumerate() {
                    *ones += other.0.iter().map(|word| (word >> place & 1) as u32).sum::<u32>();
                }
            }
            n += 8.0;
        }
    }
    for (shift, ones) in ones.iter().enumerate() {
        let chi: f64 = ones.iter().map(|&x| (f64::from(x) - n / 2.0).powi(2) / (n / 4.0)).sum();
        let z = (chi - 64.0) / 128.0_f64.sqrt();
        assert!(z.abs() < 4.5, "shift {shift}: chi-square {chi} of 64");
    }
}

/// Beliefs at the start take their three values with equal chances; |z| < 4.5.
#[test]
fn beliefs_start_in_thirds() {
    let words = Source::new(5, 0, Purpose("test.thirds")).period(0);
    let mut counts = [0_u64; 2];
    for row in 0..2000 {
        let drawn = words.row(row).thirds(Lanes::ALL);
        for (count, lanes) in counts.iter_mut().zip(drawn) {
            *count += lanes.0.iter().map(|word| u64::from(word.count_ones())).sum::<u64>();
        }
        assert!((drawn[0] & drawn[1]).is_none());
    }
    let n = 2000.0 * 512.0_f64;
    for count in counts {
        let z = (count as f64 - n / 3.0) / (n * 2.0 / 9.0).sqrt();
        assert!(z.abs() < 4.5, "{z}");
    }
}
