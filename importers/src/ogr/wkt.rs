//! Well-known text of a column.

use super::{messages, raw};

/// Reads well-known text; `None` where it is none, or empty.
pub fn wkb_of_wkt(text: &str) -> Option<Vec<u8>> {
    messages::forget();
    let geometry = raw::Geometry::from_wkt(text)?.simple();
    geometry.to_wkb().filter(|wkb| wkb.len() > 9)
}
