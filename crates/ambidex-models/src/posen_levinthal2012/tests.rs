use super::run::beta22;
use super::*;

fn rows(settings: &[(&str, &str)], n: u32) -> Vec<Vec<f64>> {
    let mut values = Values::of(&INFO);
    for (name, text) in settings {
        values.set(name, text).unwrap();
    }
    let mut rows: Vec<Vec<f64>> = Vec::new();
    PosenLevinthal2012.run(&values, 3, 0..n, &mut rows);
    rows
}

fn mean_and_se(rows: &[Vec<f64>], place: usize) -> (f64, f64) {
    let n = rows.len() as f64;
    let mean = rows.iter().map(|row| row[place]).sum::<f64>() / n;
    let variance = rows.iter().map(|row| (row[place] - mean) * (row[place] - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// The middle of three uniforms has the moments of Beta(2, 2): 1/2 and 1/20; 4.5 standard errors.
#[test]
fn chances_are_beta() {
    let stream = Streams::new(1, 0).stream(ARM);
    let n = 50_000_u32;
    let draws: Vec<f64> = (0..n).map(|i| beta22(stream.block(u64::from(i), 0, 0))).collect();
    let mean = draws.iter().sum::<f64>() / f64::from(n);
    let variance = draws.iter().map(|x| (x - 0.5) * (x - 0.5)).sum::<f64>() / f64::from(n);
    assert!((mean - 0.5).abs() < 4.5 * (0.05 / f64::from(n)).sqrt());
    // Fourth central moment of Beta(2, 2): 15/7 of the variance squared.
    let se = 0.05 * ((15.0 / 7.0 - 1.0) / f64::from(n)).sqrt();
    assert!((variance - 0.05).abs() < 4.5 * se, "{variance}");
}

/// Where every arm is drawn afresh every period nothing can be learnt: assets have mean 0 and variance T.
#[test]
fn nothing_is_learnt_from_noise() {
    let rows = rows(&[("turbulence", "1"), ("redrawn", "1"), ("periods", "100")], 4000);
    let (mean, se) = mean_and_se(&rows, 0);
    assert!(mean.abs() < 4.5 * se && (se - (100.0_f64 / 4000.0).sqrt()).abs() < 0.01, "{mean} ({se})");
}

/// Without regard to beliefs all arms are equally likely: switches have chance 1 - 1/N.
#[test]
fn hot_choice_is_uniform() {
    let rows = rows(&[("temperature", "1000"), ("periods", "50")], 2000);
    let (mean, se) = mean_and_se(&rows, 4);
    assert!((mean - 0.9).abs() < 4.5 * se + 0.01 / 1000.0 * 10.0, "{mean} ({se})");
    let (exploration, _) = mean_and_se(&rows, 2);
    assert!((exploration - 0.9).abs() < 0.01);
}

/// One period: the asset is +-1 with mean 0, one belief is 1/3 or 2/3.
#[test]
fn one_period_by_hand() {
    let rows = rows(&[("periods", "1")], 200);
    for row in &rows {
        assert!(row[0].abs() == 1.0 && row[4] == 0.0);
        assert!((row[2] - 0.9).abs() < 1e-12);
        // Deviations 1/6 of one in ten: (1/36)(1 - 1/10).
        assert!((row[3] - 0.9 / 36.0).abs() < 1e-12);
    }
}

/// Two temperatures of one replicate share their arms: with common shocks, chances are the same.
#[test]
fn policies_share_their_world() {
    let mut sets = [Bandit::default(), Bandit { temperature: 0.02, ..Bandit::default() }];
    let chances = sets.each_mut().map(|set| {
        set.turbulence = 0.1;
        let mut run = Run::new(set);
        run.start(set, &Streams::new(4, 9));
        let mut weights = Weights::new(set);
        (1..=200).for_each(|period| run.step(set, &mut weights, period));
        run.chances
    });
    assert_eq!(chances[0], chances[1]);
}

/// The sums that are kept are those of the weights.
#[test]
fn kept_sums_are_sums() {
    let set = Bandit::default();
    let mut run = Run::new(&set);
    run.start(&set, &Streams::new(2, 2));
    let mut weights = Weights::new(&set);
    for period in 1..=300 {
        run.step(&set, &mut weights, period);
        let kept = run.sums.clone();
        run.sum_from(0);
        assert_eq!(kept, run.sums);
    }
}

/// Keeps everything.
#[derive(Default)]
struct Everything {
    series: Vec<(u32, u32, Vec<f64>)>,
    outcomes: Vec<Vec<f64>>,
}

impl Recorder for Everything {
    fn wants_series(&self) -> bool {
        true
    }

    fn period(&mut self, replicate: u32, period: u32, row: &[f64]) {
        self.series.push((replicate, period, row.to_vec()));
    }

    fn outcomes(&mut self, _: u32, row: &[f64]) {
        self.outcomes.push(row.to_vec());
    }
}

/// Recording periods changes nothing, replicates come in order, and the last period is the outcome.
#[test]
fn series_end_in_the_outcomes() {
    let mut values = Values::of(&INFO);
    values.set("periods", "30").unwrap();
    values.set("turbulence", "0.1").unwrap();
    let (mut plain, mut all): (Vec<Vec<f64>>, Everything) = Default::default();
    PosenLevinthal2012.run(&values, 3, 5..16, &mut plain);
    PosenLevinthal2012.run(&values, 3, 5..16, &mut all);
    assert_eq!(plain, all.outcomes);
    assert_eq!(all.series.len(), 11 * 30);
    for ((replicate, outcome), rows) in (5..).zip(&plain).zip(all.series.chunks(30)) {
        assert!((1..).zip(rows).all(|(period, row)| (row.0, row.1) == (replicate, period)));
        assert_eq!(rows[29].2, outcome[..4]);
    }
}
