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
use crate::statistics;
use crate::world::{Failure, watched};

/// Fewest blocks before a point may stop: below, the spread itself is badly known.
const FEWEST: usize = 2;
/// Blocks of a point that are under way together where there is no other point to run beside it.
const WAVE: usize = 4;
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
            Some(precision) => self.until_precise(shard, precision).map(|_| ()),
        }
    }

    /// Files of a shard without their endings, in order: those that count. None of a shard that is not whole.
    pub fn stems(&self, shard: u32) -> Result<Option<Vec<PathBuf>>, RunError> {
        let Some(precision) = &self.study.plan.precision else {
            let stem = self.stem(shard);
            return Ok(self.format.is_done(&stem).then(|| vec![stem]));
        };
        let (mut values, mut stems) = (Vec::new(), Vec::new());
        for place in 0..self.partition.blocks().len() {
            let stem = self.block(shard, place);
            if !self.format.is_done(&stem) {
                return Ok(None);
            }
            let precise = self.adds_up(&stem, place, precision, &mut values)?;
            stems.push(stem);
            if precise {
                break;
            }
        }
        Ok(Some(stems))
    }

    fn stem(&self, shard: u32) -> PathBuf {
        self.folder.join(format!("{shard:08}"))
    }

    fn block(&self, point: u32, place: usize) -> PathBuf {
        self.folder.join(format!("{point:08}-{place:04}"))
    }

    /// Runs blocks of a point in order until the interval of the outcome over the first of them is narrow enough:
    /// blocks that were under way beyond do not count.
    fn until_precise(&self, point: u32, precision: &Precision) -> Result<(), RunError> {
        let blocks: Vec<(usize, Range<u32>)> = self.partition.blocks().into_iter().enumerate().collect();
        let wave = if self.partition.shards() == 1 { WAVE } else { 1 };
        let mut values = Vec::new();
        for wave in blocks.chunks(wave) {
            wave.par_iter().with_max_len(1).try_for_each(|(place, replicates)| {
                let cell = || vec![Cell { point, replicates: replicates.clone() }];
                self.piece(&self.block(point, *place), cell)
            })?;
            for (place, _) in wave {
                if self.adds_up(&self.block(point, *place), *place, precision, &mut values)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Adds a block to the values of a point; whether they are precise enough.
    fn adds_up(
        &self,
        stem: &Path,
        place: usize,
        precision: &Precision,
        values: &mut Vec<f64>,
    ) -> Result<bool, RunError> {
        values.extend(OutcomeTable::read(&table::file(stem, OUTCOMES))?.finite(&precision.outcome));
        let (low, high) = statistics::mean(values).interval;
        Ok(place + 1 >= FEWEST && high - low < precision.width)
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
