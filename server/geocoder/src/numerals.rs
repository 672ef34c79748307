//! Numbers as digits, as Roman numerals, as cardinal and as ordinal words.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::fuzzy::Fuzzy;

/// Months, with the forms found on plates and in files (7bre and its kin are read by the caller).
const MONTHS: [(&str, &[&str]); 12] = [
    ("gennaio", &["gen", "genn"]),
    ("febbraio", &["feb", "febb"]),
    ("marzo", &["mar"]),
    ("aprile", &["apr"]),
    ("maggio", &["mag", "magg"]),
    ("giugno", &["giu"]),
    ("luglio", &["lug"]),
    ("agosto", &["ago", "ag"]),
    ("settembre", &["set", "sett"]),
    ("ottobre", &["ott"]),
    ("novembre", &["nov"]),
    ("dicembre", &["dic", "decembre"]),
];

const UNITS: [&str; 20] = [
    "",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
];

const TENS: [(&str, u32); 8] = [
    ("vent", 20),
    ("trent", 30),
    ("quarant", 40),
    ("cinquant", 50),
    ("sessant", 60),
    ("settant", 70),
    ("ottant", 80),
    ("novant", 90),
];

const ORDINALS: [&str; 11] =
    ["", "prim", "second", "terz", "quart", "quint", "sest", "settim", "ottav", "non", "decim"];

/// Returns the full name of a month written in full or shortened.
pub fn month(word: &str) -> Option<&'static str> {
    MONTHS.iter().find(|(name, short)| *name == word || short.contains(&word)).map(|(name, _)| *name)
}

/// Reads a Roman numeral of two letters or more, up to forty: those that names of streets hold.
///
/// A lone letter is as often an initial, so the caller decides on it by its neighbours.
pub fn roman(word: &str) -> Option<u32> {
    (word.len() > 1).then(|| any_roman(word)).flatten()
}

/// Reads a Roman numeral up to forty, a lone letter too.
pub fn any_roman(word: &str) -> Option<u32> {
    if word.is_empty() || word.len() > 7 || !word.bytes().all(|b| b"ixvl".contains(&b)) {
        return None;
    }
    ROMAN.iter().find(|(numeral, _)| numeral == word).map(|(_, number)| *number)
}

/// The Roman numerals up to forty.
static ROMAN: LazyLock<Vec<(String, u32)>> =
    LazyLock::new(|| (1..=40).map(|number| (roman_of(number), number)).collect());

