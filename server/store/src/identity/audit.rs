//! Who did what with an ente's data.

use civico_domain::identity::{Actor, EnteCode, Right};
use jiff::Timestamp;
use serde::Serialize;

use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// An entry of the audit; it never holds the content of a record or an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// Number.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Person or program by id.
    pub actor: String,
    /// Name of the person or program, where the reader may see it.
    pub actor_name: Option<String>,
    /// Whose data.
    pub ente: String,
    /// Ente the actor acted for.
    pub acting_for: Option<String>,
    /// What was done, such as `keys.create`.
    pub operation: String,
    /// How many rows were read or changed.
    pub rows: Option<i64>,
    /// Purpose of the key.
    pub purpose: Option<String>,
}

/// Which entries, newest first.
#[derive(Debug, Clone, Default)]
pub struct AuditPage {
    /// Number before which to begin.
    pub before: Option<i64>,
    /// The only operation.
    pub operation: Option<String>,
    /// How many at most.
    pub limit: u32,
}

impl Transaction {
    /// Records what the transaction does, in the transaction.
    pub(crate) async fn audit(
        &self,
        actor: &Actor,
        ente: &EnteCode,
        operation: &str,
        rows: Option<i64>,
        purpose: Option<&str>,
    ) -> Result<(), Error> {
        let acting_for = actor.ente().map(ToString::to_string);
        let (actor, ente) = (actor.record_name(), ente.as_str());
        self.execute(sql!("audit/add_entry"), &[&actor, &ente, &acting_for, &operation, &rows, &purpose])
            .await?;
        Ok(())
    }
}

impl Store {
    /// Records what was done with an ente's data outside a transaction that changes them: read, exported.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn add_audit(
        &self,
        actor: &Actor,
        ente: &EnteCode,
        operation: &'static str,
        rows: Option<i64>,
        purpose: Option<&str>,
    ) -> Result<(), Error> {
        let transaction = self.write("audit.add", actor).await?;
        transaction.audit(actor, ente, operation, rows, purpose).await?;
        transaction.commit().await
    }

    /// Returns what was done with the data of `ente`, newest first.
    ///
    /// # Errors
    /// The actor does not administer the ente.
    pub async fn list_audit(
        &self,
        actor: &Actor,
        ente: &EnteCode,
        page: &AuditPage,
    ) -> Result<Vec<AuditEntry>, Error> {
        if !actor.may(Right::Administer, ente) {
            return Err(Error::Forbidden);
        }
        let transaction = self.read("audit.list", actor, View::Current).await?;
        let (code, limit) = (ente.as_str(), i64::from(page.limit));
        let rows = transaction
            .query(sql!("audit/list_entries"), &[&code, &page.before, &page.operation, &limit])
            .await?;
        transaction.commit().await?;
        rows.iter()
            .map(|row| {
                Ok(AuditEntry {
                    id: row.try_get("id")?,
                    at: row.try_get("at")?,
                    actor: row.try_get("actor")?,
                    actor_name: row.try_get("actor_name")?,
                    ente: row.try_get("ente")?,
                    acting_for: row.try_get("acting_for")?,
                    operation: row.try_get("operation")?,
                    rows: row.try_get("row_count")?,
                    purpose: row.try_get("purpose")?,
                })
            })
            .collect()
    }

    /// Removes entries older than an instant and returns how many they were.
    ///
    /// # Errors
    /// The actor is not the server itself or the local administrator.
    pub async fn remove_audit_before(&self, actor: &Actor, instant: Timestamp) -> Result<u64, Error> {
        if !matches!(actor, Actor::Node | Actor::LocalAdministrator { .. }) {
            return Err(Error::Forbidden);
        }
        let transaction = self.write("audit.remove", actor).await?;
        let removed = transaction.execute(sql!("audit/remove_before"), &[&instant]).await?;
        transaction.commit().await?;
        Ok(removed)
    }
}
