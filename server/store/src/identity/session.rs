//! Sessions of people, looked up with each request: what ends takes effect at once, on every node.

use std::sync::Arc;

use civico_domain::identity::{Acting, Actor, EnteCode, Grant, Identity, Principal, Relations, Role, grants};
use jiff::Timestamp;
use serde::Serialize;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

const INCONSISTENT: Error = Error::InconsistentRow { table: "civico.session" };

/// A session that is open.
#[derive(Debug, Clone)]
pub struct KnownSession {
    /// The person, with what they may do; rights are withheld by the caller, who knows the levels.
    pub identity: Identity,
    /// Name of the account.
    pub account: String,
    /// Name to be shown.
    pub name: Option<String>,
    /// Strength of the sign-in (acr) as the provider said.
    pub level: Option<String>,
    /// What writes have to repeat in a header.
    pub csrf: String,
    /// The provider's token, for signing out there.
    pub id_token: Option<String>,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Name of the ente acted for.
    pub ente_name: Option<String>,
}

/// A session to be opened.
pub struct NewSession {
    /// SHA-256 of the token.
    pub token_sha256: [u8; 32],
    /// Who.
    pub person: Uuid,
    /// Strength of the sign-in.
    pub level: Option<String>,
    /// What writes have to repeat.
    pub csrf: String,
    /// The provider's token.
    pub id_token: Option<String>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// An ente for which a person may act.
#[derive(Debug, Clone, Serialize)]
pub struct OwnRoles {
    /// Its code.
    pub code: String,
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What kind of body it is.
    pub kind: String,
    /// The roles held.
    pub roles: Vec<String>,
}

impl Store {
    /// Returns the open session with this token.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_session(
        &self,
        token_sha256: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<KnownSession>, Error> {
        let transaction = self.read("identity.find_session", &Actor::Node, View::Current).await?;
        let row =
            transaction.query_opt(sql!("identity/find_session"), &[&token_sha256.as_slice(), &now]).await?;
        transaction.commit().await?;
        row.as_ref().map(known_session).transpose()
    }

    /// Opens a session; it acts for the first ente for which the person holds a role.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn add_session(&self, session: &NewSession) -> Result<(), Error> {
        let own = self.list_own_roles(session.person).await?;
        let acting = own.first().map(|ente| ente.code.as_str());
        let transaction = self.write("identity.add_session", &Actor::Node).await?;
        transaction
            .execute(
                sql!("identity/add_session"),
                &[
                    &session.token_sha256.as_slice(),
                    &session.person,
                    &acting,
                    &session.level,
                    &session.csrf,
                    &session.id_token,
                    &session.expires_at,
                ],
            )
            .await?;
        transaction.commit().await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn remove_session(&self, token_sha256: &[u8; 32]) -> Result<(), Error> {
        let transaction = self.write("identity.remove_session", &Actor::Node).await?;
        transaction.execute(sql!("identity/remove_session"), &[&token_sha256.as_slice()]).await?;
        transaction.commit().await
    }

    /// Forgets sessions and sign-ins that are over.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn remove_expired(&self, now: Timestamp) -> Result<(), Error> {
        let transaction = self.write("identity.remove_expired", &Actor::Node).await?;
        transaction.execute(sql!("identity/remove_expired"), &[&now]).await?;
        transaction.commit().await
    }

    /// Lets a session act for another ente.
    ///
    /// # Errors
    /// The person holds no role there.
    pub async fn set_acting(&self, token_sha256: &[u8; 32], ente: &EnteCode) -> Result<(), Error> {
        let transaction = self.write("identity.set_acting", &Actor::Node).await?;
        let changed = transaction
            .execute(sql!("identity/set_acting"), &[&token_sha256.as_slice(), &ente.as_str()])
            .await?;
        transaction.commit().await?;
        if changed == 0 { Err(Error::Forbidden) } else { Ok(()) }
    }

    /// Returns the enti for which a person may act, by name.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_own_roles(&self, person: Uuid) -> Result<Vec<OwnRoles>, Error> {
        let transaction = self.read("identity.list_own_roles", &Actor::Node, View::Current).await?;
        let rows = transaction.query(sql!("identity/list_own_roles"), &[&person]).await?;
        transaction.commit().await?;
        rows.iter()
            .map(|row| {
                Ok(OwnRoles {
                    code: row.try_get("code")?,
                    slug: row.try_get("slug")?,
                    name: row.try_get("name")?,
                    kind: row.try_get("kind")?,
                    roles: row.try_get("roles")?,
                })
            })
            .collect()
    }
}

fn known_session(row: &Row) -> Result<KnownSession, Error> {
    Ok(KnownSession {
        identity: identity(row, Principal::Person(row.try_get("person")?))?,
        account: row.try_get("account")?,
        name: row.try_get("name")?,
        level: row.try_get("level")?,
        csrf: row.try_get("csrf")?,
        id_token: row.try_get("id_token")?,
        expires_at: row.try_get("expires_at")?,
        ente_name: row.try_get("ente_name")?,
    })
}

/// Works out who somebody is from the ente acted for, the roles held there and its relations.
pub(crate) fn identity(row: &Row, principal: Principal) -> Result<Identity, Error> {
    let nobody = Identity { principal, acting: None, grants: Vec::new(), withheld: Vec::new() };
    let Some(code) = row.try_get::<_, Option<&str>>("code")? else { return Ok(nobody) };
    let acting = Acting {
        code: code.parse().map_err(|_error| INCONSISTENT)?,
        slug: row.try_get::<_, &str>("slug")?.parse().map_err(|_error| INCONSISTENT)?,
        kind: row.try_get::<_, &str>("kind")?.parse().map_err(|_error| INCONSISTENT)?,
    };
    let roles = roles(&row.try_get::<_, Vec<String>>("roles")?)?;
    if roles.is_empty() {
        return Ok(nobody);
    }
    let delegating = codes(&row.try_get::<_, Vec<String>>("delegating")?)?.into_iter();
    let delegated = self::roles(&row.try_get::<_, Vec<String>>("delegated")?)?;
    let relations = Relations {
        predecessors: codes(&row.try_get::<_, Vec<String>>("predecessors")?)?,
        delegations: delegating.zip(delegated).map(|(ente, role)| Grant { ente, role }).collect(),
        seen: codes(&row.try_get::<_, Vec<String>>("seen")?)?,
    };
    let grants = grants(&acting.code, &roles, &relations);
    Ok(Identity { principal, acting: Some(acting), grants, withheld: Vec::new() })
}

fn roles(texts: &[String]) -> Result<Vec<Role>, Error> {
    texts.iter().map(|text| text.parse().map_err(|_error| INCONSISTENT)).collect()
}

fn codes(texts: &[String]) -> Result<Vec<EnteCode>, Error> {
    texts.iter().map(|text| text.parse().map_err(|_error| INCONSISTENT)).collect()
}

impl KnownSession {
    /// Returns the person as an actor, with rights withheld.
    pub fn actor(&self, withheld: Vec<civico_domain::identity::Right>) -> Actor {
        Actor::Signed(Arc::new(Identity { withheld, ..self.identity.clone() }))
    }
}
