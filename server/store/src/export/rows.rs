//! All rows of a collection that belong to an ente, in each shape that an export needs.

use std::pin::Pin;

use bytes::Bytes;
use civico_domain::catalog::{ColumnKind, GeometryKind};
use civico_domain::identity::{Actor, EnteCode};
use futures_util::TryStreamExt;
use tokio_postgres::{Row, RowStream};

use crate::catalog::Collection;
use crate::error::Error;
use crate::identifier::quote;
use crate::items::{Item, Wkb, value};
use crate::store::Store;
use crate::transaction::{Param, Transaction};

/// What the rows of a collection really hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// What the geometries are: points only where none of them is of several points.
    pub geometry: GeometryKind,
    /// Whether geometries carry heights.
    pub has_z: bool,
    /// EPSG code of their reference system.
    pub srid: i32,
}

/// A row.
#[derive(Debug, Clone)]
pub struct ExportRow {
    /// The item; its geometry in degrees of WGS 84, rings turning as RFC 7946, 3.1.6 has it.
    pub item: Item,
    /// Number of the row from 1: the item's own, or its place.
    pub number: i64,
    /// Geometry as EWKB in the stored reference system.
    pub ewkb: Option<Bytes>,
    /// The same as text.
    pub wkt: Option<String>,
}

/// Rows as the database gives them, by their keys. Dropping it before the end ends the query.
pub struct ExportRows {
    transaction: Option<Transaction>,
    rows: Pin<Box<RowStream>>,
    kinds: Vec<ColumnKind>,
    is_numbered: bool,
    read: i64,
}

impl std::fmt::Debug for ExportRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExportRows").field("kinds", &self.kinds).finish_non_exhaustive()
    }
}

impl ExportRows {
    /// Returns the next row, `None` after the last.
    ///
    /// # Errors
    /// The database cannot be reached or takes too long.
    pub async fn next(&mut self) -> Result<Option<ExportRow>, Error> {
        if let Some(row) = self.rows.try_next().await? {
            self.read += 1;
            return self.row(&row).map(Some);
        }
        if let Some(transaction) = self.transaction.take() {
            transaction.commit().await?;
        }
        Ok(None)
    }

    fn row(&self, row: &Row) -> Result<ExportRow, Error> {
        let id: String = row.try_get(0)?;
        let bytes = |wkb: Option<Wkb>| wkb.map(|wkb| wkb.0);
        let mut values = Vec::with_capacity(self.kinds.len());
        for (place, kind) in self.kinds.iter().enumerate() {
            values.push(value(row, place + 4, *kind)?);
        }
        let number = if self.is_numbered { id.parse().unwrap_or(self.read) } else { self.read };
        Ok(ExportRow {
            item: Item { id, geometry: bytes(row.try_get(1)?), values },
            number,
            ewkb: bytes(row.try_get(2)?),
            wkt: row.try_get(3)?,
        })
    }
}

impl Store {
    /// Begins to read all rows of a dataset of `ente`, or what the register's collection has of it,
    /// in all stages of their life, at one moment.
    ///
    /// # Errors
    /// The actor does not administer the ente, or reads no such dataset.
    pub async fn list_own_rows(
        &self,
        actor: &Actor,
        ente: &EnteCode,
        collection: &Collection,
    ) -> Result<(Shape, ExportRows), Error> {
        let transaction = self.begin_export("export.list_rows", actor, ente).await?;
        let (condition, code) = (condition(collection), ente.as_str());
        let params: Vec<Param<'_>> = if condition.is_empty() { Vec::new() } else { vec![&code] };
        let measured = transaction.query_one(&measure(collection, condition), &params).await?;
        let rows = transaction.query_stream(&select(collection, condition), &params).await?;
        let shape = Shape {
            geometry: match collection.geometry {
                GeometryKind::Point if measured.try_get("has_multipoints")? => GeometryKind::Mixed,
                other => other,
            },
            has_z: measured.try_get("has_z")?,
            srid: collection.srid,
        };
        let kinds = collection.columns.iter().map(|column| column.column.kind).collect();
        let is_numbered = collection.is_numbered();
        let rows =
            ExportRows { transaction: Some(transaction), rows: Box::pin(rows), kinds, is_numbered, read: 0 };
        Ok((shape, rows))
    }
}

/// Of the register only what is in the comune; a dataset is its ente's alone.
fn condition(collection: &Collection) -> &'static str {
    if collection.ente.is_some() { "" } else { " WHERE item.istat_code = $1" }
}

fn measure(collection: &Collection, condition: &str) -> String {
    format!(
        "SELECT coalesce(bool_or(ST_NDims(item.geom) > 2), false) AS has_z,
                coalesce(bool_or(GeometryType(item.geom) = 'MULTIPOINT'), false) AS has_multipoints
         FROM {} AS item{condition}",
        collection.relation
    )
}

fn select(collection: &Collection, condition: &str) -> String {
    let key = quote(collection.key);
    let columns: Vec<String> =
        collection.columns.iter().map(|column| format!(", item.{}", quote(&column.sql))).collect();
    let columns = columns.concat();
    format!(
        "SELECT item.{key}::text, ST_AsBinary(ST_ForcePolygonCCW(ST_Transform(item.geom, 4326))),
                ST_AsEWKB(item.geom, 'NDR'), ST_AsText(item.geom){columns}
         FROM {} AS item{condition} ORDER BY item.{key}",
        collection.relation
    )
}
