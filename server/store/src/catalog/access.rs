//! Who reads the rows of a dataset: the database is told by GRANTs on the tables of its versions.

use civico_domain::catalog::CollectionId;
use civico_domain::identity::{Actor, EnteCode, Right, Visibility};
use tokio_postgres::Row;

use super::import::lock_ente;
use crate::change_log::Change;
use crate::error::Error;
use crate::identifier::InstallationId;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

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
        let (transaction, before) = self.begin_change("catalog.set_visibility", actor, collection).await?;
        let id = collection.as_str();
        transaction.execute(sql!("catalog/set_visibility"), &[&id, &visibility.as_str()]).await?;
        transaction.execute(sql!("catalog/remove_shares"), &[&id]).await?;
        if visibility == Visibility::Shared {
            let enti: Vec<&str> = shared_with.iter().map(EnteCode::as_str).collect();
            let shared = transaction.execute(sql!("catalog/add_shares"), &[&id, &enti]).await;
            shared.map_err(|error| error.or_if_missing(Error::NotFound("ente")))?;
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

impl Store {
    /// Begins a change of a dataset by somebody who may publish for its ente: first it is asked, and
    /// nobody waits for that; then the ente is locked, then the dataset.
    ///
    /// # Errors
    /// To those who may not know of it the dataset does not exist; an import of the ente is under way.
    pub(super) async fn begin_change(
        &self,
        name: &'static str,
        actor: &Actor,
        collection: &CollectionId,
    ) -> Result<(Transaction, Locked), Error> {
        let id = collection.as_str();
        let asking = self.read("catalog.get_owner", &Actor::Node, View::Current).await?;
        let row = asking.query_opt(sql!("catalog/get_owner"), &[&id]).await?;
        asking.commit().await?;
        let owned = locked(&row.ok_or(Error::NotFound("dataset"))?)?;
        check_right(actor, &owned)?;
        let transaction = self.write_as_owner(name, actor, Right::Publish, &owned.ente).await?;
        lock_ente(&transaction, &owned.ente).await?;
        let row = transaction.query_opt(sql!("catalog/find_dataset"), &[&id]).await?;
        let locked = locked(&row.ok_or(Error::NotFound("dataset"))?)?;
        Ok((transaction, locked))
    }
}

fn check_right(actor: &Actor, dataset: &Locked) -> Result<(), Error> {
    if actor.may(Right::Publish, &dataset.ente) {
        Ok(())
    } else if dataset.visibility == Visibility::Public || actor.may(Right::Read, &dataset.ente) {
        Err(Error::Forbidden)
    } else {
        Err(Error::NotFound("dataset"))
    }
}

fn locked(row: &Row) -> Result<Locked, Error> {
    let inconsistent = || Error::InconsistentRow { table: "civico.dataset" };
    Ok(Locked {
        ente: row.try_get::<_, &str>("ente")?.parse().map_err(|_error| inconsistent())?,
        visibility: row.try_get::<_, &str>("visibility")?.parse().map_err(|_error| inconsistent())?,
    })
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

/// Brings the GRANTs of all enti up to date, each locked in turn: after a change of the list of enti.
pub(crate) async fn regrant_all(
    transaction: &Transaction,
    installation: &InstallationId,
) -> Result<(), Error> {
    let owners = transaction.query(sql!("catalog/list_owners"), &[]).await?;
    for owner in &owners {
        let ente = owner
            .try_get::<_, &str>("ente")?
            .parse()
            .map_err(|_error| Error::InconsistentRow { table: "civico.dataset" })?;
        lock_ente(transaction, &ente).await?;
        regrant(transaction, installation, &ente).await?;
    }
    Ok(())
}

impl Store {
    /// Brings the GRANTs of all enti up to date: a merger takes effect on its day.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn refresh_grants(&self) -> Result<(), Error> {
        let transaction = self.write("catalog.refresh_grants", &Actor::Node).await?;
        regrant_all(&transaction, &self.installation).await?;
        transaction.commit().await
    }
}
