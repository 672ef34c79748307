//! Word lists: particles, saints, titles, given names.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Articles and prepositions, elided ones too (ANNCSU: complemento): they join names and are no names.
const PARTICLES: &[&str] = &[
    "a", "ad", "agli", "ai", "al", "all", "alla", "alle", "allo", "con", "d", "da", "dagli", "dai", "dal",
    "dall", "dalla", "dalle", "dallo", "de", "degli", "dei", "del", "dell", "della", "delle", "dello", "di",
    "e", "ed", "fra", "gli", "i", "il", "in", "l", "la", "le", "lo", "nel", "nell", "nella", "per", "sul",
    "sull", "sulla", "tra",
];

/// "Saint" in its forms.
const SAINTS: &[&str] =
    &["san", "santo", "santa", "sant", "sante", "santi", "ss", "santissima", "santissimo"];

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
    "benedetto",
    "carlo",
    "clemente",
    "emanuele",
    "enrico",
    "federico",
    "felice",
    "ferdinando",
    "francesco",
    "giovanni",
    "gregorio",
    "innocenzo",
    "leone",
    "napoleone",
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

/// Given names that are written in several ways.
const FORMS: &[(&str, &[&str])] = &[
    ("gian", &["giovanni"]),
    ("giovan", &["giovanni", "gian"]),
    ("giovanni", &["gian"]),
    ("giambattista", &["giovanni battista", "gian battista"]),
    ("gianbattista", &["giovanni battista", "giambattista"]),
    ("giovambattista", &["giovanni battista", "gian battista"]),
    ("giovanbattista", &["giovanni battista", "gian battista"]),
    ("isacco", &["isaac"]),
    ("marcantonio", &["marco antonio"]),
    ("pier", &["pietro"]),
];

/// What the lists say of one word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known {
    /// An article or a preposition.
    pub(crate) particle: bool,
    /// "Saint", in any gender, number or shortening.
    pub(crate) saint: bool,
    /// A common given name.
    pub(crate) given: bool,
    /// The title that it is or stands for.
    pub(crate) title: Option<&'static str>,
    /// The title that it is short for.
    pub(crate) short_title: Option<&'static str>,
}

/// All words of the lists: one look-up instead of five.
static KNOWN: LazyLock<FxHashMap<&str, Known>> = LazyLock::new(|| {
    let mut known: FxHashMap<&str, Known> = FxHashMap::default();
    for word in PARTICLES {
        known.entry(word).or_default().particle = true;
    }
    for word in SAINTS {
        known.entry(word).or_default().saint = true;
    }
    for word in include_str!("words/given_names.txt").split_whitespace() {
        known.entry(word).or_default().given = true;
    }
    for (title, shorts) in TITLES {
        known.entry(title).or_default().title = Some(*title);
        for short in *shorts {
            let word = known.entry(short).or_default();
            (word.title, word.short_title) = (Some(*title), Some(*title));
        }
    }
    known
});

/// Returns what the lists say of a word.
pub(crate) fn known(word: &str) -> Known {
    KNOWN.get(word).copied().unwrap_or_default()
}

/// Tells whether a word is an article or a preposition.
pub fn is_particle(word: &str) -> bool {
    known(word).particle
}

/// Tells whether a word says "saint", in any gender, number or shortening.
pub fn is_saint(word: &str) -> bool {
    known(word).saint
}

/// Returns the title that a word is or stands for.
pub fn title(word: &str) -> Option<&'static str> {
    known(word).title
}

/// Returns the title that a shortened form stands for: `flli`, `card`, not `cardinale`.
pub fn short_title(word: &str) -> Option<&'static str> {
    known(word).short_title
}

/// Tells whether a word is a common given name.
pub fn is_given_name(word: &str) -> bool {
    known(word).given
}

/// Returns the other forms of a given name.
pub(crate) fn other_forms(word: &str) -> &'static [&'static str] {
    FORMS.iter().find(|(name, _)| *name == word).map_or(&[], |(_, forms)| *forms)
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
    fn a_word_stands_for_one_title_and_is_on_its_list_once() {
        let mut words: Vec<&str> = TITLES
            .iter()
            .flat_map(|(title, shorts)| std::iter::once(title).chain(*shorts))
            .copied()
            .collect();
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
    }

    #[test]
    fn words_are_found_in_their_lists() {
        assert!(is_particle("dell") && !is_particle("dante"));
        assert_eq!(title("flli"), Some("fratelli"));
        assert!(is_given_name("giuseppe") && !is_given_name("garibaldi"));
        assert!(is_saint("sant"));
    }
}
