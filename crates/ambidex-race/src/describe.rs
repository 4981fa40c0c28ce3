//! What the model says of itself: the question, the order of a week, how to cite it. Mechanisms, parameters, keys and
//! observables are printed from where they are declared; equations from the head of each mechanism's module.

/// A model in words.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// Name on the command line.
    pub name: &'static str,
    /// What it is, in a line.
    pub title: &'static str,
    /// The question that it is built to answer.
    pub question: &'static str,
    /// Who acts and what they hold, in paragraphs.
    pub story: &'static [&'static str],
    /// The order of a week.
    pub week: &'static [Step],
    /// What the results can and cannot say.
    pub limits: &'static [&'static str],
    /// How to cite it.
    pub citation: &'static str,
}

/// A step of the week.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Mechanism that does it; none for interventions and observation.
    pub mechanism: Option<&'static str>,
    /// What happens.
    pub what: &'static str,
}

const fn step(mechanism: &'static str, what: &'static str) -> Step {
    Step { mechanism: Some(mechanism), what }
}

/// The lab race.
pub static DESCRIPTION: Description = Description {
    name: "lab-race",
    title: "R&D labs that explore and exploit while the technology under them changes paradigm",
    question: "How does the way a lab is organised (who explores, who is heard, who decides, what users and deadlines \
               ask for) decide whether it keeps up when a new paradigm arrives?",
    story: &[
        "Knowledge lies in domains. A domain holds facts, easy ones and hard ones; a hard fact needs facts of other \
         domains first. Persons hold beliefs about facts, right or wrong, and only so many of them. Units and labs \
         hold codes: what the unit writes down, and what releases are built from.",
        "A fact that somebody finds does nothing for the lab until it has passed from the person through a seminar \
         into the code of the unit, and through a bounded number of review slots into the code of the lab. On that \
         way it can be misjudged, shelved, or not looked at because attention lies elsewhere.",
        "Releases follow a calendar. A release that runs late is tested less, wears people out, draws researchers \
         into fire-fighting and tempts its managers to report more than is there. Capability follows from training \
         compute, from what the lab code knows, and from paradigms: one kind raises effective compute, the other \
         adds what the old paradigm cannot reach. Nobody types in when a lab turns to a paradigm: it follows from \
         what the lab knows and expects.",
        "Labs share a world: they read each other's releases and papers after a lag, hire from each other and compete \
         for users, whose share pays for compute. Every lab follows the same rules; only its organisation, size, \
         compute and calendar differ.",
    ],
    week: &[
        Step {
            mechanism: None,
            what: "Interventions that are due take effect; those whose time is up are undone.",
        },
        step("environment", "Facts turn round; what has been demonstrated becomes salient to all."),
        step(
            "staffing",
            "In every lab, working time and attention follow charter, product tilt and salience.",
        ),
        step("exploration", "Persons try to find facts; finds are right or false leads."),
        step("learning", "Persons read from contacts and from their unit's code, and forget."),
        step("openness", "Persons read the public pool; papers, and later releases, add to it."),
        step("seminars", "Unit codes learn in talks that the unit's manager judges."),
        step(
            "transfer",
            "Review slots bring facts from unit codes into the lab code, or serve product integration.",
        ),
        step(
            "projects",
            "The running release is worked on, tested and reworked; pressure, overtime and re-planning follow.",
        ),
        step("drafting", "Under pressure, researchers are drafted into the release until it ships."),
        step(
            "gates",
            "Scientists and the manager weigh whether to ship; a go against the majority is an override.",
        ),
        step("paradigms", "The lab weighs whether to turn to a paradigm that it has not adopted."),
        step(
            "release",
            "What passed its gate ships, with what it can do; derivatives follow on the last base.",
        ),
        step(
            "reporting",
            "The score is reported, picked from variants and embellished under pressure; users may find out.",
        ),
        step("market", "Users drift between labs; share feeds back on compute."),
        step(
            "people",
            "Fatigue and morale move; persons leave, take along what they know, and are replaced.",
        ),
        step("leadership", "Aspiration adapts; success feeds ambition."),
        Step {
            mechanism: None,
            what: "Everything is observed, a row a lab; rules whose condition holds act.",
        },
    ],
    limits: &[
        "Capability is on the scale of the Epoch Capabilities Index [points].",
        "Overrides, morale, voice, expertise, overconfidence and rates of learning cannot be identified from public \
         data. What follows from one of them is said under the condition of its value.",
        "Transfer slots decide what ideas, tilt and exploration are worth. A verdict that was not tried over their \
         plausible range is no verdict.",
        "Persons are roles. Nothing in the model is a trait of a real person.",
    ],
    citation: "ambidex, model lab-race, version of the program that printed this; mechanisms by the authors named with each.",
};

macro_rules! heads {
    ($($name:literal),*) => {
        &[$(($name, include_str!(concat!("mechanisms/", $name, ".rs")))),*]
    };
}

static SOURCES: &[(&str, &str)] = heads![
    "environment",
    "staffing",
    "exploration",
    "learning",
    "seminars",
    "transfer",
    "openness",
    "projects",
    "drafting",
    "gates",
    "release",
    "paradigms",
    "reporting",
    "market",
    "people",
    "leadership"
];

/// The head of a mechanism's module: its equations with their symbols.
pub fn equations(mechanism: &str) -> Option<String> {
    let (_, source) = SOURCES.iter().find(|(name, _)| *name == mechanism)?;
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    Some(lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanisms::MECHANISMS;

    #[test]
    fn every_mechanism_has_its_step_and_its_equations() {
        for mechanism in MECHANISMS {
            let steps = DESCRIPTION.week.iter().filter(|step| step.mechanism == Some(mechanism.name));
            assert_eq!(steps.count(), 1, "{}", mechanism.name);
            assert!(
                equations(mechanism.name).is_some_and(|text| text.lines().count() > 2),
                "{}",
                mechanism.name
            );
        }
        let steps = DESCRIPTION.week.iter().filter_map(|step| step.mechanism);
        assert_eq!(steps.count(), MECHANISMS.len());
        assert_eq!(SOURCES.len(), MECHANISMS.len());
    }
}
