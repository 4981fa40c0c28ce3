//! What the structs alone cannot say: names that must exist, dates that must follow each other, shares that must fit.
//! [`check`] finds all problems at once; paths read like `lab[0].unit[1].voice`.

mod actions;
mod limits;

use ambidex_core::Problem;
use ambidex_core::parameters::nearest;

use super::fields::join;
use super::{ByDomain, Lab, Paradigm, ParadigmKind, Scenario, Unit};
use crate::mechanisms::MECHANISMS;

/// All problems of a scenario, beyond the type and range of each single value.
pub fn check(scenario: &Scenario) -> Vec<Problem> {
    let mut checker = Checker { scenario, problems: Vec::new() };
    checker.head();
    checker.switches_and_parameters();
    checker.domains();
    checker.paradigms();
    checker.labs();
    checker.interventions();
    checker.rules();
    checker.size();
    checker.problems
}

struct Checker<'a> {
    scenario: &'a Scenario,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn report(
        &mut self,
        path: impl Into<String>,
        found: impl ToString,
        expected: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let found = found.to_string();
        self.problems.push(Problem {
            path: path.into(),
            found,
            expected: expected.into(),
            remedy: remedy.into(),
        });
    }

    /// Reports a name that is not among the known ones.
    fn known(&mut self, path: impl Into<String>, what: &str, name: &str, known: &[&str]) {
        if known.contains(&name) {
            return;
        }
        let list = match known {
            [] => "there is none".to_owned(),
            _ => known.join(", "),
        };
        let remedy =
            nearest_remedy(name, known).unwrap_or_else(|| format!("write one of these, or add {name:?}"));
        self.report(path, format!("{name:?}"), format!("the name of a {what} ({list})"), remedy);
    }

    /// Reports names that occur twice; `paths` gives the path of each.
    fn unique<'n>(&mut self, what: &str, names: impl IntoIterator<Item = (String, &'n str)>) {
        let mut seen: Vec<&str> = Vec::new();
        for (path, name) in names {
            if seen.contains(&name) {
                self.report(
                    path,
                    format!("{name:?}"),
                    format!("a name that no other {what} has"),
                    "rename one of them",
                );
            } else {
                seen.push(name);
            }
        }
    }

    fn head(&mut self) {
        let scenario = self.scenario;
        self.known("focal", "lab", &scenario.focal, &scenario.lab_names());
        if !scenario.facts.is_multiple_of(64) {
            let near = (scenario.facts / 64 + 1) * 64;
            self.report("facts", scenario.facts, "a multiple of 64", format!("write {near}"));
        }
    }

    fn switches_and_parameters(&mut self) {
        let scenario = self.scenario;
        let names: Vec<&str> = MECHANISMS.iter().map(|mechanism| mechanism.name).collect();
        for name in scenario.mechanisms.keys() {
            self.known(join("mechanisms", name), "mechanism", name, &names);
        }
        for (name, values) in &scenario.parameters {
            let path = join("parameters", name);
            self.known(path.as_str(), "mechanism", name, &names);
            let Some(mechanism) = MECHANISMS.iter().find(|mechanism| mechanism.name == name) else {
                continue;
            };
            for (parameter, &value) in values {
                let path = join(&path, parameter);
                let found = ambidex_core::parameters::find(mechanism.parameters, parameter);
                let result = found.and_then(|spec| spec.check(&path, value));
                self.problems.extend(result.err().map(|problem| Problem { path, ..problem }));
            }
        }
    }

    fn domains(&mut self) {
        let domains = &self.scenario.domain;
        let path = |i: usize| format!("domain[{i}].name");
        self.unique("domain", domains.iter().enumerate().map(|(i, d)| (path(i), d.name.as_str())));
        let total: f64 = domains.iter().map(|domain| domain.weight).sum();
        if total <= 0.0 {
            let remedy = "give at least one domain a weight above 0";
            self.report(
                "domain",
                format!("weights with the sum {total}"),
                "weights with a sum above 0",
                remedy,
            );
        }
        let products = domains.iter().enumerate().filter(|(_, domain)| domain.product);
        for (i, _) in products.skip(1) {
            let remedy = "leave `product = true` on one domain";
            self.report(format!("domain[{i}].product"), "a second product domain", "one or none", remedy);
        }
    }

    fn paradigms(&mut self) {
        let paradigms = &self.scenario.paradigm;
        let path = |i: usize| format!("paradigm[{i}].name");
        self.unique("paradigm", paradigms.iter().enumerate().map(|(i, p)| (path(i), p.name.as_str())));
        for (i, paradigm) in paradigms.iter().enumerate() {
            self.paradigm(&format!("paradigm[{i}]"), paradigm);
        }
    }

    fn paradigm(&mut self, path: &str, paradigm: &Paradigm) {
        let domains = self.scenario.domain_names();
        self.known(format!("{path}.key_domain"), "domain", &paradigm.key_domain, &domains);
        self.by_domain(&format!("{path}.weights"), &paradigm.weights);
        let total: f64 = paradigm.weights.values().sum();
        if !paradigm.weights.is_empty() && (total - 1.0).abs() > 1e-6 {
            let remedy = "divide each by the sum";
            self.report(
                format!("{path}.weights"),
                format!("weights with the sum {total:.4}"),
                "the sum 1",
                remedy,
            );
        }
        let midpoint = paradigm.midpoint;
        match paradigm.kind {
            ParadigmKind::Multiplier if !(0.0..=1.0).contains(&midpoint) => {
                let expected = "a share from 0 to 1 for a multiplier: key knowledge from which it pays";
                self.report(format!("{path}.midpoint"), midpoint, expected, "0.3 is a start");
            }
            ParadigmKind::Index if paradigm.slope <= 0.0 => {
                let expected = "a slope above 0 for an index paradigm [1 / factor of ten]";
                self.report(format!("{path}.slope"), paradigm.slope, expected, "1.0 is a start");
            }
            _ => {}
        }
    }

    /// Reports domains that do not exist, and maps whose values are all 0.
    fn by_domain(&mut self, path: &str, shares: &ByDomain) {
        let domains = self.scenario.domain_names();
        for domain in shares.keys() {
            self.known(join(path, domain), "domain", domain, &domains);
        }
    }

    fn weights(&mut self, path: &str, shares: &ByDomain) {
        self.by_domain(path, shares);
        if !shares.is_empty() && shares.values().sum::<f64>() <= 0.0 {
            let remedy = "give at least one domain a value above 0, or leave the table out";
            self.report(path, "values that are all 0", "a sum above 0", remedy);
        }
    }

    fn labs(&mut self) {
        let labs = &self.scenario.lab;
        if labs.len() < 2 {
            let found = format!("{} lab", labs.len());
            self.report("lab", found, "at least two labs: a race", "add a `[[lab]]`");
        }
        self.unique(
            "lab",
            labs.iter().enumerate().map(|(l, lab)| (format!("lab[{l}].name"), lab.name.as_str())),
        );
        for (l, lab) in labs.iter().enumerate() {
            self.lab(&format!("lab[{l}]"), lab);
        }
    }

    fn lab(&mut self, path: &str, lab: &Lab) {
        self.weights(&format!("{path}.attention"), &lab.attention);
        self.weights(&format!("{path}.tilt_towards"), &lab.tilt_towards);
        if lab.compute.is_empty() {
            let remedy = "add `{ date = \"...\", flop = 1e24 }`";
            self.report(format!("{path}.compute"), "no entry", "at least one dated level of compute", remedy);
        }
        self.ascending(&format!("{path}.compute"), lab.compute.iter().map(|point| point.date));
        self.ascending(&format!("{path}.release"), lab.release.iter().map(|release| release.date));
        let releases = lab.release.iter().enumerate();
        self.unique("release", releases.map(|(r, x)| (format!("{path}.release[{r}].name"), x.name.as_str())));
        if lab.unit.is_empty() {
            self.report(format!("{path}.unit"), "no unit", "at least one unit", "add a `[[lab.unit]]`");
        } else if lab.unit.iter().map(|unit| unit.head_count).sum::<f64>() <= 0.0 {
            self.report(
                format!("{path}.unit"),
                "nobody",
                "at least one person in the lab",
                "raise a `head_count`",
            );
        }
        self.units(path, lab);
    }

    fn units(&mut self, path: &str, lab: &Lab) {
        let units = lab.unit.iter().enumerate();
        self.unique(
            "unit of the lab",
            units.map(|(u, x)| (format!("{path}.unit[{u}].name"), x.name.as_str())),
        );
        let names: Vec<&str> = lab.unit.iter().map(|unit| unit.name.as_str()).collect();
        for (u, unit) in lab.unit.iter().enumerate() {
            let path = format!("{path}.unit[{u}]");
            self.unit(&path, unit, &names);
            if reports_in_a_circle(lab, unit) {
                let found = format!(
                    "{:?}, which reports back to {:?}",
                    unit.reports_to.as_deref().unwrap_or(""),
                    unit.name
                );
                let remedy = "leave `reports_to` out for a unit at the top";
                self.report(format!("{path}.reports_to"), found, "a unit further up", remedy);
            }
        }
    }

    fn unit(&mut self, path: &str, unit: &Unit, names: &[&str]) {
        self.activity(
            path,
            &[("explore", unit.explore), ("build", unit.build), ("integrate", unit.integrate)],
        );
        self.weights(&format!("{path}.attention"), &unit.attention);
        self.by_domain(&format!("{path}.manager.expertise"), &unit.manager.expertise);
        if let Some(above) = &unit.reports_to {
            self.known(format!("{path}.reports_to"), "unit of the lab", above, names);
        }
    }

    /// Shares of working time must leave room for each other.
    fn activity(&mut self, path: &str, shares: &[(&str, Option<f64>)]) {
        let total: f64 = shares.iter().filter_map(|(_, share)| *share).sum();
        let last = shares.iter().rfind(|(_, share)| share.is_some());
        if let (Some((name, Some(_))), true) = (last, total > 1.0 + 1e-9) {
            let found = format!("explore, build and integrate with the sum {total:.4}");
            self.report(format!("{path}.{name}"), found, "a sum of at most 1", "lower one of them");
        }
    }

    /// Dates must follow each other; `path` is the array's.
    fn ascending(&mut self, path: &str, dates: impl Iterator<Item = jiff::civil::Date>) {
        let mut last: Option<jiff::civil::Date> = None;
        for (i, date) in dates.enumerate() {
            if let Some(before) = last.filter(|before| *before > date) {
                let expected = format!("a date not before {before}, that of the entry above it");
                self.report(format!("{path}[{i}].date"), date, expected, "put the entries in order of date");
            }
            last = Some(date);
        }
    }
}

impl Scenario {
    /// Names of the labs, in order.
    pub fn lab_names(&self) -> Vec<&str> {
        self.lab.iter().map(|lab| lab.name.as_str()).collect()
    }

    /// Names of the domains, in order.
    pub fn domain_names(&self) -> Vec<&str> {
        self.domain.iter().map(|domain| domain.name.as_str()).collect()
    }
}

fn nearest_remedy(name: &str, known: &[&str]) -> Option<String> {
    nearest(name, known.iter().copied()).map(|near| format!("did you mean {near:?}?"))
}

fn reports_in_a_circle(lab: &Lab, unit: &Unit) -> bool {
    let mut above = unit.reports_to.as_deref();
    for _ in 0..lab.unit.len() {
        match above {
            None => return false,
            Some(name) if name == unit.name => return true,
            Some(name) => {
                above = lab
                    .unit
                    .iter()
                    .find(|other| other.name == name)
                    .and_then(|other| other.reports_to.as_deref());
            }
        }
    }
    false
}
