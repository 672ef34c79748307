//! The collections that an actor may see: the register's own, then the enti's.

use civico_domain::catalog::{CollectionKind, ColumnKind, LocalizedText};
use civico_domain::identity::{Actor, EnteCode};
use civico_domain::spatial::Bounds;
use tokio_postgres::Row;

use super::collection::{Collection, CollectionColumn, KeyKind};
use super::register;
use crate::error::Error;
use crate::identifier::Relation;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

impl Store {
    /// Returns all collections that `actor` may see, the register's own first.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_collections(&self, actor: &Actor) -> Result<Vec<Collection>, Error> {
        let transaction = self.read("catalog.list_collections", actor, View::Snapshot).await?;
        let mut collections = register::collections(&transaction).await?;
        let srid = collections.first().map_or(0, |collection| collection.srid);
        let rows = transaction.query(sql!("catalog/list_collections"), &[]).await?;
        transaction.commit().await?;
        for row in &rows {
            collections.push(dataset_collection(row, srid)?);
        }
        Ok(collections)
    }
}

impl Store {
    /// Returns the collection of a dataset, if `actor` may see it: the database is asked.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_collection(&self, actor: &Actor, id: &str) -> Result<Option<Collection>, Error> {
        let transaction = self.read("catalog.find_collection", actor, View::Current).await?;
        let row = transaction.query_opt(sql!("catalog/find_collection"), &[&id]).await?;
        transaction.commit().await?;
        row.map(|row| dataset_collection(&row, row.try_get("srid")?)).transpose()
    }
}

pub(crate) fn dataset_collection(row: &Row, srid: i32) -> Result<Collection, Error> {
    let inconsistent = |_error| Error::InconsistentRow { table: "civico.dataset_version" };
    let columns: Vec<CollectionColumn> = serde_json::from_value(row.try_get("columns")?)
        .map_err(|_error| Error::InconsistentRow { table: "civico.dataset_version" })?;
    let bounds: Option<Vec<f64>> = row.try_get("bounds")?;
    Ok(Collection {
        id: row.try_get::<_, &str>("collection")?.parse().map_err(inconsistent)?,
        title: localized(row.try_get("title")?)?,
        ente: Some((
            row.try_get::<_, &str>("ente")?.parse().map_err(|_error| inconsistent_dataset())?,
            row.try_get("ente_name")?,
        )),
        kind: CollectionKind::Published,
        geometry: row.try_get::<_, &str>("geometry_kind")?.parse().map_err(inconsistent)?,
        count: row.try_get("item_count")?,
        bounds: bounds.and_then(|b| <[f64; 4]>::try_from(b).ok()).map(Bounds::from),
        visibility: row.try_get::<_, &str>("visibility")?.parse().map_err(|_error| inconsistent_dataset())?,
        shared_with: codes(&row.try_get::<_, Vec<String>>("shared_with")?)?,
        zone: row.try_get("zone")?,
        version: row.try_get("edition")?,
        dataset_version: Some(row.try_get("number")?),
        updated: Some(row.try_get("published_at")?),
        theme: row.try_get("theme")?,
        license: row.try_get("license")?,
        attribution: row.try_get("attribution")?,
        temporal: temporal_column(&columns),
        history: None,
        stage: None,
        columns,
        relation: Relation { schema: row.try_get("relation_schema")?, name: row.try_get("relation_name")? },
        key: "fid",
        key_kind: KeyKind::Integer,
        srid,
    })
}

fn inconsistent_dataset() -> Error {
    Error::InconsistentRow { table: "civico.dataset" }
}

pub(crate) fn codes(texts: &[String]) -> Result<Vec<EnteCode>, Error> {
    texts.iter().map(|text| text.parse().map_err(|_error| inconsistent_dataset())).collect()
}

pub(crate) fn localized(value: serde_json::Value) -> Result<LocalizedText, Error> {
    serde_json::from_value(value).map_err(|_error| Error::InconsistentRow { table: "civico.dataset" })
}

/// The column that says when: the only one that is a day or an instant.
fn temporal_column(columns: &[CollectionColumn]) -> Option<usize> {
    let is_temporal =
        |column: &CollectionColumn| matches!(column.column.kind, ColumnKind::Date | ColumnKind::Timestamp);
    let mut places =
        columns.iter().enumerate().filter(|(_, column)| is_temporal(column)).map(|(place, _)| place);
    match (places.next(), places.next()) {
        (Some(place), None) => Some(place),
        _ => None,
    }
}
