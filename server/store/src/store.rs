//! The connections to the database.

use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio_postgres::NoTls;

use crate::error::Error;
use crate::identifier::InstallationId;

/// How much of the database the program takes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at most.
    pub connections: usize,
    /// How long to wait for a free connection, in milliseconds.
    pub wait_timeout_ms: u64,
    /// How long a statement that reads may take, in milliseconds.
    pub read_timeout_ms: u64,
    /// How long a statement that writes may take, in milliseconds.
    pub write_timeout_ms: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: 16, wait_timeout_ms: 5_000, read_timeout_ms: 10_000, write_timeout_ms: 3_600_000 }
    }
}

/// The store: every call takes an `Actor` and runs in a named transaction.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pool: Pool,
    pub(crate) installation: InstallationId,
    pub(crate) limits: Limits,
    config: tokio_postgres::Config,
}

impl Store {
    /// Makes a store on the database at `url`; no connection is opened yet.
    ///
    /// # Errors
    /// The URL is not one of PostgreSQL's.
    pub fn new(url: &str, installation: InstallationId, limits: Limits) -> Result<Self, Error> {
        let mut config: tokio_postgres::Config = url.parse()?;
        // A lost client must not hold the lock of the change log, nor keep a query running.
        config.options(
            "-c client_connection_check_interval=1000 -c idle_in_transaction_session_timeout=300000 -c timezone=UTC",
        );
        config.application_name("civico").connect_timeout(Duration::from_secs(5));
        let manager_config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(config.clone(), NoTls, manager_config);
        let pool = Pool::builder(manager)
            .max_size(limits.connections)
            .wait_timeout(Some(Duration::from_millis(limits.wait_timeout_ms)))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| Error::Unavailable(Box::new(error)))?;
        Ok(Self { pool, installation, limits, config })
    }

    /// Opens a connection outside the pool.
    pub(crate) async fn connect(
        &self,
    ) -> Result<
        (
            tokio_postgres::Client,
            tokio_postgres::Connection<tokio_postgres::Socket, tokio_postgres::tls::NoTlsStream>,
        ),
        Error,
    > {
        Ok(self.config.connect(NoTls).await?)
    }

    /// Closes the connections; calls under way fail.
    pub fn close(&self) {
        self.pool.close();
    }
}
