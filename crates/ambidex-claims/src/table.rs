//! The verdicts as text, as Markdown and as JSON.

use std::fmt::Write;
use std::path::Path;

use ambidex_analysis::statistics::NORMAL_95;
use ambidex_experiment::RunError;
use ambidex_experiment::text::table;
use serde::Deserialize;

use crate::attribution::{Attributed, Share};
use crate::effect::Effect;
use crate::files::put;
use crate::finding::Finding;
use crate::flips::BreakEven;
use crate::front::{Front, Policy};
use crate::gates::{CellLoss, Contrast, Gates};
use crate::glossary::Source;
use crate::isoquants::Isoquants;
use crate::numbers::{cells, parts, percent, short, told};
use crate::openness::OpennessFound;
use crate::run::{Row, Verdicts};

/// Names of the files in the folder of the claims.
pub const FILES: [&str; 2] = ["claims.json", "claims.md"];
/// Width of a claim in the text table.
const WIDTH: usize = 64;

/// Reads what `claims.json` holds.
///
/// # Errors
/// Where it is no result of claims.
pub fn read(json: &str) -> Result<Verdicts, serde_json::Error> {
    serde_json::from_str(json)
}

/// Writes `claims.json` and `claims.md`. They hold no time and no machine: equal inputs give equal bytes.
///
/// # Errors
/// Where they cannot be written.
pub fn write(verdicts: &Verdicts, directory: &Path) -> Result<(), RunError> {
    let json = serde_json::to_string_pretty(verdicts).expect("verdicts are plain data");
    put(&directory.join(FILES[0]), (json + "\n").as_bytes())?;
    put(&directory.join(FILES[1]), markdown(verdicts).as_bytes())
}

impl Finding {
    /// What flips the sign, in words.
    pub fn flipped(&self) -> Option<String> {
        let name = |path: &str| path.strip_prefix("parameters.").unwrap_or(path).to_owned();
        if let Some((one, value)) = self.turning_point() {
            return Some(format!("break-even {} = {}", name(&one.path), short(value)));
        }
        let split = self.flips.as_ref()?;
        let (below, above) = (percent(split.below), percent(split.above));
        let (name, value) = (name(&split.path), short(split.value));
        Some(format!("{name} {value}: sign in {below} below, {above} above"))
    }

    /// Other outcomes: name, effect, unit.
    pub fn also(&self) -> Vec<(&str, Effect, &str)> {
        let mut told = Vec::new();
        for (name, value) in &self.also {
            if let Ok(effect) = Effect::deserialize(&value["effect"]) {
                told.push((name.as_str(), effect, value["unit"].as_str().unwrap_or_default()));
            }
        }
        told
    }

    /// The value at which the fitted effect is zero, where the first that has one has a slope that can be told from zero.
    pub fn turning_point(&self) -> Option<(&BreakEven, f64)> {
        let zero = self.break_even.iter().find_map(|one| Some((one, one.value?)));
        zero.filter(|(one, _)| one.t.abs() > 2.0)
    }
}

