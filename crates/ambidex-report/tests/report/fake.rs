//! A run directory of random walks in the form that a real run has.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Float32Array, StringArray, UInt16Array, UInt32Array};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use serde_json::{Value, json};

pub const WORLDS: u32 = 24;
pub const WEEKS: u32 = 208;
pub const LABS: [(&str, &str, &str); 7] = [
    ("meta", "Meta", "Meta"),
    ("openai", "OpenAI", "OpenAI"),
    ("google", "Google DeepMind", "谷歌 DeepMind"),
    ("anthropic", "Anthropic", "Anthropic"),
    ("xai", "xAI", "xAI"),
    ("deepseek", "DeepSeek", "深度求索"),
    ("alibaba", "Alibaba", "阿里巴巴"),
];
const DOMAINS: [(&str, &str, &str); 6] = [
    ("scaling", "Scaling and infrastructure", "规模化与基础设施"),
    ("architecture", "Architecture", "模型架构"),
    ("data", "Data", "数据"),
    ("post_training", "Post-training", "后训练"),
    ("reasoning", "Reasoning", "推理"),
    ("multimodal", "Multimodality", "多模态"),
];
const ARMS: [(&str, &str, &str, f64); 5] = [
    ("no-tilt", "No product tilt", "不向产品倾斜", -3.0),
    ("no-draft", "Nobody drafted", "不抽调研究员救火", 0.0),
    ("expert-managers", "Experts in command", "内行领导内行", -1.5),
    ("soft-deadline", "No hard deadline", "不设死线", 0.3),
    ("no-tilt-placebo", "Placebo: the same tilt towards scaling", "安慰剂：同样的倾斜，改向规模化", -1.0),
];
/// Week from which the arms differ.
pub const FIRST: u32 = 110;

/// A stream of numbers between 0 and 1.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Weekly rows of one arm: a value by column name, world, lab and week.
struct Rows {
    names: Vec<String>,
    keys: Vec<(u32, usize, u32)>,
    values: Vec<Vec<f32>>,
    releases: Vec<(u32, usize, u32, u16, f32, f32, f32)>,
}

fn rows(shift: f64) -> Rows {
    let mut names: Vec<String> = [
        "capability",
        "potential",
        "gap_points",
        "head_count",
        "explore",
        "build",
        "integrate",
        "fire_fight",
        "pressure",
        "fatigue",
        "morale",
        "leavers",
    ]
    .map(str::to_owned)
    .to_vec();
    names.extend(DOMAINS.iter().flat_map(|(d, _, _)| [format!("k_research_{d}"), format!("k_lab_{d}")]));
    names.extend(["moe", "reasoning"].map(|p| format!("adopted_{p}")));
    let mut rows = Rows { values: vec![vec![]; names.len()], names, keys: vec![], releases: vec![] };
    for world in 0..WORLDS {
        let worlds: Vec<Vec<Vec<f64>>> =
            (0..LABS.len()).map(|lab| lab_weeks(&mut rows, world, lab, shift)).collect();
        for week in 0..WEEKS as usize {
            let best = worlds.iter().map(|lab| lab[week][0]).fold(f64::MIN, f64::max);
            for (lab, weeks) in worlds.iter().enumerate() {
                rows.keys.push((world, lab, week as u32));
                for (column, value) in weeks[week].iter().enumerate() {
                    let value = if column == 2 { best - weeks[week][0] } else { *value };
                    rows.values[column].push(value as f32);
                }
            }
        }
    }
    rows
}

fn lab_weeks(rows: &mut Rows, world: u32, lab: usize, shift: f64) -> Vec<Vec<f64>> {
    let mut noise = Noise(u64::from(world) * 1_000 + lab as u64 + 7);
    let (offset, adopted) = (noise.next() * 6.0, [90.0 + 60.0 * noise.next(), 130.0 + 90.0 * noise.next()]);
    let mut capability = 88.0 + offset;
    let mut generation = 0;
    let mut weeks = vec![];
    for week in 0..WEEKS {
        let later = lab == 0 && week > FIRST;
        if (week + 13 * lab as u32).is_multiple_of(45) {
            let trend = 95.0 + 0.22 * f64::from(week) - lab as f64 + offset;
            capability = trend + 4.0 * noise.next() - if later { shift } else { 0.0 };
            generation += 1;
            let reported = capability + f64::from(generation) * noise.next();
            rows.releases.push((
                world,
                lab,
                week,
                generation,
                capability as f32,
                reported as f32,
                (6.0 * noise.next()) as f32,
            ));
        }
        let busy = if (week + 13 * lab as u32) % 45 > 35 { 0.15 * noise.next() } else { 0.0 };
        let explore = 0.35 - 0.0006 * f64::from(week);
        let mut values = vec![
            capability,
            capability + 2.0,
            0.0,
            1000.0 + f64::from(week),
            explore,
            0.4 - busy,
            1.0 - explore - 0.4,
            busy,
            5.0 * busy,
            0.2 + busy,
            0.7 - 0.3 * busy - 0.0005 * f64::from(week),
            (3.0 * noise.next()).round(),
        ];
        for domain in 0..DOMAINS.len() {
            let known = 0.004 * f64::from(week) * (1.0 - 0.1 * domain as f64) * (0.7 + 0.3 * noise.next());
            values.extend([known, known * if domain == 4 { 0.3 } else { 0.8 }]);
        }
        values.extend(adopted.map(|at| f64::from(u8::from(f64::from(week) > at + 8.0 * lab as f64))));
        weeks.push(values);
    }
    weeks
}

