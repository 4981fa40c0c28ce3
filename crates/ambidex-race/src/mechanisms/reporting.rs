//! Reporting and gaming (Holmstrom & Milgrom 1991; selection inflation; Cyert & March 1963).
//!
//! Shortfall is how far a release stays behind what the lab has come to expect of its position; drive is
//!
//! D = min(1, shortfall / 8) (g_h + (1 - g_h) hardness) (1 - integrity).
//!
//! The lab tries N = 1 + n_max D variants and reports the best-looking, and embellishes:
//!
//! reported = true + s_sel E[max of N normals] + game D.
//!
//! Users find out with probability `detection` x embellishment / game, and trust falls by half.

use super::{Context, Mechanism};
use crate::state::LabState;

ambidex_core::parameters! {
    /// Parameters of reporting.
    pub struct Parameters {
        selection_noise ("s_sel", "points") = 0.35 in 0.0..=20.0, plausible 0.2..=1.0;
            "Noise of a score between variants of one model"; Assumption("no data on this scale");
        variants ("n_max", "variants") = 26.0 in 0.0..=1000.0, plausible 10.0..=40.0;
            "Variants tried at full drive, beyond the first"; Assumption("27 private variants were counted before one release in 2025 (The Leaderboard Illusion, 2025)");
        gaming ("game", "points") = 5.0 in 0.0..=50.0, plausible 1.0..=8.0;
            "Embellishment at full drive"; Assumption("the arena gap of one release in 2025 sets the order");
        softness ("g_h", "1") = 0.25 in 0.0..=1.0, plausible 0.1..=0.5;
            "Part of the drive that does not need a hard deadline"; Assumption("no data");
        detection ("q_d", "1") = 0.7 in 0.0..=1.0, plausible 0.2..=0.9;
            "Chance that full embellishment is found out"; Assumption("no data");
        trust_recovery ("r_t", "1/week") = 0.01 in 0.0..=1.0, plausible 0.0..=0.03;
            "Rate at which trust comes back"; Assumption("no data");
    }
}

/// Shortfall [points] at which the drive is full.
const FULL_SHORTFALL: f64 = 8.0;

/// What is reported of a release.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Report {
    /// Reported score [points].
    pub score: f64,
    /// Variants tried.
    pub variants: f64,
    /// Whether users found out.
    pub detected: bool,
}

/// Drive to inflate, 0..=1.
pub fn drive(p: &Parameters, shortfall: f64, hardness: f64, integrity: f64) -> f64 {
    (shortfall / FULL_SHORTFALL).clamp(0.0, 1.0)
        * (p.softness + (1.0 - p.softness) * hardness)
        * (1.0 - integrity)
}

/// Reports a release of `points` whose position against the frontier is `position`.
pub fn report(context: Context<'_>, lab: &mut LabState, points: f64, position: f64, hardness: f64) -> Report {
    let (setup, p) = (context.setup, &context.setup.parameters.reporting);
    if !setup.on(Mechanism::Reporting) {
        return Report { score: points, variants: 1.0, detected: false };
    }
    let drive = drive(p, lab.aspiration - position, hardness, lab.integrity);
    let variants = 1.0 + p.variants * drive;
    let score = points + p.selection_noise * setup.expected_maximum.of(variants) + p.gaming * drive;
    let detected = context.streams.detection.uniform(lab.key, context.week) < p.detection * drive;
    if detected {
        lab.trust *= 0.5;
    }
    Report { score, variants, detected }
}

/// Trust comes back slowly.
pub fn step(context: Context<'_>, lab: &mut LabState) {
    lab.trust += context.setup.parameters.reporting.trust_recovery * (1.0 - lab.trust);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_drive_without_shortfall_or_with_full_integrity() {
        let p = Parameters::default();
        assert_eq!(drive(&p, -3.0, 1.0, 0.0), 0.0);
        assert_eq!(drive(&p, 9.0, 1.0, 1.0), 0.0);
        assert_eq!(drive(&p, 9.0, 1.0, 0.0), 1.0);
        assert!(drive(&p, 4.0, 1.0, 0.5) > drive(&p, 4.0, 0.0, 0.5));
    }
}
