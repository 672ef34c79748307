//! What a job leaves: a private collection, or a document; stored with the job's end, in one transaction.

use civico_domain::identity::{Actor, Ente, Right};
use civico_domain::notice::Notice;
use serde_json::{Value, json};

use super::queue::{Lease, as_json};
use crate::catalog::VersionImport;
use crate::change_log::Change;
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::Transaction;

/// What is said of a result.
#[derive(Debug, Clone)]
pub struct JobResult {
    /// SHA-256, hexadecimal.
    pub digest: String,
    /// Size in bytes, as it came.
    pub bytes: u64,
    /// What was read, by collection.
    pub input_versions: Value,
    /// What is to be known of it.
    pub message: Option<Notice>,
    /// Days until it goes away.
    pub keep_days: i32,
}

impl Store {
    /// Begins to store a result of `ente` as a collection.
    ///
    /// # Errors
    /// The actor may not read for the ente any more, or the database refuses.
    pub async fn begin_result(
        &self,
        actor: &Actor,
        ente: &Ente,
        lease: Lease,
    ) -> Result<VersionImport, Error> {
        if !actor.may(Right::Read, &ente.code) {
            return Err(Error::Forbidden);
        }
        let transaction = self.write_after_asking("processing.store_result").await?;
        self.begin_versions(transaction, actor, ente, &lease.job.to_string()).await
    }

    /// Publishes the collection and ends the job, both or neither. False: the job is no longer the
    /// worker's, and nothing is stored.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn finish_with_collection(
        &self,
        import: VersionImport,
        lease: Lease,
        report: &Value,
        result: &JobResult,
    ) -> Result<bool, Error> {
        let finished = import.finish(std::slice::from_ref(report), &[], self).await?;
        let (actor, transaction, changes) = (finished.actor, finished.transaction, finished.changes);
        for change in &changes {
            transaction.execute(sql!("processing/mark_result"), &[&change.subject, &lease.job]).await?;
        }
        let mut bytes = 0_i64;
        for relation in &finished.relations {
            let row =
                transaction.query_one(sql!("processing/measure_result"), &[&relation.to_string()]).await?;
            bytes += row.try_get::<_, i64>("bytes")?;
        }
        let collection = changes.first().map(|change| change.subject.as_str());
        let said = json!({"notices": report["notices"]});
        if !end(&transaction, lease, collection, Some(&said), bytes, result).await? {
            return Ok(false);
        }
        transaction.audit(&actor, &finished.ente, "jobs.finish", Some(1), None).await?;
        let changes: Vec<Change> =
            changes.into_iter().map(|change| Change { is_public: false, ..change }).collect();
        transaction.commit_with(&actor, &changes).await?;
        Ok(true)
    }

    /// Ends a job whose result is a document. False: the job is no longer the worker's.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn finish_with_document(
        &self,
        lease: Lease,
        document: &Value,
        result: &JobResult,
    ) -> Result<bool, Error> {
        let transaction = self.write("processing.finish_job", &Actor::Node).await?;
        let bytes = i64::try_from(result.bytes).unwrap_or(i64::MAX);
        let ended = end(&transaction, lease, None, Some(document), bytes, result).await?;
        transaction.commit().await?;
        Ok(ended)
    }
}

async fn end(
    transaction: &Transaction,
    lease: Lease,
    collection: Option<&str>,
    document: Option<&Value>,
    bytes: i64,
    result: &JobResult,
) -> Result<bool, Error> {
    let message = result.message.as_ref().map(as_json);
    let changed = transaction
        .execute(
            sql!("processing/finish_job"),
            &[
                &lease.job,
                &lease.worker,
                &collection,
                &document,
                &result.digest,
                &bytes,
                &result.input_versions,
                &message,
                &result.keep_days,
            ],
        )
        .await?;
    Ok(changed == 1)
}
