//! What rows are found by: ANNCSU's number, or what is written of a thing that has none yet.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::columns::{INDIR_COLUMNS, IndirRow, STRAD_COLUMNS, StradRow};
use super::super::fold::folded;
use super::compare::{ACCESSES, Layout, STREETS};

/// What a row is found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKey {
    /// ANNCSU's number: PROGRESSIVO_ACCESSO of an access, PROGRESSIVO_NAZIONALE of a street.
    Number(String),
    /// Of an access ODONIMO, CIVICO, ESPONENTE, SPECIFICITA, METRICO, PROGRESSIVO_SNC and
    /// LOCALITA', of a street ODONIMO and LOCALITA'; without accents, apostrophes, blanks and case.
    Folded(Vec<String>),
}

impl std::fmt::Display for RowKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => f.write_str(number),
            Self::Folded(fields) => f.write_str(&fields.join("/")),
        }
    }
}

/// Rows by their keys.
pub type Rows<const N: usize> = BTreeMap<RowKey, [String; N]>;

/// Rows by their keys, and those whose key an earlier row has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed<const N: usize> {
    /// The first row of each key.
    pub rows: Rows<N>,
    /// The others, which cannot be compared.
    pub repeated: Vec<[String; N]>,
}

/// Returns the key of an address.
pub fn access_key(row: &IndirRow) -> RowKey {
    key_of(&ACCESSES, row)
}

/// Returns the key of a street.
pub fn street_key(row: &StradRow) -> RowKey {
    key_of(&STREETS, row)
}

/// Puts addresses by their keys.
pub fn keyed_accesses(rows: impl IntoIterator<Item = IndirRow>) -> Keyed<{ INDIR_COLUMNS.len() }> {
    keyed(&ACCESSES, rows)
}

/// Puts streets by their keys.
pub fn keyed_streets(rows: impl IntoIterator<Item = StradRow>) -> Keyed<{ STRAD_COLUMNS.len() }> {
    keyed(&STREETS, rows)
}

fn keyed<const N: usize>(layout: &Layout<N>, rows: impl IntoIterator<Item = [String; N]>) -> Keyed<N> {
    let mut keyed = Keyed { rows: Rows::new(), repeated: Vec::new() };
    for row in rows {
        match keyed.rows.entry(key_of(layout, &row)) {
            std::collections::btree_map::Entry::Vacant(place) => _ = place.insert(row),
            std::collections::btree_map::Entry::Occupied(_) => keyed.repeated.push(row),
        }
    }
    keyed
}

fn key_of<const N: usize>(layout: &Layout<N>, row: &[String; N]) -> RowKey {
    if row[layout.id].is_empty() { folded_key(layout, row) } else { RowKey::Number(row[layout.id].clone()) }
}

/// Returns the key that a row would have without ANNCSU's number.
pub(super) fn folded_key<const N: usize>(layout: &Layout<N>, row: &[String; N]) -> RowKey {
    RowKey::Folded(layout.recognised_by.iter().map(|column| folded(&row[*column])).collect())
}
