//! Checks of interventions and rules.

use jiff::civil::Date;

use super::Checker;
use crate::scenario::condition::Condition;
use crate::scenario::{Action, Intervention, Lab, Unit};

/// What an action may refer to.
struct Context<'a> {
    /// Path of the action's table, e.g. `intervention[3].do.draft`.
    path: String,
    /// Lab, where it is known.
    lab: Option<&'a Lab>,
    /// Units that exist by then.
    units: Vec<&'a str>,
    /// First and last day that a date may have.
    dates: (Date, Date),
}

impl<'a> Checker<'a> {
    pub(super) fn interventions(&mut self) {
        let scenario = self.scenario;
        self.ascending("intervention", scenario.intervention.iter().map(|intervention| intervention.date));
        let ids =
            scenario.intervention.iter().enumerate().map(|(i, x)| (format!("intervention[{i}].id"), &x.id));
        let rules = scenario.rule.iter().enumerate().map(|(r, x)| (format!("rule[{r}].id"), &x.id));
        let given = ids.chain(rules).filter_map(|(path, id)| Some((path, id.as_deref()?)));
        self.unique("intervention or rule", given);
        for (i, intervention) in scenario.intervention.iter().enumerate() {
            self.intervention(i, intervention);
        }
    }

    fn intervention(&mut self, i: usize, intervention: &Intervention) {
        let (scenario, path) = (self.scenario, format!("intervention[{i}]"));
        let Intervention { date, until, lab, action, .. } = intervention;
        self.known(format!("{path}.lab"), "lab", lab, &scenario.lab_names());
        // Where the run ends before it starts, that is reported alone.
        if scenario.start < scenario.end && !(scenario.start..scenario.end).contains(date) {
            let expected = format!("a date from {} up to the day before {}", scenario.start, scenario.end);
            self.report(format!("{path}.date"), date, expected, "move it, or change `start` or `end`");
        }
        if let Some(until) = until {
            self.until(&path, *date, *until, action);
        }
        let units = self.units_by(lab, Some((*date, i)));
        self.action_at(&path, lab, units, action);
    }

    fn until(&mut self, path: &str, date: Date, until: Date, action: &Action) {
        let path = format!("{path}.until");
        if until <= date {
            self.report(
                path.as_str(),
                until,
                format!("a date after {date}"),
                "put it later, or leave it out",
            );
        }
        if !can_end(action) {
            let expected = "no `until`: what this action does cannot end";
            self.report(
                path,
                until,
                expected,
                "leave `until` out, and add a second intervention if one is meant",
            );
        }
    }

    pub(super) fn rules(&mut self) {
        let scenario = self.scenario;
        for (r, rule) in scenario.rule.iter().enumerate() {
            let path = format!("rule[{r}]");
            self.known(format!("{path}.lab"), "lab", &rule.lab, &scenario.lab_names());
            if let Err(error) = Condition::parse(&rule.when) {
                self.report(format!("{path}.when"), error.found, error.expected, error.remedy);
            }
            let units = self.units_by(&rule.lab, None);
            self.action_at(&path, &rule.lab, units, &rule.action);
        }
    }

