//! What a node learns from the change log: the catalog and the index of the geocoder.
//!
//! NOTIFY only wakes; the log is also read every 250 ms.

use std::sync::Arc;
use std::time::Duration;

use civico_domain::identity::Actor;
use civico_geocoder::{
    AddressEntry, Index, IndexBuilder, LocalityEntry, LonLat, MunicipalityEntry, ThoroughfareEntry,
};
use civico_store::Store;
use civico_store::toponymy::RegisterRow;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::problem::chain;
use crate::state::{AppState, Catalog};

/// How often the log is read when nobody wakes.
const POLL: Duration = Duration::from_millis(250);
/// Changes read at once.
const CHANGES_AT_ONCE: u32 = 10_000;

/// Reads the whole register into an index.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn read_index(store: &Store, actor: &Actor) -> Result<Index, civico_store::Error> {
    let mut builder = IndexBuilder::new();
    let seq = store.read_register(actor, |row| push(&mut builder, row)).await?;
    // Sorting a large register takes a while; other tasks go on meanwhile.
    tokio::task::spawn_blocking(move || builder.build(seq))
        .await
        .map_err(|error| civico_store::Error::Unavailable(Box::new(error)))
}

/// Reads the catalog.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn read_catalog(store: &Store, actor: &Actor) -> Result<Catalog, civico_store::Error> {
    Ok(Catalog { collections: store.list_collections(actor).await? })
}

/// Starts to follow the change log; the tasks end when the set is dropped.
pub(crate) fn follow(state: &AppState, tasks: &mut JoinSet<()>) {
    let (wake, awake) = mpsc::channel(1);
    let store = state.store.clone();
    tasks.spawn(async move {
        loop {
            if let Err(error) = store.listen_for_changes(wake.clone()).await {
                tracing::warn!(error = %chain(&error), "feed.listen.lost");
            }
            sleep(Duration::from_secs(1)).await;
        }
    });
    let changed = Arc::new(Notify::new());
    tasks.spawn(read_changes(state.clone(), awake, changed.clone()));
    tasks.spawn(keep_index(state.clone(), changed));
}

async fn read_changes(state: AppState, mut awake: mpsc::Receiver<()>, register_changed: Arc<Notify>) {
    let mut seq = state.index.load().seq();
    loop {
        // Woken or not, the log is read.
        let _woken = timeout(POLL, awake.recv()).await;
        match catch_up(&state, seq, &register_changed).await {
            Ok(reached) => {
                seq = reached;
                state.log_read_at.store(Arc::new(Instant::now()));
                state.log_seq.send_if_modified(|known| std::mem::replace(known, seq) != seq);
            }
            Err(error) => tracing::warn!(error = %chain(&error), "feed.read.failed"),
        }
    }
}

/// Reads what came after `seq` and brings the node there: tiles, pages and feeds do not wait for the index.
async fn catch_up(
    state: &AppState,
    mut seq: i64,
    register_changed: &Notify,
) -> Result<i64, civico_store::Error> {
    let actor = Actor::Node;
    let mut any = false;
    loop {
        let changes = state.store.list_changes(&actor, seq, CHANGES_AT_ONCE).await?;
        let Some(last) = changes.last() else { break };
        seq = last.seq;
        any = true;
        if changes.iter().any(|change| change.change_type.starts_with("register.")) {
            register_changed.notify_one();
        }
    }
    if any {
        state.catalog.store(Arc::new(read_catalog(&state.store, &actor).await?));
    }
    Ok(seq)
}

/// Builds the index anew when the register changed. Searches go on in the old one meanwhile and say so
/// by its number; what changes while one is built has the next built.
async fn keep_index(state: AppState, register_changed: Arc<Notify>) {
    loop {
        register_changed.notified().await;
        match read_index(&state.store, &Actor::Node).await {
            Ok(index) => state.index.store(Arc::new(index)),
            Err(error) => {
                tracing::warn!(error = %chain(&error), "feed.index.failed");
                sleep(POLL).await;
                register_changed.notify_one();
            }
        }
    }
}

fn push(builder: &mut IndexBuilder, row: RegisterRow) {
    let place = |point: civico_store::toponymy::LonLat| LonLat { lon: point.lon, lat: point.lat };
    match row {
        RegisterRow::Municipality { istat_code, name, point, bounds } => {
            builder.push_municipality(MunicipalityEntry {
                istat_code,
                name,
                aliases: Vec::new(),
                point: place(point),
                bounds,
            });
        }
        RegisterRow::Locality { id, municipality, name, point } => {
            builder.push_locality(LocalityEntry { id, municipality, name, point: point.map(place) });
        }
        RegisterRow::Thoroughfare { id, municipality, kind, name, aliases, stage, point } => builder
            .push_thoroughfare(ThoroughfareEntry {
                id,
                municipality,
                kind,
                name,
                aliases,
                stage,
                point: point.map(place),
            }),
        RegisterRow::Address { id, thoroughfare, locator, postcode, stage, point } => {
            builder.push_address(AddressEntry {
                id,
                thoroughfare,
                locator,
                postcode,
                stage,
                point: point.map(place),
            });
        }
    }
}
