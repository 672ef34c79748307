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
pub(super) fn ways(tokens: Vec<Token<'_>>, typing: Typing) -> Vec<Stripped<'_>> {
    let mut places = (0..tokens.len()).filter(|at| has_five_digits(&tokens[*at]));
    let Some(first) = places.next() else { return vec![whole(tokens, None)] };
    let last = places.next_back().unwrap_or(first);
    let is_announced = |at: &usize| *at > 0 && tokens[at - 1].text == "cap";
    if let Some(at) = (0..tokens.len()).find(|at| is_announced(at) && has_five_digits(&tokens[*at])) {
        return vec![taken(tokens, at)];
    }
    if tokens[first].text != tokens[last].text {
        return vec![taken(tokens.clone(), last), taken(tokens, first)];
    }
    if first > 0 && typing == Typing::Done && is_only_number(&tokens, first) {
        let digits = tokens[first].text;
        return vec![whole(tokens.clone(), Some(digits)), taken(tokens, first)];
    }
    vec![taken(tokens, first)]
}

fn whole<'a>(tokens: Vec<Token<'a>>, doubtful: Option<&'a str>) -> Stripped<'a> {
    Stripped { tokens, postcode: None, doubtful }
}

/// Tells whether nothing else may be the house number.
fn is_only_number(tokens: &[Token<'_>], first: usize) -> bool {
    let is_other = |at: usize| {
        (tokens[at].is_number() && tokens[at].text != tokens[first].text)
            || house_number::unnumbered(tokens, at).is_some()
    };
    !(0..tokens.len()).any(is_other)
}

fn has_five_digits(token: &Token<'_>) -> bool {
    token.is_number() && token.text.len() == DIGITS && token.before != Separator::Glued
}

/// Takes the postcode at a place, with `cap` before it, wherever the same digits stand.
fn taken(mut tokens: Vec<Token<'_>>, at: usize) -> Stripped<'_> {
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
