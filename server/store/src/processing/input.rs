//! What a job reads: collections as whoever asked may see them, all at one moment.

use std::fmt::Write;
use std::pin::Pin;

use civico_domain::catalog::frame::Row as Tuple;
use civico_domain::catalog::{Column, ColumnKind, GeometryKind, Value};
use civico_domain::identity::Actor;
use futures_util::TryStreamExt;
use tokio_postgres::RowStream;

use crate::catalog::{Collection, KeyKind, dataset_collection, register_collections};
use crate::error::Error;
use crate::filter::{Conditions, ItemFilter};
use crate::identifier::quote;
use crate::items::{Wkb, value};
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// Reads the inputs of one job in one snapshot. Dropping it ends what it is reading.
#[derive(Debug)]
pub struct JobReader {
    transaction: Transaction,
    actor: Actor,
    register: Option<Vec<Collection>>,
}

/// A collection to be read, at one version.
#[derive(Debug, Clone)]
pub struct JobInput {
    /// The collection.
    pub collection: Collection,
    /// Number of the dataset's version, or of the register.
    pub version: i64,
    /// The register number at which it is read, where one was named.
    pub known: Option<i64>,
    /// Whether whoever asks named the version.
    pub is_named: bool,
}

/// Rows of an input as tuples, in the order of their keys.
pub struct JobRows<'a> {
    _reader: &'a JobReader,
    rows: Pin<Box<RowStream>>,
    kinds: Vec<ColumnKind>,
    number: i64,
}

impl std::fmt::Debug for JobRows<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JobRows").field("number", &self.number).finish_non_exhaustive()
    }
}

impl Store {
    /// Begins to read for a job, as the actor that asked; a statement may take `timeout_ms`.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn begin_reading(&self, actor: &Actor, timeout_ms: u64) -> Result<JobReader, Error> {
        let transaction = self.read_for("processing.read", actor, timeout_ms).await?;
        Ok(JobReader { transaction, actor: actor.clone(), register: None })
    }

    /// Returns geometries in another reference system, flat and in their order.
    ///
    /// # Errors
    /// The database cannot be reached, or what was given are no geometries.
    pub async fn transform(
        &self,
        actor: &Actor,
        wkb: &[Vec<u8>],
        from_srid: i32,
        to_srid: i32,
    ) -> Result<Vec<Vec<u8>>, Error> {
        let transaction = self.read("processing.transform", actor, View::Current).await?;
        let rows = transaction.query(sql!("processing/transform"), &[&wkb, &from_srid, &to_srid]).await?;
        transaction.commit().await?;
        rows.iter().map(|row| Ok(row.try_get::<_, Wkb>("wkb")?.0.to_vec())).collect()
    }
}

