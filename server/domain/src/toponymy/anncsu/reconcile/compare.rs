//! Which columns count, for what, and when two of them say the same.

use std::collections::BTreeSet;

use super::super::columns::{INDIR_COLUMNS, STRAD_COLUMNS, indir, strad};
use super::Facet;

/// What the columns of a layout mean when two rows are compared.
pub(super) struct Layout<const N: usize> {
    /// The column of the number by which ANNCSU knows the thing.
    pub(super) id: usize,
    /// Columns that ANNCSU fills in.
    given: &'static [usize],
    /// Columns by which what has no number is recognised, whatever the case of letters.
    pub(super) recognised_by: &'static [usize],
    /// Which facet a column belongs to.
    facet: fn(usize) -> Facet,
    /// Columns that do not count.
    uncounted: &'static [usize],
    /// Columns that an operation on the thing itself can change.
    carried: &'static [usize],
}

/// Addresses.
pub(super) const ACCESSES: Layout<{ INDIR_COLUMNS.len() }> = Layout {
    id: indir::PROGRESSIVO_ACCESSO,
    given: &[indir::PROGRESSIVO_ACCESSO, indir::PROGRESSIVO_NAZIONALE],
    recognised_by: &[
        indir::ODONIMO,
        indir::CIVICO,
        indir::ESPONENTE,
        indir::SPECIFICITA,
        indir::METRICO,
        indir::PROGRESSIVO_SNC,
        indir::LOCALITA,
    ],
    facet: facet_of_access,
    uncounted: &[],
    carried: &[
        indir::PROGRESSIVO_NAZIONALE,
        indir::CODICE_COMUNALE_ACCESSO,
        indir::CIVICO,
        indir::ESPONENTE,
        indir::SPECIFICITA,
        indir::METRICO,
        indir::PROGRESSIVO_SNC,
        indir::COORD_X_COMUNE,
        indir::COORD_Y_COMUNE,
        indir::QUOTA,
        indir::METODO,
    ],
};

/// Streets.
pub(super) const STREETS: Layout<{ STRAD_COLUMNS.len() }> = Layout {
    id: strad::PROGRESSIVO_NAZIONALE,
    given: &[strad::PROGRESSIVO_NAZIONALE],
    recognised_by: &[strad::ODONIMO, strad::LOCALITA],
    facet: facet_of_street,
    uncounted: &[strad::TOTALE_ACCESSI],
    carried: &[
        strad::CODICE_COMUNALE,
        strad::ODONIMO,
        strad::LOCALITA,
        strad::DIZIONE_LINGUA1,
        strad::DIZIONE_LINGUA2,
    ],
};

fn facet_of_access(column: usize) -> Facet {
    match column {
        indir::ODONIMO | indir::LOCALITA | indir::DIZIONE_LINGUA1 | indir::DIZIONE_LINGUA2 => Facet::Name,
        indir::CIVICO | indir::ESPONENTE | indir::SPECIFICITA | indir::METRICO | indir::PROGRESSIVO_SNC => {
            Facet::Number
        }
        indir::COORD_X_COMUNE | indir::COORD_Y_COMUNE | indir::QUOTA => Facet::Position,
        indir::METODO => Facet::Method,
        _ => Facet::Codes,
    }
}

fn facet_of_street(column: usize) -> Facet {
    match column {
        strad::ODONIMO | strad::LOCALITA | strad::DIZIONE_LINGUA1 | strad::DIZIONE_LINGUA2 => Facet::Name,
        _ => Facet::Codes,
    }
}

impl<const N: usize> Layout<N> {
    /// Returns the columns in which two rows say different things.
    pub(super) fn differences(&self, one: &[String; N], other: &[String; N]) -> Vec<usize> {
        (0..N).filter(|column| !self.is_same(*column, &one[*column], &other[*column])).collect()
    }

    /// Returns the facets that columns belong to.
    pub(super) fn facets(&self, columns: &[usize]) -> BTreeSet<Facet> {
        columns.iter().map(|column| (self.facet)(*column)).collect()
    }

    /// Tells whether an operation on the thing itself can change one of the columns.
    pub(super) fn is_carried(&self, columns: &[usize]) -> bool {
        columns.iter().any(|column| self.carried.contains(column))
    }

    fn is_same(&self, column: usize, one: &str, other: &str) -> bool {
        if one == other || self.uncounted.contains(&column) {
            return true;
        }
        match (self.facet)(column) {
            Facet::Position => decimal(one).is_some_and(|one| Some(one) == decimal(other)),
            Facet::Codes if self.given.contains(&column) => one.is_empty() || other.is_empty(),
            _ => false,
        }
    }
}

/// Returns sign, whole part and decimals without the zeros that say nothing.
fn decimal(text: &str) -> Option<(bool, &str, &str)> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, ""));
    let is_number = !digits.is_empty() && whole.bytes().chain(decimals.bytes()).all(|b| b.is_ascii_digit());
    is_number
        .then(|| (digits.len() < text.len(), whole.trim_start_matches('0'), decimals.trim_end_matches('0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_compared_by_their_value() {
        for (one, other, same) in [
            ("9,1", "9,1000000", true),
            (",5", "0,5", true),
            ("9.1", "9,1", true),
            ("9,1", "9,2", false),
            ("", "0", false),
            ("-9,1", "9,1", false),
        ] {
            assert_eq!(ACCESSES.is_same(indir::COORD_X_COMUNE, one, other), same, "{one} {other}");
        }
        assert!(!ACCESSES.is_same(indir::CIVICO, "1", "01"));
    }
}
