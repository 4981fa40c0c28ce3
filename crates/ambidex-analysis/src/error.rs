//! What can be wrong with the arrays that are handed in.

/// Why a method cannot be applied.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Problem {
    /// Two arrays do not fit together.
    #[error("{what}: expected {expected}, found {found}")]
    Shape {
        /// What was counted.
        what: &'static str,
        /// The number that fits.
        expected: usize,
        /// The number that was handed in.
        found: usize,
    },
    /// There is too little to work on.
    #[error("{what}: at least {least} are needed, found {found}")]
    TooFew {
        /// What was counted.
        what: &'static str,
        /// The least that will do.
        least: usize,
        /// The number that was handed in.
        found: usize,
    },
    /// A number outside of what the method allows.
    #[error("{what}: {found} is not allowed, {expected}")]
    Range {
        /// Name of the number.
        what: &'static str,
        /// What it must be.
        expected: &'static str,
        /// What it is.
        found: f64,
    },
    /// A value that is not a finite number.
    #[error("{what} {index} is not a finite number")]
    NotFinite {
        /// What was looked at.
        what: &'static str,
        /// Its place.
        index: usize,
    },
    /// The columns depend on each other, or a covariance has no Cholesky factor.
    #[error("{0} is singular")]
    Singular(&'static str),
}

/// Errs unless two counts agree.
pub(crate) fn same(what: &'static str, expected: usize, found: usize) -> Result<(), Problem> {
    if expected == found { Ok(()) } else { Err(Problem::Shape { what, expected, found }) }
}

/// Errs unless there are enough.
pub(crate) fn at_least(what: &'static str, least: usize, found: usize) -> Result<(), Problem> {
    if found >= least { Ok(()) } else { Err(Problem::TooFew { what, least, found }) }
}

/// Errs unless a condition on a number holds.
pub(crate) fn holds(
    condition: bool,
    what: &'static str,
    expected: &'static str,
    found: f64,
) -> Result<(), Problem> {
    if condition { Ok(()) } else { Err(Problem::Range { what, expected, found }) }
}

/// Errs at the first value that is not finite.
pub(crate) fn finite(what: &'static str, values: &[f64]) -> Result<(), Problem> {
    match values.iter().position(|value| !value.is_finite()) {
        Some(index) => Err(Problem::NotFinite { what, index }),
        None => Ok(()),
    }
}

/// Errs unless the sample is `points x inputs`, all finite, with one finite output a point; gives the number of inputs.
pub(crate) fn sample(points: &[Vec<f64>], outputs: &[f64]) -> Result<usize, Problem> {
    let inputs = points.first().map_or(0, Vec::len);
    at_least("points with a value", 1, points.len())?;
    at_least("inputs", 1, inputs)?;
    same("outputs", points.len(), outputs.len())?;
    finite("output", outputs)?;
    for point in points {
        same("inputs of a point", inputs, point.len())?;
        finite("input", point)?;
    }
    Ok(inputs)
}
