//! The verdicts as text, as Markdown and as JSON.

use std::fmt::Write;
use std::path::Path;

use ambidex_experiment::RunError;

use crate::attribution::Attributed;
use crate::effect::Effect;
use crate::finding::Finding;
use crate::front::Front;
use crate::gates::Gates;
use crate::isoquants::Isoquants;
use crate::openness::OpennessFound;
use crate::run::{Row, Verdicts};

/// Names of the files in the folder of the claims.
pub const FILES: [&str; 2] = ["claims.json", "claims.md"];
/// Width of a claim in the text table.
const WIDTH: usize = 64;

/// Writes a file under another name first, and renames it when it is whole.
///
/// # Errors
/// Where it cannot be written.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), RunError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(RunError::io(folder))?;
    }
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    std::fs::write(&temporary, bytes).map_err(RunError::io(&temporary))?;
    std::fs::rename(&temporary, path).map_err(RunError::io(path))
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
        let zero = self.break_even.iter().find_map(|one| Some((one, one.value?)));
        if let Some((one, value)) = zero.filter(|(one, _)| one.t.abs() > 2.0) {
            return Some(format!("break-even {} = {}", name(&one.path), short(value)));
        }
        let split = self.flips.as_ref()?;
        let (below, above) = (split.below * 100.0, split.above * 100.0);
        Some(format!(
            "{} {}: sign in {below:.0} % below, {above:.0} % above",
            name(&split.path),
            short(split.value)
        ))
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
    let _ = writeln!(
        text,
        "{:<8} {:<14} {:<13} {:>8} {:<18} {:>6}  claim",
        "id", "verdict", "mechanism", "effect", "95 % interval", "share"
    );
    for row in &verdicts.claims {
        let _ = writeln!(text, "{}", line(row));
    }
    text += "\nexperiments: treatment minus baseline, over the plausible space\n\n";
    let _ = writeln!(
        text,
        "{:<27} {:<12} {:>8} {:<18} {:>6} {:>8} {:>8}  what flips it",
        "experiment", "verdict", "effect", "95 % interval", "share", "-placebo", "veiled"
    );
    for finding in &verdicts.experiments {
        let _ = writeln!(text, "{}", experiment(finding));
    }
    if let Some(attribution) = &verdicts.attribution {
        text += &rivals(attribution);
    }
    if let Some(front) = &verdicts.front {
        text += &policies(front);
    }
    if let Some(gates) = &verdicts.gates {
        text += &factorial(gates);
    }
    if let Some(openness) = &verdicts.openness {
        text += &openness.text();
    }
    if let Some(isoquants) = &verdicts.isoquants {
        text += &isoquants.text();
    }
    if verdicts.failed > 0 {
        let _ = writeln!(text, "\n{} worlds failed and are left out", verdicts.failed);
    }
    text
}

fn line(row: &Row) -> String {
    let effect = row.effect.map(short).unwrap_or_default();
    let interval = row.interval.map(|[low, high]| bounds(low, high)).unwrap_or_default();
    let share = row.share_of_space.map(|share| format!("{:.0} %", share * 100.0)).unwrap_or_default();
    let fact = if row.kind.contains("fact") || row.mechanism.is_none() { row.verdict.as_str() } else { "" };
    let mechanism = row.mechanism.as_deref().unwrap_or_default();
    let claim: String = row.claim.en.chars().take(WIDTH).collect();
    let line =
        format!("{:<8} {fact:<14} {mechanism:<13} {effect:>8} {interval:<18} {share:>6}  {claim}", row.id);
    line.trim_end().to_owned()
}

fn experiment(finding: &Finding) -> String {
    let mean = |effect: &Option<Effect>| effect.map_or_else(|| "-".to_owned(), |effect| short(effect.mean));
    format!(
        "{:<27} {:<12} {:>8} {:<18} {:>4.0} % {:>8} {:>8}  {}",
        finding.id,
        finding.verdict.words(),
        short(finding.effect.mean),
        bounds(finding.effect.low, finding.effect.high),
        finding.shares.sign * 100.0,
        mean(&finding.beyond_placebo),
        mean(&finding.veiled),
        finding.flipped().unwrap_or_default()
    )
}

fn rivals(attribution: &Attributed) -> String {
    let mut text = format!(
        "\nrival explanations of {} [{}], {} worlds: {} as it was, {} with all taken back\n\n{:<44} {:<27} over {} points of the space\n",
        attribution.outcome,
        attribution.unit,
        attribution.worlds,
        short(attribution.case.mean),
        short(attribution.without_all.mean),
        "",
        "at the fitted point",
        attribution.points
    );
    let told = |effect: &Effect| format!("{:>8} {:<18}", short(effect.mean), bounds(effect.low, effect.high));
    for share in &attribution.shares {
        let value = match (&share.adds, &share.over_space, &share.not_expressible) {
            (Some(here), Some(over), _) => {
                let at = share.adds_at.unwrap_or(f64::NAN) * 100.0;
                format!("{} {} adds at {at:.0} %", told(here), told(over))
            }
            (.., Some(reason)) => format!("       - {}", reason.en),
            _ => String::new(),
        };
        let _ = writeln!(text, "{:<44} {value}", share.title.en);
    }
    let share = attribution.luck_share.map_or_else(String::new, |share| {
        format!("; {:.0} % of the variance over the plausible space", share * 100.0)
    });
    let _ = writeln!(text, "{:<44} {:>8} sd between equal worlds{share}", "Luck", short(attribution.luck_sd));
    text
}

