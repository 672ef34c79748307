//! Records are registered, get other addresses, and are taken away.

use std::collections::HashMap;

use civico_domain::identity::{Actor, EnteCode, Right};
use civico_domain::records::{RecordChange, RecordId, RecordKind, RecordState, Reference, ReviewReason};
use civico_domain::toponymy::SubjectId;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::record::{Filing, INCONSISTENT, Record, columns, record, unseen};
use crate::change_log::Change;
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::Transaction;

/// Texts erased in one transaction.
const ERASED_AT_ONCE: i64 = 1000;

/// A record to be registered.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// Identifier.
    pub id: RecordId,
    /// What it is about.
    pub kind: RecordKind,
    /// Its number at the service.
    pub reference: Reference,
    /// Where it stands.
    pub filing: Filing,
}

/// What became of a record to be registered.
#[derive(Debug, Clone, PartialEq)]
pub enum Registered {
    /// It is registered.
    Record(Box<Record>),
    /// The ente has a record of this kind with this number.
    Taken,
    /// What it was to be linked to is not in the register.
    NoSuchPlace,
    /// What was found for it ended meanwhile: looked for again, something else is found.
    Overtaken,
}

impl Store {
    /// Registers records of the ente that the actor acts for; says of each in order what became of it.
    ///
    /// # Errors
    /// The actor may not register records of the ente.
    pub async fn add_records(
        &self,
        actor: &Actor,
        ente: &EnteCode,
        records: &[NewRecord],
        now: Timestamp,
    ) -> Result<Vec<Registered>, Error> {
        if !actor.may(Right::WriteRecords, ente) {
            return Err(Error::Forbidden);
        }
        let transaction = self.write("records.add", actor).await?;
        transaction.query(sql!("records/lock"), &[]).await?;
        let checked = check_places(&transaction, records.iter().map(|record| &record.filing)).await?;
        let known: Vec<(&NewRecord, Filing)> =
            records.iter().zip(checked).filter_map(|(record, filing)| Some((record, filing?))).collect();
        insert(&transaction, actor, ente, &known, now).await?;
        let ids: Vec<Uuid> = known.iter().map(|(record, _)| record.id.as_uuid()).collect();
        let added: HashMap<RecordId, Record> = transaction
            .query(sql!("records/list_new"), &[&ids])
            .await?
            .iter()
            .map(|row| record(row).map(|record| (record.id, record)))
            .collect::<Result<_, Error>>()?;
        let changes: Vec<Change> = added.values().map(|record| change(record, filed(record.state))).collect();
        self.end_record_change(transaction, actor, ente, "records.register", &changes).await?;
        Ok(records
            .iter()
            .map(|record| match added.get(&record.id) {
                Some(added) => Registered::Record(Box::new(added.clone())),
                None if ids.contains(&record.id.as_uuid()) => Registered::Taken,
                None if record.filing.is_found() => Registered::Overtaken,
                None => Registered::NoSuchPlace,
            })
            .collect())
    }

    /// Gives a record another address.
    ///
    /// # Errors
    /// There is no such record for the actor, it changed since `seen`, or the register lacks the place.
    pub async fn put_record_filing(
        &self,
        actor: &Actor,
        id: RecordId,
        seen: Option<i64>,
        filing: &Filing,
        now: Timestamp,
    ) -> Result<Record, Error> {
        let transaction = self.write("records.put", actor).await?;
        transaction.query(sql!("records/lock"), &[]).await?;
        let known = lock(&transaction, actor, Right::WriteRecords, id, seen).await?;
        let checked = check_places(&transaction, [filing]).await?.pop().flatten();
        let missing = || if filing.is_found() { Error::Busy } else { Error::NotFound("address") };
        let filing = checked.ok_or_else(missing)?;
        let record = put(&transaction, id, &filing, None, now).await?;
        let changes = [change(&record, filed(record.state))];
        self.end_record_change(transaction, actor, &known.ente, "records.put", &changes).await?;
        Ok(record)
    }

