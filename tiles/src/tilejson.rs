//! TileJSON 3.0.0.

use std::collections::BTreeMap;

use civico_domain::catalog::{Column, ColumnKind};
use civico_domain::spatial::Bounds;
use serde::Serialize;

use crate::zoom::ZoomRange;

/// What a client needs to know of a collection's tiles (TileJSON 3.0.0, 3).
#[derive(Debug, Clone, Serialize)]
pub struct TileJson {
    tilejson: &'static str,
    /// Id of the collection.
    pub name: String,
    /// Address of a tile with `{z}`, `{x}`, `{y}`.
    pub tiles: [String; 1],
    vector_layers: [VectorLayer; 1],
    minzoom: u8,
    maxzoom: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds: Option<Bounds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribution: Option<String>,
    scheme: &'static str,
}

/// The layer in the tiles.
#[derive(Debug, Clone, Serialize)]
pub struct VectorLayer {
    /// Name of the layer: the id of the collection.
    pub id: String,
    /// Type of each property, in words.
    pub fields: BTreeMap<String, &'static str>,
    minzoom: u8,
    maxzoom: u8,
}

impl TileJson {
    /// Describes the tiles of a collection; `url` has places for zoom, column and row, `added` are
    /// the properties that tiles have beside the columns.
    pub fn new<'a>(
        collection: &str,
        url: String,
        zoom: ZoomRange,
        added: &[(&str, ColumnKind)],
        columns: impl Iterator<Item = &'a Column>,
        bounds: Option<Bounds>,
        attribution: Option<String>,
    ) -> Self {
        let columns = columns.map(|column| (column.name.clone(), field_type(column.kind)));
        let fields = added.iter().map(|(name, kind)| ((*name).to_owned(), field_type(*kind))).chain(columns);
        let fields = fields.collect();
        let layer = VectorLayer { id: collection.to_owned(), fields, minzoom: zoom.min, maxzoom: zoom.max };
        Self {
            tilejson: "3.0.0",
            name: collection.to_owned(),
            tiles: [url],
            vector_layers: [layer],
            minzoom: zoom.min,
            maxzoom: zoom.max,
            bounds,
            attribution,
            scheme: "xyz",
        }
    }
}

fn field_type(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Boolean => "Boolean",
        ColumnKind::Integer | ColumnKind::Real => "Number",
        ColumnKind::Text | ColumnKind::Date | ColumnKind::Timestamp => "String",
    }
}
