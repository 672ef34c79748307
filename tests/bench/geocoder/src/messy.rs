//! Addresses as people type them.
//!
//! The shares are those of the feasibility probe that the targets come from: the DUG shortened in
//! 55 of 100, left out in 6 of the rest; of persons 30 by initial, 20 by surname alone, 10 surname
//! first; numbers in names Roman, Arabic or in words; a slip of the pen in 40 names, in 8 comuni;
//! six layouts, postcodes, units, small and large letters.

use crate::chance::Chance;
use crate::queries::Sample;
use crate::register::{Name, capital};

/// Fewest letters of a word with a slip of the pen.
const SLIP_LETTERS: usize = 5;

/// Writes one.
pub(crate) fn messy(sample: &Sample<'_>, chance: &mut Chance) -> String {
    let mut name = name(&sample.name, chance);
    if chance.percent(40) {
        name = slip(&name, chance);
    }
    let kind = kind(sample.kind, chance);
    let street = if kind.is_empty() { name } else { format!("{kind} {name}") };
    let mut comune = sample.comune.name.clone();
    if chance.percent(8) {
        comune = slip(&comune, chance);
    }
    let mut number = number(sample, chance);
    if chance.percent(10) {
        number.push_str(chance.pick(&[" int. 3", " scala B", ", piano 2", " interno 12"]));
    }
    let postcode = &sample.comune.postcode;
    let line = match chance.below(6) {
        0 => format!("{street} {number}, {comune}"),
        1 => format!("{street}, {number} - {comune}"),
        2 => format!("{street} n. {number} {comune}"),
        3 => format!("{comune}, {street} {number}"),
        4 => format!("{street} {number} - {postcode} {comune} (MI)"),
        _ => format!("{street}, {number}, {postcode} {comune}"),
    };
    match chance.below(3) {
        0 => line.to_uppercase(),
        1 => line.to_lowercase(),
        _ => line,
    }
}

fn kind(kind: &'static str, chance: &mut Chance) -> &'static str {
    if chance.percent(55) {
        return match kind {
            "Via" => "V.",
            "Viale" => chance.pick(&["V.le", "Vle"]),
            "Piazza" => chance.pick(&["P.zza", "P.za", "Pza"]),
            "Corso" => "C.so",
            "Vicolo" => "Vic.",
            "Largo" => "L.go",
            "Piazzale" => "P.le",
            "Strada" => "Str.",
            _ => "Via priv.",
        };
    }
    if chance.percent(6) { "" } else { kind }
}

fn name(name: &Name, chance: &mut Chance) -> String {
    if let Some((ways, after)) = name.number_ways() {
        let number = &ways[chance.below(3)];
        return match name {
            Name::Ruler(who, _) => format!("{who} {number}"),
            _ => format!("{number} {after}"),
        };
    }
    match name {
        Name::Person(given, surname) => match chance.below(100) {
            0..30 => format!("{}. {surname}", &given[..1]),
            30..50 => surname.clone(),
            50..60 => format!("{surname} {given}"),
            _ => name.official(),
        },
        Name::Saint(_, saint) if chance.percent(40) => format!("S. {saint}"),
        _ => name.official(),
    }
}

fn number(sample: &Sample<'_>, chance: &mut Chance) -> String {
    let number = sample.number;
    let Some(exponent) = sample.exponent else { return number.to_string() };
    match chance.below(if exponent.len() == 1 { 4 } else { 2 }) {
        0 => format!("{number}/{exponent}"),
        1 => format!("{number} {}", exponent.to_lowercase()),
        2 => format!("{number}{exponent}"),
        _ => format!("{number}{}", exponent.to_lowercase()),
    }
}

/// Puts one slip into a long word: a letter left out, doubled, changed, or two swapped. The first
/// letter stays.
fn slip(text: &str, chance: &mut Chance) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let long: Vec<usize> = (0..words.len())
        .filter(|at| words[*at].len() >= SLIP_LETTERS && words[*at].bytes().all(|b| b.is_ascii_alphabetic()))
        .collect();
    if long.is_empty() {
        return text.to_owned();
    }
    let chosen = long[chance.below(long.len())];
    let mut letters: Vec<char> = words[chosen].to_lowercase().chars().collect();
    let at = 1 + chance.below(letters.len() - 2);
    match chance.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => {
            letters[at] =
                chance.pick(&["a", "e", "i", "o", "n", "r", "t", "s"]).chars().next().unwrap_or('a');
        }
        _ => letters.swap(at, at + 1),
    }
    let changed = capital(&letters.into_iter().collect::<String>());
    let all: Vec<&str> =
        words.iter().enumerate().map(|(at, word)| if at == chosen { &changed } else { *word }).collect();
    all.join(" ")
}
