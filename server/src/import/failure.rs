//! Why an import cannot go on, in words for a person.

use std::path::Path;

use civico_domain::notice::Notice;

use crate::config::FilesConfig;
use crate::files::FilesError;
use crate::problem::chain;

/// A command cannot go on; nothing of it was published.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.id)]
pub(crate) struct Failure(pub(crate) Notice);

impl Failure {
    /// The words for a failure of the store.
    pub(crate) fn store(error: &civico_store::Error) -> Self {
        use civico_store::Error;
        let reason = || error_reason(error);
        Self(match error {
            Error::NoPostgis => Notice::new("cli-no-postgis"),
            Error::RolesMissing => Notice::new("cli-roles-missing"),
            Error::UnknownSchema(reason) => Notice::new("cli-unknown-schema").with("reason", reason),
            Error::OtherSrid { stored, configured } => {
                Notice::new("cli-other-srid").with("stored", stored).with("configured", configured)
            }
            Error::Unavailable(_) => Notice::new("cli-database-unavailable").with("reason", reason()),
            Error::DiskFull => Notice::new("cli-disk-full"),
            Error::NoSuchEnte(ente) => Notice::new("cli-no-such-ente").with("ente", ente),
            Error::NoSuchMunicipality(ente) => Notice::new("cli-no-such-municipality").with("ente", ente),
            _ => Notice::new("cli-database-refused").with("reason", reason()),
        })
    }

    /// The words for a failure of the child that reads `path`.
    pub(crate) fn files(error: FilesError, path: &Path, limits: &FilesConfig) -> Self {
        let path = path.display();
        Self(match error {
            FilesError::Refused(notice) => notice,
            FilesError::Missing(program) => Notice::new("cli-files-missing").with("path", program.display()),
            other => Notice::new("cli-files-crashed")
                .with("path", path)
                .with("reason", chain(&other))
                .with("memory", limits.max_memory_mb)
                .with("cpu", limits.max_cpu_s),
        })
    }

    /// The words for a file that cannot be read or kept.
    pub(crate) fn io(error: &std::io::Error, path: &Path) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return Self(Notice::new("cli-disk-full"));
        }
        let notice = Notice::new("cli-unreadable-file");
        Self(notice.with("path", path.display()).with("reason", error))
    }
}

/// The innermost words: what the database or the system says.
fn error_reason(error: &civico_store::Error) -> String {
    std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source())
        .last()
        .map_or_else(String::new, ToString::to_string)
}
