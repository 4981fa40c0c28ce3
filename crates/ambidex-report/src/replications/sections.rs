//! The page: a summary of all models, then a section a model with its figures, misses, tables and notes.

use super::curves;
use super::numbers::{places, plain};
use super::read::{Counts, Model, Results};
use super::table::{missed, quantities, tables};
use crate::document::{Block, Blocks, Document, Section};

/// The whole page.
pub fn document(results: &Results) -> Document {
    let mut sections = vec![summary(results)];
    sections.extend(results.models.iter().map(section));
    let failed = results.models.iter().filter(|model| model.failed).count();
    let outcome = match failed {
        0 => "no binding number is missed".to_owned(),
        1 => "one model misses a binding number or broke".to_owned(),
        _ => format!("{failed} models miss a binding number or broke"),
    };
    Document {
        title: "Known numbers beside ours".to_owned(),
        subtitle: format!("ambidex {}, {} replication: {outcome}", results.version, results.effort),
        sections,
    }
}

fn summary(results: &Results) -> Section {
    let mut blocks = Blocks::default();
    blocks.say(format!(
        "A number is equal where it is the same to the digits that were written down, agrees where it is within sampling \
         error, and misses where it is beyond. The chance that the table of a model shows a miss without any fault is {} %, \
         shared among the quantities of the model that are judged by z (Bonferroni); so each model has its own critical |z|.",
        plain(results.level * 100.0)
    ));
    blocks.say(
        "Binding are exact, deterministic and independent numbers. A miss of a second program of ours is named and binds \
         nobody. What is read off a figure, remembered, or known without its error is shown and not judged. \
         z is the difference in standard errors of both; mean z² is near 1 where nothing but sampling error is in the \
         differences. Intervals are 95 % intervals of ours."
            .to_owned(),
    );
    let head =
        ["model", "result", "quantities", "equal", "agrees", "misses", "shown", "critical |z|", "seconds"];
    let row = |model: &Model| {
        let Counts { equal, agrees, misses, shown } = model.counts;
        let counts = [model.quantities.len(), equal, agrees, misses, shown].map(|count| count.to_string());
        let mut row = vec![model.model.clone(), result(model).to_owned()];
        row.extend(counts);
        row.extend([places(model.critical(), 2), format!("{:.1}", model.seconds)]);
        row
    };
    blocks.table(head.map(str::to_owned).to_vec(), results.models.iter().map(row).collect());
    Section { id: "summary".into(), title: "Summary".to_owned(), blocks: blocks.0 }
}

fn result(model: &Model) -> &'static str {
    match (&model.error, model.failed) {
        (Some(_), _) => "broke",
        (None, true) => "fails",
        (None, false) => "holds",
    }
}

fn section(model: &Model) -> Section {
    let mut blocks = Blocks::default();
    if let Some(error) = &model.error {
        blocks.say(format!("Nothing was measured, the model broke: {error}"));
    } else {
        blocks.say(format!(
            "{} in {:.1} s; {}.",
            quantities(model.quantities.len()),
            model.seconds,
            model.judged_in_words()
        ));
        by_figure(&mut blocks, model);
    }
    for note in &model.notes {
        blocks.say(note.clone());
    }
    for (at, figure) in model.figures.iter().enumerate() {
        let rows = model.of(&figure.figure);
        blocks.0.push(Block::Heading(figure.figure.clone()));
        missed(&mut blocks, &rows);
        let drawings = curves::figures(&format!("{}-{}", model.model, at + 1), &rows);
        drawings.into_iter().for_each(|drawing| blocks.show(drawing));
        tables(&mut blocks, &rows);
    }
    Section {
        id: model.model.clone().into(),
        title: format!("{}: {}", model.model, model.title),
        blocks: blocks.0,
    }
}

fn by_figure(blocks: &mut Blocks, model: &Model) {
    let head = ["figure", "quantities", "equal", "agrees", "misses", "shown", "largest |z|", "mean z²"];
    let rows = model.figures.iter().map(|figure| {
        let Counts { equal, agrees, misses, shown } = figure.counts;
        let counts = [figure.quantities, equal, agrees, misses, shown].map(|count| count.to_string());
        let mut row = vec![figure.figure.clone()];
        row.extend(counts);
        row.extend([places(figure.largest_z, 2), places(figure.mean_squared_z, 2)]);
        row
    });
    blocks.table(head.map(str::to_owned).to_vec(), rows.collect());
}
