//! The layers in which `civico-files` sends a register, whatever layout the comune delivers.
//!
//! The importers know the layouts; whoever reads these rows knows only the columns below.

mod decode;

pub use decode::{DeliveredArc, RowReader, RowRefused};

use crate::catalog::{Column, ColumnKind};

/// Name of the layer of comuni; geometry is the territory.
pub const MUNICIPALITIES: &str = "municipalities";
/// Name of the layer of streets; geometry is the course, where it is known.
pub const THOROUGHFARES: &str = "thoroughfares";
/// Name of the layer of stretches of streets; geometry is the line.
pub const ARCS: &str = "arcs";
/// Name of the layer of addresses; geometry is the point.
pub const ADDRESSES: &str = "addresses";

/// Columns of [`MUNICIPALITIES`].
pub const MUNICIPALITY_COLUMNS: &[(&str, ColumnKind)] = &[
    ("istat_code", ColumnKind::Text),
    ("cadastral_code", ColumnKind::Text),
    ("name", ColumnKind::Text),
    ("homogeneous_zone", ColumnKind::Text),
    ("population", ColumnKind::Integer),
];

/// Columns of [`THOROUGHFARES`]; `aliases` are separated by U+001F, `stage` is a token.
pub const THOROUGHFARE_COLUMNS: &[(&str, ColumnKind)] = &[
    ("local_code", ColumnKind::Text),
    ("kind", ColumnKind::Text),
    ("name", ColumnKind::Text),
    ("aliases", ColumnKind::Text),
    ("locality", ColumnKind::Text),
    ("stage", ColumnKind::Text),
    ("missing_in_source", ColumnKind::Boolean),
];

/// Columns of [`ARCS`]: the least and the greatest number on each side of the line.
pub const ARC_COLUMNS: &[(&str, ColumnKind)] = &[
    ("thoroughfare_code", ColumnKind::Text),
    ("left_from", ColumnKind::Integer),
    ("left_to", ColumnKind::Integer),
    ("right_from", ColumnKind::Integer),
    ("right_to", ColumnKind::Integer),
];

/// Columns of [`ADDRESSES`]; `stage` is a token, `source_*` are as the file has them.
pub const ADDRESS_COLUMNS: &[(&str, ColumnKind)] = &[
    ("local_code", ColumnKind::Text),
    ("thoroughfare_code", ColumnKind::Text),
    ("number", ColumnKind::Integer),
    ("exponent", ColumnKind::Text),
    ("specificity", ColumnKind::Text),
    ("extension", ColumnKind::Text),
    ("postcode", ColumnKind::Text),
    ("stage", ColumnKind::Text),
    ("method", ColumnKind::Integer),
    ("source_x", ColumnKind::Text),
    ("source_y", ColumnKind::Text),
    ("source_crs", ColumnKind::Text),
];

/// Further columns of [`THOROUGHFARES`], in layouts that have them. Where `anncsu_id` is there it
/// is the street's identity, and `thoroughfare_code` of the addresses repeats it.
pub const ANNCSU_THOROUGHFARE_COLUMNS: &[(&str, ColumnKind)] =
    &[("anncsu_id", ColumnKind::Text), ("language_1", ColumnKind::Text), ("language_2", ColumnKind::Text)];

/// Further columns of [`ADDRESSES`]: with `metres` the access is kilometric, with `unnumbered` it
/// has no number of its own and comes after `number`, or `metres`, or the street's beginning.
pub const ANNCSU_ADDRESS_COLUMNS: &[(&str, ColumnKind)] = &[
    ("anncsu_id", ColumnKind::Text),
    ("metres", ColumnKind::Integer),
    ("unnumbered", ColumnKind::Integer),
    ("source_z", ColumnKind::Text),
];

/// What separates aliases.
pub const ALIAS_SEPARATOR: char = '\u{1f}';

/// Makes the columns of a layer.
pub fn columns(of: &[(&str, ColumnKind)]) -> Vec<Column> {
    of.iter().map(|(name, kind)| Column { name: (*name).to_owned(), kind: *kind }).collect()
}
