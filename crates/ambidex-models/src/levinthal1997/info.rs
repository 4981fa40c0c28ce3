use ambidex_core::catalogue::{ChoiceSpec, ModelInfo, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::Parameters;
use ambidex_core::{Problem, Source};

ambidex_core::parameters! {
    /// Sizes, times and noise.
    pub struct Settings {
        n ("N", "attributes", whole) = 10 in 1..=16, plausible 8..=12;
            "Attributes of a form"; Published("Levinthal (1997), p. 939");
        k ("K", "attributes", whole) = 1 in 0..=15, plausible 0..=5;
            "Other attributes on which a contribution depends"; Published("Levinthal (1997), p. 940: 0, 1 and 5");
        organisations ("M", "organisations", whole) = 100 in 2..=10000, plausible 50..=500;
            "Organisations on a landscape; each that fails is replaced"; Published("Levinthal (1997), p. 939");
        periods ("T", "periods", whole) = 50 in 1..=10000, plausible 50..=100;
            "Periods of a run"; Published("Levinthal (1997), p. 940");
        changed ("m", "attributes", whole) = 0 in 0..=16, plausible 0..=5;
            "Attributes whose contributions are drawn anew when the environment changes, from the first on: 1 in figures 6 and 9, 5 in figure 7"; Assumption("a stable environment unless said otherwise");
        change_at ("s", "period", whole) = 25 in 2..=10000, plausible 10..=40;
            "Period at whose beginning the environment changes; incumbents are those who were there in the two periods before"; Published("Levinthal (1997), p. 944");
        noise ("e", "fitness") = 0 in 0.0..=1.0, plausible 0.0..=0.05;
            "Bound of the uniform error with which the fitness of another form is perceived: 0.025 in figure 9"; Assumption("exact perception unless said otherwise");
    }
}

const fn switch(name: &'static str, default: bool, meaning: &'static str, source: Source) -> ChoiceSpec {
    let options: &[(&str, &str)] =
        if default { &[("yes", "on"), ("no", "off")] } else { &[("no", "off"), ("yes", "on")] };
    ChoiceSpec { name, options, meaning, source }
}

/// Declarations.
pub static INFO: ModelInfo = ModelInfo {
    name: "levinthal1997",
    title: "Adaptation and selection on rugged landscapes",
    question: "Why do organisations stay different, and which of them survive a change of their environment?",
    schedule: &[
        "in period s, the contributions of the first m attributes are drawn anew",
        "each organisation survives by its fitness relative to the fittest",
        "each that survives adopts the first superior neighbour, then a form drawn at random if that is superior",
        "each that failed is replaced: by a random form with the chance L of the period before, else by a copy of a survivor",
    ],
    equations: &[
        "V(d) = (1/N) sum_i c_i(d_i; d_{i+1}, ..., d_{i+K}), indices on a ring",
        "P(survive) = V(t-1) / max V(t-1)",
        "L(t) = 1 - mean V(t-1) / max V(t-1)",
        "P(copy j) = V_j / sum over survivors",
        "perceived V(d') = V(d') + u, u uniform on (-e, e)",
    ],
    citation: "Levinthal (1997), Adaptation on rugged landscapes, Management Science 43(7), doi:10.1287/mnsc.43.7.934",
    deviations: &[
        "neighbours are tried in fixed order, as in the article's program; random order, which the text allows and which \
         does not reproduce figure 1, is the switch `order`",
        "survival, load and entry follow the program; the article gives no formula for survival",
        "the bound of noise is the same at all distances, as in the program; the article's text says that it grows with \
         distance, which is the switch `noise_rule`",
        "a long jump counts when it is adopted, over the whole life of an organisation (the article's footnote 11)",
    ],
    period: "period",
    numbers: Settings::SPECS,
    choices: &[
        ChoiceSpec {
            name: "interactions",
            options: &[
                ("next_k", "the K that follow on a ring"),
                ("adjacent", "K / 2 to each side on a ring"),
                ("random", "K others, drawn anew for each contribution and landscape"),
            ],
            meaning: "On which attributes a contribution depends",
            source: Source::Published("Levinthal (1997), footnote 4"),
        },
        ChoiceSpec {
            name: "search",
            options: &[("local", "the first superior neighbour is adopted"), ("none", "forms do not change")],
            meaning: "Local search; none in figure 4",
            source: Source::Published("Levinthal (1997), p. 938"),
        },
        ChoiceSpec {
            name: "order",
            options: &[("fixed", "that of the attributes"), ("random", "drawn anew each time")],
            meaning: "In which order neighbours are tried",
            source: Source::Published("program of Levinthal (1997), as read by others"),
        },
        switch(
            "long_jumps",
            false,
            "Whether a form drawn at random is compared each period; in figures 3 and 5 to 9",
            Source::Published("Levinthal (1997), p. 938; off in figure 1"),
        ),
        switch(
            "selection",
            false,
            "Whether organisations fail and are replaced; in figures 4 to 9",
            Source::Published("Levinthal (1997), p. 938; off in figure 1"),
        ),
        ChoiceSpec {
            name: "start",
            options: &[
                ("random", "each organisation at a form of its own"),
                ("common", "all at one form, figure 3"),
            ],
            meaning: "Forms at the beginning",
            source: Source::Published("Levinthal (1997), p. 940"),
        },
        ChoiceSpec {
            name: "noise_rule",
            options: &[
                ("constant", "the same bound for every form: the program"),
                ("distance", "the bound times the number of attributes that differ: the text"),
            ],
            meaning: "How the error of perception depends on distance",
            source: Source::Published("program of Levinthal (1997), as read by others"),
        },
    ],
    files: &[],
    outcomes: &[
        Column::fixed("forms", "forms", Kind::Level, "Distinct forms after the last period"),
        Column::fixed("forms_at_start", "forms", Kind::Level, "Distinct forms at the beginning"),
        Column::fixed("fitness", "fitness", Kind::Level, "Mean fitness after the last period"),
        Column::fixed(
            "end_ratio",
            "share",
            Kind::Level,
            "The same over the largest fitness of the landscape",
        ),
        Column::fixed("largest_share", "share", Kind::Level, "Share of the most frequent form"),
        Column::fixed(
            "survival",
            "share",
            Kind::Level,
            "Share of the incumbents of the change that is still there",
        ),
        Column::fixed("peaks", "forms", Kind::Level, "Local optima of the landscape"),
        Column::fixed("global_max", "fitness", Kind::Level, "Largest fitness of the landscape"),
    ],
    series: &[
        Column::fixed("forms", "forms", Kind::Level, "Distinct forms"),
        Column::fixed("fitness", "fitness", Kind::Level, "Mean fitness"),
        Column::fixed(
            "survival",
            "share",
            Kind::Level,
            "Share of the incumbents of the change that is still there",
        ),
        Column::fixed(
            "jumped_survivors",
            "share",
            Kind::Level,
            "Share of the incumbents still there that have made a long jump in their life",
        ),
        Column::fixed(
            "jumped_failed",
            "share",
            Kind::Level,
            "Share of the incumbents no longer there that had made a long jump in their life",
        ),
        Column::fixed("founded", "organisations", Kind::Flow, "Organisations founded"),
    ],
};

/// What is wrong across the values.
pub fn check(values: &Values) -> Vec<Problem> {
    let Settings { n, k, changed, .. } = values.typed();
    let exceeds = |name: &str, value: f64, most: f64, why: &str, remedy: String| {
        (value > most).then(|| Problem {
            path: name.to_owned(),
            found: format!("{value} with n = {n}"),
            expected: format!("{name} from 0 to {most}: {why}"),
            remedy,
        })
    };
    let k = exceeds(
        "k",
        k,
        n - 1.0,
        "an attribute has n - 1 others",
        format!("set k = {} or n = {}", n - 1.0, k + 1.0),
    );
    let changed = exceeds(
        "changed",
        changed,
        n,
        "there are no more attributes",
        format!("set changed = {n} or n = {changed}"),
    );
    k.into_iter().chain(changed).collect()
}
