//! The strong placebo: every lab is given the mean lab's organisation and keeps its own size, compute and calendar.
//!
//! The mean lab has one unit a charter, with the mean of the labs' shares of persons in that charter. Shares of time,
//! voice and managers are means over all units of the charter, each weighted by its share of its lab's persons;
//! attention and the lab's own numbers are means over labs. What happens to one lab alone is taken back, except
//! calendar, compute, hiring, poaching and lay-offs, which go to the unit of the same charter.

use std::collections::BTreeMap;

use ambidex_race::scenario::{Action, ByDomain, Charter, Lab, Manager, Scenario, Text, Unit};

/// The scenario with one organisation in all labs.
pub(crate) fn identical_organisations(scenario: &Scenario) -> Scenario {
    let units = mean_units(scenario);
    let charters = charters(scenario);
    let mut mixed = scenario.clone();
    for (lab, own) in mixed.lab.iter_mut().zip(&scenario.lab) {
        *lab = mean_lab(scenario, own);
        lab.unit = units
            .iter()
            .map(|unit| Unit { head_count: unit.head_count * persons(own), ..unit.clone() })
            .collect();
    }
    mixed.intervention.retain(|change| keeps(&change.action));
    for change in &mut mixed.intervention {
        rename(&mut change.action, |unit| unit_for(charters.get(&(change.lab.as_str(), unit)), &units));
    }
    mixed.rule.retain(|rule| keeps(&rule.action));
    for rule in &mut mixed.rule {
        rename(&mut rule.action, |unit| unit_for(charters.get(&(rule.lab.as_str(), unit)), &units));
    }
    mixed
}

/// What a lab may have alone.
fn keeps(action: &Action) -> bool {
    matches!(
        action,
        Action::SetCalendar { .. }
            | Action::SetCompute { .. }
            | Action::Hire { .. }
            | Action::Poach { .. }
            | Action::LayOff { .. }
    )
}

fn rename(action: &mut Action, name: impl Fn(&str) -> String) {
    if let Action::Hire { unit, .. } | Action::Poach { unit, .. } | Action::LayOff { unit, .. } = action {
        *unit = name(unit);
    }
}

/// Charters of all units by lab and name, those created later included.
fn charters(scenario: &Scenario) -> BTreeMap<(&str, &str), Charter> {
    let at_start = scenario.lab.iter().flat_map(|lab| lab.unit.iter().map(|unit| (lab.name.as_str(), unit)));
    let created = scenario.intervention.iter().filter_map(|change| match &change.action {
        Action::CreateUnit { unit } => Some((change.lab.as_str(), unit.as_ref())),
        _ => None,
    });
    at_start.chain(created).map(|(lab, unit)| ((lab, unit.name.as_str()), unit.charter)).collect()
}

/// Name of the mean lab's unit for a charter; the first one where the mean lab has none of that charter.
fn unit_for(charter: Option<&Charter>, units: &[Unit]) -> String {
    let same = units.iter().find(|unit| Some(&unit.charter) == charter);
    same.or(units.first()).map_or_else(String::new, |unit| unit.name.clone())
}

fn mean_lab(scenario: &Scenario, own: &Lab) -> Lab {
    let mean =
        |value: fn(&Lab) -> f64| scenario.lab.iter().map(value).sum::<f64>() / scenario.lab.len() as f64;
    let slots: Vec<f64> = scenario.lab.iter().filter_map(|lab| lab.slots).collect();
    Lab {
        integrity: mean(|lab| lab.integrity),
        far_ties: mean(|lab| lab.far_ties),
        product_tilt: mean(|lab| lab.product_tilt),
        draft_share: mean(|lab| lab.draft_share),
        publication_gate: mean(|lab| lab.publication_gate),
        slots: (!slots.is_empty()).then(|| slots.iter().sum::<f64>() / slots.len() as f64),
        attention: mean_attention(scenario, scenario.lab.iter().map(|lab| (1.0, &lab.attention))),
        tilt_towards: mean_tilt(scenario),
        ..own.clone()
    }
}

