//! Distances on the ground.

use crate::entry::LonLat;

/// Metres in a degree of latitude on the mean sphere (IUGG mean radius 6371008.8 m).
const METRES_PER_DEGREE: f64 = 111_195.08;

/// Returns east and north of `to` as seen from `from`, in metres, on the plane that touches the
/// sphere half-way: good to a thousandth over the distances of one region.
pub(crate) fn offset_m(from: LonLat, to: LonLat) -> (f64, f64) {
    let shrink = f64::midpoint(from.lat, to.lat).to_radians().cos();
    ((to.lon - from.lon) * METRES_PER_DEGREE * shrink, (to.lat - from.lat) * METRES_PER_DEGREE)
}

/// Returns the distance in metres.
pub(crate) fn distance(from: LonLat, to: LonLat) -> f64 {
    let (east, north) = offset_m(from, to);
    east.hypot(north)
}

/// Returns the distance in whole metres, rounded up.
pub(crate) fn distance_m(from: LonLat, to: LonLat) -> u32 {
    whole_m(distance(from, to))
}

/// Rounds metres up.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float to an integer saturates"
)]
pub(crate) fn whole_m(metres: f64) -> u32 {
    metres.ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousandth_of_a_degree_of_latitude_is_111_metres() {
        let from = LonLat { lon: 9.19, lat: 45.46 };
        assert_eq!(distance_m(from, LonLat { lat: 45.461, ..from }), 112);
        assert_eq!(distance_m(from, LonLat { lon: 9.191, ..from }), 78);
    }
}
