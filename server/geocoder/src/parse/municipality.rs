//! Where in the text a comune may be named.

use super::Typing;
use crate::gazetteer::{Beginnings, Gazetteer, MAX_WORDS, Naming};
use crate::tokens::{Separator, Token};

/// A run of words read as the name of a comune; no words when none is named.
#[derive(Debug, Clone, Default)]
pub(super) struct Mention {
    start: usize,
    end: usize,
    pub(super) municipalities: Vec<u32>,
    pub(super) naming: Option<Naming>,
}

impl Mention {
    /// Reads all the words as the name of a comune.
    pub(super) fn whole(tokens: &[Token<'_>], gazetteer: &Gazetteer) -> Option<Self> {
        let tokens: Vec<Token<'_>> = match tokens.iter().position(|t| t.before == Separator::Comma) {
            Some(comma) if comma > 0 => tokens[..comma].to_vec(),
            _ => tokens.to_vec(),
        };
        let names = Names::of(&tokens, gazetteer);
        names.exact(0, tokens.len()).or_else(|| names.loose(0, tokens.len()))
    }

    /// Returns the words of the name.
    pub(super) fn words<'t, 'a>(&self, tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
        &tokens[self.start..self.end]
    }

    /// Returns the words around it; what comes after is parted from what came before.
    pub(super) fn rest<'a>(&self, tokens: &[Token<'a>]) -> Vec<Token<'a>> {
        let mut rest = tokens[..self.start].to_vec();
        let after = tokens[self.end..].iter().enumerate();
        rest.extend(after.map(|(at, token)| {
            let parted = at == 0 && self.end > self.start && !token.is_number();
            Token { before: if parted { Separator::Comma } else { token.before }, ..*token }
        }));
        rest
    }
}

/// Lists the places where a comune may be named, the likeliest first, and last that none is.
pub(super) fn mentions(tokens: &[Token<'_>], gazetteer: &Gazetteer, typing: Typing) -> Vec<Mention> {
    let count = tokens.len();
    let names = Names::of(tokens, gazetteer);
    let mut found: Vec<Mention> = Vec::new();
    let longest = count.min(MAX_WORDS);
    found.extend((1..=longest).rev().find_map(|words| names.exact(count - words, count)));
    let is_new = |words: &usize| found.iter().all(|other| (other.start, other.end) != (0, *words));
    let head = (1..=longest).rev().find_map(|words| names.exact(0, words).map(|mention| (words, mention)));
    found.extend(head.filter(|(words, _)| is_new(words)).map(|(_, mention)| mention));
    for (start, end) in segments(tokens) {
        if found.iter().all(|other| (other.start, other.end) != (start, end)) {
            found.extend(names.exact(start, end));
        }
    }
    if found.is_empty() && typing == Typing::Done {
        found.extend(loose_mentions(&names));
    }
    found.push(Mention { start: count, end: count, ..Mention::default() });
    found
}

/// Misspelt or shortened names: the words after the last number or comma, the last words, the first
/// before a comma.
fn loose_mentions(names: &Names<'_, '_>) -> Vec<Mention> {
    let Names { tokens, .. } = *names;
    let count = tokens.len();
    let after_number = tokens.iter().rposition(Token::is_number).map_or(0, |at| at + 1);
    let tail = (after_number.max(1)..count).filter_map(|start| names.loose(start, count)).take(2);
    let first = segments(tokens).next().filter(|(start, end)| *start == 0 && *end < count);
    let head = first.and_then(|(start, end)| names.loose(start, end));
    tail.chain(head).collect()
}

/// The runs of words between commas and numbers.
fn segments(tokens: &[Token<'_>]) -> impl Iterator<Item = (usize, usize)> {
    let goes_on = |one: &Token<'_>, next: &Token<'_>| {
        next.before != Separator::Comma && next.is_number() == one.is_number()
    };
    tokens.chunk_by(goes_on).scan(0, |end, run| {
        let start = *end;
        *end += run.len();
        Some((start, *end))
    })
}

/// The names of comuni in a text.
struct Names<'t, 'a> {
    tokens: &'t [Token<'a>],
    beginnings: Beginnings,
    gazetteer: &'t Gazetteer,
}

impl<'t, 'a> Names<'t, 'a> {
    fn of(tokens: &'t [Token<'a>], gazetteer: &'t Gazetteer) -> Self {
        Self { tokens, beginnings: gazetteer.beginnings(tokens), gazetteer }
    }

    fn exact(&self, start: usize, end: usize) -> Option<Mention> {
        if !self.beginnings.may_be_name(start, end) {
            return None;
        }
        let words = self.tokens.get(start..end)?;
        if words.len() > 1 && start > 0 && words[0].letter().is_some() && self.tokens[start - 1].is_number() {
            // `12/A Milano`: the letter is the exponent.
            return None;
        }
        let municipalities = self.gazetteer.exact(words)?.to_vec();
        Some(Mention { start, end, municipalities, naming: Some(Naming::Exact) })
    }

    fn loose(&self, start: usize, end: usize) -> Option<Mention> {
        let words =
            self.tokens.get(start..end).filter(|words| !words.is_empty() && words.len() <= MAX_WORDS)?;
        if words.iter().any(Token::is_number) {
            return None;
        }
        let short = self.gazetteer.shortened(words);
        if !short.is_empty() {
            return Some(Mention { start, end, municipalities: short, naming: Some(Naming::Shortened) });
        }
        let (of, slips) = self.gazetteer.misspelt(words)?;
        Some(Mention { start, end, municipalities: of.to_vec(), naming: Some(Naming::Misspelt(slips)) })
    }
}
