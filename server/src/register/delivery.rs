//! Deliveries (forniture) of the register of a comune: looked at when they come, applied when decided.

use civico_domain::identity::{Actor, Ente};
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use civico_store::toponymy::{DeliveredFile, NewDelivery, RegisterDelivery};
use serde_json::Value;
use uuid::Uuid;

use super::reconcile::take;
use crate::files::ToponymyRequest;
use crate::import::{
    ANNCSU, ARCS, Failure, ImportReport, Importer, Outcome, RegisterImportRequest, Watcher, import_register,
    read_anncsu,
};

/// Layouts that a comune may send; the territories of the comuni come by the shell only.
pub(crate) const LAYOUTS: [&str; 4] = ["anncsu", ARCS, "generic", "milano"];

/// What is sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) ente: Ente,
    pub(crate) layout: String,
    pub(crate) crs: Option<Srid>,
    pub(crate) encoding: Option<String>,
    pub(crate) files: Vec<DeliveredFile>,
}

/// What became of a decision to publish.
#[derive(Debug)]
pub(crate) enum Published {
    /// The register has it.
    Done,
    /// The register changed since it was looked at, and now it smells.
    Smells,
}

/// Nobody is told how far it has come: a comune's files are read in seconds.
struct Unwatched;

impl Watcher for Unwatched {
    fn rows(&mut self, _read: u64, _expected: Option<u64>) {}
}

/// Looks at what was sent, changes nothing of the register, and keeps it for a decision.
///
/// # Errors
/// In words for a person; nothing is kept then.
pub(crate) async fn receive(importer: &Importer, actor: &Actor, sent: &Sent) -> Result<Uuid, Failure> {
    let (report, _folder) = import(importer, actor, sent, true, None).await?;
    let said = said(&report);
    let new = NewDelivery {
        id: Uuid::now_v7(),
        ente: &sent.ente.code,
        layout: &sent.layout,
        crs: sent.crs.map(Srid::code),
        encoding: sent.encoding.as_deref(),
        needs_second: smells(&report),
        report: &said,
        files: &sent.files,
    };
    importer.store.add_delivery(actor, &new).await.map_err(|error| Failure::store(&error))?;
    Ok(new.id)
}

/// Applies a delivery to the register, as one act.
///
/// # Errors
/// In words for a person; nothing is changed then.
pub(crate) async fn publish(
    importer: &Importer,
    actor: &Actor,
    delivery: &RegisterDelivery,
    ente: Ente,
) -> Result<Published, Failure> {
    let stored = |error: civico_store::Error| Failure::store(&error);
    let files = importer.store.list_delivered_files(actor, delivery.id).await.map_err(stored)?;
    let sent = Sent {
        ente,
        layout: delivery.layout.clone(),
        crs: delivery.crs.map(Srid::from_code),
        encoding: delivery.encoding.clone(),
        files,
    };
    let approved_by = delivery.needs_second.then(|| actor.record_name().into_owned());
    let (report, folder) = import(importer, actor, &sent, false, approved_by).await?;
    let said = said(&report);
    if report.outcome == Outcome::NeedsApproval {
        importer.store.smell_delivery(actor, delivery.id, &said).await.map_err(stored)?;
        return Ok(Published::Smells);
    }
    if sent.layout == ANNCSU
        && let Ok(code) = sent.ente.code.as_str().parse()
    {
        // What was just taken from ANNCSU is what both have.
        let theirs = read_anncsu(importer, &sent.ente, &folder.request).await?;
        take(&importer.store, actor, &code, theirs).await.map_err(stored)?;
    }
    importer.store.end_delivery(actor, delivery.id, true, Some(&said)).await.map_err(stored)?;
    Ok(Published::Done)
}

/// The files of a delivery, unpacked for the child; they go with this.
struct Unpacked {
    request: ToponymyRequest,
    _folder: tempfile::TempDir,
}

async fn import(
    importer: &Importer,
    actor: &Actor,
    sent: &Sent,
    is_preview: bool,
    approved_by: Option<String>,
) -> Result<(ImportReport, Unpacked), Failure> {
    let unpacked = unpack(sent).await?;
    let request = RegisterImportRequest {
        ente: sent.ente.clone(),
        request: unpacked.request.clone(),
        is_preview,
        approved_by,
    };
    let report = import_register(importer, actor, &request, &mut Unwatched).await.map_err(without_folders)?;
    Ok((report, unpacked))
}

async fn unpack(sent: &Sent) -> Result<Unpacked, Failure> {
    let folder = tempfile::tempdir().map_err(|error| Failure::io(&error, std::path::Path::new(".")))?;
    let mut files = Vec::with_capacity(sent.files.len());
    for file in &sent.files {
        let path = folder.path().join(&file.name);
        tokio::fs::write(&path, &file.content)
            .await
            .map_err(|error| Failure::io(&error, std::path::Path::new(&file.name)))?;
        files.push(path);
    }
    let request = ToponymyRequest {
        format: sent.layout.clone(),
        files,
        crs: sent.crs,
        encoding: sent.encoding.clone(),
    };
    Ok(Unpacked { request, _folder: folder })
}

/// Words about a path name the file, not where it lay with us.
fn without_folders(failure: Failure) -> Failure {
    let Failure(mut notice) = failure;
    for value in notice.args.values_mut() {
        let name = std::path::Path::new(value.as_str()).file_name().and_then(|name| name.to_str());
        if value.starts_with('/')
            && let Some(name) = name
        {
            *value = name.to_owned();
        }
    }
    Failure(notice)
}

/// The report as it is kept: where the files lay is nobody's business.
fn said(report: &ImportReport) -> Value {
    let mut said = serde_json::to_value(report).unwrap_or_default();
    if let Some(fields) = said.as_object_mut() {
        fields.remove("input");
    }
    said
}

fn smells(report: &ImportReport) -> bool {
    report.difference.as_ref().is_some_and(|difference| !difference.smells.is_empty())
}

/// Refuses a name that is no plain file name.
///
/// # Errors
/// It is empty, hidden, or has folders in it.
pub(crate) fn checked_name(name: &str) -> Result<String, Failure> {
    let is_plain = std::path::Path::new(name).file_name().is_some_and(|plain| plain == name);
    if is_plain && !name.starts_with('.') && name.len() <= 200 {
        Ok(name.to_owned())
    } else {
        Err(Failure(Notice::new("problem-file-name")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_without_folders() {
        assert!(checked_name("INDIR_A271.csv").is_ok());
        for name in ["", "..", "../x.csv", "a/b.csv", ".hidden", "/etc/passwd"] {
            assert!(checked_name(name).is_err(), "{name}");
        }
    }
}
