//! `civico import`

use std::path::{Path, PathBuf};

use civico_domain::catalog::{CollectionId, DatasetMetadata};
use civico_domain::identity::{Actor, Ente, Visibility};
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use clap::Args;

use super::{administrator_for, find_ente, print};
use crate::files::{ReadRequest, ToponymyRequest};
use crate::import::{
    DatasetImport, Failure, ImportReport, Manifest, Outcome, RegisterImportRequest, import_dataset,
    import_register, inputs,
};
use crate::opened::Opened;
use crate::terminal::Terminal;

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// A file, a folder or a zip: Shapefile, GeoPackage, GeoJSON (also .gz), CSV with coordinates.
    #[arg(required_unless_present = "manifest", conflicts_with = "manifest")]
    path: Option<PathBuf>,
    /// A list of imports, such as data-samples/manifest.toml.
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Name of the dataset, with or without the ente before it; by the layers' names if absent.
    #[arg(long, value_name = "ID")]
    dataset: Option<String>,
    /// Ente that owns the data: code or slug; the one that runs Civico if absent.
    #[arg(long, value_name = "CODE")]
    ente: Option<String>,
    /// Reference system of the source, where the file does not say or says it wrongly.
    #[arg(long, value_name = "EPSG")]
    crs: Option<Srid>,
    /// Encoding of the source, such as windows-1252.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The only layer to import.
    #[arg(long, value_name = "NAME")]
    layer: Option<String>,
    /// Lets coordinates be reprojected without regard to their datum (tens of metres off).
    #[arg(long)]
    allow_ballpark: bool,
    /// Who sees it: public, private (the ente alone); as before, or public, if nobody says.
    #[arg(long)]
    visibility: Option<Visibility>,
    /// Prints the report as JSON.
    #[arg(long)]
    json: bool,
    /// Writes the report as JSON to a file.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Which reports are printed for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Print {
    /// All of them.
    All,
    /// Those of imports that changed something.
    Changes,
    /// None: the output is JSON.
    Nothing,
}

impl Print {
    pub(super) fn of(json: bool) -> Self {
        if json { Self::Nothing } else { Self::All }
    }

    fn wants(self, report: &ImportReport) -> bool {
        match self {
            Self::All => true,
            Self::Changes => report.outcome != Outcome::Unchanged,
            Self::Nothing => false,
        }
    }
}

pub(super) async fn import(
    arguments: &ImportArguments,
    opened: &Opened,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let reports = match (&arguments.manifest, &arguments.path) {
        (Some(manifest), _) => import_manifest(manifest, opened, terminal, Print::of(arguments.json)).await?,
        (None, Some(path)) => import_path(arguments, path, opened, terminal).await?,
        (None, None) => Vec::new(),
    };
    if arguments.json {
        terminal.json(&reports);
    }
    if let Some(file) = &arguments.report {
        std::fs::write(file, serde_json::to_vec_pretty(&reports)?)
            .map_err(|error| Failure::io(&error, file))?;
    }
    Ok(())
}

async fn import_path(
    arguments: &ImportArguments,
    path: &Path,
    opened: &Opened,
    terminal: Terminal,
) -> anyhow::Result<Vec<ImportReport>> {
    let inputs = inputs(path)?;
    let ente = find_ente(opened, arguments.ente.as_deref()).await?;
    let collection = arguments.dataset.as_deref().map(|id| collection(id, &ente)).transpose()?;
    if collection.is_some() && inputs.len() > 1 {
        return Err(Failure(Notice::new("cli-several-layers")).into());
    }
    let mut reports = Vec::with_capacity(inputs.len());
    for input in inputs {
        let request = ReadRequest {
            input,
            layer: arguments.layer.clone(),
            crs: arguments.crs,
            encoding: arguments.encoding.clone(),
            allow_ballpark: arguments.allow_ballpark,
        };
        let import = DatasetImport {
            ente: ente.clone(),
            collection: collection.clone(),
            metadata: None,
            visibility: arguments.visibility,
            request,
        };
        reports.push(one(&import, opened, terminal, Print::of(arguments.json)).await?);
    }
    Ok(reports)
}

