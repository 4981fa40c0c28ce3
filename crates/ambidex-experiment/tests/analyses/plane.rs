//! Functions whose indices are known, as a model: linear with noise, Ishigami's, a box, and one with a hole.

use std::ops::Range;
use std::path::Path;

use ambidex_core::catalogue::{Catalogued, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::Parameters;
use ambidex_core::{Purpose, Streams};
use ambidex_experiment::points::{CataloguedTarget, Target};
use ambidex_scenario::{Document, Experiment, ScenarioError};

ambidex_core::parameters! {
    /// Parameters of the functions.
    pub struct Inputs {
        a ("a", "1") = 0.5 in 0.0..=1.0, plausible 0.0..=1.0; "First"; Assumption("for the test");
        b ("b", "1") = 0.5 in 0.0..=1.0, plausible 0.0..=1.0; "Second"; Assumption("for the test");
        c ("c", "1") = 0.5 in 0.0..=1.0, plausible 0.0..=1.0; "Third"; Assumption("for the test");
        noise ("s", "1") = 0.0 in 0.0..=9.0, plausible 0.0..=0.0; "Standard deviation"; Assumption("for the test");
    }
}

/// The functions.
pub struct Plane;
static PLANE: Plane = Plane;

const fn outcome(name: &'static str) -> Column {
    Column::fixed(name, "1", Kind::Level, "A function of the inputs")
}

static INFO: ModelInfo = ModelInfo {
    name: "plane",
    title: "",
    question: "",
    schedule: &[],
    equations: &[],
    citation: "",
    deviations: &[],
    period: "",
    numbers: Inputs::SPECS,
    choices: &[],
    files: &[],
    outcomes: &[outcome("linear"), outcome("ishigami"), outcome("inside"), outcome("holed")],
    series: &[],
};

impl Catalogued for Plane {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn periods(&self, _: &Values) -> u32 {
        0
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let Inputs { a, b, c, noise } = values.typed();
        let angle = |u: f64| std::f64::consts::PI * (2.0 * u - 1.0);
        for replicate in replicates {
            let mut draws = Streams::new(seed, replicate).stream(Purpose("test.plane")).draws(0, 0);
            let linear = 5.0 * a + 2.0 * b + 0.5 * c + noise * draws.normal();
            let sine = angle(a).sin();
            let ishigami = sine + 7.0 * angle(b).sin().powi(2) + 0.1 * angle(c).powi(4) * sine;
            let inside = f64::from(u8::from((0.2..=0.6).contains(&a) && b >= 0.7));
            let holed = if c > 0.9 { f64::NAN } else { linear };
            recorder.outcomes(replicate, &[linear, ishigami, inside, holed]);
        }
    }
}

/// The model as a target.
pub fn target() -> Box<dyn Target> {
    Box::new(CataloguedTarget::new(&PLANE, Path::new("")))
}

/// An experiment from the text of its file.
pub fn experiment(text: &str) -> Result<Experiment, ScenarioError> {
    Experiment::read(Document::parse("test.toml", text)?, Path::new(""))
}
