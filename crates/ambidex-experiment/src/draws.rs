//! Worlds whose parameters are drawn: world `i` has draw `i mod n` of a sample, in every policy. Which draw a world has
//! is a function of its number alone, and policies stay paired, parameters included.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use ambidex_core::Streams;
use ambidex_race::record::Record;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::decision_loss::Gate;
use crate::study::hex;
use crate::world::{Failure, Simulate};

/// The sample that the parameters of the worlds come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// File.
    pub file: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Number of draws, all of equal weight.
    pub draws: NonZeroU32,
    /// Paths that are drawn.
    pub paths: Vec<String>,
}

impl Sample {
    /// A sample by the text of its file.
    pub fn of(file: &str, text: &str, draws: NonZeroU32, paths: Vec<String>) -> Self {
        Self { file: file.to_owned(), sha256: hex(&Sha256::digest(text)), draws, paths }
    }

    /// The draw that a world has.
    pub fn draw(&self, world: u32) -> u32 {
        world % self.draws
    }
}

/// Makes the model of a draw; or says why it cannot run.
type Make<M> = Box<dyn Fn(u32) -> Result<M, String> + Send + Sync>;
type Slot<M> = Mutex<Option<Result<Arc<M>, Failure>>>;

/// One model a draw, each made when a world first needs it and shared from then on.
pub struct Draws<M> {
    slots: Vec<Slot<M>>,
    make: Make<M>,
}

impl<M> Draws<M> {
    /// So many draws, and how the model of each is made.
    pub fn new(draws: NonZeroU32, make: impl Fn(u32) -> Result<M, String> + Send + Sync + 'static) -> Self {
        Self { slots: (0..draws.get()).map(|_| Mutex::new(None)).collect(), make: Box::new(make) }
    }

    /// The model of a world; a failure where its draw cannot run.
    fn of(&self, world: u32) -> Result<Arc<M>, Failure> {
        let draw = world as usize % self.slots.len();
        let mut slot = self.slots[draw].lock().unwrap_or_else(PoisonError::into_inner);
        let made = || {
            let refused = |message| Failure { stage: "prepare", message: format!("draw {draw}: {message}") };
            (self.make)(draw as u32).map(Arc::new).map_err(refused)
        };
        slot.get_or_insert_with(made).clone()
    }
}

impl<M: Simulate + Send> Simulate for Draws<M> {
    fn simulate(&self, streams: Streams) -> Result<Record, Failure> {
        self.of(streams.replicate)?.simulate(streams)
    }

    fn gates(&self, streams: Streams) -> Vec<Gate> {
        self.of(streams.replicate).map_or_else(|_| Vec::new(), |model| model.gates(streams))
    }

    fn forget(&self) {
        for slot in &self.slots {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }
}

/// The model of a policy: the same in all worlds, or by draw.
pub enum Parameters<M> {
    /// One point.
    Point(M),
    /// Draws of a sample.
    Drawn(Draws<M>),
}

impl<M: Simulate + Send> Simulate for Parameters<M> {
    fn simulate(&self, streams: Streams) -> Result<Record, Failure> {
        match self {
            Self::Point(model) => model.simulate(streams),
            Self::Drawn(draws) => draws.simulate(streams),
        }
    }

    fn gates(&self, streams: Streams) -> Vec<Gate> {
        match self {
            Self::Point(model) => model.gates(streams),
            Self::Drawn(draws) => draws.gates(streams),
        }
    }

    fn forget(&self) {
        if let Self::Drawn(draws) = self {
            draws.forget();
        }
    }
}
