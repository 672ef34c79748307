//! One job, from the moment a worker took it to its end.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use civico_domain::catalog::frame::{Frame, LayerSchema, Rows};
use civico_domain::catalog::{CollectionId, DatasetMetadata, LocalizedText};
use civico_domain::identity::{Actor, Ente, Visibility};
use civico_domain::notice::Notice;
use civico_domain::processing::{Arguments, Output, Process, RESULT};
use civico_store::catalog::{ImportLayer, VersionImport};
use civico_store::processing::{Job, JobResult, Lease};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::document;
use super::failure::Stopped;
use super::feed::Working;
use super::geocode_table;
use super::inputs::{self, Asking};
use crate::messages::Language;
use crate::worker::Workshop;

/// How far a job is, for whoever says so to the database.
#[derive(Debug, Default)]
pub(crate) struct Watched(AtomicU8);

impl Watched {
    pub(crate) fn percent(&self) -> u8 {
        self.0.load(Ordering::Relaxed)
    }

    /// Never goes back, though the algorithms of a process begin anew.
    fn reach(&self, percent: u8) {
        self.0.fetch_max(percent.min(99), Ordering::Relaxed);
    }
}

/// Works on a job until it is over; dropping this gives it up: its child is killed, its statements
/// are cancelled, nothing of it is stored.
///
/// # Errors
/// There is no result; the reason is for whoever asked.
pub(crate) async fn work(
    shop: &Workshop,
    lease: Lease,
    job: &Job,
    watched: &Arc<Watched>,
) -> Result<(), Stopped> {
    let gone = || Stopped::Refused(Notice::new("job-asker-gone"));
    let actor = shop.store.find_asker(job, Timestamp::now()).await?.ok_or_else(gone)?;
    let process: Process =
        job.process.parse().map_err(|_error| Stopped::Refused(Notice::new("job-no-such-process")))?;
    let arguments = arguments(process, &job.inputs)?;
    let limit = Duration::from_secs(shop.config.processes.max_seconds);
    let work = async {
        match process {
            Process::DrillThrough | Process::Echo => {
                let names = job.outputs.iter().flatten().map(String::as_str);
                let outputs = process.choose_outputs(names).map_err(std::io::Error::other)?;
                let asked = (process, &arguments);
                let (document, versions) = document::make(shop, &actor, asked, &outputs).await?;
                let result = result(shop, &told(&outputs, &document), versions, None);
                shop.store.finish_with_document(lease, &document, &result).await?;
                Ok(())
            }
            _ => calculate(shop, lease, job, (&actor, process, &arguments), watched).await,
        }
    };
    tokio::time::timeout(limit, work)
        .await
        .unwrap_or_else(|_elapsed| Err(Stopped::Refused(Notice::new("job-took-too-long"))))
}

/// Returns the inputs of a job with the versions that it read, so that the same is read again.
pub(crate) fn pinned(job: &Job) -> Value {
    let mut inputs = job.inputs.clone();
    // Where no collection was named all were meant: those that were there then.
    let all = job.input_versions.as_object().filter(|_| job.process == Process::DrillThrough.id());
    let is_named = inputs.get("collections").is_some_and(|named| !named.is_null());
    if let Some(all) = all.filter(|all| !all.is_empty() && !is_named) {
        let all: BTreeSet<&String> = all.keys().collect();
        inputs["collections"] = all.into_iter().map(|id| json!({"collection": id})).collect();
    }
    pin(&mut inputs, &job.input_versions);
    inputs
}

fn pin(value: &mut Value, versions: &Value) {
    let id = value.get("collection").and_then(Value::as_str).map(str::to_owned);
    if let Some(id) = id {
        // What was named is named still.
        if let Some(version) = versions.get(&id).filter(|_| value["version"].is_null()) {
            value["version"] = version.clone();
        }
        return;
    }
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| pin(value, versions)),
        Value::Object(map) if !map.contains_key("type") => {
            map.values_mut().for_each(|value| pin(value, versions));
        }
        _ => {}
    }
}

/// Reads what was asked as it is kept with the job.
pub(super) fn arguments(process: Process, kept: &Value) -> Result<Arguments, Stopped> {
    let empty = serde_json::Map::new();
    Arguments::parse(process, kept.as_object().unwrap_or(&empty)).map_err(|errors| {
        let first = errors.into_iter().next();
        first.map_or_else(
            || Stopped::Refused(Notice::new("job-failed-inside")),
            |error| Stopped::input(&error.input, error.notice),
        )
    })
}

/// Has the child work, and stores what it gives.
async fn calculate(
    shop: &Workshop,
    lease: Lease,
    job: &Job,
    (actor, process, arguments): (&Actor, Process, &Arguments),
    watched: &Arc<Watched>,
) -> Result<(), Stopped> {
    let limits = &shop.config.processes;
    let mut reader = shop.store.begin_reading(actor, limits.max_seconds.saturating_mul(1_000)).await?;
    let asking = Asking::of(shop, actor, Some(limits.max_rows));
    let inputs = inputs::open(asking, &mut reader, process, arguments).await?;
    let versions = inputs.versions();
    let mut storing = Storing::new(shop, lease, job, (actor, process), watched);
    if process == Process::GeocodeTable {
        geocode_table::streamed(shop, actor, arguments, (inputs, &reader), &mut storing).await?;
        reader.finish().await?;
        return storing.finish(versions).await;
    }
    let mut working = Working::feed(process, arguments, inputs, &reader, &shop.config).await?;
    reader.finish().await?;
    loop {
        match working.next().await? {
            Some(Frame::Percent(percent)) => storing.reach(percent),
            Some(frame) => storing.take(frame).await?,
            None => break,
        }
    }
    storing.finish(versions).await
}

