//! A list of imports in a file, such as that of `data-samples/`.

use std::path::{Path, PathBuf};

use civico_domain::catalog::{CollectionId, LocalizedText};
use civico_domain::identity::{Ente, Visibility};
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use serde::{Deserialize, Deserializer};

use super::failure::Failure;

/// A list of imports, done in this order: comuni, registers, datasets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) municipalities: Option<MunicipalitiesEntry>,
    /// Enti that no source of comuni names: merged ones, parks, consortia.
    #[serde(default)]
    pub(crate) ente: Vec<Ente>,
    #[serde(default)]
    pub(crate) toponymy: Vec<ToponymyEntry>,
    #[serde(default)]
    pub(crate) dataset: Vec<DatasetEntry>,
}

/// The comuni.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MunicipalitiesEntry {
    pub(crate) file: PathBuf,
}

/// The register of a comune.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToponymyEntry {
    pub(crate) format: String,
    pub(crate) ente: String,
    pub(crate) streets: PathBuf,
    pub(crate) addresses: PathBuf,
    #[serde(default, deserialize_with = "crs")]
    pub(crate) crs: Option<Srid>,
}

/// A dataset.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatasetEntry {
    pub(crate) ente: String,
    pub(crate) id: CollectionId,
    pub(crate) file: PathBuf,
    #[serde(default, deserialize_with = "crs")]
    pub(crate) crs: Option<Srid>,
    pub(crate) title: LocalizedText,
    pub(crate) theme: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) attribution: Option<String>,
    pub(crate) visibility: Option<Visibility>,
}

fn crs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Srid>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
}

impl Manifest {
    /// Reads a list; paths in it are relative to its folder.
    ///
    /// # Errors
    /// The file is absent or cannot be read.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let wrong = |reason: String| {
            Failure(Notice::new("cli-bad-manifest").with("path", path.display()).with("reason", reason))
        };
        let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        let mut manifest: Self = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let below = |file: &mut PathBuf| *file = folder.join(&*file);
        manifest.municipalities.iter_mut().for_each(|entry| below(&mut entry.file));
        for entry in &mut manifest.toponymy {
            below(&mut entry.streets);
            below(&mut entry.addresses);
        }
        manifest.dataset.iter_mut().for_each(|entry| below(&mut entry.file));
        Ok(manifest)
    }
}
