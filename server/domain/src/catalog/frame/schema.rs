//! The frames that are JSON.

use serde::{Deserialize, Serialize};

use crate::catalog::{Column, GeometryKind, ReprojectionRecord};
use crate::notice::Notice;
use crate::spatial::Srid;

/// What the rows of a layer hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerSchema {
    /// The layer's number in row frames, from 0.
    pub layer: u16,
    /// The layer's name in the source.
    pub name: String,
    /// What its geometries are.
    pub geometry: GeometryKind,
    /// Whether geometries carry heights.
    pub has_z: bool,
    /// Reference system of the geometries sent.
    pub srid: Srid,
    /// Columns in the order of the fields.
    pub columns: Vec<Column>,
    /// How the coordinates came into `srid`; `None` without geometry.
    pub reprojection: Option<ReprojectionRecord>,
    /// Number of rows the source announces, for progress; `None` where it does not.
    pub expected_rows: Option<u64>,
}

/// How much an entry of the report matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// What was assumed, and why.
    Assumption,
    /// A value or geometry was mended; the row is there.
    Repaired,
    /// Something odd; the row is there as it came.
    Warning,
    /// The row was left out.
    Rejected,
}

/// One line of the report of an import: bad rows in a source are data, not errors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportEntry {
    /// How much it matters.
    pub severity: Severity,
    /// The layer spoken of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<String>,
    /// The row's number in the source, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The field's name in the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What it is and what to do.
    pub notice: Notice,
}

/// How far the reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Rows read so far, over all layers.
    pub rows: u64,
}

/// How many rows of a layer were sent and how many were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerCount {
    /// Rows sent.
    pub sent: u64,
    /// Rows left out, each with an entry in the report.
    pub rejected: u64,
    /// Geometries mended, each with an entry in the report.
    pub repaired: u64,
}

/// The last frame: everything was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Counts by layer, in the order of the layers' numbers.
    pub layers: Vec<LayerCount>,
}
