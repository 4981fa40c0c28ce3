//! What the race draws for. One constant a purpose; the test below keeps the names apart.

use ambidex_core::{Purpose, Stream, Streams};

macro_rules! purposes {
    ($($(#[$meta:meta])* $field:ident = $name:literal;)*) => {
        /// The streams of one world, one a purpose.
        #[derive(Clone, Copy, Debug)]
        pub struct RaceStreams { $($(#[$meta])* pub $field: Stream,)* }

        impl RaceStreams {
            /// The streams of one replicate.
            pub fn new(streams: Streams) -> Self {
                Self { $($field: streams.stream(Purpose($name)),)* }
            }
        }

        /// Names of all purposes.
        pub const PURPOSES: &[&str] = &[$($name),*];
    };
}

purposes! {
    /// Words of a person's week: attempts, pool attempts, leaving, flags. Entity: person.
    person = "race.person";
    /// Contacts, source and amount of reading. Entity: person.
    reading = "race.reading";
    /// Which facts are read, which are forgotten. Entity: person.
    facts = "race.facts";
    /// Domain, difficulty and fate of an attempt. Entity: person.
    exploration = "race.exploration";
    /// What is read from the public pool. Entity: person.
    pool = "race.pool";
    /// Speciality and first beliefs. Entity: person.
    person_start = "race.person_start";
    /// Who is drafted first. Entity: person.
    draft = "race.draft";
    /// Where a leaver goes. Entity: person.
    destination = "race.destination";
    /// Refilling of a seat. Entity: person who held it.
    refill = "race.refill";
    /// Order in which persons are laid off, moved or poached. Entity: person.
    order = "race.order";
    /// Talks of a seminar. Entity: unit.
    seminar = "race.seminar";
    /// Papers. Entity: unit.
    papers = "race.papers";
    /// Transfer into the lab code. Entity: lab.
    transfer = "race.transfer";
    /// Signals at a gate. Entity: lab.
    gate = "race.gate";
    /// Adoption of a paradigm. Entity: lab and paradigm.
    adoption = "race.adoption";
    /// What a release reveals. Entity: lab.
    reveal = "race.reveal";
    /// Detection of inflated reports. Entity: lab.
    detection = "race.detection";
    /// Open or closed, where it is learned. Entity: lab.
    openness = "race.openness";
    /// Pairs whose beliefs are compared. Entity: lab.
    diversity = "race.diversity";
    /// Facts that turn round. Entity: the world.
    turbulence = "race.turbulence";
    /// Prerequisites of hard facts. Entity: fact.
    prerequisites = "race.prerequisites";
    /// Key domains under the veil of ignorance. Entity: paradigm.
    veil = "race.veil";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn purposes_are_unique() {
        let keys: BTreeSet<u64> = PURPOSES.iter().map(|name| Purpose(name).key()).collect();
        assert_eq!(keys.len(), PURPOSES.len());
    }
}
