//! Reports on sensitivity analyses, discoveries and sweeps: from small runs whose answer is known, and from broken ones.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use ambidex_report::{Lang, ReportError, write};
use arrow::array::{ArrayRef, Float64Array, UInt32Array};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use serde_json::{Value, json};

fn put(dir: &Path, file: &str, value: &Value) {
    fs::write(dir.join(file), value.to_string()).unwrap();
}

fn manifest() -> Value {
    json!({
        "kind": "points", "name": "toy", "version": "0.1.0", "points": 4, "rows": 12, "failed": 0, "wall_s": 1.0,
        "plan": {"seed": 1, "replicates": 3}, "identity": "ab", "first": [["a", "1"]], "fixed": [],
        "levers": [{"path": "a", "unit": "1/period"}, {"path": "b", "unit": ""}],
        "outcomes": [{"name": "y", "unit": "score", "kind": "level", "meaning": "What comes out"}],
        "about": {
            "title": {"en": "A toy", "zh": "玩具"}, "target": "plane", "outcomes": ["y"], "design": "grid",
            "factors": [
                {"path": "a", "unit": "1/period", "role": "lever", "values": ["1", "2"]},
                {"path": "b", "unit": "", "role": "uncertainty", "law": {"uniform": {"low": 0.0, "high": 1.0}}},
            ],
        },
    })
}

fn ranked(rank: usize, ranks: [usize; 2], path: &str, total: f64, first: f64) -> Value {
    let around = |value: f64| json!({"value": value, "low": value - 0.1, "high": value + 0.1});
    json!({"rank": rank, "ranks": ranks, "path": path, "measures": [["total", around(total)], ["first", around(first)]]})
}

fn seed(seed: u64, ranking: Value) -> Value {
    json!({
        "name": "toy", "target": "plane", "version": "0.1.0", "seed": seed, "method": "sobol", "points": 64, "replicates": 3,
        "inputs": [{"path": "a", "unit": "", "law": {"uniform": {"low": 0.0, "high": 2.0}}}],
        "outcomes": [{
            "outcome": "y", "unit": "score", "used": 60, "left_out": 4, "mean": 0.5, "mean_interval": [0.4, 0.6], "sd": 0.2,
            "noise_share": {"value": 0.3, "low": 0.2, "high": 0.4}, "noise_share_of_means": 0.1, "ranked_by": "total",
            "ranking": ranking, "more": [["sum_of_first", {"value": 0.8, "low": null, "high": null}]],
            "warnings": ["4 of 64 points are left out, since the outcome is missing there"],
        }],
    })
}

fn sensitivity(dir: &Path, verdict: &str) {
    let mut report = seed(1, json!([ranked(1, [1, 1], "a", 0.7, 0.6), ranked(2, [2, 3], "b", 0.2, 0.1)]));
    report["second"] = seed(2, json!([ranked(1, [1, 2], "b", 0.5, 0.4), ranked(2, [1, 2], "a", 0.4, 0.3)]));
    let apart = if verdict == "apart" { json!(["b"]) } else { json!([]) };
    report["agreement"] = json!([{
        "outcome": "y", "first": [["a", "b"], ["b", "a"]], "common": 2, "apart": apart, "verdict": verdict,
        "correlation": -1.0,
    }]);
    put(dir, "manifest.json", &manifest());
    put(dir, "sensitivity.json", &report);
}

