//! The page on replications from results that are made up.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use ambidex_report::ReportError;
use ambidex_report::replications::{Results, markdown, read, text, write};
use serde_json::{Value, json};

fn row(figure: &str, name: &str, at: Value, known: &str, verdict: &str, ours: f64) -> Value {
    json!({
        "figure": figure, "name": name, "line": format!("p = {ours}"), "x": at, "known": known, "source": "made <up>",
        "theirs": 0.5, "theirs_se": null, "ours": ours, "ours_se": 0.01, "low": ours - 0.0196, "high": ours + 0.0196,
        "rounding": 0.0, "z": (ours - 0.5) / 0.01, "verdict": verdict, "binding": known == "exact",
    })
}

fn at(x: f64) -> Value {
    json!({"name": "time [s]", "value": x})
}

/// Twelve lines of three points, of which one is missed; ten numbers without an axis; two remembered on one line, and one
/// place alone, which is no curve.
fn results() -> Value {
    let mut rows: Vec<Value> = (0..36)
        .map(|i| {
            let verdict = if i == 17 { "misses" } else { "agrees" };
            let ours = 0.4 + 0.01 * f64::from(i / 3);
            row("Figure 1", "height [m]", at(f64::from(i % 3)), "exact", verdict, ours)
        })
        .collect();
    rows.extend(
        (0..10)
            .map(|i| row("Table 2", "weight [kg]", Value::Null, "exact", "agrees", 0.5 + f64::from(i) / 1e3)),
    );
    rows.extend([1.0, 2.0].map(|x| row("Figure 3", "width [m]", at(x), "memory", "shown", 0.77)));
    rows.push(row("Figure 3", "depth [m]", at(1.0), "memory", "shown", 0.77));
    let figure = |name: &str, quantities: usize| {
        json!({
            "figure": name, "quantities": quantities, "largest_z": null, "mean_squared_z": 1.25,
            "counts": {"equal": 0, "agrees": quantities, "misses": 0, "shown": 0},
        })
    };
    json!({
        "version": "9.9.9", "effort": "full", "level": 0.01, "critical": 3.5, "failed": true,
        "models": [{
            "model": "made-up", "title": "A made-up model", "seconds": 1.5, "critical": 3.5, "judged_by_z": 46,
            "counts": {"equal": 0, "agrees": 45, "misses": 1, "shown": 3},
            "figures": [figure("Figure 1", 36), figure("Table 2", 10), figure("Figure 3", 3)],
            "quantities": rows, "notes": ["Figure 9 was tried and not matched."], "error": null, "failed": true,
        }, {
            "model": "broken", "title": "A model that broke", "seconds": 0.0, "critical": 2.6, "judged_by_z": 0,
            "counts": {"equal": 0, "agrees": 0, "misses": 0, "shown": 0}, "figures": [], "quantities": [], "notes": [],
            "error": "the table is torn", "failed": true,
        }],
    })
}

fn parsed() -> Results {
    serde_json::from_value(results()).unwrap()
}

fn page() -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&parsed(), folder.path()).unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn the_page_holds_every_row_and_every_note() {
    let html = page();
    let folded: String =
        html.split("<details>").skip(1).filter_map(|rest| rest.split("</details>").next()).collect();
    assert_eq!(folded.matches("<tr><td").count(), 49);
    assert!(html.contains("Figure 9 was tried and not matched."));
    assert!(html.contains("the table is torn"));
    assert!(html.contains("made &lt;up&gt;") && !html.contains("made <up>"));
}

#[test]
fn every_figure_with_an_axis_or_many_numbers_is_drawn() {
    let html = page();
    assert_eq!(
        html.matches("<figure id=").count(),
        4,
        "twelve lines in two parts, squares, the remembered one"
    );
    assert!(html.contains("height [m] (2 of 2)") && html.contains("Ours against theirs"));
    assert!(!html.contains("NaN"));
    let drawing = |id: &str| {
        html.split(&format!("figure-made-up-{id}\"")).nth(1).unwrap().split("</svg>").next().unwrap()
    };
    assert!(drawing("1-1").contains("edge") && !drawing("1-1").contains("hollow"));
    assert!(
        drawing("3-1").contains("hollow") && !drawing("3-1").contains("edge"),
        "what is remembered is hollow"
    );
}

#[test]
fn the_page_needs_no_network_and_no_script() {
    let html = page();
    for word in ["<script", "<link", "src=", "@import", "url("] {
        assert!(!html.contains(word), "the page holds {word}");
    }
    assert_eq!(html.matches("http").count(), html.matches("http://www.w3.org/2000/svg").count());
}

#[test]
fn long_figures_list_their_misses_and_all_rows_where_asked() {
    let rows = |all: bool| {
        let text = text(&parsed(), all);
        text.lines().filter(|line| line.contains("height [m]; p")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(rows(true).len(), 36);
    assert_eq!(rows(false).len(), 1);
    assert!(rows(false)[0].contains("misses"));
    let text = text(&parsed(), false);
    assert_eq!(
        text.lines().filter(|line| line.contains("weight [kg]; p")).count(),
        10,
        "few rows are listed"
    );
    assert!(text.contains("from memory") && text.contains("it broke: the table is torn"));
}

#[test]
fn the_summary_has_a_line_a_figure_and_the_same_text_for_the_same_results() {
    let summary = markdown(&parsed());
    assert_eq!(summary.lines().filter(|line| line.starts_with("| made-up | ")).count(), 4);
    assert!(summary.contains("| made-up | Table 2 | 10 | 0 | 10 | 0 | 0 | – | 1.25 |"));
    assert_eq!(summary, markdown(&parsed()));
}

#[test]
fn a_file_that_holds_something_else_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("replications.json");
    assert!(matches!(read(&path), Err(ReportError::File { .. })));
    std::fs::write(&path, "{\"version\": 1}").unwrap();
    let error = read(&path).err().unwrap().to_string();
    assert!(error.contains("replications.json") && error.contains("ambidex replicate"), "{error}");
    std::fs::write(&path, results().to_string()).unwrap();
    assert_eq!(read(&path).unwrap().models.len(), 2);
}
