//! The register's own collections: views on its projections.

use std::collections::HashMap;

use civico_domain::catalog::{CollectionKind, Column, ColumnKind, GeometryKind, LocalizedText};
use civico_domain::identity::{Actor, Visibility};
use civico_domain::spatial::Bounds;
use jiff::Timestamp;
use tokio_postgres::Row;

use super::collection::{Collection, CollectionColumn, KeyKind};
use crate::error::Error;
use crate::identifier::Relation;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// What is fixed about a collection of the register.
struct Definition {
    id: &'static str,
    title: (&'static str, &'static str),
    geometry: GeometryKind,
    key_kind: KeyKind,
    history: Option<&'static str>,
    columns: &'static [(&'static str, ColumnKind)],
}

const DEFINITIONS: [Definition; 4] = [
    Definition {
        id: "municipalities",
        title: ("Comuni", "Municipalities"),
        geometry: GeometryKind::Polygon,
        key_kind: KeyKind::Text,
        history: None,
        columns: &[
            ("istat_code", ColumnKind::Text),
            ("cadastral_code", ColumnKind::Text),
            ("name", ColumnKind::Text),
            ("homogeneous_zone", ColumnKind::Text),
            ("population", ColumnKind::Integer),
            ("zone", ColumnKind::Text),
        ],
    },
    Definition {
        id: "thoroughfares",
        title: ("Strade (odonimi)", "Streets"),
        geometry: GeometryKind::Mixed,
        key_kind: KeyKind::Uuid,
        history: Some("civico.thoroughfares"),
        columns: &[
            ("name", ColumnKind::Text),
            ("kind", ColumnKind::Text),
            ("local_code", ColumnKind::Text),
            ("locality", ColumnKind::Text),
            ("istat_code", ColumnKind::Text),
            ("municipality", ColumnKind::Text),
            ("state", ColumnKind::Text),
            ("missing_in_source", ColumnKind::Boolean),
            ("zone", ColumnKind::Text),
        ],
    },
    Definition {
        id: "addresses",
        title: ("Numeri civici", "Addresses"),
        geometry: GeometryKind::Point,
        key_kind: KeyKind::Uuid,
        history: Some("civico.addresses"),
        columns: &[
            ("number", ColumnKind::Text),
            ("street", ColumnKind::Text),
            ("street_id", ColumnKind::Text),
            ("postcode", ColumnKind::Text),
            ("istat_code", ColumnKind::Text),
            ("municipality", ColumnKind::Text),
            ("state", ColumnKind::Text),
            ("local_code", ColumnKind::Text),
            ("source_x", ColumnKind::Text),
            ("source_y", ColumnKind::Text),
            ("source_crs", ColumnKind::Text),
            ("zone", ColumnKind::Text),
        ],
    },
    Definition {
        id: "localities",
        title: ("Località", "Localities"),
        geometry: GeometryKind::Point,
        key_kind: KeyKind::Uuid,
        history: Some("civico.localities"),
        columns: &[
            ("name", ColumnKind::Text),
            ("istat_code", ColumnKind::Text),
            ("municipality", ColumnKind::Text),
            ("zone", ColumnKind::Text),
            ("state", ColumnKind::Text),
        ],
    },
];

/// Where the register is.
#[derive(Debug, Clone)]
pub struct RegisterState {
    /// Its number, the version of its collections.
    pub seq: i64,
    /// When it last changed.
    pub updated: Option<Timestamp>,
    /// By collection, how many items it shows by default.
    pub items: HashMap<String, i64>,
}

/// How far a collection of the register reaches.
#[derive(Debug, Clone)]
pub struct RegisterExtent {
    /// Identifier of the collection.
    pub collection: String,
    /// How many items it shows by default.
    pub items: i64,
    /// Their box in degrees.
    pub bounds: Option<Bounds>,
}

