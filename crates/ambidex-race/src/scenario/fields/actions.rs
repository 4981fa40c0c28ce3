//! What an intervention or a rule can do, with its keys.

use super::Need::{Optional, Required};
use super::keys::{LEVEL, MANAGER, OPENNESS, PERSONS, SCALE, SHARE, SLOTS, UNIT, UNIT_NAME};
use super::{Field, Kind, Table, key, number, range};

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