/// A result on its way into the database.
pub(super) struct Storing<'a> {
    shop: &'a Workshop,
    lease: Lease,
    job: &'a Job,
    actor: &'a Actor,
    process: Process,
    watched: &'a Watched,
    report: Vec<Notice>,
    import: Option<VersionImport>,
    digest: Sha256,
    bytes: u64,
}

impl<'a> Storing<'a> {
    fn new(
        shop: &'a Workshop,
        lease: Lease,
        job: &'a Job,
        (actor, process): (&'a Actor, Process),
        watched: &'a Watched,
    ) -> Self {
        let (report, import, digest) = (Vec::new(), None, Sha256::new());
        Self { shop, lease, job, actor, process, watched, report, import, digest, bytes: 0 }
    }

    /// Says how far the work is.
    pub(super) fn reach(&self, percent: u8) {
        self.watched.reach(percent);
    }

    async fn take(&mut self, frame: Frame<'_>) -> Result<(), Stopped> {
        match frame {
            Frame::Report(entry) => self.report.push(entry.notice),
            Frame::Layer(schema) => self.begin(schema).await?,
            Frame::Rows(rows) => self.add(rows).await?,
            _ => {}
        }
        Ok(())
    }

    /// Adds rows of the result.
    pub(super) async fn add(&mut self, rows: Rows<'_>) -> Result<(), Stopped> {
        self.hash(rows.as_tuples());
        if let Some(import) = &mut self.import {
            import.add_rows(rows).await?;
        }
        Ok(())
    }

    fn hash(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// The table is made only now: whoever makes one holds the lock of the ente's imports.
    pub(super) async fn begin(&mut self, schema: LayerSchema) -> Result<(), Stopped> {
        self.hash(&serde_json::to_vec(&schema.columns).unwrap_or_default());
        let store = &self.shop.store;
        let ente = store.find_ente(&Actor::Node, self.job.ente.as_str()).await?;
        let ente: Ente = ente.ok_or(civico_store::Error::NoSuchEnte(self.job.ente.clone()))?;
        let mut import = store.begin_result(self.actor, &ente, self.lease).await?;
        let name = format!("{RESULT}{}", self.job.id.simple());
        let collection = CollectionId::of_dataset(&ente.slug, &name).map_err(std::io::Error::other)?;
        let title = Notice::new(&format!("process-{}-title", self.process.id()));
        let day = self.job.created_at.to_zoned(jiff::tz::TimeZone::UTC).date();
        let title = |language: Language| format!("{} ({day})", language.say(&title));
        let metadata = DatasetMetadata {
            title: LocalizedText::new(&title(Language::It), &title(Language::En)),
            theme: None,
            license: None,
            attribution: None,
        };
        let visibility = Some(Visibility::Private);
        import.begin_layer(ImportLayer { collection, metadata, visibility, schema }).await?;
        self.import = Some(import);
        Ok(())
    }

    async fn finish(self, versions: Value) -> Result<(), Stopped> {
        let import = self.import.ok_or_else(|| Stopped::Child("no result".to_owned()))?;
        let message = self.report.first().cloned();
        let report = json!({
            "job": self.job.id,
            "process": self.process.id(),
            "process_version": self.process.version(),
            "inputs": self.job.inputs,
            "input_versions": versions,
            "notices": self.report,
        });
        let result = JobResult {
            digest: hex::encode(self.digest.finalize()),
            bytes: self.bytes,
            input_versions: versions,
            message,
            keep_days: self.shop.config.processes.keep_days(),
        };
        self.shop.store.finish_with_collection(import, self.lease, &report, &result).await?;
        Ok(())
    }
}

/// What a digest is made of: one output alone, or several by their names.
fn told(outputs: &[Output], document: &Value) -> String {
    match outputs {
        [one] => document[one.name].to_string(),
        _ => document.to_string(),
    }
}

fn result(shop: &Workshop, text: &str, versions: Value, message: Option<Notice>) -> JobResult {
    JobResult {
        digest: hex::encode(Sha256::digest(text)),
        bytes: text.len() as u64,
        input_versions: versions,
        message,
        keep_days: shop.config.processes.keep_days(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_job_reads_the_versions_that_were_read() {
        let mut inputs = json!({
            "features": [{"collection": "rho.parchi"}, {"collection": "addresses"}],
            "overlay": {"value": {"collection": "milano.nil", "version": 1}},
            "old": {"collection": "rho.parchi", "version": 2},
            "distance": 5,
        });
        pin(&mut inputs, &json!({"rho.parchi": 3, "milano.nil": 1, "addresses": 77}));
        assert_eq!(inputs["features"][0], json!({"collection": "rho.parchi", "version": 3}));
        assert_eq!(inputs["features"][1], json!({"collection": "addresses", "version": 77}));
        assert_eq!(inputs["overlay"]["value"]["version"], 1);
        assert_eq!(inputs["old"]["version"], 2, "what was named");
    }

    #[test]
    fn progress_never_goes_back_and_ends_with_the_job() {
        let watched = Watched::default();
        watched.reach(70);
        watched.reach(20);
        assert_eq!(watched.percent(), 70);
        watched.reach(100);
        assert_eq!(watched.percent(), 99);
    }
}
