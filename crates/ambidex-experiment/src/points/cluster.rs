//! Single shards for many machines: planned once, run anywhere and in any order, collected once all are there.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::engine::{Done, SHARDS, Session};
use super::manifest::Manifest;
use super::shards::Partition;
use super::study::Points;
use super::table::Format;
use super::work::Work;
use crate::error::RunError;
use crate::manifest::Status;
use crate::run_directory::{self, RunDirectory};
use crate::runner::{Place, Progress};

/// How often a shard may fail before it is not tried again: schedulers resubmit for ever.
const ATTEMPTS: u32 = 3;

/// How far a planned study is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// Shards of the plan.
    pub shards: u32,
    /// Shards that are there.
    pub done: u32,
    /// Numbers of the missing ones, the first hundred.
    pub missing: Vec<u32>,
    /// Shards that failed at their last attempt: number, attempts and the shard's own error.
    pub failed: Vec<(u32, u32, String)>,
    /// Whether all is collected.
    pub collected: bool,
}

/// What is kept of a shard that failed.
#[derive(Serialize, Deserialize)]
struct Attempts {
    attempts: u32,
    message: String,
}

/// Makes the run directory, or finds it planned already.
pub fn plan(study: &Points<'_>, place: &Place<'_>, progress: &dyn Progress) -> Result<Manifest, RunError> {
    let mut session = Session::open(study, place, progress)?;
    if !session.manifest.is_finished() {
        session.directory.shards(SHARDS)?;
        session.save(Status::Running)?;
    }
    Ok(session.manifest)
}

/// Does one shard; nothing where it is there. With `retry`, earlier failures are forgotten.
pub fn run_shard(
    study: &Points<'_>,
    place: &Place<'_>,
    progress: &dyn Progress,
    shard: u32,
    retry: bool,
) -> Result<(), RunError> {
    let (directory, manifest) = RunDirectory::join::<Manifest>(place.directory, &study.identity())?;
    if manifest.program != place.program {
        return Err(RunError::OtherBuild { path: place.directory.to_owned() });
    }
    if shard >= manifest.shards {
        return Err(RunError::NoShard { shard, last: manifest.shards.saturating_sub(1) });
    }
    if manifest.is_finished() {
        return Ok(());
    }
    let folder = directory.shards(SHARDS)?;
    let before = if retry { None } else { attempts(&folder, shard) };
    if let Some(Attempts { attempts, message }) = before.as_ref().filter(|before| before.attempts >= ATTEMPTS)
    {
        return Err(RunError::GivenUp { shard, attempts: *attempts, message: message.clone() });
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(place.threads)
        .build()
        .map_err(|error| RunError::Threads { threads: place.threads, message: error.to_string() })?;
    let work = work(study, place, progress, folder);
    match pool.install(|| work.shard(shard)) {
        Err(RunError::Interrupted { .. }) => {
            let there = |shard: &u32| work.stems(*shard).is_ok_and(|stems| stems.is_some());
            let done = (0..manifest.shards).filter(there).count();
            Err(RunError::Interrupted { done, total: manifest.shards as usize })
        }
        Err(error) => {
            let attempts = before.map_or(0, |before| before.attempts) + 1;
            let _ = directory
                .write_json(&attempts_file(shard), &Attempts { attempts, message: error.to_string() });
            Err(error)
        }
        Ok(()) => {
            let _ = std::fs::remove_file(directory.path().join(attempts_file(shard)));
            Ok(())
        }
    }
}

/// Joins the shards once all are there.
pub fn collect(study: &Points<'_>, place: &Place<'_>, progress: &dyn Progress) -> Result<Done, RunError> {
    let _: Manifest = RunDirectory::join(place.directory, &study.identity())?.1;
    let mut session = Session::open(study, place, progress)?;
    if session.is_whole() {
        return Ok(Done { manifest: session.manifest, found: true });
    }
    session.collect()?;
    Ok(Done { manifest: session.manifest, found: false })
}

/// How far a planned study is.
pub fn standing(
    study: &Points<'_>,
    place: &Place<'_>,
    progress: &dyn Progress,
) -> Result<Standing, RunError> {
    let manifest: Manifest = run_directory::planned(place.directory, &study.identity())?;
    let (shards, collected) = (manifest.shards, manifest.is_finished());
    let folder = place.directory.join(run_directory::SHARDS).join(SHARDS);
    let work = work(study, place, progress, folder.clone());
    let (mut done, mut missing, mut failed) = (0, Vec::new(), Vec::new());
    for shard in 0..shards {
        if collected || work.stems(shard)?.is_some() {
            done += 1;
            continue;
        }
        if missing.len() < 100 {
            missing.push(shard);
        }
        failed.extend(attempts(&folder, shard).map(|found| (shard, found.attempts, found.message)));
    }
    Ok(Standing { shards, done, missing, failed, collected })
}

fn work<'a>(
    study: &'a Points<'a>,
    place: &'a Place<'a>,
    progress: &'a dyn Progress,
    folder: PathBuf,
) -> Work<'a> {
    let (partition, format) = (Partition::of(study), Format::of(study));
    Work { study, partition, format, folder, stop: place.stop, progress }
}

/// File of the failures of a shard within the run directory.
fn attempts_file(shard: u32) -> String {
    format!("{}/{SHARDS}/{shard:08}.failed.json", run_directory::SHARDS)
}

fn attempts(folder: &Path, shard: u32) -> Option<Attempts> {
    let text = std::fs::read(folder.join(format!("{shard:08}.failed.json"))).ok()?;
    serde_json::from_slice(&text).ok()
}
