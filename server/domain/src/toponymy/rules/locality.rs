//! The locality has a field of its own; in the name it makes the same street look like another.

use super::facts::StreetFacts;
use super::violation::{Defect, Verdict};
use super::writing::{is_among, is_road_number_kind};
use crate::toponymy::thoroughfare::ThoroughfareName;

/// Words after which a locality follows.
const MARKS: &str = "loc località localita localita' fraz fraz.ne frazione fr.ne";
/// What brackets begin with that hold no locality but a part of the name: `STEFANO (SANTO)`.
const PARTS_OF_NAMES: &str = "\
    beata beato detta detto ex già in santa santi santissima santissimi santo strada variante";
/// What may stand between a street's own name and the name of a place it leads to.
const PARTICLES: &str = "\
    a ad ai agli al alla alle allo da dal dalla de dei degli del della delle dello di e in la le lo per san \
    santa su";

/// Finds a locality at the end of a name: `Roma (San Felice)`, `Roma loc. San Felice`, or the
/// known one; mended only by taking out the locality that the street's own field holds.
pub(super) fn locality_in_name(facts: &StreetFacts<'_>) -> Verdict {
    let name = &facts.street.name;
    if is_road_number_kind(&name.kind) {
        return Verdict::Holds;
    }
    let text = name.name.trim();
    let Some((rest, locality)) = in_brackets(text).or_else(|| marked(text)).or_else(|| known(text, facts))
    else {
        return Verdict::Holds;
    };
    let is_known = facts.locality_name.is_some_and(|known| same(known, locality));
    let rest = rest.trim_end_matches(|letter: char| letter.is_whitespace() || ",;-–".contains(letter));
    let suggestion = ThoroughfareName { name: rest.to_owned(), ..name.clone() };
    let is_mended = |name: &ThoroughfareName| {
        !name.name.is_empty()
            && in_brackets(&name.name).is_none()
            && marked(&name.name).is_none()
            && known(&name.name, facts).is_none()
    };
    let suggestion = Some(suggestion).filter(|name| is_known && is_mended(name));
    Verdict::of(Some(Defect::text(locality).suggesting(suggestion)))
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// `DUOMO (DEL)` and `GABBA (F.LLI)` have in brackets what goes before the name, and no locality.
fn in_brackets(text: &str) -> Option<(&str, &str)> {
    let (rest, locality) = text.strip_suffix(')')?.rsplit_once('(')?;
    let is_particle = locality.split_whitespace().all(|word| is_among(PARTICLES, &word.to_lowercase()));
    let first = locality.split_whitespace().next().unwrap_or_default().to_lowercase();
    let is_part = is_among(PARTS_OF_NAMES, &first)
        || locality.contains(|sign: char| sign == '.' || sign.is_ascii_digit())
        || locality.ends_with('\'');
    (!is_particle && !is_part).then_some((rest, locality.trim()))
}

fn marked(text: &str) -> Option<(&str, &str)> {
    let (at, mark) = words_with_places(text).skip(1).find(|(_, word)| {
        let word = word.to_lowercase();
        is_among(MARKS, word.trim_end_matches(['.', ':']))
    })?;
    let locality = text[at + mark.len()..].trim();
    let before = text[..at].split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let is_led_to = is_among(PARTICLES, &before);
    (!locality.is_empty() && !is_led_to).then_some((&text[..at], locality))
}

/// The street's own locality at the end, unless the name is about it ("per San Felice").
fn known<'a>(text: &'a str, facts: &StreetFacts<'_>) -> Option<(&'a str, &'a str)> {
    let locality = facts.locality_name?.trim();
    let (at, _) = words_with_places(text).skip(1).find(|(at, _)| same(&text[*at..], locality))?;
    let before = text[..at].split_whitespace().next_back()?.to_lowercase();
    (!is_among(PARTICLES, &before)).then_some((&text[..at], &text[at..]))
}

/// The words of a text with the byte at which each begins.
fn words_with_places(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut after_blank = true;
    let starts = text.char_indices().filter_map(move |(at, letter)| {
        let begins = after_blank && !letter.is_whitespace();
        after_blank = letter.is_whitespace();
        begins.then_some(at)
    });
    starts.filter_map(|at| text[at..].split_whitespace().next().map(|word| (at, word)))
}
