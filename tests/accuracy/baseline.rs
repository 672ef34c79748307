//! The simple normaliser of `../shared/data/INDEX.md`: drop articles, expand the DUG, any of the four
//! names of the viario, words as a set.

use std::collections::{BTreeSet, HashMap};

use crate::register::{Known, Register, full_number};

const ARTICLES: &[&str] = &[
    "a", "ai", "al", "alla", "alle", "d", "da", "dal", "dalla", "de", "degli", "dei", "del", "dell", "della",
    "delle", "dello", "di", "e", "gli", "i", "il", "in", "la", "le", "lo",
];
const KINDS: &[(&str, &str)] = &[
    ("v", "via"),
    ("vle", "viale"),
    ("pza", "piazza"),
    ("pzza", "piazza"),
    ("ple", "piazzale"),
    ("cso", "corso"),
    ("lgo", "largo"),
    ("vlo", "vicolo"),
    ("pta", "piazzetta"),
    ("vpr", "via privata"),
];

/// Streets by the set of their words.
pub(crate) struct Baseline<'r> {
    register: &'r Register,
    streets: HashMap<BTreeSet<String>, String>,
    all_states: bool,
}

impl<'r> Baseline<'r> {
    pub(crate) fn new(register: &'r Register, all_states: bool) -> Self {
        let streets = register
            .streets
            .iter()
            .flat_map(|street| street.names.iter().map(|name| (words(name), street.code.clone())));
        Self { register, streets: streets.collect(), all_states }
    }

    /// The street with just these words, else the only one that has them all.
    fn street(&self, typed: &BTreeSet<String>) -> Option<&String> {
        self.streets.get(typed).or_else(|| {
            let mut wider =
                self.streets.iter().filter(|(words, _)| words.is_superset(typed)).map(|(_, code)| code);
            let first = wider.next()?;
            wider.all(|other| other == first).then_some(first)
        })
    }

    /// Finds the address: the words up to the last number name the street.
    pub(crate) fn find(&self, text: &str) -> Option<&'r Known> {
        let (street, number) = part(text)?;
        let code = self.street(&words(&street))?;
        let known = self.register.addresses.get(&(code.clone(), number))?;
        known.iter().find(|known| self.all_states || known.is_current)
    }
}

pub(crate) fn words(text: &str) -> BTreeSet<String> {
    let text = text.to_lowercase().replace('.', "").replace(['\'', ',', '(', ')'], " ");
    let words = text.split_whitespace().filter(|word| !ARTICLES.contains(word));
    let full = words.flat_map(|word| {
        let full = KINDS.iter().find(|(short, _)| *short == word).map_or(word, |(_, full)| *full);
        full.split(' ').map(str::to_owned).collect::<Vec<_>>()
    });
    full.collect()
}

/// Street and number with its exponent: what comes before and at the last word with a digit first.
fn part(text: &str) -> Option<(String, String)> {
    let text = text.strip_suffix(", Milano").unwrap_or(text).replace(',', " ");
    let is_noise = |word: &&str| word.len() != 5 || !word.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<&str> = text.split_whitespace().filter(is_noise).collect();
    let at = words.iter().rposition(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let number = words[at..].concat();
    let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    let number = full_number(&number[..digits], &number[digits..]);
    (at > 0).then(|| (words[..at].join(" "), number))
}
