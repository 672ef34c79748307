//! The inputs of a process: found, filtered, counted and checked before any work starts.

use std::collections::BTreeMap;

use civico_domain::catalog::{Column, GeometryKind};
use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_domain::processing::{
    Argument, Arguments, CollectionSource, FixedGrid, InputKind, Process, Source,
};
use civico_domain::spatial::{Bounds, Srid};
use civico_geoprocessing::processes::Table;
use civico_store::Store;
use civico_store::items::ItemFilter;
use civico_store::processing::{JobInput, JobReader};
use serde_json::{Value, json};

use super::failure::Stopped;
use super::geojson;
use crate::filter::{FilterError, item_filter};
use crate::worker::Workshop;

/// A table that a process gets.
#[derive(Debug)]
pub(super) struct Opened {
    /// Name of the input.
    pub(super) input: String,
    pub(super) content: Content,
}

/// Where the rows of a table are.
#[derive(Debug)]
pub(super) enum Content {
    /// In the database.
    Collection { found: Box<JobInput>, filter: ItemFilter },
    /// They came with the request.
    Inline(Table),
}

/// All inputs of a process.
#[derive(Debug)]
pub(super) struct Inputs {
    pub(super) tables: Vec<Opened>,
    /// How many rows they have.
    pub(super) rows: u64,
}

/// Who asks, and where things are.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) store: &'a Store,
    pub(super) actor: &'a Actor,
    pub(super) srid: Srid,
    /// Rows that may be read; they are not counted where nobody says.
    pub(super) max_rows: Option<u64>,
    /// The one in which persons are counted.
    grid: FixedGrid,
}

impl<'a> Asking<'a> {
    pub(super) fn of(shop: &'a Workshop, actor: &'a Actor, max_rows: Option<u64>) -> Self {
        let config = &shop.config;
        Self {
            store: &shop.store,
            actor,
            srid: config.srid,
            max_rows,
            grid: config.processes.grid_of_persons,
        }
    }
}

/// Looks, before a job is made, whether its inputs are there and make sense.
///
/// # Errors
/// As of [`open`], but that rows are not counted.
pub(crate) async fn check(
    shop: &Workshop,
    actor: &Actor,
    process: Process,
    arguments: &Arguments,
) -> Result<(), Stopped> {
    let mut reader = shop.store.begin_reading(actor, shop.config.database.read_timeout_ms).await?;
    let inputs = open(Asking::of(shop, actor, None), &mut reader, process, arguments).await?;
    reader.finish().await?;
    // Addresses that somebody typed are not kept with a job.
    let is_inline = |opened: &Opened| matches!(opened.content, Content::Inline(_));
    match inputs.tables.iter().find(|opened| process == Process::GeocodeTable && is_inline(opened)) {
        Some(opened) => Err(Stopped::input(&opened.input, Notice::new("job-collections-only"))),
        None => Ok(()),
    }
}

/// Finds the inputs of a process.
///
/// # Errors
/// A collection is not there for whoever asks, cannot be used by the process, has no such column,
/// there are more rows than allowed, or persons would be counted in another grid than the portal's.
pub(super) async fn open(
    asking: Asking<'_>,
    reader: &mut JobReader,
    process: Process,
    arguments: &Arguments,
) -> Result<Inputs, Stopped> {
    check_grid(asking, process, arguments)?;
    let mut inputs = Inputs { tables: Vec::new(), rows: 0 };
    for input in process.inputs() {
        match (arguments.get(input.name), input.kind) {
            (Some(Argument::Features(sources)), InputKind::Features { geometry, .. }) => {
                for (number, source) in (1..).zip(sources) {
                    let content = match source {
                        Source::Collection(source) => {
                            collection(reader, (input.name, number), source, geometry).await?
                        }
                        Source::Inline(json) => Content::Inline(
                            geojson::table(asking.store, asking.actor, input.name, json, asking.srid).await?,
                        ),
                    };
                    inputs.add(asking, reader, input.name, content).await?;
                }
            }
            (Some(Argument::Geometry(json)), _) => {
                let table = geojson::table(asking.store, asking.actor, input.name, json, asking.srid).await?;
                inputs.add(asking, reader, input.name, Content::Inline(table)).await?;
            }
            _ => {}
        }
    }
    check_properties(process, arguments, &inputs)?;
    Ok(inputs)
}

