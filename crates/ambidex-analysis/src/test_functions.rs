//! Functions whose sensitivity indices are known, to hold estimators against.

use core::f64::consts::PI;

/// Ishigami & Homma 1990 (doi:10.1109/ISUMA.1990.151285): sin x1 + a sin^2 x2 + b x3^4 sin x1, inputs uniform on
/// [-pi, pi].
#[derive(Clone, Copy, Debug)]
pub struct Ishigami {
    /// Weight of the second input, 7 as a rule.
    pub a: f64,
    /// Weight of the interaction of the first and third, 0.1 as a rule.
    pub b: f64,
}

impl Ishigami {
    /// Value at a point of the unit cube.
    pub fn value(&self, unit: &[f64]) -> f64 {
        let x = |i: usize| PI * (2.0 * unit[i] - 1.0);
        let (first, second) = (libm::sin(x(0)), libm::sin(x(1)));
        first + self.a * second * second + self.b * x(2).powi(4) * first
    }

    /// Variance, and the shares of it: (D, [V1, V2, V3], V13).
    fn parts(&self) -> (f64, [f64; 3], f64) {
        let (a, b) = (self.a, self.b);
        let first = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2);
        let second = a * a / 8.0;
        let pair = b * b * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0);
        (first + second + pair, [first, second, 0.0], pair)
    }

    /// First-order indices.
    pub fn first_order(&self) -> [f64; 3] {
        let (total, parts, _) = self.parts();
        parts.map(|part| part / total)
    }

    /// Total-order indices.
    pub fn total_order(&self) -> [f64; 3] {
        let (total, [first, second, third], pair) = self.parts();
        [(first + pair) / total, second / total, (third + pair) / total]
    }

    /// The one second-order index that is not zero, of the first and third input.
    pub fn second_order(&self) -> f64 {
        let (total, _, pair) = self.parts();
        pair / total
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        self.parts().0
    }
}

/// Sobol's g (Saltelli & Sobol' 1995, doi:10.1016/0951-8320(95)00099-2): prod (|4 x - 2| + a) / (1 + a), inputs uniform
/// on [0, 1].
#[derive(Clone, Debug)]
pub struct SobolG {
    /// The smaller, the more important the input.
    pub a: Vec<f64>,
}

impl SobolG {
    /// Value at a point of the unit cube.
    pub fn value(&self, unit: &[f64]) -> f64 {
        self.a.iter().zip(unit).map(|(a, x)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
    }

    fn parts(&self) -> Vec<f64> {
        self.a.iter().map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a))).collect()
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        self.parts().iter().map(|part| 1.0 + part).product::<f64>() - 1.0
    }

    /// First-order indices.
    pub fn first_order(&self) -> Vec<f64> {
        self.parts().iter().map(|part| part / self.variance()).collect()
    }

    /// Total-order indices.
    pub fn total_order(&self) -> Vec<f64> {
        let all = self.variance() + 1.0;
        self.parts().iter().map(|part| part * all / (1.0 + part) / self.variance()).collect()
    }

    /// Second-order index of a pair.
    pub fn second_order(&self, i: usize, j: usize) -> f64 {
        let parts = self.parts();
        parts[i] * parts[j] / self.variance()
    }
}

/// Morris' function of twenty inputs (Morris 1991, doi:10.1080/00401706.1991.10484804): w = 2 (x - 1/2),
/// for inputs 3, 5 and 7 w = 2 (1.1 x / (x + .1) - 1/2); y = sum b w + sum b w w + sum b w w w + sum b w w w w with
/// b_i = 20 for the first ten, b_ij = -15 among the first six, b_ijl = -10 among the first five, b_ijls = 5 among the
/// first four. The remaining first- and second-order coefficients, standard normal draws in the paper, are here (-1)^i
/// and (-1)^(i + j), so that the function is the same every time.
pub fn morris(unit: &[f64]) -> f64 {
    let bent = |i: usize| matches!(i, 2 | 4 | 6);
    let w: Vec<f64> = unit
        .iter()
        .enumerate()
        .map(|(i, x)| 2.0 * (if bent(i) { 1.1 * x / (x + 0.1) } else { *x } - 0.5))
        .collect();
    let sign = |i: usize| if i.is_multiple_of(2) { 1.0 } else { -1.0 };
    let mut y = 0.0;
    for i in 0..w.len() {
        y += w[i] * if i < 10 { 20.0 } else { sign(i + 1) };
        for j in i + 1..w.len() {
            y += w[i] * w[j] * if j < 6 { -15.0 } else { sign(i + j) };
        }
    }
    for i in 0..5 {
        for j in i + 1..5 {
            for l in j + 1..5 {
                y -= 10.0 * w[i] * w[j] * w[l];
            }
        }
    }
    y + 5.0 * w[0] * w[1] * w[2] * w[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts of the variance sum to one, and the midpoint rule over a grid gives the variance.
    #[test]
    fn indices_are_shares_of_a_variance() {
        let f = Ishigami { a: 7.0, b: 0.1 };
        assert!((f.first_order().iter().sum::<f64>() + f.second_order() - 1.0).abs() < 1e-12);
        // Figures that the literature gives: 13.845, .3139, .4424, .2437.
        assert!((f.variance() - 13.845).abs() < 5e-4);
        assert!((f.first_order()[0] - 0.3139).abs() < 5e-5 && (f.first_order()[1] - 0.4424).abs() < 5e-5);
        assert!((f.total_order()[2] - 0.2437).abs() < 5e-5);
        let g = SobolG { a: vec![0.0, 1.0] };
        let explained = g.first_order().iter().sum::<f64>() + g.second_order(0, 1);
        assert!((explained - 1.0).abs() < 1e-12);
        let n = 400;
        let at = |i: usize| (i as f64 + 0.5) / n as f64;
        let values: Vec<f64> = (0..n * n).map(|i| g.value(&[at(i / n), at(i % n)])).collect();
        assert!((crate::statistics::population_variance(&values) - g.variance()).abs() < 1e-4);
    }

    #[test]
    fn morris_at_the_centre_and_a_corner() {
        // At 1/2 all plain w are 0; only the bent ones remain: w = 2 (1.1/1.2 - 1/2) ... x/(x+.1) = 5/6.
        let w: f64 = 2.0 * (1.1 * 0.5 / 0.6 - 0.5);
        // 20 (w3 + w5 + w7); pairs (3,5): -15, (3,7) and (5,7): +1; no triple of bent inputs among the first five.
        assert!((morris(&[0.5; 20]) - (60.0 * w + w * w * (-15.0 + 2.0))).abs() < 1e-12);
    }
}
