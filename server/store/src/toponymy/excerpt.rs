//! The part of the register that a decision looks at, read under the lock of its comuni.

use civico_domain::identity::IstatCode;
use civico_domain::toponymy::{
    AddressId, Command, Concerns, Event, Excerpt, Ground, GroundLines, LocalityId, Subject, ThoroughfareId,
    check_arcs,
};
use serde_json::Value;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::error::Error;
use crate::sql;
use crate::transaction::Transaction;

/// Events of an act that are read to undo it, one more than may be undone.
const UNDONE_AT_MOST: i64 = 10_001;

/// Returns what an act did, oldest first.
pub(super) async fn list_act_events(transaction: &Transaction, act: Uuid) -> Result<Vec<Event>, Error> {
    let rows = transaction.query(sql!("toponymy/list_act_events"), &[&act, &UNDONE_AT_MOST]).await?;
    rows.iter().map(event).collect()
}

/// Returns the comuni that a command is about, the one that is to change first.
pub(super) async fn municipalities_of(
    transaction: &Transaction,
    concerns: &Concerns,
    address_first: bool,
) -> Result<Vec<IstatCode>, Error> {
    let mut codes = concerns.municipalities.clone();
    let streets: Vec<Uuid> = concerns.thoroughfares.iter().map(ThoroughfareId::as_uuid).collect();
    let addresses: Vec<Uuid> = concerns.addresses.iter().map(AddressId::as_uuid).collect();
    let places: Vec<Uuid> = concerns.localities.iter().map(LocalityId::as_uuid).collect();
    // The first street or address is what changes; others may be of other comuni.
    let primary: (&[Uuid], &[Uuid]) = match (streets.first(), addresses.first()) {
        (_, Some(_)) if address_first => (&[], &addresses[..1]),
        (Some(_), _) => (&streets[..1], &[]),
        (None, Some(_)) => (&[], &addresses[..1]),
        (None, None) => (&[], &[]),
    };
    for (streets, addresses) in [primary, (&streets, &addresses)] {
        let sql = sql!("toponymy/find_municipality");
        let rows = transaction.query(sql, &[&streets, &addresses, &places]).await?;
        for row in rows {
            codes.push(istat_code(row.try_get("municipality")?)?);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    codes.retain(|code| seen.insert(code.clone()));
    Ok(codes)
}

/// Reads the excerpt. What the comuni's lock covers does not change before the transaction ends.
pub(super) async fn load(
    transaction: &Transaction,
    concerns: &Concerns,
    municipalities: &[IstatCode],
) -> Result<Excerpt, Error> {
    let codes: Vec<&str> = municipalities.iter().map(IstatCode::as_str).collect();
    transaction.query(sql!("toponymy/lock_municipalities"), &[&codes]).await?;
    let streets: Vec<Uuid> = concerns.thoroughfares.iter().map(ThoroughfareId::as_uuid).collect();
    let addresses: Vec<Uuid> = concerns.addresses.iter().map(AddressId::as_uuid).collect();
    let places: Vec<Uuid> = concerns.localities.iter().map(LocalityId::as_uuid).collect();
    let whole: Vec<&str> = concerns.whole.iter().map(IstatCode::as_str).collect();
    // A few streets are looked up by their keys, whatever the statistics say; whole comuni are not.
    let is_small = concerns.whole.is_empty();
    find_by_key(transaction, is_small).await?;
    let rows = transaction
        .query(
            sql!("toponymy/load_excerpt"),
            &[&streets, &addresses, &codes, &concerns.names, &whole, &places],
        )
        .await?;
    find_by_key(transaction, false).await?;
    let mut excerpt = Excerpt::default();
    for row in &rows {
        let noun: &str = row.try_get("subject_kind")?;
        excerpt.put(subject(noun, row.try_get("after")?)?, row.try_get("since")?, row.try_get("act")?);
    }
    Ok(excerpt)
}

/// Lets joins go from row to row by keys alone.
async fn find_by_key(transaction: &Transaction, only: bool) -> Result<(), Error> {
    let others = if only { "off" } else { "on" };
    transaction
        .define(&format!("SET LOCAL enable_hashjoin = {others}; SET LOCAL enable_mergejoin = {others}"))
        .await
}

/// Puts the position of a command on the ground.
pub(super) async fn locate(
    transaction: &Transaction,
    command: &Command,
    municipality: &IstatCode,
) -> Result<Option<Ground>, Error> {
    let Some(position) = command.position() else { return Ok(None) };
    // Beyond the reach of any projection of ours is on no comune's ground.
    let is_on_earth = position.lon.abs() <= 180.0 && position.lat.abs() <= 80.0;
    if !is_on_earth {
        return Err(Error::Refused(civico_domain::toponymy::Refusal::WrongPosition));
    }
    let row = transaction
        .query_one(sql!("toponymy/locate"), &[&position.lon, &position.lat, &municipality.as_str()])
        .await?;
    Ok(Some(Ground { point: row.try_get("point")?, outside_m: row.try_get("outside_m")? }))
}

/// Puts the lines of a command on the ground.
pub(super) async fn locate_lines(
    transaction: &Transaction,
    command: &Command,
    municipality: &IstatCode,
) -> Result<Option<GroundLines>, Error> {
    let Some(arcs) = command.arcs() else { return Ok(None) };
    check_arcs(arcs)?;
    let lines = arcs.iter().map(|arc| serde_json::to_value(&arc.line)).collect::<Result<Value, _>>();
    let lines = lines.map_err(|_error| Error::Rows)?;
    let row = transaction.query_one(sql!("toponymy/locate_lines"), &[&lines, &municipality.as_str()]).await?;
    Ok(Some(GroundLines {
        lines: row.try_get("lines")?,
        course: row.try_get("course")?,
        outside_m: row.try_get("outside_m")?,
    }))
}

/// Joins the territories of the comuni that a command merges, where both are known.
pub(super) async fn join_territories(
    transaction: &Transaction,
    command: &Command,
) -> Result<Option<String>, Error> {
    let Command::MergeMunicipality { municipality, into } = command else { return Ok(None) };
    let sql = sql!("toponymy/join_territories");
    let row = transaction.query_opt(sql, &[&municipality.as_str(), &into.as_str()]).await?;
    Ok(row.map(|row| row.try_get("territory")).transpose()?)
}

pub(super) fn subject(noun: &str, document: Value) -> Result<Subject, Error> {
    Subject::of_document(noun, document)
        .map_err(|_error| Error::InconsistentRow { table: "civico.register_event" })
}

fn event(row: &Row) -> Result<Event, Error> {
    let noun: &str = row.try_get("subject_kind")?;
    let before: Option<Value> = row.try_get("before")?;
    let inconsistent = |_error| Error::InconsistentRow { table: "civico.register_event" };
    Ok(Event {
        event_type: row.try_get::<_, &str>("event_type")?.parse().map_err(inconsistent)?,
        before: before.map(|before| subject(noun, before)).transpose()?,
        after: subject(noun, row.try_get("after")?)?,
        valid_from: row.try_get("valid_from")?,
        reason: row.try_get("reason")?,
    })
}

fn istat_code(text: &str) -> Result<IstatCode, Error> {
    text.parse().map_err(|_error| Error::InconsistentRow { table: "civico.municipality" })
}
