#![doc = include_str!("../README.md")]

mod cache;
mod coord;
mod tile;
mod tilejson;
mod zoom;

pub use cache::{TileCache, TileKey};
pub use coord::{CoordError, parse_coord};
pub use martin_tile_utils::TileCoord;
pub use tile::{Tile, TileError};
pub use tilejson::{TileJson, VectorLayer};
pub use zoom::{ZoomRange, ZoomRule, request};