    /// Units of a lab at the start, and those created before the intervention of this date and place in the file
    /// (at any time where `None`).
    fn units_by(&self, lab: &str, before: Option<(Date, usize)>) -> Vec<&'a str> {
        let at_start = self.scenario.lab.iter().filter(|other| other.name == lab).flat_map(|lab| &lab.unit);
        let created = self.scenario.intervention.iter().enumerate().filter_map(|(i, other)| {
            let in_time = before.is_none_or(|before| (other.date, i) < before);
            match &other.action {
                Action::CreateUnit { unit } if other.lab == lab && in_time => Some(unit.as_ref()),
                _ => None,
            }
        });
        at_start.chain(created).map(|unit: &Unit| unit.name.as_str()).collect()
    }

    fn action_at(&mut self, path: &str, lab: &str, units: Vec<&str>, action: &Action) {
        let scenario = self.scenario;
        let lab = scenario.lab.iter().find(|other| other.name == lab);
        // A unit cannot be looked up in a lab that does not exist; the lab's name is reported already.
        if lab.is_none() {
            return;
        }
        let path = format!("{path}.do.{}", action.name());
        let context = Context { path, lab, units, dates: (scenario.start, scenario.end) };
        self.action(&context, action);
    }

    fn action(&mut self, context: &Context<'_>, action: &Action) {
        let path = context.path.as_str();
        match action {
            Action::SetActivity { unit, explore, build, integrate } => {
                self.unit_named(context, "unit", unit);
                let shares = [("explore", *explore), ("build", *build), ("integrate", *integrate)];
                self.activity(path, &shares.map(|(name, share)| (name, Some(share))));
            }
            Action::SetAttention { unit, attention } => {
                if let Some(unit) = unit {
                    self.unit_named(context, "unit", unit);
                }
                self.weights(&format!("{path}.attention"), attention);
            }
            Action::ProductTilt { towards, .. } => self.weights(&format!("{path}.towards"), towards),
            Action::SetCalendar { release, date } => self.calendar(context, release, *date),
            Action::Draft { from, to, .. } | Action::Reorganise { from, to, .. } => {
                self.pair(context, from, to)
            }
            Action::ReplaceManager { unit, manager } => {
                self.unit_named(context, "unit", unit);
                self.by_domain(&format!("{path}.manager.expertise"), &manager.expertise);
            }
            Action::CreateUnit { unit } => self.created(context, unit),
            Action::LayOff { unit, .. } | Action::Hire { unit, .. } => self.unit_named(context, "unit", unit),
            Action::Poach { unit, from, .. } => {
                self.unit_named(context, "unit", unit);
                self.poached_from(context, from);
            }
            Action::SetDeadline { .. }
            | Action::SetOpenness { .. }
            | Action::Leak {}
            | Action::PublicationGate { .. }
            | Action::SetTopology { .. }
            | Action::SetCompute { .. }
            | Action::SetSlots { .. } => {}
        }
    }

    fn unit_named(&mut self, context: &Context<'_>, key: &str, unit: &str) {
        let lab = context.lab.map_or("", |lab| lab.name.as_str());
        self.known(
            format!("{}.{key}", context.path),
            &format!("unit of {lab} at that time"),
            unit,
            &context.units,
        );
    }

    fn pair(&mut self, context: &Context<'_>, from: &str, to: &str) {
        self.unit_named(context, "from", from);
        self.unit_named(context, "to", to);
        if from == to {
            let path = format!("{}.to", context.path);
            self.report(
                path,
                format!("{to:?}"),
                "another unit than `from`",
                "name the unit that gets the persons",
            );
        }
    }

    fn calendar(&mut self, context: &Context<'_>, release: &str, date: Date) {
        let releases = context.lab.iter().flat_map(|lab| &lab.release);
        let names: Vec<&str> = releases.map(|planned| planned.name.as_str()).collect();
        self.known(format!("{}.release", context.path), "planned release of the lab", release, &names);
        if date < context.dates.0 {
            let path = format!("{}.date", context.path);
            self.report(path, date, format!("a date from {} on", context.dates.0), "put it later");
        }
    }

    fn created(&mut self, context: &Context<'_>, unit: &Unit) {
        let path = format!("{}.unit", context.path);
        if context.units.contains(&unit.name.as_str()) {
            let found = format!("{:?}", unit.name);
            self.report(
                format!("{path}.name"),
                found,
                "a name that no unit of the lab has",
                "give it another name",
            );
        }
        self.unit(&path, unit, &context.units);
    }

    fn poached_from(&mut self, context: &Context<'_>, from: &str) {
        let path = format!("{}.from", context.path);
        self.known(path.as_str(), "lab", from, &self.scenario.lab_names());
        if context.lab.is_some_and(|lab| lab.name == from) {
            let remedy = "name the lab that loses them; `reorganise` moves persons within a lab";
            self.report(path, format!("{from:?}"), "another lab", remedy);
        }
    }
}

/// Whether an action has a state to go back to.
fn can_end(action: &Action) -> bool {
    matches!(
        action,
        Action::SetActivity { .. }
            | Action::SetAttention { .. }
            | Action::ProductTilt { .. }
            | Action::SetDeadline { .. }
            | Action::SetCalendar { .. }
            | Action::Draft { .. }
            | Action::SetOpenness { .. }
            | Action::PublicationGate { .. }
            | Action::SetTopology { .. }
            | Action::SetCompute { .. }
            | Action::SetSlots { .. }
    )
}

impl Action {
    /// Name of the action, as in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SetActivity { .. } => "set_activity",
            Self::SetAttention { .. } => "set_attention",
            Self::ProductTilt { .. } => "product_tilt",
            Self::SetDeadline { .. } => "set_deadline",
            Self::SetCalendar { .. } => "set_calendar",
            Self::Draft { .. } => "draft",
            Self::Reorganise { .. } => "reorganise",
            Self::ReplaceManager { .. } => "replace_manager",
            Self::CreateUnit { .. } => "create_unit",
            Self::LayOff { .. } => "lay_off",
            Self::Hire { .. } => "hire",
            Self::Poach { .. } => "poach",
            Self::SetOpenness { .. } => "set_openness",
            Self::Leak {} => "leak",
            Self::PublicationGate { .. } => "publication_gate",
            Self::SetTopology { .. } => "set_topology",
            Self::SetCompute { .. } => "set_compute",
            Self::SetSlots { .. } => "set_slots",
        }
    }
}