fn roman_of(number: u32) -> String {
    let mut text = String::new();
    let mut rest = number;
    for (value, digits) in [(40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")] {
        while rest >= value {
            text.push_str(digits);
            rest -= value;
        }
    }
    text
}

/// Reads a number word: cardinals to 99, hundred and thousand, ordinals of either gender.
pub fn word(word: &str) -> Option<u32> {
    WORDS.get(word).copied()
}

/// All number words: `venti`, `ventuno`, `ventun`, `ventidue`, `trentotto`, `quinta`, `ventitreesimo`.
static WORDS: LazyLock<FxHashMap<String, u32>> = LazyLock::new(|| {
    let mut words: FxHashMap<String, u32> = FxHashMap::default();
    let units = || (1_u32..).zip(&UNITS[1..]);
    for gender in ["o", "a"] {
        words.extend((11..100).filter_map(|of| Some((format!("{}esim{gender}", ordinal_stem(of)?), of))));
        words.extend((1_u32..).zip(&ORDINALS[1..]).map(|(number, stem)| (format!("{stem}{gender}"), number)));
        words.insert(format!("centesim{gender}"), 100);
    }
    for (stem, ten) in TENS {
        let vowel = if ten == 20 { "i" } else { "a" };
        words.insert(format!("{stem}{vowel}"), ten);
        words.extend(units().take(9).map(|(number, unit)| (format!("{stem}{vowel}{unit}"), ten + number)));
        words.extend(
            [("un", 1), ("uno", 1), ("otto", 8)].map(|(unit, more)| (stem.to_owned() + unit, ten + more)),
        );
    }
    words.extend(units().map(|(number, unit)| ((*unit).to_owned(), number)));
    words.extend([("cento".to_owned(), 100), ("mille".to_owned(), 1000)]);
    words
});

/// Drops the last vowel of the cardinal, save after `tre` and `sei`: `ventitre`, `undic`, `vent`.
fn ordinal_stem(number: u32) -> Option<String> {
    let full = spelled(number)?;
    let keeps = full.ends_with("tre") || full.ends_with("sei");
    Some(if keeps { full } else { full[..full.len() - 1].to_owned() })
}

fn spelled(number: u32) -> Option<String> {
    let unit = UNITS.get(usize::try_from(number % 10).ok()?)?;
    if number < 20 {
        return UNITS.get(usize::try_from(number).ok()?).map(|word| (*word).to_owned());
    }
    let (stem, ten) = TENS.iter().find(|(_, ten)| *ten == number / 10 * 10)?;
    let vowel = if *ten == 20 { "i" } else { "a" };
    let elided = matches!(number % 10, 1 | 8);
    Some(format!("{stem}{}{unit}", if elided { "" } else { vowel }))
}

/// Words of the numbers up to forty, cardinal and ordinal, with what they count.
static SPELLED: LazyLock<(Vec<(String, u32)>, Fuzzy)> = LazyLock::new(|| {
    let ordinals = (1_u32..).zip(&ORDINALS[1..]).map(|(number, stem)| (format!("{stem}o"), number));
    let cardinals = (1..=40).filter_map(|number| Some((spelled(number)?, number)));
    let longer = (11..=40).filter_map(|number| Some((format!("{}esimo", ordinal_stem(number)?), number)));
    let words: Vec<(String, u32)> = cardinals.chain(ordinals).chain(longer).collect();
    let fuzzy = Fuzzy::build((0..).zip(words.iter().map(|(word, _)| word.as_str())));
    (words, fuzzy)
});

/// Reads a number word with a slip of the pen or two: `quinnto`, `vetidue`; returns how many slips.
pub(crate) fn misspelt(word: &str) -> Option<(u32, u8)> {
    let (words, fuzzy) = &*SPELLED;
    let text_of = |id: u32| words.get(crate::compact::index(id)).map_or("", |(word, _)| word.as_str());
    let (id, slips) = fuzzy.find(word, text_of).into_iter().next()?;
    words.get(crate::compact::index(id)).map(|(_, number)| (*number, slips))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_numbers() {
        for (text, number) in [
            ("uno", 1),
            ("venti", 20),
            ("ventuno", 21),
            ("venticinque", 25),
            ("trentotto", 38),
            ("trentuno", 31),
            ("quarta", 4),
            ("secondo", 2),
            ("nono", 9),
            ("ventitreesimo", 23),
            ("undicesimo", 11),
            ("dodicesima", 12),
            ("ventesimo", 20),
            ("mille", 1000),
        ] {
            assert_eq!(word(text), Some(number), "{text}");
        }
        for text in ["garibaldi", "ventimiglia", "ottone", "trentino", "novara", ""] {
            assert_eq!(word(text), None, "{text}");
        }
    }

    #[test]
    fn number_words_are_known_with_a_slip() {
        assert_eq!(misspelt("quinnto"), Some((5, 1)));
        assert_eq!(misspelt("undiecsimo"), Some((11, 1)));
        assert_eq!(misspelt("vetidue"), Some((22, 1)));
        assert_eq!(misspelt("garibaldi"), None);
    }

    #[test]
    fn roman_numerals_end_at_forty() {
        assert_eq!(roman("xxiii"), Some(23));
        assert_eq!(roman("iv"), Some(4));
        assert_eq!(roman("xl"), Some(40));
        for text in ["mi", "di", "civ", "v", "iiii", "mix"] {
            assert_eq!(roman(text), None, "{text}");
        }
        assert_eq!(any_roman("v"), Some(5));
    }

    #[test]
    fn shortened_months_are_read() {
        assert_eq!(month("sett"), Some("settembre"));
        assert_eq!(month("settembre"), Some("settembre"));
        assert_eq!(month("sempione"), None);
    }
}
