//! Areas over areas: what they share, what is left, what lies in them.
//!
//! Polygons have to be valid (OGC 06-103r4, 6.1.11), as imports make them. Shapes are worked out on a
//! grid of a thousand-millionth of their extent, by `geo` and its `i_overlay`: corners may move by a
//! tenth of a millimetre in a metropolitan city.

mod areas;
mod buffer;
mod clip;
mod dissolve;
mod inside;
mod pairs;
mod shared;
mod summary;

pub use areas::Areas;
pub use buffer::{buffer, buffer_rounded};
pub use clip::{clip_areas, clip_lines, clip_points};
pub use dissolve::dissolve;
pub(crate) use dissolve::unite;
pub use shared::{Overlap, Piece, Remainder, differences, intersections, union};
pub use summary::{PointSummary, interpolate, summarise_points};

#[cfg(test)]
mod tests;
