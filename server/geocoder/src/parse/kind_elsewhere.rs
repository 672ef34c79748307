//! Other ways to read where the DUG is: glued to the name (`viadante`), misspelt (`coeso di Porta
//! Vittoria`), behind the name or within it (`Manzoni (via) 12`, `Manzoni, via Alessandro 12`).
//!
//! They are tried last, when the text as it stands has led to nothing certain.

use super::ASIDES;
use crate::fuzzy;
use crate::gazetteer::Gazetteer;
use crate::kinds;
use crate::tokens::{Separator, Token};
use crate::words;

/// DUG that people forget the blank after; the longer first.
const GLUED: &[&str] = &["piazzale", "piazza", "viale", "corso", "largo", "via"];
/// DUG that are known again with a slip of the pen.
const MISSPELT: &[&str] =
    &["via", "viale", "piazza", "corso", "piazzale", "largo", "vicolo", "piazzetta", "strada", "galleria"];
/// Most words of a name before its DUG.
const MOST_BEFORE: usize = 4;

/// The tokens in another order or spelling, and what was done to the DUG.
pub(super) type Way<'a> = (Vec<Token<'a>>, KindAt);

/// Where the DUG was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum KindAt {
    /// Where it belongs, if anywhere.
    #[default]
    Head,
    /// Glued to the name, or behind it.
    Elsewhere,
    /// At the head, with a slip of the pen.
    Misspelt,
}

/// Lists the other ways, the likeliest first.
pub(super) fn ways<'a>(tokens: &[Token<'a>], gazetteer: &Gazetteer) -> impl Iterator<Item = Way<'a>> {
    let glued = part_glued(tokens).map(|tokens| (tokens, KindAt::Elsewhere));
    let misspelt = respell(tokens).map(|tokens| (tokens, KindAt::Misspelt));
    let behind = move_to_front(tokens, gazetteer).map(|tokens| (tokens, KindAt::Elsewhere));
    glued.into_iter().chain(misspelt).chain(behind)
}

/// Parts `viadante` into `via dante`.
fn part_glued<'a>(tokens: &[Token<'a>]) -> Option<Vec<Token<'a>>> {
    let first = *tokens.first()?;
    let kind = GLUED.iter().find(|kind| first.text.starts_with(**kind))?;
    let (kind, name) = first.text.split_at(kind.len());
    let kind = Token { text: kind, before: Separator::Start };
    let name = Token { text: name, before: Separator::Blank };
    (name.text.len() > 2).then(|| [kind, name].into_iter().chain(tokens[1..].iter().copied()).collect())
}

/// Reads `ia Canella` and `pizza Duomo`: the first word is no DUG, but for one slip of the pen.
fn respell<'a>(tokens: &[Token<'a>]) -> Option<Vec<Token<'a>>> {
    let [first, second, ..] = tokens else { return None };
    let is_word = !first.is_number() && first.text.len() > 1 && !words::is_particle(first.text);
    if !is_word || second.is_number() || kinds::at_head(tokens).is_some() {
        return None;
    }
    let text = MISSPELT.iter().find(|kind| fuzzy::is_one_slip_away(first.text, kind))?;
    let kind = Token { text, before: Separator::Start };
    Some(std::iter::once(kind).chain(tokens[1..].iter().copied()).collect())
}

/// Moves a DUG to the front that stands behind the first words.
fn move_to_front<'a>(tokens: &[Token<'a>], gazetteer: &Gazetteer) -> Option<Vec<Token<'a>>> {
    let is_plain = |at: &usize| kinds::at_head(&tokens[*at..]).filter(|head| !head.doubtful);
    let (at, head) =
        (1..tokens.len().min(MOST_BEFORE + 1)).find_map(|at| is_plain(&at).map(|head| (at, head)))?;
    let (name, rest) = tokens.split_at(at);
    let parts = |token: &Token<'_>| token.is_number() || ASIDES.contains(&token.text);
    // `Milano, via Dante` has the comune there.
    if name.iter().any(parts) || kinds::at_head(name).is_some() || gazetteer.exact(name).is_some() {
        return None;
    }
    let (kind, rest) = rest.split_at(head.tokens);
    let blank = |token: &Token<'a>| Token { before: Separator::Blank, ..*token };
    let name = name.iter().enumerate().map(|(at, token)| if at == 0 { blank(token) } else { *token });
    let rest = rest.iter().enumerate().map(|(at, token)| {
        let joins = at == 0 && !token.is_number();
        if joins { blank(token) } else { *token }
    });
    Some(kind.iter().copied().chain(name).chain(rest).collect())
}