/// One unit a charter, with its share of persons in `head_count`.
fn mean_units(scenario: &Scenario) -> Vec<Unit> {
    let names = [(Charter::Research, "research"), (Charter::Product, "product"), (Charter::Elite, "elite")];
    names.into_iter().filter_map(|(charter, name)| mean_unit(scenario, charter, name)).collect()
}

/// A unit, its lab, and its share of the lab's persons.
type Weighted<'a> = (f64, &'a Lab, &'a Unit);

fn mean_unit(scenario: &Scenario, charter: Charter, name: &str) -> Option<Unit> {
    let weighted = |lab: &'_ Lab, unit: &'_ Unit| unit.head_count / persons(lab);
    let all =
        scenario.lab.iter().flat_map(|lab| lab.unit.iter().map(move |unit| (weighted(lab, unit), lab, unit)));
    let units: Vec<Weighted<'_>> =
        all.filter(|(weight, _, unit)| unit.charter == charter && *weight > 0.0).collect();
    if units.is_empty() {
        return None;
    }
    let attention = units.iter().map(|(weight, lab, unit)| {
        (*weight, if unit.attention.is_empty() { &lab.attention } else { &unit.attention })
    });
    Some(Unit {
        name: name.to_owned(),
        title: Text::default(),
        charter,
        head_count: units.iter().map(|(weight, ..)| weight).sum::<f64>() / scenario.lab.len() as f64,
        explore: mean_given(&units, |unit| unit.explore),
        build: mean_given(&units, |unit| unit.build),
        integrate: mean_given(&units, |unit| unit.integrate),
        voice: mean_given(&units, |unit| Some(unit.voice))?,
        attention: mean_attention(scenario, attention),
        reports_to: None,
        manager: mean_manager(scenario, &units),
    })
}

/// Mean over the units that say; `None` where none does.
fn mean_given(units: &[Weighted<'_>], value: impl Fn(&Unit) -> Option<f64>) -> Option<f64> {
    let given = units.iter().filter_map(|(weight, _, unit)| Some((*weight, value(unit)?)));
    let (weights, sum) = given.fold((0.0, 0.0), |(w, s), (weight, value)| (w + weight, s + weight * value));
    (weights > 0.0).then(|| sum / weights)
}

fn mean_manager(scenario: &Scenario, units: &[Weighted<'_>]) -> Manager {
    let expertise = |domain: &str| {
        mean_given(units, |unit| Some(unit.manager.expertise.get(domain).copied().unwrap_or(0.5)))
            .unwrap_or(0.5)
    };
    let known = scenario.domain.iter().map(|domain| (domain.name.clone(), expertise(&domain.name)));
    let overconfidence = mean_given(units, |unit| Some(unit.manager.overconfidence));
    Manager {
        expertise: known.collect(),
        overconfidence: overconfidence.unwrap_or(Manager::default().overconfidence),
    }
}

/// Weighted mean of attentions, each scaled to the sum 1 and even where not given.
pub(crate) fn mean_attention<'a>(
    scenario: &Scenario,
    all: impl Iterator<Item = (f64, &'a ByDomain)>,
) -> ByDomain {
    let domains = &scenario.domain;
    let mut mean: ByDomain = domains.iter().map(|domain| (domain.name.clone(), 0.0)).collect();
    let mut weights = 0.0;
    for (weight, attention) in all {
        let total: f64 = attention.values().sum();
        weights += weight;
        for (domain, value) in &mut mean {
            let even = 1.0 / domains.len() as f64;
            let own = if total > 0.0 { attention.get(domain).copied().unwrap_or(0.0) / total } else { even };
            *value += weight * own;
        }
    }
    mean.values_mut().for_each(|value| *value /= weights);
    mean
}

/// Mean of where tilts point; nothing where no lab says.
fn mean_tilt(scenario: &Scenario) -> ByDomain {
    let given: Vec<&ByDomain> =
        scenario.lab.iter().map(|lab| &lab.tilt_towards).filter(|tilt| !tilt.is_empty()).collect();
    if given.is_empty() {
        ByDomain::new()
    } else {
        mean_attention(scenario, given.into_iter().map(|tilt| (1.0, tilt)))
    }
}

fn persons(lab: &Lab) -> f64 {
    lab.unit.iter().map(|unit| unit.head_count).sum()
}
