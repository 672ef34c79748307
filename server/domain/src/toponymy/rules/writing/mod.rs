//! How names of streets are written.
//!
//! Each check looks at a name alone, says what is wrong, and how it would be written where that is
//! certain. What a suggestion mends, its own check finds no more. Source of all: Istat, note
//! 912/2014, and what comuni publish of its use in ANNCSU.

mod abbreviations;
mod characters;
mod dates;
mod digits;
mod folding;
mod kind;
mod kinds;
mod length;
mod numerals;
mod ordinals;
mod saints;
mod spreadsheet;
mod titles;
mod words;

pub(super) use abbreviations::name_abbreviated;
pub(super) use characters::name_characters;
pub(super) use dates::{date_with_year, date_without_year};
pub(super) use digits::{digits_in_name, is_road_number_kind};
pub use folding::folded_name;
pub(super) use kind::{kind_abbreviated, missing_kind};
pub(super) use length::{kind_length, name_length};
pub(super) use ordinals::ordinal_in_roman;
pub(super) use spreadsheet::spreadsheet_date;
pub(super) use words::is_among;

use super::catalogue::RULES;
use super::rule::Check;
use super::violation::Defect;
use crate::toponymy::thoroughfare::ThoroughfareName;

/// Suggestions that are followed one after the other at most; each rule has at most one to make.
const MOST_STEPS: usize = 12;

/// Returns what a check finds in a name. A suggestion in which it would still find something, since
/// one word mended shows the next, is none.
pub(super) fn judged(
    check: fn(&ThoroughfareName) -> Option<Defect>,
    name: &ThoroughfareName,
) -> Option<Defect> {
    let mut defect = check(name)?;
    defect.suggestion = defect.suggestion.filter(|better| check(better).is_none());
    Some(defect)
}

/// Returns the name as the rules of writing would have it, as far as that is certain.
pub fn standard_form(name: &ThoroughfareName) -> ThoroughfareName {
    let mut name = name.clone();
    for _ in 0..MOST_STEPS {
        let suggestion = RULES.iter().find_map(|rule| match rule.check {
            Check::Writing(check) => judged(check, &name)?.suggestion,
            _ => None,
        });
        match suggestion {
            Some(better) => name = better,
            None => break,
        }
    }
    name
}
