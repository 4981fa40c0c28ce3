//! Naive trends as rivals: straight lines in time through the same data, scored on what was held out.
//!
//! Three of them: one line for the whole field, a line with a level for each lab and one slope, and a line of its own for
//! each lab with three releases or more. Predictions are Student's t about the line with the usual standard error of a
//! new observation; as an ensemble, its quantiles at equal steps.

use std::collections::BTreeMap;

use ambidex_analysis::calibration::scores::{Coverage, coverage, crps};
use ambidex_analysis::statistics::{Mean, mean, student_quantile};
use ambidex_core::maths::sqrt;
use serde::Serialize;

use super::data::Datum;
use super::forecast::{Forecast, LEVEL};

/// Members of the ensemble of a trend.
const MEMBERS: usize = 199;

/// A trend and its scores on what was held out.
#[derive(Clone, Debug, Serialize)]
pub struct Rival {
    /// What it is.
    pub name: &'static str,
    /// Data held out that it predicts: of labs that it was fitted to.
    pub n: usize,
    /// Its mean score.
    pub crps: f64,
    /// The model's mean score on the same data.
    pub model_crps: f64,
    /// How many of its intervals hold their datum.
    pub coverage: Coverage,
    /// The model's score minus its, by datum, as if data were independent: below 0 the model is better.
    pub difference: Mean,
    /// `better`, `worse` or `not told apart`, of the model.
    pub model_is: &'static str,
}

/// A line through some points, with a level for each group.
struct Line {
    slope: f64,
    groups: BTreeMap<String, (f64, f64, f64)>,
    squares: f64,
    spread: f64,
    freedom: usize,
}

/// All trends that the data allow.
pub(super) fn rivals(data: &[Datum], forecast: &Forecast) -> Vec<Rival> {
    let fitted: Vec<(&str, f64, f64)> =
        data.iter().filter(|datum| !datum.holdout).filter_map(point).collect();
    let field: Vec<(&str, f64, f64)> = fitted.iter().map(|(_, x, y)| ("", *x, *y)).collect();
    let whole = Line::through(&field);
    let levels = Line::through(&fitted);
    let own = |lab: &str| {
        let mine: Vec<(&str, f64, f64)> = fitted.iter().filter(|(of, ..)| *of == lab).copied().collect();
        Line::through(&mine)
    };
    [
        rival("one line for the field", forecast, |_, x| whole.as_ref()?.members("", x)),
        rival("a level a lab and one slope", forecast, |lab, x| levels.as_ref()?.members(lab, x)),
        rival("a line a lab", forecast, |lab, x| own(lab)?.members(lab, x)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn point(datum: &Datum) -> Option<(&str, f64, f64)> {
    datum.release.as_ref().map(|(lab, x)| (lab.as_str(), *x, datum.value))
}

impl Line {
    /// Least squares; none where no degree of freedom is left or time does not vary.
    fn through(points: &[(&str, f64, f64)]) -> Option<Self> {
        let mut sums: BTreeMap<String, (f64, f64, f64)> = BTreeMap::new();
        for (group, x, y) in points {
            let sum = sums.entry((*group).to_owned()).or_default();
            *sum = (sum.0 + 1.0, sum.1 + x, sum.2 + y);
        }
        let groups: BTreeMap<String, (f64, f64, f64)> =
            sums.into_iter().map(|(group, (n, x, y))| (group, (n, x / n, y / n))).collect();
        let centred: Vec<(f64, f64)> =
            points.iter().map(|(group, x, y)| (x - groups[*group].1, y - groups[*group].2)).collect();
        let spread: f64 = centred.iter().map(|(x, _)| x * x).sum();
        let freedom = points.len().checked_sub(groups.len() + 1).filter(|freedom| *freedom > 0)?;
        if spread <= 0.0 {
            return None;
        }
        let slope = centred.iter().map(|(x, y)| x * y).sum::<f64>() / spread;
        let squares = centred.iter().map(|(x, y)| (y - slope * x) * (y - slope * x)).sum();
        Some(Self { slope, groups, squares, spread, freedom })
    }

    /// A new observation of a group at a time, as quantiles; none of a group that it does not know.
    fn members(&self, group: &str, x: f64) -> Option<Vec<f64>> {
        let (n, centre, level) = *self.groups.get(group)?;
        let away = x - centre;
        let variance = self.squares / self.freedom as f64 * (1.0 + 1.0 / n + away * away / self.spread);
        let at = |place: usize| (place as f64 + 0.5) / MEMBERS as f64;
        let member = |place: usize| {
            level + self.slope * away + sqrt(variance) * student_quantile(at(place), self.freedom)
        };
        Some((0..MEMBERS).map(member).collect())
    }
}

fn rival(
    name: &'static str,
    forecast: &Forecast,
    members: impl Fn(&str, f64) -> Option<Vec<f64>>,
) -> Option<Rival> {
    let (mut ensembles, mut observed, mut ours, mut theirs) = (vec![], vec![], vec![], vec![]);
    for one in forecast.data.iter().filter(|one| one.datum.holdout) {
        let Some((lab, x)) = &one.datum.release else { continue };
        let Some(ensemble) = members(lab, *x) else { continue };
        theirs.push(crps(&ensemble, one.datum.value).ok()?);
        ours.push(one.crps);
        observed.push(one.datum.value);
        ensembles.push(ensemble);
    }
    if observed.len() < 2 {
        return None;
    }
    let difference = mean(&ours.iter().zip(&theirs).map(|(a, b)| a - b).collect::<Vec<_>>());
    let model_is = match difference.interval {
        (_, high) if high < 0.0 => "better",
        (low, _) if low > 0.0 => "worse",
        _ => "not told apart",
    };
    Some(Rival {
        name,
        n: observed.len(),
        crps: mean(&theirs).mean,
        model_crps: mean(&ours).mean,
        coverage: coverage(&ensembles, &observed, LEVEL).ok()?,
        difference,
        model_is,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of points on two parallel lines slope and levels are exact, and the interval has no width; off them by +-1 the
    /// median is that of ordinary least squares.
    #[test]
    fn parallel_lines_have_one_slope() {
        let exact: Vec<(&str, f64, f64)> = (0..4)
            .flat_map(|i| {
                [("a", f64::from(i), 2.0 * f64::from(i)), ("b", f64::from(i), 5.0 + 2.0 * f64::from(i))]
            })
            .collect();
        let line = Line::through(&exact).unwrap();
        assert!((line.slope - 2.0).abs() < 1e-12 && line.freedom == 5);
        let members = line.members("b", 10.0).unwrap();
        assert!(members.iter().all(|y| (y - 25.0).abs() < 1e-9));
        assert!(line.members("c", 1.0).is_none());
        assert!(Line::through(&exact[..2]).is_none());
        let noisy = [("", 0.0, 1.0), ("", 1.0, 0.0), ("", 2.0, 3.0), ("", 3.0, 2.0)];
        let line = Line::through(&noisy).unwrap();
        assert!((line.slope - 0.6).abs() < 1e-12);
        let members = line.members("", 1.5).unwrap();
        assert!((members[MEMBERS / 2] - 1.5).abs() < 1e-9);
    }
}
