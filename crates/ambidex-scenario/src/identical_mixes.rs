//! The placebo of the pattern table: one mix of attention, voice and expertise in all labs, with sizes, compute,
//! calendars, openness and decisions left as they are. A pattern that is as frequent under it does not come from what
//! was typed in about the labs' profiles.

use ambidex_race::scenario::{Action, ByDomain, Charter, Scenario, Unit};

use crate::identical_organisations::mean_attention;

/// The scenario with the same mix in all labs: attention is the mean of the labs' attentions, voice the mean over the
/// units of a charter, and every manager knows every domain half.
pub(crate) fn identical_mixes(scenario: &Scenario) -> Scenario {
    let attention = mean_attention(scenario, scenario.lab.iter().map(|lab| (1.0, &lab.attention)));
    let half: ByDomain = scenario.domain.iter().map(|domain| (domain.name.clone(), 0.5)).collect();
    let mix = |unit: &mut Unit| {
        unit.attention = ByDomain::new();
        unit.voice = mean_voice(scenario, unit.charter).unwrap_or(unit.voice);
        unit.manager.expertise.clone_from(&half);
    };
    let mut mixed = scenario.clone();
    for lab in &mut mixed.lab {
        lab.attention.clone_from(&attention);
        lab.unit.iter_mut().for_each(mix);
    }
    mixed.intervention.retain(|change| !matches!(change.action, Action::SetAttention { .. }));
    for change in &mut mixed.intervention {
        match &mut change.action {
            Action::CreateUnit { unit } => mix(unit),
            Action::ReplaceManager { manager, .. } => manager.expertise.clone_from(&half),
            _ => {}
        }
    }
    mixed
}

/// Mean voice of the units of a charter at the start; `None` where there is none.
fn mean_voice(scenario: &Scenario, charter: Charter) -> Option<f64> {
    let units = scenario.lab.iter().flat_map(|lab| &lab.unit).filter(|unit| unit.charter == charter);
    let (n, sum) = units.fold((0.0, 0.0), |(n, sum), unit| (n + 1.0, sum + unit.voice));
    (n > 0.0).then(|| sum / n)
}
