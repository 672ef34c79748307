//! Why an export cannot go on.

use std::io::{Error, ErrorKind};
use std::path::Path;

use civico_domain::notice::Notice;
use zip::result::ZipError;

use crate::config::FilesConfig;
use crate::files::FilesError;
use crate::http::geojson::WriteError;
use crate::import::Failure;

/// An export cannot go on; what was written of it is of no use.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    /// The database cannot be read.
    #[error("the data cannot be read")]
    Store(#[from] civico_store::Error),
    /// The GeoPackage cannot be written.
    #[error("the GeoPackage cannot be written")]
    Files(#[from] FilesError),
    /// A file cannot be read or written, or whoever receives the export is gone.
    #[error("the export cannot be written")]
    Io(#[from] Error),
}

impl From<ZipError> for ExportError {
    fn from(error: ZipError) -> Self {
        Self::Io(error.into())
    }
}

impl From<WriteError> for ExportError {
    fn from(error: WriteError) -> Self {
        Self::Io(match error {
            WriteError::Write(error) => error,
            other => Error::other(other),
        })
    }
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        Self::Io(error.into())
    }
}

impl From<tokio::task::JoinError> for ExportError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Io(Error::other(error))
    }
}

impl ExportError {
    /// Tells whether whoever receives the export left.
    pub(crate) fn is_left(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == ErrorKind::BrokenPipe)
    }

    /// Says it to the person at the shell who asked for `path`.
    pub(crate) fn failure(self, path: &Path, limits: &FilesConfig) -> Failure {
        match self {
            Self::Store(error) => Failure::store(&error),
            Self::Files(error) => Failure::files(error, path, limits),
            Self::Io(error) if error.kind() == ErrorKind::StorageFull => {
                Failure(Notice::new("cli-export-disk-full").with("path", path.display()))
            }
            Self::Io(error) => Failure(
                Notice::new("cli-export-unwritable").with("path", path.display()).with("reason", error),
            ),
        }
    }
}
