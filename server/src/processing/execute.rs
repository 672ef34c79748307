//! Small requests, answered at once: inputs are bounded, the work ends when nobody waits any more.

use std::collections::BTreeMap;
use std::sync::Arc;

use civico_domain::catalog::{Column, GeometryKind};
use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_domain::processing::{Arguments, Output, Process};
use civico_domain::spatial::Srid;
use civico_geoprocessing::processes::{self, Feature, Outcome, Table, Task};
use civico_geoprocessing::reproject::{MetricSystem, ProjData};
use civico_geoprocessing::{Limits, Progress};
use civico_store::processing::JobReader;
use geozero::wkb::Wkb;
use geozero::{CoordDimensions, ToJson, ToWkb};
use serde_json::{Map, Value, json};
use tokio::sync::Semaphore;

use super::document;
use super::failure::Stopped;
use super::geocode_table;
use super::inputs::{self, Asking, Content, Inputs};
use super::table;
use crate::http::geojson::json_value;
use crate::worker::Workshop;

/// How large a work may become that is answered at once.
const SMALL: Limits =
    Limits { cells: 250_000, pairs: 500_000, vertices: 500_000, rows: 50_000, streets: 50_000 };
/// Works that are done at the same time; more wait. Who did not sign in waits for others of the kind.
static PLACES: Semaphore = Semaphore::const_new(2);
static PLACES_OF_VISITORS: Semaphore = Semaphore::const_new(1);

/// What a request is answered.
pub(crate) struct Answer {
    /// The outputs by name.
    pub(crate) outputs: Value,
    /// What is to be known of it.
    pub(crate) notices: Vec<Notice>,
}

/// Tells the work to end when whoever waits for it goes.
struct Waiting(Arc<Progress>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Runs a process on inputs that are small.
///
/// # Errors
/// What was asked cannot be done, or is too large to be answered at once.
pub(crate) async fn execute(
    shop: &Workshop,
    actor: &Actor,
    process: Process,
    arguments: &Arguments,
    outputs: &[Output],
) -> Result<Answer, Stopped> {
    if matches!(process, Process::DrillThrough | Process::Echo) {
        let (outputs, _versions) = document::make(shop, actor, (process, arguments), outputs).await?;
        return Ok(Answer { outputs, notices: Vec::new() });
    }
    let places = if *actor == Actor::Anonymous { &PLACES_OF_VISITORS } else { &PLACES };
    let _place = places.acquire().await.map_err(std::io::Error::other)?;
    let mut reader = shop.store.begin_reading(actor, shop.config.database.read_timeout_ms).await?;
    let max_rows = Some(shop.config.processes.sync_rows);
    let asking = Asking::of(shop, actor, max_rows);
    let inputs = inputs::open(asking, &mut reader, process, arguments).await?;
    let tables = read(inputs, &reader).await?;
    reader.finish().await?;
    if process == Process::GeocodeTable {
        let tables = tables.into_values().flatten().collect();
        let outcome = geocode_table::whole(shop, actor, arguments, tables).await?;
        return answer(shop, actor, outcome).await;
    }
    let progress = Arc::new(Progress::new());
    let _waiting = Waiting(progress.clone());
    let (arguments, srid) = (arguments.clone(), shop.config.srid);
    let data = ProjData::beside(&std::env::current_exe()?);
    let outcome = tokio::task::spawn_blocking(move || {
        let (arguments, progress) = (&arguments, &*progress);
        let system = MetricSystem { srid, data: &data };
        processes::run(Task { process, arguments, tables, limits: SMALL, progress, system })
    });
    let outcome = outcome.await.map_err(|_panic| Stopped::Child("panic".to_owned()))?;
    let outcome = outcome.map_err(|error| Stopped::Refused(error.notice()))?;
    answer(shop, actor, outcome).await
}

async fn answer(shop: &Workshop, actor: &Actor, outcome: Outcome) -> Result<Answer, Stopped> {
    let features = features(shop, actor, &outcome).await?;
    Ok(Answer { outputs: json!({"result": features}), notices: outcome.notices })
}

async fn read(inputs: Inputs, reader: &JobReader) -> Result<BTreeMap<String, Vec<Table>>, Stopped> {
    let mut tables: BTreeMap<String, Vec<Table>> = BTreeMap::new();
    for opened in inputs.tables {
        let table = match opened.content {
            Content::Inline(table) => table,
            Content::Collection { found, filter } => {
                let (name, columns) = (found.collection.id.to_string(), found.columns());
                let mut table = Table { name, columns, rows: Vec::new() };
                let mut rows = reader.rows(&found, &filter).await?;
                while let Some(row) = rows.next().await? {
                    table.rows.push(table::feature(row).map_err(std::io::Error::other)?);
                }
                table
            }
        };
        tables.entry(opened.input).or_default().push(table);
    }
    Ok(tables)
}

/// Writes a result as GeoJSON, in degrees.
async fn features(shop: &Workshop, actor: &Actor, outcome: &Outcome) -> Result<Value, Stopped> {
    let table = &outcome.table;
    let mut wkb = Vec::new();
    for feature in &table.rows {
        if let Some(geometry) = &feature.geometry {
            wkb.push(geometry.to_wkb(CoordDimensions::xy()).map_err(std::io::Error::other)?);
        }
    }
    let (from, to) = (shop.config.srid.code(), Srid::WGS84.code());
    let mut degrees = shop.store.transform(actor, &wkb, from, to).await?.into_iter();
    let mut features = Vec::with_capacity(table.rows.len());
    for (number, row) in (1..).zip(&table.rows) {
        let geometry = match (&row.geometry, outcome.geometry) {
            (None, _) | (_, GeometryKind::None) => Value::Null,
            (Some(_), _) => geometry(degrees.next())?,
        };
        features.push(feature(number, &table.columns, row, &geometry));
    }
    Ok(json!({"type": "FeatureCollection", "features": features}))
}

fn geometry(wkb: Option<Vec<u8>>) -> Result<Value, Stopped> {
    let Some(wkb) = wkb else { return Ok(Value::Null) };
    let text = Wkb(wkb).to_json().map_err(std::io::Error::other)?;
    Ok(serde_json::from_str(&text).map_err(std::io::Error::other)?)
}

fn feature(number: i64, columns: &[Column], row: &Feature, geometry: &Value) -> Value {
    let names = columns.iter().map(|column| column.name.clone());
    let properties: Map<String, Value> = names.zip(row.values.iter().map(json_value)).collect();
    json!({"type": "Feature", "id": number, "geometry": geometry, "properties": properties})
}
