//! Dates: without year in letters, with year in digits.

use super::super::violation::Defect;
use super::numerals::{cardinal_day, day_in_letters, roman};
use super::words::{Words, bare};
use crate::toponymy::thoroughfare::ThoroughfareName;

pub(super) const MONTHS: [&str; 12] = [
    "Gennaio",
    "Febbraio",
    "Marzo",
    "Aprile",
    "Maggio",
    "Giugno",
    "Luglio",
    "Agosto",
    "Settembre",
    "Ottobre",
    "Novembre",
    "Dicembre",
];

/// Whether a word in small letters is the name of a month.
pub(super) fn is_month(word: &str) -> bool {
    MONTHS.iter().any(|month| month.to_lowercase() == word)
}

/// How a day of a month is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    Digits,
    Roman,
    Letters,
}

/// What stands after the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Year {
    None,
    Full,
    Short,
}

/// A date of several words.
#[derive(Debug, Clone, Copy)]
struct Date {
    at: usize,
    number: u32,
    day: Day,
    year: Year,
}

/// Finds a day in digits or Roman numerals before a month without year: `4 Novembre`, `XXV Aprile`.
pub(in super::super) fn date_without_year(name: &ThoroughfareName) -> Option<Defect> {
    let words = Words::of(name);
    let wrong: Vec<Date> =
        dates(&words).filter(|date| date.year == Year::None && date.day != Day::Letters).collect();
    let defect = Defect::text(&text(&words, wrong.first()?));
    let days: Option<Vec<_>> =
        wrong.iter().map(|date| cardinal_day(date.number).map(|day| (date.at, day))).collect();
    Some(defect.suggesting(days.map(|days| words.with(&days))))
}

/// Finds a date with year whose day is not in digits, whose year is shortened, or whose month is a
/// number: `VII Novembre 1944`, `2 Giugno '46`, `12-05-1985`.
pub(in super::super) fn date_with_year(name: &ThoroughfareName) -> Option<Defect> {
    let words = Words::of(name);
    let is_wrong = |date: &Date| match date.year {
        Year::None => false,
        Year::Full => date.day != Day::Digits,
        Year::Short => true,
    };
    let wrong: Vec<Date> = dates(&words).filter(is_wrong).collect();
    let mut texts: Vec<(usize, String)> =
        (0..words.len()).filter_map(|at| Some((at, in_words(words.get(at))?))).collect();
    let first = wrong.first().map(|date| text(&words, date));
    let defect = Defect::text(&first.or_else(|| Some(words.get(texts.first()?.0).to_owned()))?);
    let is_certain = wrong.iter().all(|date| date.year == Year::Full);
    texts.extend(wrong.iter().map(|date| (date.at, date.number.to_string())));
    Some(defect.suggesting(is_certain.then(|| words.with(&texts))))
}

/// Tells which words are parts of dates, and so of no concern to others.
pub(super) fn covers(words: &Words<'_>, at: usize) -> bool {
    in_words(words.get(at)).is_some()
        || dates(words).any(|date| at == date.at || (at == date.at + 2 && date.year != Year::None))
}

/// Whether a word is a year, or several with hyphens: `1944`, `1943-1945`.
pub(super) fn is_year(word: &str) -> bool {
    let word = bare(word);
    word.split(['-', '–', '/']).all(|part| part.len() == 4 && matches!(part.parse::<u32>(), Ok(1000..=2100)))
}

fn dates<'w>(words: &'w Words<'_>) -> impl Iterator<Item = Date> + 'w {
    (0..words.len()).filter_map(|at| {
        let (number, day) = day(words.get(at)).filter(|_| is_month(&words.bare(at + 1)))?;
        Some(Date { at, number, day, year: year(words.get(at + 2)) })
    })
}

fn day(word: &str) -> Option<(u32, Day)> {
    let digits = word.trim_end_matches(['°', 'º', 'ª', '^', '\'']);
    if let Ok(number @ 1..=31) = digits.parse::<u32>() {
        return Some((number, Day::Digits));
    }
    let in_roman = roman(word).filter(|number| *number <= 31).map(|number| (number, Day::Roman));
    in_roman.or_else(|| day_in_letters(&bare(word)).map(|number| (number, Day::Letters)))
}

fn year(word: &str) -> Year {
    let is_short = bare(word).len() == 2 && bare(word).bytes().all(|digit| digit.is_ascii_digit());
    if is_year(word) {
        Year::Full
    } else if is_short {
        Year::Short
    } else {
        Year::None
    }
}

/// Writes a date of numbers with its month: `12-05-1985` is `12 Maggio 1985`.
fn in_words(word: &str) -> Option<String> {
    let mut parts = word.split(['-', '/', '.']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !is_year(year) || year.len() != 4 {
        return None;
    }
    let day = day.parse::<u32>().ok().filter(|day| (1..=31).contains(day))?;
    let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    Some(format!("{day} {month} {year}"))
}

fn text(words: &Words<'_>, date: &Date) -> String {
    let year = if date.year == Year::None { "" } else { words.get(date.at + 2) };
    [words.get(date.at), words.get(date.at + 1), year].join(" ").trim_end().to_owned()
}
