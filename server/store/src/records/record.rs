//! Records as they are kept and read.

use civico_domain::identity::{Actor, EnteCode, Right};
use civico_domain::records::{RecordId, RecordKind, RecordState, Reference, ReviewReason, TEXT_KEPT_DAYS};
use civico_domain::toponymy::{AddressId, SubjectId, ThoroughfareId};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

/// A record as its ente sees it: never a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// Identifier.
    pub id: RecordId,
    /// Whose it is.
    pub ente: EnteCode,
    /// What it is about.
    pub kind: RecordKind,
    /// Its number at the service.
    pub reference: String,
    /// Where it stands.
    pub state: RecordState,
    /// Why somebody has to look at it.
    pub review_reason: Option<ReviewReason>,
    /// What it is linked to; of one that waits for a review, what it was linked to.
    pub link: Option<Link>,
    /// Until when the text that could not be resolved is kept; absent where there is none.
    pub text_kept_until: Option<Timestamp>,
    /// Grows with each change: the ETag.
    pub revision: i64,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// The link of a record to the register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// The address or street.
    #[serde(flatten)]
    pub place: SubjectId,
    /// How exactly it was found; `given` for an id of the register, `chosen` by the officer.
    pub level: Option<String>,
    /// Score of the geocoder, 0 to 1.
    pub score: Option<f64>,
    /// Score less that of the runner-up.
    pub margin: Option<f64>,
    /// Version of the scoring.
    pub model: Option<String>,
    /// When it was linked.
    pub resolved_at: Option<Timestamp>,
    /// Register number at which it was linked, or of the event that it last followed.
    pub register_seq: Option<i64>,
}

/// Where a record stands from now on.
#[derive(Debug, Clone, PartialEq)]
pub struct Filing {
    /// The address or street, or why somebody has to look at it.
    pub place: Result<SubjectId, ReviewReason>,
    /// How exactly it was found.
    pub level: Option<String>,
    /// Score of the geocoder.
    pub score: Option<f64>,
    /// Score less that of the runner-up.
    pub margin: Option<f64>,
    /// Version of the scoring.
    pub model: Option<String>,
    /// Register number at which it was looked for.
    pub register_seq: Option<i64>,
    /// The sealed text of what was not found.
    pub sealed_text: Option<Vec<u8>>,
}

/// Which records.
#[derive(Debug, Clone, Default)]
pub struct RecordQuery {
    /// Only of this kind.
    pub kind: Option<RecordKind>,
    /// Only in this state.
    pub state: Option<RecordState>,
    /// Only with this number.
    pub reference: Option<Reference>,
    /// After this one.
    pub after: Option<RecordId>,
    /// How many at most.
    pub limit: u32,
}

impl Filing {
    /// Links a record to what somebody who knows says.
    pub fn said(place: SubjectId, level: &str) -> Self {
        Self {
            place: Ok(place),
            level: Some(level.to_owned()),
            score: None,
            margin: None,
            model: None,
            register_seq: None,
            sealed_text: None,
        }
    }

    /// Tells whether the place was found for a text.
    pub(super) fn is_found(&self) -> bool {
        self.model.is_some()
    }

    pub(super) fn state(&self) -> RecordState {
        if self.place.is_ok() { RecordState::Resolved } else { RecordState::ToReview }
    }
}

/// The two columns of a link.
pub(super) fn columns(place: Option<SubjectId>) -> (Option<Uuid>, Option<Uuid>) {
    match place {
        Some(SubjectId::Address(id)) => (Some(id.as_uuid()), None),
        Some(SubjectId::Thoroughfare(id)) => (None, Some(id.as_uuid())),
        None => (None, None),
    }
}

impl Store {
    /// Returns a record that the actor may see.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_record(&self, actor: &Actor, id: RecordId) -> Result<Option<Record>, Error> {
        let transaction = self.read("records.find", actor, View::Current).await?;
        let row = transaction.query_opt(sql!("records/find_record"), &[&id.as_uuid()]).await;
        let row = unseen(row)?;
        transaction.commit().await?;
        let found = row.as_ref().map(record).transpose()?;
        Ok(found.filter(|record| actor.may(Right::WriteRecords, &record.ente)))
    }

    /// Returns records of an ente, oldest first.
    ///
    /// # Errors
    /// The actor has nothing to do with records of the ente.
    pub async fn list_records(
        &self,
        actor: &Actor,
        ente: &EnteCode,
        query: &RecordQuery,
    ) -> Result<Vec<Record>, Error> {
        if !actor.may(Right::WriteRecords, ente) {
            return Err(Error::Forbidden);
        }
        let transaction = self.read("records.list", actor, View::Current).await?;
        let (kind, state) = (query.kind.map(RecordKind::as_str), query.state.map(RecordState::as_str));
        let (after, limit) = (query.after.map(|id| id.as_uuid()), i64::from(query.limit));
        let reference = query.reference.as_ref().map(Reference::as_str);
        let rows = transaction
            .query(sql!("records/list_records"), &[&ente.as_str(), &kind, &state, &reference, &after, &limit])
            .await?;
        transaction.commit().await?;
        rows.iter().map(record).collect()
    }
}

/// To somebody who may not see the table, nothing is in it.
pub(super) fn unseen<T>(found: Result<Option<T>, Error>) -> Result<Option<T>, Error> {
    match found {
        Err(Error::Forbidden) => Ok(None),
        found => found,
    }
}

pub(super) const INCONSISTENT: Error = Error::InconsistentRow { table: "civico.record" };

pub(super) fn record(row: &Row) -> Result<Record, Error> {
    let sealed_at: Option<Timestamp> = row.try_get("sealed_at")?;
    let kept = SignedDuration::from_hours(24 * TEXT_KEPT_DAYS);
    Ok(Record {
        id: row.try_get::<_, Uuid>("id")?.into(),
        ente: row.try_get::<_, &str>("ente")?.parse().map_err(|_error| INCONSISTENT)?,
        kind: row.try_get::<_, &str>("kind")?.parse().map_err(|_error| INCONSISTENT)?,
        reference: row.try_get("reference")?,
        state: row.try_get::<_, &str>("state")?.parse().map_err(|_error| INCONSISTENT)?,
        review_reason: reason(row)?,
        link: link(row)?,
        text_kept_until: sealed_at.and_then(|at| at.checked_add(kept).ok()),
        revision: row.try_get("revision")?,
        created_at: row.try_get("created_at")?,
        changed_at: row.try_get("changed_at")?,
    })
}

pub(super) fn reason(row: &Row) -> Result<Option<ReviewReason>, Error> {
    let reason: Option<&str> = row.try_get("review_reason")?;
    reason.map(str::parse).transpose().map_err(|_error| INCONSISTENT)
}

fn link(row: &Row) -> Result<Option<Link>, Error> {
    let (address, street): (Option<Uuid>, Option<Uuid>) =
        (row.try_get("address")?, row.try_get("thoroughfare")?);
    let place = match (address, street) {
        (Some(id), _) => SubjectId::Address(AddressId::from(id)),
        (None, Some(id)) => SubjectId::Thoroughfare(ThoroughfareId::from(id)),
        (None, None) => return Ok(None),
    };
    Ok(Some(Link {
        place,
        level: row.try_get("level")?,
        score: row.try_get("score")?,
        margin: row.try_get("margin")?,
        model: row.try_get("model")?,
        resolved_at: row.try_get("resolved_at")?,
        register_seq: row.try_get("register_seq")?,
    }))
}
