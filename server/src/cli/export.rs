//! `civico export`

use std::path::PathBuf;

use civico_domain::identity::Ente;
use civico_domain::notice::Notice;
use clap::Args;

use super::{administrator_for, find_ente};
use crate::export::{ExportError, Exporter, NewFile};
use crate::import::{Failure, Watcher};
use crate::opened::Opened;
use crate::terminal::Terminal;

/// What is recorded in the audit.
pub(crate) const OPERATION: &str = "data.export";

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// The ente whose data they are: code or slug.
    ente: String,
    /// The ZIP to make; a file that is there is not replaced.
    #[arg(long, value_name = "FILE.zip")]
    out: PathBuf,
}

/// Writes everything that an ente owns into one ZIP, which is there whole or not at all.
pub(super) async fn export(
    arguments: &ExportArguments,
    opened: &Opened,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let ente = find_ente(opened, Some(&arguments.ente)).await?;
    let path = &arguments.out;
    let file = NewFile::create(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => taken(path),
        _ => ExportError::from(error).failure(path, &opened.config.files),
    })?;
    let (rows, missing) = write(opened, terminal, ente, file).await.map_err(|error| match error {
        ExportError::Io(error) if error.kind() == std::io::ErrorKind::AlreadyExists => taken(path),
        other => other.failure(path, &opened.config.files),
    })?;
    terminal.say(&Notice::new("cli-exported").with("path", path.display()).with("rows", rows));
    if missing > 0 {
        terminal.complain(&Notice::new("cli-export-missing").with("count", missing));
    }
    Ok(())
}

async fn write(
    opened: &Opened,
    terminal: Terminal,
    ente: Ente,
    file: NewFile,
) -> Result<(i64, usize), ExportError> {
    let actor = administrator_for(&ente.code);
    let exporter = Exporter::new(&opened.store, &opened.config);
    let plan = exporter.plan(&actor, ente).await?;
    let rows = plan.rows();
    opened.store.add_audit(&actor, &plan.ente.code, OPERATION, Some(rows), None).await?;
    let mut progress = terminal.progress_of("cli-exporting", &plan.ente.name);
    let (mut read, expected) = (0, u64::try_from(rows).ok());
    let mut watch = |more: u64| {
        read += more;
        progress.rows(read, expected);
    };
    let file = exporter.write(&actor, &plan, file, &mut watch).await?;
    tokio::task::spawn_blocking(move || file.keep()).await??;
    Ok((rows, plan.missing()))
}

fn taken(path: &std::path::Path) -> Failure {
    Failure(Notice::new("cli-export-exists").with("path", path.display()))
}
