//! Links (RFC 8288) as the OGC APIs write them.

use serde::Serialize;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) rel: &'static str,
    #[serde(rename = "type")]
    pub(crate) media_type: &'static str,
    pub(crate) title: String,
}

impl Link {
    pub(crate) fn new(href: String, rel: &'static str, media_type: &'static str, title: &str) -> Self {
        Self { href, rel, media_type, title: title.to_owned() }
    }
}

/// JSON.
pub(crate) const JSON: &str = "application/json";
/// GeoJSON (RFC 7946).
pub(crate) const GEOJSON: &str = "application/geo+json";
/// Text.
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";
/// HTML.
pub(crate) const HTML: &str = "text/html";
/// OpenAPI 3.0 as JSON.
pub(crate) const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";
/// Vector tiles.
pub(crate) const MVT: &str = "application/vnd.mapbox-vector-tile";
