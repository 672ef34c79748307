//! The whole configuration: `civico.toml`, then `CIVICO_*`, then `DATABASE_URL`; parsed once.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use civico_domain::identity::{Ente, EnteCode, EnteKind, EnteSlug};
use civico_domain::spatial::Srid;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

use crate::identity::config::IdentityConfig;
use crate::limits::LimitsConfig;
use crate::processing::config::ProcessesConfig;
use crate::records::config::RecordsConfig;

/// The file that is read when it is there.
pub(crate) const FILE: &str = "civico.toml";

/// The configuration.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Folder of everything that Civico keeps on disk: originals, the private database.
    pub(crate) data_folder: PathBuf,
    /// Language of the shell and of requests that name none: `it` or `en`.
    pub(crate) language: String,
    /// Reference system of stored geometry; never changes after the first start.
    pub(crate) srid: Srid,
    /// Where Civico is served.
    pub(crate) server: ServerConfig,
    /// Where the data are.
    pub(crate) database: DatabaseConfig,
    /// The ente that runs the installation.
    pub(crate) ente: EnteConfig,
    /// Limits of the process that reads files.
    pub(crate) files: FilesConfig,
    /// How addresses are asked for.
    pub(crate) geocoder: GeocoderConfig,
    /// Who may sign in, and how.
    pub(crate) identity: IdentityConfig,
    /// How much one address and one key may ask.
    pub(crate) limits: LimitsConfig,
    /// How records of other services are resolved and sealed.
    pub(crate) records: RecordsConfig,
    /// How processes are run.
    pub(crate) processes: ProcessesConfig,
}

/// Where Civico is served.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServerConfig {
    /// Address and port; port 0 takes a free one.
    pub(crate) listen: SocketAddr,
    /// Address under which people reach it, without a slash at the end; `http://{listen}` if absent.
    pub(crate) base_url: Option<String>,
    /// Folder of the built viewer.
    pub(crate) viewer_folder: PathBuf,
    /// Size of the tile cache in megabytes.
    pub(crate) tile_cache_mb: u64,
    /// Requests answered at the same time; more wait.
    pub(crate) concurrent_requests: usize,
    /// How long a request may take, in seconds.
    pub(crate) request_timeout_s: u64,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub(crate) trusted_proxies: Vec<IpAddr>,
}

/// Where the data are.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatabaseConfig {
    /// An existing PostgreSQL with PostGIS; `DATABASE_URL` wins; a private one if absent.
    pub(crate) url: Option<String>,
    /// First part of the names of the database roles; two installations on one cluster need two.
    pub(crate) installation: String,
    /// Connections at most.
    pub(crate) connections: usize,
    /// How long a statement that reads may take, in milliseconds.
    pub(crate) read_timeout_ms: u64,
}

/// The ente that runs the installation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnteConfig {
    /// Its code.
    pub(crate) code: String,
    /// Its part of collection ids.
    pub(crate) slug: String,
    /// Its name.
    pub(crate) name: String,
}

/// Limits of the process that reads files.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilesConfig {
    /// The program; beside this one if absent.
    pub(crate) program: Option<PathBuf>,
    /// Address space in megabytes.
    pub(crate) max_memory_mb: u64,
    /// Processor time in seconds.
    pub(crate) max_cpu_s: u64,
    /// Size of the input in megabytes.
    pub(crate) max_input_mb: u64,
}

/// How addresses are asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GeocoderConfig {
    /// Whether `GET` is answered: what is typed stands in an address then, which logs of proxies and
    /// the history of browsers keep.
    pub(crate) get: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_folder: PathBuf::from("data"),
            language: "it".to_owned(),
            srid: Srid::RDN2008_UTM32,
            server: ServerConfig {
                listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
                base_url: None,
                viewer_folder: PathBuf::from("viewer/dist"),
                tile_cache_mb: 256,
                concurrent_requests: 512,
                request_timeout_s: 30,
                trusted_proxies: Vec::new(),
            },
            database: DatabaseConfig {
                url: None,
                installation: "civico".to_owned(),
                connections: 16,
                read_timeout_ms: 10_000,
            },
            ente: EnteConfig {
                code: "cm-milano".to_owned(),
                slug: "cm-milano".to_owned(),
                name: "Città metropolitana di Milano".to_owned(),
            },
            files: FilesConfig { program: None, max_memory_mb: 2048, max_cpu_s: 1800, max_input_mb: 8192 },
            geocoder: GeocoderConfig { get: true },
            identity: IdentityConfig::default(),
            limits: LimitsConfig::default(),
            records: RecordsConfig::default(),
            processes: ProcessesConfig::default(),
        }
    }
}

impl Config {
    /// Reads `file`, or [`FILE`] if it is there, and the environment.
    ///
    /// # Errors
    /// The file is named and absent, a key is unknown, or a value is not of its kind; the error
    /// says which and where.
    pub(crate) fn read(file: Option<&Path>) -> anyhow::Result<Self> {
        if let Some(file) = file {
            anyhow::ensure!(file.is_file(), "there is no configuration file {}", file.display());
        }
        let mut config: Self = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file(file.unwrap_or(Path::new(FILE))))
            // CIVICO_LOG is the filter of the log, read before there is a configuration.
            .merge(Env::prefixed("CIVICO_").ignore(&["log"]).split("__"))
            .extract()?;
        if let Ok(url) = std::env::var("DATABASE_URL")
            && !url.is_empty()
        {
            config.database.url = Some(url);
        }
        config.check()?;
        Ok(config)
    }

    /// Returns the ente that runs the installation.
    ///
    /// # Errors
    /// Its code or slug is not one.
    pub(crate) fn own_ente(&self) -> anyhow::Result<Ente> {
        let code: EnteCode = self.ente.code.parse()?;
        let slug: EnteSlug = self.ente.slug.parse()?;
        Ok(Ente::new(code, slug, self.ente.name.clone(), EnteKind::MetropolitanCity))
    }

    fn check(&self) -> anyhow::Result<()> {
        anyhow::ensure!(matches!(self.language.as_str(), "it" | "en"), "language is it or en");
        self.own_ente()?;
        self.identity.check()?;
        self.records.check()?;
        self.processes.check()?;
        if let Some(url) = &self.server.base_url {
            anyhow::ensure!(
                (url.starts_with("http://") || url.starts_with("https://")) && !url.ends_with('/'),
                "server.base_url begins with http:// or https:// and has no slash at its end"
            );
        }
        Ok(())
    }
}

impl fmt::Debug for DatabaseConfig {
    /// Prints everything but the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseConfig")
            .field("url", &self.url.as_ref().map(|_secret| "[redacted]"))
            .field("installation", &self.installation)
            .field("connections", &self.connections)
            .field("read_timeout_ms", &self.read_timeout_ms)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_a_configuration() {
        Config::default().check().unwrap();
    }

    #[test]
    fn a_password_is_not_printed() {
        let mut config = Config::default();
        config.database.url = Some("postgres://user:secret@host/db".into());
        config.records.master_key = Some("secret".into());
        assert!(!format!("{config:?}").contains("secret"));
    }

    #[test]
    fn a_key_that_is_unknown_is_refused() {
        let is_read = |text: &str| {
            let defaults = Figment::from(Serialized::defaults(Config::default()));
            defaults.merge(Toml::string(text)).extract::<Config>().is_ok()
        };
        assert!(!is_read("[server]\nport = 1"));
        assert!(is_read("[server]\nlisten = \"0.0.0.0:80\""));
    }
}
