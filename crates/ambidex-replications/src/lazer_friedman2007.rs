//! Lazer & Friedman (2007): Table B.1, figures given in the text, and a second program of our own.

use ambidex_core::Values;
use ambidex_core::streams::Streams;
use ambidex_models::lazer_friedman2007::search::Problem;
use ambidex_models::lazer_friedman2007::{LazerFriedman2007, drawing, network, performance, rules};
use rayon::prelude::*;

use crate::quantity::{Estimate, Known, Quantity};
use crate::runs::{self, SEED};
use crate::{Effort, Replication};

/// What is known of `lazer-friedman2007`.
pub const REPLICATION: Replication = Replication {
    model: "lazer-friedman2007",
    quantities,
    notes: &[
        "Table B.1 does not say how its program read three ambiguous places; all readings were run on 10,000 spaces, and \
         the sum of squared z over the 16 cells is 12 with interactions drawn with repeats, synchronous rounds and random \
         networks of one piece. It is 30 with random networks of any number of pieces; 26 with K different interactions \
         (42 with any number of pieces); 52 with two stages a round (72 with different interactions); above 200 with \
         agents who act one after the other.",
        "That interactions are drawn with repeats is also what the generator of landscapes in the authors' program does, \
         as a public derivative keeps it (lybird300/NetStruggler, NK_gen.java). The long-run score of the lattice with \
         none to fifty ties rewired then runs from 0.81 to 0.69, the range of the axis of Figure 7 (0.68 to 0.82); with \
         different interactions it runs from 0.76 to 0.64.",
        "The column `small world (+10)` is taken as the lattice with ten ties added; ten ties rewired fit as well (12).",
        "In the table each network has its own draws for the steps of its agents; only spaces and starts are common. With \
         the steps in common, networks end equal more often than the table says (lattice above line on 165 of 1000 \
         spaces, not 216).",
        "Miss: page 679 gives about 13 different solutions on the line at t = 16, where its mean is that of the complete \
         network in the long run; page 683 lets the line pass the complete network after t = 18 only, though the latter \
         has settled before t = 16. Here the curves cross between 18 and 19, with 18.7 solutions at t = 16 and 13.8 at \
         t = 20. Two stages a round give 14.4 solutions and equal means at t = 16, and contradict Table B.1 and page 683.",
        "Miss: no layout of cliques of five that was tried has the mean separation 17.98 at 100 agents (in a row or a \
         ring, with bridges added or rewired, any pair of bridging members, any one or two ties removed, one to three \
         persons between cliques); the row with added bridges has 14.05, with the tie between the bridging members removed \
         20.20.",
        "The crossing of line and complete network is interpolated between rounds.",
    ],
};

/// Networks of Table B.1, in its order.
const NETWORKS: [&str; 5] = ["complete", "line", "lattice", "augmented", "random"];

/// Rounds whose course is kept.
const ROUNDS: usize = 101;

#[derive(serde::Deserialize)]
struct Cell {
    row: String,
    column: String,
    times: f64,
    spaces: f64,
    source: String,
}

#[derive(serde::Deserialize)]
struct Text {
    quantity: String,
    value: f64,
    source: String,
}

#[derive(serde::Deserialize)]
struct Final {
    network: String,
    performance: f64,
    se: f64,
    source: String,
}

#[derive(serde::Deserialize)]
struct Round {
    network: String,
    round: usize,
    performance: f64,
    unique_solutions: f64,
    source: String,
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("the file is part of the program")).collect()
}

/// One network on one space.
struct Course {
    /// Performance at the end.
    end: f64,
    /// Performance after each round from the start, held where it settled.
    performance: Vec<f64>,
    /// Different solutions after each round from the start, held where it settled.
    unique: Vec<f64>,
}

/// Settings of all networks that are compared.
type Settings = [(&'static str, &'static str)];

/// Runs several networks on the same spaces and starts, each with its own draws for steps: courses a network, a space.
fn courses(networks: &[&'static str], settings: &Settings, spaces: u32) -> Vec<Vec<Course>> {
    let of = |name: &&'static str| {
        let mut values = runs::values(&LazerFriedman2007, settings);
        values.set("network", name).expect("a network of the model");
        values
    };
    let values: Vec<Values> = networks.iter().map(of).collect();
    (0..spaces).into_par_iter().map(|space| on_one_space(&values, space)).collect()
}

