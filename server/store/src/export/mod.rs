//! Everything that belongs to an ente, for its administrators to take away.
//!
//! Each call reads what is committed when it begins: one moment for each dataset, not for all.

mod rows;

use std::pin::Pin;

use civico_domain::catalog::{CollectionId, Column, GeometryKind, LocalizedText};
use civico_domain::identity::{Actor, EnteCode, Right, Visibility};
use futures_util::TryStreamExt;
use serde::Serialize;
use tokio_postgres::{Row, RowStream};

use crate::catalog::{CollectionColumn, Original, codes, localized};
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

pub use rows::{ExportRow, ExportRows, Shape};

/// A dataset of the ente.
#[derive(Debug, Clone, Serialize)]
pub struct OwnDataset {
    /// Its id.
    pub collection: CollectionId,
    /// Title.
    pub title: LocalizedText,
    /// Theme token.
    pub theme: Option<String>,
    /// SPDX licence id.
    pub license: Option<String>,
    /// Words that have to stand on a map.
    pub attribution: Option<String>,
    /// Who sees it.
    pub visibility: Visibility,
    /// Enti that see it besides, when it is shared.
    pub shared_with: Vec<EnteCode>,
    /// The version that is served, if one is.
    pub current_version: Option<i32>,
    /// Number of items of that version.
    pub item_count: Option<i64>,
    /// What its geometries are.
    pub geometry: Option<GeometryKind>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// West, south, east, north in degrees of WGS 84.
    pub bounds: Option<Vec<f64>>,
}

/// A file that a version was made from.
#[derive(Debug, Clone)]
pub struct OwnOriginal {
    /// The dataset.
    pub collection: String,
    /// The version.
    pub version: i32,
    /// The file.
    pub original: Original,
}

/// How much of the register belongs to an ente.
#[derive(Debug, Clone, Copy)]
pub struct OwnRegister {
    /// Whether it is a comune, which has streets.
    pub is_municipality: bool,
    /// Number of streets, in all stages of their life.
    pub thoroughfares: i64,
    /// Number of addresses, in all stages of their life.
    pub addresses: i64,
    /// Number of events of the ente's acts.
    pub events: i64,
}

/// Things as lines of JSON, without the end of the line. Dropping it early ends the query.
pub struct JsonLines {
    transaction: Option<Transaction>,
    rows: Pin<Box<RowStream>>,
}

impl std::fmt::Debug for JsonLines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JsonLines").finish_non_exhaustive()
    }
}

impl JsonLines {
    /// Returns the next line, `None` after the last.
    ///
    /// # Errors
    /// The database cannot be reached or takes too long.
    pub async fn next(&mut self) -> Result<Option<String>, Error> {
        if let Some(row) = self.rows.try_next().await? {
            return Ok(Some(row.try_get("line")?));
        }
        if let Some(transaction) = self.transaction.take() {
            transaction.commit().await?;
        }
        Ok(None)
    }
}

impl Store {
    /// Returns the datasets of an ente.
    ///
    /// # Errors
    /// The actor does not administer the ente.
    pub async fn list_own_datasets(&self, actor: &Actor, ente: &EnteCode) -> Result<Vec<OwnDataset>, Error> {
        let transaction = self.begin_export("export.list_datasets", actor, ente).await?;
        let rows = transaction.query(sql!("export/list_datasets"), &[&ente.as_str()]).await?;
        transaction.commit().await?;
        rows.iter().map(dataset).collect()
    }

    /// Returns the original files of an ente's datasets.
    ///
    /// # Errors
    /// The actor does not administer the ente.
    pub async fn list_own_originals(
        &self,
        actor: &Actor,
        ente: &EnteCode,
    ) -> Result<Vec<OwnOriginal>, Error> {
        let transaction = self.begin_export("export.list_originals", actor, ente).await?;
        let rows = transaction.query(sql!("export/list_originals"), &[&ente.as_str()]).await?;
        transaction.commit().await?;
        rows.iter().map(original).collect()
    }

