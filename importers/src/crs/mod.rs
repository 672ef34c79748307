//! Which reference system coordinates are in, and why that is thought.

mod ranges;
mod resolve;

pub use ranges::{Range, range_of, range_of_extent};
pub use resolve::{Declared, SourceCrs, resolve, say_reprojection};
