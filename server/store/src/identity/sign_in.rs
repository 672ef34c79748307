//! Sign-ins under way at the provider, and the people who come of them.

use civico_domain::identity::{Actor, Grant};
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// A sign-in to be remembered until the provider sends the browser back.
pub struct NewSignIn {
    /// SHA-256 of the state.
    pub state_sha256: [u8; 32],
    /// SHA-256 of the browser's cookie.
    pub browser_sha256: [u8; 32],
    /// What it is about.
    pub sign_in: SignIn,
    /// When it is void.
    pub expires_at: Timestamp,
}

/// What a sign-in needs when the browser is back.
#[derive(Clone)]
pub struct SignIn {
    /// Nonce that the id token has to hold.
    pub nonce: String,
    /// PKCE code verifier (RFC 7636).
    pub verifier: String,
    /// Path to go to afterwards.
    pub return_to: String,
}

impl Store {
    /// Remembers a sign-in.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn add_sign_in(&self, new: &NewSignIn) -> Result<(), Error> {
        let transaction = self.write("identity.add_sign_in", &Actor::Node).await?;
        let (state, browser) = (new.state_sha256.as_slice(), new.browser_sha256.as_slice());
        let SignIn { nonce, verifier, return_to } = &new.sign_in;
        transaction
            .execute(
                sql!("identity/add_sign_in"),
                &[&state, &browser, nonce, verifier, return_to, &new.expires_at],
            )
            .await?;
        transaction.commit().await
    }

    /// Takes a sign-in out; a second time it is not there.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn take_sign_in(
        &self,
        state_sha256: &[u8; 32],
        browser_sha256: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<SignIn>, Error> {
        let transaction = self.write("identity.take_sign_in", &Actor::Node).await?;
        let (state, browser) = (state_sha256.as_slice(), browser_sha256.as_slice());
        let row = transaction.query_opt(sql!("identity/take_sign_in"), &[&state, &browser, &now]).await?;
        transaction.commit().await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(SignIn {
            nonce: row.try_get("nonce")?,
            verifier: row.try_get("verifier")?,
            return_to: row.try_get("return_to")?,
        }))
    }

    /// Adds the person who signed in, or brings name and claimed roles up to date.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn sign_in_person(
        &self,
        (issuer, account): (&str, &str),
        name: Option<&str>,
        claimed: &[Grant],
        now: Timestamp,
    ) -> Result<Uuid, Error> {
        let transaction = self.write("identity.sign_in_person", &Actor::Node).await?;
        let row =
            transaction.query_one(sql!("identity/sign_in_person"), &[&issuer, &account, &name, &now]).await?;
        let person = row.try_get("id")?;
        claim_roles(&transaction, person, claimed).await?;
        transaction.commit().await?;
        Ok(person)
    }

    /// Adds a person with a password, or changes both; open sessions of the person end.
    ///
    /// # Errors
    /// The actor is not the local administrator.
    pub async fn put_local_person(
        &self,
        actor: &Actor,
        account: &str,
        name: Option<&str>,
        password_hash: &str,
    ) -> Result<(), Error> {
        if !matches!(actor, Actor::LocalAdministrator { .. }) {
            return Err(Error::Forbidden);
        }
        let transaction = self.write("identity.put_local_person", actor).await?;
        let row = transaction
            .query_one(sql!("identity/put_local_person"), &[&account, &name, &password_hash])
            .await?;
        let person: Uuid = row.try_get("id")?;
        transaction.execute(sql!("identity/remove_sessions_of"), &[&person]).await?;
        transaction.commit().await
    }

    /// Returns id and password hash of a local account.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_password(&self, account: &str) -> Result<Option<(Uuid, String)>, Error> {
        let transaction = self.read("identity.find_password", &Actor::Node, View::Current).await?;
        let row = transaction.query_opt(sql!("identity/find_password"), &[&account]).await?;
        transaction.commit().await?;
        row.map(|row| Ok((row.try_get("id")?, row.try_get("password_hash")?))).transpose()
    }
}

/// Gives the roles that the provider's groups say, and takes back those they no longer say.
async fn claim_roles(transaction: &Transaction, person: Uuid, claimed: &[Grant]) -> Result<(), Error> {
    let enti: Vec<&str> = claimed.iter().map(|grant| grant.ente.as_str()).collect();
    let roles: Vec<&str> = claimed.iter().map(|grant| grant.role.as_str()).collect();
    transaction.execute(sql!("identity/remove_claimed_roles"), &[&person, &enti, &roles]).await?;
    transaction.execute(sql!("identity/add_claimed_roles"), &[&person, &enti, &roles]).await?;
    Ok(())
}
