//! Reports on claims and calibrations from small results that are known.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::Path;

use ambidex_report::{Lang, ReportError, write};
use serde_json::{Value, json};

fn effect(mean: f64, half: f64) -> Value {
    json!({"mean": mean, "low": mean - half, "high": mean + half})
}

fn experiment(id: &str, insight: u8, verdict: &str, mean: f64) -> Value {
    json!({
        "id": id, "insight": insight, "title": {"en": format!("Title of {id}"), "zh": format!("{id} 的标题")},
        "outcome": "gap_end", "unit": "points", "treatment": "case", "baseline": "no-tilt", "placebo": "other",
        "claimed": "rises", "margin": 0.5, "verdict": verdict,
        "reasons": if verdict == "refuted" { json!(["the effect has the opposite sign"]) } else { json!([]) },
        "by_seed": [verdict], "effect": effect(mean, 0.25),
        "shares": {"sign": 0.96, "low": 0.9, "high": 0.99, "significant": 0.5},
        "beyond_placebo": effect(mean, 0.5), "veiled": effect(mean, 0.125),
        "knock_outs": [{"carried_by": "parameters.transfer.slots", "assumption": true, "left": effect(0.0, 0.2), "removed": true}],
        "flips": {"path": "parameters.transfer.slots", "value": 2.0, "below": 1.0, "above": 0.75},
        "break_even": [{"path": "parameters.transfer.slots", "range": [1.0, 3.0], "change": -2.5, "t": -15.0, "value": 2.5}],
        "also": {"radical_finds": {"effect": effect(-5.0, 0.5), "unit": "count"}},
        "data": "", "note": {"en": "A note.", "zh": "说明。"},
    })
}

fn claim(id: &str, kind: &str, verdict: &str, mechanism: Option<&str>, experiment: Option<&str>) -> Value {
    json!({
        "id": id, "kind": kind, "claim": {"en": format!("Claim {id} it is"), "zh": format!("论断 {id}")},
        "verdict": verdict, "mechanism": mechanism, "experiment": experiment,
        "effect": experiment.map(|_| 3.0), "interval": experiment.map(|_| [2.0, 4.0]), "unit": experiment.map(|_| "points"),
        "share_of_space": null, "share_significant": null, "flips": null, "no_experiment": null,
        "evidence": {"en": "Evidence."}, "sources": ["some-key"], "checks": [{"found": "600 persons", "as_claimed": true}],
    })
}

/// Two mechanisms, one that holds and one that is refuted, a fact, and a form.
fn results() -> Value {
    json!({
        "case": "toy", "version": "0.1.0", "failed": 0,
        "effort": {"points": 40, "worlds": 8, "samples": 2, "seed": 7},
        "rule": {"most_of_the_space": 0.8, "level": 0.95},
        "uncertainties": [{"path": "parameters.transfer.slots", "low": 1.0, "high": 3.0}],
        "claims": [
            claim("I1a", "mechanism", "holds", Some("holds"), Some("good")),
            claim("I1b", "mechanism", "refuted", Some("refuted"), Some("bad")),
            claim("P-1", "fact", "true", None, None),
            claim("P-2", "fact+mechanism", "true", Some("refuted"), Some("bad")),
            claim("FORM-1", "form", "form", None, None),
        ],
        "experiments": [experiment("good", 1, "holds", 3.0), experiment("bad", 1, "refuted", -3.0)],
        "attribution": null, "front": null, "gates": null, "openness": null, "isoquants": null,
    })
}

fn written(dir: &Path, file: &str, results: &Value, lang: Lang) -> (String, String) {
    std::fs::write(dir.join(file), results.to_string()).unwrap();
    let page = write(dir, lang).unwrap();
    let html = std::fs::read_to_string(&page).unwrap();
    (html, std::fs::read_to_string(page.with_extension("md")).unwrap())
}

