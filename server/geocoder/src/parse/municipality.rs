//! Where in the text a comune may be named.

use super::Typing;
use crate::gazetteer::{Gazetteer, MAX_WORDS, Naming};
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
        exact(&tokens, 0, tokens.len(), gazetteer).or_else(|| loose(&tokens, 0, tokens.len(), gazetteer))
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
    let mut found: Vec<Mention> = Vec::new();
    let longest = count.min(MAX_WORDS);
    let mut add = |mention: Option<Mention>| {
        if let Some(mention) = mention
            && found.iter().all(|other| (other.start, other.end) != (mention.start, mention.end))
        {
            found.push(mention);
        }
    };
    add((1..=longest).rev().find_map(|words| exact(tokens, count - words, count, gazetteer)));
    add((1..=longest).rev().find_map(|words| exact(tokens, 0, words, gazetteer)));
    for (start, end) in segments(tokens) {
        add(exact(tokens, start, end, gazetteer));
    }
    if found.is_empty() && typing == Typing::Done {
        found.extend(loose_mentions(tokens, gazetteer));
    }
    found.push(Mention { start: count, end: count, ..Mention::default() });
    found
}

/// Misspelt or shortened names: the words after the last number or comma, the last words, the first
/// before a comma.
fn loose_mentions(tokens: &[Token<'_>], gazetteer: &Gazetteer) -> Vec<Mention> {
    let count = tokens.len();
    let after_number = tokens.iter().rposition(Token::is_number).map_or(0, |at| at + 1);
    let tail =
        (after_number.max(1)..count).filter_map(|start| loose(tokens, start, count, gazetteer)).take(2);
    let first = segments(tokens).next().filter(|(start, end)| *start == 0 && *end < count);
    let head = first.and_then(|(start, end)| loose(tokens, start, end, gazetteer));
    tail.chain(head).collect()
}

/// The runs of words between commas and numbers.
fn segments(tokens: &[Token<'_>]) -> impl Iterator<Item = (usize, usize)> {
    let mut bounds = vec![0];
    for at in 1..tokens.len() {
        if tokens[at].before == Separator::Comma || tokens[at].is_number() != tokens[at - 1].is_number() {
            bounds.push(at);
        }
    }
    bounds.push(tokens.len());
    let pairs: Vec<(usize, usize)> = bounds.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter()
}

fn exact(tokens: &[Token<'_>], start: usize, end: usize, gazetteer: &Gazetteer) -> Option<Mention> {
    let words = tokens.get(start..end).filter(|words| !words.is_empty())?;
    if words.len() > 1 && start > 0 && words[0].letter().is_some() && tokens[start - 1].is_number() {
        // `12/A Milano`: the letter is the exponent.
        return None;
    }
    let municipalities = gazetteer.exact(words)?.to_vec();
    Some(Mention { start, end, municipalities, naming: Some(Naming::Exact) })
}

fn loose(tokens: &[Token<'_>], start: usize, end: usize, gazetteer: &Gazetteer) -> Option<Mention> {
    let words = tokens.get(start..end).filter(|words| !words.is_empty() && words.len() <= MAX_WORDS)?;
    if words.iter().any(Token::is_number) {
        return None;
    }
    let short = gazetteer.shortened(words);
    if !short.is_empty() {
        return Some(Mention { start, end, municipalities: short, naming: Some(Naming::Shortened) });
    }
    let (of, slips) = gazetteer.misspelt(words)?;
    Some(Mention { start, end, municipalities: of.to_vec(), naming: Some(Naming::Misspelt(slips)) })
}
