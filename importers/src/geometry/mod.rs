//! Geometries as well-known binary: walking over coordinates, keeping polygons, mending.

mod ewkb;
mod placer;
mod walk;

pub use ewkb::{point, point_of, to_ewkb, without_srid};
pub use placer::Placer;
pub use walk::{Shape, WkbError, for_each_position, polygonal_part, shape_of};
