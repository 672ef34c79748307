//! Reads an address: every way in which the words may be one, the likeliest first.

mod fields;
mod heads;
mod kind_elsewhere;
mod municipality;
pub(crate) mod parts;
pub(crate) mod postcode;
mod strip;
mod units;

use std::ops::ControlFlow;

pub(crate) use self::fields::{Fields, each_field_reading};
use self::heads::heads;
pub(crate) use self::kind_elsewhere::KindAt;
use self::municipality::mentions;
use crate::gazetteer::{Gazetteer, Naming};
use crate::house_number::{self, NumberQuery};
use crate::kinds::{self, Kind};
use crate::numerals;
use crate::tokens::{Separator, Token};
use crate::words;

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
    pub(crate) kinds: &'static [Kind],
    /// The words of the name.
    pub(crate) name: Vec<Token<'a>>,
    pub(crate) number: Option<NumberQuery>,
    /// The comuni that may be meant; empty when none was named.
    pub(crate) municipalities: Vec<u32>,
    /// How they were named.
    pub(crate) naming: Option<Naming>,
    pub(crate) postcode: Option<&'a str>,
    /// The house number as it was written, where it may be a postcode.
    pub(crate) doubtful: Option<&'a str>,
    /// Words that were not read.
    pub(crate) ignored: usize,
    /// Whether the words that were not read name a comune.
    pub(crate) overlooks: bool,
    /// Where the DUG was found.
    pub(crate) kind_at: KindAt,
    /// Whether the text ends with the name or the number.
    pub(crate) open: bool,
}

impl Reading<'_> {
    /// Tells whether nothing but a name was read: no DUG, number, comune or postcode beside it.
    pub(crate) fn is_bare(&self) -> bool {
        self.kinds.is_empty()
            && self.number.is_none()
            && self.naming.is_none()
            && self.postcode.is_none()
            && self.ignored == 0
    }

    /// Tells whether the name is but a DUG: `via 12`.
    pub(crate) fn names_nothing(&self) -> bool {
        let is_plain = |head: kinds::KindReading| head.tokens == self.name.len() && !head.doubtful;
        self.kinds.is_empty() && kinds::at_head(&self.name).is_some_and(is_plain)
    }
}

/// Whoever takes the readings says whether more are wanted.
pub(crate) type Take<'s, 'a> = &'s mut dyn FnMut(Reading<'a>) -> ControlFlow<()>;

/// Hands the readings on as they are made.
struct Readings<'s, 'a> {
    take: Take<'s, 'a>,
    left: usize,
    /// The words that name a comune in full, while the text is read as if it named none.
    named: Vec<Token<'a>>,
}

impl<'a> Readings<'_, 'a> {
    fn push(&mut self, mut reading: Reading<'a>) {
        if self.is_done() {
            return;
        }
        if reading.ignored > 0 && !self.named.is_empty() {
            let is_in_name =
                |word: &Token<'_>| reading.name.iter().any(|other| std::ptr::eq(other.text, word.text));
            reading.overlooks = !self.named.iter().any(is_in_name);
        }
        self.left -= 1;
        if (self.take)(reading).is_break() {
            self.left = 0;
        }
    }

    fn is_done(&self) -> bool {
        self.left == 0
    }
}

/// Reads a free text.
pub(crate) fn each_reading<'a>(
    tokens: &[Token<'a>],
    gazetteer: &Gazetteer,
    typing: Typing,
    take: Take<'_, 'a>,
) {
    let mut out = Readings { take, left: MAX_READINGS, named: Vec::new() };
    let stripped = strip::strip(tokens, typing);
    for way in &stripped {
        read_line(&way.tokens, &frame_of(way), gazetteer, typing, &mut out);
    }
    for way in &stripped {
        if out.is_done() {
            return;
        }
        for (tokens, kind_at) in kind_elsewhere::ways(&way.tokens, gazetteer) {
            read_line(&tokens, &Reading { kind_at, ..frame_of(way) }, gazetteer, typing, &mut out);
        }
    }
}

fn frame_of<'a>(way: &strip::Stripped<'a>) -> Reading<'a> {
    Reading { postcode: way.postcode, doubtful: way.doubtful, ..Reading::default() }
}

/// Lists all readings of a free text.
pub(crate) fn readings<'a>(tokens: &[Token<'a>], gazetteer: &Gazetteer, typing: Typing) -> Vec<Reading<'a>> {
    let mut readings = Vec::new();
    each_reading(tokens, gazetteer, typing, &mut |reading| {
        readings.push(reading);
        ControlFlow::Continue(())
    });
    readings
}

fn read_line<'a>(
    tokens: &[Token<'a>],
    known: &Reading<'a>,
    gazetteer: &Gazetteer,
    typing: Typing,
    out: &mut Readings<'_, 'a>,
) {
    if out.is_done() {
        return;
    }
    let mentions = mentions(tokens, gazetteer, typing);
    for mention in &mentions {
        if out.is_done() {
            return;
        }
        out.named = Vec::new();
        if mention.naming.is_none()
            && let Some(named) = mentions.iter().find(|other| other.naming == Some(Naming::Exact))
        {
            out.named = named.words(tokens).to_vec();
        }
        let rest = mention.rest(tokens);
        let frame = Reading {
            municipalities: mention.municipalities.clone(),
            naming: mention.naming,
            open: rest.last() == tokens.last(),
            ..known.clone()
        };
        read_street(&rest, &frame, out);
    }
}

