//! The ranking as a table, interactions of pairs, and all measures.

use super::super::numbers::{Format, Interval, NONE};
use super::super::source::Source;
use super::read::{Found, Ranked, Report};
use crate::document::{Block, Blocks, Table};

/// Rows of a table that stands open; a longer one is folded.
const OPEN: usize = 20;
/// Pairs that are listed.
const PAIRS: usize = 15;

/// A table, folded where it is long.
pub fn long(source: &Source, blocks: &mut Blocks, head: Vec<String>, rows: Vec<Vec<String>>) {
    if rows.len() <= OPEN {
        blocks.table(head, rows);
        return;
    }
    let title = source.t("table.all", &[("count", &rows.len().to_string())]);
    blocks.0.push(Block::FoldedTable(title, Table { head, rows }));
}

/// Ranks with the measures that are drawn, and those of the second seed beside them.
pub fn ranking(source: &Source, blocks: &mut Blocks, found: &Found, second: Option<&Found>, report: &Report) {
    let shown = found.shown();
    let column = |found: &Found, name: &str| {
        let column = Format::of(found.ranking.iter().filter_map(|ranked| ranked.measure(name)));
        // Shares are compared with each other, so that all of them have the same digits.
        if found.ranked_by == "mu_star" { column } else { Format::places(3) }
    };
    let mut heads = source.heads(&["rank", "ranks", "input"]);
    let unit = if found.ranked_by == "mu_star" { found.unit.as_str() } else { "" };
    let head =
        |name: &String| source.with_unit(&source.word("measure", name), &column(found, name).unit(unit));
    heads.extend(shown.iter().map(head));
    if let Some(second) = &report.second {
        let seed = [("seed", second.seed.to_string())];
        let seed = seed.each_ref().map(|(name, value)| (*name, value.as_str()));
        heads.push(source.t("column.second_ranks", &seed));
        let name = shown.first().map_or(String::new(), head);
        heads.push(source.t("ranking.by_seed", &[("measure", &name), seed[0]]));
    }
    let cell = |of: &Found, ranked: Option<&Ranked>, name: &str| {
        let measure: Option<Interval> = ranked.and_then(|ranked| ranked.measure(name));
        measure.map_or_else(|| NONE.to_owned(), |measure| column(of, name).estimate(measure))
    };
    let row = |ranked: &Ranked| {
        let mut row = vec![ranked.rank.to_string(), ranked.span(), format!("`{}`", ranked.path)];
        row.extend(shown.iter().map(|name| cell(found, Some(ranked), name)));
        if let (Some(second), Some(name)) = (second, shown.first()) {
            let again = second.input(&ranked.path);
            row.push(again.map_or_else(|| NONE.to_owned(), Ranked::span));
            row.push(cell(second, again, name));
        }
        row
    };
    let rows: Vec<Vec<String>> = found.ranking.iter().map(row).collect();
    blocks.say(source.t("ranking.table", &[]));
    if rows.len() <= OPEN {
        blocks.table(heads, rows);
        return;
    }
    blocks.table(heads.clone(), rows[..OPEN].to_vec());
    let title = source.t("table.all", &[("count", &rows.len().to_string())]);
    blocks.0.push(Block::FoldedTable(title, Table { head: heads, rows }));
}

/// Interactions of pairs, the largest first.
pub fn pairs(source: &Source, blocks: &mut Blocks, found: &Found) {
    if found.pairs.is_empty() {
        return;
    }
    let (shown, all) = (found.pairs.len().min(PAIRS).to_string(), found.pairs.len().to_string());
    blocks.say(source.t("pairs.intro", &[("shown", &shown), ("all", &all)]));
    let row = |(one, other, index): &(String, String, super::read::Estimate)| {
        vec![format!("`{one}`"), format!("`{other}`"), Format::places(3).estimate(index.interval())]
    };
    let heads = source.heads(&["input", "with", "pair"]);
    blocks.table(heads, found.pairs.iter().take(PAIRS).map(row).collect());
}

/// Every measure of every input, where there are others than those of the ranking.
pub fn all_measures(source: &Source, blocks: &mut Blocks, found: &Found) {
    let names: Vec<&str> = found
        .ranking
        .first()
        .map_or_else(Vec::new, |ranked| ranked.measures.iter().map(|(name, _)| name.as_str()).collect());
    if names.len() <= found.shown().len() {
        return;
    }
    let unit = |name: &str| {
        if matches!(name, "mu" | "mu_star" | "sigma") { found.unit.clone() } else { String::new() }
    };
    let format = |name: &str| {
        let all = || found.ranking.iter().filter_map(|ranked| ranked.measure(name));
        if unit(name).is_empty() { Format::places(3) } else { Format::of(all()) }
    };
    let mut head = source.heads(&["rank", "input"]);
    head.extend(
        names
            .iter()
            .map(|name| source.with_unit(&source.word("measure", name), &format(name).unit(&unit(name)))),
    );
    let row = |ranked: &Ranked| {
        let cells = names.iter().map(|name| {
            ranked.measure(name).map_or_else(|| NONE.to_owned(), |measure| format(name).estimate(measure))
        });
        [ranked.rank.to_string(), format!("`{}`", ranked.path)].into_iter().chain(cells).collect()
    };
    let table = Table { head, rows: found.ranking.iter().map(row).collect() };
    blocks.0.push(Block::FoldedTable(source.t("table.measures", &[]), table));
}
