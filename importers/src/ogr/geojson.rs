//! GeoJSON is read through once before GDAL sees it: a cut or broken file is refused with its
//! line, and the members that GDAL interprets silently are seen.

use std::fmt;
use std::io::BufReader;
use std::path::Path;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::Error;
use crate::crs::Declared;
use crate::input::{SizeLimit, open_bytes, read_error};

/// Types of objects that are GeoJSON (RFC 7946, 1.4).
const TYPES: &[&str] = &[
    "FeatureCollection",
    "Feature",
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
];

/// Checks that a file is whole GeoJSON and returns what it says of its reference system.
pub(super) fn check(path: &Path, name: &str, limit: SizeLimit) -> Result<Declared, Error> {
    let input = BufReader::with_capacity(256 * 1024, open_bytes(path, limit)?);
    let mut parser = serde_json::Deserializer::from_reader(input);
    let seen = Root.deserialize(&mut parser).and_then(|seen| parser.end().map(|()| seen));
    let seen = seen.map_err(|error| {
        if error.is_io() {
            return read_error(error.into(), name, limit);
        }
        if error.is_data() {
            // Whole JSON, but a list or a number.
            return Error::NotGeoJson("?".to_owned());
        }
        let (line, column) = (error.line(), error.column());
        let reason = error.to_string();
        let reason = reason.split(" at line").next().unwrap_or_default().to_owned();
        Error::BrokenJson { line, column, reason }
    })?;
    let kind = seen.kind.unwrap_or_else(|| "?".to_owned());
    if !TYPES.contains(&kind.as_str()) {
        return Err(Error::NotGeoJson(kind));
    }
    Ok(match seen.crs.as_ref().and_then(code_of) {
        Some(code) if code != 4326 => Declared::GeoJsonMember(code),
        _ => Declared::GeoJson,
    })
}

#[derive(Default)]
struct Seen {
    kind: Option<String>,
    crs: Option<Value>,
}

struct Root;

impl<'de> DeserializeSeed<'de> for Root {
    type Value = Seen;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Seen, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Root {
    type Value = Seen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Seen, A::Error> {
        let mut seen = Seen::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => seen.kind = map.next_value::<Value>()?.as_str().map(str::to_owned),
                "crs" => seen.crs = Some(map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(seen)
    }
}

/// Reads the code from a member of GeoJSON 2008, 3: `urn:ogc:def:crs:EPSG::3003`, `EPSG:3003`.
fn code_of(member: &Value) -> Option<i32> {
    let properties = member.get("properties")?;
    let name = properties.get("name").and_then(Value::as_str);
    let Some(name) = name else {
        // An even older form: {"type": "EPSG", "properties": {"code": 3003}}.
        return properties.get("code")?.to_string().trim_matches('"').parse().ok();
    };
    if name.contains("CRS84") {
        return Some(4326);
    }
    name.rsplit([':', '/']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_members_name_a_code() {
        let code = |text: &str| code_of(&serde_json::from_str(text).unwrap());
        let urn = r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3003"}}"#;
        assert_eq!(code(urn), Some(3003));
        let crs84 = r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}"#;
        assert_eq!(code(crs84), Some(4326));
        assert_eq!(code(r#"{"type":"EPSG","properties":{"code":32632}}"#), Some(32632));
    }
}
