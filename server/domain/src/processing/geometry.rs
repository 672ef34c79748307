//! GeoJSON as it is sent, looked over before anything is done with it (RFC 7946).

use serde_json::{Map, Value};

use crate::catalog::GeometryKind;

/// Features of a piece of GeoJSON; what is larger is uploaded as a dataset.
const MOST_FEATURES: usize = 20_000;
/// Positions of a piece of GeoJSON.
const MOST_POSITIONS: usize = 200_000;
/// Geometry collections within each other.
const DEEPEST: usize = 4;

/// Why GeoJSON is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is no GeoJSON.
    Shape,
    /// A position is not on the Earth in degrees.
    Position,
    /// It names another reference system.
    Crs,
    /// There are too many features or positions.
    Size,
}

impl Fault {
    /// The end of the key of its sentence.
    pub(super) fn token(self) -> &'static str {
        match self {
            Self::Shape => "process-input-no-geojson",
            Self::Position => "process-input-bad-position",
            Self::Crs => "process-input-other-crs",
            Self::Size => "process-input-geojson-too-large",
        }
    }
}

/// Returns what kind of geometry a GeoJSON geometry is.
pub fn kind_of(geometry: &Value) -> Option<GeometryKind> {
    Some(match geometry.get("type")?.as_str()? {
        "Point" | "MultiPoint" => GeometryKind::Point,
        "LineString" | "MultiLineString" => GeometryKind::Line,
        "Polygon" | "MultiPolygon" => GeometryKind::Polygon,
        "GeometryCollection" => GeometryKind::Mixed,
        _ => return None,
    })
}

/// Looks over a feature collection, a feature or a geometry.
pub(super) fn check_features(value: &Value) -> Result<(), Fault> {
    let object = value.as_object().ok_or(Fault::Shape)?;
    check_crs(object)?;
    let mut positions = 0;
    match object.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => {
            let features = object.get("features").and_then(Value::as_array).ok_or(Fault::Shape)?;
            if features.len() > MOST_FEATURES {
                return Err(Fault::Size);
            }
            features.iter().try_for_each(|feature| check_feature(feature, &mut positions))
        }
        Some("Feature") => check_feature(value, &mut positions),
        _ => check(value, 0, &mut positions),
    }
}

fn check_feature(value: &Value, positions: &mut usize) -> Result<(), Fault> {
    let object = value.as_object().ok_or(Fault::Shape)?;
    if object.get("type").and_then(Value::as_str) != Some("Feature") {
        return Err(Fault::Shape);
    }
    if object.get("properties").is_some_and(|properties| !properties.is_object() && !properties.is_null()) {
        return Err(Fault::Shape);
    }
    match object.get("geometry") {
        None | Some(Value::Null) => Ok(()),
        Some(geometry) => check(geometry, 0, positions),
    }
}

/// Looks over a geometry.
pub(super) fn check_geometry(value: &Value) -> Result<(), Fault> {
    check(value, 0, &mut 0)
}

/// GeoJSON of today has no `crs`; what says that it is CRS84 is let pass.
fn check_crs(object: &Map<String, Value>) -> Result<(), Fault> {
    let name = object.get("crs").map(|crs| crs.pointer("/properties/name").and_then(Value::as_str));
    let is_ours = |name: &str| name.ends_with("CRS84") || name.ends_with(":4326");
    if name.is_none_or(|name| name.is_some_and(is_ours)) { Ok(()) } else { Err(Fault::Crs) }
}

fn check(value: &Value, depth: usize, positions: &mut usize) -> Result<(), Fault> {
    let object = value.as_object().ok_or(Fault::Shape)?;
    check_crs(object)?;
    let kind = object.get("type").and_then(Value::as_str).ok_or(Fault::Shape)?;
    if kind == "GeometryCollection" {
        let parts = object.get("geometries").and_then(Value::as_array).ok_or(Fault::Shape)?;
        if depth == DEEPEST {
            return Err(Fault::Shape);
        }
        return parts.iter().try_for_each(|part| check(part, depth + 1, positions));
    }
    let coordinates = object.get("coordinates").ok_or(Fault::Shape)?;
    let (levels, least) = match kind {
        "Point" => (0, 1),
        "MultiPoint" => (1, 0),
        "LineString" => (1, 2),
        "MultiLineString" => (2, 2),
        "Polygon" => (2, 4),
        "MultiPolygon" => (3, 4),
        _ => return Err(Fault::Shape),
    };
    check_coordinates(coordinates, levels, least, positions)
}

/// Looks over arrays of so many levels; the innermost has at least so many positions.
fn check_coordinates(value: &Value, levels: usize, least: usize, positions: &mut usize) -> Result<(), Fault> {
    let array = value.as_array().ok_or(Fault::Shape)?;
    if levels > 0 {
        if levels == 1 && array.len() < least {
            return Err(Fault::Shape);
        }
        return array.iter().try_for_each(|part| check_coordinates(part, levels - 1, least, positions));
    }
    *positions += 1;
    if *positions > MOST_POSITIONS {
        return Err(Fault::Size);
    }
    let numbers: Option<Vec<f64>> = array.iter().map(Value::as_f64).collect();
    let numbers = numbers.filter(|numbers| (2..=4).contains(&numbers.len())).ok_or(Fault::Shape)?;
    let is_on_earth = numbers[0].abs() <= 180.0 && numbers[1].abs() <= 90.0;
    if is_on_earth && numbers.iter().all(|number| number.is_finite()) { Ok(()) } else { Err(Fault::Position) }
}
