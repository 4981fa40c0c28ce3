//! Equality to the bit: of paths, of ranges, and with the plain program.

use proptest::prelude::*;

use super::scalar::Scalar;
use super::*;

/// Any setting inside the ranges, small enough for the plain program.
fn settings() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let rate = || prop_oneof![Just(0.0), Just(1.0), 0.0..1.0];
    let sizes = (prop_oneof![1_u32..140, Just(64), Just(128)], prop_oneof![1_u32..40, 60_u32..70], 1_u32..25);
    let rates =
        (rate(), rate(), prop_oneof![Just(0.0), 0.0..1.0], prop_oneof![Just(0.0), 0.0..0.3], rate(), rate());
    let variant = prop::sample::select(vec!["w2019", "watts", "literal", "r2017"]);
    let switches: Vec<_> = rules::CHOICES[1..7]
        .iter()
        .map(|choice| {
            let words: Vec<_> = choice.options.iter().map(|(word, _)| *word).collect();
            prop::sample::select(words).prop_map(move |word| (choice.name, word.to_owned()))
        })
        .collect();
    (sizes, rates, variant, switches).prop_map(
        |((n, m, t), (p1, p2, p3, p4, share, fast), variant, switches)| {
            let mut settings = switches;
            settings.push(("variant", variant.to_owned()));
            settings.extend(
                [("individuals", n), ("dimensions", m), ("periods", t)].map(|(s, x)| (s, x.to_string())),
            );
            let rates = [
                ("socialization", p1),
                ("code_learning", p2),
                ("turnover", p3),
                ("turbulence", p4),
                ("share_fast", share),
                ("socialization_fast", fast),
            ];
            settings.extend(rates.map(|(name, rate): (_, f64)| (name, rate.to_string())));
            settings
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// All paths of this machine give the bits of the portable one, and so does the plain program, period by period; a
    /// replicate settles when, and only when, the plain program finds nothing that could change.
    #[test]
    fn every_path_is_the_plain_program(settings in settings(), seed: u64, first in 0_u32..1000) {
        let values = values(&settings);
        let portable = all(Path::Portable, &values, seed, first..first + 2);
        for path in Path::available() {
            prop_assert_eq!(&all(path, &values, seed, first..first + 2), &portable, "{:?}", path);
        }
        let mut plain = Scalar::start(&values, seed, first + 1);
        let periods = values.number("periods") as usize;
        let mut stands_since = None;
        for (period, (replicate, number, row)) in (1_u32..).zip(&portable.series[periods..]) {
            if stands_since.is_none() && plain.settles() && !plain.could_change() {
                stands_since = Some(period - 1);
            }
            plain.period(period);
            prop_assert_eq!((*replicate, *number), (first + 1, period));
            prop_assert_eq!(row, &as_bits(&plain.row()), "period {}", period);
        }
        let (_, outcomes) = &portable.outcomes[1];
        let expected = [
            f64::from(stands_since.unwrap_or(periods as u32)),
            f64::from(u8::from(stands_since.is_some())),
        ];
        prop_assert_eq!(&outcomes[SERIES..], &as_bits(&expected)[..]);
    }

    /// A replicate does not depend on the range it is run in.
    #[test]
    fn a_replicate_does_not_know_its_neighbours(settings in settings(), seed: u64, start in 0_u32..20, own in 0_u32..12) {
        let values = values(&settings);
        let crowd = all(Path::widest(), &values, seed, start..start + 12);
        let alone = all(Path::widest(), &values, seed, start + own..start + own + 1);
        prop_assert_eq!(&crowd.outcomes[own as usize..=own as usize], &alone.outcomes[..]);
        let periods = values.number("periods") as usize;
        let place = own as usize * periods;
        prop_assert_eq!(&crowd.series[place..place + periods], &alone.series[..]);
    }

    /// Code and individuals mirror reality: knowledge is inside its scale, and the two scales agree.
    #[test]
    fn knowledge_is_inside_its_scales(settings in settings(), seed: u64) {
        let values = values(&settings);
        let mut rows: Vec<Vec<f64>> = Vec::new();
        run_on(Path::widest(), &values, seed, 0..8, &mut rows);
        for row in rows {
            for (score, right) in [(row[0], row[1]), (row[2], row[3])] {
                prop_assert!((-1.0..=1.0).contains(&score) && (0.0..=1.0).contains(&right));
                // wrong = right - score lies in 0..=1 - right.
                prop_assert!(right - score > -1e-12 && 2.0 * right - score < 1.0 + 1e-12);
            }
        }
    }
}

/// One more individual, and one more dimension, change nobody's beliefs at the start and nobody's coins.
#[test]
fn entities_keep_their_draws() {
    let start = |n: &str, m: &str| {
        let values = named(&[("individuals", n), ("dimensions", m)]);
        let setup = Setup::of(&values);
        (Batch::start(&setup, 5, 0, 8), setup.rows)
    };
    let ((small, rows), (large, more_rows)) = (start("64", "30"), start("65", "41"));
    assert_eq!(small.plus[..30], large.plus[..30]);
    assert_eq!(small.reality[..30], large.reality[..30]);
    assert!(rows < more_rows && large.plus[more_rows].0 != [0; REPLICATES]);
}

/// The largest organisation that can be asked for runs.
#[test]
fn the_largest_runs() {
    let values = named(&[
        ("individuals", "10000"),
        ("dimensions", "1000"),
        ("periods", "2"),
        ("turnover", "0.1"),
        ("turbulence", "0.1"),
        ("share_fast", "0.37"),
    ]);
    let ran = all(Path::widest(), &values, 1, 0..1);
    assert_eq!((ran.outcomes.len(), ran.series.len()), (1, 2));
}