fn on_one_space(values: &[Values], space: u32) -> Vec<Course> {
    let streams = Streams::new(SEED, space);
    let size = |name| values[0].number(name) as usize;
    let problem = Problem::draw(streams, size("agents"), size("n"), size("k"), drawing(&values[0]));
    let exponent = size("exponent") as u32;
    let course = |(luck, values): (usize, &Values)| {
        let mut rules = rules(values);
        rules.luck = luck as u32;
        let start = problem.start();
        let mut performances = vec![performance(&problem, &start, exponent)];
        let mut unique = vec![start.unique() as f64];
        let end = problem.search(&network(values, &streams), &rules, |round, population| {
            if (round as usize) < ROUNDS {
                performances.push(performance(&problem, population, exponent));
                unique.push(population.unique() as f64);
            }
        });
        for list in [&mut performances, &mut unique] {
            let last = list[list.len() - 1];
            list.resize(ROUNDS, last);
        }
        Course { end: performance(&problem, &end.population, exponent), performance: performances, unique }
    };
    values.iter().enumerate().map(course).collect()
}

fn mean(values: impl Iterator<Item = f64>) -> Estimate {
    let rows: Vec<Vec<f64>> = values.map(|value| vec![value]).collect();
    runs::mean(&rows, 0)
}

fn place(name: &str) -> usize {
    NETWORKS.iter().position(|known| *known == name).expect("a network of the table")
}

fn quantities(effort: Effort) -> Vec<Quantity> {
    let spaces = if effort == Effort::Quick { 1000 } else { 10_000 };
    let base = courses(&NETWORKS, &[], spaces);
    let mut quantities = table_b1(&base);
    quantities.extend(text(&base));
    quantities.extend(simple_problem());
    let other = courses(&NETWORKS, &[("interactions", "distinct"), ("pieces", "any")], spaces);
    quantities.extend(second_program(&other));
    quantities
}

fn table_b1(courses: &[Vec<Course>]) -> Vec<Quantity> {
    let cells: Vec<Cell> = read(include_str!("../data/lazer-friedman2007/table_b1.csv"));
    let spaces = courses.len() as f64;
    let cell = |cell: Cell| {
        let (row, column) = (place(&cell.row), place(&cell.column));
        let higher = courses.iter().filter(|space| space[row].end > space[column].end).count() as f64;
        let share = |times: f64, of: f64| {
            Estimate::measured(times / of, (times / of * (1.0 - times / of) / of).sqrt())
        };
        Quantity {
            figure: "Table B.1".to_owned(),
            name: "spaces on which the network ends higher [share]".to_owned(),
            line: format!("{} above {}", cell.row, cell.column),
            x: None,
            known: Known::Independent,
            source: cell.source,
            theirs: share(cell.times, cell.spaces),
            ours: share(higher, spaces),
            rounding: 0.0,
        }
    };
    cells.into_iter().map(cell).collect()
}

/// Where the line overtakes the complete network [rounds], with its standard error.
fn crossing(courses: &[Vec<Course>]) -> Estimate {
    let (complete, line) = (place("complete"), place("line"));
    let lead = |round: usize| {
        mean(courses.iter().map(|space| space[line].performance[round] - space[complete].performance[round]))
    };
    let after = (2..ROUNDS).find(|&round| lead(round).value > 0.0).unwrap_or(ROUNDS - 1);
    let (before, now) = (lead(after - 1), lead(after));
    let slope = now.value - before.value;
    let se = now.se.map(|se| se / slope);
    Estimate { value: after as f64 - now.value / slope, se }
}

fn text(courses: &[Vec<Course>]) -> Vec<Quantity> {
    let texts: Vec<Text> = read(include_str!("../data/lazer-friedman2007/text.csv"));
    let quantity = |text: Text| {
        let theirs = Estimate::exact(text.value);
        let (name, ours, theirs, rounding) = match text.quantity.as_str() {
            "crossing" => {
                let ours = crossing(courses);
                let se = ours.se.map(|se| se * (courses.len() as f64 / 1000.0).sqrt());
                (
                    "round at which the line overtakes the complete network [rounds]",
                    ours,
                    Estimate { se, ..theirs },
                    0.5,
                )
            }
            "unique_line_16" => {
                let unique = mean(courses.iter().map(|space| space[place("line")].unique[16]));
                ("different solutions on the line at t = 16 [solutions]", unique, theirs, 0.5)
            }
            _ => {
                let values = runs::values(&LazerFriedman2007, &[("network", "caveman")]);
                let separation = network(&values, &Streams::new(SEED, 0)).separation();
                ("mean separation of the caveman network [steps]", Estimate::exact(separation), theirs, 0.005)
            }
        };
        Quantity {
            figure: "Text".to_owned(),
            name: name.to_owned(),
            line: "N = 20, K = 5".to_owned(),
            x: None,
            known: Known::Independent,
            source: text.source,
            theirs,
            ours,
            rounding,
        }
    };
    texts.into_iter().map(quantity).collect()
}

