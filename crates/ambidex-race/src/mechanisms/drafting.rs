//! Drafting: researchers called to put out fires (Repenning 2001; Brooks 1975).
//!
//! While the pressure of the running release exceeds P_call, the share `draft_share` of research is drafted until it
//! ships; elite units are exempt. A drafted person neither explores nor reads nor presents, and adds 1 - `brooks` of a
//! builder. Who goes first is a property of the person.

use super::{Context, Mechanism};
use crate::scenario::Charter;
use crate::state::LabState;

ambidex_core::parameters! {
    /// Parameters of drafting.
    pub struct Parameters {
        call_pressure ("P_call", "1") = 0.14 in 0.0..=1.0, plausible 0.1..=0.5;
            "Schedule pressure above which research is drafted"; Assumption("no data");
        brooks ("beta_B", "share") = 0.6 in 0.0..=1.0, plausible 0.1..=0.8;
            "Share of a drafted person's work lost to learning and coordination"; Assumption("direction of Brooks 1975");
    }
}

/// Drafts where the running release is on fire. True where the draft begins this week.
pub fn step(context: Context<'_>, lab: &mut LabState) -> bool {
    let Some(project) = &mut lab.project else { return false };
    let due = context.setup.on(Mechanism::Drafting)
        && !project.on_fire
        && lab.draft_share > 0.0
        && project.pressure > context.setup.parameters.drafting.call_pressure;
    if due {
        project.on_fire = true;
        for unit in 0..lab.units.len() {
            if lab.units[unit].charter == Charter::Research {
                draft(context, lab, unit, lab.draft_share);
            }
        }
    }
    due
}

/// Drafts a share of a unit until the running release ships.
pub fn draft(context: Context<'_>, lab: &mut LabState, unit: usize, share: f64) {
    for place in 0..lab.people.places() {
        let people = &mut lab.people;
        if people.present[place] && usize::from(people.unit[place]) == unit {
            people.drafted[place] |= context.streams.draft.uniform(people.ids[place], 0) < share;
        }
    }
}

/// The release is out: everybody goes home.
pub fn release_drafted(lab: &mut LabState) {
    lab.people.drafted.fill(false);
}
