//! Roles of people.

use civico_domain::identity::{Actor, EnteCode, Right, Role};
use jiff::Timestamp;
use serde::Serialize;
use tokio_postgres::Row;
use uuid::Uuid;

use super::key::unseen;
use crate::change_log::Change;
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// A role that a person holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleEntry {
    /// Identifier.
    pub id: Uuid,
    /// For which ente.
    pub ente: String,
    /// Name of the account.
    pub account: String,
    /// Issuer of the account, or `local`.
    pub issuer: String,
    /// Name to be shown; absent until the first sign-in.
    pub name: Option<String>,
    /// The role.
    pub role: String,
    /// `manual`, or `claim`: from the provider's groups.
    pub source: String,
    /// Who granted it.
    pub granted_by: String,
    /// When.
    pub granted_at: Timestamp,
}

impl Store {
    /// Returns the roles that people hold for an ente.
    ///
    /// # Errors
    /// The actor does not administer the ente.
    pub async fn list_roles(&self, actor: &Actor, ente: &EnteCode) -> Result<Vec<RoleEntry>, Error> {
        if !actor.may(Right::Administer, ente) {
            return Err(Error::Forbidden);
        }
        let transaction = self.read("identity.list_roles", actor, View::Current).await?;
        let rows = transaction.query(sql!("identity/list_roles"), &[&ente.as_str()]).await?;
        transaction.commit().await?;
        rows.iter().map(role_entry).collect()
    }

    /// Gives a role to the person with an account, who need not have signed in yet. Who runs the
    /// installation may appoint the first administrator of an ente.
    ///
    /// # Errors
    /// The actor may not, or there is no such ente.
    pub async fn add_role(
        &self,
        actor: &Actor,
        ente: &EnteCode,
        (issuer, account): (&str, &str),
        role: Role,
    ) -> Result<(), Error> {
        let transaction = self.begin_role_change("identity.add_role", actor, ente, role).await?;
        let person: Uuid =
            transaction.query_one(sql!("identity/find_person"), &[&issuer, &account]).await?.try_get("id")?;
        let (code, by) = (ente.as_str(), actor.record_name());
        transaction
            .execute(sql!("identity/add_role"), &[&Uuid::new_v4(), &person, &code, &role.as_str(), &by])
            .await
            .map_err(|error| error.or_if_missing(Error::NoSuchEnte(ente.clone())))?;
        self.end_role_change(transaction, actor, ente, "roles.grant", person).await
    }

    /// Takes a role back; sessions that are open lose it with the next request.
    ///
    /// # Errors
    /// The actor sees no such role.
    pub async fn remove_role(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        let absent = || Error::NotFound("role");
        let reading = self.read("identity.find_role", &Actor::Node, View::Current).await?;
        let row = reading.query_opt(sql!("identity/find_role"), &[&id]).await?.ok_or_else(absent)?;
        reading.commit().await?;
        let inconsistent = || Error::InconsistentRow { table: "civico.role_assignment" };
        let ente: EnteCode = row.try_get::<_, &str>("ente")?.parse().map_err(|_error| inconsistent())?;
        let role: Role = row.try_get::<_, &str>("role")?.parse().map_err(|_error| inconsistent())?;
        let begun = self.begin_role_change("identity.remove_role", actor, &ente, role).await;
        let transaction = begun.map_err(|error| match error {
            Error::Forbidden => absent(),
            other => other,
        })?;
        transaction.execute(sql!("identity/remove_role"), &[&id]).await.map_err(unseen)?;
        self.end_role_change(transaction, actor, &ente, "roles.remove", row.try_get("person")?).await
    }

    async fn begin_role_change(
        &self,
        name: &'static str,
        actor: &Actor,
        ente: &EnteCode,
        role: Role,
    ) -> Result<Transaction, Error> {
        if actor.may(Right::Administer, ente) {
            self.write(name, actor).await
        } else if actor.runs_installation()
            && role == Role::Administrator
            && self.count_people(ente).await?.1 == 0
        {
            // The first administrator: from then on the ente decides for itself.
            self.write_after_asking(name).await
        } else {
            Err(Error::Forbidden)
        }
    }

    async fn end_role_change(
        &self,
        transaction: Transaction,
        actor: &Actor,
        ente: &EnteCode,
        operation: &'static str,
        person: Uuid,
    ) -> Result<(), Error> {
        transaction.audit(actor, ente, operation, Some(1), None).await?;
        let subject = person.to_string();
        let change = Change { what: "identity.changed", subject, ente: ente.clone(), is_public: false };
        self.commit_with(transaction, actor, &[change]).await
    }
}

fn role_entry(row: &Row) -> Result<RoleEntry, Error> {
    Ok(RoleEntry {
        id: row.try_get("id")?,
        ente: row.try_get("ente")?,
        account: row.try_get("account")?,
        issuer: row.try_get("issuer")?,
        name: row.try_get("name")?,
        role: row.try_get("role")?,
        source: row.try_get("source")?,
        granted_by: row.try_get("granted_by")?,
        granted_at: row.try_get("granted_at")?,
    })
}