    /// Returns how much of the register belongs to an ente.
    ///
    /// # Errors
    /// The actor does not administer the ente.
    pub async fn count_own_register(&self, actor: &Actor, ente: &EnteCode) -> Result<OwnRegister, Error> {
        let transaction = self.begin_export("export.count_register", actor, ente).await?;
        let row = transaction.query_one(sql!("export/count_register"), &[&ente.as_str()]).await?;
        transaction.commit().await?;
        Ok(OwnRegister {
            is_municipality: row.try_get("is_municipality")?,
            thoroughfares: row.try_get("thoroughfares")?,
            addresses: row.try_get("addresses")?,
            events: row.try_get("events")?,
        })
    }

    /// Begins to read the register events of an ente's acts.
    ///
    /// # Errors
    /// The actor does not administer the ente.
    pub async fn list_own_events(&self, actor: &Actor, ente: &EnteCode) -> Result<JsonLines, Error> {
        let transaction = self.begin_export("export.list_events", actor, ente).await?;
        let rows = transaction.query_stream(sql!("export/list_events"), &[&ente.as_str()]).await?;
        Ok(JsonLines { transaction: Some(transaction), rows: Box::pin(rows) })
    }

    /// Returns how many records an ente has.
    ///
    /// # Errors
    /// The actor does not administer the ente.
    pub async fn count_own_records(&self, actor: &Actor, ente: &EnteCode) -> Result<i64, Error> {
        let transaction = self.begin_export("export.count_records", actor, ente).await?;
        let row = transaction.query_one(sql!("export/count_records"), &[&ente.as_str()]).await?;
        transaction.commit().await?;
        Ok(row.try_get("count")?)
    }

    /// Begins to read the records of an ente by their links, never their texts.
    ///
    /// # Errors
    /// The actor does not administer the ente.
    pub async fn list_own_records(&self, actor: &Actor, ente: &EnteCode) -> Result<JsonLines, Error> {
        let transaction = self.begin_export("export.list_records", actor, ente).await?;
        let rows = transaction.query_stream(sql!("export/list_records"), &[&ente.as_str()]).await?;
        Ok(JsonLines { transaction: Some(transaction), rows: Box::pin(rows) })
    }

    /// Begins a transaction that reads for long, for an administrator of the ente.
    async fn begin_export(
        &self,
        name: &'static str,
        actor: &Actor,
        ente: &EnteCode,
    ) -> Result<Transaction, Error> {
        if !actor.may(Right::Administer, ente) {
            return Err(Error::Forbidden);
        }
        self.read(name, actor, View::Snapshot).await
    }
}

fn dataset(row: &Row) -> Result<OwnDataset, Error> {
    let inconsistent = || Error::InconsistentRow { table: "civico.dataset_version" };
    let columns: Option<serde_json::Value> = row.try_get("columns")?;
    let columns: Vec<CollectionColumn> =
        columns.map(serde_json::from_value).transpose().map_err(|_error| inconsistent())?.unwrap_or_default();
    let kind: Option<&str> = row.try_get("geometry_kind")?;
    Ok(OwnDataset {
        collection: row.try_get::<_, &str>("collection")?.parse().map_err(|_error| inconsistent())?,
        title: localized(row.try_get("title")?)?,
        theme: row.try_get("theme")?,
        license: row.try_get("license")?,
        attribution: row.try_get("attribution")?,
        visibility: row.try_get::<_, &str>("visibility")?.parse().map_err(|_error| inconsistent())?,
        shared_with: codes(&row.try_get::<_, Vec<String>>("shared_with")?)?,
        current_version: row.try_get("current_version")?,
        item_count: row.try_get("item_count")?,
        geometry: kind.map(str::parse).transpose().map_err(|_error| inconsistent())?,
        columns: columns.into_iter().map(|column| column.column).collect(),
        bounds: row.try_get("bounds")?,
    })
}

fn original(row: &Row) -> Result<OwnOriginal, Error> {
    let size: i64 = row.try_get("size_bytes")?;
    Ok(OwnOriginal {
        collection: row.try_get("collection")?,
        version: row.try_get("version")?,
        original: Original {
            name: row.try_get("name")?,
            sha256: row.try_get("sha256")?,
            size_bytes: u64::try_from(size).unwrap_or(0),
        },
    })
}
