use super::*;
use crate::nk::surface::{Surface, Tabled};
use crate::nk::walk::{Rule, SEARCH, climb};
use proptest::prelude::*;

fn values(settings: &[(&str, &str)]) -> Values {
    let mut values = Values::of(DecentralisedSearch.info());
    for (name, value) in settings {
        values.set(name, value).unwrap();
    }
    values
}

#[derive(Default)]
struct Payoffs {
    periods: Vec<f64>,
    outcomes: Vec<Vec<f64>>,
}

impl Recorder for Payoffs {
    fn wants_series(&self) -> bool {
        true
    }

    fn period(&mut self, _: u32, _: u32, row: &[f64]) {
        self.periods.push(row[0]);
    }

    fn outcomes(&mut self, _: u32, row: &[f64]) {
        self.outcomes.push(row.to_vec());
    }
}

fn run(settings: &[(&str, &str)], seed: u64) -> Payoffs {
    let values = values(settings);
    assert_eq!(DecentralisedSearch.check(&values), []);
    let mut recorder = Payoffs::default();
    DecentralisedSearch.run(&values, seed, 0..1, &mut recorder);
    recorder
}

const NEVER_FALLS: usize = 3;
const AT_PEAK: usize = 5;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// One department that sees everything climbs the steepest way, whoever decides and whatever it is judged by.
    #[test]
    fn one_department_is_local_search(seed: u64, k in 0_u32..10, weight in 0.0_f64..=1.0) {
        let (k, weight) = (k.to_string(), weight.to_string());
        for structure in ["decentralised", "lateral", "hierarchy", "centralised"] {
            let base = [("n", "10"), ("k", &k[..]), ("departments", "1"), ("alternatives", "10"), ("weight", &weight)];
            let ours = run(&[&base[..], &[("structure", structure), ("interactions", "random")]].concat(), seed).outcomes;
            let streams = Streams::new(seed, 0);
            let settings: Settings = values(&base).typed();
            let organisation = Organisation::new(&settings, Structure::Decentralised);
            let mut landscape = Landscape::default();
            let matrix = Matrix::random(10, settings.k as usize, &streams);
            landscape.fill(&matrix, &Contributions::of(&streams), organisation.departments());
            let mut here = Tabled::new(&landscape.whole, organisation.start(&streams) as u128);
            let steps = climb(&mut here, Rule::Steepest, &streams.stream(SEARCH), 0);
            prop_assert_eq!((ours[0][0], ours[0][2]), (fitness(here.sum(), 10), f64::from(steps)));
        }
    }

    /// Where departments do not depend on one another, incentives do not matter, no payoff falls, and all of it comes to
    /// rest at an optimum.
    #[test]
    fn separable_departments_need_no_coordination(seed: u64, weight in 0.0_f64..=1.0) {
        let weight = weight.to_string();
        for structure in ["decentralised", "lateral", "hierarchy"] {
            let base = [("k", "3"), ("departments", "3"), ("alternatives", "4"), ("interactions", "block")];
            let more = [("structure", structure), ("combinations", "27"), ("proposals", "3")];
            let of = |w| run(&[&base[..], &more, &[("weight", w)]].concat(), seed);
            let (ours, parochial) = (of(&weight[..]), of("0"));
            prop_assert_eq!(ours.outcomes[0][NEVER_FALLS], 0.0);
            prop_assert_eq!(ours.outcomes[0][AT_PEAK], 1.0);
            prop_assert_eq!(ours.periods, parochial.periods);
        }
    }

    /// A centre that compares never accepts less; nor do departments that must all agree.
    #[test]
    fn vetoes_keep_the_payoff(seed: u64, k in 0_u32..12, weight in 0.0_f64..=1.0, proposals in 1_u32..5, departments in 1_u32..5) {
        let (k, weight, proposals) = (k.to_string(), weight.to_string(), proposals.to_string());
        let departments = departments.to_string();
        for structure in ["lateral", "hierarchy", "centralised"] {
            let settings = [("k", &k[..]), ("weight", &weight), ("proposals", &proposals), ("structure", structure)];
            let ours = run(&[&settings[..], &[("departments", &departments[..]), ("combinations", "9")]].concat(), seed);
            prop_assert!(ours.periods.windows(2).all(|pair| pair[0] <= pair[1]), "{structure}");
        }
    }

    /// The parts of departments add up to the whole.
    #[test]
    fn departments_add_up(seed: u64, departments in 1_usize..7) {
        let settings = Settings { departments: departments as f64, ..Settings::default() };
        let organisation = Organisation::new(&settings, Structure::Decentralised);
        let decisions: Vec<usize> = organisation.departments().concat();
        prop_assert_eq!(decisions, (0..12).collect::<Vec<_>>());
        let sizes = organisation.departments().iter().map(Vec::len);
        prop_assert!(sizes.clone().max().unwrap() <= sizes.min().unwrap() + 1);
        let streams = Streams::new(seed, 0);
        let mut landscape = Landscape::default();
        landscape.fill(&Matrix::next_k(12, 3), &Contributions::of(&streams), organisation.departments());
        for decisions in (0..4096).step_by(37) {
            prop_assert_eq!(landscape.parts(decisions), landscape.whole.at(decisions));
        }
    }
}

/// Departments that judge alone by what is theirs hurt one another: the payoff falls in some period of most runs, on
/// landscapes where everything interacts.
#[test]
fn parochial_departments_hurt_one_another() {
    let falls = (0..100).filter(|&seed| run(&[("k", "11")], seed).outcomes[0][NEVER_FALLS] > 0.0).count();
    assert!(falls > 50, "{falls} of 100");
}

#[test]
fn what_does_not_fit_is_said() {
    let values = values(&[("n", "4"), ("k", "4"), ("departments", "5")]);
    let problems: Vec<String> = DecentralisedSearch.check(&values).iter().map(ToString::to_string).collect();
    assert!(problems[0].contains("k = 4 with n = 4"), "{problems:?}");
    assert!(problems[1].contains("departments = 5 with n = 4"), "{problems:?}");
}
