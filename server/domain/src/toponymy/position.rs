//! Where an address is, and how that was found out.

use serde::{Deserialize, Serialize};

/// What a position is of (INSPIRE Addresses, GeometrySpecificationValue).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PositionSpecification {
    /// The access itself (accesso).
    Entrance,
    /// Passo carraio: the driveway.
    Driveway,
    /// Targa: where the plate hangs.
    Plate,
    /// The building.
    Building,
    /// The parcel.
    Parcel,
    /// A point of the street.
    Segment,
    /// Worked out between its neighbours.
    Interpolated,
}

/// How a position was got (ANNCSU: METODO, 1 to 5).
///
/// The words of the codes differ between the sources we have, so the code is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PositionMethod(pub u8);

/// Coordinates as the source wrote them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourceCoordinates {
    /// First coordinate (east or longitude), as written.
    pub x: String,
    /// Second coordinate (north or latitude), as written.
    pub y: String,
    /// Height (quota), as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub z: Option<String>,
    /// Reference system that they were read in, such as `EPSG:3003`.
    pub crs: String,
}

/// A position of an address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GeographicPosition {
    /// The point in the installation's reference system, EWKB in hexadecimal digits.
    pub point: String,
    /// What it is a position of.
    pub specification: PositionSpecification,
    /// How it was got, where the source says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<PositionMethod>,
    /// How far the true place may be, in centimetres, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncertainty_cm: Option<u32>,
    /// Where it comes from, such as a survey or the topographic database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The coordinates as they came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceCoordinates>,
}
