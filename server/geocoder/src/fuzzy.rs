//! Finds words of a vocabulary that are one or two slips of the pen away.
//!
//! Symmetric deletes: each word is kept under the hashes of itself with up to two letters left out; a
//! query looks up its own deletes, and the distance decides. The distance is optimal string alignment:
//! letters put in, left out, changed, or two neighbours swapped count one each.

use crate::compact::index;

/// Longest word that is compared, in letters.
const MAX_LETTERS: usize = 24;

/// Words by their deletes.
#[derive(Debug, Default)]
pub(crate) struct Fuzzy {
    /// Hash of a delete, id of the word; sorted.
    deletes: Vec<(u32, u32)>,
    /// Where the deletes begin whose hash has these first bits, and where the last ones end.
    buckets: Vec<u32>,
    /// How many bits of a hash choose its bucket.
    bits: u32,
}

impl Fuzzy {
    /// Builds from the words with their ids.
    pub(crate) fn build<'a>(words: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut deletes = Vec::new();
        for (id, word) in words {
            let letters: Vec<char> = word.chars().collect();
            if (4..=MAX_LETTERS).contains(&letters.len()) {
                let depth = if letters.len() < 6 { 1 } else { 2 };
                each_delete(&letters, depth, &mut |hash| deletes.push((hash, id)));
            }
        }
        deletes.sort_unstable();
        deletes.dedup();
        deletes.shrink_to_fit();
        let bits = deletes.len().max(2).ilog2();
        let mut buckets = vec![0; (1 << bits) + 1];
        for (hash, _) in &deletes {
            buckets[bucket(*hash, bits) + 1] += 1;
        }
        for at in 1..buckets.len() {
            buckets[at] += buckets[at - 1];
        }
        Self { deletes, buckets, bits }
    }

    /// Lists the words with a delete of this hash.
    fn with(&self, hash: u32) -> impl Iterator<Item = u32> + '_ {
        let at = bucket(hash, self.bits);
        let range = match self.buckets.get(at..at + 2) {
            Some([start, end]) => index(*start)..index(*end),
            _ => 0..0,
        };
        self.deletes[range].iter().filter(move |(kept, _)| *kept == hash).map(|(_, id)| *id)
    }

    /// Finds the words within [`slips_allowed`] of `word`, nearest first, with their distance.
    pub(crate) fn find<'a>(&self, word: &str, text_of: impl Fn(u32) -> &'a str) -> Vec<(u32, u8)> {
        let letters: Vec<char> = word.chars().take(MAX_LETTERS + 1).collect();
        let allowed = slips_allowed(letters.len());
        if allowed == 0 || letters.len() > MAX_LETTERS {
            return Vec::new();
        }
        let mut ids = Vec::new();
        each_delete(&letters, allowed, &mut |hash| ids.extend(self.with(hash)));
        ids.sort_unstable();
        ids.dedup();
        let mut found: Vec<(u32, u8)> = ids
            .into_iter()
            .filter(|id| letters.len() > 4 || text_of(*id).chars().nth(4).is_some())
            .filter_map(|id| distance(&letters, text_of(id), allowed).map(|slips| (id, slips)))
            .collect();
        found.sort_unstable_by_key(|(id, slips)| (*slips, *id));
        found
    }
}

/// Returns the bucket of a hash: its first bits.
fn bucket(hash: u32, bits: u32) -> usize {
    index(hash.checked_shr(u32::BITS - bits).unwrap_or(0))
}

