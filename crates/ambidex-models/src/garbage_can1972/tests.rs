use super::*;

/// Every structure, load and energy, with entries drawn by seed.
fn all_cells(mut visit: impl FnMut(&Values, Vec<Setting>)) {
    let spec = |name: &str| CHOICE_SPECS.iter().find(|spec| spec.name == name).unwrap();
    let mut cells = vec![Values::of(&INFO)];
    for name in ["load", "access", "decision", "energy", "sequences"] {
        let set = |values: &Values, word: &str| {
            let mut values = values.clone();
            values.set(name, word).unwrap();
            values
        };
        let options = spec(name).options;
        cells = cells.iter().flat_map(|values| options.iter().map(|(word, _)| set(values, word))).collect();
    }
    for values in &cells {
        for replicate in 0..3 {
            visit(values, settings(values, &Streams::new(5, replicate)));
        }
    }
}

/// Problems are outside, active or solved; every choice made has one style; what certain structures exclude does not
/// occur: latency where problems have access to all choices, moves and flight where they have access to one.
#[test]
fn conservation_and_structural_certainties() {
    all_cells(|values, settings| {
        for setting in settings {
            let mut run = Run::new(setting);
            for period in 1..=20_usize {
                run.step();
                let active = run
                    .problems
                    .iter()
                    .filter(|p| matches!(p, Problem::Latent | Problem::Attached(_)))
                    .count();
                let outside = run.problems.iter().filter(|p| **p == Problem::Outside).count();
                assert_eq!(outside, PROBLEMS.saturating_sub(2 * period));
                assert_eq!(run.unsolved(), active + outside);
            }
            let c = run.counts;
            assert_eq!(c.resolution + c.oversight + c.flight, (CHOICES - run.unmade()) as i64);
            match values.choice("access") {
                "unsegmented" => assert_eq!(c.problem_latency, 0),
                "specialized" => assert_eq!((c.problem_moves, c.flight), (0, 0)),
                _ => {}
            }
        }
    });
}

/// Energy is spent, wasted, reserved or bound in open choices; nothing else happens to it.
#[test]
fn energy_is_conserved() {
    all_cells(|_, settings| {
        for setting in settings {
            let supply: i64 = setting.energies.iter().sum();
            let load = setting.load;
            let mut run = Run::new(setting);
            let mut solved_need = 0;
            for _ in 0..20 {
                let before = run.unsolved();
                run.step();
                solved_need += load * (before - run.unsolved()) as i64;
            }
            let bound = run.bound();
            assert_eq!(
                supply * 20,
                run.counts.energy_reserve + run.counts.energy_wasted + solved_need + bound
            );
        }
    });
}

/// Full access, light load: a choice is made in the period it enters with the two problems that enter with it.
#[test]
fn light_load_without_structure_is_plain() {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    GarbageCan1972.run(&Values::of(&INFO), 1, 0..1, &mut rows);
    let place = |name: &str| INFO.outcomes.iter().position(|column| column.name == name).unwrap();
    let of = |name: &str| rows[0][place(name)];
    assert_eq!((of("resolution"), of("problems_unsolved"), of("problem_activity")), (10.0, 0.0, 0.0));
    // Supply 3.3 a period; used for ten periods, of which 2.2 was required.
    assert!((of("energy_reserve") - 33.0).abs() < 1e-12 && (of("energy_wasted") - 11.0).abs() < 1e-12);
}

/// A drawn order is a permutation, one and two a period.
#[test]
fn drawn_orders_fill_every_period() {
    for replicate in 0..50 {
        let streams = Streams::new(9, replicate);
        let (mut choices, mut problems) =
            (drawn::<CHOICES>(&streams, CHOICE_ENTRY, 1), drawn::<PROBLEMS>(&streams, PROBLEM_ENTRY, 2));
        choices.sort_unstable();
        problems.sort_unstable();
        assert!(choices.iter().enumerate().all(|(i, &t)| t as usize == i + 1));
        assert!(problems.iter().enumerate().all(|(i, &t)| t as usize == i / 2 + 1));
    }
}

/// Problems as recorded are those that have entered; and what is recorded changes no outcome.
#[test]
fn series_account_for_every_problem() {
    #[derive(Default)]
    struct Problems(Vec<(u32, f64)>, Vec<Vec<f64>>);
    impl Recorder for Problems {
        fn wants_series(&self) -> bool {
            true
        }
        fn period(&mut self, _: u32, period: u32, row: &[f64]) {
            self.0.push((period, row[0] + row[1] + row[2]));
        }
        fn outcomes(&mut self, _: u32, row: &[f64]) {
            self.1.push(row.to_vec());
        }
    }
    let mut values = Values::of(&INFO);
    for (name, word) in [("load", "heavy"), ("access", "hierarchical"), ("sequences", "random")] {
        values.set(name, word).unwrap();
    }
    let (mut plain, mut all): (Vec<Vec<f64>>, Problems) = Default::default();
    GarbageCan1972.run(&values, 4, 0..10, &mut plain);
    GarbageCan1972.run(&values, 4, 0..10, &mut all);
    assert_eq!(plain, all.1);
    assert!(all.0.iter().all(|&(period, problems)| problems == f64::from((2 * period).min(20))));
    assert!(plain.windows(2).any(|pair| pair[0] != pair[1]), "orders differ between replicates");
}
