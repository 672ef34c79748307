use serde::{Deserialize, Serialize};

/// What the features of a dataset are drawn as; the catalogue's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GeometryKind {
    /// Points and multipoints.
    Point,
    /// Lines and multilines.
    Line,
    /// Polygons and multipolygons.
    Polygon,
    /// Several of these in one dataset.
    Mixed,
    /// A table without geometry: nothing is drawn.
    None,
}

impl GeometryKind {
    /// The catalogue's word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Line => "line",
            Self::Polygon => "polygon",
            Self::Mixed => "mixed",
            Self::None => "none",
        }
    }
}
