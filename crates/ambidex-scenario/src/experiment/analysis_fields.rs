//! Keys of the sections that say what an experiment is made for.

use ambidex_race::scenario::fields::Need::{Default, Optional, Required};
use ambidex_race::scenario::fields::{Field, Kind, Range, Table, key};

const fn range(low: f64, high: f64, unit: &'static str) -> Range {
    Range { low, high, unit }
}

const VALUE: Range = range(-1e15, 1e15, "unit of the outcome");
const SPREAD: Range = range(1e-12, 1e15, "unit of the outcome");
const INSIDE: Range = range(1e-6, 0.999_999, "share");
const RESAMPLES: Range = range(0.0, 100_000.0, "resamples");

const fn whole(
    name: &'static str,
    low: f64,
    high: f64,
    default: &'static str,
    meaning: &'static str,
) -> Field {
    key(name, Kind::Whole(range(low, high, "1")), Default(default), meaning)
}

const fn share(name: &'static str, default: &'static str, meaning: &'static str) -> Field {
    key(name, Kind::Number(INSIDE), Default(default), meaning)
}

/// Section `[sensitivity]`.
pub(super) static SENSITIVITY: Table = Table {
    name: "sensitivity",
    meaning: "Which inputs move the outcomes, by `ambidex sensitivity`",
    fields: &[
        key(
            "method",
            Kind::Choice(&["morris", "sobol", "given-data"]),
            Optional("sobol up to 8 inputs, else morris"),
            "Elementary effects, shares of variance, or what a Latin hypercube of `points` points tells",
        ),
        whole("trajectories", 2.0, 10_000.0, "20", "Trajectories of Morris' design"),
        whole("levels", 2.0, 100.0, "4", "Levels of its grid, an even number"),
        whole(
            "rows",
            2.0,
            1_048_576.0,
            "256",
            "Rows of Saltelli's matrices; a power of two keeps the balance of the sequence",
        ),
        key("second_order", Kind::Bool, Default("false"), "Whether interactions of pairs are estimated"),
        key(
            "shapley",
            Kind::Bool,
            Default("false"),
            "Whether Shapley effects are estimated, with \"given-data\" and at most 12 inputs",
        ),
        key(
            "rank_by",
            Kind::Choice(&["main-effect", "up-to-pairs", "regression", "first-order", "delta"]),
            Default("\"main-effect\""),
            "What inputs are ranked by with \"given-data\": share of variance by polynomials of all inputs together, alone or \
             with interactions by pair, size of a linear coefficient, share of variance by classes of each input, or delta",
        ),
        key(
            "of_ranks",
            Kind::Bool,
            Default("false"),
            "Whether the polynomials are fitted to the ranks of the outcome, which no long tail decides",
        ),
        whole(
            "degree",
            1.0,
            8.0,
            "3",
            "Degree of the polynomials, lower where there are fewer than ten points a coefficient",
        ),
        key(
            "second_seed",
            Kind::Whole(range(0.0, 9e15, "1")),
            Optional("one design"),
            "Seed of a second design with worlds of its own: all is run twice, and the ranks are held against each other",
        ),
        key("resamples", Kind::Whole(RESAMPLES), Default("1000"), "Resamples of the intervals"),
        share("widest", "0.1", "Width of an interval of a share above which more points are asked for"),
    ],
};

/// Section `[discovery]`.
pub(super) static DISCOVERY: Table = Table {
    name: "discovery",
    meaning: "Where an outcome occurs, by `ambidex discover`",
    fields: &[
        key("outcome", Kind::Text, Optional("the primary one"), "Outcome that decides"),
        key("at_most", Kind::Number(VALUE), Optional("no upper bound"), "It is of interest up to this"),
        key("at_least", Kind::Number(VALUE), Optional("no lower bound"), "It is of interest from this on"),
        share("share", "0.5", "Share of a point's replicates in which it must be so, at least"),
        share("alpha", "0.05", "Share of a box's points that is peeled at once"),
        share("least_mass", "0.05", "Least share of all points that a box holds"),
        whole("boxes", 1.0, 20.0, "3", "Most boxes"),
        key(
            "held_out",
            Kind::Number(range(0.0, 0.9, "share")),
            Default("0.25"),
            "Share of the points on which the boxes are tested and not sought",
        ),
    ],
};

static KNOWN: Table = Table {
    name: "observed",
    meaning: "What is known of an outcome",
    fields: &[
        key("outcome", Kind::Text, Required, "Outcome"),
        key("value", Kind::Number(VALUE), Required, "What was observed"),
        key(
            "error",
            Kind::Number(SPREAD),
            Required,
            "Standard deviation of its error, that of the model included",
        ),
        key("holdout", Kind::Bool, Default("false"), "Whether it is predicted and not fitted"),
        key(
            "bound",
            Kind::Choice(&["exact", "at-least", "at-most"]),
            Default("\"exact\""),
            "Whether the value was seen, or only that the outcome is at least, or at most, that",
        ),
        key(
            "missing",
            Kind::Number(VALUE),
            Optional("such candidates are rejected"),
            "Value that stands for an outcome that does not apply in a world",
        ),
    ],
};

/// Section `[calibration]`.
pub(super) static CALIBRATION: Table = Table {
    name: "calibration",
    meaning: "What is fitted to which data, by `ambidex calibrate`",
    fields: &[
        key(
            "method",
            Kind::Choice(&["abc", "history"]),
            Default("\"abc\""),
            "A posterior sample, or the space that the data do not rule out",
        ),
        key(
            "releases",
            Kind::Bool,
            Default("false"),
            "Whether the releases observed in the case are the data",
        ),
        key(
            "error",
            Kind::Number(SPREAD),
            Optional("needed with `releases`"),
            "Standard deviation of the error of a release's score, that of the model included",
        ),
        whole("weeks_after", 0.0, 104.0, "0", "Weeks after a release at which the simulated score is read"),
        key("observed", Kind::Tables(&KNOWN), Optional("none"), "Data by outcome"),
        whole("particles", 8.0, 100_000.0, "200", "Particles of a generation, or points of a wave"),
        whole("generations", 1.0, 100.0, "8", "Most generations or waves"),
        share("quantile", "0.5", "Quantile of the distances that is the next tolerance"),
        share("least_acceptance", "0.02", "Share of candidates kept below which it ends"),
        key(
            "tolerance",
            Kind::Number(range(0.0, 1e6, "1")),
            Default("1"),
            "Root mean square of the misfits, each in the standard deviation of its error, at which it ends",
        ),
        whole("batch", 1.0, 100_000.0, "64", "Candidates that are run at once, over the same worlds"),
        whole("draws", 2.0, 100_000.0, "200", "Draws of the posterior that are kept, and predict"),
        key(
            "cutoff",
            Kind::Number(range(0.1, 100.0, "1")),
            Default("3"),
            "Implausibility above which history matching rules a point out",
        ),
        whole(
            "rank",
            1.0,
            1000.0,
            "1",
            "Which of the outcomes' implausibilities counts, from 1, the greatest",
        ),
    ],
};
