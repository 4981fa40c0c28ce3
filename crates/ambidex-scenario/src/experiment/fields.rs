//! Keys of an experiment file.

use ambidex_race::scenario::fields::Need::{Default, Optional, Required};
use ambidex_race::scenario::fields::{Field, Kind, Range, Table, key};

use super::analysis_fields::{CALIBRATION, DISCOVERY, SENSITIVITY};

const fn range(low: f64, high: f64, unit: &'static str) -> Range {
    Range { low, high, unit }
}

/// Any number that a parameter may have.
const VALUE: Range = range(-1e15, 1e15, "unit of the parameter");

/// The experiment file.
pub static EXPERIMENT: Table = Table {
    name: "experiment",
    meaning: "An experiment: what is run, what varies, and how much",
    fields: &[
        key("name", Kind::Name, Required, "Name, which becomes part of the run directory's"),
        key("title", Kind::Title, Optional("empty"), "Title for people"),
        key(
            "target",
            Kind::Text,
            Required,
            "A model, a case, or a scenario file (from the folder of this file)",
        ),
        key("set", Kind::Edits, Optional("nothing"), "Values by path that are the same in all points"),
        key("lever", Kind::Tables(&LEVER), Optional("none"), "What can be chosen"),
        key("uncertainty", Kind::Tables(&UNCERTAINTY), Optional("none"), "What can not be chosen"),
        key(
            "uncertain",
            Kind::Choice(&["listed", "plausible"]),
            Default("\"listed\""),
            "What can not be chosen: what is listed, or beside it every number of the target over the range that it \
             declares plausible",
        ),
        key("outcomes", Kind::Texts, Optional("all"), "Outcomes that the summary states"),
        key(
            "design",
            Kind::Choice(&["grid", "list", "latin-hypercube", "sobol"]),
            Optional("grid; latin-hypercube with uncertain = \"plausible\" or a section that is analysed"),
            "Which points: every combination, first values together and so on, or ranges that are sampled",
        ),
        key("points", Kind::Whole(range(1.0, 1e5, "points")), Optional("100"), "Number of sampled points"),
        key(
            "replicates",
            Kind::Whole(range(1.0, 1e6, "replicates")),
            Optional("100, or 10000 with a precision, or 1 where something is fitted"),
            "Replicates of a point; with a precision the most of them",
        ),
        key(
            "precision",
            Kind::Table(&PRECISION),
            Optional("all replicates are run"),
            "When to stop at a point",
        ),
        key("seed", Kind::Whole(range(0.0, 9e15, "1")), Default("1"), "Seed"),
        key(
            "compare",
            Kind::Bool,
            Default("false"),
            "Whether every point is held against the first one, paired by world",
        ),
        key(
            "infeasible",
            Kind::Choice(&["refuse", "record"]),
            Default("\"refuse\""),
            "What becomes of points that the target does not accept: nothing is run, or they are rows that failed",
        ),
        key(
            "sensitivity",
            Kind::Table(&SENSITIVITY),
            Optional("the defaults of the section"),
            "Which inputs move the outcomes",
        ),
        key("discovery", Kind::Table(&DISCOVERY), Optional("nothing is sought"), "Where an outcome occurs"),
        key(
            "calibration",
            Kind::Table(&CALIBRATION),
            Optional("nothing is fitted"),
            "What is fitted to which data",
        ),
    ],
};

static LEVER: Table = Table { name: "lever", meaning: "Something that can be chosen", fields: FACTOR };
static UNCERTAINTY: Table =
    Table { name: "uncertainty", meaning: "Something that can not be chosen", fields: FACTOR };

const FACTOR: &[Field] = &[
    key("path", Kind::Text, Required, "Parameter, or path of a value, as after `--set`"),
    key("values", Kind::Values, Optional("a range is given"), "The values it takes"),
    key(
        "distribution",
        Kind::Choice(&["uniform", "log-uniform", "triangular", "normal"]),
        Optional("uniform"),
        "How the values of a range are distributed",
    ),
    key("low", Kind::Number(VALUE), Optional("values, or mean and sd, are given"), "Lower end of the range"),
    key("high", Kind::Number(VALUE), Optional("values, or mean and sd, are given"), "Upper end of the range"),
    key(
        "mode",
        Kind::Number(VALUE),
        Optional("not triangular"),
        "Most likely value of the triangular distribution",
    ),
    key("mean", Kind::Number(VALUE), Optional("not normal"), "Mean of the normal distribution"),
    key(
        "sd",
        Kind::Number(range(0.0, 1e15, "unit of the parameter")),
        Optional("not normal"),
        "Standard deviation",
    ),
    key(
        "levels",
        Kind::Whole(range(1.0, 1000.0, "values")),
        Optional("needed in a grid"),
        "How many values of the range a grid or a list takes, evenly from end to end",
    ),
    key("whole", Kind::Bool, Default("false"), "Whether values of a range are rounded to whole numbers"),
];

static PRECISION: Table = Table {
    name: "precision",
    meaning: "When to stop at a point",
    fields: &[
        key("outcome", Kind::Text, Optional("the primary one"), "Outcome that is watched"),
        key(
            "width",
            Kind::Number(range(1e-12, 1e15, "unit of the outcome")),
            Required,
            "Stop once the 95 % interval is narrower than this",
        ),
    ],
};
