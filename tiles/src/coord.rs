//! Tile coordinates from the parts of a path.

use martin_tile_utils::TileCoord;

/// The deepest zoom at which tiles are served.
pub(crate) const MAX_ZOOM: u8 = 22;

/// Three numbers are no tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such tile: zoom is 0 to 22, column and row are below 2^zoom")]
pub struct CoordError;

/// Reads zoom, column and row; the row may end in a format: `/14/8612/5860.mvt`.
///
/// # Errors
/// A part is no number, or the tile does not exist.
pub fn parse_coord(z: &str, x: &str, y: &str) -> Result<TileCoord, CoordError> {
    let y = y.strip_suffix(".mvt").or_else(|| y.strip_suffix(".pbf")).unwrap_or(y);
    let z: u8 = z.parse().map_err(|_not_a_number| CoordError)?;
    let (x, y) = x.parse().ok().zip(y.parse().ok()).ok_or(CoordError)?;
    TileCoord::new_checked(z, x, y).filter(|coord| coord.z <= MAX_ZOOM).ok_or(CoordError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_beyond_the_edge_or_too_deep_does_not_exist() {
        assert!(parse_coord("14", "8612", "5860.mvt").is_ok());
        for (z, x, y) in
            [("0", "1", "0"), ("23", "0", "0"), ("-1", "0", "0"), ("1", "a", "0"), ("300", "0", "0")]
        {
            assert_eq!(parse_coord(z, x, y), Err(CoordError));
        }
    }
}
