//! The order of the rows in ANNCSU's files.
//!
//! That of `INDIR_*` was read off the file of one comune without coordinates (10,814 rows), which
//! these keys reproduce row for row: by ODONIMO, blanks before letters before digits and
//! apostrophes as if they were not there; then CIVICO as a number, ESPONENTE and PROGRESSIVO_SNC,
//! where what is empty comes last. Of the other columns that file says nothing: they only break
//! ties here. No file of streets was at hand; their order is taken to be the same.

use super::columns::{IndirRow, StradRow, indir, strad};
use super::fold::base_letter;

/// Sorts before another where its row comes before the other's in `INDIR_*`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndirOrder {
    name: Collated,
    locality: EmptyLast<Collated>,
    street_id: EmptyLast<Count>,
    number: EmptyLast<Count>,
    exponent: EmptyLast<Collated>,
    specificity: EmptyLast<Collated>,
    metres: EmptyLast<Count>,
    unnumbered: EmptyLast<Count>,
    access_id: EmptyLast<Count>,
}

/// Sorts before another where its row comes before the other's in `STRAD_*`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StradOrder {
    name: Collated,
    locality: EmptyLast<Collated>,
    street_id: EmptyLast<Count>,
}

impl IndirOrder {
    /// Makes the key of a row.
    pub fn of(row: &IndirRow) -> Self {
        Self {
            name: Collated::of(&row[indir::ODONIMO]),
            locality: EmptyLast::text(&row[indir::LOCALITA]),
            street_id: EmptyLast::count(&row[indir::PROGRESSIVO_NAZIONALE]),
            number: EmptyLast::count(&row[indir::CIVICO]),
            exponent: EmptyLast::text(&row[indir::ESPONENTE]),
            specificity: EmptyLast::text(&row[indir::SPECIFICITA]),
            metres: EmptyLast::count(&row[indir::METRICO]),
            unnumbered: EmptyLast::count(&row[indir::PROGRESSIVO_SNC]),
            access_id: EmptyLast::count(&row[indir::PROGRESSIVO_ACCESSO]),
        }
    }
}

impl StradOrder {
    /// Makes the key of a row.
    pub fn of(row: &StradRow) -> Self {
        Self {
            name: Collated::of(&row[strad::ODONIMO]),
            locality: EmptyLast::text(&row[strad::LOCALITA]),
            street_id: EmptyLast::count(&row[strad::PROGRESSIVO_NAZIONALE]),
        }
    }
}

/// A text by its blanks, letters and digits in this order, then as it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Collated {
    weights: Vec<(u8, char)>,
    text: String,
}

impl Collated {
    fn of(text: &str) -> Self {
        Self { weights: text.chars().filter_map(weight).collect(), text: text.to_owned() }
    }
}

fn weight(letter: char) -> Option<(u8, char)> {
    match letter {
        letter if letter.is_whitespace() => Some((0, ' ')),
        letter if letter.is_numeric() => Some((2, letter)),
        letter if letter.is_alphabetic() => Some((1, base_letter(letter))),
        _ => None,
    }
}

/// Digits by the number they mean, then as they are written.
type Count = (u64, String);

/// What may be empty; if so it comes last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct EmptyLast<T> {
    is_empty: bool,
    value: T,
}

impl EmptyLast<Collated> {
    fn text(text: &str) -> Self {
        Self { is_empty: text.is_empty(), value: Collated::of(text) }
    }
}

impl EmptyLast<Count> {
    fn count(text: &str) -> Self {
        Self { is_empty: text.is_empty(), value: (text.parse().unwrap_or(u64::MAX), text.to_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, number: &str, exponent: &str, unnumbered: &str) -> IndirRow {
        let mut row = IndirRow::default();
        for (column, text) in [
            (indir::ODONIMO, name),
            (indir::CIVICO, number),
            (indir::ESPONENTE, exponent),
            (indir::PROGRESSIVO_SNC, unnumbered),
        ] {
            text.clone_into(&mut row[column]);
        }
        row
    }

    #[test]
    fn names_are_sorted_as_the_archive_does() {
        let sorted = [
            row("STRADA PROVINCIALE LUNGA", "1", "", ""),
            row("STRADA PROVINCIALE 7", "1", "", ""),
            row("VIA DELLA VALLE", "1", "", ""),
            row("VIA DELL'ORSO", "1", "", ""),
            row("VIA DELL'ORSO", "2", "A", ""),
            row("VIA DELL'ORSO", "2", "BIS", ""),
            row("VIA DELL'ORSO", "2", "BIS1", ""),
            row("VIA DELL'ORSO", "2", "", "1"),
            row("VIA DELL'ORSO", "2", "", ""),
            row("VIA DELL'ORSO", "10", "", ""),
        ];
        assert!(sorted.is_sorted_by_key(IndirOrder::of));
        let keys: Vec<IndirOrder> = sorted.iter().map(IndirOrder::of).collect();
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
