//! Links follow the register: each of its events is looked at once, whichever node does.

use std::collections::BTreeMap;

use civico_domain::identity::{Actor, EnteCode};
use civico_domain::records::{
    Consequence, Linked, News, RecordChange, RecordState, Relation, ReviewReason, consequence,
};
use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use super::record::{INCONSISTENT, reason};
use super::write::logged;
use crate::change_log::Change;
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::Transaction;

/// What a look at the change log led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    /// Changes of records that were logged.
    pub changes: usize,
    /// Whether there may be more to look at.
    pub has_more: bool,
}

const NOTHING: Followed = Followed { changes: 0, has_more: false };

/// Where a record stands after the events looked at so far.
#[derive(Clone)]
struct Standing {
    ente: EnteCode,
    state: RecordState,
    reason: Option<ReviewReason>,
    /// What it goes over to, and whether that is a street.
    successor: Option<(Uuid, bool)>,
    seq: i64,
}

impl Store {
    /// Looks at the next changes in the log, at most `limit`, and brings the links of records along.
    /// The number reached is kept in the same transaction, so that no event counts twice or not at
    /// all; while another node is at it nothing happens.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn follow_register(&self, limit: u32, now: Timestamp) -> Result<Followed, Error> {
        let transaction = self.write("records.follow", &Actor::Node).await?;
        let Some(row) = transaction.query_opt(sql!("records/take_cursor"), &[]).await? else {
            return Ok(NOTHING);
        };
        let after: i64 = row.try_get("seq")?;
        let row = transaction.query_one(sql!("records/get_window"), &[&after, &i64::from(limit)]).await?;
        let Some(last) = row.try_get::<_, Option<i64>>("last")? else { return Ok(NOTHING) };
        transaction.query(sql!("records/lock_links"), &[]).await?;
        let news = transaction.query(sql!("records/list_news"), &[&after, &last]).await?;
        let mut standings = BTreeMap::new();
        let (reached, changes) = look_at(&transaction, &news, last, &mut standings).await?;
        write(&transaction, &standings, now).await?;
        transaction.execute(sql!("records/set_cursor"), &[&reached]).await?;
        let followed = Followed {
            changes: changes.len(),
            has_more: reached < last || reached - after >= i64::from(limit),
        };
        if changes.is_empty() {
            transaction.commit().await?;
        } else {
            transaction.commit_with(&Actor::Node, &changes).await?;
        }
        Ok(followed)
    }
}

/// Decides event by event. Where records go over to a successor the look ends with that event: what
/// happened to the successor next is news for them too.
async fn look_at(
    transaction: &Transaction,
    news: &[Row],
    last: i64,
    standings: &mut BTreeMap<Uuid, Standing>,
) -> Result<(i64, Vec<Change>), Error> {
    let mut changes = Vec::new();
    let mut reached = None;
    for row in news {
        let seq: i64 = row.try_get("seq")?;
        if reached.is_some_and(|reached| seq > reached) {
            break;
        }
        let id: Uuid = row.try_get("id")?;
        let mut standing = match standings.get(&id) {
            Some(standing) => Standing::clone(standing),
            None => standing(row)?,
        };
        let news = news_of(row)?;
        let mut decided = consequence(standing.state, standing.reason, &news);
        if let Consequence::Succeeded(successor) = decided {
            reached = Some(seq);
            if !may_have(transaction, successor, news.is_street, seq).await? {
                decided = Consequence::ToReview(ReviewReason::Retired);
            }
        }
        if let Some(change) = standing.take(decided, news.is_street, seq) {
            changes.push(logged(id, standing.ente.clone(), change));
            standings.insert(id, standing);
        }
    }
    Ok((reached.unwrap_or(last), changes))
}

impl Standing {
    /// Goes on to where a record stands after a consequence; returns what its ente is told.
    fn take(&mut self, decided: Consequence, is_street: bool, seq: i64) -> Option<RecordChange> {
        let change = match decided {
            Consequence::None => return None,
            Consequence::Noted(change) => change,
            Consequence::Succeeded(successor) => {
                self.successor = Some((successor, is_street));
                RecordChange::Succeeded
            }
            Consequence::ToReview(reason) => {
                (self.state, self.reason) = (RecordState::ToReview, Some(reason));
                RecordChange::ToReview
            }
            Consequence::Reinstated => {
                (self.state, self.reason) = (RecordState::Resolved, None);
                RecordChange::Reinstated
            }
        };
        self.seq = seq;
        Some(change)
    }
}

async fn may_have(
    transaction: &Transaction,
    successor: Uuid,
    is_street: bool,
    seq: i64,
) -> Result<bool, Error> {
    let row = transaction.query_opt(sql!("records/find_successor"), &[&successor, &is_street, &seq]).await?;
    Ok(row.map(|row| row.try_get("may_have")).transpose()?.unwrap_or(false))
}

async fn write(
    transaction: &Transaction,
    standings: &BTreeMap<Uuid, Standing>,
    now: Timestamp,
) -> Result<(), Error> {
    if standings.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = standings.keys().copied().collect();
    let all = || standings.values();
    let states: Vec<&str> = all().map(|standing| standing.state.as_str()).collect();
    let reasons: Vec<Option<&str>> =
        all().map(|standing| standing.reason.map(ReviewReason::as_str)).collect();
    let successor = |street: bool| {
        let of = |standing: &Standing| standing.successor.filter(|(_, is)| *is == street).map(|(id, _)| id);
        all().map(of).collect::<Vec<Option<Uuid>>>()
    };
    let seqs: Vec<i64> = all().map(|standing| standing.seq).collect();
    transaction
        .execute(
            sql!("records/follow"),
            &[&now, &ids, &states, &reasons, &successor(false), &successor(true), &seqs],
        )
        .await?;
    Ok(())
}

fn standing(row: &Row) -> Result<Standing, Error> {
    Ok(Standing {
        ente: row.try_get::<_, &str>("ente")?.parse().map_err(|_error| INCONSISTENT)?,
        state: row.try_get::<_, &str>("state")?.parse().map_err(|_error| INCONSISTENT)?,
        reason: reason(row)?,
        successor: None,
        seq: 0,
    })
}

fn news_of(row: &Row) -> Result<News, Error> {
    let linked = |stage: &str, name: &str, street: &str, municipality: &str| {
        Ok::<_, Error>(Linked {
            stage: row.try_get::<_, &str>(stage)?.parse().map_err(|_error| INCONSISTENT)?,
            name: row.try_get(name)?,
            thoroughfare: row.try_get(street)?,
            municipality: row.try_get(municipality)?,
            successors: Vec::new(),
        })
    };
    let is_own: bool = row.try_get("is_own")?;
    let mut after = linked("stage_after", "name_after", "street_after", "municipality_after")?;
    after.successors = row.try_get("successors")?;
    Ok(News {
        relation: if is_own { Relation::Own } else { Relation::Street },
        is_street: row.try_get("is_street")?,
        before: linked("stage_before", "name_before", "street_before", "municipality_before")?,
        after,
    })
}
