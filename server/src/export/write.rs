//! An export from its first file to its checksums.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use civico_domain::identity::Actor;
use civico_store::catalog::Collection;
use civico_store::export::{JsonLines, OwnDataset};
use civico_store::identity::AuditPage;
use tokio::fs::File;
use tokio::io::{AsyncWriteExt, BufWriter};

use super::Exporter;
use super::archive::{Archive, Source};
use super::documents::{metadata, pretty, readme};
use super::failure::ExportError;
use super::plan::Plan;
use super::spool::{Reading, spool};
use super::workplace::Workplace;
use crate::http::audit::{MAX_LIMIT, lines};

/// Bytes of lines that gather before they are written.
const BUFFER_BYTES: usize = 256 * 1024;

/// An export under way.
struct Run<'a, W: Write> {
    exporter: &'a Exporter,
    actor: &'a Actor,
    plan: &'a Plan,
    workplace: Workplace,
    /// Absent while a thread writes to it.
    archive: Option<Archive<W>>,
    watch: &'a mut (dyn FnMut(u64) + Send),
    srid: i32,
}

/// Stops the thread that writes when the export is dropped.
struct Stopping(Arc<AtomicBool>);

impl Drop for Stopping {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Exporter {
    /// Writes everything to `output` and returns it; `watch` is told of rows as they are read.
    /// Dropping the future stops it.
    ///
    /// # Errors
    /// The database cannot be read, or something not written; the output is of no use then.
    pub(crate) async fn write<W: Write + Send + 'static>(
        &self,
        actor: &Actor,
        plan: &Plan,
        output: W,
        watch: &mut (dyn FnMut(u64) + Send),
    ) -> Result<W, ExportError> {
        let stopping = Stopping(Arc::default());
        let workplaces = self.workplaces.clone();
        let workplace = tokio::task::spawn_blocking(move || workplaces.take()).await??;
        let archive = Archive::begin(output, plan.moment, Arc::clone(&stopping.0));
        let register = self.store.list_collections(actor).await?;
        let register: Vec<_> = register.into_iter().filter(|collection| collection.ente.is_none()).collect();
        let srid = register.first().map_or(0, Collection::srid);
        let mut run = Run { exporter: self, actor, plan, workplace, archive: Some(archive), watch, srid };
        run.add("README.txt", Source::Bytes(readme(plan, srid))).await?;
        for dataset in &plan.datasets {
            run.dataset(dataset).await?;
        }
        run.register(&register).await?;
        run.records().await?;
        run.identity().await?;
        run.audit().await?;
        let archive = run.archive.take().ok_or_else(lost)?;
        let output = tokio::task::spawn_blocking(move || archive.finish()).await??;
        drop(stopping);
        Ok(output)
    }
}

impl<W: Write + Send + 'static> Run<'_, W> {
    async fn add(&mut self, name: &str, source: Source) -> Result<(), ExportError> {
        let mut archive = self.archive.take().ok_or_else(lost)?;
        let name = name.to_owned();
        let (archive, added) = tokio::task::spawn_blocking(move || {
            let added = archive.add(&name, source);
            (archive, added)
        })
        .await?;
        self.archive = Some(archive);
        added
    }

    /// Moves a file of the folder into the ZIP.
    async fn add_spooled(&mut self, name: &str, file: &str) -> Result<(), ExportError> {
        let path = self.workplace.path(file);
        self.add(name, Source::Spooled(path)).await
    }

    async fn dataset(&mut self, dataset: &OwnDataset) -> Result<(), ExportError> {
        let (store, id) = (&self.exporter.store, dataset.collection.as_str());
        let versions = match store.list_versions(self.actor, &dataset.collection).await {
            // Announced, and nothing was ever published of it.
            Err(civico_store::Error::NotFound(_)) => Vec::new(),
            other => other?,
        };
        let folder = format!("datasets/{id}");
        if dataset.current_version.is_some() {
            let collection = store.find_collection(self.actor, id).await?;
            let collection = collection.ok_or(civico_store::Error::NotFound("dataset"))?;
            self.tables(&[(id.to_owned(), collection)], id, &folder).await?;
        }
        let about = metadata(self.plan, dataset, &versions, self.srid);
        self.add(&format!("{folder}/metadata.json"), Source::Bytes(about)).await?;
        self.originals(id).await
    }

