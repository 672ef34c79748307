//! Everything that an ente owns as one ZIP: open formats, original files, history, checksums.
//!
//! A table is read once, at one moment, into files in a private folder; from there it goes into the
//! ZIP. So a slow client never holds a transaction, and memory does not grow with the data. The
//! moments of two datasets may differ. The folder needs about three times the largest dataset.

mod archive;
mod documents;
mod failure;
mod new_file;
mod plan;
mod spool;
mod table;
mod workplace;
mod write;

pub(crate) use failure::ExportError;
pub(crate) use new_file::NewFile;
pub(crate) use plan::Plan;

use civico_store::Store;

use crate::config::{Config, FilesConfig};
use crate::originals::Originals;
use workplace::Workplaces;

/// What every export needs.
#[derive(Debug, Clone)]
pub(crate) struct Exporter {
    store: Store,
    originals: Originals,
    files: FilesConfig,
    workplaces: Workplaces,
}

impl Exporter {
    pub(crate) fn new(store: &Store, config: &Config) -> Self {
        Self {
            store: store.clone(),
            originals: Originals::new(&config.data_folder),
            files: config.files.clone(),
            workplaces: Workplaces::new(&config.data_folder),
        }
    }
}
