//! Reads an address: every way in which the words may be one, the likeliest first.

mod municipality;
mod strip;

use self::municipality::{Mention, mentions};
use crate::gazetteer::{Gazetteer, Naming};
use crate::house_number::{self, NumberQuery};
use crate::kinds::{self, Kind};
use crate::numerals;
use crate::tokens::{Separator, Token};

/// Most readings of one text.
const MAX_READINGS: usize = 16;

/// Words that begin what is no longer the address of the access.
const ASIDES: &[&str] =
    &["ang", "angolo", "incrocio", "intersezione", "fronte", "presso", "dietro", "vicino"];

/// Whether the text is whole or still being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typing {
    /// All of it is there.
    Done,
    /// The last word may be unfinished.
    Going,
}

/// One way to read a text as an address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading<'a> {
    /// What the DUG may be; empty when none was typed.
    pub(crate) kinds: Vec<Kind>,
    /// The words of the name.
    pub(crate) name: Vec<Token<'a>>,
    pub(crate) number: Option<NumberQuery>,
    /// The comuni that may be meant; empty when none was named.
    pub(crate) municipalities: Vec<u32>,
    /// How they were named.
    pub(crate) naming: Option<Naming>,
    pub(crate) postcode: Option<&'a str>,
    /// Words that were not read.
    pub(crate) ignored: usize,
    /// Whether the text ends with the name or the number.
    pub(crate) open: bool,
}

/// Reads a free text.
pub(crate) fn readings<'a>(tokens: &[Token<'a>], gazetteer: &Gazetteer, typing: Typing) -> Vec<Reading<'a>> {
    let stripped = strip::strip(tokens, typing);
    let mut readings = Vec::new();
    for mention in mentions(&stripped.tokens, gazetteer, typing) {
        let frame = Reading {
            municipalities: mention.municipalities.clone(),
            naming: mention.naming,
            postcode: stripped.postcode,
            ..Reading::default()
        };
        let rest = mention.rest(&stripped.tokens);
        let last = rest.last() == stripped.tokens.last();
        read_street(&rest, &Reading { open: last, ..frame }, &mut readings);
    }
    readings.truncate(MAX_READINGS);
    readings
}

/// The fields of an address given apart, as tokens.
pub(crate) struct Fields<'t, 'a> {
    pub(crate) street: &'t [Token<'a>],
    pub(crate) number: &'t [Token<'a>],
    pub(crate) municipality: &'t [Token<'a>],
    pub(crate) postcode: Option<&'a str>,
}

/// Reads an address given in fields.
pub(crate) fn field_readings<'a>(fields: &Fields<'_, 'a>, gazetteer: &Gazetteer) -> Vec<Reading<'a>> {
    let mention = Mention::whole(fields.municipality, gazetteer);
    let missed = usize::from(mention.is_none() && !fields.municipality.is_empty());
    let mention = mention.unwrap_or_default();
    let mut frame = Reading {
        municipalities: mention.municipalities,
        naming: mention.naming,
        postcode: fields.postcode,
        ignored: missed,
        ..Reading::default()
    };
    let street = strip::strip(fields.street, Typing::Done);
    frame.postcode = frame.postcode.or(street.postcode);
    let mut readings = Vec::new();
    let number = read_number(&strip::strip(fields.number, Typing::Done).tokens);
    match number {
        Some(number) => {
            for (kinds, name, skipped) in heads(&street.tokens) {
                push_name(
                    name,
                    &Reading {
                        kinds,
                        number: Some(number.clone()),
                        ignored: missed + skipped,
                        ..frame.clone()
                    },
                    &mut readings,
                );
            }
        }
        None => read_street(&street.tokens, &frame, &mut readings),
    }
    readings.truncate(MAX_READINGS);
    readings
}

fn read_number(tokens: &[Token<'_>]) -> Option<NumberQuery> {
    let at = tokens.iter().position(|token| !is_marker(token))?;
    number_at(tokens, at).map(|(number, _)| number)
}

/// Reads what is left when comune, postcode and units are gone.
fn read_street<'a>(rest: &[Token<'a>], frame: &Reading<'a>, out: &mut Vec<Reading<'a>>) {
    if rest.is_empty() {
        if !frame.municipalities.is_empty() || frame.postcode.is_some() {
            out.push(frame.clone());
        }
        return;
    }
    if let Some((number, kind_at)) = leading_number(rest) {
        let frame = Reading { number: Some(number), open: false, ..frame.clone() };
        for (kinds, name, skipped) in heads(&rest[kind_at..]) {
            push_name(name, &Reading { kinds, ignored: frame.ignored + skipped, ..frame.clone() }, out);
        }
    }
    let heads = heads(rest);
    if heads.is_empty() && frame.municipalities.is_empty() {
        numbered(rest, frame, out);
    }
    for (kinds, name, skipped) in heads {
        numbered(name, &Reading { kinds, ignored: frame.ignored + skipped, ..frame.clone() }, out);
    }
}

