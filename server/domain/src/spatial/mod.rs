//! Reference systems and boxes.

mod bounds;
mod srid;
mod tile;

pub use bounds::{Bounds, BoundsError};
pub use srid::{Srid, SridError};
pub use tile::TileRequest;
