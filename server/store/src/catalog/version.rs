//! Looking at versions, going back to one, withdrawing one.

use civico_domain::catalog::{CollectionId, LocalizedText, VersionState};
use civico_domain::identity::{Actor, Visibility};
use jiff::Timestamp;
use serde::Serialize;
use tokio_postgres::Row;

use super::access::Locked;
use super::list::localized;
use crate::change_log::Change;
use crate::error::Error;
use crate::identifier::Relation;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// A dataset in a list.
#[derive(Debug, Clone, Serialize)]
pub struct DatasetEntry {
    /// Its id.
    pub collection: String,
    /// Code of its ente.
    pub ente: String,
    /// Title.
    pub title: LocalizedText,
    /// Who may see it.
    pub visibility: String,
    /// The version that is served.
    pub current_version: Option<i32>,
    /// Number of items of that version.
    pub item_count: Option<i64>,
    /// Kind of geometry of that version.
    pub geometry_kind: Option<String>,
    /// When that version was published.
    pub published_at: Option<Timestamp>,
}

/// A version in a list.
#[derive(Debug, Clone, Serialize)]
pub struct VersionEntry {
    /// Number.
    pub version: i32,
    /// Published or withdrawn.
    pub state: VersionState,
    /// Whether it is the one that is served.
    pub is_current: bool,
    /// Number of items.
    pub item_count: i64,
    /// When it was published.
    pub published_at: Timestamp,
    /// Who published it.
    pub published_by: String,
    /// Digest over source and options.
    pub source_digest: String,
    /// How its coordinates came here.
    pub reprojection: Option<serde_json::Value>,
    /// Report of its import.
    pub report: serde_json::Value,
    /// Why it was withdrawn.
    pub withdrawn_reason: Option<String>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// Who withdrew it.
    pub withdrawn_by: Option<String>,
    #[serde(skip)]
    relation: (String, String),
}

impl Store {
    /// Returns all datasets, also those without a version that is served.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_datasets(&self, actor: &Actor) -> Result<Vec<DatasetEntry>, Error> {
        let transaction = self.read("catalog.list_datasets", actor, View::Current).await?;
        let rows = transaction.query(sql!("catalog/list_datasets"), &[]).await?;
        transaction.commit().await?;
        rows.iter().map(dataset_entry).collect()
    }

    /// Returns the versions of a dataset, newest first.
    ///
    /// # Errors
    /// There is no such dataset.
    pub async fn list_versions(
        &self,
        actor: &Actor,
        collection: &CollectionId,
    ) -> Result<Vec<VersionEntry>, Error> {
        let transaction = self.read("catalog.list_versions", actor, View::Current).await?;
        let versions = versions(&transaction, collection).await?;
        transaction.commit().await?;
        Ok(versions)
    }

    /// Makes an older version the one that is served.
    ///
    /// # Errors
    /// There is no such version, or it was withdrawn.
    pub async fn roll_back(
        &self,
        actor: &Actor,
        collection: &CollectionId,
        version: i32,
    ) -> Result<(), Error> {
        let (transaction, locked) = self.begin_change("catalog.roll_back", actor, collection).await?;
        let Locked { ente, visibility } = locked;
        find_version(&transaction, collection, version).await?;
        transaction.execute(sql!("catalog/set_current"), &[&collection.as_str(), &Some(version)]).await?;
        transaction.audit(actor, &ente, "datasets.roll-back", Some(1), None).await?;
        let is_public = visibility == Visibility::Public;
        let change = Change { what: "dataset.rolled-back", subject: collection.to_string(), ente, is_public };
        transaction.commit_with(actor, &[change]).await
    }

    /// Purges the rows of a version that should never have been published; a tombstone stays.
    ///
    /// When it is the one that is served, the newest other version takes its place. Returns the
    /// digests of the originals that nothing needs any more: the caller removes the files.
    ///
    /// # Errors
    /// There is no such version, or it was withdrawn before.
    pub async fn withdraw_version(
        &self,
        actor: &Actor,
        collection: &CollectionId,
        version: i32,
        reason: &str,
    ) -> Result<Vec<String>, Error> {
        let (transaction, locked) = self.begin_change("catalog.withdraw", actor, collection).await?;
        let Locked { ente, visibility } = locked;
        let id = collection.as_str();
        let entry = find_version(&transaction, collection, version).await?;
        if entry.is_current {
            let others = versions(&transaction, collection).await?;
            let newest = others.iter().find(|v| v.state == VersionState::Published && v.version != version);
            transaction.execute(sql!("catalog/set_current"), &[&id, &newest.map(|v| v.version)]).await?;
        }
        transaction
            .execute(sql!("catalog/withdraw_version"), &[&id, &version, &actor.record_name(), &reason])
            .await?;
        let purged = transaction.query(sql!("catalog/remove_originals"), &[&id, &version]).await?;
        let relation = Relation { schema: entry.relation.0, name: entry.relation.1 };
        transaction.define(&format!("DROP TABLE {relation}")).await?;
        transaction.audit(actor, &ente, "datasets.withdraw", Some(1), Some(reason)).await?;
        let is_public = visibility == Visibility::Public;
        let change = Change { what: "dataset.withdrawn", subject: collection.to_string(), ente, is_public };
        transaction.commit_with(actor, &[change]).await?;
        purged.iter().map(|row| Ok(row.try_get("sha256")?)).collect()
    }
}

async fn versions(transaction: &Transaction, collection: &CollectionId) -> Result<Vec<VersionEntry>, Error> {
    let rows = transaction.query(sql!("catalog/list_versions"), &[&collection.as_str()]).await?;
    if rows.is_empty() {
        return Err(Error::NotFound("dataset"));
    }
    rows.iter().map(version_entry).collect()
}

async fn find_version(
    transaction: &Transaction,
    collection: &CollectionId,
    version: i32,
) -> Result<VersionEntry, Error> {
    let found = versions(transaction, collection).await?.into_iter().find(|entry| entry.version == version);
    match found {
        None => Err(Error::NotFound("version")),
        Some(entry) if entry.state == VersionState::Withdrawn => Err(Error::Withdrawn),
        Some(entry) => Ok(entry),
    }
}

fn dataset_entry(row: &Row) -> Result<DatasetEntry, Error> {
    Ok(DatasetEntry {
        collection: row.try_get("collection")?,
        ente: row.try_get("ente")?,
        title: localized(row.try_get("title")?)?,
        visibility: row.try_get("visibility")?,
        current_version: row.try_get("current_version")?,
        item_count: row.try_get("item_count")?,
        geometry_kind: row.try_get("geometry_kind")?,
        published_at: row.try_get("published_at")?,
    })
}

fn version_entry(row: &Row) -> Result<VersionEntry, Error> {
    let withdrawn = row.try_get::<_, &str>("state")? == "withdrawn";
    Ok(VersionEntry {
        version: row.try_get("version")?,
        state: if withdrawn { VersionState::Withdrawn } else { VersionState::Published },
        is_current: row.try_get::<_, Option<bool>>("is_current")?.unwrap_or(false),
        item_count: row.try_get("item_count")?,
        published_at: row.try_get("published_at")?,
        published_by: row.try_get("published_by")?,
        source_digest: row.try_get("source_digest")?,
        reprojection: row.try_get("reprojection")?,
        report: row.try_get("report")?,
        withdrawn_reason: row.try_get("withdrawn_reason")?,
        withdrawn_at: row.try_get("withdrawn_at")?,
        withdrawn_by: row.try_get("withdrawn_by")?,
        relation: (row.try_get("relation_schema")?, row.try_get("relation_name")?),
    })
}
