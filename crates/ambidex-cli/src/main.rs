//! The command line of ambidex.

mod build;
mod commands;
mod execute;
mod interrupt;
mod model_run;
mod output;
mod progress;
mod study;
mod threads;

use std::process::ExitCode;

use ambidex_experiment::RunError;
use ambidex_replications::{KeptError, MeasureError};
use ambidex_report::ReportError;
use ambidex_scenario::ScenarioError;
use clap::{CommandFactory, Parser, Subcommand};

/// A simulation laboratory for R&D organisations.
#[derive(Parser)]
#[command(name = "ambidex", version, max_term_width = 110)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run a model, a case or a scenario file in many worlds; the main job is `ambidex run llama`.
    Run(commands::run::Args),
    /// Compare two policies over the same worlds: differences with intervals.
    Compare(commands::compare::Args),
    /// Measure the known numbers of the classic models again: theirs, ours, z, verdict; exit code 1 where one is missed.
    Replicate(commands::replicate::Args),
    /// Run an experiment file: a model, case or scenario at many points; in shards for many machines. A case stands at
    /// its fitted point but for what the file varies.
    Sweep(commands::sweep::Args),
    /// Check the claims about a case: facts against its data, mechanisms by experiment around its fitted
    /// point; print and write the verdicts.
    Claims(commands::claims::Args),
    /// Rank the inputs of an experiment by how much they move its outcomes: Morris, Sobol, or any sample; with intervals. A
    /// case stands at its fitted point but for what the file varies.
    ///
    /// Runs hold no points, but what is ranked is held whole: some 60 bytes a point and input, as `ambidex check` says.
    Sensitivity(commands::sweep::Experiment),
    /// Say in which part of the space of inputs an outcome occurs: boxes by PRIM, tested on points held out. A case
    /// stands at its fitted point but for what the file varies.
    ///
    /// Runs hold no points, but what is searched is held whole: some 60 bytes a point and input, as `ambidex check` says.
    Discover(commands::sweep::Experiment),
    /// Fit uncertain numbers to data: posterior or history matching, what the data tell, and a test on what was held out. A
    /// case stands at its fitted point but for what is fitted.
    Calibrate(commands::sweep::Experiment),
    /// Write the report on a run directory again.
    Report(commands::report::Args),
    /// Say what is wrong with a scenario or experiment file, with the line underlined; nothing is run.
    Check(commands::check::Args),
    /// Write a commented scenario of one's own from a template.
    New(commands::new::Args),
    /// List models, cases and templates, a line each.
    List(commands::list::Args),
    /// Describe a model: question, order of a week, equations, parameters, observables, citation.
    Describe(commands::describe::Args),
    /// Print the JSON schema of scenario or experiment files, for editors.
    Schema(commands::schema::Args),
    /// Print completions for a shell.
    Completions(commands::completions::Args),
}

/// Exit codes; 2 is also what clap gives for a wrong command line.
mod exit {
    pub const FELL_SHORT: u8 = 1;
    pub const WRONG_INPUT: u8 = 2;
    pub const INTERRUPTED: u8 = 130;
}

fn main() -> ExitCode {
    ambidex_experiment::world::quiet_panics();
    let cli = Cli::parse();
    dispatch(&cli.command).unwrap_or_else(|error| failed(&error))
}

fn dispatch(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Run(args) => commands::run::run(args),
        Command::Compare(args) => commands::compare::run(args),
        Command::Replicate(args) => commands::replicate::run(args),
        Command::Sweep(args) => commands::sweep::run(args),
        Command::Claims(args) => commands::claims::run(args),
        Command::Sensitivity(args) => commands::sensitivity::run(args),
        Command::Discover(args) => commands::discover::run(args),
        Command::Calibrate(args) => commands::calibrate::run(args),
        Command::Report(args) => commands::report::run(args),
        Command::Check(args) => commands::check::run(args),
        Command::New(args) => commands::new::run(args),
        Command::List(args) => commands::list::run(args),
        Command::Describe(args) => commands::describe::run(args),
        Command::Schema(args) => commands::schema::run(args),
        Command::Completions(args) => commands::completions::run(args, Cli::command()),
    }
}

/// Says what went wrong and gives the code for it.
fn failed(error: &anyhow::Error) -> ExitCode {
    if output::is_broken_pipe(error) {
        return ExitCode::SUCCESS;
    }
    if let Some(error) = error.downcast_ref::<ScenarioError>() {
        output::note(error.render(output::is_coloured()).trim_end());
        return ExitCode::from(exit::WRONG_INPUT);
    }
    // It names its cause itself.
    match error.downcast_ref::<RunError>() {
        Some(error) => output::note(&format!("ambidex: {error}")),
        None => output::note(&format!("ambidex: {error:#}")),
    }
    ExitCode::from(code(error))
}

fn code(error: &anyhow::Error) -> u8 {
    if error.downcast_ref::<study::TargetError>().is_some() {
        return exit::WRONG_INPUT;
    }
    match error.downcast_ref::<MeasureError>() {
        Some(MeasureError::Unknown { .. } | MeasureError::Kept(KeptError::Locked(_))) => {
            return exit::WRONG_INPUT;
        }
        Some(MeasureError::Interrupted { .. }) => return exit::INTERRUPTED,
        _ => {}
    }
    match (error.downcast_ref::<RunError>(), error.downcast_ref::<ReportError>()) {
        (Some(RunError::Interrupted { .. }), _) => exit::INTERRUPTED,
        (
            Some(
                RunError::Locked { .. }
                | RunError::OtherRun { .. }
                | RunError::OtherBuild { .. }
                | RunError::NotARun { .. }
                | RunError::NotPlanned { .. }
                | RunError::NoShard { .. },
            ),
            _,
        )
        | (_, Some(ReportError::NoRun { .. })) => exit::WRONG_INPUT,
        _ => exit::FELL_SHORT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
