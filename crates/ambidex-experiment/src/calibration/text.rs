//! The report as text, and what to be careful about.

use std::fmt::Write;

use ambidex_scenario::experiment::Calibration;

use super::posterior::Posterior;
use super::{Forecast, Report, Scored, Stage};
use crate::text::{interval, number, table};

/// Directions that are shown.
const DIRECTIONS: usize = 3;
/// Share of effective particles below which a posterior rests on few.
const FEW: f64 = 0.2;

/// Adds what to be careful about.
pub(super) fn cautions(report: &mut Report, settings: &Calibration) {
    let last = report.stages.last();
    let tolerance = last.and_then(|stage| stage.tolerance);
    if let Some(tolerance) = tolerance.filter(|tolerance| *tolerance > 1.05 * settings.tolerance) {
        report.warnings.push(format!(
            "the misfit kept is {tolerance:.2} standard errors, not {}: the posterior is wider than the data would make \
             it, or the model does not reach them",
            settings.tolerance
        ));
    }
    let few = |stage: &&Stage| stage.effective.is_some_and(|effective| effective < FEW * stage.kept as f64);
    if let Some(stage) = last.filter(few) {
        let effective = stage.effective.unwrap_or(0.0);
        report.warnings.push(format!("the posterior rests on {effective:.0} effective particles: take more"));
    }
    if report.posterior.is_none() {
        report
            .warnings
            .push("nothing is left of the space: the model, or the stated errors, are wrong".to_owned());
    }
    match report.forecast.as_ref().map(|forecast| forecast.predictive_p) {
        Some(p) if p < 0.05 => report.warnings.push(format!(
            "posterior-predictive p {p:.3}: data that are fitted lie further away than the stated errors allow"
        )),
        _ => {}
    }
}

impl Report {
    /// Stages, parameters, directions, and how good the predictions are.
    pub fn text(&self) -> String {
        let mut text = format!(
            "{}: {} of {}, {} parameters, {} worlds, seed {}; {}\n\n",
            self.head.name,
            self.method,
            self.head.target,
            self.parameters.len(),
            self.worlds,
            self.head.seed,
            self.end
        );
        text += &table(&self.stage_rows(), &[]);
        if let Some(posterior) = &self.posterior {
            text += &posterior.text(&self.parameters);
        }
        if let Some(forecast) = &self.forecast {
            text += &forecast.text();
        }
        for rival in &self.rivals {
            let (low, high) = rival.difference.interval;
            let _ = writeln!(
                text,
                "against {}: CRPS {} with {}, difference {} {}, the model is {}; its coverage {} of {}",
                rival.name,
                number(rival.model_crps),
                number(rival.crps),
                number(rival.difference.mean),
                interval(low, high),
                rival.model_is,
                rival.coverage.hits,
                rival.coverage.n
            );
        }
        for warning in &self.warnings {
            let _ = writeln!(text, "warning: {warning}");
        }
        text
    }

    fn stage_rows(&self) -> Vec<Vec<String>> {
        let head = ["stage", "run", "kept", "misfit", "effective", "space left"].map(str::to_owned).to_vec();
        let row = |stage: &Stage| {
            let optional = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), number);
            let left = stage.left.map_or_else(|| "-".to_owned(), |(low, high)| interval(low, high));
            vec![
                stage.number.to_string(),
                stage.run.to_string(),
                stage.kept.to_string(),
                optional(stage.tolerance),
                optional(stage.effective),
                left,
            ]
        };
        std::iter::once(head).chain(self.stages.iter().map(row)).collect()
    }
}

impl Posterior {
    fn text(&self, inputs: &[crate::sensitivity::Input]) -> String {
        let head = ["parameter", "prior", "mean", "sd", "90 %", "sd ratio", "divergence", "error", "moved"];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for (one, input) in self.parameters.iter().zip(inputs) {
            rows.push(vec![
                one.path.clone(),
                interval(input.law.quantile(0.0), input.law.quantile(1.0)),
                number(one.moved.mean),
                number(one.moved.sd),
                interval(one.q05, one.q95),
                number(one.moved.sd_ratio),
                number(one.moved.divergence),
                number(one.moved.divergence_error),
                if one.told { "yes" } else { "no" }.to_owned(),
            ]);
        }
        let mut text = format!("\n{}\n", table(&rows, &[0]));
        let _ =
            writeln!(text, "{} of {} directions are loose; the loosest:", self.loose, self.directions.len());
        for direction in self.directions.iter().take(DIRECTIONS) {
            let parts: Vec<String> =
                direction.components.iter().map(|(path, x)| format!("{x:+.2} {path}")).collect();
            let _ =
                writeln!(text, "  {} of the prior's variance: {}", number(direction.ratio), parts.join(", "));
        }
        text
    }
}

impl Forecast {
    fn text(&self) -> String {
        let head = ["datum", "observed", "median", "90 %", "CRPS", ""].map(str::to_owned).to_vec();
        let mut rows = vec![head];
        for one in &self.data {
            let (low, high) = one.interval;
            let inside = (low..=high).contains(&one.datum.value);
            let set = if one.datum.holdout { "held out" } else { "" };
            rows.push(vec![
                one.datum.label.clone(),
                number(one.datum.value),
                number(one.q50),
                interval(low, high),
                number(one.crps),
                format!("{set}{}", if inside { "" } else { " outside" }).trim().to_owned(),
            ]);
        }
        let mut text = format!("\n{}\n", table(&rows, &[0, 5]));
        let _ = writeln!(text, "posterior-predictive p {}", number(self.predictive_p));
        text += &scored("fitted  ", &self.fit);
        if let Some(holdout) = &self.holdout {
            text += &scored("held out", holdout);
        }
        text
    }
}

fn scored(name: &str, scored: &Scored) -> String {
    let coverage = &scored.coverage;
    format!(
        "{name}: 90 % intervals hold {} of {} {}, CRPS {}, root mean square {}, bias {}\n",
        coverage.hits,
        coverage.n,
        interval(coverage.interval.0, coverage.interval.1),
        number(scored.crps),
        number(scored.rmse),
        number(scored.bias)
    )
}
