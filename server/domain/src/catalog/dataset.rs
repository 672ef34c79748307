//! Datasets and the records that go with each of their versions.

use serde::{Deserialize, Serialize};

use super::text::LocalizedText;

/// What a version of a dataset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VersionState {
    /// Its rows are there; it is current or was.
    Published,
    /// Rows and original are purged, a tombstone stays.
    Withdrawn,
}

/// What a person says of a dataset when it is imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetMetadata {
    /// Title for lists.
    pub title: LocalizedText,
    /// Theme token, such as `ambiente`.
    pub theme: Option<String>,
    /// SPDX licence id.
    pub license: Option<String>,
    /// Words that have to stand on a map that shows it.
    pub attribution: Option<String>,
}

/// How coordinates came into the installation's reference system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReprojectionRecord {
    /// Where the coordinates came from, such as `EPSG:3003`.
    pub source_crs: String,
    /// Name of the coordinate operation in the EPSG register, or `none`.
    pub operation: String,
    /// Accuracy of the operation in metres; `None` where the register states none.
    pub accuracy_m: Option<f64>,
    /// Whether a ballpark operation was asked for and used.
    pub ballpark: bool,
}
