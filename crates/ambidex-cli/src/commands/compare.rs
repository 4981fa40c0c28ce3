//! `ambidex compare`

use std::fmt::Write;
use std::process::ExitCode;

use ambidex_core::Catalogued;
use ambidex_experiment::comparison::RESAMPLES;
use serde_json::{Map, Value};

use crate::commands::run::{Common, HEADER, code, difference, executed, object, positive, signed};
use crate::study::{Edit, Target, TargetError, edit};
use crate::{model_run, output};

/// Arguments of `ambidex compare`.
#[derive(clap::Args)]
pub struct Args {
    /// A model or a case (see `ambidex list`), or a scenario file.
    base: String,
    /// A counterfactual of that case, another scenario file, or for a model what is different, as in
    /// `turnover=0.1,variant=watts`.
    other: String,
    /// Change a value of OTHER alone; may be given again.
    #[arg(long = "set-other", value_name = "PATH=VALUE", value_parser = edit)]
    other_edits: Vec<Edit>,
    /// Stop when the 95 % interval of the paired difference of the primary outcome is narrower than this [its unit;
    /// points of the gap at the end of a scenario]; both run the same worlds. It is looked at after every block of
    /// worlds, at the full level each time: the rule looks at the spread of the differences alone and not at their size
    /// or sign, so that repeated looks cost no level but for a little where the first blocks suffice.
    #[arg(long, value_name = "WIDTH", value_parser = positive)]
    precision: Option<f64>,
    #[command(flatten)]
    common: Common,
}

/// Runs both over the same worlds and prints the differences.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(model) = ambidex_models::named(&args.base) {
        return models(model, args);
    }
    let edits: Vec<Edit> = args.common.edits.iter().chain(&args.other_edits).cloned().collect();
    let choice = args.common.parameters;
    let study = Target::open(&args.base, &args.common.edits, choice)?.against(&args.other, &edits, choice)?;
    let (finished, directory) = executed(&study, &args.common, args.precision, true)?;
    if args.common.json {
        output::text(&format!("{:#}\n", object(&finished, &directory)))?;
    } else {
        let one = |c: &ambidex_experiment::comparison::Comparison| table(&args.base, &c.arm, &c.outcomes);
        let table: String = finished.summary.comparisons.iter().map(one).collect();
        output::text(&format!("{table}\nrun directory  {}\n", directory.display()))?;
    }
    Ok(code(&finished.manifest))
}

/// A model against itself with other settings.
fn models(model: &'static dyn Catalogued, args: &Args) -> anyhow::Result<ExitCode> {
    let mut other = other_settings(args)?;
    other.extend(args.other_edits.iter().cloned());
    if other.is_empty() {
        let text =
            format!("say what is different, e.g. `ambidex compare {} NAME=VALUE`, or --set-other", args.base);
        return Err(TargetError::new(text).into());
    }
    let ran = model_run::against(model, &other, &args.common, args.precision)?;
    if args.common.json {
        output::text(&format!("{:#}\n", ran.object()))?;
    } else {
        let names: Vec<String> = other.iter().map(|(path, value)| format!("{path}={value}")).collect();
        let differences = ran.summary.points.get(1).and_then(|point| point.differences.clone());
        let table = table(&args.base, &names.join(","), &differences.unwrap_or_default());
        output::text(&format!("{table}\nrun directory  {}\n", ran.directory.display()))?;
    }
    Ok(ran.code())
}

/// `name=value,name=value`, or the model again.
fn other_settings(args: &Args) -> anyhow::Result<Vec<Edit>> {
    if args.other == args.base {
        return Ok(Vec::new());
    }
    let parts: Result<Vec<Edit>, String> = args.other.split(',').map(edit).collect();
    parts.map_err(|_| {
        let text = format!(
            "`{}`: to compare a model, say what is different, as in `ambidex compare {} NAME=VALUE`",
            args.other, args.base
        );
        TargetError::new(text).into()
    })
}

/// All outcomes; worlds are paired, so that what both share falls out of the difference.
fn table(base: &str, other: &str, outcomes: &Map<String, Value>) -> String {
    let mut text = format!("{other} minus {base}, paired by world\n\n");
    let _ =
        writeln!(text, "{:<28} {:<10} {HEADER}  {:>21}  {:>8}", "outcome", "unit", "bootstrap", "p (Holm)");
    for (name, value) in outcomes {
        let unit = value["unit"].as_str().unwrap_or_default();
        let line = format!("{name:<28} {unit:<10} {}  {}", difference(value), tested(value));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    let tried = outcomes.values().filter(|value| value["p_holm"].is_number()).count();
    text + &format!(
        "\ngained: how many times more worlds the same precision would need without pairing\n\
         bootstrap: 95 % interval of the pairs, corrected for bias and acceleration, {RESAMPLES} resamples\n\
         p: two-sided, Student's t of the differences, corrected by Holm for the {tried} outcomes that differ in some world\n"
    )
}

/// Bootstrap interval and corrected p-value.
fn tested(value: &Value) -> String {
    let end = |at: usize| value["bootstrap"][at].as_f64().map(signed);
    let interval = end(0).zip(end(1)).map(|(low, high)| format!("[{low}, {high}]"));
    let p =
        value["p_holm"].as_f64().map(|p| if p < 0.0005 { "<0.001".to_owned() } else { format!("{p:.3}") });
    format!("{:>21}  {:>8}", interval.unwrap_or_else(|| "-".to_owned()), p.unwrap_or_else(|| "-".to_owned()))
}
