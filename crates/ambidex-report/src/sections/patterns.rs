//! Patterns of the real course: in what share of worlds each appears.

use crate::context::{Absent, Context, bracket};
use crate::document::{Blocks, Figure};
use crate::run::{Pattern, PatternShare};
use crate::svg::Mark;
use crate::svg::forest::{self, Estimate, Row, Scale};
use crate::svg::legend::{self, Swatch};

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let shares = &context.run.shares;
    if shares.is_empty() {
        return Err(Absent::Data("missing.patterns"));
    }
    let mut blocks = Blocks::default();
    blocks.say(context.t("patterns.intro", &[]));
    let rows: Vec<Row> = shares.iter().map(|share| row(context, share)).collect();
    let scale = Scale {
        title: context.t("patterns.rows", &[]),
        unit: context.t("patterns.unit", &[]),
        include: vec![0.0, 100.0],
        upright: Some(50.0),
    };
    let entries = [
        (Swatch::Mark(Mark::Filled, 5), context.t("patterns.baseline", &[])),
        (Swatch::Mark(Mark::Hollow, 6), context.t("patterns.placebo", &[])),
    ];
    let caption = context.t("patterns.caption", &[("worlds", &context.worlds())]);
    blocks.show(Figure::draw("patterns", context.t("patterns.figure", &[]), caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 4.0;
        forest::draw(canvas, &rows, &scale);
    }));
    let mut head = vec!["pattern", "definition", "evidence", "share", "equal"];
    if shares.iter().any(|share| share.fitted.is_some()) {
        blocks.say(context.t("patterns.fitted_point", &[]));
        head.push("fitted");
    }
    head.push("met");
    let head = head.into_iter().map(|key| context.t(&format!("patterns.{key}"), &[])).collect();
    blocks.table(head, shares.iter().map(|share| cells(context, share)).collect());
    Ok(blocks)
}

fn pattern<'a>(context: &'a Context, share: &PatternShare) -> Option<&'a Pattern> {
    context.run.patterns.iter().find(|pattern| pattern.number == share.number)
}

fn title(context: &Context, share: &PatternShare) -> String {
    let own = share.title.of(context.lang);
    let title = pattern(context, share).map_or(own, |pattern| pattern.title.or(context.lang, own));
    format!("{}. {title}", share.number)
}

fn row(context: &Context, share: &PatternShare) -> Row {
    let estimate = |numbers: [f64; 3], mark, colour| Estimate {
        at: numbers[0],
        low: numbers[1],
        high: numbers[2],
        spread: None,
        mark,
        colour,
    };
    let own = share.shown.percent();
    let placebo = share.placebo.and_then(|share| share.percent());
    let estimates = own.map(|numbers| estimate(numbers, Mark::Filled, 5)).into_iter();
    Row {
        name: title(context, share),
        estimates: estimates.chain(placebo.map(|numbers| estimate(numbers, Mark::Hollow, 6))).collect(),
        words: own.map_or_else(|| "–".into(), |numbers| bracket(numbers, 0)),
    }
}

fn cells(context: &Context, share: &PatternShare) -> Vec<String> {
    let pattern = pattern(context, share);
    let percent =
        |numbers: Option<[f64; 3]>| numbers.map_or_else(|| "–".into(), |numbers| bracket(numbers, 0));
    let met = match share.met {
        Some(true) => context.t("patterns.yes", &[]),
        Some(false) => context.t("patterns.no", &[]),
        None => "–".into(),
    };
    let mut cells = vec![
        title(context, share),
        pattern.map_or(String::new(), |pattern| pattern.definition(context.lang)),
        pattern.map_or(String::new(), |pattern| pattern.evidence.of(context.lang).to_owned()),
        percent(share.shown.percent()),
        percent(share.placebo.and_then(|share| share.percent())),
    ];
    cells.extend(share.fitted.map(|fitted| percent(fitted.percent())));
    cells.push(met);
    cells
}
