//! Ordinals of kings, popes and roads in letters.

use super::super::violation::Defect;
use super::dates::is_month;
use super::numerals::{ordinal, roman};
use super::words::{Words, is_among};
use crate::toponymy::thoroughfare::ThoroughfareName;

/// Names of kings, emperors, dukes and popes, after which a numeral is their ordinal.
const RULERS: &str = "\
    adriano alberto alessandro alfonso amedeo anselmo azzone benedetto berengario bonifacio callisto carlo \
    celestino clemente corrado cosimo costantino emanuele enrico ercole eugenio federico ferdinando \
    filiberto filippo francesco giacomo giorgio giovanni giulio giuseppe gregorio guglielmo innocenzo \
    landolfo leone leopoldo lotario luchino lucio ludovico luigi manfredi marcello martino napoleone niccolo \
    niccolò nicola nicolò onorio ottone paolo pasquale pelagio pietro pio ranuccio roberto ruggero silvestro \
    sisto stefano teodosio umberto urbano vaticano vittore vittorio";
const QUEENS: &str = "caterina cristina elisabetta giovanna isabella";
/// Titles before the name of whoever has an ordinal.
const TITLES_OF_RULERS: &str = "duca imperatore papa re";
const TITLES_OF_QUEENS: &str = "imperatrice regina";
/// Parts of a road that are counted.
const FEMININE: &str = "rampa strada traversa";
const MASCULINE: &str = "ramo tronco vicolo viottolo";

/// Finds Roman numerals that are no day of a month: `Vittorio Emanuele II`, `I Traversa`.
pub(in super::super) fn ordinal_in_roman(name: &ThoroughfareName) -> Option<Defect> {
    let words = Words::of(name);
    let found: Vec<usize> = (0..words.len()).filter(|at| is_ordinal(&words, *at)).collect();
    let text: Vec<&str> = found.iter().map(|at| words.get(*at)).collect();
    let defect = Defect::text(&text.join(" "));
    let in_letters = |at: &usize| {
        let is_feminine = gender(name, &words, *at)?;
        Some((*at, ordinal(roman(words.get(*at))?, is_feminine)?))
    };
    let letters: Option<Vec<(usize, String)>> = found.iter().map(in_letters).collect();
    let suggestion = letters.map(|letters| words.with(&letters));
    (!found.is_empty()).then(|| defect.suggesting(suggestion))
}

/// Whether a word is a Roman numeral and no day. A lone letter, or one in small letters, is one
/// only beside what is counted.
pub(super) fn is_ordinal(words: &Words<'_>, at: usize) -> bool {
    let word = words.get(at);
    if roman(word).is_none() || is_month(&words.bare(at + 1)) {
        return false;
    }
    let is_clear = word.chars().filter(|letter| letter.is_alphabetic()).count() > 1
        && !word.chars().any(char::is_lowercase);
    is_clear || counted(words, at).is_some()
}

/// Whether what the numeral counts is feminine; `None` where that is not known.
fn gender(name: &ThoroughfareName, words: &Words<'_>, at: usize) -> Option<bool> {
    counted(words, at).or_else(|| {
        let kind = name.kind.trim().to_lowercase();
        (at == 0 && name.complement.is_none() && kind != "strada").then(|| of_part(&kind)).flatten()
    })
}

fn counted(words: &Words<'_>, at: usize) -> Option<bool> {
    let (before, after) = (words.bare_before(at), words.bare(at + 1));
    if is_second_name(words, at) {
        return None;
    }
    if is_among(QUEENS, &before) {
        return Some(true);
    }
    if is_among(RULERS, &before) {
        return Some(false);
    }
    let title = at.checked_sub(2).map(|title| words.bare(title)).unwrap_or_default();
    if is_among(TITLES_OF_QUEENS, &title) {
        return Some(true);
    }
    if is_among(TITLES_OF_RULERS, &title) {
        return Some(false);
    }
    of_part(&after).or_else(|| of_part(&before))
}

/// Whether a lone letter may be the initial of a person's second name: "Petitti Carlo I" has the
/// surname first, as many lists do.
fn is_second_name(words: &Words<'_>, at: usize) -> bool {
    let before = at.checked_sub(2).map(|before| words.bare(before)).unwrap_or_default();
    let lists = [RULERS, QUEENS, TITLES_OF_RULERS, TITLES_OF_QUEENS, "san beato"];
    let is_of_ruler = before.is_empty() || lists.iter().any(|list| is_among(list, &before));
    words.bare(at).chars().count() == 1 && !is_of_ruler && of_part(&words.bare(at + 1)).is_none()
}

fn of_part(word: &str) -> Option<bool> {
    is_among(FEMININE, word).then_some(true).or_else(|| is_among(MASCULINE, word).then_some(false))
}

/// Whether a word is a name after which a number is an ordinal: "Giovanni 23".
pub(super) fn is_ruler(word: &str) -> bool {
    is_among(RULERS, word)
}
