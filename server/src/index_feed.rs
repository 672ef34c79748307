//! What a node learns from the change log: the catalog and the index of the geocoder.
//!
//! NOTIFY only wakes; the log is also read every 250 ms.

use std::sync::Arc;
use std::time::Duration;

use civico_domain::identity::Actor;
use civico_domain::toponymy::ThoroughfareId;
use civico_geocoder::{
    AddressEntry, CourseEntry, Index, IndexBuilder, LocalityEntry, LonLat, MunicipalityEntry, StretchEntry,
    ThoroughfareEntry, Update,
};
use civico_store::Store;
use civico_store::change_log::LoggedChange;
use civico_store::toponymy::{Course, Lines, RegisterDelta, RegisterRow};
use jiff::civil::Date;
use tokio::sync::{Notify, mpsc};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep, timeout};

use crate::problem::chain;
use crate::state::{AppState, Catalog};

/// How often the log is read when nobody wakes.
const POLL: Duration = Duration::from_millis(250);
/// Changes read at once.
const CHANGES_AT_ONCE: u32 = 10_000;
/// After more events than this the register is measured at once.
const FEW_EVENTS: usize = 500;
/// How long after a change the register is measured.
const MEASURE_AFTER: Duration = Duration::from_secs(3);
/// An index with more addresses added than this is built anew: adding takes as long as there are.
const MAX_DELTA: usize = 20_000;

/// Reads the whole register into an index.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn read_index(store: &Store, actor: &Actor) -> Result<Index, civico_store::Error> {
    let mut builder = IndexBuilder::new();
    let seq = store.read_register(actor, |row| push(&mut builder, row)).await?;
    // Sorting a large register takes a while; other tasks go on meanwhile.
    tokio::task::spawn_blocking(move || builder.build(seq)).await.map_err(interrupted)
}

/// Reads the register as it was on a day into an index.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn read_index_of_day(
    store: &Store,
    actor: &Actor,
    day: Date,
) -> Result<Index, civico_store::Error> {
    let mut builder = IndexBuilder::new();
    let seq = store.read_register_of_day(actor, day, |row| push(&mut builder, row)).await?;
    tokio::task::spawn_blocking(move || builder.build(seq)).await.map_err(interrupted)
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
    let measured = Arc::new(Notify::new());
    tasks.spawn(read_changes(state.clone(), awake, [changed.clone(), measured.clone()]));
    tasks.spawn(keep_index(state.clone(), changed));
    tasks.spawn(keep_extents(state.clone(), measured));
}

