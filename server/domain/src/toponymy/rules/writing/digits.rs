//! Numbers in letters, apart from dates with year and the numbers of roads.

use super::super::violation::Defect;
use super::dates::{covers, is_year};
use super::numerals::{cardinal, ordinal};
use super::ordinals::is_ruler;
use super::spreadsheet::is_spreadsheet_date;
use super::words::{Words, is_among};
use crate::toponymy::thoroughfare::ThoroughfareName;

/// Words after which a number is the road's own: Strada Provinciale 25, raccordo A-14.
const ROADS: &str = "\
    autostrada comunale diramazione nazionale provinciale raccordo regionale sp sr ss statale superstrada \
    tangenziale vicinale";

/// Whether streets of a kind have numbers: motorways, trunk roads.
pub(in super::super) fn is_road_number_kind(kind: &str) -> bool {
    kind.split_whitespace().any(|word| is_among(ROADS, &word.to_lowercase()))
}

/// Finds digits that are no date and no road's number: `3 Martiri`, `Ragazzi del '99`.
pub(in super::super) fn digits_in_name(name: &ThoroughfareName) -> Option<Defect> {
    let words = Words::of(name);
    if is_road_number_kind(&name.kind) {
        return None;
    }
    let found: Vec<usize> = (0..words.len()).filter(|at| is_number(&words, *at)).collect();
    let defect = Defect::text(words.get(*found.first()?));
    let letters: Option<Vec<(usize, String)>> =
        found.iter().map(|at| in_letters(&words, *at).map(|word| (*at, word))).collect();
    let suggestion = letters.map(|letters| words.with(&letters));
    Some(defect.suggesting(suggestion))
}

fn is_number(words: &Words<'_>, at: usize) -> bool {
    let word = words.get(at);
    word.chars().any(|letter| letter.is_ascii_digit())
        && !is_year(word)
        && !covers(words, at)
        && !is_spreadsheet_date(word)
        && !(0..at).any(|before| is_among(ROADS, &words.bare(before)))
}

/// A king's or a pope's ordinal, a year of a century gone by, or a number of several things.
fn in_letters(words: &Words<'_>, at: usize) -> Option<String> {
    let word = words.get(at);
    let digits = word.trim_start_matches(['\'', '’', '‘']).trim_end_matches(['°', 'º', '^']);
    let number = digits.parse::<u32>().ok().filter(|_| digits.bytes().all(|digit| digit.is_ascii_digit()))?;
    let (before, after) = (words.bare_before(at), words.bare(at + 1));
    if is_ruler(&before) {
        return ordinal(number, false);
    }
    if word.ends_with(digits) && before == "del" && after.is_empty() && digits.len() == 2 {
        return cardinal(number);
    }
    let are_several = number > 1 && after.chars().count() > 2 && after.ends_with(['e', 'i']);
    (digits == word && are_several).then(|| cardinal(number)).flatten()
}
