//! One input becomes versions of datasets: as many as it has layers, all or none.

use std::path::PathBuf;

use civico_domain::catalog::frame::{Frame, LayerSchema};
use civico_domain::catalog::{CollectionId, DatasetMetadata, LocalizedText, slug};
use civico_domain::identity::{Actor, Ente, Visibility};
use civico_domain::notice::Notice;
use civico_store::catalog::{ImportLayer, VersionImport};

use super::failure::Failure;
use super::report::{ImportReport, LayerReport, LayerReports, Outcome};
use super::{Importer, Watcher};
use crate::files::{FilesProcess, ReadRequest};
use crate::originals::{SourceFile, digest_of, source_files};

/// What is to be imported, and as what.
#[derive(Debug, Clone)]
pub(crate) struct DatasetImport {
    pub(crate) ente: Ente,
    /// The dataset; by the layers' names if absent.
    pub(crate) collection: Option<CollectionId>,
    /// What is said of it; the title by the layer's name if absent.
    pub(crate) metadata: Option<DatasetMetadata>,
    /// Who sees it; as before, or everybody, if nobody says.
    pub(crate) visibility: Option<Visibility>,
    pub(crate) request: ReadRequest,
}

/// Imports one input.
///
/// # Errors
/// In words for a person; nothing is published then.
pub(crate) async fn import_dataset(
    importer: &Importer,
    actor: &Actor,
    import: &DatasetImport,
    watcher: &mut dyn Watcher,
) -> Result<ImportReport, Failure> {
    let path = &import.request.input;
    let files = digest_files(path.clone()).await?;
    let digest = digest_of(&files, &options(import));
    let mut report = ImportReport {
        input: path.display().to_string(),
        outcome: Outcome::Unchanged,
        source_digest: digest.clone(),
        layers: Vec::new(),
        register: None,
        difference: None,
    };
    let known =
        importer.store.find_unchanged(actor, &digest).await.map_err(|error| Failure::store(&error))?;
    if !known.is_empty() {
        return Ok(report);
    }
    report.layers = publish(importer, actor, import, &files, &digest, watcher).await?;
    report.outcome = Outcome::Published;
    Ok(report)
}

async fn digest_files(path: PathBuf) -> Result<Vec<SourceFile>, Failure> {
    let read = path.clone();
    let files = tokio::task::spawn_blocking(move || source_files(&read)).await;
    let files = files.unwrap_or_else(|error| Err(std::io::Error::other(error)));
    files.map_err(|error| Failure::io(&error, &path))
}

/// What beside the files decides what comes of them.
fn options(import: &DatasetImport) -> String {
    let ReadRequest { layer, crs, encoding, allow_ballpark, .. } = &import.request;
    format!(
        "{}|{:?}|{:?}|{layer:?}|{crs:?}|{encoding:?}|{allow_ballpark}",
        import.ente.code, import.collection, import.metadata
    )
}

async fn publish(
    importer: &Importer,
    actor: &Actor,
    import: &DatasetImport,
    files: &[SourceFile],
    digest: &str,
    watcher: &mut dyn Watcher,
) -> Result<Vec<LayerReport>, Failure> {
    let path = &import.request.input;
    let failed = |error| Failure::files(error, path, &importer.files);
    let stored = |error: civico_store::Error| Failure::store(&error);
    let mut process =
        FilesProcess::read(&import.request, importer.srid, &importer.files).await.map_err(failed)?;
    let mut version = importer.store.begin_import(actor, &import.ente, digest).await.map_err(stored)?;
    let mut reports = LayerReports::default();
    while let Some(frame) = process.next().await.map_err(failed)? {
        take(frame, import, &mut version, &mut reports, watcher).await?;
    }
    let mut layers = reports.layers;
    if layers.is_empty() {
        return Err(Failure(Notice::new("cli-no-layer")));
    }
    keep(importer, files).await?;
    let reports: Vec<_> =
        layers.iter().map(|layer| serde_json::to_value(layer).unwrap_or_default()).collect();
    let originals: Vec<_> = files.iter().map(|file| file.original.clone()).collect();
    let published = version.publish(&reports, &originals, &importer.store).await.map_err(stored)?;
    for (layer, (_, version)) in layers.iter_mut().zip(published) {
        layer.version = Some(version);
    }
    Ok(layers)
}

async fn take(
    frame: Frame<'_>,
    import: &DatasetImport,
    version: &mut VersionImport,
    reports: &mut LayerReports,
    watcher: &mut dyn Watcher,
) -> Result<(), Failure> {
    let stored = |error: civico_store::Error| Failure::store(&error);
    match frame {
        Frame::Layer(schema) => {
            let layer = layer(schema, import, reports.layers.is_empty())?;
            reports.begin(&layer.schema, Some(&layer.collection));
            watcher.rows(0, layer.schema.expected_rows);
            version.begin_layer(layer).await.map_err(stored)?;
        }
        Frame::Rows(rows) => version.add_rows(rows).await.map_err(stored)?,
        Frame::Report(entry) => reports.add(entry),
        Frame::Progress(progress) => watcher.rows(progress.rows, None),
        Frame::Percent(_) => {}
        Frame::End(end) => reports.end(&end),
        Frame::Failure(notice) => return Err(Failure(notice)),
    }
    Ok(())
}

/// Names the dataset of a layer.
fn layer(schema: LayerSchema, import: &DatasetImport, first: bool) -> Result<ImportLayer, Failure> {
    let collection = match &import.collection {
        Some(_) if !first => return Err(Failure(Notice::new("cli-several-layers"))),
        Some(collection) => collection.clone(),
        None => {
            let name = slug(&schema.name, 40);
            let name = if name.is_empty() { "dati".to_owned() } else { name };
            let wrong = |_error| {
                Failure(
                    Notice::new("cli-wrong-dataset-id")
                        .with("id", &schema.name)
                        .with("ente", &import.ente.slug),
                )
            };
            CollectionId::of_dataset(&import.ente.slug, &name).map_err(wrong)?
        }
    };
    let metadata = import.metadata.clone().unwrap_or_else(|| DatasetMetadata {
        title: LocalizedText::untranslated(&schema.name),
        theme: None,
        license: None,
        attribution: None,
    });
    Ok(ImportLayer { collection, metadata, visibility: import.visibility, schema })
}

async fn keep(importer: &Importer, files: &[SourceFile]) -> Result<(), Failure> {
    for file in files {
        let (originals, kept) = (importer.originals.clone(), file.clone());
        let outcome = tokio::task::spawn_blocking(move || originals.keep(&kept)).await;
        let outcome = outcome.unwrap_or_else(|error| Err(std::io::Error::other(error)));
        outcome.map_err(|error| Failure::io(&error, &file.path))?;
    }
    Ok(())
}
