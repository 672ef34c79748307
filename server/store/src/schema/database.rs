//! Making the database itself.

use tokio_postgres::NoTls;

use crate::error::Error;
use crate::identifier::quote;
use crate::store::Store;

impl Store {
    /// Makes a database if it is not there; `url` is of another database of the same cluster and
    /// of a user that may.
    ///
    /// # Errors
    /// The cluster cannot be reached, or the user may not.
    pub async fn create_database(url: &str, name: &str) -> Result<(), Error> {
        let (client, connection) = url.parse::<tokio_postgres::Config>()?.connect(NoTls).await?;
        let driver = tokio::spawn(connection);
        let there = client.query_opt("SELECT FROM pg_database WHERE datname = $1", &[&name]).await?;
        if there.is_none() {
            client.batch_execute(&format!("CREATE DATABASE {}", quote(name))).await?;
        }
        drop(client);
        // The connection ends because its client is gone; its own error adds nothing.
        let _ended = driver.await;
        Ok(())
    }
}
