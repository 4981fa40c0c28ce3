//! The report from a run directory: whole, from parts, and from what is broken.
#![allow(clippy::unwrap_used, clippy::type_complexity, reason = "a test may stop where it stands")]

mod fake;

use std::path::{Path, PathBuf};

use ambidex_report::{Lang, ReportError, write};
use serde_json::Value;

fn run() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fake::write(dir.path());
    dir
}

fn page(dir: &Path, lang: Lang) -> String {
    std::fs::read_to_string(write(dir, lang).unwrap()).unwrap()
}

fn edit(path: PathBuf, change: impl FnOnce(&mut Value)) {
    let mut value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    change(&mut value);
    std::fs::write(path, value.to_string()).unwrap();
}

#[test]
fn a_whole_run_gives_every_section_in_both_languages() {
    let dir = run();
    for (lang, absent, ending) in [(Lang::En, "This part is left out", ""), (Lang::Zh, "此部分略去", ".zh")]
    {
        let html = page(dir.path(), lang);
        assert!(!html.contains(absent), "a part is left out");
        assert_eq!(html.matches("<section id=").count(), 13);
        assert_eq!(html.matches("<figure id=").count(), 11);
        assert!(!html.contains("NaN"), "a number is missing somewhere");
        let places = html.split("{").filter_map(|rest| rest.split_once('}')).map(|(place, _)| place);
        let unfilled: Vec<&str> = places
            .filter(|place| place.len() < 20 && place.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
            .collect();
        assert!(unfilled.is_empty(), "places without a value: {unfilled:?}");
        let markdown = std::fs::read_to_string(dir.path().join(format!("report{ending}.md"))).unwrap();
        for figure in markdown.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(dir.path().join(figure).exists(), "{figure} is named in Markdown and not written");
        }
    }
}

#[test]
fn the_report_says_where_the_parameters_come_from() {
    let dir = run();
    for (lang, words) in [(Lang::En, "bands over worlds hold"), (Lang::Zh, "参数的不确定性")] {
        assert!(!page(dir.path(), lang).contains(words), "a case without a posterior");
    }
    let posterior = serde_json::json!({"to": {"en": "the early scores.", "zh": "早期的分数。"}});
    edit(dir.path().join("manifest.json"), |run| run["case"]["calibration"]["posterior"] = posterior);
    for (lang, words) in [(Lang::En, "hold chance alone"), (Lang::Zh, "只包含偶然")] {
        assert!(page(dir.path(), lang).contains(words), "{words}");
    }
    let sample = serde_json::json!({"file": "p.csv", "sha256": "0", "draws": 200, "paths": ["a", "b", "c"]});
    edit(dir.path().join("manifest.json"), |run| run["sample"] = sample);
    let said = [
        (
            Lang::En,
            ["draw i mod 200 of a sample of 3", "hold uncertainty in these", "fitted to: the early scores."],
        ),
        (
            Lang::Zh,
            ["3 个参数后验样本中的第 i mod 200 次抽样", "也包含这些参数的不确定性", "拟合对象：早期的分数。"],
        ),
    ];
    for (lang, words) in said {
        let html = page(dir.path(), lang);
        for words in words {
            assert!(html.contains(words), "{words}");
        }
    }
}

#[test]
fn the_page_needs_no_network_and_no_script() {
    let dir = run();
    let html = page(dir.path(), Lang::En);
    for word in ["<script", "<link", "src=", "@import", "url("] {
        assert!(!html.contains(word), "the page holds {word}");
    }
    let addresses = html.matches("http").count();
    assert_eq!(
        addresses,
        html.matches("http://www.w3.org/2000/svg").count() + html.matches("https://epoch.ai").count()
    );
}

#[test]
fn figures_are_well_formed_and_their_names_unique() {
    let dir = run();
    let html = page(dir.path(), Lang::En);
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "two elements have the same id");
    for svg in html.split("<svg ").skip(1).map(|rest| rest.split("</svg>").next().unwrap()) {
        assert!(svg.contains("<title ") && svg.contains("<desc "), "a figure has no name");
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    }
}

