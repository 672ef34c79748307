//! Reference systems by the values of coordinates in Italy.

use civico_geoprocessing::reproject::Extent;

/// What coordinates look like, east before north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Range {
    /// Longitude and latitude in Italy.
    DegreesItaly,
    /// Degrees elsewhere on Earth.
    Degrees,
    /// Monte Mario / Italy zone 1 (Gauss-Boaga west): false easting 1,500,000.
    GaussBoagaWest,
    /// Monte Mario / Italy zone 2 (Gauss-Boaga east): false easting 2,520,000.
    GaussBoagaEast,
    /// A zone of UTM, of one of several datums.
    Utm,
    /// Web Mercator in Italy, north of where it could be Gauss-Boaga.
    WebMercator,
    /// Nothing that is used in Italy.
    Other,
}

impl Range {
    /// Returns the reference system that is most likely meant, and how far off it may be when
    /// another datum is meant, in metres.
    pub fn guess(self) -> Option<(i32, u32)> {
        match self {
            Self::DegreesItaly | Self::Degrees => Some((4326, 1)),
            Self::GaussBoagaWest => Some((3003, 4)),
            Self::GaussBoagaEast => Some((3004, 4)),
            // RDN2008; WGS 84 and ETRS89 differ by up to a metre, ED50 by up to 200.
            Self::Utm => Some((7791, 200)),
            Self::WebMercator => Some((3857, 1)),
            Self::Other => None,
        }
    }

    /// Tells whether coordinates are degrees.
    pub fn is_degrees(self) -> bool {
        matches!(self, Self::DegreesItaly | Self::Degrees)
    }
}

/// Tells what a position looks like.
///
/// The bounds of Gauss-Boaga and UTM are those of Italy's territory in their two zones, rounded
/// outwards; a northing of Web Mercator above 5,300,000 is north of Rome.
pub fn range_of(x: f64, y: f64) -> Range {
    let within = |value: f64, low: f64, high: f64| value >= low && value <= high;
    let italian_northing = within(y, 3_900_000.0, 5_300_000.0);
    if within(x, 6.0, 19.5) && within(y, 35.0, 48.0) {
        Range::DegreesItaly
    } else if x.abs() <= 180.0 && y.abs() <= 90.0 {
        Range::Degrees
    } else if italian_northing && within(x, 1_300_000.0, 1_800_000.0) {
        Range::GaussBoagaWest
    } else if italian_northing && within(x, 2_200_000.0, 2_800_000.0) {
        Range::GaussBoagaEast
    } else if italian_northing && within(x, 100_000.0, 900_000.0) {
        Range::Utm
    } else if within(x, 660_000.0, 2_200_000.0) && within(y, 4_100_000.0, 6_200_000.0) {
        Range::WebMercator
    } else {
        Range::Other
    }
}

/// Tells what all positions of a layer look like; `Other` where its corners differ.
pub fn range_of_extent(extent: Extent) -> Range {
    let (low, high) = (range_of(extent.min_x, extent.min_y), range_of(extent.max_x, extent.max_y));
    match (low, high) {
        _ if low == high => low,
        (a, b) if a.is_degrees() && b.is_degrees() => Range::Degrees,
        _ => Range::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_pairs_of_milan_are_told_apart() {
        assert_eq!(range_of(1_514_845.0, 5_034_628.0), Range::GaussBoagaWest);
        assert_eq!(range_of(514_817.0, 5_034_608.0), Range::Utm);
        assert_eq!(range_of(1_022_974.0, 5_695_001.0), Range::WebMercator);
        assert_eq!(range_of(9.1895, 45.4648), Range::DegreesItaly);
        assert_eq!(range_of(45.4648, 9.1895), Range::Degrees);
        assert_eq!(range_of(5_034_628.0, 1_514_845.0), Range::Other);
    }
}
