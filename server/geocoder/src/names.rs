//! The names of streets and localities as numbered words, and which words are in which names.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::compact::{index, position};
use crate::normalise::normalise;
use crate::terms::{Class, terms};
use crate::tokens::tokenise;
use crate::vocabulary::Vocabulary;

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Target {
    Street(u32),
    Locality(u32),
}

/// A word of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StoredTerm {
    pub(crate) token: u32,
    /// First letter.
    pub(crate) first: char,
    pub(crate) class: Class,
}

/// A name with its comune, before its words are numbered.
pub(crate) struct RawName {
    pub(crate) municipality: u32,
    pub(crate) target: Target,
    pub(crate) is_alias: bool,
    terms: Vec<RawTerm>,
}

/// A word of a name, its first letter as written, and its class.
type RawTerm = (Box<str>, char, Class);

impl RawName {
    /// Reads the words of a name; none when it holds no letter and no digit.
    pub(crate) fn read(municipality: u32, target: Target, name: &str, is_alias: bool) -> Option<Self> {
        let normalised = normalise(name);
        let terms =
            terms(&tokenise(&normalised)).into_iter().map(|term| (term.text.into(), term.first, term.class));
        let terms: Vec<RawTerm> = terms.collect();
        (!terms.is_empty()).then_some(Self { municipality, target, is_alias, terms })
    }

    /// Tells whether two names have the same words.
    pub(crate) fn same_words(&self, other: &Self) -> bool {
        self.terms == other.terms
    }
}

/// All names, by comune; the words of names that are the same are kept once.
#[derive(Debug, Default)]
pub(crate) struct Names {
    terms: Vec<StoredTerm>,
    /// Where the words of each form begin.
    starts: Vec<u32>,
    /// The form of each name.
    forms: Vec<u32>,
    targets: Vec<(Target, bool)>,
    by_municipality: Vec<u32>,
    postings: Vec<u32>,
    posting_starts: Vec<u32>,
}

impl Names {
    /// Numbers the words of the names, which must be sorted by comune.
    pub(crate) fn build(raw: &[RawName], municipalities: usize) -> (Self, Vocabulary) {
        let words = raw.iter().flat_map(|name| name.terms.iter().map(|(text, ..)| text.clone())).collect();
        let vocabulary = Vocabulary::build(words);
        let mut names = Self { starts: vec![0], ..Self::default() };
        let mut known: FxHashMap<&[RawTerm], u32> = FxHashMap::default();
        for name in raw {
            let form = *known.entry(&name.terms).or_insert_with(|| {
                names.terms.extend(name.terms.iter().map(|(text, first, class)| StoredTerm {
                    token: vocabulary.find(text).unwrap_or(u32::MAX),
                    first: *first,
                    class: *class,
                }));
                names.starts.push(position(names.terms.len()));
                position(names.starts.len() - 2)
            });
            names.forms.push(form);
            names.targets.push((name.target, name.is_alias));
        }
        names.terms.shrink_to_fit();
        names.starts.shrink_to_fit();
        let before = |of: usize| raw.partition_point(|name| index(name.municipality) < of);
        names.by_municipality = (0..=municipalities).map(|of| position(before(of))).collect();
        names.post(vocabulary.len());
        (names, vocabulary)
    }

    /// Lists the names of each word, by counting.
    fn post(&mut self, words: usize) {
        let mut starts = vec![0_u32; words + 1];
        for name in 0..self.len() {
            for term in self.terms(name) {
                starts[index(term.token) + 1] += 1;
            }
        }
        for at in 0..words {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut postings = vec![0; starts.last().map_or(0, |count| index(*count))];
        for name in 0..self.len() {
            for term in self.terms(name) {
                let slot = &mut next[index(term.token)];
                postings[index(*slot)] = name;
                *slot += 1;
            }
        }
        self.postings = postings;
        self.posting_starts = starts;
    }

    /// Returns the form of a name: the same for names of the same words.
    pub(crate) fn form(&self, name: u32) -> u32 {
        self.forms[index(name)]
    }

    /// Returns the words of a name.
    pub(crate) fn terms(&self, name: u32) -> &[StoredTerm] {
        let at = index(self.form(name));
        &self.terms[index(self.starts[at])..index(self.starts[at + 1])]
    }

    /// Returns what a name is the name of, and whether it is a second name.
    pub(crate) fn target(&self, name: u32) -> (Target, bool) {
        self.targets[index(name)]
    }

    /// Returns the names of one comune.
    pub(crate) fn of_municipality(&self, municipality: u32) -> Range<u32> {
        let at = index(municipality);
        match self.by_municipality.get(at..at + 2) {
            Some([start, end]) => *start..*end,
            _ => 0..0,
        }
    }

    /// Returns the names that hold a word, those within a range of names only.
    pub(crate) fn with(&self, token: u32, within: &Range<u32>) -> &[u32] {
        let at = index(token);
        let all = &self.postings[index(self.posting_starts[at])..index(self.posting_starts[at + 1])];
        let start = all.partition_point(|name| *name < within.start);
        let count = all[start..].partition_point(|name| *name < within.end);
        &all[start..start + count]
    }

    /// Returns how many names there are.
    pub(crate) fn len(&self) -> u32 {
        position(self.targets.len())
    }

    /// Returns the range of all names.
    pub(crate) fn all(&self) -> Range<u32> {
        0..self.len()
    }

    /// Returns the names of one street or locality of a comune.
    pub(crate) fn of_target(&self, municipality: u32, target: Target) -> Range<u32> {
        let own = self.of_municipality(municipality);
        let names = &self.targets[index(own.start)..index(own.end)];
        let before = names.partition_point(|(other, _)| *other < target);
        let count = names[before..].partition_point(|(other, _)| *other == target);
        own.start + position(before)..own.start + position(before + count)
    }

    /// Returns how many times names have a word.
    pub(crate) fn count(&self, token: u32) -> usize {
        self.with(token, &self.all()).len()
    }
}
