//! Every key of a scenario file, declared once. The structural check, the JSON schema and the documentation all read
//! this table; a test proves that it agrees with the structs.

use Need::{Default, Optional, Required};

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A number within a range.
    Number(Range),
    /// A whole number within a range.
    Whole(Range),
    /// Text of 1 to 200 characters.
    Text,
    /// A name that becomes part of column names: letters, digits, `_` and `-`, 40 at most.
    Name,
    /// Text for people: English alone, or `{ en = "...", zh = "..." }`.
    Title,
    /// One of some words.
    Choice(&'static [&'static str]),
    /// `true` or `false`.
    Bool,
    /// A date: year, month, day.
    Date,
    /// A table with keys of its own.
    Table(&'static Table),
    /// An array of tables.
    Tables(&'static Table),
    /// Numbers by domain name.
    ByDomain(Range),
    /// Exactly one key: what is done, with its own table.
    OneOf(&'static [Table]),
    /// `true` or `false` by mechanism name.
    Mechanisms,
    /// Numbers by mechanism and parameter name.
    Parameters,
    /// An array of texts.
    Texts,
    /// Values of any kind by path, as after `--set`.
    Edits,
}

/// Range of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// Unit; `1` for a pure number.
    pub unit: &'static str,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// It must.
    Required,
    /// This value holds where it is not given (written as in TOML).
    Default(&'static str),
    /// It may be left out; the text says what holds then.
    Optional(&'static str),
}

/// A key.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name in the file.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be there.
    pub need: Need,
    /// What it means.
    pub meaning: &'static str,
}

/// A table of keys.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Name: of a `OneOf` table its key.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// Its keys.
    pub fields: &'static [Field],
}

impl Table {
    /// The key of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Path of a key within a table, quoted where it could not be written bare.
pub fn join(path: &str, key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let dot = if path.is_empty() { "" } else { "." };
    if bare { format!("{path}{dot}{key}") } else { format!("{path}{dot}{key:?}") }
}

/// A key, declared.
pub const fn key(name: &'static str, kind: Kind, need: Need, meaning: &'static str) -> Field {
    Field { name, kind, need, meaning }
}

const fn number(name: &'static str, range: Range, need: Need, meaning: &'static str) -> Field {
    key(name, Kind::Number(range), need, meaning)
}

const fn range(low: f64, high: f64, unit: &'static str) -> Range {
    Range { low, high, unit }
}

/// Most entries that one array of tables may have.
pub const MOST_ENTRIES: usize = 1000;
/// Most characters of a text.
pub const LONGEST_TEXT: usize = 1000;
/// Most characters of a name.
pub const LONGEST_NAME: usize = 40;

/// A share.
pub const SHARE: Range = range(0.0, 1.0, "share");
const LEVEL: Range = range(0.0, 1.0, "1");
const SCALE: Range = range(0.0, 1e6, "any scale");
const PERSONS: Range = range(1.0, 100_000.0, "persons");
const SLOTS: Range = range(0.0, 10_000.0, "slots a week per 1,000 persons at 64 facts a domain");
const OPENNESS: Kind = Kind::Choice(&["open-weights", "closed", "rule", "learned"]);
const TITLE: Field = key("title", Kind::Title, Optional("empty"), "Title for people");
const BECAUSE: Field = key("because", Kind::Title, Optional("empty"), "Why, for the chronicle");
const ID: Field =
    key("id", Kind::Text, Optional("it cannot be taken back by name"), "Name by which it can be taken back");
const DO: Field = key("do", Kind::OneOf(ACTIONS), Required, "What changes");
const UNIT_NAME: Field = key("unit", Kind::Text, Required, "Name of the unit");

/// The scenario file.
pub static SCENARIO: Table = Table {
    name: "scenario",
    meaning: "A scenario of the lab race",
    fields: &[
        key("model", Kind::Choice(&["lab-race"]), Required, "Model that the scenario is for"),
        key("name", Kind::Text, Required, "Short name"),
        TITLE,
        key("start", Kind::Date, Required, "First day of week 0"),
        key("end", Kind::Date, Required, "Day after the last week"),
        key("focal", Kind::Text, Required, "Lab that the report is about"),
        key(
            "facts",
            Kind::Whole(range(64.0, 256.0, "facts a domain")),
            Default("256"),
            "Facts a domain, M: a multiple of 64",
        ),
        key(
            "persons_per_agent",
            Kind::Whole(range(1.0, 50.0, "persons")),
            Default("10"),
            "Persons that one simulated agent stands for",
        ),
        key(
            "veil",
            Kind::Bool,
            Default("false"),
            "Veil of ignorance: key domains of all paradigms drawn at random, afresh in every world",
        ),
        key("mechanisms", Kind::Mechanisms, Optional("all on"), "Mechanisms switched on or off, by name"),
        key("parameters", Kind::Parameters, Optional("defaults"), "Parameters, by mechanism and name"),
        key("domain", Kind::Tables(&DOMAIN), Required, "Domains of knowledge"),
        key("paradigm", Kind::Tables(&PARADIGM), Optional("none"), "Paradigms that may arrive"),
        key("lab", Kind::Tables(&LAB), Required, "Labs"),
        key("intervention", Kind::Tables(&INTERVENTION), Optional("none"), "Dated changes, in order of date"),
        key("rule", Kind::Tables(&RULE), Optional("none"), "Changes that a state of affairs triggers"),
    ],
};

/// A domain of knowledge.
pub static DOMAIN: Table = Table {
    name: "domain",
    meaning: "A domain of knowledge",
    fields: &[
        key("name", Kind::Name, Required, "Name used elsewhere in the file"),
        TITLE,
        number("weight", LEVEL, Required, "Weight w_d of the domain's knowledge in effective compute"),
        key(
            "derivative",
            Kind::Bool,
            Default("false"),
            "Whether derivative releases profit from what was learned after the base was trained",
        ),
        key("product", Kind::Bool, Default("false"), "Whether this is the domain of product integration"),
    ],
};

/// A paradigm.
pub static PARADIGM: Table = Table {
    name: "paradigm",
    meaning: "A paradigm: possible from the start, worth something only to who knows enough of its key domain",
    fields: &[
        key("name", Kind::Name, Required, "Name used elsewhere in the file"),
        TITLE,
        key(
            "kind",
            Kind::Choice(&["multiplier", "index"]),
            Required,
            "`multiplier` raises effective compute, `index` adds capability that the old paradigm cannot reach",
        ),
        key("key_domain", Kind::Name, Required, "Domain whose knowledge opens it"),
        key(
            "weights",
            Kind::ByDomain(SHARE),
            Optional("the key domain alone"),
            "Weights of knowledge on its curve, by domain, summing to 1",
        ),
        number(
            "gain",
            range(0.0, 200.0, "factors of ten or points"),
            Required,
            "`multiplier`: factors of ten of effective compute at key knowledge .5; `index`: points at saturation",
        ),
        number(
            "midpoint",
            range(-50.0, 50.0, "1 or factors of ten"),
            Required,
            "`multiplier`: key knowledge in the lab code from which it pays; `index`: midpoint of the curve in factors of ten of effective compute",
        ),
        number("slope", range(0.0, 50.0, "1 / factor of ten"), Default("0.0"), "`index`: slope of the curve"),
        number(
            "compute_dependence",
            SHARE,
            Default("0.0"),
            "`index`: weight of training compute beyond 10^25 on the curve",
        ),
        number(
            "threshold",
            range(0.0, 100.0, "points"),
            Required,
            "Expected gain at which half of the labs that look at it adopt",
        ),
    ],
};

/// A lab.
pub static LAB: Table = Table {
    name: "lab",
    meaning: "A lab",
    fields: &[
        key("name", Kind::Text, Required, "Name: the lab's identity, from which its random streams derive"),
        TITLE,
        key("openness", OPENNESS, Required, "What the lab does with its weights"),
        number(
            "mindshare",
            range(1e-6, 1e6, "any scale"),
            Required,
            "Share of users at the start, relative to the other labs",
        ),
        number(
            "integrity",
            LEVEL,
            Default("0.5"),
            "Integrity of reporting, 0 (reports whatever helps) to 1 (reports what is)",
        ),
        number(
            "far_ties",
            SHARE,
            Default("0.1"),
            "Share of contacts beyond one's own block of ten: 0 the tree, 1 the rhizome",
        ),
        number("product_tilt", SHARE, Default("0.0"), "Product tilt at the start"),
        number(
            "draft_share",
            SHARE,
            Default("0.5"),
            "Share of research that is drafted while a release is on fire",
        ),
        number("publication_gate", SHARE, Default("0.0"), "Share of papers held back"),
        number("slots", SLOTS, Optional("the model's parameter"), "Transfer slots"),
        key("attention", Kind::ByDomain(SCALE), Optional("even"), "Attention to domains"),
        key(
            "tilt_towards",
            Kind::ByDomain(SCALE),
            Optional(".6 on the product domain, .4 over the others"),
            "Where a product tilt points",
        ),
        key(
            "compute",
            Kind::Tables(&COMPUTE),
            Required,
            "Training compute of the largest run that the lab can afford, dated; between dates linear in the logarithm",
        ),
        key("release", Kind::Tables(&RELEASE), Required, "Planned base releases, in order of date"),
        key("unit", Kind::Tables(&UNIT), Required, "Units, in any order"),
    ],
};

/// Training compute at a date.
pub static COMPUTE: Table = Table {
    name: "compute",
    meaning: "Training compute at a date",
    fields: &[
        key("date", Kind::Date, Required, "Date"),
        number("flop", range(1e15, 1e32, "FLOP"), Required, "Training compute"),
    ],
};

/// A planned base release.
pub static RELEASE: Table = Table {
    name: "release",
    meaning: "A planned base release",
    fields: &[
        key("name", Kind::Text, Required, "Name"),
        key("date", Kind::Date, Required, "Planned date"),
        number(
            "hardness",
            LEVEL,
            Default("0.5"),
            "Hardness of the deadline, 0 (ships when ready) to 1 (ships on the day)",
        ),
    ],
};

/// A unit of a lab.
pub static UNIT: Table = Table {
    name: "unit",
    meaning: "A unit of a lab",
    fields: &[
        key("name", Kind::Text, Required, "Name within the lab"),
        TITLE,
        key(
            "charter",
            Kind::Choice(&["research", "product", "elite"]),
            Required,
            "`research` explores; `product` builds releases and integrates them; `elite` does both, reports to the top and is exempt from the draft",
        ),
        number("head_count", range(0.0, 100_000.0, "persons"), Required, "Persons at the start"),
        number("explore", SHARE, Optional("by charter"), "Share of working time for exploration"),
        number("build", SHARE, Optional("by charter"), "Share of working time for building releases"),
        number("integrate", SHARE, Optional("by charter"), "Share of working time for product integration"),
        number("voice", LEVEL, Default("1.0"), "Weight of the unit's proposals in transfer"),
        key("attention", Kind::ByDomain(SCALE), Optional("the lab's"), "Attention to domains"),
        key("reports_to", Kind::Text, Optional("the top"), "Unit that it reports to"),
        key("manager", Kind::Table(&MANAGER), Optional("expertise .5, overconfidence .2"), "Manager"),
    ],
};

/// A manager, as a role.
pub static MANAGER: Table = Table {
    name: "manager",
    meaning: "A manager, as a role: what the role knows and how sure it is",
    fields: &[
        key(
            "expertise",
            Kind::ByDomain(LEVEL),
            Optional(".5 in every domain"),
            "Expertise by domain, 0 (a coin) to 1",
        ),
        number(
            "overconfidence",
            LEVEL,
            Default("0.2"),
            "How far perceived accuracy lies between the true one (0) and perfection (1)",
        ),
    ],
};

/// A dated change.
pub static INTERVENTION: Table = Table {
    name: "intervention",
    meaning: "A dated change",
    fields: &[
        ID,
        key("date", Kind::Date, Required, "When it takes effect"),
        key(
            "until",
            Kind::Date,
            Optional("for good"),
            "When it ends; only for `set_*`, `product_tilt`, `draft`, `publication_gate`",
        ),
        key("lab", Kind::Text, Required, "Lab that it happens in"),
        BECAUSE,
        DO,
    ],
};

/// A change that a state of affairs triggers.
pub static RULE: Table = Table {
    name: "rule",
    meaning: "A change that a state of affairs triggers",
    fields: &[
        ID,
        key("lab", Kind::Text, Required, "Lab that it holds in"),
        key(
            "when",
            Kind::Text,
            Required,
            "Comparisons of the lab's observables joined by `&&` or `||`, e.g. `gap_points > 10 && weeks_since_release > 26`",
        ),
        key(
            "rest_weeks",
            Kind::Whole(range(0.0, 5200.0, "weeks")),
            Default("26"),
            "Weeks before it can act again",
        ),
        BECAUSE,
        DO,
    ],
};

const fn action(name: &'static str, meaning: &'static str, fields: &'static [Field]) -> Table {
    Table { name, meaning, fields }
}

const PERSONS_MOVED: Field = number("persons", PERSONS, Required, "Persons");

/// What an intervention or a rule does.
pub static ACTIONS: &[Table] = &[
    action(
        "set_activity",
        "Shares of a unit's working time",
        &[
            UNIT_NAME,
            number("explore", SHARE, Required, "Share for exploration"),
            number("build", SHARE, Required, "Share for building releases"),
            number("integrate", SHARE, Required, "Share for product integration"),
        ],
    ),
    action(
        "set_attention",
        "Attention of a lab, or of one of its units",
        &[
            key("unit", Kind::Text, Optional("the whole lab"), "Name of the unit"),
            key("attention", Kind::ByDomain(SCALE), Required, "Attention by domain"),
        ],
    ),
    action(
        "product_tilt",
        "Product tilt of the lab, with where it points",
        &[
            number("tilt", SHARE, Required, "Tilt"),
            key("towards", Kind::ByDomain(SCALE), Optional("unchanged"), "Where it points"),
        ],
    ),
    action(
        "set_deadline",
        "Deadline of the running release",
        &[
            key(
                "weeks",
                Kind::Whole(range(0.0, 520.0, "weeks")),
                Optional("the date is left"),
                "Weeks from now",
            ),
            number("hardness", LEVEL, Required, "Hardness"),
        ],
    ),
    action(
        "set_calendar",
        "Planned date of a release not yet out",
        &[
            key("release", Kind::Text, Required, "Name of the planned release"),
            key("date", Kind::Date, Required, "New date"),
        ],
    ),
    action(
        "draft",
        "Draft of a share of one unit into another until the running release ships",
        &[
            key("from", Kind::Text, Required, "Unit that gives"),
            number("share", SHARE, Required, "Share of it"),
            key("to", Kind::Text, Required, "Unit that gets"),
        ],
    ),
    action(
        "reorganise",
        "Moves a share of one unit into another for good, or puts a unit under another",
        &[
            key("from", Kind::Text, Required, "Unit that gives"),
            key(
                "to",
                Kind::Text,
                Required,
                "Unit that gets; the reporting line alone changes where the share is 0",
            ),
            number("share", SHARE, Required, "Share of persons that move"),
        ],
    ),
    action(
        "replace_manager",
        "Another manager for a unit",
        &[UNIT_NAME, key("manager", Kind::Table(&MANAGER), Required, "The new manager")],
    ),
    action("create_unit", "A new unit", &[key("unit", Kind::Table(&UNIT), Required, "The unit")]),
    action("lay_off", "Lay-off of a number of persons", &[UNIT_NAME, PERSONS_MOVED]),
    action("hire", "Hiring from outside the labs", &[UNIT_NAME, PERSONS_MOVED]),
    action(
        "poach",
        "Hiring from another lab; the persons bring what they know",
        &[
            key("unit", Kind::Text, Required, "Unit that gets them"),
            key("from", Kind::Text, Required, "Lab that loses them"),
            PERSONS_MOVED,
        ],
    ),
    action(
        "set_openness",
        "What the lab does with its weights from now on",
        &[key("policy", OPENNESS, Required, "Policy")],
    ),
    action("leak", "The weights of the last release leak", &[]),
    action(
        "publication_gate",
        "Papers must pass a review",
        &[number("share", SHARE, Required, "Share held back")],
    ),
    action(
        "set_topology",
        "Communication structure",
        &[number("far_ties", SHARE, Required, "Share of contacts beyond one's block of ten")],
    ),
    action(
        "set_compute",
        "Training compute relative to the lab's dated path",
        &[number("factor", range(0.001, 1000.0, "1"), Required, "Factor on it")],
    ),
    action("set_slots", "Transfer slots", &[number("slots", SLOTS, Required, "Slots")]),
];

#[cfg(test)]
mod tests;
