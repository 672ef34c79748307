//! The words of a name, and writing in the style of the others.

use super::numerals::roman;
use crate::toponymy::thoroughfare::ThoroughfareName;

/// The DUF of a name, word by word.
#[derive(Debug, Clone)]
pub(super) struct Words<'a> {
    name: &'a ThoroughfareName,
    parts: Vec<String>,
    is_upper: bool,
}

impl<'a> Words<'a> {
    /// Takes a name apart at its blanks.
    pub(super) fn of(name: &'a ThoroughfareName) -> Self {
        let parts = name.name.split_whitespace().map(str::to_owned).collect();
        Self { name, parts, is_upper: is_upper(name) }
    }

    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// Returns a word as it is; empty beyond the ends.
    pub(super) fn get(&self, at: usize) -> &str {
        self.parts.get(at).map_or("", String::as_str)
    }

    /// Returns a word in small letters, without signs around it; empty beyond the ends.
    pub(super) fn bare(&self, at: usize) -> String {
        bare(self.get(at))
    }

    /// Returns the word before in small letters; empty before the first.
    pub(super) fn bare_before(&self, at: usize) -> String {
        at.checked_sub(1).map(|before| self.bare(before)).unwrap_or_default()
    }

    /// Replaces a word, in capitals where the name is.
    pub(super) fn set(&mut self, at: usize, text: &str) {
        let text = self.in_style(text);
        if let Some(word) = self.parts.get_mut(at) {
            *word = text;
        }
    }

    /// Replaces several words, and puts the name together.
    pub(super) fn with(mut self, texts: &[(usize, String)]) -> ThoroughfareName {
        for (at, text) in texts {
            self.set(*at, text);
        }
        self.into_name()
    }

    /// Makes one word of two.
    pub(super) fn set_two(&mut self, at: usize, text: &str) {
        self.set(at, text);
        self.remove(at + 1);
    }

    /// Replaces a word by two, as they are.
    pub(super) fn part(&mut self, at: usize, first: &str, second: &str) {
        if at < self.parts.len() {
            self.parts.splice(at..=at, [first.to_owned(), second.to_owned()]);
        }
    }

    fn remove(&mut self, at: usize) {
        if at < self.parts.len() {
            self.parts.remove(at);
        }
    }

    pub(super) fn in_style(&self, text: &str) -> String {
        if self.is_upper { text.to_uppercase() } else { text.to_owned() }
    }

    /// Puts the name together again.
    pub(super) fn into_name(self) -> ThoroughfareName {
        ThoroughfareName { name: self.parts.join(" "), ..self.name.clone() }
    }
}

pub(super) fn bare(word: &str) -> String {
    word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase()
}

/// Whether a word is in a list of words with single blanks between them.
pub(in super::super) fn is_among(list: &str, word: &str) -> bool {
    list.split(' ').any(|other| other == word)
}

/// Whether a name is in capitals: its words are, numerals and initials apart, or else its kind.
fn is_upper(name: &ThoroughfareName) -> bool {
    let letters = |word: &&str| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
    let telling = |word: &&str| letters(word) && roman(word).is_none();
    let words: Vec<&str> = name.name.split_whitespace().filter(telling).collect();
    let sample = if words.is_empty() { vec![name.kind.as_str()] } else { words };
    sample.iter().all(|word| is_in_capitals(word))
}

/// Whether a text has letters and none of them is small.
pub(super) fn is_in_capitals(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase)
}