fn is_whole(html: &str) {
    assert!(!html.contains("NaN"), "a number is missing somewhere");
    let places = html.split('{').filter_map(|rest| rest.split_once('}')).map(|(place, _)| place);
    let unfilled: Vec<&str> = places
        .filter(|place| place.len() < 20 && place.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .collect();
    assert!(unfilled.is_empty(), "places without a value: {unfilled:?}");
}

/// The lines of the Markdown whose first cell is this.
fn lines<'t>(markdown: &'t str, id: &str) -> Vec<&'t str> {
    markdown.lines().filter(|line| line.starts_with(&format!("| {id} |"))).collect()
}

#[test]
fn every_claim_appears_with_its_verdict() {
    let dir = tempfile::tempdir().unwrap();
    for (lang, refuted, holds) in [(Lang::En, "refuted", "holds"), (Lang::Zh, "被否证", "成立")] {
        let (html, markdown) = written(dir.path(), "claims.json", &results(), lang);
        is_whole(&html);
        for (id, verdict) in [("I1a", holds), ("I1b", refuted), ("P-1", ""), ("P-2", refuted), ("FORM-1", "")]
        {
            let rows = lines(&markdown, id);
            assert!(!rows.is_empty() && html.contains(id), "{id} is missing");
            assert!(rows.iter().all(|row| row.contains(verdict)), "{rows:?}");
        }
    }
}

#[test]
fn a_refuted_claim_is_nowhere_said_to_hold() {
    let dir = tempfile::tempdir().unwrap();
    let (_, markdown) = written(dir.path(), "claims.json", &results(), Lang::En);
    assert!(markdown.contains("### Title of bad: refuted") && markdown.contains("### Title of good: holds"));
    for id in ["I1b", "P-2"] {
        assert!(lines(&markdown, id).iter().all(|row| !row.contains("holds")), "{id}");
    }
    assert!(
        lines(&markdown, "Title of bad").iter().all(|row| row.contains("refuted") && !row.contains("holds"))
    );
    // The words follow the results: the same claims with the verdicts exchanged.
    let mut other = results();
    other["experiments"][0]["verdict"] = "refuted".into();
    other["experiments"][1]["verdict"] = "holds".into();
    let (_, markdown) = written(dir.path(), "claims.json", &other, Lang::En);
    assert!(markdown.contains("### Title of bad: holds") && markdown.contains("### Title of good: refuted"));
}

#[test]
fn the_numbers_of_the_rule_are_those_of_the_run() {
    let dir = tempfile::tempdir().unwrap();
    let (html, _) = written(dir.path(), "claims.json", &results(), Lang::En);
    assert!(html.contains("as claimed at 80\u{a0}% of the points or more"));
    let mut other = results();
    other["rule"]["most_of_the_space"] = 0.7.into();
    let (html, _) = written(dir.path(), "claims.json", &other, Lang::En);
    assert!(
        html.contains("as claimed at 70\u{a0}% of the points or more")
            && !html.contains("80\u{a0}% of the points")
    );
    // Two significant digits of the half-width, the same for all of an estimate.
    assert!(
        html.contains("3.00\u{a0}[2.75,\u{a0}3.25]")
            && html.contains("\u{2212}5.00\u{a0}[\u{2212}5.50,\u{a0}\u{2212}4.50]")
    );
}

#[test]
fn broken_results_are_named() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("claims.json"), "{}").unwrap();
    let error = write(dir.path(), Lang::En).unwrap_err();
    assert!(matches!(error, ReportError::Claims { .. }) && error.to_string().contains("ambidex claims"));
}

fn scored(hits: usize, n: usize, interval: [f64; 2]) -> Value {
    json!({"coverage": {"level": 0.9, "hits": hits, "n": n, "interval": interval}, "crps": 2.5, "rmse": 3.0, "bias": -0.5})
}

fn datum(label: &str, value: f64, holdout: bool) -> Value {
    json!({
        "outcome": label, "label": label, "value": value, "error": 2.0, "holdout": holdout, "bound": "exact",
        "missing": null, "release": ["meta", if holdout { 2.5 } else { 1.5 }], "q50": 10.0, "interval": [5.0, 15.0],
        "fan": [5.0, 8.0, 10.0, 12.0, 15.0], "crps": 1.0,
    })
}

