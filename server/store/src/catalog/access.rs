//! Who reads the rows of a dataset: the database is told by GRANTs on the tables of its versions.

use civico_domain::catalog::CollectionId;
use civico_domain::identity::{Actor, EnteCode, Right, Visibility};

use super::import::lock_ente;
use crate::change_log::Change;
use crate::error::Error;
use crate::identifier::InstallationId;
use crate::sql;
use crate::store::Store;
use crate::transaction::Transaction;

/// A dataset that is locked for a change.
pub(super) struct Locked {
    /// Its owner.
    pub(super) ente: EnteCode,
    /// Who sees it.
    pub(super) visibility: Visibility,
}

impl Store {
    /// Says who sees a dataset: everybody, its ente and those named, or its ente.
    ///
    /// # Errors
    /// The actor sees no such dataset or may not publish for its ente; an ente named is not there.
    pub async fn set_visibility(
        &self,
        actor: &Actor,
        collection: &CollectionId,
        visibility: Visibility,
        shared_with: &[EnteCode],
    ) -> Result<(), Error> {
        let transaction = self.write_after_asking("catalog.set_visibility").await?;
        let before = lock_dataset(&transaction, actor, collection).await?;
        lock_ente(&transaction, &before.ente).await?;
        let id = collection.as_str();
        transaction.execute(sql!("catalog/set_visibility"), &[&id, &visibility.as_str()]).await?;
        transaction.execute(sql!("catalog/remove_shares"), &[&id]).await?;
        if visibility == Visibility::Shared {
            let enti: Vec<&str> = shared_with.iter().map(EnteCode::as_str).collect();
            let shared = transaction.execute(sql!("catalog/add_shares"), &[&id, &enti]).await;
            shared.map_err(|_unknown| Error::NotFound("ente"))?;
        }
        regrant(&transaction, &self.installation, &before.ente).await?;
        transaction.audit(actor, &before.ente, "datasets.set-visibility", Some(1), None).await?;
        // Whoever saw it until now is told that it is gone.
        let is_public = visibility == Visibility::Public || before.visibility == Visibility::Public;
        let subject = collection.to_string();
        let change = Change { what: "dataset.visibility-changed", subject, ente: before.ente, is_public };
        transaction.commit_with(actor, &[change]).await
    }
}

/// Locks a dataset for somebody who may publish for its ente; to others it may not exist.
pub(super) async fn lock_dataset(
    transaction: &Transaction,
    actor: &Actor,
    collection: &CollectionId,
) -> Result<Locked, Error> {
    let inconsistent = || Error::InconsistentRow { table: "civico.dataset" };
    let row = transaction
        .query_opt(sql!("catalog/find_dataset"), &[&collection.as_str()])
        .await?
        .ok_or(Error::NotFound("dataset"))?;
    let ente: EnteCode = row.try_get::<_, &str>("ente")?.parse().map_err(|_error| inconsistent())?;
    let visibility: Visibility =
        row.try_get::<_, &str>("visibility")?.parse().map_err(|_error| inconsistent())?;
    if actor.may(Right::Publish, &ente) {
        Ok(Locked { ente, visibility })
    } else if visibility == Visibility::Public || actor.may(Right::Read, &ente) {
        Err(Error::Forbidden)
    } else {
        Err(Error::NotFound("dataset"))
    }
}

/// Brings the GRANTs on an ente's tables to what visibility, shares and delegations say. The
/// owner's role must be in force, and the ente locked where a table is shared by others' changes.
pub(crate) async fn regrant(
    transaction: &Transaction,
    installation: &InstallationId,
    ente: &EnteCode,
) -> Result<(), Error> {
    let reader = installation.reader();
    let changes = transaction.query(sql!("catalog/list_grant_changes"), &[&ente.as_str(), &reader]).await?;
    for change in &changes {
        transaction.define(change.try_get("statement")?).await?;
    }
    Ok(())
}
