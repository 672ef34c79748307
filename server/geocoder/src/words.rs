//! Word lists: particles, saints, titles, given names.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Articles and prepositions, elided ones too (ANNCSU: complemento): they join names and are no names.
const PARTICLES: &[&str] = &[
    "a", "ad", "agli", "ai", "al", "all", "alla", "alle", "allo", "con", "d", "da", "dagli", "dai", "dal",
    "dall", "dalla", "dalle", "dallo", "de", "degli", "dei", "del", "dell", "della", "delle", "dello", "di",
    "e", "ed", "fra", "gli", "i", "il", "in", "l", "la", "le", "lo", "nel", "nell", "nella", "per", "sul",
    "sull", "sulla", "tra",
];

/// Titles, each with its shortened forms.
const TITLES: &[(&str, &[&str])] = &[
    ("ammiraglio", &["amm"]),
    ("architetto", &["arch"]),
    ("arcivescovo", &["arciv"]),
    ("avvocato", &["avv"]),
    ("beato", &["beata", "bto"]),
    ("capitano", &["cap"]),
    ("cardinale", &["card", "cardinal"]),
    ("cavaliere", &["cav"]),
    ("colonnello", &["col"]),
    ("commendatore", &["comm"]),
    ("commissario", &[]),
    ("conte", &["contessa"]),
    ("don", &[]),
    ("dottore", &["dott", "dr", "dottor", "dottssa"]),
    ("duca", &["duchessa"]),
    ("fratelli", &["flli", "frat", "fll", "fratello"]),
    ("generale", &["gen"]),
    ("ingegnere", &["ing"]),
    ("madre", &[]),
    ("maestro", &["mo", "mro"]),
    ("maggiore", &["magg"]),
    ("maresciallo", &["mar"]),
    ("marchese", &["march"]),
    ("monsignore", &["mons", "monsignor"]),
    ("onorevole", &["on"]),
    ("onorevoli", &["onn"]),
    ("padre", &[]),
    ("papa", &[]),
    ("presidente", &["pres"]),
    ("principe", &["principessa", "princ", "princsa", "pssa"]),
    ("professore", &["prof", "professor", "profssa"]),
    ("reverendo", &["rev"]),
    ("senatore", &["sen"]),
    ("sottotenente", &["sten"]),
    ("suor", &["suora"]),
    ("sergente", &["serg"]),
    ("tenente", &["ten"]),
    ("vescovo", &["vesc"]),
];

/// Names that a regnal number follows: a lone `i` or `v` beside them is a numeral.
const REGNAL: &[&str] = &[
    "alberto",
    "amedeo",
    "carlo",
    "emanuele",
    "felice",
    "francesco",
    "giovanni",
    "leone",
    "papa",
    "paolo",
    "pio",
    "re",
    "sisto",
    "umberto",
    "vittorio",
];

/// Words that a number goes before: a lone `v` beside them is a numeral.
const COUNTED: &[&str] = &["alpini", "giornate", "armata", "strada", "traversa"];

static GIVEN: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("words/given_names.txt").split_whitespace().collect());

/// Tells whether a word is an article or a preposition.
pub fn is_particle(word: &str) -> bool {
    PARTICLES.binary_search(&word).is_ok()
}

/// Tells whether a word says "saint", in any gender, number or shortening.
pub fn is_saint(word: &str) -> bool {
    matches!(
        word,
        "san" | "santo" | "santa" | "sant" | "sante" | "santi" | "ss" | "santissima" | "santissimo"
    )
}

/// Returns the title that a word is or stands for.
pub fn title(word: &str) -> Option<&'static str> {
    TITLES.iter().find(|(name, short)| *name == word || short.contains(&word)).map(|(name, _)| *name)
}

/// Returns the title that a shortened form stands for: `flli`, `card`, not `cardinale`.
pub fn short_title(word: &str) -> Option<&'static str> {
    TITLES.iter().find(|(_, short)| short.contains(&word)).map(|(name, _)| *name)
}

/// Tells whether a word is a common given name.
pub fn is_given_name(word: &str) -> bool {
    GIVEN.contains(word)
}

/// Tells whether a regnal number may follow the word.
pub fn is_regnal(word: &str) -> bool {
    REGNAL.contains(&word)
}

/// Tells whether a number may go before the word.
pub fn is_counted(word: &str) -> bool {
    COUNTED.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_are_sorted() {
        assert!(PARTICLES.is_sorted());
    }

    #[test]
    fn words_are_found_in_their_lists() {
        assert!(is_particle("dell") && !is_particle("dante"));
        assert_eq!(title("flli"), Some("fratelli"));
        assert!(is_given_name("giuseppe") && !is_given_name("garibaldi"));
        assert!(is_saint("sant"));
    }
}
