//! What all handlers share.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use civico_domain::identity::{Actor, IstatCode};
use civico_geocoder::Index;
use civico_store::Store;
use civico_store::catalog::{Collection, RegisterExtent, RegisterState};
use civico_tiles::TileCache;
use jiff::civil::Date;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::Instant;

use crate::config::Config;
use crate::identity::provider::Provider;
use crate::index_feed::read_index_of_day;
use crate::limits::Limits;
use crate::moment;
use crate::problem::{Answer, Problem};
use crate::records::vault::Vault;
use crate::register::quality::Report;
use crate::worker::Workshop;

/// After how long without a look at the change log a node no longer trusts its caches.
const TRUSTED_FOR: Duration = Duration::from_millis(500);

/// One day of the past is read at a time.
static READING: Semaphore = Semaphore::const_new(1);

/// What a node knows of the catalog at one moment.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    /// All collections, the register's own first; not everybody may see each.
    pub(crate) collections: Vec<Collection>,
}

impl Catalog {
    fn find(&self, id: &str) -> Option<&Collection> {
        self.collections.iter().find(|collection| collection.id.as_str() == id)
    }

    /// Returns the catalog with the register at another number.
    pub(crate) fn with_register(&self, state: &RegisterState) -> Self {
        let mut collections = self.collections.clone();
        for collection in collections.iter_mut().filter(|collection| collection.is_of_register()) {
            collection.version = state.seq;
            collection.updated = state.updated;
            collection.count = state.items.get(collection.id.as_str()).copied().unwrap_or(0);
        }
        Self { collections }
    }

    /// Returns the catalog with the register measured anew.
    pub(crate) fn with_extents(&self, extents: &[RegisterExtent]) -> Self {
        let mut collections = self.collections.clone();
        for collection in collections.iter_mut().filter(|collection| collection.is_of_register()) {
            let extent = extents.iter().find(|extent| extent.collection == collection.id.as_str());
            collection.bounds = extent.and_then(|extent| extent.bounds);
        }
        Self { collections }
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
    /// Indexes of days of the past, by day and by the number of the register they were read at.
    pub(crate) past: moka::future::Cache<(Date, i64), Arc<Index>>,
    pub(crate) tiles: TileCache,
    pub(crate) metrics: PrometheusHandle,
    pub(crate) base_url: Arc<str>,
    pub(crate) log_read_at: ArcSwap<Instant>,
    /// The number up to which the log was read; whoever waits for news watches it.
    pub(crate) log_seq: watch::Sender<i64>,
    /// The OpenID provider, where there is one.
    pub(crate) provider: Option<Provider>,
    pub(crate) limits: Limits,
    /// Reports on comuni by the register number they were made at.
    pub(crate) quality: moka::future::Cache<(IstatCode, i64), Arc<Report>>,
    /// Seals and opens texts of records.
    pub(crate) vault: Vault,
    /// Told when a job came.
    pub(crate) jobs_came: Arc<Notify>,
    /// Places for passwords that are checked at the same time.
    pub(crate) passwords: Arc<Semaphore>,
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
    /// Returns what workers of this node work with.
    pub(crate) fn workshop(&self) -> Workshop {
        Workshop {
            store: self.store.clone(),
            config: self.config.clone(),
            state: Some(self.clone()),
            came: self.jobs_came.clone(),
        }
    }

    /// Tells whether the change log was read lately, so that caches can be trusted.
    pub(crate) fn is_fresh(&self) -> bool {
        self.log_read_at.load().elapsed() < TRUSTED_FOR
    }

    /// Returns a collection that `actor` may see; to others it does not exist. A node that cannot
    /// read the change log asks the database about what is not known to be public.
    pub(crate) async fn get_collection(&self, actor: &Actor, id: &str) -> Answer<Collection> {
        let known = self.catalog.load().find(id).cloned();
        let known = known.filter(|collection| collection.is_visible_to(actor));
        // A result is there as soon as its job says so, before this node has read of it in the log.
        let may_be_new = *actor != Actor::Anonymous && id.contains(".result-");
        let found = match known {
            Some(collection) if collection.is_public() || self.is_fresh() => Some(collection),
            None if self.is_fresh() && !may_be_new => None,
            _ => {
                let found = self.store.find_collection(actor, id).await?;
                found.filter(|collection| collection.is_visible_to(actor))
            }
        };
        found.ok_or_else(|| Problem::not_found("collection"))
    }

    /// Returns the index to search in: of now, or of a day of the past, which is read when it is
    /// first asked for.
    pub(crate) async fn index_of(&self, day: Option<Date>) -> Answer<Arc<Index>> {
        let now = self.index.load_full();
        let Some(day) = day.filter(|day| *day < moment::now().today) else { return Ok(now) };
        let read = async {
            let _place = READING.acquire().await;
            read_index_of_day(&self.store, &Actor::Node, day).await.map(Arc::new)
        };
        self.past.try_get_with((day, now.seq()), read).await.map_err(|error| Problem::internal(&error))
    }

    /// Returns the collections that `actor` may see.
    pub(crate) async fn list_collections(&self, actor: &Actor) -> Answer<Vec<Collection>> {
        let must_ask = *actor != Actor::Anonymous && !self.is_fresh();
        let listed = if must_ask {
            self.store.list_collections(actor).await?
        } else {
            self.catalog.load().collections.clone()
        };
        Ok(listed.into_iter().filter(|collection| collection.is_visible_to(actor)).collect())
    }
}
