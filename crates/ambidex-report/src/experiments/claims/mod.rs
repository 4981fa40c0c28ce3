//! The report on a run of `ambidex claims`: what was asked, every tested mechanism with its verdict, insight by insight, and
//! all claims with their evidence and sources.

use std::path::Path;

use ambidex_claims::effect::Effect;
use ambidex_claims::finding::Finding;
use ambidex_claims::verdict::Verdict;
use ambidex_claims::{Text, Verdicts, numbers, table};

use super::Source;
use crate::catalogue::Lang;
use crate::document::{Block, Blocks, Document, Section};
use crate::svg::Mark;
use crate::{ReportError, file_error};

mod front;
mod gates;
mod insights;
mod isoquants;
mod list;
mod mechanisms;
mod openness;
mod question;
mod rivals;

/// What the command wrote.
pub const FILE: &str = table::FILES[0];

/// The results and the words.
pub struct Claims<'a> {
    source: &'a Source,
    all: Verdicts,
}

/// The report.
///
/// # Errors
/// Where the results are broken.
pub fn document(source: &Source) -> Result<Document, ReportError> {
    let claims = Claims { source, all: read(&source.dir.join(FILE))? };
    let mut sections = vec![question::section(&claims), mechanisms::section(&claims)];
    sections.extend(insights::sections(&claims));
    sections.extend(rivals::section(&claims));
    sections.extend([list::section(&claims), list::arms(&claims), list::sources(&claims)]);
    let (all, effort) = (&claims.all, &claims.all.effort);
    let counts = [all.claims.len(), all.experiments.len(), effort.points].map(|count| count.to_string());
    let subtitle = claims.t(
        "claims.subtitle",
        &[
            ("claims", &counts[0]),
            ("experiments", &counts[1]),
            ("points", &counts[2]),
            ("worlds", &effort.worlds.to_string()),
            ("seed", &effort.seed.to_string()),
            ("version", &all.version),
        ],
    );
    Ok(Document { title: claims.t("claims.title", &[("case", &all.case)]), subtitle, sections })
}

fn read(path: &Path) -> Result<Verdicts, ReportError> {
    let text = std::fs::read_to_string(path).map_err(file_error(path))?;
    table::read(&text)
        .map_err(|error| ReportError::Claims { path: path.to_owned(), reason: error.to_string() })
}

impl Claims<'_> {
    fn t(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.source.t(key, values)
    }

    fn section(&self, id: &str, title: &str, blocks: Blocks) -> Section {
        Section { id: id.to_owned().into(), title: self.t(title, &[]), blocks: blocks.0 }
    }

    fn heading(&self, key: &str) -> Block {
        Block::Heading(self.t(key, &[]))
    }

    /// A text in the language of the report, English where there is no other.
    fn text<'t>(&self, text: &'t Text) -> &'t str {
        match (self.source.lang, &text.zh) {
            (Lang::Zh, Some(zh)) if !zh.is_empty() => zh,
            _ => &text.en,
        }
    }

    /// A verdict in words.
    fn verdict(&self, verdict: Verdict) -> String {
        self.judged(verdict.words())
    }

    /// What became of a claim, in words.
    fn judged(&self, words: &str) -> String {
        self.source.word("judged", words)
    }

    /// Name of an outcome.
    fn measure(&self, outcome: &str) -> String {
        self.source.word("measure", outcome)
    }

    /// Name of a value of the model, with its path.
    fn value(&self, path: &str) -> String {
        let path = path.strip_prefix("parameters.").unwrap_or(path);
        let name = self.source.word("value", path);
        if name == path {
            format!("`{path}`")
        } else {
            self.t("claims.value", &[("name", &name), ("path", path)])
        }
    }

    /// Name of an arm.
    fn arm(&self, name: &str) -> String {
        match name {
            "case" => self.t("claims.case", &[]),
            _ if name.contains(' ') => self.source.word("arm", name),
            _ => format!("`{name}`"),
        }
    }

    /// An effect with its unit.
    fn with_unit(&self, effect: Effect, unit: &str) -> String {
        let (told, unit) = (told(effect), self.unit(unit));
        if unit.is_empty() { told } else { format!("{told}\u{a0}{unit}") }
    }

    fn unit(&self, unit: &str) -> String {
        // What an outcome counts, or of what it is a share, is in its name.
        if matches!(unit, "1" | "count" | "share") { String::new() } else { self.source.unit(unit) }
    }

    fn heads(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.t(&format!("head.{key}"), &[])).collect()
    }
}

/// A mean with its interval.
fn told(effect: Effect) -> String {
    let [mean, low, high] = numbers::parts(effect).map(|text| signed(&text));
    format!("{mean}\u{a0}[{low},\u{a0}{high}]")
}

/// The same with a space at which a narrow column can be broken.
fn breakable(text: String) -> String {
    text.replacen('\u{a0}', " ", 1)
}

/// A number without an interval.
fn short(x: f64) -> String {
    signed(&numbers::short(x))
}

/// A share in per cent.
fn percent(share: f64) -> String {
    numbers::percent(share).replace(' ', "\u{a0}")
}

/// With a true minus sign.
fn signed(text: &str) -> String {
    text.replace('-', "\u{2212}")
}

/// Colour and shape of a verdict.
fn painted(verdict: Verdict) -> (usize, Mark) {
    match verdict {
        Verdict::Holds => (3, Mark::Filled),
        Verdict::HoldsPartly => (2, Mark::Filled),
        Verdict::Assumed => (1, Mark::Filled),
        Verdict::NotDecided => (0, Mark::Lozenge),
        Verdict::Refuted => (6, Mark::Filled),
    }
}

/// An effect turned so that above zero is what the claim says.
fn as_claimed(finding: &Finding, effect: Effect) -> Effect {
    effect.times(finding.claimed.factor())
}
