//! Which collection is drawn from which zoom, and how much of it.

use civico_domain::catalog::GeometryKind;
use civico_domain::spatial::{Bounds, TileRequest};
use martin_tile_utils::{EARTH_CIRCUMFERENCE, TileCoord, tile_index, xyz_to_bbox};

/// Units along an edge of a tile (MVT 2.1, 4.1).
const EXTENT: u32 = 4096;
/// Units beyond each edge in which features are kept: half a symbol or stroke at 512 px a tile.
const BUFFER: u32 = 64;
/// Features of a tile at most; a tile of more is of no use on a screen.
const MAX_FEATURES: u32 = 50_000;
/// Features that one tile holds on average at the smallest zoom of a dataset.
const FEATURES_PER_TILE: f64 = 4_000.0;
/// The deepest zoom for which tiles are cut; beyond it the map enlarges them.
const DEEPEST: u8 = 16;
/// Cells of thinned points along the edge of a tile.
const CELLS_PER_TILE: f64 = 16.0;

/// The zooms at which a collection has tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZoomRange {
    /// First zoom.
    pub min: u8,
    /// Last zoom.
    pub max: u8,
}

/// How a collection is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZoomRule {
    /// The zooms at which it has tiles.
    pub range: ZoomRange,
    /// The zoom from which every feature is drawn; below it points are counted in cells.
    pub whole_from: u8,
}

impl ZoomRule {
    /// Decides for a collection by its id, what it is made of, its size and its box.
    pub fn new(collection: &str, geometry: GeometryKind, count: i64, bounds: Option<Bounds>) -> Self {
        let (min, whole_from) = match collection {
            "municipalities" => (0, 0),
            "localities" => (11, 0),
            "thoroughfares" => (12, 0),
            // House numbers are drawn from z15; below, thinned points with counts.
            "addresses" => (11, 15),
            _ if geometry == GeometryKind::None => (DEEPEST, 0),
            _ => (first_zoom(count, bounds), 0),
        };
        Self { range: ZoomRange { min, max: DEEPEST }, whole_from }
    }
}

/// The smallest zoom at which a tile holds [`FEATURES_PER_TILE`] on average.
fn first_zoom(count: i64, bounds: Option<Bounds>) -> u8 {
    let Some(b) = bounds else { return 0 };
    let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let tiles = |z: u8| {
        let (left, top) = tile_index(b.west, b.north, z);
        let (right, bottom) = tile_index(b.east, b.south, z);
        f64::from(right - left + 1) * f64::from(bottom - top + 1)
    };
    (0..DEEPEST).find(|z| count <= FEATURES_PER_TILE * tiles(*z)).unwrap_or(DEEPEST)
}

/// Says what to ask the database for one tile.
pub fn request(coord: TileCoord, rule: &ZoomRule) -> TileRequest {
    let TileCoord { z, x, y } = coord;
    let [west, south, east, north] = xyz_to_bbox(z, x, y, x, y);
    // One unit more than the buffer: rounding to the grid pulls features in from there.
    let margin = f64::from(BUFFER + 1) / f64::from(EXTENT);
    let (dx, dy) = ((east - west) * margin, (north - south) * margin);
    let search = Bounds { west: west - dx, south: south - dy, east: east + dx, north: north + dy };
    let thin_cell_m = (z < rule.whole_from).then(|| cell_m(z, f64::midpoint(south, north)));
    TileRequest { z, x, y, search, extent: EXTENT, buffer: BUFFER, max_features: MAX_FEATURES, thin_cell_m }
}

/// Side of a cell on the ground, in whole metres that are a power of two, so that the cells of one
/// zoom are the same in every tile whatever its latitude.
fn cell_m(z: u8, latitude: f64) -> f64 {
    let tile_m = EARTH_CIRCUMFERENCE * latitude.to_radians().cos() / f64::from(z).exp2();
    (tile_m / CELLS_PER_TILE).log2().round().exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds() -> Bounds {
        Bounds::from([9.04, 45.39, 9.28, 45.54])
    }

    #[test]
    fn a_small_dataset_is_drawn_from_afar_and_a_large_one_from_near() {
        let rule =
            |count| ZoomRule::new("milano.alberi", GeometryKind::Point, count, Some(bounds())).range.min;
        assert_eq!(rule(88), 0);
        assert_eq!(rule(4_000), 0);
        assert!(rule(250_000) >= 12, "{}", rule(250_000));
        assert!(rule(5_000_000) <= DEEPEST);
    }

    #[test]
    fn house_numbers_are_whole_from_zoom_15_and_counted_below() {
        let rule = ZoomRule::new("addresses", GeometryKind::Point, 46_197, Some(bounds()));
        let at = |z, x, y| request(TileCoord { z, x, y }, &rule).thin_cell_m;
        assert_eq!(at(15, 17_224, 11_720), None);
        assert_eq!(at(14, 8_612, 5_860), Some(128.0));
    }

    #[test]
    fn the_cells_of_a_zoom_are_the_same_in_north_and_south_of_the_metropolitan_city() {
        assert!((cell_m(13, 45.2) - cell_m(13, 45.7)).abs() < f64::EPSILON);
    }

    #[test]
    fn the_search_reaches_beyond_the_buffer() {
        let rule = ZoomRule::new("milano.nil", GeometryKind::Polygon, 88, Some(bounds()));
        let tile = request(TileCoord { z: 14, x: 8_612, y: 5_860 }, &rule);
        let [west, ..] = xyz_to_bbox(14, 8_612, 5_860, 8_612, 5_860);
        let tile_deg = 360.0 / 16_384.0;
        assert!(tile.search.west < west - tile_deg * 64.0 / 4096.0);
    }
}
