//! `civico serve`

use std::future::IntoFuture;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use axum::serve::ListenerExt;
use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_tiles::TileCache;
use clap::Args;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use super::import::{self, Print};
use crate::config::Config;
use crate::identity::provider::Provider;
use crate::import::Failure;
use crate::index_feed::{follow, read_catalog, read_index};
use crate::limits::Limits;
use crate::opened::Opened;
use crate::records::vault::Vault;
use crate::router::router;
use crate::state::{AppState, Shared};
use crate::stop::Stop;
use crate::terminal::Terminal;
use crate::upkeep;
use crate::worker;

/// Reports on comuni that are kept.
const REPORTS: u64 = 64;
/// Days of the past whose index is kept, and how long without being asked.
const PAST_DAYS: u64 = 4;
const PAST_IDLE: Duration = Duration::from_mins(15);

/// How long requests under way may take once the program is told to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Passwords that are checked at the same time; each check takes 64 MB.
const PASSWORDS_AT_ONCE: usize = 2;

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// Does a list of imports first; what is there unchanged is left alone.
    #[arg(long, value_name = "MANIFEST")]
    import: Option<PathBuf>,
}

pub(super) async fn serve(
    arguments: &ServeArguments,
    config: Arc<Config>,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let stop = Stop::listen()?;
    // First of all the address: a second server must not touch the database of the first.
    let listener = listen(config.server.listen).await?;
    let address = listener.local_addr()?;
    let opened = tokio::select! {
        opened = Opened::open(config.clone()) => opened?,
        () = stop.clone().told() => return Err(Failure(Notice::new("cli-interrupted")).into()),
    };
    let served = match &arguments.import {
        Some(manifest) => tokio::select! {
            imported = import_manifest(manifest, &opened, terminal) => imported,
            () = stop.clone().told() => Err(Failure(Notice::new("cli-interrupted")).into()),
        },
        None => Ok(()),
    };
    let served = match served {
        Ok(()) => run(listener, address, &opened, terminal, stop).await,
        failed => failed,
    };
    opened.close().await;
    served?;
    terminal.say(&Notice::new("cli-stopped"));
    Ok(())
}

async fn import_manifest(manifest: &Path, opened: &Opened, terminal: Terminal) -> anyhow::Result<()> {
    import::import_manifest(manifest, opened, terminal, Print::Changes).await?;
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        Failure(match error.kind() {
            ErrorKind::AddrInUse => Notice::new("cli-port-in-use").with("address", address),
            _ => Notice::new("cli-cannot-listen").with("address", address).with("reason", error),
        })
    })
}

async fn run(
    listener: TcpListener,
    address: SocketAddr,
    opened: &Opened,
    terminal: Terminal,
    stop: Stop,
) -> anyhow::Result<()> {
    let state = state(address, opened).await?;
    let mut tasks = JoinSet::new();
    follow(&state, &mut tasks);
    upkeep::start(&state, &mut tasks);
    for _worker in 0..opened.config.processes.workers {
        tasks.spawn(worker::serve(Arc::new(state.workshop())));
    }
    terminal.say(&Notice::new("cli-ready").with("url", &state.base_url));
    // An answer written in two pieces must not wait for the client's acknowledgement of the first.
    let listener = listener.tap_io(|stream| {
        let _refused = stream.set_nodelay(true);
    });
    let service = router(&state).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(stop.clone().told());
    let mut serving = std::pin::pin!(server.into_future());
    tokio::select! {
        ended = &mut serving => return Ok(ended?),
        () = stop.told() => terminal.say(&Notice::new("cli-stopping")),
    }
    // Requests that do not end in time are cut.
    if timeout(DRAIN, serving).await.is_err() {
        tracing::warn!("serve.drain.cut");
    }
    tasks.shutdown().await;
    Ok(())
}

async fn state(address: SocketAddr, opened: &Opened) -> anyhow::Result<AppState> {
    let config = &opened.config;
    let stored = |error: civico_store::Error| Failure::store(&error);
    let metrics = PrometheusBuilder::new().install_recorder()?;
    let base_url = config.server.base_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let actor = Actor::Node;
    let provider = config.identity.provider.clone();
    let provider = provider.map(|provider| Provider::new(provider, &base_url)).transpose()?;
    Ok(AppState::from(Shared {
        config: config.clone(),
        catalog: ArcSwap::from_pointee(read_catalog(&opened.store, &actor).await.map_err(stored)?),
        index: ArcSwap::from_pointee(read_index(&opened.store, &actor).await.map_err(stored)?),
        store: opened.store.clone(),
        tiles: TileCache::new(config.server.tile_cache_mb * 1024 * 1024),
        metrics,
        base_url: base_url.into(),
        provider,
        vault: Vault::new(&config.records)?,
        limits: Limits::new(config.limits),
        past: moka::future::Cache::builder().max_capacity(PAST_DAYS).time_to_idle(PAST_IDLE).build(),
        quality: moka::future::Cache::new(REPORTS),
        log_seq: watch::channel(0).0,
        jobs_came: Arc::new(Notify::new()),
        passwords: Arc::new(Semaphore::new(PASSWORDS_AT_ONCE)),
        log_read_at: ArcSwap::from_pointee(Instant::now()),
    }))
}
