use ambidex_core::Streams;
use ambidex_race::record::columns;
fn main() {
    let text = std::fs::read_to_string("cases/llama/scenario.toml").unwrap();
    let mut scenario: ambidex_race::scenario::Scenario = toml::from_str(&text).unwrap();
    let args: Vec<String> = std::env::args().collect();
    let ppa: u32 = args.get(1).map_or(10, |s| s.parse().unwrap());
    let n: u32 = args.get(2).map_or(20, |s| s.parse().unwrap());
    scenario.persons_per_agent = ppa;
    let setup = ambidex_race::Setup::new(&scenario).unwrap_or_else(|p| {
        for x in p {
            eprintln!("{x}");
        }
        std::process::exit(2)
    });
    let names: Vec<String> = columns(&scenario).iter().map(|c| c.name.to_string()).collect();
    let t = std::time::Instant::now();
    let records: Vec<_> = (0..n).map(|r| ambidex_race::simulate(&setup, Streams::new(1, r))).collect();
    let s = t.elapsed().as_secs_f64();
    let (l, w, weeks) = (scenario.lab.len(), names.len(), setup.calendar.weeks as usize);
    let persons: f64 = scenario.lab.iter().flat_map(|l| &l.unit).map(|u| u.head_count).sum();
    println!(
        "{:.1} ms a world, {:.1} ns a person-week ({} persons)",
        s / f64::from(n) * 1e3,
        s / f64::from(n) / persons / weeks as f64 * 1e9,
        persons
    );
    for want in
        args.get(3).map_or(vec!["capability", "potential", "k_lab_reasoning"], |s| s.split(',').collect())
    {
        let c = names.iter().position(|x| x == want).unwrap_or_else(|| panic!("{want}: {names:?}"));
        println!("{want}");
        for lab in 0..l {
            print!("  {:>10}", scenario.lab[lab].name);
            for week in (0..weeks).step_by(13).chain([weeks - 1]) {
                let mut v: Vec<f32> = records.iter().map(|r| r.series[(week * l + lab) * w + c]).collect();
                v.sort_by(f32::total_cmp);
                print!(" {:7.2}", v[v.len() / 2]);
            }
            println!();
        }
    }
    for r in &records[0].releases {
        if r.base || !r.paradigms.is_empty() {
            println!(
                "{} {} wk {} plan {} Q {:.1} rep {:.1} gap {:.1} dens {:.3} x {:.2} c {:.2} {}",
                scenario.lab[r.lab as usize].name,
                r.name,
                r.week,
                r.planned_week,
                r.capability,
                r.reported,
                r.gap,
                r.defect_density,
                r.effective_compute,
                r.compute,
                r.paradigms
            );
        }
    }
}
