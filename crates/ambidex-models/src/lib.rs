//! The classic models of organisation science, one module a paper: equations as pure functions, and the model as a
//! whole in the catalogue. The lab race uses these equations, not copies.

pub mod bass1969;
pub mod fire_fighting;
pub mod logit_share;
pub mod march1991;
pub mod scaling_laws;
pub mod selection_inflation;
pub mod vector;

use ambidex_core::Catalogued;

/// All models of the catalogue, in reading order.
pub static MODELS: &[&dyn Catalogued] = &[&bass1969::Bass1969, &march1991::March1991];

/// A model by name.
pub fn named(name: &str) -> Option<&'static dyn Catalogued> {
    MODELS.iter().copied().find(|model| model.info().name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambidex_core::Values;

    /// Columns are declared once each, defaults pass the check, and a replicate does not depend on its range.
    #[test]
    fn declarations_hold() {
        for model in MODELS {
            let info = model.info();
            let values = Values::of(info);
            assert!(model.check(&values).is_empty(), "{}", info.name);
            assert!(info.citation.contains("doi:") || info.citation.contains("arXiv:"), "{}", info.name);
            let run = |range| {
                let mut rows: Vec<Vec<f64>> = Vec::new();
                model.run(&values, 3, range, &mut rows);
                rows
            };
            let (whole, part) = (run(0..11), run(9..11));
            assert!(whole.iter().all(|row| row.len() == info.outcomes.len()), "{}", info.name);
            let bits = |rows: &[Vec<f64>]| rows.iter().flatten().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&whole[9..]), bits(&part), "{}", info.name);
        }
    }
}
