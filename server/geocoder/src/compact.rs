//! Small numbers for large tables: positions in them, and points.

use crate::entry::LonLat;

/// A point in ten-millionths of a degree (about a centimetre), or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Point {
    lon: i32,
    lat: i32,
}

impl Point {
    pub(crate) const NONE: Self = Self { lon: i32::MIN, lat: i32::MIN };

    #[expect(clippy::cast_possible_truncation, reason = "degrees times ten million fit when on the earth")]
    pub(crate) fn new(at: LonLat) -> Self {
        if at.lon.abs() <= 180.0 && at.lat.abs() <= 90.0 {
            Self { lon: (at.lon * 1e7).round() as i32, lat: (at.lat * 1e7).round() as i32 }
        } else {
            Self::NONE
        }
    }

    pub(crate) fn lon_lat(self) -> Option<LonLat> {
        let degrees = LonLat { lon: f64::from(self.lon) / 1e7, lat: f64::from(self.lat) / 1e7 };
        (self != Self::NONE).then_some(degrees)
    }
}

/// Widens a position of ours.
pub(crate) fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// Narrows a position; the builder takes no more than `u32::MAX` entries.
pub(crate) fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
