//! Progress on standard error: a bar on a terminal, a line now and then elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use ambidex_experiment::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output;

const BAR: &str = "{bar:40} {pos}/{len} worlds, {eta} left";
/// Time between lines where there is no terminal.
const PAUSE: Duration = Duration::from_secs(10);

/// Shows how far a run is.
pub struct Shown {
    bar: ProgressBar,
    quiet: bool,
    lines: Option<Mutex<Instant>>,
}

impl Shown {
    /// A bar on a terminal, lines elsewhere, nothing where quiet.
    pub fn new(quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(5));
        if quiet || !terminal {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        bar.set_style(ProgressStyle::with_template(BAR).unwrap_or_else(|_| ProgressStyle::default_bar()));
        let lines = (!quiet && !terminal).then(|| Mutex::new(Instant::now()));
        Self { bar, quiet, lines }
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }

    fn line(&self) {
        let Some(lines) = &self.lines else { return };
        let Ok(mut last) = lines.lock() else { return };
        if last.elapsed() >= PAUSE {
            *last = Instant::now();
            let (done, all) = (self.bar.position(), self.bar.length().unwrap_or(0));
            output::note(&format!("{done} of {all} worlds, about {} s left", self.bar.eta().as_secs()));
        }
    }
}

impl Progress for Shown {
    fn expect(&self, worlds: u64, done: u64) {
        self.bar.set_length(worlds);
        self.bar.set_position(done);
        self.bar.reset_eta();
    }

    fn advance(&self, worlds: u64) {
        self.bar.inc(worlds);
        self.line();
    }

    fn note(&self, text: &str) {
        if !self.quiet {
            self.bar.suspend(|| output::note(text));
        }
    }
}