async fn one(
    import: &DatasetImport,
    opened: &Opened,
    terminal: Terminal,
    print: Print,
) -> anyhow::Result<ImportReport> {
    let actor = administrator_for(&import.ente.code);
    let mut progress = terminal.progress(&import.request.input.display().to_string());
    let report = import_dataset(&opened.importer(), &actor, import, &mut progress).await?;
    drop(progress);
    if print.wants(&report) {
        print::dataset_report(terminal, &report);
    }
    Ok(report)
}

/// Reads the name of a dataset: `rho.parchi`, or `parchi` for the ente named.
fn collection(id: &str, ente: &Ente) -> Result<CollectionId, Failure> {
    let wrong = || Failure(Notice::new("cli-wrong-dataset-id").with("id", id).with("ente", &ente.slug));
    let collection = match id.split_once('.') {
        Some((slug, _)) if slug != ente.slug.as_str() => return Err(wrong()),
        Some(_) => id.parse(),
        None => CollectionId::of_dataset(&ente.slug, id),
    };
    collection.map_err(|_error| wrong())
}

pub(super) async fn import_manifest(
    path: &Path,
    opened: &Opened,
    terminal: Terminal,
    print: Print,
) -> anyhow::Result<Vec<ImportReport>> {
    let manifest = Manifest::read(path)?;
    let mut reports = Vec::new();
    let mut registers = Vec::new();
    if let Some(entry) = manifest.municipalities {
        registers.push((None, "municipalities".to_owned(), vec![entry.file], None));
    }
    for entry in manifest.toponymy {
        registers.push((Some(entry.ente), entry.format, vec![entry.streets, entry.addresses], entry.crs));
    }
    for (ente, format, files, crs) in registers {
        let ente = find_ente(opened, ente.as_deref()).await?;
        let import = RegisterImportRequest {
            ente,
            request: ToponymyRequest { format, files, crs, encoding: None },
            is_preview: false,
            approved_by: None,
        };
        reports.push(register(&import, opened, terminal, print).await?);
    }
    for ente in &manifest.ente {
        put_ente(opened, ente).await?;
    }
    for entry in manifest.dataset {
        let ente = find_ente(opened, Some(&entry.ente)).await?;
        let metadata = DatasetMetadata {
            title: entry.title,
            theme: entry.theme,
            license: entry.license,
            attribution: entry.attribution,
        };
        let request = ReadRequest { input: entry.file, crs: entry.crs, ..ReadRequest::default() };
        let collection = Some(collection(entry.id.as_str(), &ente)?);
        let import = DatasetImport {
            ente,
            collection,
            metadata: Some(metadata),
            visibility: entry.visibility,
            request,
        };
        reports.push(one(&import, opened, terminal, print).await?);
    }
    Ok(reports)
}

/// Adds an ente to the list; one that is there as it is to be is left alone.
async fn put_ente(opened: &Opened, ente: &Ente) -> Result<(), Failure> {
    let actor = Actor::local_administrator();
    let stored = |error: civico_store::Error| Failure::store(&error);
    let known = opened.store.find_ente(&actor, ente.code.as_str()).await.map_err(stored)?;
    if known.as_ref() != Some(ente) {
        opened.store.put_ente(&actor, ente).await.map_err(stored)?;
    }
    Ok(())
}

/// Imports a register and prints what it did.
pub(super) async fn register(
    import: &RegisterImportRequest,
    opened: &Opened,
    terminal: Terminal,
    print: Print,
) -> anyhow::Result<ImportReport> {
    let actor = administrator_for(&import.ente.code);
    let mut progress = terminal.progress(&import.ente.name);
    let report = import_register(&opened.importer(), &actor, import, &mut progress).await?;
    drop(progress);
    if print.wants(&report) {
        print::register_report(terminal, &import.ente.name, &report);
    }
    if report.outcome == Outcome::NeedsApproval {
        return Err(Failure(Notice::new("cli-needs-approval").with("ente", &import.ente.name)).into());
    }
    Ok(report)
}
