//! The classic models of organisation science, one module a paper: equations as pure functions, and the model as a
//! whole in the catalogue. The lab race uses these equations, not copies.

pub mod bass1969;
pub mod beliefs;
pub mod decentralised_search;
pub mod denrell_march2001;
pub mod disruption;
pub mod fang2010;
pub mod fire_fighting;
pub mod garbage_can1972;
pub mod lazer_friedman2007;
pub mod levinthal1997;
pub mod logit_share;
pub mod march1991;
pub mod miller2006;
pub mod nk;
pub mod normal;
pub mod posen_levinthal2012;
pub mod sah_stiglitz1986;
pub mod scaling_laws;
pub mod selection_inflation;
pub mod sterman_wittenberg1999;

use ambidex_core::Catalogued;

/// All models of the catalogue, in reading order.
pub static MODELS: &[&dyn Catalogued] = &[
    &march1991::March1991,
    &miller2006::Miller2006,
    &fang2010::Fang2010,
    &lazer_friedman2007::LazerFriedman2007,
    &nk::Nk,
    &levinthal1997::Levinthal1997,
    &decentralised_search::DecentralisedSearch,
    &sah_stiglitz1986::SahStiglitz1986,
    &garbage_can1972::GarbageCan1972,
    &posen_levinthal2012::PosenLevinthal2012,
    &denrell_march2001::DenrellMarch2001,
    &fire_fighting::FireFightingModel,
    &sterman_wittenberg1999::StermanWittenberg1999,
    &disruption::DisruptionModel,
    &bass1969::Bass1969,
    &logit_share::LogitShare,
    &scaling_laws::ScalingLaws,
    &selection_inflation::SelectionInflation,
];

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

    /// Any combination inside the plausible ranges runs, unless the model says what is wrong with it.
    #[test]
    fn any_combination_runs() {
        let stream = ambidex_core::Streams::new(7, 0).stream(ambidex_core::Purpose("test.combinations"));
        for (place, model) in MODELS.iter().enumerate() {
            let info = model.info();
            let mut ran = 0;
            for case in 0..12 {
                let mut draws = stream.draws(place as u64, case);
                let mut values = Values::of(info);
                for spec in info.numbers {
                    let (low, high) = spec.plausible;
                    let value = low + draws.unit() * (high - low);
                    let value = if spec.whole { value.round() } else { value };
                    values.set_number(spec.name, value).unwrap_or_else(|problem| panic!("{problem}"));
                }
                for spec in info.choices {
                    let (word, _) = spec.options[draws.below(spec.options.len())];
                    values.set(spec.name, word).unwrap_or_else(|problem| panic!("{problem}"));
                }
                if model.check(&values).is_empty() {
                    let mut rows: Vec<Vec<f64>> = Vec::new();
                    model.run(&values, 1, 0..1, &mut rows);
                    assert_eq!((rows.len(), rows[0].len()), (1, info.outcomes.len()), "{}", info.name);
                    ran += 1;
                }
            }
            assert!(ran > 0, "{}: no combination was accepted", info.name);
        }
    }
}
