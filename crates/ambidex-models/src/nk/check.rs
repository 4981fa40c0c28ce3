use ambidex_core::Problem;
use ambidex_core::catalogue::Values;

use super::matrix::Matrix;
use super::{spread, table};

/// The interaction matrix of all replicates, by the values `n`, `k`, `interactions` and `matrix`; none where each
/// replicate draws its own. The problem says what does not fit.
pub fn fixed_matrix(values: &Values) -> Result<Option<Matrix>, Problem> {
    let (n, k) = (values.number("n") as usize, values.number("k") as usize);
    let word = values.choice("interactions");
    match (word, values.file("matrix")) {
        ("file", None) => {
            return Err(Problem {
                path: "matrix".to_owned(),
                found: "nothing".to_owned(),
                expected: "a file, because interactions = file".to_owned(),
                remedy: format!(
                    "give {n} lines of {n} zeros and ones, or choose another pattern, e.g. interactions = random"
                ),
            });
        }
        ("file", Some(text)) => return Matrix::parse(text, n).map(Some),
        (_, Some(_)) => {
            return Err(Problem {
                path: "matrix".to_owned(),
                found: format!("a file, with interactions = {word}"),
                expected: "interactions = file where a matrix is given".to_owned(),
                remedy: "set interactions = file, or leave the matrix out".to_owned(),
            });
        }
        _ => {}
    }
    fits(word, n, k)?;
    Ok(match word {
        "adjacent" => Some(Matrix::adjacent(n, k)),
        "next_k" => Some(Matrix::next_k(n, k)),
        "block" => Some(Matrix::block(n, k)),
        "hierarchical" => Some(Matrix::hierarchical(n, k)),
        "centralised" => Some(Matrix::centralised(n, k)),
        "dependent" => Some(Matrix::dependent(n, k)),
        "banded" => Some(Matrix::banded(n, k)),
        _ => None,
    })
}

fn fits(word: &str, n: usize, k: usize) -> Result<(), Problem> {
    let problem = |expected: String, remedy: String| {
        Err(Problem {
            path: "k".to_owned(),
            found: format!("{k} with n = {n}, interactions = {word}"),
            expected,
            remedy,
        })
    };
    if k >= n {
        return problem(
            format!("k from 0 to n - 1 = {}: a locus has n - 1 others", n - 1),
            format!("set k = {} or n = {}", n - 1, k + 1),
        );
    }
    if word == "block" && !n.is_multiple_of(k + 1) {
        return problem(
            format!("n a multiple of k + 1 = {}: blocks are whole", k + 1),
            format!("set n = {}, or choose another k", (n / (k + 1) + 1) * (k + 1)),
        );
    }
    if matches!(word, "hierarchical" | "banded") && 2 * k > n - 1 {
        return problem(
            format!(
                "k up to (n - 1) / 2 = {}: there are n (n - 1) / 2 places below the diagonal for n k links",
                (n - 1) / 2
            ),
            format!("set k = {} or n = {}", (n - 1) / 2, 2 * k + 1),
        );
    }
    Ok(())
}

/// What is wrong across the values.
pub fn check(values: &Values) -> Vec<Problem> {
    let n = values.number("n") as usize;
    let full = values.choice("enumeration") == "full" && n > table::MOST;
    let all = values.choice("measures") == "all" && n > spread::MOST;
    let costs = [
        full.then(|| Problem {
            path: "enumeration".to_owned(),
            found: format!("full with n = {n}: {}", cost(n, 4.0, 0.25)),
            expected: format!("n up to {}", table::MOST),
            remedy: format!("set enumeration = auto to walk without a table, or n = {} or less", table::MOST),
        }),
        all.then(|| Problem {
            path: "measures".to_owned(),
            found: format!("all with n = {n}: {}", cost(n, 16.0, 12.0)),
            expected: format!("n up to {}", spread::MOST),
            remedy: format!("set measures = peaks, or n = {} or less", spread::MOST),
        }),
    ];
    fixed_matrix(values).err().into_iter().chain(costs.into_iter().flatten()).collect()
}

/// Memory and time of a landscape whose 2^n configurations take `bytes` and, a locus each, `nanoseconds`.
fn cost(n: usize, bytes: f64, nanoseconds: f64) -> String {
    let configurations = ambidex_core::maths::pow(2.0, n as f64);
    let memory = amount(configurations * bytes, &[(1e6, "MB"), (1e9, "GB"), (1e12, "TB"), (1e15, "PB")]);
    let seconds = configurations * n as f64 * nanoseconds * 1e-9;
    let time = amount(
        seconds,
        &[(1e-3, "ms"), (1.0, "s"), (3600.0, "hours"), (86400.0, "days"), (31_557_600.0, "years")],
    );
    format!("2^{n} configurations take about {memory} and {time} a landscape")
}

fn amount(value: f64, units: &[(f64, &str)]) -> String {
    let unit = units.iter().rev().find(|(size, _)| value >= *size).unwrap_or(&units[0]);
    let scaled = value / unit.0;
    if scaled >= 1e4 { format!("{scaled:.1e} {}", unit.1) } else { format!("{scaled:.0} {}", unit.1) }
}
