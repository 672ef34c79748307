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

/// What all handlers share; it is copied for each request, so it is one pointer.
#[derive(Clone)]
pub(crate) struct AppState(Arc<Shared>);

/// What is behind [`AppState`].
pub(crate) struct Shared {
    pub(crate) config: Arc<Config>,
    pub(crate) store: Store,
    pub(crate) catalog: ArcSwap<Catalog>,
    pub(crate) index: ArcSwap<Index>,
    pub(crate) tiles: TileCache,
    pub(crate) metrics: PrometheusHandle,
    pub(crate) base_url: Arc<str>,
    pub(crate) log_read_at: ArcSwap<Instant>,
}

impl std::ops::Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl From<Shared> for AppState {
    fn from(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }
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
