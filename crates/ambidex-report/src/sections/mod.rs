//! The sections of the report, one file each, in the order in which they are read.

use crate::ReportError;
use crate::context::{Absent, Context};
use crate::document::{Blocks, Document, Section};

mod adoption;
mod assumptions;
mod capability;
mod counterfactuals;
mod fit;
mod gap;
mod head;
mod knowledge;
mod patterns;
mod reporting;
mod sources;
mod strain;
mod working_time;

/// Outcome: gap to the frontier at the end.
const GAP_END: &str = "gap_end";
/// Outcome: the same of what the labs could train by then.
const POTENTIAL_GAP_END: &str = "potential_gap_end";

type Build = fn(&Context) -> Result<Blocks, Absent>;

const SECTIONS: [(&str, &str, Build); 13] = [
    ("result", "head.title", head::build),
    ("capability", "capability.title", capability::build),
    ("gap", "gap.title", gap::build),
    ("adoption", "adoption.title", adoption::build),
    ("working-time", "working_time.title", working_time::build),
    ("knowledge", "knowledge.title", knowledge::build),
    ("reporting", "reporting.title", reporting::build),
    ("strain", "strain.title", strain::build),
    ("counterfactuals", "counterfactuals.title", counterfactuals::build),
    ("patterns", "patterns.title", patterns::build),
    ("fit", "fit.title", fit::build),
    ("assumptions", "assumptions.title", assumptions::build),
    ("sources", "sources.title", sources::build),
];

/// The whole report of a run.
///
/// # Errors
/// Where a table is broken; a missing one only costs its sections.
pub fn document(context: &Context) -> Result<Document, ReportError> {
    let mut sections = vec![];
    for (id, title, build) in SECTIONS {
        let mut blocks = Blocks::default();
        match build(context) {
            Ok(built) => blocks = built,
            Err(Absent::Data(key)) => blocks.say(context.t("missing", &[("what", &context.t(key, &[]))])),
            Err(Absent::Broken(error)) => return Err(error),
        }
        sections.push(Section { id: id.into(), title: context.t(title, &[]), blocks: blocks.0 });
    }
    let words = |key: &str| context.run.manifest.words(key).unwrap_or_else(|| "?".into());
    let subtitle = context.t(
        "page.subtitle",
        &[
            ("worlds", &words("replicates")),
            ("weeks", &words("weeks")),
            ("seed", &words("seed")),
            ("version", &words("version")),
        ],
    );
    Ok(Document { title: context.run.title(context.lang), subtitle, sections })
}
