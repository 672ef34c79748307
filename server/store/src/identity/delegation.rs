//! What an ente lets another do with its data.

use civico_domain::identity::{Actor, EnteCode, Right, Role};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::catalog::{lock_ente, regrant};
use crate::change_log::Change;
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// A delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DelegationEntry {
    /// Identifier.
    pub id: Uuid,
    /// Whose data.
    pub ente: String,
    /// Code of the ente whose people may.
    pub delegate: String,
    /// Its name.
    pub delegate_name: String,
    /// In which role.
    pub role: String,
    /// Who granted it.
    pub granted_by: String,
    /// When.
    pub granted_at: Timestamp,
}

impl Store {
    /// Returns what an ente delegated.
    ///
    /// # Errors
    /// The actor does not administer the ente.
    pub async fn list_delegations(
        &self,
        actor: &Actor,
        ente: &EnteCode,
    ) -> Result<Vec<DelegationEntry>, Error> {
        if !actor.may(Right::Administer, ente) {
            return Err(Error::Forbidden);
        }
        let transaction = self.read("identity.list_delegations", actor, View::Current).await?;
        let rows = transaction.query(sql!("identity/list_delegations"), &[&ente.as_str()]).await?;
        transaction.commit().await?;
        rows.iter()
            .map(|row| {
                Ok(DelegationEntry {
                    id: row.try_get("id")?,
                    ente: row.try_get("ente")?,
                    delegate: row.try_get("delegate")?,
                    delegate_name: row.try_get("delegate_name")?,
                    role: row.try_get("role")?,
                    granted_by: row.try_get("granted_by")?,
                    granted_at: row.try_get("granted_at")?,
                })
            })
            .collect()
    }

    /// Lets another ente have a role for the data of `ente`.
    ///
    /// # Errors
    /// The actor does not administer the ente, the role cannot be delegated, or there is no such
    /// other ente.
    pub async fn add_delegation(
        &self,
        actor: &Actor,
        ente: &EnteCode,
        delegate: &EnteCode,
        role: Role,
    ) -> Result<(), Error> {
        if !actor.may(Right::Administer, ente) {
            return Err(Error::Forbidden);
        }
        if !role.is_delegable() || ente == delegate {
            return Err(Error::Inconsistent);
        }
        let transaction = self.write("identity.add_delegation", actor).await?;
        let (code, by) = (ente.as_str(), actor.record_name());
        transaction
            .execute(
                sql!("identity/add_delegation"),
                &[&Uuid::new_v4(), &code, &delegate.as_str(), &role.as_str(), &by],
            )
            .await
            .map_err(|error| error.or_if_missing(Error::NoSuchEnte(delegate.clone())))?;
        self.end_delegation_change(transaction, actor, ente, "delegations.grant").await
    }

    /// Ends a delegation.
    ///
    /// # Errors
    /// The actor sees no such delegation.
    pub async fn remove_delegation(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        let absent = || Error::NotFound("delegation");
        let transaction = self.read("identity.find_delegation", &Actor::Node, View::Current).await?;
        let row = transaction.query_opt(sql!("identity/find_delegation"), &[&id]).await?;
        transaction.commit().await?;
        let ente: EnteCode = row
            .ok_or_else(absent)?
            .try_get::<_, &str>("ente")?
            .parse()
            .map_err(|_error| Error::InconsistentRow { table: "civico.delegation" })?;
        if !actor.may(Right::Administer, &ente) {
            return Err(absent());
        }
        let transaction = self.write("identity.remove_delegation", actor).await?;
        transaction.execute(sql!("identity/remove_delegation"), &[&id]).await?;
        self.end_delegation_change(transaction, actor, &ente, "delegations.remove").await
    }

    async fn end_delegation_change(
        &self,
        transaction: Transaction,
        actor: &Actor,
        ente: &EnteCode,
        operation: &'static str,
    ) -> Result<(), Error> {
        transaction.audit(actor, ente, operation, Some(1), None).await?;
        transaction.set_role(&self.installation.owner()).await?;
        lock_ente(&transaction, ente).await?;
        regrant(&transaction, &self.installation, ente).await?;
        let subject = ente.to_string();
        let change = Change { what: "identity.changed", subject, ente: ente.clone(), is_public: false };
        transaction.commit_with(actor, &[change]).await
    }
}
