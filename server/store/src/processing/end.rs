//! Giving jobs up, keeping results, and what expires.

use civico_domain::catalog::CollectionId;
use civico_domain::identity::{Actor, EnteCode, Right};
use jiff::Timestamp;
use uuid::Uuid;

use super::job::JobState;
use crate::change_log::Change;
use crate::error::Error;
use crate::identifier::Relation;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// What dismissing found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It waited or was running, or its result was there: now it is given up, the result is gone.
    Now,
    /// It had been given up before.
    Before,
}

/// A job that the transaction holds.
struct Held {
    ente: EnteCode,
    state: JobState,
    collection: Option<CollectionId>,
}

impl Store {
    /// Gives a job up: a worker that has it hears so and stops; a result that is there goes.
    ///
    /// # Errors
    /// There is no such job for `actor`.
    pub async fn dismiss_job(&self, actor: &Actor, id: Uuid, keep_days: i32) -> Result<Ended, Error> {
        let (transaction, held) = self.hold_job("processing.dismiss_job", actor, id).await?;
        if held.state == JobState::Dismissed {
            return Ok(Ended::Before);
        }
        transaction.execute(sql!("processing/dismiss_job"), &[&id, &keep_days]).await?;
        transaction.audit(actor, &held.ente, "jobs.dismiss", Some(1), None).await?;
        end(transaction, actor, &held).await?;
        Ok(Ended::Now)
    }

    /// Lets a result stay until somebody dismisses its job.
    ///
    /// # Errors
    /// There is no such job for `actor`, or no result.
    pub async fn keep_job(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        let (transaction, held) = self.hold_job("processing.keep_job", actor, id).await?;
        if transaction.execute(sql!("processing/keep_job"), &[&id]).await? == 0 {
            return Err(Error::NotFound("result"));
        }
        transaction.audit(actor, &held.ente, "jobs.keep", Some(1), None).await?;
        transaction.commit().await
    }

    /// Removes jobs past their time with their results, and returns how many.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn remove_expired_jobs(&self, now: Timestamp) -> Result<usize, Error> {
        let transaction = self.read("processing.list_expired", &Actor::Node, View::Current).await?;
        let rows = transaction.query(sql!("processing/list_expired"), &[&now]).await?;
        transaction.commit().await?;
        let mut removed = 0;
        for row in &rows {
            let id: Uuid = row.try_get("id")?;
            let transaction = self.write_after_asking("processing.remove_job").await?;
            let Some(held) = hold(&transaction, id).await? else { continue };
            transaction.execute(sql!("processing/remove_job"), &[&id]).await?;
            end(transaction, &Actor::Node, &held).await?;
            removed += 1;
        }
        Ok(removed)
    }

    async fn hold_job(
        &self,
        name: &'static str,
        actor: &Actor,
        id: Uuid,
    ) -> Result<(Transaction, Held), Error> {
        let transaction = self.write_after_asking(name).await?;
        let held = hold(&transaction, id).await?.filter(|held| actor.may(Right::Read, &held.ente));
        // Reading for an ente is not acting for it: others see its jobs as little as its role does.
        let is_own = |held: &Held| match actor.identity() {
            Some(identity) => identity.acting.as_ref().is_some_and(|acting| acting.code == held.ente),
            None => true,
        };
        Ok((transaction, held.filter(is_own).ok_or(Error::NotFound("job"))?))
    }
}

async fn hold(transaction: &Transaction, id: Uuid) -> Result<Option<Held>, Error> {
    let inconsistent = || Error::InconsistentRow { table: "civico.job" };
    let Some(row) = transaction.query_opt(sql!("processing/lock_job"), &[&id]).await? else {
        return Ok(None);
    };
    let collection: Option<&str> = row.try_get("collection")?;
    Ok(Some(Held {
        ente: row.try_get::<_, &str>("ente")?.parse().map_err(|_error| inconsistent())?,
        state: row.try_get::<_, &str>("state")?.parse().map_err(|_error| inconsistent())?,
        collection: collection.map(str::parse).transpose().map_err(|_error| inconsistent())?,
    }))
}

/// Ends the transaction; the collection of a result goes with its rows.
async fn end(transaction: Transaction, actor: &Actor, held: &Held) -> Result<(), Error> {
    let Some(collection) = &held.collection else { return transaction.commit().await };
    let id = collection.as_str();
    for row in transaction.query(sql!("processing/list_result_tables"), &[&id]).await? {
        let relation =
            Relation { schema: row.try_get("relation_schema")?, name: row.try_get("relation_name")? };
        transaction.define(&format!("DROP TABLE {relation}")).await?;
    }
    transaction.execute(sql!("catalog/remove_shares"), &[&id]).await?;
    transaction.execute(sql!("processing/remove_result"), &[&id]).await?;
    transaction.execute(sql!("processing/forget_result"), &[&id]).await?;
    let change = Change {
        what: "dataset.withdrawn",
        subject: collection.to_string(),
        ente: held.ente.clone(),
        is_public: false,
    };
    transaction.commit_with(actor, &[change]).await
}
