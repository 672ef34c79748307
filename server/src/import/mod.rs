//! Imports: from files, through the child process, to the store.

mod anncsu;
mod dataset;
mod failure;
mod inputs;
mod manifest;
mod register;
mod report;

pub(crate) use anncsu::read_anncsu;
pub(crate) use dataset::{DatasetImport, import_dataset};
pub(crate) use failure::Failure;
pub(crate) use inputs::inputs;
pub(crate) use manifest::Manifest;
pub(crate) use register::{ANNCSU, ARCS, RegisterImportRequest, import_register};
pub(crate) use report::{ImportReport, LayerReport, Outcome, severity_token};

use civico_domain::spatial::Srid;
use civico_store::Store;

use crate::config::{Config, FilesConfig};
use crate::originals::Originals;

/// What every import needs.
#[derive(Debug, Clone)]
pub(crate) struct Importer {
    pub(crate) store: Store,
    pub(crate) originals: Originals,
    pub(crate) files: FilesConfig,
    pub(crate) srid: Srid,
}

impl Importer {
    /// Takes what the configuration says.
    pub(crate) fn new(store: &Store, config: &Config) -> Self {
        Self {
            store: store.clone(),
            originals: Originals::new(&config.data_folder),
            files: config.files.clone(),
            srid: config.srid,
        }
    }
}

/// Is told how far an import has come.
pub(crate) trait Watcher: Send {
    /// So many rows were read, of so many where the file announces them.
    fn rows(&mut self, read: u64, expected: Option<u64>);
}
