//! Does what is missing of a study of points: shards in parallel, then the joined files and the summary.

use std::path::PathBuf;
use std::time::Instant;

use rayon::prelude::*;

use super::manifest::Manifest;
use super::shards::Partition;
use super::study::Points;
use super::summary::{self, Totals};
use super::table::{self, Format, OUTCOMES};
use super::work::Work;
use crate::error::RunError;
use crate::manifest::Status;
use crate::merge;
use crate::run_directory::RunDirectory;
use crate::runner::{Place, Progress};

/// Name of the shards' folder.
pub(crate) const SHARDS: &str = "points";

/// A study at its end.
pub struct Done {
    /// What the run directory holds.
    pub manifest: Manifest,
    /// Whether it was there already.
    pub found: bool,
}

/// Runs a study, or what is missing of it.
pub fn run(study: &Points<'_>, place: &Place<'_>, progress: &dyn Progress) -> Result<Done, RunError> {
    let mut session = Session::open(study, place, progress)?;
    if session.is_whole() {
        session.directory.remove_all_shards()?;
        return Ok(Done { manifest: session.manifest, found: true });
    }
    session.save(Status::Running)?;
    match session.all_shards() {
        Err(RunError::Interrupted { .. }) => {
            session.save(Status::Interrupted)?;
            return Err(session.interrupted());
        }
        result => result?,
    }
    session.collect()?;
    Ok(Done { manifest: session.manifest, found: false })
}

/// A study in the folder that this process alone writes.
pub(crate) struct Session<'a> {
    pub work: Work<'a>,
    pub directory: RunDirectory,
    pub manifest: Manifest,
    threads: usize,
    begun: Instant,
}

impl<'a> Session<'a> {
    /// Takes the folder; a run of another build of the program begins again.
    pub fn open(
        study: &'a Points<'a>,
        place: &'a Place<'a>,
        progress: &'a dyn Progress,
    ) -> Result<Self, RunError> {
        let identity = study.identity();
        let (directory, before) = RunDirectory::take::<Manifest>(place.directory, &identity)?;
        let fresh = || Manifest::new(study, &identity, place.program, place.threads);
        let manifest = match before {
            Some(manifest) if manifest.program == place.program => manifest,
            Some(_) => {
                progress.note("this run was begun by another build of the program: it starts again");
                directory.remove_all_shards()?;
                fresh()
            }
            None => fresh(),
        };
        let folder = directory.path().join(crate::run_directory::SHARDS).join(SHARDS);
        let work = Work {
            study,
            partition: Partition::of(study),
            format: Format::of(study),
            folder,
            stop: place.stop,
            progress,
        };
        Ok(Self { work, directory, manifest, threads: place.threads, begun: Instant::now() })
    }

    /// Whether the run is at its end, and every file is there with the size and hash that were noted.
    pub fn is_whole(&self) -> bool {
        let as_noted = |(table, written): (&String, &merge::Written)| {
            let path = self.directory.path().join(format!("{table}.parquet"));
            merge::digest(&path).is_ok_and(|found| found == (written.bytes, written.sha256.clone()))
        };
        self.manifest.is_finished()
            && self.manifest.files.iter().all(as_noted)
            && self.directory.path().join(crate::summary::FILE).is_file()
    }

    /// Writes the manifest.
    pub fn save(&mut self, status: Status) -> Result<(), RunError> {
        self.manifest.status = status;
        self.manifest.wall_s += self.begun.elapsed().as_secs_f64();
        self.begun = Instant::now();
        self.directory.write_manifest(&self.manifest)
    }

    fn all_shards(&self) -> Result<(), RunError> {
        self.directory.shards(SHARDS)?;
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .build()
            .map_err(|error| RunError::Threads { threads: self.threads, message: error.to_string() })?;
        let shards = self.work.partition.shards();
        let done = self.shards_done();
        let total = self.work.partition.total();
        self.work.progress.expect(total, total * u64::from(done) / u64::from(shards.max(1)));
        pool.install(|| {
            (0..shards).into_par_iter().with_max_len(1).try_for_each(|shard| self.work.shard(shard))
        })
    }

    fn shards_done(&self) -> u32 {
        let shards = 0..self.work.partition.shards();
        shards.filter(|shard| self.work.stems(*shard).is_ok_and(|stems| stems.is_some())).count() as u32
    }

    fn interrupted(&self) -> RunError {
        let (done, total) = (self.shards_done(), self.work.partition.shards());
        RunError::Interrupted { done: done as usize, total: total as usize }
    }

    /// Joins the shards, writes the summary and removes the shards.
    pub fn collect(&mut self) -> Result<(), RunError> {
        let stems = self.stems()?;
        self.manifest.files.clear();
        for table in self.work.format.tables() {
            let files: Vec<PathBuf> = stems.iter().map(|stem| table::file(stem, table)).collect();
            let known = *table == OUTCOMES && !self.work.partition.is_precise();
            let expected = known.then(|| self.work.partition.total());
            let to = self.directory.path().join(format!("{table}.parquet"));
            self.manifest.files.insert((*table).to_owned(), merge::merge(&files, &to, expected)?);
        }
        let Totals { rows, failed } =
            summary::write(self.work.study, self.manifest.periods, self.directory.path())?;
        (self.manifest.rows, self.manifest.failed) = (rows, failed);
        self.save(if failed == 0 { Status::Done } else { Status::Partial })?;
        self.directory.remove_all_shards()
    }

    /// All files without their endings, in order; an error where some are missing.
    fn stems(&self) -> Result<Vec<PathBuf>, RunError> {
        let shards = self.work.partition.shards();
        let (mut stems, mut missing) = (Vec::new(), Vec::new());
        for shard in 0..shards {
            match self.work.stems(shard)? {
                Some(found) => stems.extend(found),
                None => missing.push(shard),
            }
        }
        match missing.first() {
            None => Ok(stems),
            Some(&first) => Err(RunError::Missing { missing: missing.len(), total: shards as usize, first }),
        }
    }
}
