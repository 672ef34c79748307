//! Collections: what the portal serves as items and tiles.

use serde::{Deserialize, Serialize};

use super::slug::is_slug;
use crate::identity::EnteSlug;

/// The id of a collection: `{ente}.{dataset}`, or one of the register's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CollectionId(String);

/// A text is no id of a collection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a dataset's id is written ente.dataset in lower-case letters, digits and hyphens, such as milano.piste-ciclabili"
)]
pub struct CollectionIdError;

impl CollectionId {
    /// The register's own collections.
    pub const REGISTER: [&'static str; 4] = ["municipalities", "thoroughfares", "addresses", "localities"];

    /// Joins the slug of an ente and the name of one of its datasets.
    ///
    /// # Errors
    /// The name of the dataset is no slug of at most 40 characters.
    pub fn of_dataset(ente: &EnteSlug, dataset: &str) -> Result<Self, CollectionIdError> {
        format!("{ente}.{dataset}").parse()
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the ente's slug and the dataset's name, or `None` for the register's own collections.
    pub fn parts(&self) -> Option<(&str, &str)> {
        self.0.split_once('.')
    }
}

impl std::str::FromStr for CollectionId {
    type Err = CollectionIdError;

    fn from_str(text: &str) -> Result<Self, CollectionIdError> {
        let valid = match text.split_once('.') {
            Some((ente, dataset)) => is_slug(ente, 40) && is_slug(dataset, 40),
            None => Self::REGISTER.contains(&text),
        };
        if valid { Ok(Self(text.to_owned())) } else { Err(CollectionIdError) }
    }
}

impl TryFrom<String> for CollectionId {
    type Error = CollectionIdError;

    fn try_from(text: String) -> Result<Self, CollectionIdError> {
        text.parse()
    }
}

impl From<CollectionId> for String {
    fn from(id: CollectionId) -> Self {
        id.0
    }
}

impl std::fmt::Display for CollectionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a collection changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CollectionKind {
    /// Immutable versions, one of them current.
    Published,
    /// Row by row, with history.
    Live,
}

/// What a collection's geometries are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GeometryKind {
    /// Points or multipoints.
    Point,
    /// Lines or multilines.
    Line,
    /// Polygons or multipolygons.
    Polygon,
    /// Of several kinds.
    Mixed,
    /// No geometry at all.
    None,
}

impl GeometryKind {
    /// Returns the token, as stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Line => "line",
            Self::Polygon => "polygon",
            Self::Mixed => "mixed",
            Self::None => "none",
        }
    }
}

impl std::str::FromStr for GeometryKind {
    type Err = CollectionIdError;

    fn from_str(text: &str) -> Result<Self, CollectionIdError> {
        [Self::Point, Self::Line, Self::Polygon, Self::Mixed, Self::None]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(CollectionIdError)
    }
}
