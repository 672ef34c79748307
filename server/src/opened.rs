//! The database, opened as the configuration says and made ready.

use std::sync::Arc;

use civico_store::{Limits, Store};

use crate::config::Config;
use crate::import::{Failure, Importer};
use crate::private_cluster::PrivateCluster;

/// An open database; the private cluster behind it is left when this is closed.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) store: Store,
    pub(crate) config: Arc<Config>,
    cluster: Option<PrivateCluster>,
}

impl Opened {
    /// Opens the database of the configuration, a private one if it names none, and brings its
    /// schema to what this program knows.
    ///
    /// # Errors
    /// In words for a person.
    pub(crate) async fn open(config: Arc<Config>) -> anyhow::Result<Self> {
        let installation = config.database.installation.parse()?;
        let (srid, ente) = (config.srid, config.own_ente()?);
        let stored = |error: civico_store::Error| Failure::store(&error);
        let (url, cluster) = if let Some(url) = &config.database.url {
            Store::prepare(url, &installation, srid, &ente, None).await.map_err(stored)?;
            (url.clone(), None)
        } else {
            let cluster = join(&config).await?;
            let (database, login) = (PrivateCluster::database(), cluster.login());
            Store::create_database(&cluster.administrator_url("postgres"), database).await.map_err(stored)?;
            let url = cluster.administrator_url(database);
            Store::prepare(&url, &installation, srid, &ente, Some(&login)).await.map_err(stored)?;
            (cluster.url(), Some(cluster))
        };
        let limits = Limits {
            connections: config.database.connections,
            read_timeout_ms: config.database.read_timeout_ms,
            ..Limits::default()
        };
        let store = Store::new(&url, installation, limits).map_err(stored)?;
        Ok(Self { store, config, cluster })
    }

    /// Returns what imports need.
    pub(crate) fn importer(&self) -> Importer {
        Importer::new(&self.store, &self.config)
    }

    /// Closes the connections and leaves the private cluster.
    pub(crate) async fn close(mut self) {
        self.store.close();
        if let Some(cluster) = self.cluster.take() {
            let left = tokio::task::spawn_blocking(move || cluster.leave()).await;
            if left.is_err() {
                tracing::warn!("cluster.leave.failed");
            }
        }
    }
}

async fn join(config: &Config) -> anyhow::Result<PrivateCluster> {
    let folder = config.data_folder.clone();
    Ok(tokio::task::spawn_blocking(move || PrivateCluster::join(&folder)).await??)
}