/// The DUG the text may begin with, what comes after it, and how many words come before it.
fn heads<'t, 'a>(rest: &'t [Token<'a>]) -> Vec<(Vec<Kind>, &'t [Token<'a>], usize)> {
    let mut heads = Vec::new();
    let plain = (Vec::new(), rest, 0);
    if let Some(head) = kinds::at_head(rest) {
        if rest.len() > head.tokens {
            heads.push((head.kinds, &rest[head.tokens..], 0));
        }
        if head.doubtful {
            heads.push(plain);
        }
    } else {
        if let Some((at, head)) = inner_kind(rest) {
            heads.push((head.kinds, &rest[at + head.tokens..], at));
        }
        heads.push(plain);
    }
    heads
}

/// A full DUG after a few other words: `presso scuola, via Dante`.
fn inner_kind(rest: &[Token<'_>]) -> Option<(usize, kinds::KindReading)> {
    (1..rest.len().min(8)).find_map(|at| {
        let head =
            kinds::at_head(&rest[at..]).filter(|head| !head.doubtful && at + head.tokens < rest.len())?;
        Some((at, head))
    })
}

/// Reads `12 via Dante`: the number, and where the DUG is.
fn leading_number(rest: &[Token<'_>]) -> Option<(NumberQuery, usize)> {
    let first = rest.iter().position(|token| !is_marker(token))?;
    if !rest[first].is_number() {
        return None;
    }
    let (number, end) = house_number::read(rest, first)?;
    let plain = kinds::at_head(rest.get(end..)?).is_some_and(|head| !head.doubtful);
    plain.then_some((number, end))
}

/// Pushes the readings of a name with a number, the last one first, and the one without.
fn numbered<'a>(tokens: &[Token<'a>], frame: &Reading<'a>, out: &mut Vec<Reading<'a>>) {
    let mut places: Vec<usize> = (1..tokens.len()).filter(|at| may_be_number(tokens, *at)).collect();
    if let [first, .., last] = places[..] {
        places = vec![last, first];
    }
    for at in places {
        let Some((number, end)) = number_at(tokens, at) else { continue };
        let tail = &tokens[end..];
        let ignored = frame.ignored + tail.len();
        let before = tokens[..at].iter().rposition(|token| !is_marker(token)).map_or(0, |last| last + 1);
        let reading = Reading { number: Some(number), ignored, ..frame.clone() };
        push_name(&tokens[..before], &Reading { open: frame.open && tail.is_empty(), ..reading }, out);
    }
    push_name(tokens, frame, out);
}

fn number_at(tokens: &[Token<'_>], at: usize) -> Option<(NumberQuery, usize)> {
    if let Some(end) = house_number::unnumbered(tokens, at) {
        return Some((NumberQuery::Unnumbered, end));
    }
    if let Some((metres, end)) = house_number::metres(tokens, at) {
        return Some((NumberQuery::Metres(metres), end));
    }
    house_number::read(tokens, at)
}

/// Tells whether a house number may begin here: not a day before its month, not the year of a date,
/// not the second part of another number.
fn may_be_number(tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    if !token.is_number() {
        return house_number::unnumbered(tokens, at).is_some() || house_number::metres(tokens, at).is_some();
    }
    let before = &tokens[at - 1];
    if before.text == "km" {
        return false;
    }
    let tight =
        matches!(token.before, Separator::Slash | Separator::Hyphen | Separator::Plus | Separator::Glued);
    let dated = tokens.get(at + 1).is_some_and(|next| {
        next.text == "bre"
            || (next.before != Separator::Comma && numerals::month(next.text) == Some(next.text))
    });
    let year = numerals::month(before.text) == Some(before.text) && token.text.len() == 4;
    let part = tight && (before.is_number() || before.text.len() < 3);
    !dated && !year && !part
}

/// Tells whether what begins here is no more of the name: a comma, an aside, the other street of a
/// crossing (`via Correnti / via del Torchio`).
fn ends_name(tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    let crossing = token.before == Separator::Slash
        && kinds::at_head(&tokens[at..])
            .is_some_and(|head| !head.doubtful && head.tokens + at < tokens.len());
    crossing || token.before == Separator::Comma || ASIDES.contains(&token.text)
}

/// Pushes a reading with the words up to the first comma or aside as its name.
fn push_name<'a>(tokens: &[Token<'a>], frame: &Reading<'a>, out: &mut Vec<Reading<'a>>) {
    let end = (1..tokens.len()).find(|at| ends_name(tokens, *at)).unwrap_or(tokens.len());
    if end == 0 {
        return;
    }
    let left = tokens.len() - end;
    out.push(Reading {
        name: tokens[..end].to_vec(),
        ignored: frame.ignored + left,
        open: frame.open && left == 0,
        ..frame.clone()
    });
}

/// Words that announce a house number.
fn is_marker(token: &Token<'_>) -> bool {
    matches!(token.text, "n" | "nr" | "num" | "numero" | "no" | "civ" | "civico" | "nn")
}

#[cfg(test)]
mod tests;
