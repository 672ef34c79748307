//! Names of streets as comuni give them: of persons, saints, dates, sovereigns, places and things.

use super::words::{DAYS, GIVEN, MONTHS, PLACES, RULERS, SAINTS, STEMS, SUFFIXES, SURNAMES, THINGS};
use crate::chance::Chance;

/// A name, in the parts that people leave out, turn round or write otherwise.
#[derive(Debug, Clone)]
pub(crate) enum Name {
    /// Given name and surname.
    Person(&'static str, String),
    /// "San", "Santa", "Sant'", "Santo" and the name.
    Saint(&'static str, &'static str),
    /// Day and month, from 1 and from 0.
    Date(usize, usize),
    /// A sovereign and his number.
    Ruler(&'static str, usize),
    /// A place or a thing, as it is.
    Plain(String),
}

/// Draws a DUG and a name.
pub(crate) fn draw(chance: &mut Chance) -> (&'static str, Name) {
    (kind(chance), name(chance))
}

/// DUG, as often as they occur.
fn kind(chance: &mut Chance) -> &'static str {
    match chance.below(100) {
        0..78 => "Via",
        78..85 => "Viale",
        85..90 => "Piazza",
        90..92 => "Corso",
        92..94 => "Vicolo",
        94..96 => "Largo",
        96 => "Piazzale",
        97 => "Strada",
        _ => "Via privata",
    }
}

fn name(chance: &mut Chance) -> Name {
    match chance.below(100) {
        0..50 => Name::Person(chance.pick(&GIVEN), surname(chance)),
        50..59 => {
            let saint = chance.pick(&SAINTS);
            let (form, name) = saint.split_once('|').unwrap_or(("San ", saint));
            Name::Saint(form, name)
        }
        59..64 => Name::Date(1 + chance.below(30), chance.below(MONTHS.len())),
        64..67 => Name::Ruler(chance.pick(&RULERS), 1 + chance.below(12)),
        67..86 => Name::Plain(place(chance)),
        _ => Name::Plain(chance.pick(&THINGS).to_owned()),
    }
}

/// A well-known surname, or one built like a surname of Lombardy.
fn surname(chance: &mut Chance) -> String {
    if chance.percent(60) {
        return chance.pick(&SURNAMES).to_owned();
    }
    [chance.pick(&STEMS), chance.pick(&SUFFIXES)].concat()
}

/// A place, or what lies there.
fn place(chance: &mut Chance) -> String {
    let place = chance.pick(&PLACES);
    match chance.below(10) {
        0 => format!("Monte {place}"),
        1 => format!("Porta {place}"),
        2 => format!("Martiri di {place}"),
        _ => place.to_owned(),
    }
}

impl Name {
    /// Returns the name as the register writes it.
    pub(crate) fn official(&self) -> String {
        match self {
            Self::Person(given, surname) => format!("{given} {surname}"),
            Self::Saint(form, name) => format!("{form}{name}"),
            Self::Date(day, month) => format!("{} {}", day_word(*day), MONTHS[*month]),
            Self::Ruler(who, number) => format!("{who} {}", roman(*number)),
            Self::Plain(name) => name.clone(),
        }
    }

    /// Returns the ways to write its number: Roman, Arabic, in words; what follows comes apart.
    pub(crate) fn number_ways(&self) -> Option<([String; 3], &'static str)> {
        let ways = |number: usize, word: &str| [roman(number), number.to_string(), word.to_owned()];
        match self {
            Self::Date(day, month) => Some((ways(*day, day_word(*day)), MONTHS[*month])),
            Self::Ruler(_, number) => Some((ways(*number, ORDINALS[*number - 1]), "")),
            _ => None,
        }
    }
}

const ORDINALS: [&str; 12] = [
    "Primo",
    "Secondo",
    "Terzo",
    "Quarto",
    "Quinto",
    "Sesto",
    "Settimo",
    "Ottavo",
    "Nono",
    "Decimo",
    "Undicesimo",
    "Dodicesimo",
];

/// Returns a day of the month in words.
fn day_word(day: usize) -> &'static str {
    DAYS[day - 1]
}

/// Writes a number up to thirty-nine as a Roman numeral.
fn roman(number: usize) -> String {
    const UNITS: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    ["X".repeat(number / 10), UNITS[number % 10].to_owned()].concat()
}

/// Returns a word with its first letter large.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
