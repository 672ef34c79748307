//! Reads an address whose street, number and comune stand in fields of their own.

use super::heads::heads;
use super::municipality::Mention;
use super::{
    MAX_READINGS, Reading, Readings, Take, Typing, begins_street, is_marker, kind_elsewhere, may_be_number,
    number_at, push_name, read_street, strip,
};
use crate::gazetteer::Gazetteer;
use crate::house_number::NumberQuery;
use crate::tokens::Token;

/// The fields of an address given apart, as tokens.
pub(crate) struct Fields<'t, 'a> {
    pub(crate) street: &'t [Token<'a>],
    pub(crate) number: &'t [Token<'a>],
    pub(crate) municipality: &'t [Token<'a>],
    pub(crate) postcode: Option<&'a str>,
}

/// Reads an address given in fields.
pub(crate) fn each_field_reading<'a>(fields: &Fields<'_, 'a>, gazetteer: &Gazetteer, take: Take<'_, 'a>) {
    let mention = Mention::whole(fields.municipality, gazetteer);
    let missed = usize::from(mention.is_none() && !fields.municipality.is_empty());
    let mention = mention.unwrap_or_default();
    let mut frame = Reading {
        municipalities: mention.municipalities,
        naming: mention.naming,
        ignored: missed,
        ..Reading::default()
    };
    let number = read_number(fields.number);
    let mut readings = Readings { take, left: MAX_READINGS, named: Vec::new() };
    for street in strip::strip(fields.street, Typing::Done) {
        frame.postcode = fields.postcode.or(street.postcode);
        frame.doubtful = street.doubtful;
        match &number {
            Some(number) if frame.doubtful.is_none() => {
                read_corner(&street.tokens, number, &frame, &mut readings);
                read_numbered(&street.tokens, number, &frame, &mut readings);
            }
            Some(_) => {}
            None => read_street(&street.tokens, &frame, &mut readings),
        }
        if readings.is_done() {
            return;
        }
        for (tokens, kind_at) in kind_elsewhere::ways(&street.tokens, gazetteer) {
            let frame = Reading { kind_at, ..frame.clone() };
            match &number {
                Some(number) => read_numbered(&tokens, number, &frame, &mut readings),
                None => read_street(&tokens, &frame, &mut readings),
            }
        }
    }
}

/// Reads the field of a number; five digits there are one.
fn read_number(tokens: &[Token<'_>]) -> Option<NumberQuery> {
    let stripped = strip::strip(tokens, Typing::Done).into_iter().next();
    let stripped = stripped.map(|stripped| stripped.tokens).filter(|tokens| !tokens.is_empty());
    let tokens = stripped.as_deref().unwrap_or(tokens);
    let at = tokens.iter().position(|token| !is_marker(token))?;
    number_at(tokens, at).map(|(number, _)| number)
}

/// Reads a street whose number stands in a field of its own.
fn read_numbered<'a>(
    street: &[Token<'a>],
    number: &NumberQuery,
    frame: &Reading<'a>,
    out: &mut Readings<'_, 'a>,
) {
    for (kinds, name, skipped) in heads(street) {
        let ignored = frame.ignored + skipped;
        let frame = Reading { kinds, number: Some(number.clone()), ignored, ..frame.clone() };
        push_name(name, &frame, out);
        // The number may stand in the field of the street as well.
        if let Some(at) = (1..name.len()).find(|at| may_be_number(name, *at)) {
            let ignored = ignored + name.len() - at;
            push_name(&name[..at], &Reading { ignored, ..frame }, out);
        }
    }
}

/// Reads `via Torino 23 - via Lupetta` with the number 1 in a field of its own: each street has the
/// number beside it.
fn read_corner<'a>(
    street: &[Token<'a>],
    number: &NumberQuery,
    frame: &Reading<'a>,
    out: &mut Readings<'_, 'a>,
) {
    let begins =
        |at: &usize| begins_street(street, *at) && (1..*at).any(|before| may_be_number(street, before));
    let Some(at) = (2..street.len()).find(begins) else { return };
    let (first, second) = street.split_at(at);
    read_street(first, &Reading { ignored: frame.ignored + 1, ..frame.clone() }, out);
    read_numbered(second, number, &Reading { ignored: frame.ignored + 3, ..frame.clone() }, out);
}
