//! What is inside the building: stairs, floors, flats.

use crate::numerals;
use crate::tokens::{Separator, Token};

/// Words that begin a unit wherever they stand after the name.
const SURE_UNITS: &[&str] =
    &["int", "interno", "citofono", "app", "appartamento", "appart", "edif", "edificio", "palazzina"];

/// Words that begin a unit after a house number, and may be part of a name before one.
const UNITS: &[&str] = &[
    "scala", "sc", "scal", "piano", "pian", "p", "palazz", "torre", "corpo", "ingresso", "pal", "lotto",
    "blocco", "box", "isolato",
];

/// Leaves out each unit with its value: `scala B`, `int. 3`, `piano terra`, `p.t.`.
pub(super) fn without_units<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut kept: Vec<Token<'a>> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    let mut broken = false;
    while let Some(token) = tokens.get(at) {
        let number_seen = kept.iter().skip(1).any(Token::is_number);
        let end = unit_end(tokens, at, number_seen);
        if end == at {
            let before = if broken { Separator::Comma } else { token.before };
            kept.push(Token { before, ..*token });
            broken = false;
            at += 1;
        } else {
            broken = true;
            at = end;
        }
    }
    kept
}

/// Tells `1° piano` and `primo piano`.
fn is_floor(tokens: &[Token<'_>], at: usize) -> bool {
    let is_floor = tokens.get(at + 1).is_some_and(|next| matches!(next.text, "piano" | "pian"));
    let is_counted = tokens[at].is_number() || numerals::word(tokens[at].text).is_some();
    is_floor && is_counted && !tokens.get(at + 2).is_some_and(Token::is_number)
}

/// Returns the index after the unit that begins at `at`, or `at` itself when none does.
fn unit_end(tokens: &[Token<'_>], at: usize, number_seen: bool) -> usize {
    let marker = tokens[at].text;
    if number_seen && is_floor(tokens, at) {
        return at + 2;
    }
    let sure = at > 1 && SURE_UNITS.contains(&marker);
    let likely = number_seen && (SURE_UNITS.contains(&marker) || UNITS.contains(&marker));
    if (!sure && !likely) || tokens[at].before == Separator::Glued {
        return at;
    }
    let Some(value) = tokens.get(at + 1) else { return if sure { at + 1 } else { at } };
    if !is_value(value) || value.before == Separator::Comma {
        return at;
    }
    let more = tokens[at + 2..].iter().take_while(|token| {
        matches!(token.before, Separator::Glued | Separator::Slash | Separator::Hyphen)
            && (token.is_number() || token.letter().is_some())
    });
    at + 2 + more.count()
}

fn is_value(token: &Token<'_>) -> bool {
    token.is_number()
        || token.letter().is_some()
        || matches!(
            token.text,
            "destra" | "sinistra" | "terra" | "terreno" | "rialzato" | "ammezzato" | "unico" | "dx" | "sx"
        )
        || numerals::roman(token.text).is_some()
        || numerals::word(token.text).is_some()
}