fn discovery(dir: &Path) {
    let step = |points: u64, cases: u64, restricted: u64| {
        let (density, coverage) = (cases as f64 / points as f64, cases as f64 / 40.0);
        json!({"points": points, "cases": cases, "mass": points as f64 / 100.0, "coverage": coverage, "density": density,
               "restricted": restricted})
    };
    put(dir, "manifest.json", &manifest());
    let input = |path: &str, law: Value, values: Value| json!({"path": path, "unit": "", "law": law, "values": values});
    let report = json!({
        "name": "toy", "target": "plane", "version": "0.1.0", "seed": 1, "outcome": "y", "unit": "score", "at_least": 0.5,
        "at_most": null, "share": 0.9, "replicates": 3, "used": 125, "left_out": 0, "cases": 50, "interval": [0.3, 0.5],
        "held_out": 25,
        "inputs": [
            input("a", json!({"log-uniform": {"low": 0.01, "high": 1.0}}), Value::Null),
            input("b", json!({"choices": {"weights": [1.0, 1.0]}}), json!(["no", "yes"])),
        ],
        "boxes": [{
            "bounds": [
                {"path": "a", "unit": "", "low": 0.1, "high": null, "sampled": [0.01, 1.0], "quasi_p": 0.001, "held_out_p": 0.2},
                {"path": "b", "unit": "", "low": null, "high": null, "sampled": [0.0, 1.0], "values": ["yes"],
                 "quasi_p": 0.01, "held_out_p": 0.02},
            ],
            "fit": step(20, 16, 2), "density_interval": [0.58, 0.92],
            "held_out": step(5, 4, 2), "held_out_density_interval": [0.38, 0.96],
            "trajectory": {"steps": [step(100, 40, 0), step(50, 30, 1), step(20, 16, 2)], "chosen": 2, "quasi_p": []},
        }],
        "warnings": [],
    });
    put(dir, "discovery.json", &report);
}

/// Values by point and world: the first input moves all by ten, worlds differ by one.
fn value(point: u32, world: u32) -> f64 {
    f64::from(point / 2) * 10.0 + f64::from(point % 2) + f64::from(world)
}

fn sweep(dir: &Path, with_table: bool) {
    put(dir, "manifest.json", &manifest());
    // The number of the point stands first, which tells its line from others.
    let line = |point: u32| {
        let outcome =
            json!({"mean": value(point, 1), "se": 0.5773502691896258, "sd": 1.0, "unit": "score", "n": 3});
        let rest = json!({"settings": {"a": 1 + point / 2, "b": point % 2}, "replicates": 3, "failed": 0,
                          "outcomes": {"y": outcome}});
        format!("{{\"point\":{point},{}", rest.to_string().trim_start_matches('{'))
    };
    let lines: Vec<String> = (0..4).map(line).collect();
    let head = "{\"model\":\"plane\",\"version\":\"0.1.0\",\"name\":\"toy\",\"seed\":1,\"replicates\":3,\"periods\":1,";
    let summary =
        format!("{head}\n\"points\": [\n{}\n],\n\"failed\": 0, \"failures\": []}}\n", lines.join(",\n"));
    fs::write(dir.join("summary.json"), summary).unwrap();
    if with_table {
        let rows: Vec<(u32, u32)> =
            (0..4).flat_map(|point| (0..3).map(move |world| (point, world))).collect();
        let columns: [(&str, ArrayRef); 3] = [
            ("point", Arc::new(UInt32Array::from_iter_values(rows.iter().map(|row| row.0)))),
            ("world", Arc::new(UInt32Array::from_iter_values(rows.iter().map(|row| row.1)))),
            ("y", Arc::new(Float64Array::from_iter_values(rows.iter().map(|row| value(row.0, row.1))))),
        ];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let file = fs::File::create(dir.join("outcomes.parquet")).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }
}

/// The page in a language, after what holds for every page.
fn page(dir: &Path, lang: Lang) -> String {
    let html = fs::read_to_string(write(dir, lang).unwrap()).unwrap();
    assert!(!html.contains("NaN"), "a number is missing somewhere");
    let body = html.split("</style>").nth(1).unwrap();
    assert!(
        !body.contains('{'),
        "a place is not filled: {:?}",
        body.split('{').nth(1).map(|rest| &rest[..20])
    );
    let ending = if lang == Lang::En { "" } else { ".zh" };
    let markdown = fs::read_to_string(dir.join(format!("report{ending}.md"))).unwrap();
    for figure in markdown.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(dir.join(figure).exists(), "{figure} is named in Markdown and not written");
    }
    html
}

