//! Batches of candidates, each a study of points in its own folder over worlds of its own.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ambidex_core::{Purpose, Streams};
use serde_json::Value;

use super::Datum;
use crate::error::RunError;
use crate::points::answers::{self, Answers};
use crate::points::{Design, Infeasible, Opened, Plan, Points, engine, sampling};
use crate::runner::{Place, Progress};

/// Seeds of the worlds of a batch (entity: number of the first candidate, period: stage).
const WORLDS: Purpose = Purpose("calibration.worlds");
/// Folder of the batches.
const FOLDER: &str = "batches";

/// Runs batches in the folders of a run directory.
pub struct Batches<'a> {
    opened: &'a Opened,
    data: &'a [Datum],
    place: &'a Place<'a>,
    progress: &'a dyn Progress,
    worlds: Cell<u64>,
    failure: RefCell<Option<RunError>>,
}

impl<'a> Batches<'a> {
    /// Batches of a calibration.
    pub fn new(
        opened: &'a Opened,
        data: &'a [Datum],
        place: &'a Place<'a>,
        progress: &'a dyn Progress,
    ) -> Self {
        Self { opened, data, place, progress, worlds: Cell::new(0), failure: RefCell::new(None) }
    }

    /// Forgets all batches of a run directory.
    pub fn forget(directory: &Path) -> Result<(), RunError> {
        let folder = directory.join(FOLDER);
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(RunError::io(folder)(error)),
            _ => Ok(()),
        }
    }

    /// Worlds that were asked for so far, those found done among them.
    pub fn worlds(&self) -> u64 {
        self.worlds.get()
    }

    /// Says something.
    pub fn note(&self, text: &str) {
        self.progress.note(text);
    }

    /// Takes the error for which a search was left.
    pub fn failure(&self) -> Option<RunError> {
        self.failure.borrow_mut().take()
    }

    /// Outcomes of candidates, one for each datum: `data`, each with `candidates x replicates`; none after an error,
    /// which is kept.
    pub fn answers(
        &self,
        stage: u32,
        first: usize,
        points: &[Vec<f64>],
        replicates: u32,
    ) -> Option<Vec<Answers>> {
        let result = self.run(stage, first, points, replicates);
        result.map_err(|error| *self.failure.borrow_mut() = Some(error)).ok()
    }

    fn run(
        &self,
        stage: u32,
        first: usize,
        points: &[Vec<f64>],
        replicates: u32,
    ) -> Result<Vec<Answers>, RunError> {
        let experiment = &self.opened.experiment;
        let seed = seed(experiment.seed, stage, first);
        let names: BTreeSet<String> = self.data.iter().map(|datum| datum.outcome.clone()).collect();
        let names: Vec<String> = names.into_iter().collect();
        let study = Points {
            target: self.opened.target(),
            name: format!("{}-{stage}-{first}", experiment.name),
            design: Design {
                fixed: experiment.set.clone(),
                axes: vec![sampling::axis_of_values(&experiment.factors, self.opened.target(), points)],
            },
            plan: Plan {
                seed,
                replicates,
                precision: None,
                series: None,
                compare: false,
                infeasible: Infeasible::Record,
                own_worlds: Some(1),
            },
            shown: names.clone(),
            about: Value::Null,
        };
        let folder = self.folder(stage, first);
        let place = Place {
            directory: &folder,
            threads: self.place.threads,
            program: self.place.program,
            stop: self.place.stop,
        };
        engine::run(&study, &place, self.progress)?;
        self.worlds.set(self.worlds.get() + points.len() as u64 * u64::from(replicates));
        let mut answers = answers::read(&folder, &names, study.points())?;
        self.complete(&mut answers);
        Ok(answers)
    }

    /// Puts in what stands for outcomes that do not apply, and cuts off what lies beyond a bound. Nothing is put in
    /// where a world failed, in which no outcome has a value.
    fn complete(&self, answers: &mut [Answers]) {
        let points = answers.first().map_or(0, |one| one.groups.len());
        for point in 0..points {
            let worlds = answers.iter().map(|one| one.groups[point].len()).max().unwrap_or(0);
            for answer in &mut *answers {
                let group = &mut answer.groups[point];
                for datum in self.data.iter().filter(|datum| datum.outcome == answer.name) {
                    if let Some(missing) = datum.missing {
                        group.resize(worlds, missing);
                    }
                    group.iter_mut().for_each(|value| *value = datum.bound.counts(*value, datum.value));
                }
            }
        }
    }

    fn folder(&self, stage: u32, first: usize) -> PathBuf {
        self.place.directory.join(FOLDER).join(format!("{stage:03}-{first:08}"))
    }
}

/// Seed of the worlds of a batch.
fn seed(seed: u64, stage: u32, first: usize) -> u64 {
    let mut draws = Streams::new(seed, 0).stream(WORLDS).draws(first as u64, stage);
    // 53 bits, so that a reader of the manifest that knows no whole numbers of 64 bits gets them right.
    (u64::from(draws.word()) << 21) | u64::from(draws.word() >> 11)
}
