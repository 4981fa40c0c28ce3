//! Reference numbers that are part of the program: rows of a CSV file, and how a number is known, in words.

use serde::de::DeserializeOwned;

use crate::quantity::Known;

/// Rows of a file.
///
/// # Panics
/// Where a row does not have the fields asked for: the file is part of the program.
pub fn rows<T: DeserializeOwned>(text: &str) -> Vec<T> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.unwrap_or_else(|problem| panic!("{problem}"))).collect()
}

/// How a number is known, by the word of the column `known`.
///
/// # Panics
/// Where the word is none of the known ones.
pub fn known(word: &str) -> Known {
    match word {
        "exact" => Known::Exact,
        "deterministic" => Known::Deterministic,
        "independent" => Known::Independent,
        "second_program" => Known::SecondProgram,
        "read_off" => Known::ReadOff,
        "memory" => Known::Memory,
        _ => panic!("{word} is no way to know a number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_results() {
        for kind in [
            Known::Exact,
            Known::Deterministic,
            Known::Independent,
            Known::SecondProgram,
            Known::ReadOff,
            Known::Memory,
        ] {
            let word = serde_word(kind);
            assert_eq!(known(&word), kind, "{word}");
        }
    }

    /// `SecondProgram` as `second_program`.
    fn serde_word(kind: Known) -> String {
        let name = format!("{kind:?}");
        let parts = name.char_indices().map(|(i, c)| {
            let low = c.to_ascii_lowercase();
            if c.is_uppercase() && i > 0 { format!("_{low}") } else { low.to_string() }
        });
        parts.collect()
    }
}
