//! The rule that turns effects into a verdict.
//!
//! Effects are oriented: above zero is what the claim says. In order:
//!
//! 1. The whole interval below zero, or within the margin that matters: *refuted*. Zero within it else: *not decided*.
//! 2. Where a placebo of equal strength does as much, the effect is not due to what the claim blames: *refuted* where
//!    the difference is surely below the margin, *not decided* where that is not sure either.
//! 3. Where taking away one coefficient takes the effect away, and that coefficient is an assumption: *assumed*.
//! 4. *Holds* where it beats its placebo, survives the veil of ignorance and has its sign in at least nine tenths of the
//!    space; *holds partly* where one of these is missing, a placebo that nobody could give included.
//!
//! Samples of points and worlds with seeds of their own must each come to the verdict of all together: *not decided* else.

use serde::{Deserialize, Serialize};

use crate::effect::{Effect, Shares};

/// Share of the space in which a sign must hold.
pub const MOST_OF_THE_SPACE: f64 = 0.9;

/// What became of a claim about a mechanism, from the weakest to the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The opposite, nothing that matters, or no more than a placebo.
    Refuted,
    /// The interval holds both, or two seeds differ.
    NotDecided,
    /// It follows from one coefficient that was assumed.
    Assumed,
    /// The sign is right, and one of the conditions is missing.
    HoldsPartly,
    /// It beats its placebo, survives the veil, nearly everywhere.
    Holds,
}

impl Verdict {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::HoldsPartly => "holds partly",
            Self::Refuted => "refuted",
            Self::NotDecided => "not decided",
            Self::Assumed => "assumed",
        }
    }
}

/// The effect without one mechanism.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knocked {
    /// What is left of the effect.
    pub left: Effect,
    /// Effect minus what is left, paired.
    pub lost: Effect,
    /// Whether the coefficient that was taken away is an assumption.
    pub assumption: bool,
}

impl Knocked {
    /// Whether the mechanism carries the effect: it goes with it.
    pub fn is_removed(&self) -> bool {
        !self.left.is_above(0.0) && self.lost.is_above(0.0)
    }
}

/// All that a verdict rests on; oriented.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Treatment minus baseline.
    pub effect: Effect,
    /// Treatment minus placebo; none where there is no placebo.
    pub beyond_placebo: Option<Effect>,
    /// Treatment minus placebo, or minus baseline where there is none, behind the veil; none where it was not asked.
    pub veiled: Option<Effect>,
    /// Shares of the space.
    pub shares: Shares,
    /// Mechanisms taken away.
    pub knocked: Vec<Knocked>,
    /// Smallest difference that matters.
    pub margin: f64,
}

/// Verdict with its reasons.
pub fn verdict(evidence: &Evidence) -> (Verdict, Vec<&'static str>) {
    let effect = evidence.effect;
    if effect.is_below(0.0) {
        return (Verdict::Refuted, vec!["the effect has the opposite sign"]);
    }
    if effect.is_below(evidence.margin) && effect.is_above(-evidence.margin) {
        return (Verdict::Refuted, vec!["the effect is smaller than what matters"]);
    }
    if !effect.is_above(0.0) {
        return (Verdict::NotDecided, vec!["the interval holds zero"]);
    }
    match evidence.beyond_placebo {
        Some(beyond) if beyond.is_below(evidence.margin) => {
            return (Verdict::Refuted, vec!["its placebo does as much"]);
        }
        Some(beyond) if !beyond.is_above(0.0) => {
            return (Verdict::NotDecided, vec!["it cannot be told from its placebo"]);
        }
        _ => {}
    }
    if evidence.knocked.iter().any(|knocked| knocked.assumption && knocked.is_removed()) {
        return (Verdict::Assumed, vec!["one assumed coefficient carries it"]);
    }
    let missing = missing(evidence);
    (if missing.is_empty() { Verdict::Holds } else { Verdict::HoldsPartly }, missing)
}

