//! Sums over the records of all enti: the one table that is told of them, and the dataset of the
//! metropolitan city that shows it on a map.

use std::collections::BTreeMap;

use civico_domain::catalog::frame::{LayerSchema, Row, Rows};
use civico_domain::catalog::{
    CollectionId, Column, ColumnKind, DatasetMetadata, GeometryKind, LocalizedText, Value,
};
use civico_domain::identity::{Actor, Ente, Visibility};
use civico_domain::records::{Published, RecordKind, Table, publish, told};
use civico_domain::spatial::Srid;
use civico_store::Store;
use civico_store::catalog::ImportLayer;
use civico_store::records::{Area, RecordCount};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::messages::Language;

/// The name of the dataset.
const DATASET: &str = "pratiche-per-comune";

/// Counts by comune and kind, rounded down to multiples of k. What is told of a comune and a kind says
/// nothing of any other, so that no two answers, of any times, tell of a few by their difference.
pub(crate) struct Sums {
    /// Codes and names of the comuni of which anything is told, in the order of the rows: one with a few
    /// is left out as one that has none.
    pub(crate) comuni: BTreeMap<String, String>,
    pub(crate) published: Published,
    pub(crate) k: u64,
}

impl Sums {
    /// Rounds to `k`.
    pub(crate) fn of(counts: &[RecordCount], k: u64) -> Self {
        let code = |count: &RecordCount| count.municipality.to_string();
        let told = counts.iter().filter(|count| told(count.count, k).is_some());
        let comuni: BTreeMap<String, String> = told.map(|count| (code(count), count.name.clone())).collect();
        let place = |comune: &str, kind: RecordKind| {
            let is_it = |count: &&RecordCount| count.municipality.as_str() == comune && count.kind == kind;
            counts.iter().find(is_it).map_or(0, |count| count.count)
        };
        let rows = comuni.keys().map(|comune| RecordKind::ALL.map(|kind| place(comune, kind)).to_vec());
        let published = publish(&Table { rows: rows.collect() }, k);
        Self { comuni, published, k }
    }

    /// The counts of a comune by kind, and their sum; `None` is fewer than k, or none.
    fn line(&self, comune: &str) -> Vec<Option<u64>> {
        let Some(at) = self.comuni.keys().position(|code| code == comune) else {
            return vec![None; RecordKind::ALL.len() + 1];
        };
        self.published.rows[at].iter().copied().chain([self.published.row_totals[at]]).collect()
    }

    fn row(&self, number: i64, area: &Area) -> Row {
        let count = |count: Option<u64>| {
            count.and_then(|count| i64::try_from(count).ok()).map_or(Value::Null, Value::Integer)
        };
        let names = [area.municipality.to_string(), area.name.clone()].map(Value::Text);
        let counts = self.line(area.municipality.as_str()).into_iter().map(count);
        let k = Value::Integer(i64::try_from(self.k).unwrap_or(i64::MAX));
        Row {
            number,
            geometry: area.territory.clone(),
            values: names.into_iter().chain(counts).chain([k]).collect(),
        }
    }
}

fn columns() -> Vec<Column> {
    let column = |name: &str, kind: ColumnKind| Column { name: name.to_owned(), kind };
    let texts = ["istat_code", "municipality"].map(|name| column(name, ColumnKind::Text));
    let kinds = RecordKind::ALL.map(|kind| column(&kind.as_str().replace('-', "_"), ColumnKind::Integer));
    let others = ["total", "k"].map(|name| column(name, ColumnKind::Integer));
    texts.into_iter().chain(kinds).chain(others).collect()
}

/// What became of the dataset.
pub(crate) struct SumsVersion {
    pub(crate) collection: CollectionId,
    pub(crate) version: i32,
    /// Whether it says something new.
    pub(crate) is_new: bool,
}

/// Publishes the sums as a version of a private dataset of `ente`, unless the one that is served says the
/// same.
///
/// # Errors
/// The actor may not publish for the ente, or the database cannot be reached.
pub(crate) async fn publish_sums(
    store: &Store,
    actor: &Actor,
    ente: &Ente,
    sums: &Sums,
) -> Result<SumsVersion, civico_store::Error> {
    let collection =
        CollectionId::of_dataset(&ente.slug, DATASET).map_err(|_error| civico_store::Error::Inconsistent)?;
    let areas = store.list_areas(actor).await?;
    let srid = areas.first().map_or_else(|| Srid::from_code(0), |area| area.srid);
    let mut tuples = Vec::new();
    for (number, area) in (1..).zip(&areas) {
        sums.row(number, area).encode(&mut tuples);
    }
    let digest = hex::encode(Sha256::digest(&tuples));
    let unchanged = store.find_unchanged(actor, &digest).await?;
    if unchanged.iter().any(|id| id == collection.as_str()) {
        let versions = store.list_versions(actor, &collection).await?;
        if let Some(served) = versions.iter().find(|version| version.is_current) {
            return Ok(SumsVersion { collection, version: served.version, is_new: false });
        }
    }
    let mut version = store.begin_import(actor, ente, &digest).await?;
    version.begin_layer(layer(&collection, srid)).await?;
    version.add_rows(Rows::new(0, &tuples)).await?;
    let report = json!({"name": DATASET, "rows": areas.len(), "rejected": 0, "repaired": 0, "entries": []});
    let published = version.publish(&[report], &[], store).await?;
    let version = published.first().map_or(0, |(_, version)| *version);
    Ok(SumsVersion { collection, version, is_new: true })
}

fn layer(collection: &CollectionId, srid: Srid) -> ImportLayer {
    let title = |language: Language| language.word("record-sums-title");
    ImportLayer {
        collection: collection.clone(),
        metadata: DatasetMetadata {
            title: LocalizedText::new(&title(Language::It), &title(Language::En)),
            theme: None,
            license: None,
            attribution: None,
        },
        // Whoever else saw it is not to see what is new.
        visibility: Some(Visibility::Private),
        schema: LayerSchema {
            layer: 0,
            name: DATASET.to_owned(),
            geometry: GeometryKind::Polygon,
            has_z: false,
            srid,
            columns: columns(),
            reprojection: None,
            expected_rows: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_areas_say_what_the_table_says() {
        let count = |code: &str, kind, count| RecordCount {
            municipality: code.parse().unwrap(),
            name: code.to_owned(),
            kind,
            count,
        };
        let counts = [
            count("015146", RecordKind::SocialService, 40),
            count("015146", RecordKind::Occupation, 3),
            count("015182", RecordKind::SocialService, 20),
            count("015182", RecordKind::Occupation, 12),
            count("015209", RecordKind::Occupation, 4),
        ];
        let sums = Sums::of(&counts, 5);
        let (milano, rho) = (sums.line("015146"), sums.line("015182"));
        assert_eq!(milano[..10].to_vec(), sums.published.rows[0]);
        assert_eq!(rho[10], sums.published.row_totals[1]);
        assert!(milano[3].is_none(), "three are too few: {milano:?}");
        assert_eq!((milano[10], rho[10]), (Some(40), Some(30)), "sums of what is told");
        assert_eq!(sums.line("015209"), vec![None; 11]);
        assert!(!sums.comuni.contains_key("015209"), "a few are as none");
        let area = |territory| Area {
            municipality: "015146".parse().unwrap(),
            name: "Milano".into(),
            territory,
            srid: Srid::from_code(7791),
        };
        assert_eq!(sums.row(1, &area(None)).values.len(), columns().len());
    }
}
