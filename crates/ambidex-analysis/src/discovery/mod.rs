//! Scenario discovery: in which part of the space does the outcome occur? PRIM, the patient rule induction method
//! (Friedman & Fisher 1999, doi:10.1023/A:1008894516817), as used for scenarios by Bryant & Lempert 2010
//! (doi:10.1016/j.techfore.2009.08.002).
//!
//! A box bounds some inputs. From the box of all points, the face is peeled off (a share alpha of the box's points at
//! one end of one input, or one category) whose removal serves the criterion best, again and again until the box would
//! hold less than a least share of all points; then faces are pasted on again while the density rises. The trajectory of
//! boxes trades coverage (share of all cases of interest that the box holds) against density (share of the box's points
//! that are of interest). Then the chosen box's points are taken away, and the search starts again (covering).
//!
//! The quasi-p-value of a bound input (Bryant & Lempert 2010) is the probability that as many of the box's
//! points are of interest if each is with the share found in the box without that bound. It is found on the points that
//! made the box; [`Region::significance`] on points held out is a test.

mod face;
mod region;

pub use region::{Fit, Input, Limit, Region};

use serde::Serialize;

use crate::error::{Problem, at_least, holds, same};

/// What a peel is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// Density of what is left (Friedman & Fisher 1999).
    Density,
    /// Gain of density by point removed (their section 14.1): categories and ties remove more than alpha at once.
    GainByPoint,
}

/// How boxes are sought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prim {
    /// Share of the box's points peeled or pasted at once, .05 as a rule.
    pub alpha: f64,
    /// Least share of all points that a box holds.
    pub least_mass: f64,
    /// What a peel is judged by.
    pub criterion: Criterion,
    /// The most boxes.
    pub boxes: usize,
}

impl Default for Prim {
    fn default() -> Self {
        Self { alpha: 0.05, least_mass: 0.05, criterion: Criterion::Density, boxes: 3 }
    }
}

/// A box on the trajectory.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Its bounds.
    pub region: Region,
    /// What it holds; shares are of all points and all cases of interest.
    #[serde(flatten)]
    pub fit: Fit,
    /// Number of inputs that are bound.
    pub restricted: usize,
}

/// One search: boxes from the widest to the narrowest, then the pasted ones.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trajectory {
    /// All boxes; the first is unbounded.
    pub steps: Vec<Step>,
    /// The step with the greatest harmonic mean of coverage and density, the first of equals. Another may be wanted:
    /// the trade is the reader's.
    pub chosen: usize,
    /// Quasi-p-value by input of the chosen box, among the points of this search; `None` of an input not bound.
    pub quasi_p: Vec<Option<f64>>,
}

impl Trajectory {
    /// The chosen box.
    pub fn step(&self) -> &Step {
        &self.steps[self.chosen]
    }
}

/// Boxes in which cases of interest are dense, one trajectory a box; ends early where no box is denser than what is left.
///
/// # Errors
/// `Problem` where shapes do not fit, settings lie outside (0, 1), a category is not one of its input's, or no case, or
/// every one, is of interest.
pub fn discover(
    points: &[Vec<f64>],
    interest: &[bool],
    inputs: &[Input],
    how: &Prim,
) -> Result<Vec<Trajectory>, Problem> {
    check(points, interest, inputs, how)?;
    let search = Search { points, interest, inputs, how };
    let mut left: Vec<usize> = (0..points.len()).collect();
    let mut found = Vec::new();
    while found.len() < how.boxes && left.iter().any(|&i| interest[i]) {
        let trajectory = search.trajectory(&left);
        if trajectory.chosen == 0 {
            break;
        }
        let region = &trajectory.step().region;
        left.retain(|&i| !region.contains(&points[i]));
        found.push(trajectory);
    }
    Ok(found)
}

fn check(points: &[Vec<f64>], interest: &[bool], inputs: &[Input], how: &Prim) -> Result<(), Problem> {
    at_least("points", 2, points.len())?;
    same("cases", points.len(), interest.len())?;
    at_least("inputs", 1, inputs.len())?;
    holds(how.alpha > 0.0 && how.alpha < 1.0, "alpha", "it must lie between 0 and 1", how.alpha)?;
    let mass = how.least_mass;
    holds(mass > 0.0 && mass < 1.0, "least mass", "it must lie between 0 and 1", mass)?;
    for point in points {
        same("inputs of a point", inputs.len(), point.len())?;
        crate::error::finite("input", point)?;
        for (input, value) in inputs.iter().zip(point) {
            holds(input.admits(*value), "category", "it must be a place among its input's", *value)?;
        }
    }
    let cases = interest.iter().filter(|case| **case).count();
    holds(cases > 0 && cases < points.len(), "cases of interest", "some must be, and some not", cases as f64)
}