/// Tells whether another street begins here, after a slash, a hyphen or a comma.
fn begins_street(tokens: &[Token<'_>], at: usize) -> bool {
    matches!(tokens[at].before, Separator::Slash | Separator::Hyphen | Separator::Comma)
        && kinds::at_head(&tokens[at..]).is_some_and(|head| !head.doubtful && head.tokens + at < tokens.len())
}

/// Reads what is left when comune, postcode and units are gone.
fn read_street<'a>(rest: &[Token<'a>], frame: &Reading<'a>, out: &mut Readings<'_, 'a>) {
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
        if out.is_done() {
            return;
        }
        numbered(name, &Reading { kinds, ignored: frame.ignored + skipped, ..frame.clone() }, out);
    }
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
fn numbered<'a>(tokens: &[Token<'a>], frame: &Reading<'a>, out: &mut Readings<'_, 'a>) {
    // `S.S. n. 36 km 12`: the number is the road's.
    let tokens = match tokens {
        [marker, number, _, ..] if is_marker(marker) && number.is_number() => &tokens[1..],
        _ => tokens,
    };
    let mut places: Vec<usize> = (1..tokens.len()).filter(|at| may_be_number(tokens, *at)).collect();
    // `via Veneto 31 angolo Gagarin 45`
    if let Some(aside) = (1..tokens.len()).find(|at| begins_aside(tokens, *at))
        && places.first().is_some_and(|first| *first < aside)
    {
        places.retain(|at| *at < aside);
    }
    if let [first, .., last] = places[..] {
        // `Papa Giovanni 11, 17`: the first is the pope's.
        let is_list = tokens[last].before == Separator::Comma
            && tokens[last - 1].is_number()
            && !words::is_regnal(tokens[first - 1].text);
        places = if is_list { vec![first, last] } else { vec![last, first] };
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
    house_number::read(tokens, at).map(|(number, end)| match number {
        // `n. 0` is written for want of a number.
        NumberQuery::House { number: 0, .. } => (NumberQuery::Unnumbered, end),
        number => (number, end),
    })
}

/// Tells whether a house number may begin here: not a day before its month, not the year of a date,
/// not the second part of another number.
fn may_be_number(tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    if !token.is_number() {
        return house_number::unnumbered(tokens, at).is_some() || house_number::metres(tokens, at).is_some();
    }
    let before = &tokens[at - 1];
    if (0..at).rev().take(3).any(|from| house_number::metres(tokens, from).is_some_and(|(_, end)| end > at)) {
        return false;
    }
    let tight =
        matches!(token.before, Separator::Slash | Separator::Hyphen | Separator::Plus | Separator::Glued);
    let dated = tokens.get(at + 1).is_some_and(|next| {
        next.text == "bre"
            || (next.before != Separator::Comma && numerals::month(next.text) == Some(next.text))
    });
    let year = numerals::month(before.text) == Some(before.text) && token.text.len() == 4;
    let part = tight && (before.is_number() || (before.text.len() < 3 && !is_marker(before)));
    !dated && !year && !part
}

/// Tells whether what begins here is no more of the name.
fn ends_name(tokens: &[Token<'_>], at: usize) -> bool {
    tokens[at].before == Separator::Comma || begins_aside(tokens, at)
}

/// Tells an aside and the other street of a crossing (`via Correnti / via del Torchio`,
/// `via Feltre-via Passo Mendola`).
fn begins_aside(tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    let crossing = token.before != Separator::Comma && begins_street(tokens, at);
    crossing || ASIDES.contains(&token.text)
}

/// Pushes a reading with the words up to the first comma or aside as its name; of two names at a
/// slash (`Guastalla/Sforza`) each is one as well.
fn push_name<'a>(tokens: &[Token<'a>], frame: &Reading<'a>, out: &mut Readings<'_, 'a>) {
    if out.is_done() {
        return;
    }
    let end = (1..tokens.len()).find(|at| ends_name(tokens, *at)).unwrap_or(tokens.len());
    if end == 0 {
        return;
    }
    push_words(&tokens[..end], tokens.len() - end, frame, out);
    if let Some(at) = (1..end).find(|at| parts_names(tokens, *at)) {
        push_words(&tokens[..at], tokens.len() - at, frame, out);
        push_words(&tokens[at..end], tokens.len() - (end - at), frame, out);
    }
}

fn push_words<'a>(name: &[Token<'a>], left: usize, frame: &Reading<'a>, out: &mut Readings<'_, 'a>) {
    out.push(Reading {
        name: name.to_vec(),
        ignored: frame.ignored + left,
        open: frame.open && left == 0,
        ..frame.clone()
    });
}

/// Tells a slash between two words that are long enough to be names.
fn parts_names(tokens: &[Token<'_>], at: usize) -> bool {
    let long = |token: &Token<'_>| token.text.len() > 3 && !token.is_number();
    tokens[at].before == Separator::Slash && long(&tokens[at]) && long(&tokens[at - 1])
}

/// Words that announce a house number.
fn is_marker(token: &Token<'_>) -> bool {
    matches!(
        token.text,
        "n" | "nr" | "nro" | "num" | "numero" | "no" | "civ" | "civico" | "nn" | "numeri" | "civici"
    )
}

#[cfg(test)]
mod tests;