/// Writes a whole run directory.
pub fn write(dir: &Path) {
    write_arm(dir, &rows(0.0));
    for (name, _, _, shift) in ARMS {
        let folder = dir.join("arms").join(name);
        std::fs::create_dir_all(&folder).unwrap();
        write_arm(&folder, &rows(shift));
    }
    let text = |value: &Value| serde_json::to_string_pretty(value).unwrap();
    std::fs::write(dir.join("manifest.json"), text(&manifest())).unwrap();
    std::fs::write(dir.join("summary.json"), text(&summary())).unwrap();
}

fn write_arm(dir: &Path, rows: &Rows) {
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("world".into(), Arc::new(UInt32Array::from_iter_values(rows.keys.iter().map(|key| key.0)))),
        ("lab".into(), Arc::new(StringArray::from_iter_values(rows.keys.iter().map(|key| LABS[key.1].0)))),
        ("week".into(), Arc::new(UInt16Array::from_iter_values(rows.keys.iter().map(|key| key.2 as u16)))),
    ];
    for (name, values) in rows.names.iter().zip(&rows.values) {
        columns.push((name.clone(), Arc::new(Float32Array::from(values.clone()))));
    }
    table(&dir.join("series.parquet"), columns);
    let all = &rows.releases;
    let floats = |at: fn(&(u32, usize, u32, u16, f32, f32, f32)) -> f32| -> ArrayRef {
        Arc::new(Float32Array::from_iter_values(all.iter().map(at)))
    };
    table(
        &dir.join("releases.parquet"),
        vec![
            ("world".into(), Arc::new(UInt32Array::from_iter_values(all.iter().map(|one| one.0)))),
            ("lab".into(), Arc::new(StringArray::from_iter_values(all.iter().map(|one| LABS[one.1].0)))),
            ("week".into(), Arc::new(UInt16Array::from_iter_values(all.iter().map(|one| one.2 as u16)))),
            (
                "release".into(),
                Arc::new(StringArray::from_iter_values(all.iter().map(|one| format!("Llama {}", one.3)))),
            ),
            ("generation".into(), Arc::new(UInt16Array::from_iter_values(all.iter().map(|one| one.3)))),
            ("base".into(), Arc::new(BooleanArray::from(vec![true; all.len()]))),
            ("capability".into(), floats(|one| one.4)),
            ("reported".into(), floats(|one| one.5)),
            ("gap".into(), floats(|one| one.6)),
        ],
    );
}

