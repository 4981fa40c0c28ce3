//! The summary in Markdown: a line a figure, the same text for the same results.

use std::fmt::Write;

use super::numbers::places;
use super::read::{Model, Results};

/// A line a figure of every model, and what the models say of what cannot be matched.
pub fn markdown(results: &Results) -> String {
    let mut out = String::from("# Replications\n\n");
    let _ = write!(
        out,
        "Known numbers of the models beside ours, as `ambidex replicate --all` of version {} measured them ({}). A number is \
         *equal* to the digits that were written down, *agrees* within sampling error, or *misses*; what is read off a \
         figure, remembered, or known without its error is *shown* and not judged. The chance that the table of a model \
         shows a miss without any fault is {} %, shared among its quantities. Mean z² is near 1 where nothing but sampling \
         error is in the differences, and smaller where both sides share draws.\n\n",
        results.version,
        results.effort,
        results.level * 100.0
    );
    out += "| model | figure | quantities | equal | agrees | misses | shown | largest \\|z\\| | mean z² |\n";
    out += "| --- | --- | --: | --: | --: | --: | --: | --: | --: |\n";
    out.extend(results.models.iter().map(lines));
    out += "\n| model | critical \\|z\\| | among | seconds | result |\n| --- | --: | --: | --: | --- |\n";
    for model in &results.models {
        let result = if model.failed { "fails" } else { "holds" };
        let Model { model: name, judged_by_z, seconds, .. } = model;
        let critical = places(model.critical(), 2);
        let _ = writeln!(out, "| {name} | {critical} | {judged_by_z} | {seconds:.1} | {result} |");
    }
    out.extend(results.models.iter().map(notes));
    out
}

fn lines(model: &Model) -> String {
    let mut out = String::new();
    for figure in &model.figures {
        let counts = figure.counts;
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            model.model,
            figure.figure.replace('|', "\\|"),
            figure.quantities,
            counts.equal,
            counts.agrees,
            counts.misses,
            counts.shown,
            places(figure.largest_z, 2),
            places(figure.mean_squared_z, 2)
        );
    }
    out
}

fn notes(model: &Model) -> String {
    let error = model.error.iter().map(|error| format!("It broke: {error}"));
    let paragraphs: Vec<String> = error.chain(model.notes.iter().cloned()).collect();
    if paragraphs.is_empty() {
        return String::new();
    }
    format!("\n## {}: {}\n\n{}\n", model.model, model.title, paragraphs.join("\n\n"))
}
