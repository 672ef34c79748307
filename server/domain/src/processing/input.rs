//! What a process takes.

use crate::catalog::{ColumnKind, GeometryKind};

/// An input of a process.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Input {
    /// The name, kebab-case.
    pub name: &'static str,
    /// What can be given.
    pub kind: InputKind,
    /// Whether it has to be given.
    pub is_required: bool,
}

/// What can be given for an input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum InputKind {
    /// Collections of the portal (with version, filter, box, time) or GeoJSON; several are one input,
    /// so that an analysis works across enti.
    Features {
        /// Kinds of geometry that the process can use.
        geometry: &'static [GeometryKind],
        /// How many collections and pieces of GeoJSON.
        at_most: usize,
    },
    /// One GeoJSON geometry in longitude and latitude (CRS84).
    Geometry {
        /// Kinds of geometry that the process can use.
        geometry: &'static [GeometryKind],
    },
    /// The name of a column of a `Features` input.
    Property {
        /// The input.
        of: &'static str,
        /// Types of column that the process can use.
        kinds: &'static [ColumnKind],
    },
    /// A number.
    Number {
        /// The least that may be.
        least: f64,
        /// Whether the least itself may be.
        least_is_in: bool,
        /// The most that may be.
        most: f64,
        /// What is taken when nothing is given.
        default: Option<f64>,
        /// The unit, such as `m`.
        unit: Option<&'static str>,
    },
    /// A whole number.
    Integer {
        /// The least that may be.
        least: i64,
        /// The most that may be.
        most: i64,
        /// What is taken when nothing is given.
        default: Option<i64>,
        /// The unit.
        unit: Option<&'static str>,
    },
    /// Several numbers, ascending once they are read, each once.
    Numbers {
        /// The least that may be.
        least: f64,
        /// Whether the least itself may be.
        least_is_in: bool,
        /// The most that may be.
        most: f64,
        /// How many.
        at_most: usize,
        /// What is taken when nothing is given.
        default: &'static [f64],
    },
    /// One of some tokens.
    Choice {
        /// The tokens.
        of: &'static [&'static str],
        /// What is taken when nothing is given.
        default: &'static str,
    },
    /// Yes or no.
    Boolean {
        /// What is taken when nothing is given.
        default: bool,
    },
    /// A text.
    Text {
        /// How long it may be.
        most_chars: usize,
    },
    /// Any JSON, bounded in depth and size.
    Anything,
}
