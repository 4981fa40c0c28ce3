//! One shard: run, and written with a bounded number of tries.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rayon::prelude::*;

use super::shards::{Cell, Partition};
use super::study::{Points, Precision};
use super::table::{self, Format, OUTCOMES, Row, Rows};
use super::target::Prepared;
use crate::error::RunError;
use crate::outcome_table::OutcomeTable;
use crate::runner::Progress;
use crate::stopping::{self, WAVE, Watch};
use crate::world::{Failure, watched};

/// How often a shard is written before the file system's error is given up on.
const TRIES: u64 = 3;

/// The shards of a study in a folder.
pub(crate) struct Work<'a> {
    pub study: &'a Points<'a>,
    pub partition: Partition,
    pub format: Format<'a>,
    pub folder: PathBuf,
    pub stop: &'a AtomicBool,
    pub progress: &'a dyn Progress,
}

impl Work<'_> {
    /// Whether somebody asked to stop.
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Does a shard, or what is missing of it.
    pub fn shard(&self, shard: u32) -> Result<(), RunError> {
        match &self.study.plan.precision {
            None => self.piece(&self.stem(shard), || self.partition.cells(shard)),
            Some(precision) => self.until_precise(shard, precision),
        }
    }

    /// Files of a shard without their endings, in order: those that count. None of a shard that is not whole.
    pub fn stems(&self, shard: u32) -> Result<Option<Vec<PathBuf>>, RunError> {
        let Some(precision) = &self.study.plan.precision else {
            let stem = self.stem(shard);
            return Ok(self.format.is_done(&stem).then(|| vec![stem]));
        };
        let points = self.partition.points_of(shard);
        let (mut watch, mut blocks) = (Watch::new(&precision.outcome, precision.width), 0);
        for place in 0..self.partition.blocks().len() {
            if !points.clone().all(|point| self.format.is_done(&self.block(point, place))) {
                return Ok(None);
            }
            blocks += 1;
            if self.is_last(&points, place, &mut watch)? {
                break;
            }
        }
        Ok(Some(points.flat_map(|point| (0..blocks).map(move |place| self.block(point, place))).collect()))
    }

    fn stem(&self, shard: u32) -> PathBuf {
        self.folder.join(format!("{shard:08}"))
    }

    fn block(&self, point: u32, place: usize) -> PathBuf {
        self.folder.join(format!("{point:08}-{place:04}"))
    }

    /// Runs blocks of replicates in order until the outcome is known well enough from the first of them.
    fn until_precise(&self, shard: u32, precision: &Precision) -> Result<(), RunError> {
        let (blocks, points) = (self.partition.blocks(), self.partition.points_of(shard));
        // Where there is no other shard to run beside it.
        let wave = if self.partition.shards() == 1 { WAVE } else { 1 };
        let mut watch = Watch::new(&precision.outcome, precision.width);
        let work = |place: usize| {
            points.clone().into_par_iter().with_max_len(1).try_for_each(|point| {
                let cell = || vec![Cell { point, replicates: blocks[place].clone() }];
                self.piece(&self.block(point, place), cell)
            })
        };
        stopping::until(blocks.len(), wave, work, |place| self.is_last(&points, place, &mut watch))?;
        Ok(())
    }

    /// Adds a block to what is watched; whether it may be the last.
    fn is_last(&self, points: &Range<u32>, place: usize, watch: &mut Watch<'_>) -> Result<bool, RunError> {
        let table = |point| OutcomeTable::read(&table::file(&self.block(point, place), OUTCOMES));
        let tables: Vec<OutcomeTable> = points.clone().map(table).collect::<Result<_, _>>()?;
        Ok(tables.split_first().is_none_or(|(base, others)| watch.add(base, others)))
    }

    fn piece(&self, stem: &Path, cells: impl FnOnce() -> Vec<Cell>) -> Result<(), RunError> {
        if self.format.is_done(stem) {
            return Ok(());
        }
        let parts: Option<Vec<Rows>> =
            cells().into_par_iter().with_max_len(1).map(|cell| self.cell(&cell)).collect();
        let rows = joined(parts.ok_or(RunError::Interrupted { done: 0, total: 0 })?);
        self.retried(|| self.format.write(stem, &rows))
    }

    /// The replicates of a point; none where somebody asked to stop.
    fn cell(&self, cell: &Cell) -> Option<Rows> {
        let settings = self.study.design.settings(cell.point);
        let target = self.study.target;
        let prepared = watched("prepare", || target.prepare(&settings)).and_then(|result| {
            result.map_err(|problems| {
                let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
                Failure { stage: "prepare", message: texts.join("; ") }
            })
        });
        let task = target.task().max(1) as usize;
        let first = self.study.plan.first_world(cell.point);
        let worlds = first + cell.replicates.start..first + cell.replicates.end;
        let tasks: Vec<Range<u32>> = worlds
            .clone()
            .step_by(task)
            .map(|at| at..at.saturating_add(task as u32).min(worlds.end))
            .collect();
        let run = |replicates: Range<u32>| {
            if self.stopped() {
                return None;
            }
            let count = replicates.len() as u64;
            let rows = self.task(cell.point, prepared.as_deref(), replicates);
            self.progress.advance(count);
            Some(rows)
        };
        let parts: Option<Vec<Rows>> = tasks.into_par_iter().with_max_len(1).map(run).collect();
        parts.map(joined)
    }

    fn task(
        &self,
        point: u32,
        prepared: Result<&(dyn Prepared + '_), &Failure>,
        replicates: Range<u32>,
    ) -> Rows {
        let (seed, mut series) = (self.study.plan.seed, Vec::new());
        let results = match (prepared, self.study.plan.series) {
            (Err(failure), _) => replicates.clone().map(|_| Err(failure.clone())).collect(),
            (Ok(ready), None) => ready.run(seed, replicates.clone()),
            (Ok(ready), Some(every)) => {
                let results = ready.run_with_series(seed, replicates.clone(), &mut series);
                series.retain(|row| row.period.is_multiple_of(every));
                results
            }
        };
        let rows = replicates.zip(results).map(|(world, result)| Row { point, world, result });
        Rows { rows: rows.collect(), series: series.into_iter().map(|row| (point, row)).collect() }
    }

    fn retried(&self, write: impl Fn() -> Result<(), RunError>) -> Result<(), RunError> {
        for again in 1..TRIES {
            match write() {
                Err(RunError::Io { path, source }) if may_pass(&source) => {
                    self.progress.note(&format!("{}: {source}; it is written again", path.display()));
                    std::thread::sleep(Duration::from_secs(again));
                }
                result => return result,
            }
        }
        write()
    }
}

fn joined(parts: Vec<Rows>) -> Rows {
    let mut all = Rows::default();
    for part in parts {
        all.rows.extend(part.rows);
        all.series.extend(part.series);
    }
    all
}

/// Whether an error of the file system may go away by itself, as those of network file systems do.
fn may_pass(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{Interrupted, ResourceBusy, StaleNetworkFileHandle, TimedOut, WouldBlock};
    matches!(error.kind(), Interrupted | ResourceBusy | StaleNetworkFileHandle | TimedOut | WouldBlock)
}
