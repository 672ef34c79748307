//! The DUG in full.

use super::super::violation::Defect;
use super::kinds::{AMBIGUOUS, KINDS};
use super::words::{Words, is_in_capitals};
use crate::toponymy::thoroughfare::ThoroughfareName;

/// Finds a DUG that is shortened: `P.za`, `C.so`, `Via Priv.`
pub(in super::super) fn kind_abbreviated(name: &ThoroughfareName) -> Option<Defect> {
    let form: String = name.kind.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    let full = KINDS.iter().find(|(_, short)| short.contains(&form.as_str())).map(|(full, _)| *full);
    let is_shortened = full.is_some() || AMBIGUOUS.contains(&form.as_str()) || name.kind.contains('.');
    if !is_shortened {
        return None;
    }
    let letters = name.kind.chars().filter(|letter| letter.is_alphabetic()).count();
    let suggestion = full.map(|full| {
        let is_upper = letters > 1 && is_in_capitals(&name.kind);
        let kind = if is_upper { full.to_uppercase() } else { Words::of(name).in_style(full) };
        // A kind in small letters before a name in capitals keeps its own style.
        let kind = if letters > 1 && !is_upper { full.to_owned() } else { kind };
        ThoroughfareName { kind, ..name.clone() }
    });
    Some(Defect::text(name.kind.trim()).suggesting(suggestion))
}

/// Finds a name without a DUG; where the name begins with one, it is taken from there.
pub(in super::super) fn missing_kind(name: &ThoroughfareName) -> Option<Defect> {
    if !name.kind.trim().is_empty() {
        return None;
    }
    let text = name.name.trim();
    let begins = |kind: &&str| {
        let begin: String = text.chars().take(kind.chars().count()).collect();
        begin.to_lowercase() == kind.to_lowercase()
    };
    let known = KINDS.iter().map(|(full, _)| *full).filter(begins);
    let parts = known.filter_map(|kind| {
        let at = text.char_indices().nth(kind.chars().count())?.0;
        let (kind, rest) = text.split_at(at);
        let is_apart = rest.starts_with(char::is_whitespace) && name.complement.is_none();
        is_apart.then(|| (kind.to_owned(), rest.trim().to_owned()))
    });
    let longest = parts.max_by_key(|(kind, _)| kind.len());
    let suggestion =
        longest.map(|(kind, name_alone)| ThoroughfareName { kind, name: name_alone, ..name.clone() });
    Some(Defect::text(text).suggesting(suggestion))
}
