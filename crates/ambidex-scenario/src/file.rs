//! Files, and the names of cases in their place.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;

use ambidex_core::Problem;
use ambidex_core::parameters::nearest;

use crate::cases::CASES;
use crate::document::{Document, MOST_BYTES, too_long};
use crate::mistake::{Mistake, ScenarioError};

/// Opens a case by name or a scenario file by path, with edits (path, value) laid over it.
pub fn open(target: &str, sets: &[(String, String)]) -> Result<Document, ScenarioError> {
    let mut document = match CASES.iter().find(|case| case.name == target) {
        Some(case) => case.document()?,
        None => Document::parse(target, &read(Path::new(target))?)?,
    };
    document.set_all(sets);
    Ok(document)
}

/// Reads a text file of bounded size.
pub fn read(path: &Path) -> Result<String, ScenarioError> {
    let name = path.display().to_string();
    let failed = |error: std::io::Error| unreadable(&name, &error);
    let metadata = fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        let remedy = "name the scenario file within it";
        return Err(ScenarioError::whole(&name, "a directory", "a scenario file (TOML)", remedy));
    }
    if metadata.len() > MOST_BYTES {
        return Err(too_long(&name, metadata.len()));
    }
    let mut bytes = Vec::new();
    // A pipe says nothing of its length beforehand.
    let file = fs::File::open(path).map_err(failed)?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(too_long(&name, bytes.len() as u64));
    }
    String::from_utf8(bytes)
        .map_err(|error| not_utf8(&name, error.as_bytes(), error.utf8_error().valid_up_to()))
}

fn unreadable(name: &str, error: &std::io::Error) -> ScenarioError {
    let cases: Vec<&str> = CASES.iter().map(|case| case.name).collect();
    let remedy = match nearest(name, cases.iter().copied()) {
        Some(near) => format!("did you mean the case `{near}`?"),
        None => format!("check the path; cases are: {}", cases.join(", ")),
    };
    match error.kind() {
        ErrorKind::NotFound => {
            ScenarioError::whole(name, "no such file", "a scenario file (TOML) or the name of a case", remedy)
        }
        _ => {
            ScenarioError::whole(name, error.to_string(), "a file that can be read", "check its permissions")
        }
    }
}

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> ScenarioError {
    let line = bytes.iter().take(at).filter(|&&byte| byte == b'\n').count() + 1;
    let byte = bytes.get(at).copied().unwrap_or(0);
    let problem = Problem {
        path: name.to_owned(),
        found: format!("byte 0x{byte:02x} at offset {at}, line {line}, which is not UTF-8"),
        expected: "a text file in UTF-8".to_owned(),
        remedy: "save it again with the encoding UTF-8".to_owned(),
    };
    ScenarioError { name: name.to_owned(), mistakes: vec![Mistake { problem, place: None }] }
}
