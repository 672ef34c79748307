//! Numbers as Roman numerals, as cardinal and as ordinal words.

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
const TENS: [&str; 10] =
    ["", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"];
const ORDINALS: [&str; 11] =
    ["", "prim", "second", "terz", "quart", "quint", "sest", "settim", "ottav", "non", "decim"];
/// Numerals beyond this are not in names of streets, and would have letters that begin words.
const GREATEST_ROMAN: u32 = 39;

/// Reads a Roman numeral of the letters I, V and X, whatever their case, also with a mark of the
/// ordinal after it (`II°`).
pub(super) fn roman(word: &str) -> Option<u32> {
    let word = word.trim_end_matches(['°', 'º', '^', ',', ';']).to_uppercase();
    let is_roman = (1..=7).contains(&word.len()) && word.bytes().all(|letter| b"IVX".contains(&letter));
    is_roman.then(|| (1..=GREATEST_ROMAN).find(|number| roman_of(*number) == word)).flatten()
}

fn roman_of(number: u32) -> String {
    let mut text = String::new();
    let mut rest = number;
    for (value, digits) in [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while rest >= value {
            text.push_str(digits);
            rest -= value;
        }
    }
    text
}

/// Writes a number from 1 to 99 as a word with a capital: "Venticinque", "Ventitré".
pub(super) fn cardinal(number: u32) -> Option<String> {
    let text = plain_cardinal(number)?;
    let accented = if number > 20 && number % 10 == 3 { text.replace("tre", "tré") } else { text };
    // The stem of thirty holds a "tre" too.
    Some(capital(&accented.replace("tréntatré", "trentatré")))
}

fn plain_cardinal(number: u32) -> Option<String> {
    let (tens, unit) = (usize::try_from(number / 10).ok()?, usize::try_from(number % 10).ok()?);
    match number {
        1..=19 => UNITS.get(usize::try_from(number).ok()?).map(|text| (*text).to_owned()),
        20..=99 => {
            let (ten, unit) = (TENS[tens], UNITS[unit]);
            let stem = if unit.starts_with(['u', 'o']) { &ten[..ten.len() - 1] } else { ten };
            Some(format!("{stem}{unit}"))
        }
        _ => None,
    }
}

/// Writes an ordinal from 1 to 99 as a word with a capital: "Secondo", "Ventitreesima".
pub(super) fn ordinal(number: u32, is_feminine: bool) -> Option<String> {
    let ending = if is_feminine { "a" } else { "o" };
    let stem = if (1..=10).contains(&number) {
        (*ORDINALS.get(usize::try_from(number).ok()?)?).to_owned()
    } else {
        let text = plain_cardinal(number)?;
        let keeps_vowel = number > 20 && matches!(number % 10, 3 | 6);
        let stem = if keeps_vowel { text.as_str() } else { &text[..text.len() - 1] };
        format!("{stem}esim")
    };
    Some(capital(&format!("{stem}{ending}")))
}

/// Writes the day of a month as a word: the first is "Primo".
pub(super) fn cardinal_day(day: u32) -> Option<String> {
    if day == 1 { ordinal(1, false) } else { cardinal(day) }
}

/// Reads the day of a month written in letters, in small letters: "primo", "ventitré", "ventitre'".
pub(super) fn day_in_letters(word: &str) -> Option<u32> {
    if word == "primo" {
        return Some(1);
    }
    let word = word.replace(['é', 'è'], "e");
    (2..=31).find(|number| plain_cardinal(*number).is_some_and(|text| text == word))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romans_are_only_those_of_names() {
        for (text, number) in [("I", 1), ("iv", 4), ("XXIII", 23), ("II°", 2), ("XXXIX", 39)] {
            assert_eq!(roman(text), Some(number), "{text}");
        }
        for text in ["", "C", "D", "MIX", "DIXI", "IIII", "VX", "XL", "IVI", "Viale", "Xx.", "XXXXXXXXXX"] {
            assert_eq!(roman(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_written_as_words() {
        for (number, text) in [
            (1, "Uno"),
            (3, "Tre"),
            (21, "Ventuno"),
            (23, "Ventitré"),
            (28, "Ventotto"),
            (33, "Trentatré"),
            (99, "Novantanove"),
        ] {
            assert_eq!(cardinal(number).as_deref(), Some(text));
        }
        for (number, text) in [
            (2, "Secondo"),
            (11, "Undicesimo"),
            (16, "Sedicesimo"),
            (20, "Ventesimo"),
            (23, "Ventitreesimo"),
            (26, "Ventiseiesimo"),
        ] {
            assert_eq!(ordinal(number, false).as_deref(), Some(text));
        }
        assert_eq!(ordinal(1, true).as_deref(), Some("Prima"));
        assert_eq!((cardinal(0), cardinal(100), ordinal(0, true)), (None, None, None));
    }

    #[test]
    fn days_in_letters_are_read() {
        for (text, day) in
            [("primo", 1), ("quattro", 4), ("ventitré", 23), ("ventitre", 23), ("trentuno", 31)]
        {
            assert_eq!(day_in_letters(text), Some(day), "{text}");
        }
        assert_eq!(day_in_letters("trentadue"), None);
    }
}
