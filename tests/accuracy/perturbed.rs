//! Milan's own addresses with one to three faults each, the same each time, asked of an index that
//! lacks three streets in ten. What is right is known, so the score can be held to its word where real
//! sets are all but right.

use crate::case::Key;
use crate::register::Register;

/// How many are made.
const COUNT: u64 = 24_000;
/// House numbers that are put in the place of another.
const NUMBERS: usize = 300;

/// A text, and the street and number that it means.
pub(crate) struct Perturbed {
    pub(crate) text: String,
    pub(crate) key: Key,
}

/// Makes them.
pub(crate) fn all(register: &Register) -> Vec<Perturbed> {
    let current = register.addresses.iter().filter(|(_, known)| known.iter().any(|known| known.is_current));
    let mut keys: Vec<&Key> = current.map(|(key, _)| key).collect();
    keys.sort_unstable();
    let draw = |nth| {
        let mut chance = Chance(nth);
        let key = keys[chance.below(keys.len())];
        let street = register.streets.iter().find(|street| street.code == key.0)?;
        Some(perturb(street.names.first()?, key, &mut chance))
    };
    (0..COUNT).filter_map(draw).collect()
}

/// Tells whether a street is one of those that the index lacks when it is asked for them: three in ten, more than any register, so that a name that merely resembles is not trusted.
pub(crate) fn is_lacking(street: &str) -> bool {
    street.bytes().map(u32::from).sum::<u32>() % 10 < 3
}

/// A generator with a seed (SplitMix64: Steele, Lea and Flood, 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let limit = u64::try_from(limit.max(1)).unwrap_or(1);
        usize::try_from((mixed ^ (mixed >> 31)) % limit).unwrap_or(0)
    }
}

fn perturb(street: &str, key: &Key, chance: &mut Chance) -> Perturbed {
    let mut words: Vec<String> = street.split_whitespace().map(str::to_owned).collect();
    let mut number = key.1.clone();
    for _ in 0..=chance.below(3) {
        let several = words.len() > 2;
        match chance.below(7) {
            0 | 1 => slip(&mut words, chance),
            2 if several => drop(words.remove(1 + chance.below(words.len() - 1))),
            3 if several => drop(words.remove(0)),
            4 if several => words[1] = words[1].chars().take(1).collect(),
            5 if several => words[1..].rotate_left(1),
            6 => number = (1 + chance.below(NUMBERS)).to_string(),
            _ => number = number.split('/').next().unwrap_or_default().to_owned(),
        }
    }
    // Of some the street alone is asked for.
    if chance.below(8) == 0 {
        number.clear();
    }
    Perturbed { text: format!("{} {number}, Milano", words.join(" ")), key: (key.0.clone(), number) }
}

/// Leaves out, doubles, swaps or changes a letter of one word.
fn slip(words: &mut [String], chance: &mut Chance) {
    let at = chance.below(words.len());
    let Some(word) = words.get_mut(at) else { return };
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 {
        return;
    }
    let at = chance.below(letters.len() - 1);
    match chance.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters.swap(at, at + 1),
        _ => letters[at] = char::from(b'a' + u8::try_from(chance.below(26)).unwrap_or(0)),
    }
    *word = letters.into_iter().collect();
}
