//! Reference systems and boxes.

mod bounds;
mod srid;

pub use bounds::{Bounds, BoundsError};
pub use srid::{Srid, SridError};