fn table(path: &Path, columns: Vec<(String, ArrayRef)>) {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn titled(entries: &[(&str, &str, &str)]) -> Vec<Value> {
    entries.iter().map(|(name, en, zh)| json!({"name": name, "title": {"en": en, "zh": zh}})).collect()
}

/// Public scores: a model a quarter and lab.
fn observations() -> Vec<Value> {
    let one = |at: usize| {
        let (lab, quarter) = (at % LABS.len(), at / LABS.len());
        let set = ["fit", "fit", "holdout", "context"][(at * 7) % 4];
        let (year, month) = (2023 + quarter / 4, 1 + 3 * (quarter % 4) + lab % 3);
        json!({
            "lab": LABS[lab].0, "model": format!("{} {}.{} Large", LABS[lab].1, 1 + quarter / 3, quarter % 3),
            "date": format!("{year}-{month:02}-{:02}", 3 + 2 * lab),
            "eci": 100.0 + 3.7 * quarter as f64 - lab as f64 + ((at * 37) % 11) as f64 / 2.0,
            "generation": null, "paradigm": if quarter > 7 { "base+reasoning" } else { "base" },
            "set": set, "source": "epoch-eci",
        })
    };
    (0..70).map(one).collect()
}

pub fn manifest() -> Value {
    let arms: Vec<Value> = ARMS.iter().enumerate().map(|(at, (name, en, zh, _))| {
        let date = if at == 0 { json!("2024-02-12") } else { Value::Null };
        json!({"name": name, "title": {"en": en, "zh": zh}, "meaning": {"en": "What this arm changes, in a sentence.", "zh": "用一句话说明改变了什么。"},
            "folder": format!("arms/{name}"), "failed": 0, "date": date})
    }).collect();
    json!({
        "status": "done", "model": "lab-race", "version": "0.1.0", "name": "llama", "focal": "meta", "seed": 1, "replicates": WORLDS,
        "every": 1, "weeks": WEEKS, "start": "2022-01-03", "wall_s": 12.5, "labs": titled(&LABS), "arms": arms,
        "baseline": {"name": "baseline", "failed": 1},
        "scenario": {
            "title": {"en": "The rise and fall of a model family", "zh": "一个模型家族的兴衰"}, "domain": titled(&DOMAINS),
            "paradigm": [
                {"name": "moe", "title": {"en": "Mixture of experts", "zh": "专家混合"}, "kind": "multiplier", "key_domain": "architecture"},
                {"name": "reasoning", "title": {"en": "Reasoning", "zh": "推理"}, "kind": "index", "key_domain": "reasoning"},
            ],
        },
        "case": {
            "observations": observations(),
            "patterns": (1..8).map(|number| json!({
                "number": number, "title": {"en": format!("A pattern with a title of some length, number {number}"), "zh": format!("标题较长的第 {number} 个模式")},
                "definition": {"en": "The gap of the third base release is below `near` points.", "zh": "第三代的差距小于 `near` 分。"},
                "evidence": {"en": "11.4 points in July 2023, 3.1 in July 2024.", "zh": "2023 年 7 月为 11.4，2024 年 7 月为 3.1。"}, "threshold": {"near": 6.0},
            })).collect::<Vec<_>>(),
            "calibration": {"what_was_fitted": {"to": "the scores up to the end of 2024", "how": ""}},
            "expectations": [{"counterfactual": "no-tilt", "outcome": "gap_end", "change": "falls", "because": {"en": "Product came first.", "zh": "产品至上。"}}],
            "sources": {"epoch-eci": {"title": "Epoch AI, Epoch Capabilities Index", "url": "https://epoch.ai/benchmarks/eci", "date": "2025-06", "licence": "CC BY 4.0"}},
            "parameters": [{"path": "exploration.rate", "value": 0.013, "unit": "1/week", "meaning": "Attempts of a person", "source_kind": "calibrated", "source": "random search"}],
        },
    })
}

pub fn summary() -> Value {
    let comparisons: Vec<Value> = ARMS.iter().map(|(name, _, _, shift)| {
        let one = |factor: f64| json!({"mean": shift * factor, "low": shift * factor - 0.8, "high": shift * factor + 0.8, "n": WORLDS, "variance_reduction": 3.2});
        json!({"arm": name, "outcomes": {"gap_end": one(1.0), "potential_gap_end": one(0.6)}})
    }).collect();
    let patterns: Vec<Value> = (1..8).map(|number| {
        let share = f64::from(number) / 8.0;
        json!({"number": number, "title": {"en": "x"}, "share": share, "low": share - 0.1, "high": share + 0.1, "n": WORLDS, "met": share > 0.5,
            "placebo": {"share": 0.3, "low": 0.2, "high": 0.4, "n": WORLDS}})
    }).collect();
    let scored: Vec<Value> = observations().iter().enumerate().filter(|(_, one)| one["set"] != "context").map(|(at, one)| {
        let value = one["eci"].as_f64().unwrap();
        let simulated = value + ((at * 29) % 13) as f64 - 6.0;
        json!({"lab": one["lab"], "release": one["model"], "date": one["date"], "value": value, "holdout": one["set"] == "holdout",
            "q50": simulated, "q05": simulated - 3.0, "q95": simulated + 3.5, "residual": value - simulated, "n": WORLDS})
    }).collect();
    json!({
        "outcomes": {"gap_end": {"mean": 8.2, "se": 0.4, "sd": 2.0, "q05": 3.1, "q50": 8.0, "q95": 13.0, "unit": "points", "n": WORLDS, "missing": 0}},
        "patterns": patterns, "comparisons": comparisons,
        "scores": {"fit": {"rmse": 3.4, "bias": -0.2, "coverage": 0.71, "n": 35}, "holdout": {"rmse": 5.9, "bias": 1.3, "coverage": 0.5, "n": 17}, "observations": scored},
    })
}
