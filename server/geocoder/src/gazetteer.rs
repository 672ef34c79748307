//! Finds the comuni that a few words name.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::fuzzy::Fuzzy;
use crate::normalise::normalise;
use crate::tokens::{MAX_TOKENS, Separator, Token, tokenise};
use crate::words;

/// Most words of a comune's name that are looked at.
pub(crate) const MAX_WORDS: usize = 6;

/// How the words name the comune.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Naming {
    /// By its name.
    Exact,
    /// Shortened: `Cernusco s/N`, `Sesto`.
    Shortened,
    /// With slips of the pen.
    Misspelt(u8),
}

/// Names of comuni.
#[derive(Debug, Default)]
pub(crate) struct Gazetteer {
    /// Key of a name, the comuni that bear it.
    keys: FxHashMap<String, Vec<u32>>,
    /// The keys in the order of the alphabet.
    ordered: Vec<String>,
    /// First word of a name, the names' words.
    heads: FxHashMap<String, Vec<(Vec<String>, u32)>>,
    /// First words of the keys.
    firsts: FxHashSet<Box<str>>,
    /// Keys without blanks, as the fuzzy index counts them.
    joined: Vec<(String, Vec<u32>)>,
    fuzzy: Fuzzy,
}

impl Gazetteer {
    /// Builds from the names of the comuni by their index; one comune may come several times.
    pub(crate) fn build<'a>(names: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut gazetteer = Self::default();
        for (municipality, name) in names {
            gazetteer.add(municipality, &normalise(name));
        }
        gazetteer.ordered = gazetteer.keys.keys().cloned().collect();
        gazetteer.ordered.sort_unstable();
        let joined = gazetteer.ordered.iter().map(|key| (key.replace(' ', ""), gazetteer.keys[key].clone()));
        gazetteer.joined = joined.collect();
        let first = |key: &String| key.split(' ').next().map(Box::from);
        gazetteer.firsts = gazetteer.keys.keys().filter_map(first).collect();
        gazetteer.fuzzy = Fuzzy::build((0..).zip(gazetteer.joined.iter().map(|(key, _)| key.as_str())));
        gazetteer
    }

    fn add(&mut self, municipality: u32, name: &str) {
        let tokens = tokenise(name);
        let of = self.keys.entry(key(&tokens)).or_default();
        if !of.contains(&municipality) {
            of.push(municipality);
        }
        let words: Vec<String> = tokens.iter().map(|token| folded(token.text).to_owned()).collect();
        if let [first, _, ..] = words.as_slice() {
            self.heads.entry(first.clone()).or_default().push((words, municipality));
        }
    }

    /// Finds the comuni that these words, and no others, name in full.
    pub(crate) fn exact(&self, tokens: &[Token<'_>]) -> Option<&[u32]> {
        self.keys.get(&key(tokens)).map(Vec::as_slice)
    }

    /// Tells which words of a text a name may begin with.
    pub(crate) fn beginnings(&self, tokens: &[Token<'_>]) -> Beginnings {
        let mut found = Beginnings::default();
        for (at, token) in tokens.iter().enumerate().take(MAX_TOKENS) {
            found.firsts |= u32::from(self.firsts.contains(folded(token.text))) << at;
            found.particles |= u32::from(words::is_particle(token.text)) << at;
        }
        found
    }

    /// Finds the comuni whose name these words shorten.
    pub(crate) fn shortened(&self, tokens: &[Token<'_>]) -> Vec<u32> {
        let Some(first) = tokens.first() else { return Vec::new() };
        if first.text.len() < 4 && first.text != "s" && first.text != "san" {
            return Vec::new();
        }
        // `S. S.`, and `San` alone, shorten too many.
        if !tokens.iter().any(|token| token.text.len() > 2 && !words::is_saint(token.text)) {
            return Vec::new();
        }
        let names = self.heads.get(folded(first.text)).into_iter().flatten();
        let mut found: Vec<u32> = names
            .filter(|(words, _)| shortens(tokens, words))
            .map(|(_, municipality)| *municipality)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Finds the comuni whose name these words misspell, with the number of slips.
    pub(crate) fn misspelt(&self, tokens: &[Token<'_>]) -> Option<(&[u32], u8)> {
        let joined = key(tokens).replace(' ', "");
        let text_of = |id: u32| self.joined_at(id).map_or("", |(key, _)| key.as_str());
        let (id, slips) = *self.fuzzy.find(&joined, text_of).first()?;
        self.joined_at(id).map(|(_, of)| (of.as_slice(), slips))
    }

    fn joined_at(&self, id: u32) -> Option<&(String, Vec<u32>)> {
        usize::try_from(id).ok().and_then(|at| self.joined.get(at))
    }

    /// Finds the comuni whose name begins with these words, the last of which may be unfinished.
    pub(crate) fn beginning(&self, tokens: &[Token<'_>], limit: usize) -> Vec<u32> {
        let prefix = key(tokens);
        if prefix.is_empty() {
            return Vec::new();
        }
        let from = &self.ordered[self.ordered.partition_point(|key| *key < prefix)..];
        let names = from.iter().take_while(|key| key.starts_with(&prefix));
        names.flat_map(|key| &self.keys[key]).copied().take(limit).collect()
    }
}

/// Which words of a text begin the name of a comune, as bits.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Beginnings {
    firsts: u32,
    particles: u32,
}

impl Beginnings {
    /// Tells whether the words from one to before another may be a name; particles before it count only
    /// when they stand alone.
    pub(crate) fn may_be_name(self, start: usize, end: usize) -> bool {
        let is = |bits: u32, at: usize| at < MAX_TOKENS && bits >> at & 1 == 1;
        let first = (start..end).find(|at| end - start == 1 || !is(self.particles, *at));
        first.is_some_and(|at| is(self.firsts, at))
    }
}

/// The words that count, in one spelling.
fn key(tokens: &[Token<'_>]) -> String {
    let mut key = String::new();
    for token in tokens {
        if tokens.len() > 1 && words::is_particle(token.text) {
            continue;
        }
        if token.text == "se" && token.before == Separator::Dot && key.ends_with(" m") {
            key.push_str("ilanese");
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(folded(token.text));
    }
    key
}

/// Saints in one form, and shortenings that maps use for the second words of comuni.
fn folded(word: &str) -> &str {
    match word {
        "sant" | "santo" | "santa" | "s" => "san",
        "mse" | "milse" => "milanese",
        "nav" => "naviglio",
        "tic" => "ticino",
        _ => word,
    }
}

/// Tells whether each word typed begins a word of the name, in order, the first being whole.
fn shortens(typed: &[Token<'_>], words: &[String]) -> bool {
    let mut rest = words.iter().skip(1);
    typed.len() <= words.len()
        && typed
            .iter()
            .skip(1)
            .all(|token| rest.any(|word| word == folded(token.text) || word.starts_with(token.text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = [
        "Milano",
        "Sesto San Giovanni",
        "Cernusco sul Naviglio",
        "Cassina de' Pecchi",
        "San Giuliano Milanese",
    ];

    fn find(text: &str) -> Option<(u32, Naming)> {
        let gazetteer = Gazetteer::build((0..).zip(NAMES));
        let text = normalise(text);
        let tokens = tokenise(&text);
        let exact = gazetteer.exact(&tokens).map(|of| (of[0], Naming::Exact));
        exact
            .or_else(|| gazetteer.shortened(&tokens).first().map(|id| (*id, Naming::Shortened)))
            .or_else(|| gazetteer.misspelt(&tokens).map(|(of, slips)| (of[0], Naming::Misspelt(slips))))
    }

    #[test]
    fn comuni_are_found_by_name_shortened_and_misspelt() {
        assert_eq!(find("CASSINA DE PECCHI"), Some((3, Naming::Exact)));
        assert_eq!(find("S. Giuliano M.se"), Some((4, Naming::Exact)));
        assert_eq!(find("S. Giuliano Mil."), Some((4, Naming::Shortened)));
        assert_eq!(find("Cernusco s/N"), Some((2, Naming::Shortened)));
        assert_eq!(find("Sesto S. Giovanni"), Some((1, Naming::Exact)));
        assert_eq!(find("Sesto"), Some((1, Naming::Shortened)));
        assert_eq!(find("Milnao"), Some((0, Naming::Misspelt(1))));
        assert_eq!(find("Torino"), None);
        assert_eq!(find("S."), None);
        assert_eq!(find("San"), None);
    }
}
