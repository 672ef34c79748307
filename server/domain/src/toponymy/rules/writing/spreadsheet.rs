//! Names that a spreadsheet took for dates.

use super::super::violation::Defect;
use super::dates::MONTHS;
use super::numerals::cardinal_day;
use super::words::Words;
use crate::toponymy::thoroughfare::ThoroughfareName;

/// English months as a spreadsheet shortens them where Italian ones begin otherwise.
const ENGLISH: [(&str, usize); 7] =
    [("jan", 0), ("may", 4), ("jun", 5), ("jul", 6), ("aug", 7), ("sep", 8), ("dec", 11)];

/// Finds what is left of a name like "11 Settembre" after a spreadsheet: `11-set-01`, `25-apr`.
///
/// Two digits are not enough to know the year by.
pub(in super::super) fn spreadsheet_date(name: &ThoroughfareName) -> Option<Defect> {
    let words = Words::of(name);
    let found: Vec<(usize, Remains)> =
        (0..words.len()).filter_map(|at| Some((at, parse(words.get(at))?))).collect();
    let defect = Defect::text(words.get(found.first()?.0));
    let known = |(at, remains)| match remains {
        Remains::Date(date) => Some((at, date)),
        Remains::Uncertain => None,
    };
    let dates: Option<Vec<(usize, String)>> = found.into_iter().map(known).collect();
    let suggestion = dates.map(|dates| words.with(&dates));
    Some(defect.suggesting(suggestion))
}

/// Whether a word is such a date.
pub(super) fn is_spreadsheet_date(word: &str) -> bool {
    parse(word).is_some()
}

/// What is left of a name.
enum Remains {
    /// The date is known.
    Date(String),
    /// Its day or its year is not.
    Uncertain,
}

/// Reads `25-apr`, `11-set-01`, `11/set/2001`.
fn parse(word: &str) -> Option<Remains> {
    let parts: Vec<&str> = word.split(['-', '/']).collect();
    match parts.as_slice() {
        [first, year] if is_year(year) && month(first).is_some() => Some(Remains::Uncertain),
        [first, second] => {
            let (day, month) = (day(first)?, month(second)?);
            cardinal_day(day).map(|day| Remains::Date(format!("{day} {month}")))
        }
        [first, second, year] if is_year(year) => {
            let (day, month) = (day(first)?, month(second)?);
            let is_certain = year.len() == 4;
            Some(if is_certain { Remains::Date(format!("{day} {month} {year}")) } else { Remains::Uncertain })
        }
        _ => None,
    }
}

fn is_year(text: &str) -> bool {
    matches!(text.len(), 2 | 4) && text.bytes().all(|digit| digit.is_ascii_digit())
}

fn day(text: &str) -> Option<u32> {
    text.parse().ok().filter(|day| text.len() <= 2 && (1..=31).contains(day))
}

fn month(word: &str) -> Option<&'static str> {
    let word = word.trim_end_matches('.').to_lowercase();
    if !(3..=4).contains(&word.len()) {
        return None;
    }
    let italian = MONTHS.iter().find(|month| month.to_lowercase().starts_with(&word)).copied();
    italian.or_else(|| ENGLISH.iter().find(|(short, _)| *short == word).map(|(_, at)| MONTHS[*at]))
}
