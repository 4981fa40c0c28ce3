//! Keys of a scenario file, table by table.

use super::Need::{Default, Optional, Required};
use super::{ACTIONS, Field, Kind, Range, Table, key, number, range};

/// A share.
pub const SHARE: Range = range(0.0, 1.0, "share");
pub(super) const LEVEL: Range = range(0.0, 1.0, "1");
pub(super) const SCALE: Range = range(0.0, 1e6, "any scale");
pub(super) const PERSONS: Range = range(1.0, 100_000.0, "persons");
pub(super) const SLOTS: Range = range(0.0, 10_000.0, "slots a week per 1,000 persons at 64 facts a domain");
pub(super) const OPENNESS: Kind = Kind::Choice(&["open-weights", "closed", "rule", "learned"]);
pub(super) const TITLE: Field = key("title", Kind::Title, Optional("empty"), "Title for people");
pub(super) const BECAUSE: Field = key("because", Kind::Title, Optional("empty"), "Why, for the chronicle");
pub(super) const ID: Field =
    key("id", Kind::Text, Optional("it cannot be taken back by name"), "Name by which it can be taken back");
pub(super) const DO: Field = key("do", Kind::OneOf(ACTIONS), Required, "What changes");
pub(super) const UNIT_NAME: Field = key("unit", Kind::Text, Required, "Name of the unit");

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
