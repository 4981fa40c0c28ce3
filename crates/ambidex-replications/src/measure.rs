//! Measures models one after the other, each on all threads, until somebody asks to stop.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use ambidex_core::parameters::nearest;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::kept::{Kept, KeptError};
use crate::quantity::Quantity;
use crate::results::{ModelResult, Results};
use crate::{Effort, REPLICATIONS, Replication};

/// Time between two looks at whether to stop.
const LOOK: Duration = Duration::from_millis(50);

/// Why nothing was measured.
#[derive(Debug)]
pub enum MeasureError {
    /// Nothing is known of a model of this name.
    Unknown {
        /// The name.
        name: String,
        /// The known name that is nearest, where one may be meant.
        nearest: Option<&'static str>,
    },
    /// Somebody asked to stop.
    Interrupted {
        /// Models that are kept.
        done: usize,
        /// Models in all.
        of: usize,
    },
    /// What was measured cannot be kept.
    Kept(KeptError),
    /// No threads could be started.
    Threads(rayon::ThreadPoolBuildError),
}

impl std::fmt::Display for MeasureError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown { name, nearest: Some(near) } => {
                write!(f, "no known numbers of a model `{name}`: did you mean `{near}`?")
            }
            Self::Unknown { name, nearest: None } => {
                let known: Vec<&str> = REPLICATIONS.iter().map(|replication| replication.model).collect();
                write!(f, "no known numbers of a model `{name}`; there are some of {}", known.join(", "))
            }
            Self::Interrupted { done, of } => {
                write!(f, "interrupted: {done} of {of} models are kept; the same command goes on from there")
            }
            Self::Kept(error) => error.fmt(f),
            Self::Threads(error) => write!(f, "no threads could be started: {error}"),
        }
    }
}

impl std::error::Error for MeasureError {}

/// Hears how far the work is.
pub trait Watch {
    /// A model begins, as the `at`-th (from 1) `of` so many.
    fn begin(&self, model: &str, at: usize, of: usize);
    /// A model is done.
    fn end(&self, result: &ModelResult);
    /// A model is found as it was measured before.
    fn found(&self, result: &ModelResult);
}

/// The replications of these names, each once; all of them where there are no names.
///
/// # Errors
/// Where a name is unknown.
pub fn find(names: &[String]) -> Result<Vec<&'static Replication>, MeasureError> {
    if names.is_empty() {
        return Ok(REPLICATIONS.iter().collect());
    }
    let mut found: Vec<&'static Replication> = Vec::new();
    for name in names {
        let known = REPLICATIONS.iter().map(|replication| replication.model);
        let one = REPLICATIONS
            .iter()
            .find(|replication| replication.model == name)
            .ok_or_else(|| MeasureError::Unknown { name: name.clone(), nearest: nearest(name, known) })?;
        if !found.iter().any(|other| other.model == one.model) {
            found.push(one);
        }
    }
    Ok(found)
}

/// Measures and judges models on so many threads. A model that breaks is a result with its error; the others go on. What
/// is `kept` from before is not measured again, and what is measured is kept.
///
/// # Errors
/// Where `stop` is set before the last model is done, no threads can be started, or nothing can be kept.
pub fn measure(
    replications: &[&'static Replication],
    effort: Effort,
    (threads, stop): (usize, &AtomicBool),
    kept: Option<&Kept>,
    watch: &dyn Watch,
) -> Result<Results, MeasureError> {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(MeasureError::Threads)?;
    let mut models = Vec::new();
    for (at, replication) in replications.iter().enumerate() {
        if let Some((seconds, quantities)) = kept.and_then(|kept| kept.found(replication)) {
            let result = ModelResult::new(replication, seconds, Ok(quantities));
            watch.found(&result);
            models.push(result);
            continue;
        }
        watch.begin(replication.model, at + 1, replications.len());
        let start = Instant::now();
        let interrupted = MeasureError::Interrupted { done: kept.map_or(0, |_| at), of: replications.len() };
        let measured = one(&pool, replication, effort, stop).ok_or(interrupted)?;
        let seconds = start.elapsed().as_secs_f64();
        if let (Some(kept), Ok(quantities)) = (kept, &measured) {
            kept.keep(replication, seconds, quantities).map_err(MeasureError::Kept)?;
        }
        let result = ModelResult::new(replication, seconds, measured);
        watch.end(&result);
        models.push(result);
    }
    Ok(Results::new(effort, models))
}

/// Measures one model in the pool. None where somebody asks to stop: its work is left to end with the process.
fn one(
    pool: &ThreadPool,
    replication: &'static Replication,
    effort: Effort,
    stop: &AtomicBool,
) -> Option<Result<Vec<Quantity>, String>> {
    let (sender, receiver) = mpsc::channel();
    pool.spawn(move || {
        let measured = catch_unwind(AssertUnwindSafe(|| (replication.quantities)(effort)));
        // Nobody listens any more where somebody asked to stop.
        let _ = sender.send(measured.map_err(|panic| message(&*panic)));
    });
    loop {
        if stop.load(Ordering::SeqCst) {
            return None;
        }
        match receiver.recv_timeout(LOOK) {
            Ok(measured) => return Some(measured),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Some(Err("its thread ended".to_owned())),
        }
    }
}

/// What a panic said.
fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "it broke without a word".to_owned())
}
