//! Which number of five digits is the postcode (CAP), and whether it is one.
//!
//! A CAP has five digits, and a house number almost never has. So one is read as
//!
//! 1. the postcode, where `cap` stands before it or another number is there that may be the house's;
//! 2. a house number *and* the postcode, each in a reading of its own, where it is the only number after
//!    a name (`via Manzoni 20121`, `contrada Foresta 12345`, `via Ripamonti 00090`): the house number
//!    counts where the register has it. One that begins with zeros counts only where no CAP does: those
//!    of Umbria, Lazio and Sardinia begin with 0 (Poste Italiane; the first digit is that of the region);
//! 3. of several different ones either the last or the first.

use civico_domain::identity::IstatCode;

use super::Typing;
use super::strip::Stripped;
use crate::house_number;
use crate::tokens::{Separator, Token};

/// Digits of a CAP.
const DIGITS: usize = 5;
/// The first three digits of ISTAT's codes in Umbria, Lazio and Sardinia.
const BEGINNING_WITH_ZERO: [&str; 15] =
    ["054", "055", "056", "057", "058", "059", "060", "090", "091", "092", "095", "104", "105", "106", "111"];

/// Lists the ways to take the postcode out, the likeliest first.
pub(super) fn ways<'a>(tokens: &[Token<'a>], typing: Typing) -> Vec<Stripped<'a>> {
    let whole = |doubtful| Stripped { tokens: tokens.to_vec(), postcode: None, doubtful };
    let places: Vec<usize> = (0..tokens.len()).filter(|at| has_five_digits(&tokens[*at])).collect();
    let ([first, ..], [.., last]) = (places.as_slice(), places.as_slice()) else { return vec![whole(None)] };
    let is_announced = |at: usize| at > 0 && tokens[at - 1].text == "cap";
    if let Some(at) = places.iter().find(|at| is_announced(**at)) {
        return vec![taken(tokens, *at)];
    }
    if tokens[*first].text != tokens[*last].text {
        return vec![taken(tokens, *last), taken(tokens, *first)];
    }
    let is_other = |at: usize| {
        (tokens[at].is_number() && tokens[at].text != tokens[*first].text)
            || house_number::unnumbered(tokens, at).is_some()
    };
    let is_alone = !(0..tokens.len()).any(is_other);
    if is_alone && *first > 0 && typing == Typing::Done {
        return vec![whole(Some(tokens[*first].text)), taken(tokens, *first)];
    }
    vec![taken(tokens, *first)]
}

fn has_five_digits(token: &Token<'_>) -> bool {
    token.is_number() && token.text.len() == DIGITS && token.before != Separator::Glued
}

/// Takes the postcode at a place, with `cap` before it, wherever the same digits stand.
fn taken<'a>(tokens: &[Token<'a>], at: usize) -> Stripped<'a> {
    let mut tokens = tokens.to_vec();
    let postcode = tokens.remove(at).text;
    if let Some(next) = tokens.get_mut(at)
        && next.before == Separator::Blank
    {
        next.before = Separator::Comma;
    }
    if at > 0 && tokens[at - 1].text == "cap" {
        tokens.remove(at - 1);
    }
    tokens.retain(|token| token.text != postcode);
    Stripped { tokens, postcode: Some(postcode), doubtful: None }
}

/// Tells whether digits that begin with zeros may be a postcode of a comune.
pub(crate) fn may_be_of(digits: &str, comune: &IstatCode) -> bool {
    let province = comune.as_str().get(..3).unwrap_or_default();
    digits.starts_with('0') && BEGINNING_WITH_ZERO.contains(&province)
}
