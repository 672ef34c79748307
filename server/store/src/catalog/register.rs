//! The register's own collections: views on its projections.

use civico_domain::catalog::{CollectionKind, Column, ColumnKind, GeometryKind, LocalizedText};
use civico_domain::identity::Visibility;
use civico_domain::spatial::Bounds;

use super::collection::{Collection, CollectionColumn, KeyKind};
use crate::error::Error;
use crate::identifier::Relation;
use crate::sql;
use crate::transaction::Transaction;

/// What is fixed about a collection of the register.
struct Definition {
    id: &'static str,
    title: (&'static str, &'static str),
    geometry: GeometryKind,
    key_kind: KeyKind,
    on_day: Option<&'static str>,
    columns: &'static [(&'static str, ColumnKind)],
}

const DEFINITIONS: [Definition; 4] = [
    Definition {
        id: "municipalities",
        title: ("Comuni", "Municipalities"),
        geometry: GeometryKind::Polygon,
        key_kind: KeyKind::Text,
        on_day: None,
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
        on_day: Some("civico.thoroughfares_on"),
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
        on_day: Some("civico.addresses_on"),
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
        on_day: None,
        columns: &[
            ("name", ColumnKind::Text),
            ("istat_code", ColumnKind::Text),
            ("municipality", ColumnKind::Text),
            ("zone", ColumnKind::Text),
        ],
    },
];

/// Returns the register's collections with what the database holds now.
pub(super) async fn collections(transaction: &Transaction) -> Result<Vec<Collection>, Error> {
    let row = transaction.query_one(sql!("catalog/get_register_state"), &[]).await?;
    let (seq, srid) = (row.try_get("seq")?, row.try_get("srid")?);
    let updated = row.try_get("updated")?;
    let counts = transaction.query(sql!("catalog/count_register"), &[]).await?;
    let mut collections = Vec::with_capacity(DEFINITIONS.len());
    for definition in &DEFINITIONS {
        let counted = counts
            .iter()
            .find(|row| row.try_get("collection").is_ok_and(|id: &str| id == definition.id))
            .ok_or(Error::InconsistentRow { table: "civico.address" })?;
        let bounds: Option<Vec<f64>> = counted.try_get("bounds")?;
        collections.push(Collection {
            count: counted.try_get("items")?,
            bounds: bounds.and_then(|b| <[f64; 4]>::try_from(b).ok()).map(Bounds::from),
            version: seq,
            updated,
            srid,
            ..definition.collection()?
        });
    }
    Ok(collections)
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
            updated: None,
            theme: None,
            license: None,
            attribution: None,
            columns: self.columns.iter().map(column).collect(),
            temporal: None,
            on_day: self.on_day,
            stage: self.columns.iter().position(|(name, _)| *name == "state"),
            relation: Relation { schema: "civico".to_owned(), name: self.id.to_owned() },
            key: "id",
            key_kind: self.key_kind,
            srid: 0,
        })
    }
}
