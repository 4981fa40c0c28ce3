use ambidex_core::Source;
use ambidex_core::catalogue::{ChoiceSpec, FileSpec, ModelInfo};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::Parameters;

ambidex_core::parameters! {
    /// Size of a landscape and search on it.
    pub struct Landscape {
        n ("N", "loci", whole) = 12 in 1..=96, plausible 6..=20;
            "Number of loci (decisions, attributes)"; Assumption("small enough to be enumerated at once");
        k ("K", "loci", whole) = 2 in 0..=95, plausible 0..=8;
            "Number of other loci on which a contribution depends; the mean number where the pattern gives different ones; not used with a matrix of one's own"; Assumption("moderately rugged");
        jumps ("J", "configurations", whole) = 0 in 0..=100000, plausible 0..=100;
            "Configurations from afar that are tried once a local optimum is reached, one after the other"; Assumption("adaptive walks of Kauffman and Levin (1987) take single steps");
    }
}

/// Which loci are partners.
pub const INTERACTIONS: ChoiceSpec = ChoiceSpec {
    name: "interactions",
    options: &[
        ("adjacent", "K / 2 to each side on a ring, the odd one after (Kauffman 1993)"),
        ("next_k", "the K that follow on a ring (Levinthal 1997)"),
        ("random", "K others, drawn anew for each contribution and landscape (Kauffman 1993)"),
        ("block", "blocks of K + 1 loci that depend on one another only"),
        (
            "hierarchical",
            "N K links below the diagonal, in the first columns: earlier loci govern later ones",
        ),
        ("centralised", "N K links in the first columns: everything depends on few loci"),
        ("dependent", "N K links in the first rows: few contributions depend on everything"),
        (
            "banded",
            "N K links below the diagonal, next to it: each locus is governed by those just before it",
        ),
        ("file", "the matrix that is given as `matrix`"),
    ],
    meaning: "Which loci are partners",
    source: Source::Published("Kauffman (1993), The Origins of Order, chapter 2"),
};

/// A matrix of one's own.
pub const MATRIX: FileSpec = FileSpec {
    name: "matrix",
    meaning: "Interaction matrix: N lines of N entries 0 or 1, separated by blanks, commas or nothing; line i has 1 where \
              contribution i depends on that locus; the diagonal counts as 1; `#` begins a comment",
};

/// Declarations.
pub static INFO: ModelInfo = ModelInfo {
    name: "nk",
    title: "Adaptive walks on rugged landscapes",
    question: "How does the interdependence of choices shape what search by small steps can reach?",
    schedule: &[
        "partners are set by the pattern, or drawn",
        "contributions are drawn, and all configurations evaluated where there are few enough",
        "a walk starts and flips one locus at a time, only uphill, until no neighbour is fitter",
        "configurations from afar are tried; from a fitter one, the walk goes on",
    ],
    equations: &[
        "V(d) = (1/N) sum_i c_i(d_i; states of the partners of i)",
        "c_i uniform on (0, 1), one draw a pattern",
        "d is a local optimum where V(d) >= V(d') for all d' that differ in one locus",
    ],
    citation: "Kauffman & Levin (1987), Towards a general theory of adaptive walks on rugged landscapes, Journal of \
               Theoretical Biology 128(1), doi:10.1016/S0022-5193(87)80029-2; Kauffman & Weinberger (1989), The NK model of \
               rugged fitness landscapes, Journal of Theoretical Biology 141(2), doi:10.1016/S0022-5193(89)80019-0",
    deviations: &[
        "contributions are uniform on a grid of 2^25 values, so that fitness is compared exactly; equal neighbours, rarer \
         than one pair in ten million, are both local optima",
        "the walk rule changes what is reached (steepest ascent ends higher than the random fitter walk on adjacent K = 2, \
         and lower on random partners N = 96, K = 8): it is a switch, `walk`",
        "patterns with N K links in all (hierarchical, centralised, dependent, banded) are defined here, in the spirit of \
         Rivkin & Siggelkow (2007), whose matrices were not obtained",
    ],
    period: "",
    numbers: Landscape::SPECS,
    choices: &[
        INTERACTIONS,
        ChoiceSpec {
            name: "walk",
            options: &[
                ("random-fitter", "each fitter neighbour is equally likely to be taken"),
                ("steepest", "the fittest neighbour is taken"),
                ("first", "the first fitter neighbour in the order of the loci is taken"),
            ],
            meaning: "Which fitter neighbour a walk takes",
            source: Source::Published("Kauffman & Levin (1987)"),
        },
        ChoiceSpec {
            name: "start",
            options: &[("random", "any configuration, all equally likely"), ("zeros", "all loci 0")],
            meaning: "Where a walk begins; on a random landscape both have the same law",
            source: Source::Published("Kauffman & Levin (1987)"),
        },
        ChoiceSpec {
            name: "enumeration",
            options: &[
                ("auto", "all configurations are evaluated where N <= 24"),
                ("full", "all configurations are evaluated, or the input is refused"),
                ("none", "only what a walk meets is evaluated"),
            ],
            meaning: "Whether all configurations are evaluated; outcomes that need it are empty otherwise",
            source: Source::Assumption("a table of 24 loci takes 64 MB"),
        },
        ChoiceSpec {
            name: "measures",
            options: &[
                ("peaks", "local optima and the walk"),
                ("all", "also the basin of the global maximum and the spread of fitness, N <= 20"),
            ],
            meaning: "What is measured on an enumerated landscape",
            source: Source::Assumption("the basin takes a hundred times as long as the local optima"),
        },
    ],
    files: &[MATRIX],
    outcomes: &[
        Column::fixed("peaks", "configurations", Kind::Level, "Local optima of the landscape"),
        Column::fixed("peak_fitness", "fitness", Kind::Level, "Fitness where the walk ends"),
        Column::fixed("walk_length", "steps", Kind::Total, "Steps of the walk, jumps among them"),
        Column::fixed("global_max", "fitness", Kind::Level, "Largest fitness of the landscape"),
        Column::fixed(
            "mean_peak_fitness",
            "fitness",
            Kind::Level,
            "Mean fitness of all local optima of the landscape",
        ),
        Column::fixed(
            "end_ratio",
            "share",
            Kind::Level,
            "Fitness where the walk ends over the largest of the landscape",
        ),
        Column::fixed(
            "global_basin",
            "share",
            Kind::Level,
            "Chance that a walk without jumps from a random configuration ends at the global maximum",
        ),
        Column::fixed(
            "fitness_sd",
            "fitness",
            Kind::Level,
            "Standard deviation of fitness over the landscape",
        ),
    ],
    series: &[],
};