impl Store {
    /// Returns where the register is and how many items its collections have.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn get_register_state(&self, actor: &Actor) -> Result<RegisterState, Error> {
        let transaction = self.read("catalog.register_state", actor, View::Snapshot).await?;
        let row = transaction.query_one(sql!("catalog/get_register_state"), &[]).await?;
        let counts = transaction.query(sql!("catalog/count_register_items"), &[]).await?;
        transaction.commit().await?;
        let count = |row: &Row| Ok((row.try_get("collection")?, row.try_get("items")?));
        Ok(RegisterState {
            seq: row.try_get("seq")?,
            updated: row.try_get("updated")?,
            items: counts.iter().map(count).collect::<Result<_, Error>>()?,
        })
    }

    /// Measures how far the register's collections reach, which takes the longer the larger they are.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn measure_register(&self, actor: &Actor) -> Result<Vec<RegisterExtent>, Error> {
        let transaction = self.read("catalog.measure_register", actor, View::Snapshot).await?;
        let extents = extents(&transaction).await?;
        transaction.commit().await?;
        Ok(extents)
    }
}

async fn extents(transaction: &Transaction) -> Result<Vec<RegisterExtent>, Error> {
    let rows = transaction.query(sql!("catalog/count_register"), &[]).await?;
    let extent = |row: &Row| {
        let bounds: Option<Vec<f64>> = row.try_get("bounds")?;
        Ok(RegisterExtent {
            collection: row.try_get("collection")?,
            items: row.try_get("items")?,
            bounds: bounds.and_then(|b| <[f64; 4]>::try_from(b).ok()).map(Bounds::from),
        })
    };
    rows.iter().map(extent).collect()
}

/// Returns the register's collections with what the database holds now.
pub(crate) async fn collections(transaction: &Transaction) -> Result<Vec<Collection>, Error> {
    let mut collections = unmeasured_collections(transaction).await?;
    let extents = extents(transaction).await?;
    for collection in &mut collections {
        let extent = extents
            .iter()
            .find(|extent| extent.collection == collection.id.as_str())
            .ok_or(Error::InconsistentRow { table: "civico.address" })?;
        (collection.count, collection.bounds) = (extent.items, extent.bounds);
    }
    Ok(collections)
}

/// Returns the register's collections without how many items they have and how far these reach.
pub(crate) async fn unmeasured_collections(transaction: &Transaction) -> Result<Vec<Collection>, Error> {
    let row = transaction.query_one(sql!("catalog/get_register_state"), &[]).await?;
    let (seq, srid) = (row.try_get("seq")?, row.try_get("srid")?);
    let updated = row.try_get("updated")?;
    let collection =
        |definition: &Definition| Ok(Collection { version: seq, updated, srid, ..definition.collection()? });
    DEFINITIONS.iter().map(collection).collect()
}

impl Definition {
    fn collection(&self) -> Result<Collection, Error> {
        let column = |(name, kind): &(&str, ColumnKind)| {
            CollectionColumn::new(Column { name: (*name).to_owned(), kind: *kind }, (*name).to_owned())
        };
        let (it, en) = self.title;
        Ok(Collection {
            id: self.id.parse().map_err(|_error| Error::NotFound("collection"))?,
            title: LocalizedText::new(it, en),
            ente: None,
            zone: None,
            visibility: Visibility::Public,
            shared_with: Vec::new(),
            kind: CollectionKind::Live,
            geometry: self.geometry,
            count: 0,
            bounds: None,
            version: 0,
            dataset_version: None,
            updated: None,
            theme: None,
            license: None,
            attribution: None,
            columns: self.columns.iter().map(column).collect(),
            temporal: None,
            history: self.history,
            stage: self.columns.iter().position(|(name, _)| *name == "state"),
            relation: Relation { schema: "civico".to_owned(), name: self.id.to_owned() },
            key: "id",
            key_kind: self.key_kind,
            srid: 0,
        })
    }
}