impl JobReader {
    /// Returns a collection at a version of it, the current one unless one is named; `None` when
    /// there is none that the actor may see.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find(&mut self, id: &str, version: Option<i64>) -> Result<Option<JobInput>, Error> {
        if !id.contains('.') {
            if self.register.is_none() {
                self.register = Some(register_collections(&self.transaction).await?);
            }
            let found = self.register.iter().flatten().find(|known| known.id.as_str() == id);
            return match (found, version) {
                (Some(found), Some(number)) => self.at(found, number).await,
                (found, _) => Ok(found.map(|found| JobInput {
                    version: found.version,
                    known: None,
                    is_named: false,
                    collection: found.clone(),
                })),
            };
        }
        // Versions of datasets are counted from one for each.
        let Ok(version) = version.map(i32::try_from).transpose() else { return Ok(None) };
        let row = self.transaction.query_opt(sql!("processing/find_input"), &[&id, &version]).await?;
        let Some(row) = row else { return Ok(None) };
        let collection = dataset_collection(&row, row.try_get("srid")?)?;
        let is_visible = collection.is_visible_to(&self.actor);
        Ok(is_visible.then(|| JobInput {
            version: collection.number(),
            collection,
            known: None,
            is_named: version.is_some(),
        }))
    }

    /// Returns a collection of the register as it was at a number; of comuni, which have no history,
    /// as long as they are so still.
    async fn at(&self, collection: &Collection, number: i64) -> Result<Option<JobInput>, Error> {
        let row = self.transaction.query_opt(sql!("processing/find_register_at"), &[&number]).await?;
        let Some(row) = row else { return Ok(None) };
        if collection.history.is_none() && !row.try_get::<_, bool>("has_same_comuni")? {
            return Ok(None);
        }
        let collection = Collection { updated: row.try_get("updated")?, ..collection.clone() };
        Ok(Some(JobInput { version: number, known: Some(number), is_named: true, collection }))
    }

    /// Counts the rows of an input, up to one more than `most`.
    ///
    /// # Errors
    /// The database cannot be reached or takes too long.
    pub async fn count(&self, input: &JobInput, filter: &ItemFilter, most: u64) -> Result<u64, Error> {
        let collection = &input.collection;
        let mut conditions = Conditions::new(collection, filter);
        let limit = conditions.push(Box::new(i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1)));
        let sql = format!(
            "SELECT count(*) FROM (SELECT FROM {}{} LIMIT {limit}) AS counted",
            conditions.source(collection),
            conditions.clause()
        );
        let row = self.transaction.query_one(&sql, &conditions.params()).await?;
        let count: i64 = row.try_get(0)?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Begins to read an input; the rows come in the order of their keys. Geometries are flat and in
    /// the stored reference system.
    ///
    /// # Errors
    /// The database cannot be reached or takes too long.
    pub async fn rows<'a>(&'a self, input: &JobInput, filter: &ItemFilter) -> Result<JobRows<'a>, Error> {
        let collection = &input.collection;
        let conditions = Conditions::new(collection, filter);
        let key = quote(collection.key);
        let mut sql = "SELECT ST_AsEWKB(ST_Force2D(geom))".to_owned();
        let columns = input.columns();
        if input.has_key_column() {
            let cast = if collection.key_kind == KeyKind::Integer { "" } else { "::text" };
            // Writing to a string cannot fail.
            let _written = write!(sql, ", item.{key}{cast}");
        }
        for column in &collection.columns {
            let _written = write!(sql, ", {}", quote(&column.sql));
        }
        let source = conditions.source(collection);
        let sql = format!("{sql} FROM {source} AS item{} ORDER BY item.{key}", conditions.clause());
        let rows = Box::pin(self.transaction.query_stream(&sql, &conditions.params()).await?);
        let kinds = columns.iter().map(|column| column.kind).collect();
        Ok(JobRows { _reader: self, rows, kinds, number: 0 })
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn finish(self) -> Result<(), Error> {
        self.transaction.commit().await
    }
}

impl JobInput {
    /// Returns the columns of its rows: the key of the source as `id`, unless it has one of that
    /// name, then its own.
    pub fn columns(&self) -> Vec<Column> {
        let key = self.has_key_column().then(|| Column {
            name: "id".to_owned(),
            kind: match self.collection.key_kind {
                KeyKind::Integer => ColumnKind::Integer,
                KeyKind::Uuid | KeyKind::Text => ColumnKind::Text,
            },
        });
        key.into_iter().chain(self.collection.columns.iter().map(|column| column.column.clone())).collect()
    }

    /// Returns what its geometries are.
    pub fn geometry(&self) -> GeometryKind {
        self.collection.geometry
    }

    fn has_key_column(&self) -> bool {
        self.collection.find_column("id").is_none()
    }
}

impl JobRows<'_> {
    /// Returns the next row, `None` after the last.
    ///
    /// # Errors
    /// The database cannot be reached or takes too long.
    pub async fn next(&mut self) -> Result<Option<Tuple>, Error> {
        let Some(row) = self.rows.try_next().await? else { return Ok(None) };
        self.number += 1;
        let geometry: Option<Wkb> = row.try_get(0)?;
        let values: Vec<Value> = (self.kinds.iter().enumerate())
            .map(|(place, kind)| value(&row, place + 1, *kind))
            .collect::<Result<_, Error>>()?;
        let geometry = geometry.map(|wkb| wkb.0.to_vec());
        Ok(Some(Tuple { number: self.number, geometry, values }))
    }
}
