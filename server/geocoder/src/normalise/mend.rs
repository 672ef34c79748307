//! Mends what programs broke on the way: entities and line breaks of HTML, UTF-8 that was read as
//! Windows-1252 (`NiccolÃ²`).

use std::borrow::Cow;

/// Longest entity, without its `&` and `;`.
const LONGEST: usize = 8;
/// Entities of other signs than letters with accents (HTML 4.01, chapter 24).
const SIGNS: [(&str, char); 13] = [
    ("amp", '&'),
    ("apos", '\''),
    ("deg", '°'),
    ("gt", '>'),
    ("lsquo", '\''),
    ("lt", '<'),
    ("nbsp", ' '),
    ("ndash", '-'),
    ("ordf", '°'),
    ("ordm", '°'),
    ("quot", '"'),
    ("rsquo", '\''),
    ("szlig", 'ß'),
];
/// What ends the name of an entity that is a letter with an accent, which does not matter.
const ACCENTS: [&str; 7] = ["grave", "acute", "circ", "uml", "tilde", "cedil", "ring"];
/// Tags that break a line.
const BREAKS: [&str; 6] = ["br", "p", "/p", "div", "/div", "li"];
/// The bytes 0x80 to 0x9F of Windows-1252 that are the second one of a capital with an accent.
const CAPITALS: [(char, u32); 12] = [
    ('€', 0x80),
    ('„', 0x84),
    ('‡', 0x87),
    ('ˆ', 0x88),
    ('‰', 0x89),
    ('Œ', 0x8C),
    ('‘', 0x91),
    ('’', 0x92),
    ('–', 0x96),
    ('™', 0x99),
    ('œ', 0x9C),
    ('Ÿ', 0x9F),
];

/// Returns the text as it was meant.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    // `&amp;egrave;` was escaped twice.
    for _ in 0..2 {
        if !text.bytes().any(|byte| matches!(byte, b'&' | b'<')) {
            break;
        }
        text = Cow::Owned(without_markup(&text));
    }
    if !text.is_ascii() && text.contains(['Ã', 'ã', 'Â', 'â']) {
        text = Cow::Owned(decoded(&text));
    }
    text
}

fn without_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        let (before, mark) = rest.split_at(at);
        out.push_str(before);
        let (sign, length) = entity(mark).or_else(|| tag(mark)).unwrap_or_else(|| (first(mark), 1));
        out.push(sign);
        rest = &mark[length..];
    }
    out + rest
}

fn first(text: &str) -> char {
    text.chars().next().unwrap_or(' ')
}

/// Reads an entity, and how long it is.
fn entity(mark: &str) -> Option<(char, usize)> {
    let end = mark.bytes().take(LONGEST + 2).position(|byte| byte == b';')?;
    let name = mark.get(1..end).filter(|_| mark.starts_with('&'))?;
    let sign = match name.strip_prefix('#') {
        Some(code) => numbered(code)?,
        None => named(name)?,
    };
    Some((sign, end + 1))
}

fn numbered(code: &str) -> Option<char> {
    let code = match code.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => code.parse().ok()?,
    };
    char::from_u32(code)
}

fn named(name: &str) -> Option<char> {
    let lower = name.to_ascii_lowercase();
    let sign = SIGNS.iter().find(|(known, _)| *known == lower).map(|(_, sign)| *sign);
    sign.or_else(|| {
        let letter = ACCENTS.iter().find_map(|accent| lower.strip_suffix(accent))?;
        letter.parse().ok().filter(char::is_ascii_alphabetic)
    })
}

/// Reads a tag that breaks a line, and how long it is.
fn tag(mark: &str) -> Option<(char, usize)> {
    let end = mark.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    let name =
        mark.get(1..end).filter(|_| mark.starts_with('<'))?.trim_end_matches(['/', ' ']).to_ascii_lowercase();
    BREAKS.contains(&name.as_str()).then_some(('\n', end + 1))
}

/// Puts two characters together that were one in UTF-8.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let ahead = rest.as_str();
        let (sign, taken) = match c {
            'Ã' | 'ã' => {
                second(first(ahead)).and_then(|low| char::from_u32(0xC0 + low)).map_or((c, 0), |c| (c, 1))
            }
            // `Â°`, `Â ` with a blank that does not break.
            'Â' | 'â' if ('\u{a0}'..='\u{bf}').contains(&first(ahead)) => (first(ahead), 1),
            'â' if ahead.starts_with("€™") || ahead.starts_with("€˜") => ('\'', 2),
            'â' if ahead.starts_with("€“") || ahead.starts_with("€”") => ('-', 2),
            _ => (c, 0),
        };
        out.push(sign);
        for _ in 0..taken {
            rest.next();
        }
    }
    out
}

/// Returns the lower six bits of the byte that a character was in Windows-1252, if it may be the second
/// one of a letter.
fn second(c: char) -> Option<u32> {
    let byte = match u32::from(c) {
        code @ 0x80..=0xBF => code,
        _ => CAPITALS.iter().find(|(sign, _)| *sign == c).map(|(_, byte)| *byte)?,
    };
    Some(byte & 0x3F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_and_line_breaks_are_read() {
        assert_eq!(
            mended("d&apos;Annunzio d&#39;Annunzio d&#x27;Annunzio"),
            "d'Annunzio d'Annunzio d'Annunzio"
        );
        assert_eq!(mended("Niccol&ograve; NICCOL&Ograve; citt&amp;agrave;"), "Niccolo NICCOLo citta");
        assert_eq!(mended("via&nbsp;Dante<br/>4"), "via Dante\n4");
        assert_eq!(mended("A & B; <4> &p> &nessuna;"), "A & B; <4> &p> &nessuna;");
    }

    #[test]
    fn utf_8_read_as_another_encoding_is_put_together() {
        assert_eq!(mended("NiccolÃ² CITTÃ\u{a0} FORLÃŒ NICCOLÃ’"), "Niccolò CITTà FORLÌ NICCOLÒ");
        assert_eq!(mended("dâ€™Azeglio nÂ°12"), "d'Azeglio n°12");
        assert_eq!(mended("São Paulo, château"), "São Paulo, château");
    }
}
