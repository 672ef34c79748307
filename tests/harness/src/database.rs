//! Databases for tests, cloned from a template that has the schema.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Context;
use civico_domain::identity::{Ente, EnteKind};
use civico_domain::spatial::Srid;
use civico_store::{InstallationId, Limits, Store};
use tokio::sync::OnceCell;
use tokio_postgres::{Client, NoTls};

use crate::cluster;
use crate::programs::civico_with;

/// Name of the template.
const TEMPLATE: &str = "civico_template";
/// One installation for a cluster: its roles are shared by all databases of the tests.
const INSTALLATION: &str = "civico_test";

static TEMPLATE_MADE: OnceCell<Result<(), String>> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(1);

/// Name of the template that has the samples too.
const SAMPLES: &str = "civico_template_samples";

static SAMPLES_MADE: OnceCell<Result<(), String>> = OnceCell::const_new();

/// A database of a test's own, with the schema and nothing else; it is dropped with this and the
/// servers on it.
#[derive(Debug)]
pub struct TestDatabase {
    /// Where it is, for a user that may do everything.
    pub url: String,
    /// The store on it.
    pub store: Store,
    pub(crate) lease: Arc<Lease>,
}

/// Whoever holds it needs the database of this name.
#[derive(Debug)]
pub(crate) struct Lease {
    name: String,
}

impl Drop for Lease {
    /// A suite of databases with the samples fills a disk. What is still connected is cut off.
    #[expect(clippy::print_stderr, reason = "for whoever reads the output of a test")]
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let dropped = std::thread::spawn(move || execute(&statement)).join();
        if !matches!(dropped, Ok(Ok(()))) {
            eprintln!("{} could not be dropped: {dropped:?}", self.name);
        }
    }
}

/// Executes a statement on the cluster, outside of any runtime.
fn execute(statement: &str) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { Ok(connect(&cluster::url()?).await?.batch_execute(statement).await?) })
}

impl TestDatabase {
    /// Clones the template.
    ///
    /// # Errors
    /// There is no PostgreSQL with PostGIS.
    pub async fn new() -> anyhow::Result<Self> {
        let made = TEMPLATE_MADE
            .get_or_init(|| async { make_template().await.map_err(|error| format!("{error:#}")) })
            .await;
        made.clone().map_err(anyhow::Error::msg)?;
        Self::clone_of(TEMPLATE).await
    }

    /// Clones the template that has the samples: the comuni, ten registers, their datasets.
    ///
    /// # Errors
    /// There is no PostgreSQL with PostGIS, or the samples cannot be imported.
    pub async fn with_samples() -> anyhow::Result<Self> {
        Self::new().await?;
        let made =
            SAMPLES_MADE.get_or_init(|| async { make_samples().await.map_err(|error| format!("{error:#}")) });
        made.await.clone().map_err(anyhow::Error::msg)?;
        Self::clone_of(SAMPLES).await
    }

    async fn clone_of(template: &str) -> anyhow::Result<Self> {
        let name = format!("civico_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let client = connect(&cluster::url()?).await?;
        client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await?;
        let url = database_url(&name)?;
        let store = Store::new(&url, installation()?, Limits { connections: 8, ..Limits::default() })?;
        Ok(Self { url, store, lease: Arc::new(Lease { name }) })
    }

    /// Makes a database without the schema, nor PostGIS.
    ///
    /// # Errors
    /// There is no PostgreSQL.
    pub async fn bare() -> anyhow::Result<String> {
        let name = format!("civico_bare_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        connect(&cluster::url()?)
            .await?
            .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0"))
            .await?;
        database_url(&name)
    }

    /// Opens a connection that may do everything.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn client(&self) -> anyhow::Result<Client> {
        connect(&self.url).await
    }

    /// Returns the settings by which a program uses this database.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![("DATABASE_URL", self.url.clone()), ("CIVICO_DATABASE__INSTALLATION", INSTALLATION.to_owned())]
    }
}

/// Opens a connection.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn connect(url: &str) -> anyhow::Result<Client> {
    let (client, connection) =
        tokio_postgres::connect(url, NoTls).await.context("the test cluster cannot be reached")?;
    tokio::spawn(connection);
    Ok(client)
}

async fn make_template() -> anyhow::Result<()> {
    let client = connect(&cluster::url()?).await?;
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")).await?;
    client.batch_execute(&format!("CREATE DATABASE {TEMPLATE} TEMPLATE template0")).await?;
    let name = "Città metropolitana di Milano".to_owned();
    let ente = Ente::new("cm-milano".parse()?, "cm-milano".parse()?, name, EnteKind::MetropolitanCity);
    Store::prepare(&database_url(TEMPLATE)?, &installation()?, Srid::RDN2008_UTM32, &ente, None).await?;
    Ok(())
}

async fn make_samples() -> anyhow::Result<()> {
    let client = connect(&cluster::url()?).await?;
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {SAMPLES} WITH (FORCE)")).await?;
    client.batch_execute(&format!("CREATE DATABASE {SAMPLES} TEMPLATE {TEMPLATE}")).await?;
    let url = database_url(SAMPLES)?;
    let environment = [("DATABASE_URL", url), ("CIVICO_DATABASE__INSTALLATION", INSTALLATION.to_owned())];
    let done =
        civico_with(&environment, &["import", "--manifest", "data-samples/manifest.toml", "--json"]).await?;
    anyhow::ensure!(done.code == Some(0), "the samples cannot be imported: {}", done.stderr);
    Ok(())
}

fn installation() -> anyhow::Result<InstallationId> {
    Ok(INSTALLATION.parse()?)
}

fn database_url(name: &str) -> anyhow::Result<String> {
    let url = cluster::url()?;
    let (cluster, _) = url.rsplit_once('/').context("a URL ends with the name of a database")?;
    Ok(format!("{cluster}/{name}"))
}
