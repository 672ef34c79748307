//! What all handlers share.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use civico_domain::identity::Actor;
use civico_geocoder::Index;
use civico_store::Store;
use civico_store::catalog::Collection;
use civico_tiles::TileCache;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::time::Instant;

use crate::config::Config;
use crate::problem::Problem;

/// After how long without a look at the change log a node no longer trusts its caches.
const TRUSTED_FOR: Duration = Duration::from_millis(500);

/// What a node knows of the catalog at one moment.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    /// All public collections, the register's own first.
    pub(crate) collections: Vec<Collection>,
}

impl Catalog {
    pub(crate) fn find(&self, id: &str) -> Option<&Collection> {
        self.collections.iter().find(|collection| collection.id.as_str() == id)
    }
}

/// What all handlers share.
#[derive(Clone)]
pub(crate) struct AppState {
    pub(crate) config: Arc<Config>,
    pub(crate) store: Store,
    pub(crate) catalog: Arc<ArcSwap<Catalog>>,
    pub(crate) index: Arc<ArcSwap<Index>>,
    pub(crate) tiles: TileCache,
    pub(crate) metrics: PrometheusHandle,
    pub(crate) base_url: Arc<str>,
    pub(crate) log_read_at: Arc<ArcSwap<Instant>>,
}

impl AppState {
    /// Tells whether the change log was read lately, so that caches can be trusted.
    pub(crate) fn is_fresh(&self) -> bool {
        self.log_read_at.load().elapsed() < TRUSTED_FOR
    }

    /// Returns a collection that `actor` may see.
    pub(crate) fn get_collection(&self, id: &str) -> Result<Collection, Problem> {
        self.catalog.load().find(id).cloned().ok_or_else(|| Problem::not_found("collection"))
    }

    /// Returns the actor of a request: nobody signs in yet.
    #[expect(clippy::unused_self, reason = "sessions and keys will be looked up here")]
    pub(crate) fn actor(&self) -> Actor {
        Actor::Anonymous
    }
}
