//! Folds a text to the letters that matter: no case, no accents, one way to write each separator.

mod mend;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most characters of a normalised text; what comes after is cut off.
pub const MAX_CHARS: usize = 300;
/// Most characters that are looked at.
const MAX_READ: usize = 8 * MAX_CHARS;

/// Folds a text: lower case, no accents, digits and letters parted by one of ` `, `, `, `. `, `.`,
/// `/`, `-`, `'`, `+`.
///
/// A final apostrophe stands for an accent and goes (`liberta'`); an apostrophe between letters
/// stays (`d'azeglio`); brackets, semicolons and free hyphens become commas; a zero within a word is
/// an `o`. Entities of HTML and letters in the wrong encoding are read as what they were. The function
/// is idempotent, and its answer is at most [`MAX_CHARS`] characters.
pub fn normalise(text: &str) -> String {
    let text = mend::mended(text);
    let text = text.as_ref();
    if text.is_ascii() { plain(text.as_bytes()) } else { written(folded(text), text.len().min(MAX_CHARS)) }
}

/// Does for ASCII, which most texts are, what [`written`] does for all letters.
fn plain(text: &[u8]) -> String {
    let mut out: Vec<u8> = Vec::with_capacity(text.len().min(MAX_CHARS));
    let mut gap = Gap::default();
    // Where the word begins that is being written.
    let mut word = 0;
    for byte in text.iter().take(MAX_READ) {
        if !byte.is_ascii_alphanumeric() {
            gap.widen(char::from(*byte));
            continue;
        }
        let joiner = match out.last().filter(|_| gap.0 != 0) {
            Some(before) => gap.joiner(char::from(*before), char::from(*byte)),
            None => "",
        };
        if out.len() + joiner.len() >= MAX_CHARS {
            break;
        }
        if gap.0 != 0 {
            out.extend_from_slice(joiner.as_bytes());
            word = out.len();
            gap = Gap::default();
        }
        if let [.., before, zero @ b'0'] = &mut out[word..]
            && before.is_ascii_alphabetic()
            && byte.is_ascii_alphabetic()
        {
            *zero = b'o';
        }
        out.push(byte.to_ascii_lowercase());
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Writes folded letters with one sign between them.
fn written(folded: impl Iterator<Item = char>, capacity: usize) -> String {
    let mut out = String::with_capacity(capacity);
    let mut length = 0;
    let mut last: Option<char> = None;
    let mut gap = Gap::default();
    let mut zero_in_word = false;
    for c in folded.take(MAX_READ) {
        if !is_kept(c) {
            gap.widen(c);
            continue;
        }
        let joiner = last.filter(|_| gap.0 != 0).map_or("", |before| gap.joiner(before, c));
        length += joiner.len() + 1;
        if length > MAX_CHARS {
            break;
        }
        if zero_in_word && c.is_alphabetic() && gap.0 == 0 {
            // `B0rdoni`
            out.pop();
            out.push('o');
        }
        zero_in_word = c == '0' && gap.0 == 0 && last.is_some_and(char::is_alphabetic);
        out.push_str(joiner);
        out.push(c);
        last = Some(c);
        gap = Gap::default();
    }
    out
}

fn is_kept(c: char) -> bool {
    c.is_alphabetic() || c.is_ascii_digit()
}

/// Compatibility forms apart, without marks, in lower case. The ordinal signs go first, since they
/// would decompose to the letters `o` and `a`.
fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars()
        .map(|c| if matches!(c, 'º' | 'ª') { '°' } else { c })
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(|c| if c == 'ß' { [Some('s'), Some('s')] } else { [Some(c), None] })
        .flatten()
}

/// What stands between two kept characters: a set of the signs below.
#[derive(Default, Clone, Copy)]
struct Gap(u8);

impl Gap {
    const BLANK: u8 = 1;
    const COMMA: u8 = 2;
    const SLASH: u8 = 4;
    const HYPHEN: u8 = 8;
    const DOT: u8 = 16;
    const APOSTROPHE: u8 = 32;
    const PLUS: u8 = 64;

    fn widen(&mut self, c: char) {
        self.0 |= match c {
            ',' | ';' | ':' | '\n' | '(' | ')' | '[' | ']' | '|' | '"' => Self::COMMA,
            '/' | '\\' | '\u{2044}' => Self::SLASH,
            '-' | '\u{2010}'..='\u{2015}' => Self::HYPHEN,
            '.' => Self::DOT,
            '+' => Self::PLUS,
            '\'' | '`' | '\u{b4}' | '\u{2018}' | '\u{2019}' | '\u{2032}' => Self::APOSTROPHE,
            _ => Self::BLANK,
        };
    }

    fn has(self, sign: u8) -> bool {
        self.0 & sign != 0
    }

    fn joiner(self, before: char, after: char) -> &'static str {
        let digits = before.is_ascii_digit() && after.is_ascii_digit();
        let letters = before.is_alphabetic() && after.is_alphabetic();
        let blank = self.has(Self::BLANK);
        if self.has(Self::COMMA) || (self.has(Self::HYPHEN) && blank) {
            ", "
        } else if self.has(Self::SLASH) {
            "/"
        } else if self.has(Self::HYPHEN) {
            "-"
        } else if self.has(Self::PLUS) && digits {
            "+"
        } else if self.has(Self::DOT) {
            if blank { ". " } else { "." }
        } else if self.has(Self::APOSTROPHE) && letters && !blank {
            "'"
        } else {
            " "
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_final_apostrophes_and_case_go() {
        assert_eq!(normalise("Viale LIBERTÀ"), "viale liberta");
        assert_eq!(normalise("Viale LIBERTA'"), "viale liberta");
        assert_eq!(normalise("via M. D’Azeglio"), "via m. d'azeglio");
        assert_eq!(normalise("de' Pecchi"), "de pecchi");
    }

    #[test]
    fn separators_have_one_form() {
        assert_eq!(normalise("Via  Dante ,12 / A - Milano(MI)"), "via dante, 12/a, milano, mi");
        assert_eq!(normalise("P.zza 1º  Maggio"), "p.zza 1 maggio");
        assert_eq!(normalise("V. Monti n°12"), "v. monti n 12");
        assert_eq!(normalise("km 3+200"), "km 3+200");
        assert_eq!(normalise("12-14"), "12-14");
        assert_eq!(normalise("B0rdoni 4/AP01"), "bordoni 4/ap01");
    }

    proptest! {
        #[test]
        fn normalising_twice_is_normalising_once(text in "\\PC{0,400}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn plain_letters_are_folded_as_all_others(text in "[ -~\n\t]{0,400}") {
            let mended = mend::mended(&text);
            prop_assert_eq!(normalise(&text), written(folded(&mended), text.len()));
        }

        #[test]
        fn a_normalised_text_is_short(text in any::<String>()) {
            prop_assert!(normalise(&text).chars().count() <= MAX_CHARS);
        }
    }
}
