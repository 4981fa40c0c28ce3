//! `ambidex compare`

use std::fmt::Write;
use std::process::ExitCode;

use ambidex_experiment::comparison::Comparison;

use crate::commands::run::{Common, HEADER, code, difference, execute, object};
use crate::output;
use crate::study::Target;

/// Arguments of `ambidex compare`.
#[derive(clap::Args)]
pub struct Args {
    /// A case (see `ambidex list`) or a scenario file.
    base: String,
    /// A counterfactual of that case, or another scenario file.
    other: String,
    #[command(flatten)]
    common: Common,
}

/// Runs both over the same worlds and prints the differences.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let study = Target::open(&args.base, &args.common.edits)?.against(&args.other, &args.common.edits)?;
    let (finished, directory) = execute(&study, &args.common, None)?;
    if args.common.json {
        output::text(&format!("{:#}\n", object(&finished, &directory)))?;
    } else {
        let table: String = finished.summary.comparisons.iter().map(|one| table(&args.base, one)).collect();
        output::text(&format!("{table}\nrun directory  {}\n", directory.display()))?;
    }
    Ok(code(&finished.manifest))
}

/// All outcomes; worlds are paired, so that what both share falls out of the difference.
fn table(base: &str, comparison: &Comparison) -> String {
    let mut text = format!("{} minus {base}, paired by world\n\n", comparison.arm);
    let _ = writeln!(text, "{:<28} {:<10} {HEADER}", "outcome", "unit");
    for (name, value) in &comparison.outcomes {
        let unit = value["unit"].as_str().unwrap_or_default();
        let _ = writeln!(text, "{name:<28} {unit:<10} {}", difference(value));
    }
    text + "\ngained: how many times more worlds the same precision would need without pairing\n"
}
