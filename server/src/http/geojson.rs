//! Items as GeoJSON features (RFC 7946), written to text as they come.

use std::io::Write;

use civico_domain::catalog::Value;
use civico_store::catalog::Collection;
use civico_store::items::Item;
use geozero::wkb::Wkb;
use geozero::{GeozeroGeometry, geojson::GeoJsonWriter};
use serde_json::json;

use super::link::Link;

/// An item cannot be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    /// The geometry of the database is not one.
    #[error("the geometry of an item cannot be read")]
    Geometry(#[from] geozero::error::GeozeroError),
    /// The text cannot be written.
    #[error("an item cannot be written")]
    Write(#[from] std::io::Error),
    /// A value cannot be written.
    #[error("a value of an item cannot be written")]
    Value(#[from] serde_json::Error),
}

/// Appends a feature; `links` only stand in a feature that is a document of its own.
pub(crate) fn write_feature(
    item: &Item,
    collection: &Collection,
    links: &[Link],
    into: &mut Vec<u8>,
) -> Result<(), WriteError> {
    into.extend(b"{\"type\":\"Feature\",\"id\":");
    // An integer key is written as a number: clients take it as the feature's id.
    match item.id.parse::<i64>() {
        Ok(number) if collection.find_column("istat_code").is_none() => write!(into, "{number}")?,
        _ => serde_json::to_writer(&mut *into, &item.id)?,
    }
    into.extend(b",\"geometry\":");
    match &item.geometry {
        Some(wkb) => Wkb(wkb).process_geom(&mut GeoJsonWriter::new(&mut *into))?,
        None => into.extend(b"null"),
    }
    into.extend(b",\"properties\":{");
    for (place, (column, value)) in collection.columns.iter().zip(&item.values).enumerate() {
        if place > 0 {
            into.push(b',');
        }
        serde_json::to_writer(&mut *into, &column.column.name)?;
        into.push(b':');
        match value {
            Value::Text(text) => serde_json::to_writer(&mut *into, text)?,
            other => serde_json::to_writer(&mut *into, &json_value(other))?,
        }
    }
    into.push(b'}');
    if !links.is_empty() {
        into.extend(b",\"links\":");
        serde_json::to_writer(&mut *into, links)?;
    }
    into.push(b'}');
    Ok(())
}

/// Returns a value as JSON; dates and instants as RFC 3339 writes them.
pub(crate) fn json_value(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Boolean(value) => json!(value),
        Value::Integer(value) => json!(value),
        Value::Real(value) => json!(value),
        Value::Text(value) => json!(value),
        Value::Date(value) => json!(value.to_string()),
        Value::Timestamp(value) => json!(value.to_string()),
    }
}
