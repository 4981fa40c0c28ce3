//! Decisions at gates, by who decides.

use ambidex_claims::gates::{CellLoss, Contrast, Gates};

use super::{Claims, told};
use crate::document::{Blocks, Figure};
use crate::svg::Mark;
use crate::svg::axes::number;
use crate::svg::forest::{self, Estimate, Row, Scale};

/// Adds the factorial, where there is one.
pub fn add(claims: &Claims<'_>, blocks: &mut Blocks) {
    let Some(gates) = &claims.all.gates else { return };
    blocks.0.push(claims.heading("gates.title"));
    let [a, b, c] = gates.coefficients().map(told);
    let [count, points, worlds] =
        [gates.gates.to_string(), gates.points.to_string(), gates.worlds.to_string()];
    blocks.say(claims.t(
        "gates.intro",
        &[("gates", &count), ("points", &points), ("worlds", &worlds), ("a", &a), ("b", &b), ("c", &c)],
    ));
    blocks.show(figure(claims, gates));
    blocks.show(factors(claims, gates));
    let least = gates.cells.iter().map(|cell| cell.go).fold(1.0, f64::min);
    blocks.say(if least == 1.0 {
        claims.t("gates.always", &[])
    } else {
        claims.t("gates.least", &[("share", &go(least))])
    });
}

fn go(share: f64) -> String {
    number(share * 100.0, 1) + "\u{a0}%"
}

fn figure(claims: &Claims<'_>, gates: &Gates) -> Figure {
    let row = |cell: &CellLoss| {
        let name = [&cell.cell.expertise, &cell.cell.confidence, &cell.cell.deadline];
        let name: Vec<String> = name.iter().map(|word| claims.source.word("gate", word)).collect();
        let (at, low, high) = (cell.loss.mean, cell.loss.low, cell.loss.high);
        let colour = if cell.cell.expertise == "expert" { 3 } else { 6 };
        let estimates = vec![Estimate { at, low, high, spread: None, mark: Mark::Filled, colour }];
        Row {
            name: claims.source.join(&name),
            estimates,
            words: claims.t("gates.words", &[("go", &go(cell.go))]),
        }
    };
    let rows: Vec<Row> = gates.cells.iter().map(row).collect();
    let scale = Scale {
        title: claims.t("gates.loss", &[]),
        unit: claims.t("gates.axis", &[]),
        include: vec![0.0],
        upright: None,
    };
    let (title, caption) = (claims.t("gates.figure", &[]), claims.t("gates.caption", &[]));
    Figure::draw("gates", title, caption, |canvas| forest::draw(canvas, &rows, &scale))
}

fn factors(claims: &Claims<'_>, gates: &Gates) -> Figure {
    let word = |level: &String| claims.source.word("gate", level);
    let row = |one: &Contrast| {
        let name = match (one.factors.as_slice(), one.levels.as_slice()) {
            ([_], [[first, second]]) => {
                claims.t("gates.minus", &[("first", &word(first)), ("second", &word(second))])
            }
            (factors, _) => {
                let factors: Vec<String> =
                    factors.iter().map(|factor| claims.source.word("factor", factor)).collect();
                factors.join(" × ")
            }
        };
        let (at, low, high) = (one.loss.mean, one.loss.low, one.loss.high);
        let estimates = vec![Estimate { at, low, high, spread: None, mark: Mark::Filled, colour: 5 }];
        Row { name, estimates, words: told(one.loss) }
    };
    let rows: Vec<Row> = gates.contrasts.iter().map(row).collect();
    let scale = Scale {
        title: claims.t("gates.adds", &[]),
        unit: claims.t("gates.axis", &[]),
        include: vec![0.0],
        upright: None,
    };
    let (title, caption) = (claims.t("gates.factors", &[]), claims.t("gates.factors_caption", &[]));
    Figure::draw("gate-factors", title, caption, |canvas| forest::draw(canvas, &rows, &scale))
}
