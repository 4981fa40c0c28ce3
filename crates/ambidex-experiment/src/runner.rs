//! Does what is missing of a run: shards in parallel, arm after arm, then the joined files and the summary.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use ambidex_core::Streams;
use rayon::prelude::*;

use crate::decision_loss::{self, Gate};
use crate::error::RunError;
use crate::layout::Layout;
use crate::manifest::{Manifest, Status};
use crate::merge::{self, Written};
use crate::outcome_table::OutcomeTable;
use crate::outcomes::{Outcomes, PRIMARY};
use crate::run_directory::RunDirectory;
use crate::shard::Shard;
use crate::stopping::{self, WAVE, Watch};
use crate::study::{Arm, Options, SHARD, Study};
use crate::summary::{self, Summary};
use crate::tables::{Format, Row, TABLES, Table};
use crate::world::{self, Simulate, simulate};

/// Where and how a run is made; nothing of it changes a result.
pub struct Place<'a> {
    /// Run directory.
    pub directory: &'a Path,
    /// Threads.
    pub threads: usize,
    /// Hash of the executable.
    pub program: &'a str,
    /// Set to stop.
    pub stop: &'a AtomicBool,
}

/// Told how far a run is.
pub trait Progress: Sync {
    /// Worlds in all, and those that were done before.
    fn expect(&self, worlds: u64, done: u64);
    /// Worlds more.
    fn advance(&self, worlds: u64);
    /// Something to say.
    fn note(&self, text: &str);
}

/// A run at its end.
pub struct Finished {
    /// What the run directory holds.
    pub manifest: Manifest,
    /// Means, patterns, comparisons.
    pub summary: Summary,
    /// Whether it was there already.
    pub found: bool,
}

/// Runs a study, or what is missing of it.
pub fn run<S: Simulate>(
    study: &Study<S>,
    options: &Options,
    place: &Place<'_>,
    progress: &dyn Progress,
) -> Result<Finished, RunError> {
    let (directory, before) = RunDirectory::take::<Manifest>(place.directory, &study.identity(options))?;
    let fresh = Manifest::new(study, options, place.program, place.threads);
    let manifest = match before {
        Some(manifest) if manifest.program == place.program => manifest,
        Some(_) => start_again(&directory, fresh, progress)?,
        None => fresh,
    };
    if manifest.is_finished() && is_whole(&directory, &manifest) {
        directory.remove_all_shards()?;
        let summary = summary::read(directory.path())?;
        return Ok(Finished { manifest, summary, found: true });
    }
    let mut session = Session { study, options, place, progress, directory, manifest, begun: Instant::now() };
    session.finish()
}

fn start_again(
    directory: &RunDirectory,
    fresh: Manifest,
    progress: &dyn Progress,
) -> Result<Manifest, RunError> {
    progress.note("this run was begun by another build of the program: it starts again");
    directory.remove_all_shards()?;
    directory.write_manifest(&fresh)?;
    Ok(fresh)
}

/// Whether every file of a finished run is there with the size and hash that were noted.
fn is_whole(directory: &RunDirectory, manifest: &Manifest) -> bool {
    let file_is_whole = |folder: &str, table: &String, written: &Written| {
        let path = directory.path().join(folder).join(format!("{table}.parquet"));
        merge::digest(&path).is_ok_and(|found| found == (written.bytes, written.sha256.clone()))
    };
    manifest.entries().all(|entry| {
        entry.files.len() == TABLES.len()
            && entry.files.iter().all(|(table, written)| file_is_whole(&entry.folder, table, written))
    }) && summary::read(directory.path()).is_ok()
}

struct Session<'a, S> {
    study: &'a Study<S>,
    options: &'a Options,
    place: &'a Place<'a>,
    progress: &'a dyn Progress,
    directory: RunDirectory,
    manifest: Manifest,
    begun: Instant,
}

/// An arm at work.
struct Desk<'a, S> {
    arm: &'a Arm<S>,
    format: Format,
    outcomes: Outcomes,
    folder: PathBuf,
}

