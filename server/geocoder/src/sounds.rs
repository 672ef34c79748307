//! Words that sound alike, for names that people know by ear: `Colbe` for `Kolbe`, `Aiez` for `Hayez`.
//!
//! The fold follows what Italian does to foreign names (rule N27 of the matching rules: h mute, c, k and
//! ch, doubled consonants, j, y and i): it is no more than a last resort, since it makes strangers alike.

/// Shortest word that is compared by its sound.
const SHORTEST: usize = 4;

/// Letters that have one sound; of several that fit the first is taken.
const FOLDS: [(&str, &str); 40] = [
    ("tsch", "ci"),
    ("sch", "s"),
    ("scia", "sa"),
    ("scio", "so"),
    ("sciu", "su"),
    ("sce", "se"),
    ("sci", "si"),
    ("che", "ke"),
    ("chi", "ki"),
    ("ghe", "ge"),
    ("ghi", "gi"),
    ("sh", "s"),
    ("ch", "k"),
    ("ck", "k"),
    ("cq", "k"),
    ("qu", "ku"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("gh", "g"),
    ("kh", "k"),
    ("tz", "s"),
    ("ts", "s"),
    ("cz", "s"),
    ("ks", "s"),
    ("oo", "u"),
    ("ou", "u"),
    ("ee", "i"),
    ("ae", "e"),
    ("oe", "e"),
    ("ce", "ce"),
    ("ci", "ci"),
    ("c", "k"),
    ("q", "k"),
    ("w", "v"),
    ("j", "i"),
    ("y", "i"),
    ("x", "s"),
    ("z", "s"),
    ("h", ""),
];

/// Words by their sound.
#[derive(Debug, Default)]
pub(crate) struct Sounds {
    /// Hash of the sound, id of the word; sorted.
    words: Vec<(u32, u32)>,
}

impl Sounds {
    /// Builds from the words with their ids.
    pub(crate) fn build<'a>(words: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut words: Vec<(u32, u32)> =
            words.filter_map(|(id, word)| Some((hash(&sound(word)?), id))).collect();
        words.sort_unstable();
        words.shrink_to_fit();
        Self { words }
    }

    /// Finds the words that sound so, in the order of their ids.
    pub(crate) fn find<'a>(&self, word: &str, text_of: impl Fn(u32) -> &'a str) -> Vec<u32> {
        let Some(heard) = sound(word) else { return Vec::new() };
        let key = hash(&heard);
        let from = self.words.partition_point(|(known, _)| *known < key);
        let alike = self.words[from..].iter().take_while(|(known, _)| *known == key).map(|(_, id)| *id);
        alike.filter(|id| sound(text_of(*id)).as_ref() == Some(&heard)).collect()
    }
}

/// Returns how a word sounds; none for a short one.
fn sound(word: &str) -> Option<String> {
    if word.len() < SHORTEST {
        return None;
    }
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let fold = FOLDS.iter().find_map(|(letters, sound)| Some((*sound, rest.strip_prefix(letters)?)));
        let mut plain = [0; 4];
        let (sound, after) =
            fold.unwrap_or_else(|| (first.encode_utf8(&mut plain), &rest[first.len_utf8()..]));
        // A doubled letter sounds once.
        for letter in sound.chars() {
            if !out.ends_with(letter) {
                out.push(letter);
            }
        }
        rest = after;
    }
    (out.len() > 2).then_some(out)
}

/// FNV-1a.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_alike_is_found() {
        let words =
            ["kolbe", "hayez", "washington", "winckelmann", "ximenes", "kuliscioff", "matteotti", "zoja"];
        let sounds = Sounds::build((0..).zip(words));
        let find =
            |word: &str| sounds.find(word, |id| words[id as usize]).first().map(|id| words[*id as usize]);
        assert_eq!(find("colbe"), Some("kolbe"));
        assert_eq!(find("aiez"), Some("hayez"));
        assert_eq!(find("vascington"), Some("washington"));
        assert_eq!(find("vinkelman"), Some("winckelmann"));
        assert_eq!(find("zimenes"), Some("ximenes"));
        assert_eq!(find("culishof"), Some("kuliscioff"));
        assert_eq!(find("mateoti"), Some("matteotti"));
        assert_eq!(find("zoia"), Some("zoja"));
        assert_eq!(find("zoe"), None);
        assert_eq!(find("matteucci"), None);
    }
}