    /// Takes a record away.
    ///
    /// # Errors
    /// There is no such record for the actor, or it changed since `seen`.
    pub async fn remove_record(&self, actor: &Actor, id: RecordId, seen: Option<i64>) -> Result<(), Error> {
        let transaction = self.write("records.remove", actor).await?;
        transaction.query(sql!("records/lock"), &[]).await?;
        let record = lock(&transaction, actor, Right::WriteRecords, id, seen).await?;
        transaction.execute(sql!("records/remove_record"), &[&id.as_uuid()]).await?;
        let changes = [change(&record, RecordChange::Deleted)];
        self.end_record_change(transaction, actor, &record.ente, "records.remove", &changes).await
    }

    /// Erases the texts that were sealed `kept` or longer ago and returns how many they were.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn erase_record_texts(&self, now: Timestamp, kept: SignedDuration) -> Result<u64, Error> {
        let mut erased = 0;
        loop {
            let transaction = self.write("records.erase_texts", &Actor::Node).await?;
            let rows = transaction
                .query(sql!("records/erase_texts"), &[&now, &(now - kept), &ERASED_AT_ONCE])
                .await?;
            if rows.is_empty() {
                return Ok(erased);
            }
            let changes = rows.iter().map(|row| {
                let (id, ente): (Uuid, &str) = (row.try_get("id")?, row.try_get("ente")?);
                let ente = ente.parse().map_err(|_error| INCONSISTENT)?;
                Ok(logged(id, ente, RecordChange::TextErased))
            });
            let changes: Vec<Change> = changes.collect::<Result<_, Error>>()?;
            transaction.commit_with(&Actor::Node, &changes).await?;
            erased += u64::try_from(rows.len()).unwrap_or_default();
        }
    }

    /// Audits a change of records, logs it and ends the transaction.
    pub(super) async fn end_record_change(
        &self,
        transaction: Transaction,
        actor: &Actor,
        ente: &EnteCode,
        operation: &'static str,
        changes: &[Change],
    ) -> Result<(), Error> {
        let rows = i64::try_from(changes.len()).unwrap_or(i64::MAX);
        transaction.audit(actor, ente, operation, Some(rows), None).await?;
        if changes.is_empty() {
            return transaction.commit().await;
        }
        self.commit_with(transaction, actor, changes).await
    }
}

/// Looks the places up: one that is not in the register gives `None`, one that ended a review, or `None`
/// too if it was found for a text.
pub(super) async fn check_places(
    transaction: &Transaction,
    filings: impl IntoIterator<Item = &Filing>,
) -> Result<Vec<Option<Filing>>, Error> {
    let filings: Vec<&Filing> = filings.into_iter().collect();
    let places = || filings.iter().filter_map(|filing| filing.place.ok());
    let addresses: Vec<Uuid> = places().filter_map(|place| columns(Some(place)).0).collect();
    let streets: Vec<Uuid> = places().filter_map(|place| columns(Some(place)).1).collect();
    let rows = transaction.query(sql!("records/list_places"), &[&addresses, &streets]).await?;
    let mut stages: HashMap<Uuid, bool> = HashMap::with_capacity(rows.len());
    for row in &rows {
        let stage: &str = row.try_get("stage")?;
        stages.insert(row.try_get("id")?, matches!(stage, "proposed" | "current"));
    }
    let checked = filings.into_iter().map(|filing| {
        let Ok(place) = filing.place else { return Some(filing.clone()) };
        match (stages.get(&uuid(place))?, filing.is_found()) {
            (true, _) => Some(filing.clone()),
            (false, true) => None,
            (false, false) => Some(Filing { place: Err(ReviewReason::Retired), ..filing.clone() }),
        }
    });
    Ok(checked.collect())
}

