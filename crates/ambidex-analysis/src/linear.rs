//! Small dense linear algebra. Sums run in a fixed order of eight lanes, so that results are the same bits on every
//! machine; kernels that choose instructions by processor do not promise that.

use std::ops::{Index, IndexMut};

/// A dense matrix by rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// A matrix with one value an entry.
    pub fn from_fn(rows: usize, columns: usize, mut entry: impl FnMut(usize, usize) -> f64) -> Self {
        let mut values = Vec::with_capacity(rows * columns);
        for i in 0..rows {
            for j in 0..columns {
                values.push(entry(i, j));
            }
        }
        Self { rows, columns, values }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// A row.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.values[i * self.columns..(i + 1) * self.columns]
    }

    /// The product with a vector.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        (0..self.rows).map(|i| dot(self.row(i), vector)).collect()
    }
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        &self.values[i * self.columns + j]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 {
        &mut self.values[i * self.columns + j]
    }
}

const LANES: usize = 8;

/// Inner product.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    let (left, right) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in left.zip(right) {
        for lane in 0..LANES {
            lanes[lane] += x[lane] * y[lane];
        }
    }
    lanes.iter().sum::<f64>() + rest
}

/// The factor L of a symmetric positive definite matrix A = L L'.
#[derive(Clone, Debug)]
pub struct Cholesky {
    lower: Matrix,
}

impl Cholesky {
    /// Factorises; `None` where the matrix is not positive definite. Reads the lower triangle.
    pub fn new(matrix: &Matrix) -> Option<Self> {
        let n = matrix.rows;
        let mut lower = Matrix::from_fn(n, n, |_, _| 0.0);
        for i in 0..n {
            for j in 0..=i {
                let rest = matrix[(i, j)] - dot(&lower.row(i)[..j], &lower.row(j)[..j]);
                if i == j {
                    if rest.is_nan() || rest <= 0.0 {
                        return None;
                    }
                    lower[(i, i)] = rest.sqrt();
                } else {
                    lower[(i, j)] = rest / lower[(j, j)];
                }
            }
        }
        Some(Self { lower })
    }

    /// The factor.
    pub fn lower(&self) -> &Matrix {
        &self.lower
    }

    /// ln det A.
    pub fn log_determinant(&self) -> f64 {
        (0..self.lower.rows).map(|i| 2.0 * ambidex_core::maths::ln(self.lower[(i, i)])).sum()
    }

    /// x with L x = b.
    pub fn forward(&self, b: &[f64]) -> Vec<f64> {
        let mut x = b.to_vec();
        for i in 0..x.len() {
            x[i] = (b[i] - dot(&self.lower.row(i)[..i], &x[..i])) / self.lower[(i, i)];
        }
        x
    }

    /// x with A x = b.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = self.forward(b);
        for i in (0..x.len()).rev() {
            x[i] /= self.lower[(i, i)];
            let (value, row) = (x[i], self.lower.row(i));
            x[..i].iter_mut().zip(row).for_each(|(x, l)| *x -= value * l);
        }
        x
    }

    /// The inverse of A.
    pub fn inverse(&self) -> Matrix {
        let n = self.lower.rows;
        // Rows of the transposed inverse of L: row j is column j of the inverse, zero before j.
        let mut columns = Matrix::from_fn(n, n, |_, _| 0.0);
        for j in 0..n {
            columns[(j, j)] = 1.0 / self.lower[(j, j)];
            for i in j + 1..n {
                let sum = dot(&self.lower.row(i)[j..i], &columns.row(j)[j..i]);
                columns[(j, i)] = -sum / self.lower[(i, i)];
            }
        }
        let mut inverse = Matrix::from_fn(n, n, |_, _| 0.0);
        for i in 0..n {
            for j in i..n {
                let sum = dot(&columns.row(i)[j..], &columns.row(j)[j..]);
                inverse[(i, j)] = sum;
                inverse[(j, i)] = sum;
            }
        }
        inverse
    }
}

/// Eigenvalues, the largest first, and their unit vectors (`vectors[i]` to `values[i]`).
#[derive(Clone, Debug)]
pub struct Eigen {
    /// Eigenvalues in falling order.
    pub values: Vec<f64>,
    /// Vectors of length one; the largest component is positive.
    pub vectors: Vec<Vec<f64>>,
}