fn calibration(model_is: &str, hits: usize, interval: [f64; 2]) -> Value {
    json!({
        "name": "toy", "target": "bass1969", "version": "0.1.0", "seed": 1, "method": "abc", "replicates": 1,
        "parameters": [{"path": "p", "unit": "1"}, {"path": "q", "unit": "1"}],
        "stages": [
            {"number": 0, "run": 100, "kept": 50, "tolerance": null, "effective": 50.0, "left": null},
            {"number": 1, "run": 200, "kept": 50, "tolerance": 2.0, "effective": 30.0, "left": null},
            {"number": 2, "run": 400, "kept": 50, "tolerance": 1.0, "effective": 20.0, "left": null},
        ],
        "end": "the misfit is that of the stated errors", "worlds": 700,
        "posterior": {
            "parameters": [
                {"path": "p", "mean": 0.5, "sd": 0.1, "sd_ratio": 0.3, "divergence": 1.0, "divergence_error": 0.1, "q05": 0.4,
                 "q50": 0.5, "q95": 0.6, "prior": [0.05, 0.5, 0.95], "density": [0.0, 2.0], "told": true},
                {"path": "q", "mean": 0.5, "sd": 0.3, "sd_ratio": 1.0, "divergence": 0.0, "divergence_error": 0.1, "q05": 0.1,
                 "q50": 0.5, "q95": 0.9, "prior": [0.05, 0.5, 0.95], "density": [1.0, 1.0], "told": false},
            ],
            "directions": [{"ratio": 0.95, "components": [["q", 1.0]]}, {"ratio": 0.1, "components": [["p", 1.0]]}],
            "loose": 1, "loose_above": 0.8, "draws": [],
        },
        "forecast": {
            "data": [datum("first", 9.0, false), datum("second", 30.0, true), datum("third", 11.0, true)],
            "fit": scored(1, 1, [0.2, 1.0]), "holdout": scored(hits, 10, interval), "predictive_p": 0.4,
        },
        "rivals": [{
            "name": "one line for the field", "n": 2, "crps": 3.0, "model_crps": 2.0, "coverage": scored(2, 2, [0.3, 1.0])["coverage"],
            "difference": {"n": 2, "mean": -1.0, "sd": 0.1, "se": 0.1, "interval": [-1.5, -0.5]}, "model_is": model_is,
        }],
        "warnings": [],
    })
}

#[test]
fn a_known_calibration_leads_to_the_known_sentences() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("manifest.json"), r#"{"kind": "calibration", "name": "toy"}"#).unwrap();
    let words = [
        ("better", "” the model predicts better"),
        ("worse", "” the model predicts worse"),
        ("not told apart", "” the two cannot be told apart"),
    ];
    for (model_is, words) in words {
        let (html, _) =
            written(dir.path(), "calibration.json", &calibration(model_is, 9, [0.6, 0.98]), Lang::En);
        is_whole(&html);
        assert!(html.contains(words) && html.contains("is within what chance allows"), "{model_is}");
        assert!(html.contains("The data move 1 of 2 parameters: <code>p</code>."));
        assert!(html.contains("leave 1 loose") && html.contains("more than 80\u{a0}% of the prior"));
    }
    let (html, _) = written(dir.path(), "calibration.json", &calibration("worse", 3, [0.1, 0.6]), Lang::En);
    assert!(
        html.contains("is not within what chance allows") && !html.contains("” the model predicts better")
    );
    let (html, markdown) =
        written(dir.path(), "calibration.json", &calibration("better", 9, [0.6, 0.98]), Lang::Zh);
    is_whole(&html);
    assert!(
        markdown.contains("模型预测更好") && lines(&markdown, "second").iter().all(|row| row.contains("否"))
    );
}

#[test]
fn a_calibration_that_left_nothing_says_so() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("manifest.json"), r#"{"kind": "calibration", "name": "toy"}"#).unwrap();
    let mut empty = calibration("better", 9, [0.6, 0.98]);
    (empty["posterior"], empty["forecast"], empty["rivals"]) = (Value::Null, Value::Null, json!([]));
    let (html, _) = written(dir.path(), "calibration.json", &empty, Lang::En);
    is_whole(&html);
    assert!(html.contains("Nothing is left of the space"));
}
