//! Ctrl-C and the terminate signal: the first stops the work cleanly, the second at once.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::{exit, output};

static STOP: AtomicBool = AtomicBool::new(false);
/// A process listens once, however much it runs.
static LISTENING: Once = Once::new();

/// Starts to listen; the flag is set when somebody asks to stop.
pub fn listen() -> &'static AtomicBool {
    let heard = || {
        if STOP.swap(true, Ordering::SeqCst) {
            std::process::exit(i32::from(exit::INTERRUPTED));
        }
    };
    LISTENING.call_once(|| {
        // Where no handler can be set, the signal ends the process; what is done is kept all the same.
        if let Err(error) = ctrlc::set_handler(heard) {
            output::note(&format!("ambidex: Ctrl-C will stop at once: {error}"));
        }
    });
    &STOP
}
