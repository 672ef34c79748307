//! One file for each noun.

pub(crate) mod api;
pub(crate) mod collections;
pub(crate) mod datasets;
pub(crate) mod fonts;
pub(crate) mod geocoder;
pub(crate) mod geojson;
pub(crate) mod items;
pub(crate) mod landing;
pub(crate) mod language;
pub(crate) mod link;
pub(crate) mod measure;
pub(crate) mod page;
pub(crate) mod query;
pub(crate) mod representation;
pub(crate) mod status;
pub(crate) mod styles;
pub(crate) mod tiles;