impl<S: Simulate> Session<'_, S> {
    fn finish(&mut self) -> Result<Finished, RunError> {
        self.forget_damaged();
        self.save(Status::Running)?;
        let gates = match self.all_arms() {
            Err(error @ RunError::Interrupted { .. }) => {
                self.save(Status::Interrupted)?;
                return Err(error);
            }
            result => result?,
        };
        let mut summary = summary::of(self.study, &self.manifest, self.directory.path())?;
        summary.decision_loss = decision_loss::of(&gates);
        self.directory.write_json(summary::FILE, &summary)?;
        self.save(if self.manifest.failed() == 0 { Status::Done } else { Status::Partial })?;
        self.directory.remove_all_shards()?;
        Ok(Finished { manifest: self.manifest.clone(), summary, found: false })
    }

    /// Arms whose files are not as they were noted are done again.
    fn forget_damaged(&mut self) {
        for place in 0..=self.study.arms.len() {
            let folder = self.directory.path().join(&self.manifest.entry(place).folder);
            let entry = self.manifest.entry(place);
            let whole = entry.files.iter().all(|(table, written)| {
                let size = std::fs::metadata(folder.join(format!("{table}.parquet"))).map(|file| file.len());
                size.is_ok_and(|size| size == written.bytes)
            });
            if !whole {
                entry.files.clear();
            }
        }
    }

    fn save(&mut self, status: Status) -> Result<(), RunError> {
        self.manifest.status = status;
        self.manifest.wall_s += self.begun.elapsed().as_secs_f64();
        self.begun = Instant::now();
        self.directory.write_manifest(&self.manifest)
    }

    /// Every arm, and the gates of the baseline decided both ways.
    fn all_arms(&mut self) -> Result<Vec<Gate>, RunError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.place.threads)
            .build()
            .map_err(|error| RunError::Threads { threads: self.place.threads, message: error.to_string() })?;
        self.tell_progress()?;
        let study = self.study;
        let paired = pool.install(|| self.paired())?;
        for (place, arm) in study.all().enumerate() {
            if self.manifest.entry(place).files.is_empty() {
                let worlds = paired.map_or_else(|| pool.install(|| self.shards(place, arm)), Ok)?;
                self.merge(place, arm, worlds)?;
                arm.model.forget();
            }
        }
        pool.install(|| self.gates())
    }

    fn gates(&self) -> Result<Vec<Gate>, RunError> {
        let worlds = self.study.gates.min(self.manifest.replicates);
        let of = |world| {
            let streams = Streams::new(self.options.seed, world);
            (!self.stopped()).then(|| world::gates(&self.study.baseline.model, streams))
        };
        let gates: Option<Vec<_>> = (0..worlds).into_par_iter().with_max_len(1).map(of).collect();
        gates.map(|gates| gates.concat()).ok_or_else(|| self.interrupted())
    }

    fn stopped(&self) -> bool {
        self.place.stop.load(Ordering::Relaxed)
    }

    fn tell_progress(&mut self) -> Result<(), RunError> {
        let worlds = u64::from(self.manifest.replicates);
        let done = self.shards_done()? as u64 * u64::from(SHARD);
        self.progress.expect(
            worlds * (self.study.arms.len() as u64 + 1),
            done.min(worlds * (self.study.arms.len() as u64 + 1)),
        );
        Ok(())
    }

    /// Shards that are on disk or merged, over all arms.
    fn shards_done(&self) -> Result<usize, RunError> {
        let shards = Shard::all(self.manifest.replicates);
        let mut done = 0;
        for entry in self.manifest.entries() {
            let folder = self.directory.shards(&entry.name)?;
            let merged = !entry.files.is_empty();
            done += shards.iter().filter(|shard| merged || shard.is_done(&folder)).count();
        }
        Ok(done)
    }

    fn interrupted(&self) -> RunError {
        let total = Shard::all(self.manifest.replicates).len() * (self.study.arms.len() + 1);
        RunError::Interrupted { done: self.shards_done().unwrap_or(0), total }
    }

    fn format(&self, arm: &Arm<S>) -> (Format, Outcomes) {
        let outcomes = Outcomes::of(&arm.scenario, self.study.patterns.as_ref());
        let fact = |key: &str, value: String| (format!("ambidex.{key}"), value);
        let format = Format {
            layout: Layout::of(&arm.scenario),
            outcomes: outcomes.columns().to_vec(),
            seed: self.options.seed,
            sample: self.study.sample.clone(),
            every: self.options.every,
            metadata: vec![
                fact("model", self.study.model.clone()),
                fact("version", env!("CARGO_PKG_VERSION").to_owned()),
                fact("scenario", self.study.name.clone()),
                fact("arm", arm.name.clone()),
                fact("seed", self.options.seed.to_string()),
            ],
        };
        (format, outcomes)
    }

    /// What the shards of an arm need.
    fn desk<'s>(&self, place: usize, arm: &'s Arm<S>) -> Result<Desk<'s, S>, RunError> {
        let entry = self.manifest.entries().nth(place).expect("a place of an arm");
        let (format, outcomes) = self.format(arm);
        Ok(Desk { arm, format, outcomes, folder: self.directory.shards(&entry.name)? })
    }

    /// Does the shards of an arm that are missing; the number of worlds that count.
    fn shards(&self, place: usize, arm: &Arm<S>) -> Result<u32, RunError> {
        let desk = self.desk(place, arm)?;
        let shards = Shard::all(self.manifest.replicates);
        match self.options.precision.filter(|_| place == 0 && !self.options.paired) {
            None => shards.par_iter().with_max_len(1).try_for_each(|shard| self.shard(*shard, &desk))?,
            Some(width) => return self.until_precise(&shards, width, &[desk]),
        }
        Ok(self.manifest.replicates)
    }

    /// Does the shards of all arms side by side until their differences are precise; the number of worlds that count.
    /// None where that is not asked for, or an arm is merged already and the number noted.
    fn paired(&self) -> Result<Option<u32>, RunError> {
        let fresh = self.manifest.entries().all(|entry| entry.files.is_empty());
        let Some(width) = self.options.precision.filter(|_| self.options.paired && fresh) else {
            return Ok(None);
        };
        let desks = self.study.all().enumerate().map(|(place, arm)| self.desk(place, arm));
        let desks: Vec<Desk<'_, S>> = desks.collect::<Result<_, _>>()?;
        self.until_precise(&Shard::all(self.manifest.replicates), width, &desks).map(Some)
    }

    /// Does shards in order until the primary outcome is known well enough, which is checked after every single one.
    fn until_precise(&self, shards: &[Shard], width: f64, desks: &[Desk<'_, S>]) -> Result<u32, RunError> {
        let mut watch = Watch::new(PRIMARY, width);
        let work = |place: usize| {
            desks.par_iter().with_max_len(1).try_for_each(|desk| self.shard(shards[place], desk))
        };
        let is_last = |place: usize| {
            let table =
                |desk: &Desk<'_, S>| OutcomeTable::read(&shards[place].file(&desk.folder, Table::Outcomes));
            let tables: Vec<OutcomeTable> = desks.iter().map(table).collect::<Result<_, _>>()?;
            Ok(tables.split_first().is_none_or(|(base, others)| watch.add(base, others)))
        };
        let counted = stopping::until(shards.len(), WAVE, work, is_last)?;
        Ok(shards[..counted].last().map_or(0, |shard| shard.worlds().end))
    }

    /// Does a shard of an arm where it is missing.
    fn shard(&self, shard: Shard, desk: &Desk<'_, S>) -> Result<(), RunError> {
        if shard.is_done(&desk.folder) {
            return Ok(());
        }
        let rows: Option<Vec<Row>> = shard
            .worlds()
            .into_par_iter()
            .with_max_len(1)
            .map(|world| {
                if self.stopped() {
                    return None;
                }
                let streams = Streams::new(self.options.seed, world);
                let result = simulate(&desk.arm.model, streams, &desk.format.layout, &desk.outcomes);
                self.progress.advance(1);
                Some(Row { world, result })
            })
            .collect();
        let rows = rows.ok_or_else(|| self.interrupted())?;
        shard.write(&desk.folder, &desk.format, &rows)
    }

    /// Joins the shards of an arm and notes the files.
    fn merge(&mut self, place: usize, arm: &Arm<S>, worlds: u32) -> Result<(), RunError> {
        let (format, _) = self.format(arm);
        let entry = self.manifest.entries().nth(place).expect("a place of an arm");
        let (from, to) = (self.directory.shards(&entry.name)?, self.directory.tables(&entry.folder)?);
        let shards = Shard::all(worlds);
        let join = |table: Table, expected| {
            let files: Vec<PathBuf> = shards.iter().map(|shard| shard.file(&from, table)).collect();
            merge::merge(&files, &to.join(table.file()), expected)
        };
        let outcomes = join(Table::Outcomes, Some(u64::from(worlds)))?;
        let failed = OutcomeTable::read(&to.join(Table::Outcomes.file()))?.failures.len() as u32;
        let series = join(Table::Series, Some(u64::from(worlds - failed) * format.series_rows()))?;
        let files = [
            (Table::Series, series),
            (Table::Releases, join(Table::Releases, None)?),
            (Table::Events, join(Table::Events, None)?),
            (Table::Outcomes, outcomes),
        ];
        let files: BTreeMap<_, _> =
            files.into_iter().map(|(table, file)| (table.name().to_owned(), file)).collect();
        self.manifest.replicates = worlds;
        let entry = self.manifest.entry(place);
        (entry.failed, entry.files) = (failed, files);
        self.save(Status::Running)?;
        let entry = self.manifest.entries().nth(place).expect("a place of an arm");
        self.directory.remove_shards(&entry.name)
    }
}
