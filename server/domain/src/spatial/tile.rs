//! What is asked of the database for one tile.

use super::Bounds;

/// A tile of the Web Mercator quad, and how much of a collection goes into it.
#[derive(Debug, Clone, PartialEq)]
pub struct TileRequest {
    /// Zoom level.
    pub z: u8,
    /// Column.
    pub x: u32,
    /// Row, from the north.
    pub y: u32,
    /// The tile and its buffer, in degrees.
    pub search: Bounds,
    /// Units along an edge of the tile.
    pub extent: u32,
    /// Units beyond each edge in which features are kept.
    pub buffer: u32,
    /// How many features at most.
    pub max_features: u32,
    /// Side of the cells in which points are counted, in metres of the stored reference system;
    /// `None` to send every feature.
    pub thin_cell_m: Option<f64>,
}
