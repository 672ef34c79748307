//! Coordinate reference systems by their EPSG code.

use serde::{Deserialize, Serialize};

/// A coordinate reference system: its code in the EPSG register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Srid(i32);

/// A text names no EPSG code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an EPSG code: write it as EPSG:7791 or 7791")]
pub struct SridError;

impl Srid {
    /// WGS 84, longitude and latitude in degrees. Coordinates of ours are always in this order.
    pub const WGS84: Self = Self(4326);
    /// WGS 84 / Pseudo-Mercator, in which tiles are cut.
    pub const WEB_MERCATOR: Self = Self(3857);
    /// RDN2008 / UTM zone 32N (east-north), the default of an installation.
    pub const RDN2008_UTM32: Self = Self(7791);

    /// Takes a code as it stands in a database or a file.
    pub fn from_code(code: i32) -> Self {
        Self(code)
    }

    /// Returns the EPSG code.
    pub fn code(self) -> i32 {
        self.0
    }
}

impl std::fmt::Display for Srid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EPSG:{}", self.0)
    }
}

impl std::str::FromStr for Srid {
    type Err = SridError;

    fn from_str(text: &str) -> Result<Self, SridError> {
        let digits = text.strip_prefix("EPSG:").or_else(|| text.strip_prefix("epsg:")).unwrap_or(text);
        match digits.parse() {
            Ok(code @ 1024..=999_999) => Ok(Self(code)),
            _ => Err(SridError),
        }
    }
}