    async fn originals(&mut self, id: &str) -> Result<(), ExportError> {
        let plan = self.plan;
        let own = plan.originals.iter().filter(|original| original.is_first && original.own.collection == id);
        for original in own {
            let Some(path) = &original.path else { continue };
            let file = self.exporter.originals.open(&original.own.original.sha256)?;
            self.add(path, Source::Kept(file.ok_or_else(lost)?)).await?;
        }
        Ok(())
    }

    /// Adds collections as CSV and GeoJSON, and together as one GeoPackage.
    async fn tables(
        &mut self,
        collections: &[(String, Collection)],
        name: &str,
        folder: &str,
    ) -> Result<(), ExportError> {
        let geopackage = format!("{name}.gpkg");
        let exporter = self.exporter;
        let reading = Reading {
            store: &exporter.store,
            actor: self.actor,
            ente: &self.plan.ente.code,
            files: &exporter.files,
        };
        let place = self.workplace.path(&geopackage);
        spool(&reading, collections, self.workplace.folder(), &place, self.watch).await?;
        self.add_spooled(&format!("{folder}/{geopackage}"), &geopackage).await?;
        for (name, _) in collections {
            for extension in ["csv", "geojson"] {
                let file = format!("{name}.{extension}");
                self.add_spooled(&format!("{folder}/{file}"), &file).await?;
            }
        }
        Ok(())
    }

    /// Adds the ente's part of the register: streets and addresses of a comune, and what its acts
    /// changed.
    async fn register(&mut self, collections: &[Collection]) -> Result<(), ExportError> {
        if self.plan.has_register() {
            let tables: Vec<_> = collections
                .iter()
                .filter(|collection| ["thoroughfares", "addresses"].contains(&collection.id.as_str()))
                .map(|collection| (collection.id.to_string(), collection.clone()))
                .collect();
            self.tables(&tables, "toponymy", "toponymy").await?;
        }
        if self.plan.register.events == 0 {
            return Ok(());
        }
        let events = self.exporter.store.list_own_events(self.actor, &self.plan.ente.code).await?;
        self.lines(events, "toponymy", "events.ndjson").await
    }

    /// Adds the records by their links to the register: there is no text among them.
    async fn records(&mut self) -> Result<(), ExportError> {
        if self.plan.records == 0 {
            return Ok(());
        }
        let records = self.exporter.store.list_own_records(self.actor, &self.plan.ente.code).await?;
        self.lines(records, "records", "records.ndjson").await
    }

    async fn lines(&mut self, mut lines: JsonLines, folder: &str, name: &str) -> Result<(), ExportError> {
        let mut file = spooled(&self.workplace.path(name)).await?;
        while let Some(line) = lines.next().await? {
            file.write_all(line.as_bytes()).await?;
            file.write_all(b"\n").await?;
        }
        file.flush().await?;
        self.add_spooled(&format!("{folder}/{name}"), name).await
    }

    /// Adds who may what; keys without their secrets, which nobody has.
    async fn identity(&mut self) -> Result<(), ExportError> {
        let (store, ente) = (&self.exporter.store, &self.plan.ente.code);
        let roles = pretty(&store.list_roles(self.actor, ente).await?);
        let keys = pretty(&store.list_keys(self.actor, ente).await?);
        let delegations = pretty(&store.list_delegations(self.actor, ente).await?);
        for (name, text) in [("roles", roles), ("keys", keys), ("delegations", delegations)] {
            self.add(&format!("identity/{name}.json"), Source::Bytes(text)).await?;
        }
        Ok(())
    }

    async fn audit(&mut self) -> Result<(), ExportError> {
        let mut file = spooled(&self.workplace.path("audit.csv")).await?;
        let mut page = AuditPage { limit: MAX_LIMIT, ..AuditPage::default() };
        loop {
            let store = &self.exporter.store;
            let entries = store.list_audit(self.actor, &self.plan.ente.code, &page).await?;
            file.write_all(&lines(&entries, page.before.is_none())).await?;
            match entries.last() {
                Some(last) if entries.len() == MAX_LIMIT as usize => page.before = Some(last.id),
                _ => break,
            }
        }
        file.flush().await?;
        self.add_spooled("audit.csv", "audit.csv").await
    }
}

async fn spooled(path: &Path) -> std::io::Result<BufWriter<File>> {
    Ok(BufWriter::with_capacity(BUFFER_BYTES, File::create_new(path).await?))
}

/// A thread ended without giving the archive back, or an original went while the export was made.
fn lost() -> std::io::Error {
    std::io::Error::from(std::io::ErrorKind::NotFound)
}
