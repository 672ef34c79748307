//! What waits for the records officer, and what is decided about it.

use civico_domain::identity::{Actor, EnteCode, Right};
use civico_domain::records::{RecordChange, RecordId, RecordState, ReviewReason};
use civico_domain::toponymy::SubjectId;
use jiff::Timestamp;

use super::record::{Filing, Record, record};
use super::write::{change, check_places, lock, put};
use crate::error::Error;
use crate::sql;
use crate::store::Store;

/// A record that waits, with what helps to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The record.
    pub record: Record,
    /// The sealed text, while it is kept.
    pub sealed_text: Option<Vec<u8>>,
    /// Street, number and comune that it was linked to.
    pub former: Option<[Option<String>; 3]>,
}

/// What the officer decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is this address or street.
    Choose(SubjectId),
    /// What was written is no address.
    NotAnAddress,
    /// Nothing yet.
    KeepOpen,
}

impl Store {
    /// Returns how many records of an ente wait for a review and a page of them, oldest first, and audits
    /// that these were read.
    ///
    /// # Errors
    /// The actor is no records officer of the ente.
    pub async fn list_reviews(
        &self,
        actor: &Actor,
        ente: &EnteCode,
        after: Option<RecordId>,
        limit: u32,
        purpose: Option<&str>,
    ) -> Result<(i64, Vec<Review>), Error> {
        if !actor.may(Right::KeepRecords, ente) {
            return Err(Error::Forbidden);
        }
        // It reads, and writes into the audit that it did.
        let transaction = self.write("records.list_reviews", actor).await?;
        let total = transaction.query_one(sql!("records/count_reviews"), &[&ente.as_str()]).await?;
        let total = total.try_get("count")?;
        let after = after.map(|id| id.as_uuid());
        let rows = transaction
            .query(sql!("records/list_reviews"), &[&ente.as_str(), &after, &i64::from(limit)])
            .await?;
        let reviews = rows
            .iter()
            .map(|row| {
                let street: Option<String> = row.try_get("former_street")?;
                let former = [street, row.try_get("former_number")?, row.try_get("former_municipality")?];
                Ok(Review {
                    record: record(row)?,
                    sealed_text: row.try_get("sealed_text")?,
                    former: former[0].is_some().then_some(former),
                })
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let count = i64::try_from(reviews.len()).unwrap_or(i64::MAX);
        transaction.audit(actor, ente, "records.read-reviews", Some(count), purpose).await?;
        transaction.commit().await?;
        Ok((total, reviews))
    }

    /// Decides about a record that waits; its text is erased unless it is kept open.
    ///
    /// # Errors
    /// There is no such record for the actor, it does not wait, it changed since `seen`, or what was
    /// chosen is not in force in the register.
    pub async fn decide_review(
        &self,
        actor: &Actor,
        id: RecordId,
        seen: Option<i64>,
        decision: Decision,
        now: Timestamp,
    ) -> Result<Record, Error> {
        let transaction = self.write("records.decide", actor).await?;
        transaction.query(sql!("records/lock"), &[]).await?;
        let waiting = lock(&transaction, actor, Right::KeepRecords, id, seen).await?;
        if waiting.state != RecordState::ToReview {
            return Err(Error::NotWaiting);
        }
        let (filing, state, what) = match decision {
            Decision::KeepOpen => {
                self.end_record_change(transaction, actor, &waiting.ente, "records.keep-open", &[]).await?;
                return Ok(waiting);
            }
            Decision::Choose(place) => {
                (Filing::said(place, "chosen"), RecordState::Resolved, RecordChange::Resolved)
            }
            Decision::NotAnAddress => (no_address(), RecordState::NotAnAddress, RecordChange::NotAnAddress),
        };
        if matches!(decision, Decision::Choose(_)) {
            let checked = check_places(&transaction, [&filing]).await?.pop().flatten();
            checked.filter(|filing| filing.place.is_ok()).ok_or(Error::NotFound("address"))?;
        }
        let record = put(&transaction, id, &filing, Some(state), now).await?;
        let changes = [change(&record, what)];
        self.end_record_change(transaction, actor, &record.ente, "records.decide", &changes).await?;
        Ok(record)
    }
}

fn no_address() -> Filing {
    Filing {
        place: Err(ReviewReason::Unmatched),
        level: None,
        score: None,
        margin: None,
        model: None,
        register_seq: None,
        sealed_text: None,
    }
}
