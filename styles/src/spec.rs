//! The subset of the MapLibre style specification (version 8) that these styles use.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A whole style document, ready to be sent as `application/vnd.mapbox.style+json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// Version of the specification: always 8.
    pub version: u8,
    /// Title in the language asked for.
    pub name: String,
    /// Names in `civico:` that our own viewer reads; other clients ignore them.
    pub metadata: Map<String, Value>,
    /// URL of the sprite without its extension.
    pub sprite: String,
    /// URL template of glyph ranges with `{fontstack}` and `{range}`.
    pub glyphs: String,
    /// Tile sources by id, which is the collection's id.
    pub sources: BTreeMap<String, Source>,
    /// Layers from the lowest to the highest.
    pub layers: Vec<Layer>,
}

/// A source of vector tiles described by a TileJSON document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Always `vector`.
    #[serde(rename = "type")]
    pub kind: String,
    /// URL of the TileJSON document.
    pub url: String,
}

/// One rule of drawing for one layer of one source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Layer {
    /// Unique in its style; layers of datasets begin with `{dataset}/`.
    pub id: String,
    /// What is drawn.
    #[serde(rename = "type")]
    pub kind: LayerType,
    /// Title in the language asked for, and the collection.
    pub metadata: Map<String, Value>,
    /// Id of the source; absent for the background.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Layer inside the tiles, which has the collection's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_layer: Option<String>,
    /// Lowest zoom at which it is drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minzoom: Option<f64>,
    /// Zoom from which it is no longer drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maxzoom: Option<f64>,
    /// Expression that a feature must satisfy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Value>,
    /// Properties that need the layer to be laid out again when they change.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub layout: Map<String, Value>,
    /// Properties that are cheap to change.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub paint: Map<String, Value>,
}

/// The kinds of layer in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayerType {
    /// One colour behind everything.
    Background,
    /// The inside of polygons.
    Fill,
    /// Lines and the edges of polygons.
    Line,
    /// Round dots.
    Circle,
    /// Icons and text.
    Symbol,
}
