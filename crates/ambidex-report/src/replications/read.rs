//! What `replications.json` holds.

use serde::Deserialize;

/// Results of all models that were run.
#[derive(Clone, Debug, Deserialize)]
pub struct Results {
    /// Version of the program.
    pub version: String,
    /// How much was run: `quick` or `full`.
    pub effort: String,
    /// Chance that the table of one model shows a miss without any fault.
    pub level: f64,
    /// A result a model.
    pub models: Vec<Model>,
    /// Whether any model failed.
    pub failed: bool,
}

/// Result of one model.
#[derive(Clone, Debug, Deserialize)]
pub struct Model {
    /// Name.
    pub model: String,
    /// Title.
    pub title: String,
    /// Time it took [s].
    pub seconds: f64,
    /// Largest |z| that passes.
    pub critical: f64,
    /// Quantities judged by z.
    pub judged_by_z: usize,
    /// How many of each verdict.
    pub counts: Counts,
    /// Summaries by figure.
    pub figures: Vec<FigureSummary>,
    /// All quantities.
    pub quantities: Vec<Row>,
    /// What cannot be matched and what was tried.
    pub notes: Vec<String>,
    /// Why nothing was measured.
    pub error: Option<String>,
    /// Whether it failed.
    pub failed: bool,
}

/// How many quantities of each verdict.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Counts {
    /// Equal to the digits that were written down.
    pub equal: usize,
    /// Within sampling error.
    pub agrees: usize,
    /// Beyond it.
    pub misses: usize,
    /// Not judged.
    pub shown: usize,
}

/// A figure in short.
#[derive(Clone, Debug, Deserialize)]
pub struct FigureSummary {
    /// Figure or table.
    pub figure: String,
    /// Quantities.
    pub quantities: usize,
    /// How many of each verdict.
    pub counts: Counts,
    /// Largest |z| of those that are judged.
    pub largest_z: Option<f64>,
    /// Mean of z² of the same.
    pub mean_squared_z: Option<f64>,
}

/// Place on an axis.
#[derive(Clone, Debug, Deserialize)]
pub struct Place {
    /// Name of the axis.
    pub name: String,
    /// Value.
    pub value: Option<f64>,
}

/// How a number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// A closed form or an enumeration.
    Exact,
    /// A run without randomness of another program.
    Deterministic,
    /// Measured with another person's program.
    Independent,
    /// Measured with a second program of the project.
    SecondProgram,
    /// Read off a published figure.
    ReadOff,
    /// From memory.
    Memory,
}

impl Known {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Deterministic => "deterministic",
            Self::Independent => "independent replication",
            Self::SecondProgram => "second program of ours",
            Self::ReadOff => "read off a figure",
            Self::Memory => "from memory",
        }
    }
}

/// What is made of a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Equal to the digits that were written down.
    Equal,
    /// Within sampling error.
    Agrees,
    /// Beyond it.
    Misses,
    /// Not judged.
    Shown,
}

/// A quantity; what is no number is none.
#[derive(Clone, Debug, Deserialize)]
pub struct Row {
    /// Figure or table.
    pub figure: String,
    /// What is measured.
    pub name: String,
    /// Line of the figure.
    pub line: String,
    /// Place on its axis.
    pub x: Option<Place>,
    /// How theirs is known.
    pub known: Known,
    /// Where theirs comes from.
    pub source: String,
    /// The known number.
    pub theirs: Option<f64>,
    /// Its standard error.
    pub theirs_se: Option<f64>,
    /// Ours.
    pub ours: Option<f64>,
    /// Its standard error.
    pub ours_se: Option<f64>,
    /// Lower end of the 95 % interval of ours.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Difference in standard errors.
    pub z: Option<f64>,
    /// What is made of it.
    pub verdict: Verdict,
    /// Whether a miss makes the replication fail.
    pub binding: bool,
}

impl Row {
    /// The verdict in words; a miss that does not make the replication fail says so.
    pub fn verdict(&self) -> &'static str {
        match (self.verdict, self.binding) {
            (Verdict::Equal, _) => "equal",
            (Verdict::Agrees, _) => "agrees",
            (Verdict::Misses, true) => "misses",
            (Verdict::Misses, false) => "misses, not binding",
            (Verdict::Shown, _) => "shown",
        }
    }

    /// Whether it is missed.
    pub fn is_missed(&self) -> bool {
        self.verdict == Verdict::Misses
    }
}

impl Model {
    /// Largest |z| that passes; none where nothing is judged by it.
    pub fn critical(&self) -> Option<f64> {
        (self.judged_by_z > 0).then_some(self.critical)
    }

    /// How many are judged by z, and at which value.
    pub fn judged_in_words(&self) -> String {
        match self.judged_by_z {
            0 => "none judged by z".to_owned(),
            count => format!("{count} judged by z, critical |z| {:.2}", self.critical),
        }
    }

    /// The quantities of a figure.
    pub fn of(&self, figure: &str) -> Vec<&Row> {
        self.quantities.iter().filter(|row| row.figure == figure).collect()
    }
}

/// Groups in the order of their first row.
pub fn grouped<'a, K: PartialEq>(
    rows: impl IntoIterator<Item = &'a Row>,
    key: impl Fn(&'a Row) -> K,
) -> Vec<(K, Vec<&'a Row>)> {
    let mut groups: Vec<(K, Vec<&'a Row>)> = Vec::new();
    for row in rows {
        let key = key(row);
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, group)) => group.push(row),
            None => groups.push((key, vec![row])),
        }
    }
    groups
}