/// What a search works on; lists of points are places in `points`, in rising order.
struct Search<'a> {
    points: &'a [Vec<f64>],
    interest: &'a [bool],
    inputs: &'a [Input],
    how: &'a Prim,
}

impl Search<'_> {
    fn cases(&self, rows: &[usize]) -> usize {
        rows.iter().filter(|&&row| self.interest[row]).count()
    }

    fn density(&self, rows: &[usize]) -> f64 {
        self.cases(rows) as f64 / rows.len() as f64
    }

    /// Peels and pastes among the points that are left.
    fn trajectory(&self, left: &[usize]) -> Trajectory {
        let mut region = Region::whole(self.inputs);
        let mut rows = left.to_vec();
        let mut steps = vec![self.step(&region, &rows)];
        let least = (self.how.least_mass * self.points.len() as f64).max(1.0);
        while let Some((next, kept)) =
            self.peel(&region, &rows).filter(|(_, kept)| kept.len() as f64 >= least)
        {
            (region, rows) = (next, kept);
            steps.push(self.step(&region, &rows));
        }
        while let Some((next, held)) = self.paste(&region, &rows, left) {
            (region, rows) = (next, held);
            steps.push(self.step(&region, &rows));
        }
        let chosen = best(&steps);
        let among: Vec<Vec<f64>> = left.iter().map(|&row| self.points[row].clone()).collect();
        let cases: Vec<bool> = left.iter().map(|&row| self.interest[row]).collect();
        let quasi_p = steps[chosen].region.significance(&among, &cases);
        Trajectory { steps, chosen, quasi_p }
    }

    fn step(&self, region: &Region, rows: &[usize]) -> Step {
        let all = self.interest.iter().filter(|case| **case).count();
        let fit = Fit::of(rows.len(), self.cases(rows), self.points.len(), all);
        Step { region: region.clone(), fit, restricted: region.restricted() }
    }

    /// The best peel of a box; of equals the one that keeps more points, then the first input.
    fn peel(&self, region: &Region, rows: &[usize]) -> Option<(Region, Vec<usize>)> {
        let now = self.density(rows);
        let score = |kept: &[usize]| match self.how.criterion {
            Criterion::Density => self.density(kept),
            Criterion::GainByPoint => (self.density(kept) - now) / (rows.len() - kept.len()) as f64,
        };
        let mut best: Option<(f64, Region, Vec<usize>)> = None;
        for input in 0..self.inputs.len() {
            for (limit, kept) in face::peels(self.points, rows, input, region.limit(input), self.how.alpha) {
                let value = score(&kept);
                let better = best.as_ref().is_none_or(|(most, _, held)| {
                    value > *most || (value == *most && kept.len() > held.len())
                });
                if better {
                    best = Some((value, region.with(input, limit), kept));
                }
            }
        }
        best.map(|(_, region, kept)| (region, kept))
    }

    /// The best paste, if one raises the density.
    fn paste(&self, region: &Region, rows: &[usize], left: &[usize]) -> Option<(Region, Vec<usize>)> {
        let mut best: Option<(f64, Region, Vec<usize>)> = None;
        let mut most = self.density(rows);
        let width = ((self.how.alpha * rows.len() as f64).floor() as usize).max(1);
        for input in 0..self.inputs.len() {
            let free = region.with(input, Limit::free(self.inputs[input]));
            let slab: Vec<usize> =
                left.iter().copied().filter(|&row| free.contains(&self.points[row])).collect();
            for limit in face::pastes(self.points, &slab, input, region.limit(input), width) {
                let wider = region.with(input, limit);
                let held: Vec<usize> =
                    slab.iter().copied().filter(|&row| wider.contains(&self.points[row])).collect();
                let density = self.density(&held);
                if density > most {
                    most = density;
                    best = Some((density, wider, held));
                }
            }
        }
        best.map(|(_, region, held)| (region, held))
    }
}

fn best(steps: &[Step]) -> usize {
    let harmonic = |step: &Step| {
        let (coverage, density) = (step.fit.coverage, step.fit.density);
        if coverage + density > 0.0 { 2.0 * coverage * density / (coverage + density) } else { 0.0 }
    };
    let mut best = 0;
    for (i, step) in steps.iter().enumerate() {
        if harmonic(step) > harmonic(&steps[best]) {
            best = i;
        }
    }
    best
}

#[cfg(test)]
mod tests;
