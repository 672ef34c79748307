//! The data keys of enti, as they are kept: wrapped under the master key of the configuration.

use civico_domain::identity::{Actor, EnteCode};
use tokio_postgres::Row;

use super::record::INCONSISTENT;
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

/// The data key of an ente, wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// Whose.
    pub ente: EnteCode,
    /// Nonce and ciphertext.
    pub wrapped: Vec<u8>,
    /// Id of the master key.
    pub master_key: String,
}

impl Store {
    /// Returns the data key of an ente that the actor keeps records for.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_data_key(&self, actor: &Actor, ente: &EnteCode) -> Result<Option<WrappedKey>, Error> {
        let transaction = self.read("records.find_data_key", actor, View::Current).await?;
        let row = transaction.query_opt(sql!("records/find_data_key"), &[&ente.as_str()]).await?;
        transaction.commit().await?;
        row.as_ref().map(wrapped_key).transpose()
    }

    /// Keeps the first data key of an ente, and returns the one that it has: another may have been faster.
    ///
    /// # Errors
    /// The actor may not, or the database cannot be reached.
    pub async fn add_data_key(&self, actor: &Actor, key: &WrappedKey) -> Result<WrappedKey, Error> {
        let transaction = self.write("records.add_data_key", actor).await?;
        let ente = key.ente.as_str();
        transaction.execute(sql!("records/add_data_key"), &[&ente, &key.wrapped, &key.master_key]).await?;
        let row = transaction.query_one(sql!("records/find_data_key"), &[&ente]).await?;
        transaction.commit().await?;
        wrapped_key(&row)
    }

    /// Wraps the data keys of all enti anew, all or none, and returns how many changed.
    ///
    /// # Errors
    /// The actor does not run the installation, or `rewrap` fails for one: nothing changes then.
    pub async fn rewrap_data_keys<E: From<Error>>(
        &self,
        actor: &Actor,
        rewrap: impl Fn(&WrappedKey) -> Result<Option<WrappedKey>, E>,
    ) -> Result<u64, E> {
        if !actor.runs_installation() {
            return Err(Error::Forbidden.into());
        }
        let transaction = self.write_after_asking("records.rewrap_data_keys").await?;
        let rows = transaction.query(sql!("records/list_data_keys"), &[]).await?;
        let mut changed = 0;
        for row in &rows {
            if let Some(key) = rewrap(&wrapped_key(row)?)? {
                let ente = key.ente.as_str();
                changed += transaction
                    .execute(sql!("records/replace_data_key"), &[&ente, &key.wrapped, &key.master_key])
                    .await?;
            }
        }
        transaction.commit().await?;
        Ok(changed)
    }
}

fn wrapped_key(row: &Row) -> Result<WrappedKey, Error> {
    Ok(WrappedKey {
        ente: row.try_get::<_, &str>("ente").map_err(Error::from)?.parse().map_err(|_error| INCONSISTENT)?,
        wrapped: row.try_get("wrapped_key")?,
        master_key: row.try_get("master_key")?,
    })
}