async fn read_changes(state: AppState, mut awake: mpsc::Receiver<()>, register_changed: [Arc<Notify>; 2]) {
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

/// Reads what came after `seq` and brings the node there: tiles, pages and feeds do not wait for the
/// index, nor for the boxes of the register.
async fn catch_up(
    state: &AppState,
    mut seq: i64,
    register_changed: &[Arc<Notify>],
) -> Result<i64, civico_store::Error> {
    let actor = Actor::Node;
    let (mut of_register, mut of_others) = (0, 0);
    loop {
        let changes = state.store.list_changes(&actor, seq, CHANGES_AT_ONCE).await?;
        let Some(last) = changes.last() else { break };
        seq = last.seq;
        let is_of_register = |change: &&LoggedChange| change.change_type.starts_with("register.");
        // Records of services are in no collection.
        let is_of_record = |change: &&LoggedChange| change.change_type.starts_with("record.");
        of_register += changes.iter().filter(is_of_register).count();
        of_others += changes.iter().filter(|change| !is_of_register(change) && !is_of_record(change)).count();
    }
    if of_others > 0 || of_register > FEW_EVENTS {
        state.catalog.store(Arc::new(read_catalog(&state.store, &actor).await?));
    } else if of_register > 0 {
        let register = state.store.get_register_state(&actor).await?;
        state.catalog.rcu(|catalog| catalog.with_register(&register));
    }
    if of_register > 0 {
        for changed in register_changed {
            changed.notify_one();
        }
    }
    Ok(seq)
}

/// Measures the register anew, soon after it changed and not more often than that.
async fn keep_extents(state: AppState, register_changed: Arc<Notify>) {
    loop {
        register_changed.notified().await;
        sleep(MEASURE_AFTER).await;
        match state.store.measure_register(&Actor::Node).await {
            Ok(extents) => drop(state.catalog.rcu(|catalog| catalog.with_extents(&extents))),
            Err(error) => {
                tracing::warn!(error = %chain(&error), "feed.measure.failed");
                register_changed.notify_one();
            }
        }
    }
}

/// Keeps the index at the log: what changed is added to the one there is, and when that has become
/// much, one is built anew beside it. Searches go on in the old one meanwhile and say so by its number.
async fn keep_index(state: AppState, register_changed: Arc<Notify>) {
    let mut builds: JoinSet<Result<Index, civico_store::Error>> = JoinSet::new();
    loop {
        let built = tokio::select! {
            () = register_changed.notified() => Ok(state.index.load_full()),
            Some(built) = builds.join_next() => built.map_err(interrupted).flatten().map(Arc::new),
        };
        let kept = match built {
            Ok(index) => bring_up(&state, index).await,
            Err(error) => Err(error),
        };
        match kept {
            Ok(Kept::Much) if builds.is_empty() => {
                let store = state.store.clone();
                builds.spawn(async move { read_index(&store, &Actor::Node).await });
            }
            Ok(Kept::Small | Kept::Much) => {}
            Err(error) => {
                tracing::warn!(error = %chain(&error), "feed.index.failed");
                sleep(POLL).await;
                register_changed.notify_one();
            }
        }
    }
}

/// What has been added to the index since it was built.
enum Kept {
    /// Little enough.
    Small,
    /// So much that it is better built anew.
    Much,
}

/// Adds to an index what changed since, and puts it into service.
async fn bring_up(state: &AppState, index: Arc<Index>) -> Result<Kept, civico_store::Error> {
    let delta = state.store.read_register_delta(&Actor::Node, index.seq()).await?;
    let RegisterDelta::Streets { seq, touched, rows } = delta else { return Ok(Kept::Much) };
    let update = update(touched, rows);
    let updated = tokio::task::spawn_blocking(move || index.updated(update, seq)).await;
    let Some(updated) = updated.map_err(interrupted)? else { return Ok(Kept::Much) };
    let is_much = updated.delta_address_count() > MAX_DELTA;
    state.index.store(Arc::new(updated));
    Ok(if is_much { Kept::Much } else { Kept::Small })
}

fn interrupted(error: JoinError) -> civico_store::Error {
    civico_store::Error::Unavailable(Box::new(error))
}

fn update(touched: Vec<ThoroughfareId>, rows: Vec<RegisterRow>) -> Update {
    let mut update = Update { touched, ..Update::default() };
    for row in rows {
        match entry(row) {
            Entry::Municipality(entry) => update.municipalities.push(entry),
            Entry::Locality(entry) => update.localities.push(entry),
            Entry::Thoroughfare(entry) => update.thoroughfares.push(entry),
            Entry::Address(entry) => update.addresses.push(entry),
        }
    }
    update
}

fn push(builder: &mut IndexBuilder, row: RegisterRow) {
    match entry(row) {
        Entry::Municipality(entry) => builder.push_municipality(entry),
        Entry::Locality(entry) => builder.push_locality(entry),
        Entry::Thoroughfare(entry) => builder.push_thoroughfare(entry),
        Entry::Address(entry) => builder.push_address(entry),
    }
}

/// A row of the register as the index takes it.
enum Entry {
    Municipality(MunicipalityEntry),
    Locality(LocalityEntry),
    Thoroughfare(ThoroughfareEntry),
    Address(AddressEntry),
}

fn entry(row: RegisterRow) -> Entry {
    let place = |point: civico_store::toponymy::LonLat| LonLat { lon: point.lon, lat: point.lat };
    match row {
        RegisterRow::Municipality { istat_code, name, aliases, point, bounds } => {
            Entry::Municipality(MunicipalityEntry { istat_code, name, aliases, point: place(point), bounds })
        }
        RegisterRow::Locality { id, municipality, name, aliases, point } => {
            Entry::Locality(LocalityEntry { id, municipality, name, aliases, point: point.map(place) })
        }
        RegisterRow::Thoroughfare {
            id,
            municipality,
            kind,
            name,
            aliases,
            stage,
            point,
            anncsu_id,
            course,
        } => Entry::Thoroughfare(ThoroughfareEntry {
            id,
            municipality,
            kind,
            name,
            aliases,
            stage,
            point: point.map(place),
            anncsu_id,
            course: course.map(course_entry),
        }),
        RegisterRow::Address {
            id,
            thoroughfare,
            locator,
            postcode,
            stage,
            point,
            anncsu_id,
            certification,
        } => Entry::Address(AddressEntry {
            id,
            thoroughfare,
            locator,
            postcode,
            stage,
            point: point.map(place),
            anncsu_id,
            certification,
        }),
    }
}

fn course_entry(course: Course) -> CourseEntry {
    let stretch = |stretch: civico_store::toponymy::Stretch| StretchEntry {
        lines: lines(stretch.lines),
        ranges: stretch.ranges,
    };
    CourseEntry { lines: lines(course.lines), stretches: course.stretches.into_iter().map(stretch).collect() }
}

fn lines(lines: Lines) -> Vec<Vec<LonLat>> {
    let line = |line: Vec<[f64; 2]>| line.into_iter().map(|[lon, lat]| LonLat { lon, lat }).collect();
    lines.into_iter().map(line).collect()
}