/// Eigenvalues and vectors of a symmetric matrix by Jacobi's rotations (Golub & Van Loan 2013, section 8.5).
pub fn eigen_symmetric(matrix: &Matrix) -> Eigen {
    const SWEEPS: usize = 60;
    let n = matrix.rows;
    let mut a = matrix.clone();
    let mut v = Matrix::from_fn(n, n, |i, j| f64::from(u8::from(i == j)));
    let scale: f64 = a.values.iter().map(|x| x * x).sum();
    for _ in 0..SWEEPS {
        let off: f64 = (0..n).flat_map(|i| (0..i).map(move |j| (i, j))).map(|at| a[at] * a[at]).sum();
        if off <= 1e-30 * scale {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut v, p, q);
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&i, &j| a[(j, j)].total_cmp(&a[(i, i)]));
    let vectors = order.iter().map(|&i| oriented(v.row(i).to_vec())).collect();
    Eigen { values: order.iter().map(|&i| a[(i, i)]).collect(), vectors }
}

/// One rotation that makes entry (p, q) zero; `v` holds the vectors as rows.
fn rotate(a: &mut Matrix, v: &mut Matrix, p: usize, q: usize) {
    if a[(p, q)] == 0.0 {
        return;
    }
    let theta = (a[(q, q)] - a[(p, p)]) / (2.0 * a[(p, q)]);
    let t = 1.0_f64.copysign(theta) / (theta.abs() + (theta * theta + 1.0).sqrt());
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for k in 0..a.rows {
        let (x, y) = (a[(k, p)], a[(k, q)]);
        (a[(k, p)], a[(k, q)]) = (c * x - s * y, s * x + c * y);
    }
    for k in 0..a.rows {
        let (x, y) = (a[(p, k)], a[(q, k)]);
        (a[(p, k)], a[(q, k)]) = (c * x - s * y, s * x + c * y);
        let (x, y) = (v[(p, k)], v[(q, k)]);
        (v[(p, k)], v[(q, k)]) = (c * x - s * y, s * x + c * y);
    }
}

fn oriented(vector: Vec<f64>) -> Vec<f64> {
    let largest = vector.iter().fold(0.0_f64, |most, x| if x.abs() > most.abs() { *x } else { most });
    if largest < 0.0 { vector.into_iter().map(|x| -x).collect() } else { vector }
}

/// Weighted mean of points and their weighted covariance, with weights that sum to one.
pub fn covariance(points: &[Vec<f64>], weights: &[f64]) -> (Vec<f64>, Matrix) {
    let inputs = points.first().map_or(0, Vec::len);
    let mean: Vec<f64> =
        (0..inputs).map(|j| points.iter().zip(weights).map(|(p, w)| w * p[j]).sum()).collect();
    let entry = |i: usize, j: usize| {
        points.iter().zip(weights).map(|(p, w)| w * (p[i] - mean[i]) * (p[j] - mean[j])).sum()
    };
    let matrix = Matrix::from_fn(inputs, inputs, entry);
    (mean, matrix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn square(n: usize) -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec(-2.0..2.0, n * n)
    }

    /// B B' + I, positive definite.
    fn definite(n: usize, b: &[f64]) -> Matrix {
        Matrix::from_fn(n, n, |i, j| {
            dot(&b[i * n..(i + 1) * n], &b[j * n..(j + 1) * n]) + f64::from(u8::from(i == j))
        })
    }

    proptest! {
        #[test]
        fn solve_and_inverse_undo_the_matrix(b in square(11), x in prop::collection::vec(-3.0..3.0, 11)) {
            let a = definite(11, &b);
            let factor = Cholesky::new(&a).unwrap();
            for found in [factor.solve(&a.times(&x)), factor.inverse().times(&a.times(&x))] {
                for (one, other) in found.iter().zip(&x) {
                    prop_assert!((one - other).abs() < 1e-9);
                }
            }
        }

        #[test]
        fn eigenvectors_satisfy_their_equation(b in square(6)) {
            let a = definite(6, &b);
            let eigen = eigen_symmetric(&a);
            for (value, vector) in eigen.values.iter().zip(&eigen.vectors) {
                prop_assert!((dot(vector, vector) - 1.0).abs() < 1e-12);
                for (image, component) in a.times(vector).iter().zip(vector) {
                    prop_assert!((image - value * component).abs() < 1e-9);
                }
            }
            let sum: f64 = eigen.values.iter().map(|v| ambidex_core::maths::ln(*v)).sum();
            prop_assert!((sum - Cholesky::new(&a).unwrap().log_determinant()).abs() < 1e-9);
        }
    }

    #[test]
    fn what_is_not_definite_has_no_factor() {
        assert!(Cholesky::new(&Matrix::from_fn(2, 2, |_, _| 1.0)).is_none());
        assert!(Cholesky::new(&Matrix::from_fn(1, 1, |_, _| f64::NAN)).is_none());
    }
}