/// The table for a terminal.
pub fn text(verdicts: &Verdicts) -> String {
    let effort = &verdicts.effort;
    let mut text = format!(
        "{}: {} claims, {} experiments over {} points x {} worlds in {} sample(s), seed {}\n\n",
        verdicts.case,
        verdicts.claims.len(),
        verdicts.experiments.len(),
        effort.points,
        effort.worlds,
        effort.samples,
        effort.seed
    );
    let head = ["id", "verdict", "mechanism", "effect", "95 % interval", "share", "claim"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(verdicts.claims.iter().map(line));
    text += &table(&rows, &[0, 1, 2, 6]);
    text += "\nexperiments: treatment minus baseline, over the plausible space\n\n";
    let head =
        ["experiment", "verdict", "effect", "95 % interval", "share", "-placebo", "veiled", "what flips it"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(verdicts.experiments.iter().map(experiment));
    text += &table(&rows, &[0, 1, 7]);
    text += &blocks(verdicts).concat();
    if verdicts.failed > 0 {
        let _ = writeln!(text, "\n{} worlds failed and are left out", verdicts.failed);
    }
    text
}

/// What is found beside the experiments.
fn blocks(verdicts: &Verdicts) -> Vec<String> {
    let blocks = [
        verdicts.attribution.as_ref().map(rivals),
        verdicts.front.as_ref().map(policies),
        verdicts.gates.as_ref().map(factorial),
        verdicts.openness.as_ref().map(OpennessFound::text),
        verdicts.isoquants.as_ref().map(Isoquants::text),
    ];
    blocks.into_iter().flatten().collect()
}

impl Row {
    /// Effect with its interval, where the claim has been tested.
    pub fn tested(&self) -> Option<Effect> {
        let [low, high] = self.interval?;
        Some(Effect { mean: self.effect?, low, high })
    }
}

fn line(row: &Row) -> Vec<String> {
    let [effect, interval] = row.tested().map(cells).unwrap_or_default();
    let share = row.share_of_space.map(percent).unwrap_or_default();
    let fact = if row.kind.contains("fact") || row.mechanism.is_none() {
        row.verdict.clone()
    } else {
        String::new()
    };
    let claim: String = row.claim.en.chars().take(WIDTH).collect();
    vec![row.id.clone(), fact, row.mechanism.clone().unwrap_or_default(), effect, interval, share, claim]
}

fn experiment(finding: &Finding) -> Vec<String> {
    let mean =
        |effect: Option<Effect>| effect.map_or_else(|| "-".to_owned(), |effect| parts(effect)[0].clone());
    let [effect, interval] = cells(finding.effect);
    vec![
        finding.id.clone(),
        finding.verdict.words().to_owned(),
        effect,
        interval,
        percent(finding.shares.sign),
        mean(finding.beyond_placebo),
        mean(finding.veiled),
        finding.flipped().unwrap_or_default(),
    ]
}

fn rivals(attribution: &Attributed) -> String {
    let mut text = format!(
        "\nrival explanations of {} [{}], {} worlds: {} as it was, {} with all taken back\n\n",
        attribution.outcome,
        attribution.unit,
        attribution.worlds,
        told(attribution.case),
        told(attribution.without_all)
    );
    let blank = || ["-".to_owned(), String::new()];
    let row = |share: &Share| {
        let [here, interval] = share.adds.map_or_else(blank, cells);
        let [over, interval_over] = share.over_space.map_or_else(blank, cells);
        let adds = share.adds_at.map_or_else(String::new, percent);
        let reason = share.not_expressible.as_ref().map(|reason| reason.en.clone());
        vec![share.title.en.clone(), here, interval, over, interval_over, adds, reason.unwrap_or_default()]
    };
    let over = format!("over {} points", attribution.points);
    let head = ["explanation", "at the fitted point", "", &over, "", "adds at", ""];
    let mut rows: Vec<Vec<String>> = vec![head.map(str::to_owned).to_vec()];
    rows.extend(attribution.shares.iter().map(row));
    let share = attribution.luck_share.map_or_else(String::new, |share| {
        format!("; {} of the variance over the plausible space", percent(share))
    });
    rows.push(vec!["Luck".to_owned(), short(attribution.luck_sd)]);
    text += &table(&rows, &[0, 6]);
    let _ = writeln!(text, "\nLuck is the standard deviation between equal worlds{share}.");
    text
}

fn policies(front: &Front) -> String {
    let mut text = format!("\n{} and {} of policies, minus the case\n\n", front.delivery, front.discovery);
    let head = ["policy", "delivery", "", "discovery", "", ""].map(str::to_owned).to_vec();
    let row = |policy: &Policy| {
        let best = if policy.on_front { "on the front" } else { "" };
        let mut row = vec![policy.arm.clone()];
        row.extend(cells(policy.delay));
        row.extend(cells(policy.discovery));
        row.push(best.to_owned());
        row
    };
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(front.policies.iter().map(row)).collect();
    text += &table(&rows, &[0, 5]);
    let price = front.price.map_or_else(
        || "fewer than three policies lie on the front: no trade-off can be read".to_owned(),
        |price| format!("a week sooner costs {} discoveries along the front", short(price)),
    );
    text + "\n" + &price + "\n"
}

impl Gates {
    /// Coefficients of the fit with their 95 % intervals (normal: there are hundreds of gates).
    pub fn coefficients(&self) -> [Effect; 3] {
        std::array::from_fn(|i| {
            let (mean, half) = (self.fit[i], NORMAL_95 * self.errors[i]);
            Effect { mean, low: mean - half, high: mean + half }
        })
    }
}

fn factorial(gates: &Gates) -> String {
    let [a, b, c] = gates.coefficients().map(told);
    let mut text = format!(
        "\ndecisions at {} gates, {} points of the space x {} worlds:\nV(go) - V(slip) [points] = {a} + {b} x defect density + {c} x hardness\n\n",
        gates.gates, gates.points, gates.worlds
    );
    let head = ["cell", "points lost a gate", "", "go"].map(str::to_owned).to_vec();
    let row = |cell: &CellLoss| {
        let name = format!("{}, {}, {}", cell.cell.expertise, cell.cell.confidence, cell.cell.deadline);
        let [loss, interval] = cells(cell.loss);
        vec![name, loss, interval, format!("{:.1} %", cell.go * 100.0)]
    };
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(gates.cells.iter().map(row)).collect();
    text += &table(&rows, &[0]);
    text += "\nwhat a factor adds to the loss a gate, in the same worlds\n\n";
    let row = |contrast: &Contrast| {
        let levels = contrast.levels.iter().map(|[first, second]| format!("{second} minus {first}"));
        let alone = contrast.factors.len() == 1;
        let name = if alone { levels.collect() } else { contrast.factors.join(" x ") };
        let [loss, interval] = cells(contrast.loss);
        vec![name, loss, interval]
    };
    text += &table(&gates.contrasts.iter().map(row).collect::<Vec<_>>(), &[0]);
    if gates.cells.iter().all(|cell| cell.go == 1.0) {
        text += "\nthe lab goes at every gate: who decides makes no difference at these values\n";
    }
    text
}

/// The verdicts as Markdown.
pub fn markdown(verdicts: &Verdicts) -> String {
    let effort = &verdicts.effort;
    let mut text = format!(
        "# Claims about {}\n\nVersion {}, seed {}; {} points of the plausible space x {} worlds, {} sample(s). ",
        verdicts.case, verdicts.version, effort.seed, effort.points, effort.worlds, effort.samples
    );
    text += "Effects are treatment minus baseline in the same worlds, with 95 % intervals.\n\n## Claims\n\n";
    text += "| id | kind | claim | verdict | mechanism | effect | share of space | why |\n|---|---|---|---|---|---|---|---|\n";
    for row in &verdicts.claims {
        text += &markdown_row(row);
    }
    text += "\n## Experiments\n\n";
    for finding in &verdicts.experiments {
        text += &markdown_finding(finding);
    }
    for block in blocks(verdicts) {
        let _ = write!(text, "```text\n{}```\n\n", block.trim_start());
    }
    text += &sources(verdicts);
    text
}

/// The sources behind the keys.
fn sources(verdicts: &Verdicts) -> String {
    if verdicts.glossary.sources.is_empty() {
        return String::new();
    }
    let line = |(key, source): (&String, &Source)| {
        let parts = [&source.title, &source.url, &source.date];
        let parts: Vec<&str> =
            parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect();
        format!("- [{key}] {}\n", parts.join(", "))
    };
    let lines: String = verdicts.glossary.sources.iter().map(line).collect();
    format!("## Sources\n\n{lines}")
}

fn markdown_row(row: &Row) -> String {
    let unit = row.unit.as_deref().unwrap_or_default();
    let effect = row.tested().map(|effect| format!("{} {unit}", told(effect))).unwrap_or_default();
    let share = row.share_of_space.map(percent).unwrap_or_default();
    let checks = row.checks.iter().map(|checked| checked.found.en.clone());
    let reason = row.no_experiment.iter().map(|reason| reason.en.clone());
    let evidence = (!row.evidence.is_empty()).then(|| row.evidence.en.clone());
    let why: Vec<String> = checks.chain(evidence).chain(reason).collect();
    let cell = |text: &str| text.replace('|', "\\|");
    format!(
        "| {} | {} | {} | {} | {} | {effect} | {share} | {} {} |\n",
        row.id,
        row.kind,
        cell(&row.claim.en),
        row.verdict,
        row.mechanism.as_deref().unwrap_or_default(),
        cell(&why.join("; ")),
        row.sources.iter().map(|key| format!("[{key}]")).collect::<String>()
    )
}

fn markdown_finding(finding: &Finding) -> String {
    let mut text = format!("### {}: {}\n\n", finding.title.en, finding.verdict.words());
    let _ = writeln!(
        text,
        "`{}` minus `{}`, {} [{}]: {}; claimed sign in {} of the space, significant in {}.",
        finding.treatment,
        finding.baseline,
        finding.outcome,
        finding.unit,
        told(finding.effect),
        percent(finding.shares.sign),
        percent(finding.shares.significant)
    );
    if let (Some(beyond), Some(placebo)) = (finding.beyond_placebo, &finding.placebo) {
        let _ = writeln!(text, "Beyond its placebo `{placebo}`: {}.", told(beyond));
    }
    if let Some(veiled) = finding.veiled {
        let _ = writeln!(text, "Behind the veil: {}.", told(veiled));
    }
    for knocked in &finding.knock_outs {
        let gone = if knocked.removed { "goes" } else { "does not go" };
        let kind = if knocked.assumption { ", an assumption" } else { "" };
        let _ = writeln!(
            text,
            "Without `{}`{kind}: {}; the effect {gone} with it.",
            knocked.carried_by,
            told(knocked.left)
        );
    }
    if let Some(flips) = finding.flipped() {
        let _ = writeln!(text, "What flips it: {flips}.");
    }
    for (name, effect, unit) in finding.also() {
        let _ = writeln!(text, "{name}: {} {unit}.", told(effect));
    }
    for part in
        finding.reasons.iter().chain([&finding.data.en, &finding.note.en]).filter(|part| !part.is_empty())
    {
        let _ = writeln!(text, "{part}.", part = part.trim_end_matches('.'));
    }
    text + "\n"
}