fn missing(evidence: &Evidence) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if evidence.beyond_placebo.is_none() {
        missing.push("there is no placebo of equal strength");
    }
    match evidence.veiled {
        None => missing.push("it was not tested behind the veil of ignorance"),
        Some(veiled) if !veiled.is_above(0.0) => missing.push("it does not survive the veil of ignorance"),
        Some(_) => {}
    }
    if evidence.shares.sign < MOST_OF_THE_SPACE {
        missing.push("its sign turns within the plausible space");
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn effect(mean: f64, half: f64) -> Effect {
        Effect { mean, low: mean - half, high: mean + half }
    }

    fn shares(sign: f64) -> Shares {
        Shares { sign, low: sign, high: sign, significant: sign }
    }

    fn strong() -> Evidence {
        Evidence {
            effect: effect(3.0, 0.5),
            beyond_placebo: Some(effect(2.5, 0.5)),
            veiled: Some(effect(2.0, 0.5)),
            shares: shares(1.0),
            knocked: Vec::new(),
            margin: 0.5,
        }
    }

    #[test]
    fn all_conditions_met_holds_and_each_missing_one_does_not() {
        assert_eq!(verdict(&strong()).0, Verdict::Holds);
        let weaker = [
            Evidence { beyond_placebo: None, ..strong() },
            Evidence { veiled: None, ..strong() },
            Evidence { veiled: Some(effect(0.1, 0.5)), ..strong() },
            Evidence { shares: shares(0.8), ..strong() },
        ];
        for evidence in weaker {
            assert_eq!(verdict(&evidence).0, Verdict::HoldsPartly, "{evidence:?}");
        }
    }

    #[test]
    fn what_one_assumption_carries_is_assumed() {
        let removed = Knocked { left: effect(0.0, 0.3), lost: effect(3.0, 0.5), assumption: true };
        let of = |knocked| verdict(&Evidence { knocked: vec![knocked], ..strong() }).0;
        assert_eq!(of(removed), Verdict::Assumed);
        assert_eq!(of(Knocked { assumption: false, ..removed }), Verdict::Holds);
        assert_eq!(of(Knocked { left: effect(2.0, 0.3), ..removed }), Verdict::Holds);
        assert_eq!(of(Knocked { lost: effect(0.2, 0.5), ..removed }), Verdict::Holds);
    }

    proptest! {
        #[test]
        fn an_effect_equal_to_its_placebo_never_holds(
            mean in -5.0_f64..5.0, half in 0.0_f64..3.0, wide in 0.0_f64..3.0, off in -1.0_f64..1.0, sign in 0.0_f64..1.0,
        ) {
            let evidence = Evidence {
                effect: effect(mean, half),
                beyond_placebo: Some(effect(off * wide, wide)),
                shares: shares(sign),
                ..strong()
            };
            prop_assert!(!matches!(verdict(&evidence).0, Verdict::Holds | Verdict::HoldsPartly | Verdict::Assumed));
        }

        #[test]
        fn an_effect_whose_interval_holds_zero_never_holds(half in 0.0_f64..5.0, off in -1.0_f64..1.0) {
            let evidence = Evidence { effect: effect(off * half, half), ..strong() };
            prop_assert!(matches!(verdict(&evidence).0, Verdict::Refuted | Verdict::NotDecided));
        }

        #[test]
        fn the_opposite_sign_is_always_refuted(mean in 0.01_f64..9.0, share in 0.0_f64..0.99) {
            let evidence = Evidence { effect: effect(-mean, mean * share), ..strong() };
            prop_assert_eq!(verdict(&evidence).0, Verdict::Refuted);
        }

        #[test]
        fn more_evidence_for_the_sign_never_unmakes_a_verdict(extra in 0.0_f64..5.0) {
            let evidence = Evidence { effect: effect(3.0 + extra, 0.5), ..strong() };
            prop_assert_eq!(verdict(&evidence).0, Verdict::Holds);
        }
    }
}
