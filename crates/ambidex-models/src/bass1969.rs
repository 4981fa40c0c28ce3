//! Diffusion of an innovation. Bass (1969), *A new product growth for model consumer durables*, Management Science
//! 15(5), doi:10.1287/mnsc.15.5.215.

/// Adoption hazard p + q F of those who have not adopted [1/period]: coefficient of innovation `p`, of imitation `q`,
/// share of adopters `adopted`.
pub fn hazard(p: f64, q: f64, adopted: f64) -> f64 {
    p + q * adopted
}

/// One period towards a ceiling: F + (p + q F)(ceiling - F); falls where the ceiling lies below.
pub fn step(p: f64, q: f64, adopted: f64, ceiling: f64) -> f64 {
    adopted + hazard(p, q, adopted) * (ceiling - adopted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the closed form F(t) = (1 - e^{-(p+q)t}) / (1 + q/p e^{-(p+q)t}), at a step small enough.
    #[test]
    fn follows_the_closed_form() {
        let (p, q, dt) = (0.03, 0.38, 0.001);
        let mut adopted = 0.0;
        for _ in 0..10_000 {
            adopted = step(p * dt, q * dt, adopted, 1.0);
        }
        let e = ambidex_core::maths::exp(-(p + q) * 10.0);
        let exact = (1.0 - e) / (1.0 + q / p * e);
        assert!((adopted - exact).abs() < 1e-3, "{adopted} against {exact}");
    }
}