/// Without interactions there is one peak, which every network of one piece finds.
fn simple_problem() -> Vec<Quantity> {
    let networks = ["complete", "line"];
    let courses = courses(&networks, &[("k", "0")], 200);
    let quantity = |(place, name): (usize, &&str)| Quantity {
        figure: "Text".to_owned(),
        name: "long-run performance [1]".to_owned(),
        line: format!("K = 0, {name}"),
        x: None,
        known: Known::Exact,
        source: "one peak; Lazer & Friedman (2007), p. 682: both networks find the global maximum".to_owned(),
        theirs: Estimate::exact(1.0),
        ours: mean(courses.iter().map(|space| space[place].end)),
        rounding: 0.0,
    };
    networks.iter().enumerate().map(quantity).collect()
}

fn second_program(courses: &[Vec<Course>]) -> Vec<Quantity> {
    let shown = |name: &str, line: &str, x, source, theirs, ours| Quantity {
        figure: "Second program, interactions distinct".to_owned(),
        name: name.to_owned(),
        line: line.to_owned(),
        x,
        known: Known::SecondProgram,
        source,
        theirs,
        ours,
        rounding: 0.0,
    };
    let finals: Vec<Final> = read(include_str!("../data/lazer-friedman2007/second_program_final.csv"));
    let rounds: Vec<Round> = read(include_str!("../data/lazer-friedman2007/second_program_rounds.csv"));
    let mut quantities = Vec::new();
    for row in finals {
        let ours = mean(courses.iter().map(|space| space[place(&row.network)].end));
        let theirs = Estimate::measured(row.performance, row.se);
        quantities.push(shown("long-run performance [1]", &row.network, None, row.source, theirs, ours));
    }
    for row in rounds {
        let at = |of: fn(&Course) -> &Vec<f64>| {
            mean(courses.iter().map(|space| of(&space[place(&row.network)])[row.round]))
        };
        let x = Some(("round [rounds]", row.round as f64));
        let (source, theirs) = (row.source.clone(), Estimate::exact(row.performance));
        quantities.push(shown(
            "performance [1]",
            &row.network,
            x,
            source,
            theirs,
            at(|course| &course.performance),
        ));
        let (source, theirs) = (row.source.clone(), Estimate::exact(row.unique_solutions));
        quantities.push(shown(
            "different solutions [solutions]",
            &row.network,
            x,
            source,
            theirs,
            at(|course| &course.unique),
        ));
    }
    quantities
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Standard errors by which what is published as higher must be higher: chance 3e-5 each where the two are equal.
    const CLEARLY: f64 = 4.0;

    /// Mean of the paired difference of long-run performance, in standard errors.
    fn lead(a: (&'static str, &Settings), b: (&'static str, &Settings), of: fn(&Course) -> f64) -> f64 {
        let spaces = 600;
        let (a, b) = (courses(&[a.0], a.1, spaces), courses(&[b.0], b.1, spaces));
        let difference = mean(a.iter().zip(&b).map(|(a, b)| of(&a[0]) - of(&b[0])));
        difference.value / difference.se.expect("spaces differ")
    }

    fn end(course: &Course) -> f64 {
        course.end
    }

    #[test]
    fn published_orders_of_the_long_run_hold() {
        type Side = (&'static str, &'static Settings);
        let orders: [(Side, Side); 9] = [
            (("line", &[("k", "1")]), ("complete", &[("k", "1")])),
            (("complete", &[("error", "0.2")]), ("complete", &[])),
            (("line", &[("error", "0.2")]), ("line", &[])),
            (("complete", &[("velocity", "0.5")]), ("complete", &[])),
            (("complete", &[("velocity", "0.1")]), ("complete", &[("velocity", "0.2")])),
            (("small-world", &[("shortcuts", "5")]), ("small-world", &[("shortcuts", "30")])),
            (("random", &[("density", "0.05")]), ("random", &[("density", "0.1")])),
            (
                ("random", &[("pieces", "any"), ("density", "0.05")]),
                ("random", &[("pieces", "any"), ("density", "0.01")]),
            ),
            (("line", &[]), ("caveman", &[])),
        ];
        for (higher, lower) in orders {
            let z = lead(higher, lower, end);
            assert!(z > CLEARLY, "{higher:?} above {lower:?}: z = {z}");
        }
    }

    #[test]
    fn published_orders_of_the_short_run_hold() {
        let many: &Settings = &[("shortcuts", "50")];
        let few: &Settings = &[("shortcuts", "2")];
        assert!(lead(("small-world", many), ("small-world", few), |course| course.performance[10]) > CLEARLY);
        assert!(lead(("small-world", few), ("small-world", many), |course| course.performance[55]) > CLEARLY);
        assert!(
            lead(("complete", &[]), ("complete", &[("velocity", "0.5")]), |course| course.performance[3])
                > CLEARLY
        );
        assert!(lead(("caveman", &[]), ("line", &[]), |course| course.performance[10]) > CLEARLY);
    }

    #[test]
    fn after_one_round_the_complete_network_has_one_or_two_solutions() {
        let courses = courses(&["complete"], &[], 300);
        assert!(courses.iter().all(|space| space[0].unique[1] <= 2.0));
    }
}
