//! Keys of programs.

use civico_domain::identity::{Actor, EnteCode, Identity, Principal, Right, Role};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tokio_postgres::Row;
use uuid::Uuid;

use super::session::identity;
use crate::change_log::Change;
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// How exactly the last use is known.
const USE_RESOLUTION: SignedDuration = SignedDuration::from_mins(1);

/// A key as an administrator sees it; the secret is not among it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyEntry {
    /// Identifier.
    pub id: Uuid,
    /// Ente the program acts for.
    pub ente: String,
    /// What program it is.
    pub label: String,
    /// What it is used for.
    pub purpose: String,
    /// Roles for the ente.
    pub roles: Vec<String>,
    /// Faces it may use.
    pub routes: Vec<String>,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// Last use, to the minute.
    pub last_used_at: Option<Timestamp>,
}

/// A key to be made.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// Identifier.
    pub id: Uuid,
    /// Ente the program acts for.
    pub ente: EnteCode,
    /// What program it is.
    pub label: String,
    /// What it is used for.
    pub purpose: String,
    /// Roles for the ente.
    pub roles: Vec<Role>,
    /// Faces it may use.
    pub routes: Vec<String>,
    /// SHA-256 of the secret.
    pub secret_sha256: [u8; 32],
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// A key that is valid now.
#[derive(Debug, Clone)]
pub struct KnownKey {
    /// The program, with what it may do.
    pub identity: Identity,
    /// Faces it may use.
    pub routes: Vec<String>,
    /// What it is used for.
    pub purpose: String,
}

impl Store {
    /// Returns the key with this id and secret if it is valid at `now`, and notes the use.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_key(
        &self,
        id: Uuid,
        secret_sha256: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<KnownKey>, Error> {
        let transaction = self.read("identity.find_key", &Actor::Node, View::Current).await?;
        let row =
            transaction.query_opt(sql!("identity/find_key"), &[&id, &secret_sha256.as_slice(), &now]).await?;
        transaction.commit().await?;
        let Some(row) = row else { return Ok(None) };
        let last_used_at: Option<Timestamp> = row.try_get("last_used_at")?;
        if last_used_at.is_none_or(|at| now.duration_since(at) > USE_RESOLUTION) {
            let transaction = self.write("identity.touch_key", &Actor::Node).await?;
            transaction.execute(sql!("identity/touch_key"), &[&id, &now]).await?;
            transaction.commit().await?;
        }
        let identity = identity(&row, Principal::Key(id))?;
        Ok(Some(KnownKey { identity, routes: row.try_get("routes")?, purpose: row.try_get("purpose")? }))
    }

    /// Returns the keys of an ente, newest first, those that ended too.
    ///
    /// # Errors
    /// The actor does not administer the ente.
    pub async fn list_keys(&self, actor: &Actor, ente: &EnteCode) -> Result<Vec<KeyEntry>, Error> {
        if !actor.may(Right::Administer, ente) {
            return Err(Error::Forbidden);
        }
        let transaction = self.read("identity.list_keys", actor, View::Current).await?;
        let rows = transaction.query(sql!("identity/list_keys"), &[&ente.as_str()]).await?;
        transaction.commit().await?;
        rows.iter().map(key_entry).collect()
    }

    /// Makes a key.
    ///
    /// # Errors
    /// The actor does not administer the ente.
    pub async fn add_key(&self, actor: &Actor, key: &NewKey) -> Result<(), Error> {
        if !actor.may(Right::Administer, &key.ente) {
            return Err(Error::Forbidden);
        }
        let transaction = self.write("identity.add_key", actor).await?;
        let roles: Vec<&str> = key.roles.iter().map(|role| role.as_str()).collect();
        let (ente, by) = (key.ente.as_str(), actor.record_name());
        let NewKey { id, label, purpose, routes, secret_sha256, expires_at, .. } = key;
        let secret = secret_sha256.as_slice();
        transaction
            .execute(
                sql!("identity/add_key"),
                &[id, &ente, label, purpose, &roles, routes, &secret, &by, expires_at],
            )
            .await?;
        self.end_key_change(transaction, actor, &key.ente, "keys.create", *id).await
    }

    /// Revokes a key; it is void with the next request.
    ///
    /// # Errors
    /// The actor sees no such key.
    pub async fn revoke_key(&self, actor: &Actor, id: Uuid, now: Timestamp) -> Result<(), Error> {
        let transaction = self.write("identity.revoke_key", actor).await?;
        let row = transaction.query_opt(sql!("identity/find_key_ente"), &[&id]).await;
        let row = row.map_err(unseen)?.ok_or(Error::NotFound("key"))?;
        let ente: EnteCode = row
            .try_get::<_, &str>("ente")?
            .parse()
            .map_err(|_error| Error::InconsistentRow { table: "civico.api_key" })?;
        if !actor.may(Right::Administer, &ente) {
            return Err(Error::NotFound("key"));
        }
        transaction.execute(sql!("identity/revoke_key"), &[&id, &now]).await?;
        self.end_key_change(transaction, actor, &ente, "keys.revoke", id).await
    }

    async fn end_key_change(
        &self,
        transaction: Transaction,
        actor: &Actor,
        ente: &EnteCode,
        operation: &'static str,
        id: Uuid,
    ) -> Result<(), Error> {
        transaction.audit(actor, ente, operation, Some(1), None).await?;
        let change = Change {
            what: "identity.changed",
            subject: id.to_string(),
            ente: ente.clone(),
            is_public: false,
        };
        self.commit_with(transaction, actor, &[change]).await
    }
}

/// To somebody who may not see the table, nothing is in it.
pub(super) fn unseen(error: Error) -> Error {
    match error {
        Error::Forbidden => Error::NotFound("key"),
        other => other,
    }
}

fn key_entry(row: &Row) -> Result<KeyEntry, Error> {
    Ok(KeyEntry {
        id: row.try_get("id")?,
        ente: row.try_get("ente")?,
        label: row.try_get("label")?,
        purpose: row.try_get("purpose")?,
        roles: row.try_get("roles")?,
        routes: row.try_get("routes")?,
        created_by: row.try_get("created_by")?,
        created_at: row.try_get("created_at")?,
        expires_at: row.try_get("expires_at")?,
        revoked_at: row.try_get("revoked_at")?,
        last_used_at: row.try_get("last_used_at")?,
    })
}
