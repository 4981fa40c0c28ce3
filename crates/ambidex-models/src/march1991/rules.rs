//! The readings of the paper, one switch each; a variant is a set of them that somebody programmed.

use ambidex_core::catalogue::{ChoiceSpec, Values};
use ambidex_core::parameters::Source;

/// When the run of a replicate ends, apart from the last period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// As soon as nothing can change any more.
    Settled,
    /// By the test of the script of 2019.
    Script,
    /// Never.
    Never,
}

/// All switches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Who has no belief acts by a coin, and votes so; otherwise neither.
    pub coins: bool,
    /// Knowledge is the sum of right less wrong; otherwise the number of right ones.
    pub scores: bool,
    /// Superiors are found among beliefs that socialization has changed in the period; otherwise before it.
    pub after: bool,
    /// A belief moves one unit towards the code; otherwise it becomes the code's.
    pub unit_beliefs: bool,
    /// The code moves one unit towards the majority; otherwise it becomes the majority's.
    pub unit_code: bool,
    /// A tie of votes moves the code to -1 with chance p2; otherwise it changes nothing.
    pub tie_bug: bool,
    /// When a replicate ends.
    pub stop: Stop,
}

/// What a variant says unless a switch is set.
const fn variant(name: &str) -> Rules {
    let literal = Rules {
        coins: false,
        scores: false,
        after: false,
        unit_beliefs: false,
        unit_code: false,
        tie_bug: false,
        stop: Stop::Settled,
    };
    match name.as_bytes() {
        b"w2019" => Rules { coins: true, scores: true, unit_beliefs: true, ..literal },
        b"watts" => Rules { scores: true, unit_beliefs: true, unit_code: true, ..literal },
        b"r2017" => Rules { after: true, tie_bug: true, ..literal },
        _ => literal,
    }
}

impl Rules {
    /// The rules that values ask for.
    pub fn of(values: &Values) -> Self {
        let given = variant(values.choice("variant"));
        let switch = |name: &str, on: &str, default: bool| match values.choice(name) {
            "variant" => default,
            word => word == on,
        };
        Self {
            coins: switch("zeros", "coin", given.coins),
            scores: switch("superiority", "score", given.scores),
            after: switch("evaluation", "after", given.after),
            unit_beliefs: switch("socialization_step", "unit", given.unit_beliefs),
            unit_code: switch("code_step", "unit", given.unit_code),
            tie_bug: switch("tie_bug", "on", given.tie_bug),
            stop: match values.choice("stop") {
                "script" => Stop::Script,
                "never" => Stop::Never,
                _ => given.stop,
            },
        }
    }
}

const PAPER: Source =
    Source::Published("Workiewicz (2019), the only program known to meet the levels of March's Figure 1");
const BY_VARIANT: Source = Source::Assumption("a variant is run as its author programmed it");

const fn switch(
    name: &'static str,
    options: &'static [(&'static str, &'static str)],
    meaning: &'static str,
) -> ChoiceSpec {
    ChoiceSpec { name, options, meaning, source: BY_VARIANT }
}

/// The switches as they are declared.
pub const CHOICES: &[ChoiceSpec] = &[
    ChoiceSpec {
        name: "variant",
        options: &[
            (
                "w2019",
                "Workiewicz 2019, after Christensen 2015: actions with coin flips, gradual socialization",
            ),
            (
                "watts",
                "Watts 2014, the order of March's BASIC program: beliefs, gradual socialization and code learning",
            ),
            ("literal", "the paper as it is written: numbers of right beliefs, adoption in one step"),
            (
                "r2017",
                "Workiewicz 2017 in R, used by Bello and Sodoge: superiors found after socialization, a fault at ties",
            ),
        ],
        meaning: "Which reading of the paper: what all switches below are unless they are set",
        source: PAPER,
    },
    switch(
        "zeros",
        &[
            ("variant", "coin in w2019, abstain in the others"),
            ("coin", "acts on a fair coin, a fresh one each period, and votes as it acted"),
            ("abstain", "counts as 0 in knowledge, has no vote"),
        ],
        "What an individual without a belief on a dimension does",
    ),
    switch(
        "superiority",
        &[
            ("variant", "score in w2019 and watts, matches in literal and r2017"),
            ("score", "sum over dimensions of belief (or action) times reality, above that of the code"),
            ("matches", "number of dimensions that are right, above that of the code"),
        ],
        "By what an individual is superior to the code",
    ),
    switch(
        "evaluation",
        &[
            ("variant", "after in r2017, before in the others"),
            ("before", "on beliefs at the start of the period: both kinds of learning are simultaneous"),
            ("after", "on beliefs that socialization has just changed"),
        ],
        "On which beliefs superiors are found and vote",
    ),
    switch(
        "socialization_step",
        &[
            ("variant", "unit in w2019 and watts, jump in literal and r2017"),
            ("unit", "one unit towards the code: two steps from -1 to +1"),
            ("jump", "the belief of the code at once"),
        ],
        "How far a belief moves when it is socialized",
    ),
    switch(
        "code_step",
        &[
            ("variant", "unit in watts, jump in the others"),
            ("jump", "the belief of the majority at once"),
            ("unit", "one unit towards the majority"),
        ],
        "How far the code moves when it learns",
    ),
    switch(
        "tie_bug",
        &[
            ("variant", "on in r2017, off in the others"),
            ("off", "a tie of votes changes nothing"),
            ("on", "a tie of one vote against one or more moves the code to -1 with chance p2"),
        ],
        "What a tie among superiors does",
    ),
    ChoiceSpec {
        name: "stop",
        options: &[
            ("settled", "when nothing can change any more; only without turnover and turbulence"),
            (
                "script",
                "by the test of Workiewicz's script of 2019, which knows the code's score before it learned",
            ),
            ("never", "after the last period"),
        ],
        meaning: "When a replicate ends before its last period",
        source: Source::Assumption("further periods would change no outcome"),
    },
];
