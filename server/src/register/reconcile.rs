//! The register beside what ANNCSU has, and what has to be asked of ANNCSU to be aligned.

use std::collections::BTreeMap;

use civico_domain::identity::{Actor, IstatCode};
use civico_domain::toponymy::anncsu::reconcile::{
    Class, Entry, Reconciliation, RowKey, Rows, SuspectedRename, keyed_accesses, keyed_streets,
    reconcile_accesses, reconcile_streets, suspected_renames,
};
use civico_domain::toponymy::anncsu::{INDIR_COLUMNS, STRAD_COLUMNS};
use civico_store::Store;
use civico_store::toponymy::{AnncsuRow, AsOf};
use serde::Serialize;

use super::anncsu::AnncsuRows;

const ACCESS_COLUMNS: usize = INDIR_COLUMNS.len();
const STREET_COLUMNS: usize = STRAD_COLUMNS.len();

/// How register and archive stand to each other.
#[derive(Debug, Serialize)]
pub(crate) struct Alignment {
    /// The register number at which it was read.
    pub(crate) known_seq: i64,
    /// Streets.
    pub(crate) streets: Reconciliation,
    /// Accesses.
    pub(crate) accesses: Reconciliation,
    /// Streets that seem to have another name there.
    pub(crate) suspected_renames: Vec<SuspectedRename>,
}

/// What is there on both sides.
struct Sides<const N: usize> {
    agreed: Rows<N>,
    ours: Rows<N>,
    theirs: Rows<N>,
}

/// Compares the register of a comune, as it is or was, with the newest file of ANNCSU that was given.
///
/// # Errors
/// There is no such comune, or the database cannot be reached.
pub(crate) async fn align(
    store: &Store,
    actor: &Actor,
    code: &IstatCode,
    as_of: AsOf,
) -> Result<Alignment, civico_store::Error> {
    let (known_seq, ours) = AnncsuRows::read(store, actor, code, as_of).await?;
    let known = store.list_anncsu_rows(actor, code).await?;
    let streets: Sides<STREET_COLUMNS> = sides(keyed_streets(ours.streets).rows, &known, true);
    let accesses: Sides<ACCESS_COLUMNS> = sides(keyed_accesses(ours.accesses).rows, &known, false);
    Ok(alignment(&streets, &accesses, known_seq))
}

/// Takes a new file of ANNCSU: it is what ANNCSU has from now on, and where it says what the
/// register says both agree.
///
/// # Errors
/// The actor may not, there is no such comune, or the database cannot be reached.
pub(crate) async fn take(
    store: &Store,
    actor: &Actor,
    code: &IstatCode,
    theirs: AnncsuRows,
) -> Result<Alignment, civico_store::Error> {
    let (known_seq, ours) = AnncsuRows::read(store, actor, code, AsOf::default()).await?;
    let known = store.list_anncsu_rows(actor, code).await?;
    let mut streets: Sides<STREET_COLUMNS> = sides(keyed_streets(ours.streets).rows, &known, true);
    let mut accesses: Sides<ACCESS_COLUMNS> = sides(keyed_accesses(ours.accesses).rows, &known, false);
    if !theirs.streets.is_empty() {
        streets.theirs = keyed_streets(theirs.streets).rows;
    }
    accesses.theirs = keyed_accesses(theirs.accesses).rows;
    let found = alignment(&streets, &accesses, known_seq);
    let mut rows = rows(&streets, &found.streets.entries, true);
    rows.extend(rows_of_accesses(&accesses, &found.accesses.entries));
    store.put_anncsu_rows(actor, code, &rows).await?;
    Ok(found)
}

fn rows_of_accesses(sides: &Sides<ACCESS_COLUMNS>, entries: &[Entry]) -> Vec<AnncsuRow> {
    rows(sides, entries, false)
}

fn alignment(streets: &Sides<STREET_COLUMNS>, accesses: &Sides<ACCESS_COLUMNS>, known_seq: i64) -> Alignment {
    Alignment {
        known_seq,
        streets: reconcile_streets(&streets.agreed, &streets.ours, &streets.theirs),
        accesses: reconcile_accesses(&accesses.agreed, &accesses.ours, &accesses.theirs),
        suspected_renames: suspected_renames(&accesses.ours, &accesses.theirs),
    }
}

fn sides<const N: usize>(ours: Rows<N>, known: &[AnncsuRow], is_thoroughfare: bool) -> Sides<N> {
    let of_kind = || known.iter().filter(|row| row.is_thoroughfare == is_thoroughfare);
    let read = |fields: &Option<Vec<String>>| <[String; N]>::try_from(fields.clone()?).ok();
    let agreed = of_kind().filter_map(|row| Some((RowKey::Number(row.key.clone()), read(&row.agreed)?)));
    let theirs = of_kind().filter_map(|row| Some((RowKey::Number(row.key.clone()), read(&row.theirs)?)));
    Sides { agreed: agreed.collect(), ours, theirs: theirs.collect() }
}

/// What is remembered: theirs as it is, and as agreed what both say now, else what both said before.
fn rows<const N: usize>(sides: &Sides<N>, entries: &[Entry], is_thoroughfare: bool) -> Vec<AnncsuRow> {
    let number = |entry: &Entry| match &entry.key {
        RowKey::Number(number) => Some(number.clone()),
        RowKey::Folded(_) => entry.number_to_learn.clone(),
    };
    let is_agreed: BTreeMap<String, bool> = entries
        .iter()
        .filter_map(|entry| Some((number(entry)?, matches!(entry.class, Class::Equal | Class::Converged))))
        .collect();
    let keys = sides.theirs.keys().chain(sides.agreed.keys()).collect::<std::collections::BTreeSet<_>>();
    let row = |key: &RowKey| {
        let RowKey::Number(number) = key else { return None };
        let theirs = sides.theirs.get(key).map(|fields| fields.to_vec());
        let before = sides.agreed.get(key).map(|fields| fields.to_vec());
        let agreed = if is_agreed.get(number).copied().unwrap_or(false) { theirs.clone() } else { before };
        let is_known = theirs.is_some() || agreed.is_some();
        is_known.then(|| AnncsuRow { is_thoroughfare, key: number.clone(), theirs, agreed })
    };
    keys.into_iter().filter_map(row).collect()
}