fn holds(html: &str, words: &[&str]) {
    for words in words {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn a_sensitivity_report_names_the_ranking_and_whether_seeds_agree() {
    let dir = tempfile::tempdir().unwrap();
    sensitivity(dir.path(), "same-inputs");
    let html = page(dir.path(), Lang::En);
    holds(
        &html,
        &[
            "<code>a</code> comes first (total index 0.70 [0.60,\u{a0}0.80])",
            "<code>a</code> (rank 1), <code>b</code> (ranks 2–3)",
            "seeds 1 and 2 rank the same 2 inputs first, some of them tied and in another order",
            "Mean over the points: 0.50 [0.40,\u{a0}0.60] score",
            "4 of 64 points are left out",
            "add up to 0.800. The rest, 0.200, is interaction",
        ],
    );
    assert_eq!(html.matches("<figure id=").count(), 1);
    holds(&page(dir.path(), Lang::Zh), &["玩具", "种子 1 与 2 的前 2 名是同样的输入"]);
    sensitivity(dir.path(), "apart");
    holds(
        &page(dir.path(), Lang::En),
        &["do not agree on the first 2 inputs", "the ranks of <code>b</code> do not meet"],
    );
}

#[test]
fn a_discovery_report_names_limits_density_and_accidents() {
    let dir = tempfile::tempdir().unwrap();
    discovery(dir.path());
    let html = page(dir.path(), Lang::En);
    holds(
        &html,
        &[
            "Of 125 points 50 are of interest, 40.0\u{a0}%",
            "<code>a</code> from 0.1, <code>b</code> among <code>yes</code>",
            "holds 20 of the 100 points of the search; of these 80.0\u{a0}%",
            "box 1: the limits of <code>a</code> may be accidents",
        ],
    );
    assert_eq!(html.matches("<figure id=").count(), 2);
    // Even in the logarithm, 0.1 is in the middle of 0.01 to 1: half of the width of the drawing.
    assert!(
        html.contains("<rect class=\"f5 area\" x=\"380\""),
        "the limit is not in the middle of its range"
    );
    holds(&page(dir.path(), Lang::Zh), &["盒 1", "<code>a</code> 不低于 0.1"]);
}

#[test]
fn a_sweep_report_means_over_worlds_at_each_value() {
    let dir = tempfile::tempdir().unwrap();
    sweep(dir.path(), true);
    let html = page(dir.path(), Lang::En);
    // At a = 1 worlds have the means 0.5, 1.5 and 2.5: mean 1.5, half-width 4.3027 / sqrt(3), within the expansion's 1 %.
    holds(
        &html,
        &[
            "1.5 [\u{2212}1.0,\u{a0}4.0]",
            "11.5 [9.0,\u{a0}14.0]",
            "the lowest is 1.0 [",
            "the highest 12.0 [",
        ],
    );
    assert_eq!(html.matches("<figure id=").count(), 2, "the plane of both inputs, and one input at a time");
    holds(&page(dir.path(), Lang::Zh), &["参数扫描 · 4 个点", "y 随单个输入的变化"]);
}

#[test]
fn what_is_missing_is_said_and_what_is_broken_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(write(dir.path(), Lang::En), Err(ReportError::NoRun { .. })));
    sweep(dir.path(), false);
    holds(
        &page(dir.path(), Lang::En),
        &["the run directory holds no table of replicates (outcomes.parquet)", "11.0 ["],
    );
    fs::remove_file(dir.path().join("summary.json")).unwrap();
    holds(&page(dir.path(), Lang::En), &["the run directory holds no summary (summary.json)"]);
    for broken in ["{", "{\"outcomes\": 3}"] {
        fs::write(dir.path().join("sensitivity.json"), broken).unwrap();
        assert!(matches!(write(dir.path(), Lang::En), Err(ReportError::Json { .. })), "{broken}");
    }
}
