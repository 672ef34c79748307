//! Features that a request brings along, as GeoJSON (RFC 7946): longitude before latitude.

use std::collections::BTreeMap;

use civico_domain::catalog::{Column, ColumnKind, Value};
use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use civico_geoprocessing::processes::{Feature, Table};
use civico_store::Store;
use geo::{CoordsIter, Geometry};
use geozero::wkb::Wkb;
use geozero::{CoordDimensions, ToGeo, ToWkb};
use serde_json::{Map, Value as Json};

use super::failure::Stopped;

/// Makes a table of GeoJSON: a collection of features, one, or a bare geometry.
///
/// # Errors
/// It is none, a coordinate is none of the Earth's, or lies where the installation's reference
/// system is not defined.
pub(super) async fn table(
    store: &Store,
    actor: &Actor,
    input: &str,
    json: &Json,
    srid: Srid,
) -> Result<Table, Stopped> {
    let refused = |id: &str| Stopped::input(input, Notice::new(id));
    let features: Vec<&Json> = match json["type"].as_str() {
        Some("FeatureCollection") => {
            json["features"].as_array().ok_or_else(|| refused("job-bad-geojson"))?.iter().collect()
        }
        Some(_) => vec![json],
        None => return Err(refused("job-bad-geojson")),
    };
    let mut shapes = Vec::with_capacity(features.len());
    for feature in &features {
        shapes.push(geometry(feature).map_err(|NoGeometry| refused("job-bad-geojson"))?);
    }
    if shapes.iter().flatten().flat_map(Geometry::coords_iter).any(|at| !is_on_earth(at.x, at.y)) {
        return Err(refused("job-bad-coordinates"));
    }
    let empty = Map::new();
    let properties: Vec<&Map<String, Json>> =
        features.iter().map(|feature| feature["properties"].as_object().unwrap_or(&empty)).collect();
    let columns = columns(&properties);
    let shapes = in_metres(store, actor, shapes, srid).await.map_err(|error| match error {
        civico_store::Error::Database(_) => refused("job-bad-coordinates"),
        other => other.into(),
    })?;
    let shapes = shapes.ok_or_else(|| refused("job-bad-coordinates"))?;
    let value = |column: &Column, properties: &Map<String, Json>| {
        properties.get(&column.name).map_or(Value::Null, |json| value(column.kind, json))
    };
    let rows = shapes.into_iter().zip(properties).map(|(geometry, properties)| Feature {
        geometry,
        values: columns.iter().map(|column| value(column, properties)).collect(),
    });
    Ok(Table { name: "geojson".to_owned(), rows: rows.collect(), columns })
}

fn is_on_earth(x: f64, y: f64) -> bool {
    (-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y)
}

/// What was read is no geometry of GeoJSON.
#[derive(Debug, PartialEq)]
struct NoGeometry;

/// Reads the geometry of a feature, or one that stands alone; `None` is a feature without a place.
fn geometry(json: &Json) -> Result<Option<Geometry>, NoGeometry> {
    let shape = if json["type"] == "Feature" { &json["geometry"] } else { json };
    if shape.is_null() {
        return Ok(None);
    }
    let text = shape.to_string();
    geozero::geojson::GeoJson(&text).to_geo().map(Some).map_err(|_error| NoGeometry)
}

/// Puts geometries into the installation's reference system; `None` where that has no place for one.
async fn in_metres(
    store: &Store,
    actor: &Actor,
    shapes: Vec<Option<Geometry>>,
    srid: Srid,
) -> Result<Option<Vec<Option<Geometry>>>, civico_store::Error> {
    let mut wkb = Vec::new();
    for shape in shapes.iter().flatten() {
        let Ok(bytes) = shape.to_wkb(CoordDimensions::xy()) else { return Ok(None) };
        wkb.push(bytes);
    }
    let mut moved = store.transform(actor, &wkb, Srid::WGS84.code(), srid.code()).await?.into_iter();
    let mut found = Vec::with_capacity(shapes.len());
    for shape in shapes {
        let Some(_) = shape else {
            found.push(None);
            continue;
        };
        let Some(Ok(moved)) = moved.next().map(|bytes| Wkb(bytes).to_geo()) else { return Ok(None) };
        if moved.coords_iter().any(|at| !at.x.is_finite() || !at.y.is_finite()) {
            return Ok(None);
        }
        found.push(Some(moved));
    }
    Ok(Some(found))
}

/// The columns, in the order in which they first appear, each of the narrowest type that holds all.
fn columns(properties: &[&Map<String, Json>]) -> Vec<Column> {
    let mut order: Vec<&str> = Vec::new();
    let mut kinds: BTreeMap<&str, ColumnKind> = BTreeMap::new();
    for (name, value) in properties.iter().flat_map(|properties| properties.iter()) {
        let Some(kind) = kind(value) else { continue };
        let known = kinds.entry(name).or_insert_with(|| {
            order.push(name);
            kind
        });
        *known = wider(*known, kind);
    }
    let column = |name: &str| kinds.get(name).map(|kind| Column { name: name.to_owned(), kind: *kind });
    order.into_iter().filter_map(column).collect()
}

fn kind(value: &Json) -> Option<ColumnKind> {
    Some(match value {
        Json::Null => return None,
        Json::Bool(_) => ColumnKind::Boolean,
        Json::Number(number) if number.is_i64() => ColumnKind::Integer,
        Json::Number(_) => ColumnKind::Real,
        Json::String(_) | Json::Array(_) | Json::Object(_) => ColumnKind::Text,
    })
}

fn wider(one: ColumnKind, other: ColumnKind) -> ColumnKind {
    match (one, other) {
        (one, other) if one == other => one,
        (ColumnKind::Integer | ColumnKind::Real, ColumnKind::Integer | ColumnKind::Real) => ColumnKind::Real,
        _ => ColumnKind::Text,
    }
}

fn value(kind: ColumnKind, json: &Json) -> Value {
    match (kind, json) {
        (_, Json::Null) => Value::Null,
        (ColumnKind::Boolean, Json::Bool(value)) => Value::Boolean(*value),
        (ColumnKind::Integer, json) => json.as_i64().map_or(Value::Null, Value::Integer),
        (ColumnKind::Real, json) => json.as_f64().map_or(Value::Null, Value::Real),
        (_, Json::String(text)) => Value::Text(text.clone()),
        (_, other) => Value::Text(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_take_the_type_that_holds_all_values() {
        let rows = [json!({"a": 1, "b": "x"}), json!({"a": 1.5, "c": null}), json!({"b": 2, "d": [1]})];
        let rows: Vec<&Map<String, Json>> = rows.iter().filter_map(Json::as_object).collect();
        let found: Vec<(String, ColumnKind)> =
            columns(&rows).into_iter().map(|column| (column.name, column.kind)).collect();
        let named = |name: &str, kind| (name.to_owned(), kind);
        assert_eq!(
            found,
            [named("a", ColumnKind::Real), named("b", ColumnKind::Text), named("d", ColumnKind::Text)]
        );
        assert_eq!(value(ColumnKind::Text, &json!(2)), Value::Text("2".into()));
    }

    #[test]
    fn nonsense_is_no_geometry_and_null_is_no_place() {
        assert!(geometry(&json!({"type": "Point", "coordinates": "here"})).is_err());
        assert!(geometry(&json!({"type": "Circle", "coordinates": [9, 45]})).is_err());
        assert_eq!(geometry(&json!({"type": "Feature", "geometry": null})), Ok(None));
        assert!(geometry(&json!({"type": "Point", "coordinates": [9.19, 45.46]})).unwrap().is_some());
    }
}
