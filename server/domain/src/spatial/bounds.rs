//! Boxes in longitude and latitude.

use serde::{Deserialize, Serialize};

/// A box in degrees of WGS 84: west, south, east, north.
///
/// `west` greater than `east` means that the box crosses the antimeridian (RFC 7946, 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f64; 4]", into = "[f64; 4]")]
pub struct Bounds {
    /// Western longitude.
    pub west: f64,
    /// Southern latitude.
    pub south: f64,
    /// Eastern longitude.
    pub east: f64,
    /// Northern latitude.
    pub north: f64,
}

/// A text is not a box.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a box is four or six numbers in degrees: west,south,east,north")]
pub struct BoundsError;

impl From<[f64; 4]> for Bounds {
    fn from([west, south, east, north]: [f64; 4]) -> Self {
        Self { west, south, east, north }
    }
}

impl From<Bounds> for [f64; 4] {
    fn from(b: Bounds) -> Self {
        [b.west, b.south, b.east, b.north]
    }
}

impl std::str::FromStr for Bounds {
    type Err = BoundsError;

    /// Reads `west,south,east,north`, or six numbers of which the heights are dropped
    /// (OGC API Features 1.0, 7.15.3).
    fn from_str(text: &str) -> Result<Self, BoundsError> {
        let numbers: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse::<f64>()).collect();
        let numbers = numbers.map_err(|_not_a_number| BoundsError)?;
        let ([west, south, east, north] | [west, south, _, east, north, _]) = numbers[..] else {
            return Err(BoundsError);
        };
        let finite = [west, south, east, north].iter().all(|value| value.is_finite());
        let on_earth = west.abs() <= 180.0 && east.abs() <= 180.0 && south >= -90.0 && north <= 90.0;
        if finite && on_earth && south <= north {
            Ok(Self { west, south, east, north })
        } else {
            Err(BoundsError)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_of_six_numbers_loses_its_heights() {
        assert_eq!("9,45,0,10,46,100".parse(), Ok(Bounds::from([9.0, 45.0, 10.0, 46.0])));
    }

    #[test]
    fn a_box_upside_down_off_the_earth_or_not_finite_is_refused() {
        for text in ["9,46,10,45", "9,45,10", "9,45,10,nan", "9,45,10,inf", "-200,0,0,1", "a,b,c,d", ""] {
            assert_eq!(text.parse::<Bounds>(), Err(BoundsError), "{text}");
        }
    }

    #[test]
    fn a_box_may_cross_the_antimeridian() {
        assert!("170,-10,-170,10".parse::<Bounds>().is_ok());
    }
}