impl Inputs {
    async fn add(
        &mut self,
        asking: Asking<'_>,
        reader: &JobReader,
        input: &str,
        content: Content,
    ) -> Result<(), Stopped> {
        if let Some(most) = asking.max_rows {
            self.rows += match &content {
                Content::Collection { found, filter } => {
                    reader.count(found, filter, most.saturating_sub(self.rows)).await?
                }
                Content::Inline(table) => table.rows.len() as u64,
            };
            if self.rows > most {
                return Err(Stopped::input(input, Notice::new("job-too-many-rows").with("most", most)));
            }
        }
        self.tables.push(Opened { input: input.to_owned(), content });
        Ok(())
    }

    /// Returns what is read, by collection: the number of the version, or of the register. Of one that
    /// is read at several the one that nobody named: the others are with the inputs.
    pub(super) fn versions(&self) -> Value {
        let mut versions = BTreeMap::new();
        for opened in &self.tables {
            if let Content::Collection { found, .. } = &opened.content {
                let id = found.collection.id.to_string();
                if found.is_named {
                    versions.entry(id).or_insert(found.version);
                } else {
                    versions.insert(id, found.version);
                }
            }
        }
        json!(versions)
    }
}

impl Content {
    pub(super) fn columns(&self) -> Vec<Column> {
        match self {
            Self::Collection { found, .. } => found.columns(),
            Self::Inline(table) => table.columns.clone(),
        }
    }
}

async fn collection(
    reader: &mut JobReader,
    (input, number): (&str, usize),
    source: &CollectionSource,
    usable: &[GeometryKind],
) -> Result<Content, Stopped> {
    let id = source.collection.as_str();
    // Its name is not repeated: what others have is answered as what nobody has.
    let missing = || Stopped::input(input, Notice::new("job-no-such-collection").with("number", number));
    let found = reader.find(id, source.version).await.map_err(|error| match error {
        civico_store::Error::Forbidden => missing(),
        other => other.into(),
    })?;
    let found = found.ok_or_else(missing)?;
    if !usable.contains(&found.geometry()) {
        let notice = Notice::new("job-wrong-geometry").with("collection", id);
        return Err(Stopped::input(input, notice));
    }
    let bbox = source.bbox.map(Bounds::from);
    let pairs: Vec<(String, String)> =
        source.filter.iter().map(|(name, text)| (name.clone(), text.clone())).collect();
    let filter = item_filter(&found.collection, bbox, source.datetime.as_deref(), &pairs);
    let mut filter = filter.map_err(|error| {
        let (id, name) = match error {
            FilterError::Wrong(name) => ("problem-wrong-parameter", name),
            FilterError::Unknown(name) => ("problem-unknown-parameter", name),
        };
        Stopped::input(input, Notice::new(id).with("name", name))
    })?;
    filter.known = found.known;
    Ok(Content::Collection { found: Box::new(found), filter })
}

/// Persons are counted in one grid: the counts of two would tell, by subtraction, of the few between
/// the edges of their cells.
fn check_grid(asking: Asking<'_>, process: Process, arguments: &Arguments) -> Result<(), Stopped> {
    let counts_persons = process == Process::Hexagons && arguments.integer("k").is_some_and(|k| k > 0);
    if !counts_persons || FixedGrid::of(arguments) == Some(asking.grid) {
        return Ok(());
    }
    Err(match asking.grid {
        FixedGrid::Metric(width_m) => {
            Stopped::input("width", Notice::new("job-persons-in-metres").with("width", width_m))
        }
        FixedGrid::H3(of) => Stopped::input("grid", Notice::new("job-persons-in-h3").with("resolution", of)),
    })
}

/// A column that is named has to be in every table of its input, of a type that the process can use.
fn check_properties(process: Process, arguments: &Arguments, inputs: &Inputs) -> Result<(), Stopped> {
    for input in process.inputs() {
        let (InputKind::Property { of, kinds }, Some(Argument::Property(name))) =
            (input.kind, arguments.get(input.name))
        else {
            continue;
        };
        for opened in inputs.tables.iter().filter(|opened| opened.input == of) {
            let columns = opened.content.columns();
            let column = columns.iter().find(|column| column.name == *name);
            let id = match column {
                None => "job-no-such-property",
                Some(column) if !kinds.contains(&column.kind) => "job-wrong-property",
                Some(_) => continue,
            };
            return Err(Stopped::input(input.name, Notice::new(id).with("property", name)));
        }
    }
    Ok(())
}
