//! Miller, Zhao & Calantone (2006): without learning from each other and without tacit dimensions, the model of March
//! (1991) to the letter.

use ambidex_models::miller2006::Miller2006;

use crate::quantity::{Estimate, Known, Quantity};
use crate::{Effort, Replication, runs};

/// What is known of `miller2006`.
pub const REPLICATION: Replication = Replication {
    model: "miller2006",
    quantities,
    notes: &[
        "No number of the paper could be obtained, nor its text beyond the abstract and the opening of the description of a \
         NetLogo version. What can be judged is the limit without learning from each other and without tacit dimensions, \
         which is March's (1991) model with the rules of that paper to the letter: all states of small organisations \
         enumerated, and a second program of our own for his Figure 1.",
        "Learning from each other and tacit knowledge are tested by properties alone: what one person knows of a dimension \
         reaches everybody on the grid, tacit beliefs do not change without learning from each other, and the code never \
         holds a tacit dimension.",
    ],
};

/// Settings that leave the model of March (1991).
const MARCH: [(&str, &str); 3] = [("tacit", "0"), ("local_learning", "0"), ("distant_sample", "0")];

#[derive(serde::Deserialize)]
struct Small {
    dimensions: String,
    individuals: String,
    socialization: String,
    code_learning: String,
    periods: Option<String>,
    score: f64,
    source: String,
}

#[derive(serde::Deserialize)]
struct Large {
    socialization: f64,
    code_learning: String,
    score: f64,
    se: f64,
    source: String,
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("the file is part of the program")).collect()
}

fn code_score(settings: &[(&str, &str)], replicates: u32) -> Estimate {
    let values = runs::values(&Miller2006, &[&MARCH, settings].concat());
    runs::mean(&runs::outcomes(&Miller2006, &values, replicates), runs::place(&Miller2006, "code_score"))
}

fn quantities(effort: Effort) -> Vec<Quantity> {
    let (small, large) = if effort == Effort::Quick { (20_000, 300) } else { (400_000, 6_000) };
    let mut quantities: Vec<Quantity> = read(include_str!("../data/miller2006/exact_march.csv"))
        .into_iter()
        .map(|row: Small| {
            let periods = row.periods.as_deref();
            let settings = [
                ("rows", "1"),
                ("columns", &*row.individuals),
                ("dimensions", &*row.dimensions),
                ("socialization", &*row.socialization),
                ("code_learning", &*row.code_learning),
                ("periods", periods.unwrap_or("100000")),
            ];
            Quantity {
                figure: "March (1991), all states enumerated".to_owned(),
                name: "score of the code [score]".to_owned(),
                line: format!(
                    "M = {}, N = {}, p1 = {}, p2 = {}, {}",
                    row.dimensions,
                    row.individuals,
                    row.socialization,
                    row.code_learning,
                    periods.map_or("limit".to_owned(), |t| format!("t = {t}")),
                ),
                x: None,
                known: Known::Exact,
                source: row.source.clone(),
                theirs: Estimate::exact(row.score),
                ours: code_score(&settings, small),
                rounding: 0.0,
            }
        })
        .collect();
    quantities.extend(read(include_str!("../data/miller2006/march_figure_1.csv")).into_iter().map(
        |row: Large| {
            let socialization = row.socialization.to_string();
            let settings = [("socialization", &*socialization), ("code_learning", &*row.code_learning)];
            Quantity {
                figure: "March (1991), Figure 1, to the letter".to_owned(),
                name: "score of the code in equilibrium [score]".to_owned(),
                line: format!("p2 = {}", row.code_learning),
                x: Some(("socialization p1 [1/period]", row.socialization)),
                known: Known::SecondProgram,
                source: row.source,
                theirs: Estimate::measured(row.score, row.se),
                ours: code_score(&settings, large),
                rounding: 0.0,
            }
        },
    ));
    quantities
}
