//! Ways in which such a model stops telling anything, each looked for.

use crate::worlds::{Worlds, setup};

const WORLDS: u32 = 16;

#[test]
fn knowledge_is_not_saturated_and_grows() {
    let worlds = Worlds::new(setup(&[]), 4);
    for lab in 0..worlds.labs() {
        for domain in ["scaling", "architecture", "data", "post_training", "reasoning"] {
            let column = format!("k_lab_{domain}");
            let (start, end) =
                (worlds.median(0, lab, &column), worlds.median(worlds.weeks() - 1, lab, &column));
            assert!(end < 0.85 && end > start, "lab {lab}, {domain}: {start} to {end}");
        }
    }
}

/// Medians of labs differ by more than worlds of one lab do.
#[test]
fn labs_are_not_alike() {
    let worlds = Worlds::new(setup(&[]), WORLDS);
    let week = worlds.weeks() * 3 / 4;
    let medians: Vec<f64> = (0..worlds.labs()).map(|lab| worlds.median(week, lab, "capability")).collect();
    let within: f64 =
        (0..worlds.labs()).map(|lab| deviation(&worlds.values(week, lab, "capability"))).sum::<f64>()
            / worlds.labs() as f64;
    assert!(deviation(&medians) > within, "between {}, within {within}", deviation(&medians));
}

/// Adoption weeks of reasoning: at least a third of their variance lies between labs, not between worlds.
#[test]
fn adoption_dates_are_not_mostly_noise() {
    let worlds = Worlds::new(setup(&[]), WORLDS);
    let column = worlds.column("adopted_reasoning");
    let weeks: Vec<Vec<f64>> = (0..worlds.labs())
        .map(|lab| {
            let adopted =
                |world| (0..worlds.weeks()).find(|&week| worlds.row(world, week, lab)[column] == 1.0);
            (0..WORLDS as usize).map(|world| adopted(world).unwrap_or(worlds.weeks()) as f64).collect()
        })
        .collect();
    let means: Vec<f64> =
        weeks.iter().map(|of_lab| of_lab.iter().sum::<f64>() / of_lab.len() as f64).collect();
    let between = deviation(&means).powi(2);
    let within = weeks.iter().map(|of_lab| deviation(of_lab).powi(2)).sum::<f64>() / weeks.len() as f64;
    assert!(between / (between + within) > 1.0 / 3.0, "between {between:.0}, within {within:.0}");
}

#[test]
fn errors_of_both_kinds_happen() {
    let worlds = Worlds::new(setup(&[]), 2);
    let last = worlds.weeks() - 1;
    for lab in 0..worlds.labs() {
        assert!(worlds.median(last, lab, "commissions") > 0.0, "lab {lab}: no commission");
        assert!(worlds.median(last, lab, "omissions") > 0.0, "lab {lab}: no omission");
    }
}

/// Fewer researchers do not find more: the capacity of a mind keeps a few from holding all prerequisites.
#[test]
fn fewer_researchers_do_not_find_more() {
    let finds = |rate: &str| {
        let worlds = Worlds::new(
            setup(&[("parameters.exploration.discovery_rate", rate), ("persons_per_agent", "10")]),
            6,
        );
        worlds.mean("radical_finds")
    };
    assert!(finds("0.0005") < finds("0.002"));
}

/// What must hold in every row of every world.
#[test]
fn bounds_and_conservation() {
    let worlds = Worlds::new(setup(&[]), 3);
    let shares = [
        "explore",
        "build",
        "integrate",
        "fire_fight",
        "fatigue",
        "morale",
        "mindshare",
        "trust",
        "margin",
        "slot_use",
        "diversity",
    ];
    let columns: Vec<usize> = shares.iter().map(|name| worlds.column(name)).collect();
    let (head, mind) = (worlds.column("head_count"), worlds.column("mindshare"));
    let flows = ["leavers", "laid_off", "joined"].map(|name| worlds.column(name));
    for world in 0..worlds.records.len() {
        for week in 0..worlds.weeks() {
            let mut total = 0.0;
            for lab in 0..worlds.labs() {
                let row = worlds.row(world, week, lab);
                assert!(row.iter().all(|value| value.is_finite()), "week {week}, lab {lab}");
                for (&column, name) in columns.iter().zip(shares) {
                    assert!(
                        (0.0..=1.0).contains(&row[column]),
                        "{name} = {} in week {week}, lab {lab}",
                        row[column]
                    );
                }
                total += row[mind];
                if week > 0 {
                    let before = worlds.row(world, week - 1, lab)[head];
                    let change = row[flows[2]] - row[flows[0]] - row[flows[1]];
                    let error = (row[head] - before - change).abs();
                    assert!(error < 0.5, "persons do not add up in week {week}, lab {lab}: off by {error}");
                }
            }
            assert!((total - 1.0).abs() < 1e-4, "mindshare sums to {total} in week {week}");
        }
    }
}

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}
