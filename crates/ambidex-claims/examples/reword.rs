//! Writes `claims.json` and `claims.md` of a run anew with the words of the case as they stand today, the numbers as
//! they were run: `cargo run --release -p ambidex-claims --example reword -- FOLDER OUT`. `docs/claims.md` is the
//! `claims.md` of the last full run.

use std::path::Path;

use ambidex_claims::table;
use ambidex_scenario::Case;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, out] = arguments.as_slice() else {
        return Err("give the folder of a run and another".into());
    };
    let verdicts = table::read(&std::fs::read_to_string(Path::new(folder).join(table::FILES[0]))?)?;
    let case = Case::named(&verdicts.case).ok_or("there is no such case")?;
    table::write(&verdicts.reworded(case)?, Path::new(out))?;
    Ok(())
}