fn policies(front: &Front) -> String {
    let mut text = format!("\n{} and {} of policies, minus the case\n\n", front.delivery, front.discovery);
    for policy in &front.policies {
        let told =
            |effect: &Effect| format!("{:>8} {:<18}", short(effect.mean), bounds(effect.low, effect.high));
        let best = if policy.on_front { "on the front" } else { "" };
        let line = format!("{:<44} {} {} {best}", policy.arm, told(&policy.delay), told(&policy.discovery));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    let price = front.price.map_or_else(
        || "fewer than three policies lie on the front: no trade-off can be read".to_owned(),
        |price| format!("a week sooner costs {} discoveries along the front", short(price)),
    );
    text + "\n" + &price + "\n"
}

fn factorial(gates: &Gates) -> String {
    let [a, b, c] = gates.fit.map(short);
    let mut text = format!(
        "\ndecisions at {} gates, {} points of the space x {} worlds:\nV(go) - V(slip) = {a} + {b} x defect density + {c} x hardness points\n\n",
        gates.gates, gates.points, gates.worlds
    );
    let told = |loss: &Effect| format!("{:>8} {}", short(loss.mean), bounds(loss.low, loss.high));
    for cell in &gates.cells {
        let name = format!("{}, {}, {}", cell.cell.expertise, cell.cell.confidence, cell.cell.deadline);
        let _ =
            writeln!(text, "{name:<44} {} points lost a gate, {:.0} % go", told(&cell.loss), cell.go * 100.0);
    }
    text += "\nwhat a factor adds to the loss a gate, in the same worlds\n\n";
    for contrast in &gates.contrasts {
        let levels = contrast.levels.iter().map(|[first, second]| format!("{second} minus {first}"));
        let name = if contrast.factors.len() == 1 {
            levels.collect::<String>()
        } else {
            contrast.factors.join(" x ")
        };
        let _ = writeln!(text, "{name:<44} {} points", told(&contrast.loss));
    }
    if gates.cells.iter().all(|cell| cell.go == 1.0) {
        text += "\nthe lab goes at every gate: who decides makes no difference at these values\n";
    }
    text
}

/// Both ends of an interval.
pub fn bounds(low: f64, high: f64) -> String {
    format!("[{}, {}]", short(low), short(high))
}

/// Two digits behind the point, or as many as a small number needs.
pub fn short(x: f64) -> String {
    let size = x.abs();
    if size == 0.0 || size >= 0.095 {
        format!("{x:.2}")
    } else if size >= 0.00095 {
        format!("{x:.4}")
    } else {
        format!("{x:.1e}")
    }
}

/// The verdicts as Markdown.
fn markdown(verdicts: &Verdicts) -> String {
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
    let blocks = [
        verdicts.attribution.as_ref().map(rivals),
        verdicts.front.as_ref().map(policies),
        verdicts.gates.as_ref().map(factorial),
        verdicts.openness.as_ref().map(OpennessFound::text),
        verdicts.isoquants.as_ref().map(Isoquants::text),
    ];
    for block in blocks.into_iter().flatten() {
        let _ = write!(text, "```text\n{}```\n\n", block.trim_start());
    }
    text
}

fn markdown_row(row: &Row) -> String {
    let effect = match (row.effect, row.interval) {
        (Some(mean), Some([low, high])) => {
            format!("{} {} {}", short(mean), bounds(low, high), row.unit.as_deref().unwrap_or_default())
        }
        _ => String::new(),
    };
    let share = row.share_of_space.map(|share| format!("{:.0} %", share * 100.0)).unwrap_or_default();
    let checks = row.checks.iter().map(|checked| checked.found.clone());
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
    let told = |effect: &Effect| format!("{} {}", short(effect.mean), bounds(effect.low, effect.high));
    let mut text = format!("### {}: {}\n\n", finding.title.en, finding.verdict.words());
    let _ = writeln!(
        text,
        "`{}` minus `{}`, {} [{}]: {}; claimed sign in {:.0} % of the space, significant in {:.0} %.",
        finding.treatment,
        finding.baseline,
        finding.outcome,
        finding.unit,
        told(&finding.effect),
        finding.shares.sign * 100.0,
        finding.shares.significant * 100.0
    );
    if let (Some(beyond), Some(placebo)) = (&finding.beyond_placebo, &finding.placebo) {
        let _ = writeln!(text, "Beyond its placebo `{placebo}`: {}.", told(beyond));
    }
    if let Some(veiled) = &finding.veiled {
        let _ = writeln!(text, "Behind the veil: {}.", told(veiled));
    }
    for knocked in &finding.knock_outs {
        let gone = if knocked.removed { "goes" } else { "does not go" };
        let kind = if knocked.assumption { ", an assumption" } else { "" };
        let _ = writeln!(
            text,
            "Without `{}`{kind}: {}; the effect {gone} with it.",
            knocked.carried_by,
            told(&knocked.left)
        );
    }
    if let Some(flips) = finding.flipped() {
        let _ = writeln!(text, "What flips it: {flips}.");
    }
    for (name, value) in &finding.also {
        let number = |key: &str| value["effect"][key].as_f64().map_or_else(String::new, short);
        let unit = value["unit"].as_str().unwrap_or_default();
        let _ = writeln!(text, "{name}: {} [{}, {}] {unit}.", number("mean"), number("low"), number("high"));
    }
    for part in
        finding.reasons.iter().chain([&finding.data.en, &finding.note.en]).filter(|part| !part.is_empty())
    {
        let _ = writeln!(text, "{part}.", part = part.trim_end_matches('.'));
    }
    text + "\n"
}
