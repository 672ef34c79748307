//! Addresses written by us in the ways of administrative files; what is right stands beside each.

use crate::case::{Case, Key, Set, Text, Truth};

/// The set; its file says how it is written.
pub(super) fn set() -> Set {
    let lines = include_str!("../labels/clerks_milano.txt").lines().skip(1);
    let cases = lines
        .filter_map(|line| line.rsplit_once(" = "))
        .map(|(text, truth)| Case { text: Text::Free(text.replace("\\n", "\n")), truth: read(truth) });
    Set { name: "clerks", all_states: true, silent_limit: 0, cases: cases.collect() }
}

fn read(truth: &str) -> Truth {
    match truth {
        "unsure" => Truth::Absent,
        "nothing" => Truth::Nothing,
        street if !street.contains(':') => Truth::Street(street.to_owned()),
        several => Truth::Access(several.split('|').filter_map(key).collect()),
    }
}

fn key(text: &str) -> Option<Key> {
    text.split_once(':').map(|(street, number)| (street.to_owned(), number.to_owned()))
}
