use ambidex_core::parameters::Parameters;
use proptest::prelude::*;

use super::*;

fn fixed(p: &Science) -> Field {
    Field::new(p, Launches::Fixed, &launches::strengths(p, None))
}

/// People are neither made nor lost: to 1e-9 of 500 over 2000 years, under both rules of launching.
#[test]
fn people_are_conserved() {
    let p = Science::default();
    let random = Launches::random(&Streams::new(5, 2));
    for launches in [Launches::Fixed, random] {
        let mut field = Field::new(&p, launches, &launches::strengths(&p, None));
        for _ in 0..8000 {
            field.step();
            let seen = field.observe();
            assert!((seen.total - 500.0).abs() < 1e-9, "{}", seen.total);
            assert!((0.0..=1.0).contains(&seen.confidence));
        }
    }
}

/// The step of a lone paradigm at the start, by hand from the equations of the file.
#[test]
fn the_first_step_is_that_of_the_equations() {
    let p = Science::default();
    let mut field = fixed(&p);
    field.step();
    let after = field.paradigms()[0];
    let sanctioned = 0.95 + 0.05 * (0.96 - 0.8) / 0.2;
    let resolving = sanctioned * 0.25 * (0.25 * (0.275 / 4.0) / 0.125);
    let solving = 500.0 * (sanctioned - resolving);
    let difficulty: f64 = 2.0 * (1.0 + 1985.0 / 400.0);
    let tolerated = 4.0 * (4.5 + 5.5 * 0.6);
    let resolved = 500.0 * resolving / (5.0 * difficulty);
    let solved = solving / difficulty + resolved;
    assert!((after.solved - (1985.0 + 0.25 * solved)).abs() < 1e-9);
    let scaled = (1.44 * ambidex_core::maths::ln(difficulty / tolerated) + 2.0) / 4.0;
    let recognition = 0.02 + 0.02 * (scaled - 0.125) / 0.125;
    let recognised = solving / tolerated * recognition;
    assert!((0.125..0.25).contains(&scaled));
    assert!((after.anomalies - (2.75 + 0.25 * (recognised - resolved))).abs() < 1e-9);
    assert_eq!(after.remembered, 1985.0);
    assert!((after.practitioners - 500.0).abs() < 1e-12);
}

/// Without conception nothing is ever launched, and the first paradigm keeps everybody.
#[test]
fn a_field_without_founders_never_changes_hands() {
    let mut p = Science::default();
    for name in ["creation_solving", "creation_anomalies", "creation_others"] {
        p.set(name, 0.0).expect("inside");
    }
    let mut field = Field::new(&p, Launches::random(&Streams::new(1, 0)), &launches::strengths(&p, None));
    (0..4000).for_each(|_| field.step());
    assert_eq!((field.launched(), field.observe().dominant, field.observe().paradigms), (1, 1, 1));
}

/// Launches of a paradigm that nobody can leave: with a probability of 1 a step, one a step until all are launched.
#[test]
fn at_most_one_paradigm_is_launched_a_step() {
    let mut p = Science::default();
    p.set("creation_solving", 1.0).expect("inside");
    p.set("creation_discount", 1.0).expect("inside");
    let mut field = Field::new(&p, Launches::random(&Streams::new(1, 0)), &launches::strengths(&p, None));
    for step in 1..24 {
        field.step();
        assert_eq!(field.launched(), 1 + step);
        assert!((field.paradigms()[step].practitioners - p.founders).abs() < 1e-12);
    }
}

/// A lone paradigm with fixed launches: the numbers of the file decide when; none comes in the same step as another.
#[test]
fn fixed_launches_come_at_their_years() {
    let p = Science::default();
    let mut field = fixed(&p);
    for step in 0..8000_u32 {
        field.step();
        let year = f64::from(step) * 0.25;
        assert_eq!(field.launched(), launches::FIXED.iter().filter(|&&due| due <= year).count());
    }
    assert_eq!(field.launched(), 25);
}

/// Halving the step of a smooth stretch without launches halves the error of Euler's rule.
#[test]
fn steps_converge() {
    let solved = |steps: f64| {
        let mut p = Science::default();
        p.set("steps", steps).expect("inside");
        let mut field = fixed(&p);
        (0..39 * steps as u32).for_each(|_| field.step());
        field.observe().solved
    };
    let (coarse, middle, fine) = (solved(8.0), solved(16.0), solved(32.0));
    let ratio = (coarse - middle) / (middle - fine);
    assert!((1.8..2.2).contains(&ratio), "{ratio}");
}

#[test]
fn the_check_keeps_the_dominant_paradigm_populated() {
    let mut values = Values::of(&INFO);
    assert!(StermanWittenberg1999.check(&values).is_empty());
    values.set("founders", "50").expect("inside its range");
    assert_eq!(StermanWittenberg1999.check(&values).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Conservation and bounds hold for other fields too, with paradigms that differ in strength.
    #[test]
    fn stocks_stay_in_their_bounds(
        people in 300.0_f64..3000.0, founders in 1.0_f64..6.0, rate in 0.0_f64..0.01, seed: u64,
    ) {
        let mut p = Science::default();
        for (name, value) in [("practitioners", people), ("founders", founders), ("creation_anomalies", rate)] {
            p.set(name, value).expect("inside");
        }
        let streams = Streams::new(seed, 0);
        let mut field = Field::new(&p, Launches::random(&streams), &launches::strengths(&p, Some(&streams)));
        for _ in 0..1200 {
            field.step();
        }
        prop_assert!((field.observe().total - people).abs() < 1e-9 * people);
        for q in field.paradigms() {
            prop_assert!(q.practitioners >= 0.0 && (0.0..=1.0).contains(&q.confidence) && q.solved > 0.0);
        }
    }
}