#[test]
fn texts_stay_within_their_figure() {
    let dir = run();
    for lang in [Lang::En, Lang::Zh] {
        let html = page(dir.path(), lang);
        for svg in html.split("<svg ").skip(1).map(|rest| rest.split("</svg>").next().unwrap()) {
            let (width, height) = size(svg);
            for text in svg.split("<text ").skip(1) {
                let (x, y) = (number(text, "x=\""), number(text, "y=\""));
                let words = text.split('>').nth(1).unwrap().split('<').next().unwrap();
                let wide: f64 = words.chars().map(|c| if c >= '\u{2e80}' { 12.0 } else { 6.2 }).sum();
                let left = match text.split("text-anchor=\"").nth(1).unwrap().split('"').next().unwrap() {
                    "start" => x,
                    "middle" => x - wide / 2.0,
                    _ => x - wide,
                };
                assert!(
                    left > -8.0 && left + wide < width + 8.0,
                    "`{words}` leaves the figure: {left} + {wide} of {width}"
                );
                assert!(y > 5.0 && y < height, "`{words}` leaves the figure: {y} of {height}");
            }
        }
    }
}

fn size(svg: &str) -> (f64, f64) {
    (number(svg, " width=\""), number(svg, " height=\""))
}

fn number(text: &str, key: &str) -> f64 {
    text.split(key).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
}

#[test]
fn two_reports_of_a_run_are_equal_to_the_byte() {
    let dir = run();
    assert_eq!(page(dir.path(), Lang::Zh), page(dir.path(), Lang::Zh));
}

#[test]
fn what_is_missing_is_said_and_the_rest_is_written() {
    let dir = run();
    for file in ["series.parquet", "releases.parquet", "summary.json"] {
        std::fs::remove_file(dir.path().join(file)).unwrap();
        let html = page(dir.path(), Lang::En);
        assert!(html.contains("This part is left out"), "without {file}");
    }
    edit(dir.path().join("manifest.json"), |manifest| {
        manifest["case"] = Value::Null;
        manifest["scenario"] = serde_json::json!("a word");
        manifest["labs"] = serde_json::json!(7);
        manifest["arms"] = serde_json::json!([1, {"name": 2}]);
    });
    assert!(page(dir.path(), Lang::En).contains("ambidex run llama --replicates 24 --seed 1"));
}

#[test]
fn broken_files_are_named() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(write(dir.path(), Lang::En), Err(ReportError::NoRun { .. })));
    fake::write(dir.path());
    std::fs::write(dir.path().join("series.parquet"), "not a table").unwrap();
    let error = write(dir.path(), Lang::En).unwrap_err().to_string();
    assert!(error.contains("series.parquet"), "{error}");
    std::fs::write(dir.path().join("manifest.json"), "{").unwrap();
    assert!(write(dir.path(), Lang::En).unwrap_err().to_string().contains("manifest.json"));
}

#[test]
fn differences_before_the_stated_date_are_told_apart() {
    let dir = run();
    assert!(page(dir.path(), Lang::En).contains("Checked: the gap of all 24 pairs is equal"));
    edit(dir.path().join("manifest.json"), |manifest| manifest["arms"][0]["date"] = "2025-12-01".into());
    assert!(page(dir.path(), Lang::En).contains("an error of the program"));
}

#[test]
fn a_world_that_is_absent_from_an_arm_is_not_paired() {
    let dir = run();
    let arm = dir.path().join("arms/no-tilt/series.parquet");
    std::fs::remove_file(&arm).unwrap();
    let html = page(dir.path(), Lang::En);
    assert!(!html.contains("Checked: the gap"), "an arm without a series is not in the figure");
}

/// The run that people look at while they work on the figures: `target/tmp/run`.
#[test]
fn a_sample_for_the_eye() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("run");
    std::fs::create_dir_all(&dir).unwrap();
    fake::write(&dir);
    write(&dir, Lang::En).unwrap();
    write(&dir, Lang::Zh).unwrap();
}