/// How many slips a word of so many letters may have: one from five letters, two from eight. A word
/// of four may have lost one of five.
pub(crate) fn slips_allowed(letters: usize) -> u8 {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

fn each_delete(letters: &[char], depth: u8, visit: &mut impl FnMut(u32)) {
    visit(hash_without(letters, usize::MAX, usize::MAX));
    for first in 0..letters.len() {
        visit(hash_without(letters, first, usize::MAX));
        if depth > 1 {
            for second in first + 1..letters.len() {
                visit(hash_without(letters, first, second));
            }
        }
    }
}

/// FNV-1a over the letters but two.
fn hash_without(letters: &[char], first: usize, second: usize) -> u32 {
    let kept = letters.iter().enumerate().filter(|(at, _)| *at != first && *at != second);
    kept.fold(0x811c_9dc5, |hash, (_, letter)| (hash ^ u32::from(*letter)).wrapping_mul(0x0100_0193))
}

/// Tells whether one slip of the pen makes one word of the other.
pub(crate) fn is_one_slip_away(left: &str, right: &str) -> bool {
    if left.len().abs_diff(right.len()) > 1 {
        return false;
    }
    let letters: Vec<char> = left.chars().take(MAX_LETTERS).collect();
    distance(&letters, right, 1) == Some(1)
}

/// Optimal string alignment distance, when it is at most `allowed`.
fn distance(left: &[char], right: &str, allowed: u8) -> Option<u8> {
    let mut buffer = ['\0'; MAX_LETTERS];
    let mut count = 0;
    for letter in right.chars() {
        *buffer.get_mut(count)? = letter;
        count += 1;
    }
    let right = &buffer[..count];
    if left.len().abs_diff(right.len()) > usize::from(allowed) {
        return None;
    }
    // The row before the last, the last, and the one that is written.
    let [mut before, mut above, mut next] = [[0_u8; MAX_LETTERS + 1]; 3];
    for (cell, value) in above.iter_mut().zip(0..) {
        *cell = value;
    }
    for (i, letter) in left.iter().enumerate() {
        next[0] = above[0] + 1;
        for (j, other) in right.iter().enumerate() {
            let changed = above[j] + u8::from(letter != other);
            let mut best = changed.min(above[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *letter == right[j - 1] && left[i - 1] == *other {
                best = best.min(before[j - 1] + 1);
            }
            next[j + 1] = best;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut next);
    }
    Some(above[right.len()]).filter(|slips| *slips <= allowed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn slips(left: &str, right: &str) -> Option<u8> {
        distance(&left.chars().collect::<Vec<_>>(), right, 2)
    }

    #[test]
    fn slips_are_counted() {
        assert_eq!(slips("garibaldi", "garibaldi"), Some(0));
        assert_eq!(slips("gairbaldi", "garibaldi"), Some(1));
        assert_eq!(slips("garibldi", "garibaldi"), Some(1));
        assert_eq!(slips("garribalddi", "garibaldi"), Some(2));
        assert_eq!(slips("manzoni", "garibaldi"), None);
    }

    #[test]
    fn nothing_is_near_where_there_are_no_words() {
        assert!(Fuzzy::default().find("garibaldi", |_| "").is_empty());
        assert!(Fuzzy::build(std::iter::empty()).find("garibaldi", |_| "").is_empty());
    }

    #[test]
    fn near_words_are_found_nearest_first() {
        let words = ["garibaldi", "garibaldo", "rimini", "dante"];
        let fuzzy = Fuzzy::build((0..).zip(words));
        let found = fuzzy.find("gairbaldi", |id| words[id as usize]);
        assert_eq!(found, [(0, 1), (1, 2)]);
        assert_eq!(fuzzy.find("dant", |id| words[id as usize]), [(3, 1)]);
        assert!(fuzzy.find("dan", |id| words[id as usize]).is_empty());
    }

    proptest! {
        #[test]
        fn one_slip_in_a_long_word_is_always_found(word in "[a-z]{8,12}", at in 0_usize..8, letter in proptest::char::range('a', 'z')) {
            let fuzzy = Fuzzy::build(std::iter::once((7, word.as_str())));
            let mut typed: Vec<char> = word.chars().collect();
            typed[at] = letter;
            let typed: String = typed.into_iter().collect();
            prop_assert_eq!(fuzzy.find(&typed, |_| word.as_str()).first().map(|hit| hit.0), Some(7));
        }
    }
}