fn uuid(place: SubjectId) -> Uuid {
    match place {
        SubjectId::Address(id) => id.as_uuid(),
        SubjectId::Thoroughfare(id) => id.as_uuid(),
    }
}

async fn insert(
    transaction: &Transaction,
    actor: &Actor,
    ente: &EnteCode,
    records: &[(&NewRecord, Filing)],
    now: Timestamp,
) -> Result<(), Error> {
    macro_rules! column {
        ($of:expr) => {
            records.iter().map($of).collect::<Vec<_>>()
        };
    }
    let links: Vec<_> = records.iter().map(|(_, filing)| columns(filing.place.ok())).collect();
    let (addresses, streets): (Vec<Option<Uuid>>, Vec<Option<Uuid>>) = links.into_iter().unzip();
    transaction
        .query(
            sql!("records/add_records"),
            &[
                &ente.as_str(),
                &actor.record_name(),
                &now,
                &column!(|(record, _)| record.id.as_uuid()),
                &column!(|(record, _)| record.kind.as_str()),
                &column!(|(record, _)| record.reference.as_str()),
                &column!(|(_, filing)| filing.state().as_str()),
                &column!(|(_, filing)| filing.place.err().map(ReviewReason::as_str)),
                &addresses,
                &streets,
                &column!(|(_, filing)| filing.level.as_deref()),
                &column!(|(_, filing)| filing.score),
                &column!(|(_, filing)| filing.margin),
                &column!(|(_, filing)| filing.model.as_deref()),
                &column!(|(_, filing)| filing.register_seq),
                &column!(|(_, filing)| filing.sealed_text.as_deref()),
            ],
        )
        .await?;
    Ok(())
}

/// Locks a record for a change; to who may not make it, it is not there.
pub(super) async fn lock(
    transaction: &Transaction,
    actor: &Actor,
    right: Right,
    id: RecordId,
    seen: Option<i64>,
) -> Result<Record, Error> {
    let row = unseen(transaction.query_opt(sql!("records/lock_record"), &[&id.as_uuid()]).await)?;
    let record = row.as_ref().map(record).transpose()?;
    let record = record.filter(|record| actor.may(right, &record.ente)).ok_or(Error::NotFound("record"))?;
    if seen.is_some_and(|seen| seen != record.revision) {
        return Err(Error::ChangedSinceRead);
    }
    Ok(record)
}

/// Writes where a record stands; `decided` is the state where the filing does not say it.
pub(super) async fn put(
    transaction: &Transaction,
    id: RecordId,
    filing: &Filing,
    decided: Option<RecordState>,
    now: Timestamp,
) -> Result<Record, Error> {
    let (address, street) = columns(filing.place.ok());
    let state = decided.unwrap_or(filing.state());
    let reason = filing.place.err().map(ReviewReason::as_str).filter(|_| state == RecordState::ToReview);
    transaction
        .execute(
            sql!("records/put_filing"),
            &[
                &id.as_uuid(),
                &now,
                &state.as_str(),
                &reason,
                &address,
                &street,
                &filing.level,
                &filing.score,
                &filing.margin,
                &filing.model,
                &filing.register_seq,
                &filing.sealed_text,
            ],
        )
        .await?;
    record(&transaction.query_one(sql!("records/find_record"), &[&id.as_uuid()]).await?)
}

fn filed(state: RecordState) -> RecordChange {
    match state {
        RecordState::Resolved => RecordChange::Resolved,
        RecordState::ToReview => RecordChange::ToReview,
        RecordState::NotAnAddress => RecordChange::NotAnAddress,
    }
}

pub(super) fn change(record: &Record, what: RecordChange) -> Change {
    logged(record.id.as_uuid(), record.ente.clone(), what)
}

pub(super) fn logged(id: Uuid, ente: EnteCode, what: RecordChange) -> Change {
    Change { what: what.log_type(), subject: id.to_string(), ente, is_public: false }
}
