//! ANNCSU at the shell: its files, and how the register stands to them.

use std::fs::File;
use std::io::{BufWriter, Write};

use civico_domain::identity::{Actor, Ente, IstatCode};
use civico_domain::notice::Notice;
use civico_domain::toponymy::anncsu::reconcile::{Class, Reconciliation};
use civico_store::toponymy::AsOf;

use super::{FileName, ToponymyExport, ToponymyReconcile};
use crate::cli::{administrator_for, find_ente};
use crate::files::ToponymyRequest;
use crate::import::{ANNCSU, Failure, read_anncsu};
use crate::opened::Opened;
use crate::register::anncsu::{AnncsuFile, AnncsuRows};
use crate::register::reconcile::take;
use crate::terminal::Terminal;

/// Writes one of ANNCSU's files.
pub(super) async fn export(arguments: &ToponymyExport, opened: &Opened) -> anyhow::Result<()> {
    let ente = find_ente(opened, Some(&arguments.ente)).await?;
    let code = comune(&ente)?;
    let actor = Actor::local_administrator();
    let rows = AnncsuRows::read(&opened.store, &actor, &code, AsOf::default()).await;
    let (_known_seq, rows) = rows.map_err(|error| Failure::store(&error))?;
    let file = match arguments.file {
        FileName::Indir => AnncsuFile::Indir,
        FileName::Strad => AnncsuFile::Strad,
    };
    let failed = |error: std::io::Error| Failure::io(&error, &arguments.out);
    let mut output = BufWriter::new(File::create(&arguments.out).map_err(failed)?);
    rows.write(file, true, &mut output)?;
    Ok(output.flush().map_err(failed)?)
}

/// Compares, remembers what ANNCSU has, and says what would align it.
pub(super) async fn reconcile(
    arguments: &ToponymyReconcile,
    opened: &Opened,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let ente = find_ente(opened, Some(&arguments.ente)).await?;
    let request = ToponymyRequest {
        format: ANNCSU.to_owned(),
        files: arguments.files.clone(),
        crs: None,
        encoding: None,
    };
    let theirs = read_anncsu(&opened.importer(), &ente, &request).await?;
    let actor = administrator_for(&ente.code);
    let found = take(&opened.store, &actor, &comune(&ente)?, theirs).await;
    let found = found.map_err(|error| Failure::store(&error))?;
    say(terminal, "cli-anncsu-streets", &found.streets);
    say(terminal, "cli-anncsu-accesses", &found.accesses);
    if !found.suspected_renames.is_empty() {
        let count = found.suspected_renames.len();
        terminal.say(&Notice::new("cli-anncsu-renames").with("count", count));
    }
    if let Some(file) = &arguments.report {
        std::fs::write(file, serde_json::to_vec_pretty(&found)?)
            .map_err(|error| Failure::io(&error, file))?;
    }
    Ok(())
}

fn say(terminal: Terminal, id: &str, found: &Reconciliation) {
    let of = |class: Class| found.counts.get(&class).copied().unwrap_or_default();
    let operations = found.operations().count();
    terminal.say(
        &Notice::new(id)
            .with("equal", of(Class::Equal) + of(Class::Converged))
            .with("ours", of(Class::OnlyOurs))
            .with("theirs", of(Class::OnlyTheirs))
            .with("by_us", of(Class::ChangedByUs))
            .with("by_them", of(Class::ChangedByThem))
            .with("conflicts", of(Class::Conflict))
            .with("operations", operations),
    );
}

fn comune(ente: &Ente) -> Result<IstatCode, Failure> {
    let refused = |_no_comune| Failure(Notice::new("cli-anncsu-comune").with("ente", &ente.name));
    ente.code.as_str().parse().map_err(refused)
}
