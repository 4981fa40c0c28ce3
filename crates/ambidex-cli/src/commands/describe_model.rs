//! A model of the catalogue in words: everything is printed from what it declares.

use ambidex_core::catalogue::{ChoiceSpec, FileSpec};
use ambidex_core::{Column, Kind, ModelInfo};

use super::describe::{heading, parameter, wrapped};

/// Question, schedule, equations, parameters, outcomes, series, deviations and citation.
pub fn description(info: &ModelInfo) -> String {
    let mut text = format!("{}: {}\n\n{}", info.name, info.title, wrapped("", info.question));
    if !info.schedule.is_empty() {
        let period = if info.period.is_empty() { "replicate" } else { info.period };
        text += &heading(&format!("A {period}, in this order"));
        let steps = info.schedule.iter().enumerate();
        text += &steps.map(|(i, step)| wrapped(&format!("{:>2}. ", i + 1), step)).collect::<String>();
    }
    if !info.equations.is_empty() {
        text += &heading("Equations");
        text += &info.equations.iter().map(|line| format!("  {line}\n")).collect::<String>();
    }
    text += &heading("Parameters");
    text += &format!("Set one with `ambidex run {} --set NAME=VALUE`.\n\n", info.name);
    text += &info.numbers.iter().map(parameter).collect::<String>();
    text += &info.choices.iter().map(choice).collect::<String>();
    text += &info.files.iter().map(file).collect::<String>();
    text += &heading("Outcomes, a row a replicate");
    text += &info.outcomes.iter().map(column).collect::<String>();
    if !info.series.is_empty() {
        text += &heading(&format!("Series, a row a {} (--series)", info.period));
        text += &info.series.iter().map(column).collect::<String>();
    }
    if !info.deviations.is_empty() {
        text += &heading("Deviations from the paper");
        text += &info.deviations.iter().map(|line| wrapped("- ", line)).collect::<String>();
    }
    text + &heading("Citation") + &wrapped("", info.citation)
}

fn choice(spec: &ChoiceSpec) -> String {
    let default = spec.options.first().map_or("", |(word, _)| word);
    let head = format!("  {} = {default}\n", spec.name);
    let words = spec.options.iter().map(|(word, meaning)| wrapped(&format!("      {word}: "), meaning));
    head + &wrapped("      ", &format!("{}. {}", spec.meaning, spec.source)) + &words.collect::<String>()
}

fn file(spec: &FileSpec) -> String {
    format!("  {} = PATH\n", spec.name) + &wrapped("      ", spec.meaning)
}

fn column(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Level => "level",
        Kind::Flow => "in the period",
        Kind::Total => "since the start",
    };
    wrapped(&format!("  {:<24}", column.name), &format!("{} [{}], {kind}", column.meaning, column.unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_describes_all_that_it_declares() {
        for model in ambidex_models::MODELS {
            let info = model.info();
            let text = description(info);
            let numbers = info.numbers.iter().map(|spec| spec.name);
            let choices = info.choices.iter().map(|spec| spec.name);
            for name in numbers.chain(choices).chain(info.files.iter().map(|spec| spec.name)) {
                assert!(text.contains(&format!("\n  {name} ")), "{}: {name}", info.name);
            }
            for column in info.outcomes.iter().chain(info.series) {
                assert!(text.contains(column.name.as_ref()), "{}: {}", info.name, column.name);
            }
            assert!(text.contains(info.citation.split(',').next().unwrap()), "{}", info.name);
        }
    }
}
