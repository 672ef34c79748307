//! Finds the DUG that a text may begin with.

use super::is_marker;
use crate::kinds::{self, Kind};
use crate::tokens::Token;

/// What the DUG may be, what comes after it, and how many words come before it.
pub(super) type Head<'t, 'a> = (&'static [Kind], &'t [Token<'a>], usize);

/// The DUG the text may begin with, what comes after it, and how many words come before it.
pub(super) fn heads<'t, 'a>(rest: &'t [Token<'a>]) -> Vec<Head<'t, 'a>> {
    let mut heads: Vec<Head<'t, 'a>> = Vec::new();
    let plain: Head<'t, 'a> = (&[], rest, 0);
    let Some(head) = kinds::at_head(rest) else {
        heads.extend(inner_head(rest));
        heads.push(plain);
        return heads;
    };
    let name = &rest[head.tokens..];
    // `circonvallazione 10`: the word names the street.
    let is_name = head.tokens == 1 && !name.is_empty() && !has_word(name);
    if is_name {
        heads.push(plain);
    }
    // `via via Ripamonti`, `via p.zza Perego`
    if let Some(second) =
        kinds::at_head(name).filter(|second| !second.doubtful && has_word(&name[second.tokens..]))
    {
        heads.push((second.kinds, &name[second.tokens..], 0));
    }
    // `fraz. Gariga, via Cherubini`
    if head.doubtful {
        heads.extend(inner_head(rest));
    }
    // `via Provinciale 6`: what is left has to name something.
    if head.tokens > 1
        && !has_word(name)
        && let Some(first) = kinds::at_head(&rest[..1])
    {
        heads.push((first.kinds, &rest[1..], 0));
    }
    if !name.is_empty() {
        heads.push((head.kinds, name, 0));
    }
    if head.doubtful && !is_name {
        heads.push(plain);
    }
    heads
}

fn has_word(tokens: &[Token<'_>]) -> bool {
    tokens.iter().any(|token| !token.is_number() && token.letter().is_none() && !is_marker(token))
}

fn inner_head<'t, 'a>(rest: &'t [Token<'a>]) -> Option<Head<'t, 'a>> {
    inner_kind(rest).map(|(at, head)| (head.kinds, &rest[at + head.tokens..], at))
}

/// A full DUG after a few other words: `presso scuola, via Dante`.
fn inner_kind(rest: &[Token<'_>]) -> Option<(usize, kinds::KindReading)> {
    (1..rest.len().min(8)).find_map(|at| {
        let head =
            kinds::at_head(&rest[at..]).filter(|head| !head.doubtful && at + head.tokens < rest.len())?;
        Some((at, head))
    })
}
