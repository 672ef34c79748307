//! The words of all names, numbered in the order of the alphabet.

use std::hash::BuildHasher;
use std::ops::Range;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use crate::compact::{index, position};
use crate::fuzzy::Fuzzy;
use crate::sounds::Sounds;

/// Words by number and numbers by word.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    texts: Vec<Box<str>>,
    /// Numbers, by the hash of their word.
    ids: HashTable<u32>,
    fuzzy: Fuzzy,
    sounds: Sounds,
}

impl Vocabulary {
    /// Builds from all the words, in any order, each any number of times.
    pub(crate) fn build(mut texts: Vec<Box<str>>) -> Self {
        texts.sort_unstable();
        texts.dedup();
        texts.shrink_to_fit();
        let hash_at = |id: &u32| hash(&texts[index(*id)]);
        let mut ids = HashTable::with_capacity(texts.len());
        for id in 0..position(texts.len()) {
            ids.insert_unique(hash_at(&id), id, hash_at);
        }
        let words = (0..).zip(&texts).filter(|(_, text)| !text.starts_with('#'));
        let words = words.map(|(id, text)| (id, text.as_ref()));
        let (fuzzy, sounds) = (Fuzzy::build(words.clone()), Sounds::build(words));
        Self { texts, ids, fuzzy, sounds }
    }

    /// Returns how many words there are.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// Finds the number of a word.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.ids.find(hash(text), |id| self.text(*id) == text).copied()
    }

    /// Returns a word, empty when the number is none of ours.
    pub(crate) fn text(&self, id: u32) -> &str {
        self.texts.get(index(id)).map_or("", AsRef::as_ref)
    }

    /// Finds the words a slip or two away, nearest first, with their distance.
    pub(crate) fn near(&self, text: &str) -> Vec<(u32, u8)> {
        self.fuzzy.find(text, |id| self.text(id))
    }

    /// Finds the other words that sound so.
    pub(crate) fn sounding(&self, text: &str) -> Vec<u32> {
        let mut found = self.sounds.find(text, |id| self.text(id));
        found.retain(|id| self.text(*id) != text);
        found
    }

    /// Returns the numbers of the words that begin so.
    pub(crate) fn beginning(&self, prefix: &str) -> Range<u32> {
        let start = self.texts.partition_point(|text| text.as_ref() < prefix);
        let count = self.texts[start..].partition_point(|text| text.starts_with(prefix));
        position(start)..position(start + count)
    }
}

fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_numbered_by_the_alphabet() {
        let words = ["monza", "dante", "monti", "dante", "#20"].map(Box::from).to_vec();
        let vocabulary = Vocabulary::build(words);
        assert_eq!(vocabulary.len(), 4);
        assert_eq!(vocabulary.beginning("mon"), 2..4);
        assert_eq!(vocabulary.find("monti"), Some(2));
        assert_eq!(vocabulary.near("mnoza"), [(3, 1)]);
    }
}
