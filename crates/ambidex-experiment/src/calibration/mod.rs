//! `ambidex calibrate`: a target's uncertain numbers fitted to data with their errors, what the data tell of them, and
//! how well what was held out is predicted.
//!
//! Candidates come from [`ambidex_analysis::calibration`]; each batch of them is a study of [`crate::points`] in its own
//! folder of the run directory, each candidate with worlds of its own (a seed by stage and batch). What is asked for depends on the seed
//! and on earlier answers alone, so that a run that was killed asks for the same again and finds it done.
//!
//! The summary of a candidate is, for each datum, the median over its replicates. The distance is the root of the sum of
//! squared misfits, each in the standard deviation of its error. It ends where that is what errors of the stated size
//! would give, `tolerance` times the root of their number: below, noise would be fitted. Predictions draw a candidate of
//! the posterior, a world, and an error of the stated size.

mod batches;
mod data;
mod forecast;
mod posterior;
mod search;
mod text;
mod trend;

use std::path::Path;

use ambidex_scenario::ScenarioError;
use ambidex_scenario::experiment::{Calibration, Draft};
use serde::{Deserialize, Serialize};

use crate::error::RunError;
use crate::head::Head;
use crate::manifest::Status;
use crate::points::Opened;
use crate::run_directory::{self, RunDirectory};
use crate::runner::{Place, Progress};
use crate::sensitivity::{Input, inputs};
pub use batches::Batches;
pub use data::Datum;
pub use forecast::{Forecast, Scored};
pub use posterior::Posterior;
pub use search::Stage;
pub use trend::Rival;

/// Name of the report in the run directory.
pub const FILE: &str = "calibration.json";
/// Name of the posterior draws there.
pub const POSTERIOR: &str = "posterior.csv";

/// A calibration whose target, parameters and data are checked.
pub struct Calibrated {
    opened: Opened,
    data: Vec<Datum>,
}

/// What the run directory says of itself.
#[derive(Serialize, Deserialize)]
struct Manifest {
    kind: String,
    status: Status,
    name: String,
    version: String,
    program: String,
    identity: String,
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Name, target, version and seed.
    #[serde(flatten)]
    pub head: Head,
    /// Method: `abc` or `history`.
    pub method: &'static str,
    /// Replicates of a candidate.
    pub replicates: u32,
    /// Parameters that were fitted.
    pub parameters: Vec<Input>,
    /// Generations or waves.
    pub stages: Vec<Stage>,
    /// Why it ended.
    pub end: String,
    /// Worlds that were run.
    pub worlds: u64,
    /// What the data tell of the parameters; none where nothing is left of the space.
    pub posterior: Option<Posterior>,
    /// The data against what is predicted; none where nothing is left of the space.
    pub forecast: Option<Forecast>,
    /// Trends fitted to the same data, by their scores on what was held out.
    pub rivals: Vec<Rival>,
    /// What to be careful about.
    pub warnings: Vec<String>,
}

/// Checks an experiment with a section `[calibration]`.
pub fn open(draft: impl Into<Draft>) -> Result<Calibrated, ScenarioError> {
    let (opened, data) = data::opened(draft.into())?;
    Ok(Calibrated { opened, data })
}

impl Calibrated {
    /// Name of the experiment.
    pub fn name(&self) -> &str {
        &self.opened.experiment.name
    }

    /// What makes two runs the same.
    pub fn identity(&self) -> String {
        let settings = (&self.settings(), &self.data, self.opened.experiment.replicates);
        let text = format!("calibration {} {settings:?}", self.opened.study().identity());
        data::digest(&text)
    }

    fn settings(&self) -> Calibration {
        self.opened.experiment.calibration.clone().unwrap_or_default()
    }
}

/// Fits, or goes on with a fit that was interrupted, and writes report and posterior.
pub fn run(calibrated: &Calibrated, place: &Place<'_>, progress: &dyn Progress) -> Result<Report, RunError> {
    let identity = calibrated.identity();
    let (directory, before) = RunDirectory::take::<Manifest>(place.directory, &identity)?;
    if before.is_some_and(|manifest| manifest.program != place.program) {
        progress.note("this run was begun by another build of the program: it starts again");
        Batches::forget(place.directory)?;
    }
    let manifest = |status| Manifest {
        kind: "calibration".to_owned(),
        status,
        name: calibrated.name().to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        program: place.program.to_owned(),
        identity: identity.clone(),
    };
    directory.write_manifest(&manifest(Status::Running))?;
    let report = fitted(calibrated, place, progress);
    let status = if report.is_ok() { Status::Done } else { Status::Interrupted };
    if let Ok(report) = &report {
        written(calibrated, report, place.directory)?;
    }
    directory.write_manifest(&manifest(status))?;
    report
}

fn fitted(calibrated: &Calibrated, place: &Place<'_>, progress: &dyn Progress) -> Result<Report, RunError> {
    let settings = calibrated.settings();
    let experiment = &calibrated.opened.experiment;
    let batches = Batches::new(&calibrated.opened, &calibrated.data, place, progress);
    let found = search::search(experiment, &settings, &calibrated.data, &batches)?;
    let posterior = posterior::of(experiment, &settings, &found)?;
    let forecast = match &posterior {
        Some(posterior) => Some(forecast::of(calibrated, posterior, &batches)?),
        None => None,
    };
    let rivals = forecast.as_ref().map_or_else(Vec::new, |one| trend::rivals(&calibrated.data, one));
    let mut report = Report {
        head: Head::of(experiment),
        method: found.method,
        replicates: experiment.replicates,
        parameters: inputs(&calibrated.opened),
        stages: found.stages,
        end: found.end,
        worlds: batches.worlds(),
        posterior,
        forecast,
        rivals,
        warnings: found.warnings,
    };
    text::cautions(&mut report, &settings);
    Ok(report)
}

fn written(calibrated: &Calibrated, report: &Report, directory: &Path) -> Result<(), RunError> {
    if let Some(posterior) = &report.posterior {
        let csv = posterior.csv(&calibrated.opened.experiment.factors);
        run_directory::write_whole(&directory.join(POSTERIOR), csv.as_bytes())?;
    }
    run_directory::write_json(directory, FILE, report)
}
