//! Jobs as whoever asked for them sees them.

use std::fmt;
use std::str::FromStr;

use civico_domain::identity::{Actor, EnteCode, Right};
use jiff::Timestamp;
use serde_json::Value;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

/// One ente's jobs are counted and added by one transaction at a time; together with its code.
const QUEUE_LOCK: i32 = 0x6a6f;

/// Where a job is (OGC 18-062r2, statusCode).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// It waits.
    Accepted,
    /// A worker has it.
    Running,
    /// Its result is there.
    Successful,
    /// It ended without a result.
    Failed,
    /// Somebody gave it up; there is no result any more.
    Dismissed,
}

/// A text is no state of a job.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a job is accepted, running, successful, failed or dismissed")]
pub struct JobStateError;

impl JobState {
    /// All states.
    pub const ALL: [Self; 5] =
        [Self::Accepted, Self::Running, Self::Successful, Self::Failed, Self::Dismissed];

    /// Returns the token, as stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Running => "running",
            Self::Successful => "successful",
            Self::Failed => "failed",
            Self::Dismissed => "dismissed",
        }
    }

    /// Tells whether nothing more will happen.
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Accepted | Self::Running)
    }
}

impl FromStr for JobState {
    type Err = JobStateError;

    fn from_str(text: &str) -> Result<Self, JobStateError> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(JobStateError)
    }
}

impl fmt::Display for JobState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A job to be done.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Identifier.
    pub id: Uuid,
    /// The ente it is for.
    pub ente: EnteCode,
    /// Id of the process.
    pub process: String,
    /// Version of the process.
    pub process_version: String,
    /// Inputs as they were asked.
    pub inputs: Value,
    /// Addresses to be told.
    pub subscriber: Option<Value>,
    /// The job that it does again.
    pub repeats: Option<Uuid>,
    /// Names of the outputs that are wanted; all where there are none.
    pub outputs: Option<Vec<String>>,
    /// Whether documents are wanted as they are, not by name.
    pub is_raw: bool,
}

/// How much one ente may ask.
#[derive(Debug, Clone, Copy)]
pub struct Quota {
    /// Jobs that wait.
    pub waiting: u32,
    /// Bytes of results that are kept.
    pub result_bytes: u64,
}

/// A job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Identifier.
    pub id: Uuid,
    /// The ente it is for.
    pub ente: EnteCode,
    /// Id of the process.
    pub process: String,
    /// Version of the process.
    pub process_version: String,
    /// Where it is.
    pub state: JobState,
    /// Inputs as they were asked.
    pub inputs: Value,
    /// What was read, by collection.
    pub input_versions: Value,
    /// Names of the outputs that are wanted; all where there are none.
    pub outputs: Option<Vec<String>>,
    /// Whether documents are wanted as they are, not by name.
    pub is_raw: bool,
    /// The job that it does again.
    pub repeats: Option<Uuid>,
    /// Actor that asked.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When state or progress last changed.
    pub updated_at: Timestamp,
    /// When a worker first took it.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// When it goes away.
    pub expires_at: Option<Timestamp>,
    /// Per cent.
    pub progress: i16,
    /// What is being done, or why it failed, as a notice.
    pub message: Option<Value>,
    /// The collection made.
    pub collection: Option<String>,
    /// The document made.
    pub result: Option<Value>,
    /// SHA-256 of the result, hexadecimal.
    pub result_digest: Option<String>,
    /// How often a worker took it.
    pub attempts: i16,
    /// Addresses to be told.
    pub subscriber: Option<Value>,
}

/// Which jobs are asked for.
#[derive(Debug, Clone, Default)]
pub struct JobFilter {
    /// Enti whose jobs are meant; all that the actor may see if nobody says.
    pub enti: Option<Vec<EnteCode>>,
    /// Ids of processes.
    pub processes: Option<Vec<String>>,
    /// States.
    pub states: Option<Vec<JobState>>,
    /// Made at or after.
    pub from: Option<Timestamp>,
    /// Made at or before.
    pub to: Option<Timestamp>,
    /// Shortest duration, in seconds.
    pub least_s: Option<f64>,
    /// Longest duration, in seconds.
    pub most_s: Option<f64>,
    /// Made before this job.
    pub before: Option<Uuid>,
}

impl Store {
    /// Adds a job; it is committed when this returns.
    ///
    /// # Errors
    /// The actor may not read for the ente, or the ente has too much waiting or kept.
    pub async fn add_job(&self, actor: &Actor, job: &NewJob, quota: Quota) -> Result<(), Error> {
        if !actor.may(Right::Read, &job.ente) {
            return Err(Error::Forbidden);
        }
        let transaction = self.write("processing.add_job", actor).await?;
        let ente = job.ente.as_str();
        transaction.query(sql!("processing/lock_queue"), &[&QUEUE_LOCK, &ente]).await?;
        let bytes = i64::try_from(quota.result_bytes).unwrap_or(i64::MAX);
        let added = transaction
            .execute(
                sql!("processing/add_job"),
                &[
                    &job.id,
                    &ente,
                    &job.process,
                    &job.process_version,
                    &job.inputs,
                    &actor.record_name(),
                    &job.subscriber,
                    &job.repeats,
                    &job.is_raw,
                    &job.outputs,
                    &i64::from(quota.waiting),
                    &bytes,
                ],
            )
            .await?;
        if added == 0 {
            return Err(Error::QuotaExceeded);
        }
        transaction.audit(actor, &job.ente, "jobs.execute", Some(1), Some(&job.process)).await?;
        transaction.commit().await
    }

    /// Returns a job, if `actor` may see it.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_job(&self, actor: &Actor, id: Uuid) -> Result<Option<Job>, Error> {
        if !acts(actor) {
            return Ok(None);
        }
        let transaction = self.read("processing.find_job", actor, View::Current).await?;
        let row = transaction.query_opt(sql!("processing/find_job"), &[&id]).await?;
        transaction.commit().await?;
        let found = row.as_ref().map(job).transpose()?;
        Ok(found.filter(|job| actor.may(Right::Read, &job.ente)))
    }

    /// Returns the newest jobs that `actor` may see, at most `limit`.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_jobs(&self, actor: &Actor, filter: &JobFilter, limit: u32) -> Result<Vec<Job>, Error> {
        if !acts(actor) {
            return Ok(Vec::new());
        }
        let enti: Option<Vec<&str>> =
            filter.enti.as_ref().map(|enti| enti.iter().map(EnteCode::as_str).collect());
        let states: Option<Vec<&str>> =
            filter.states.as_ref().map(|states| states.iter().map(|state| state.as_str()).collect());
        let transaction = self.read("processing.list_jobs", actor, View::Current).await?;
        let rows = transaction
            .query(
                sql!("processing/list_jobs"),
                &[
                    &enti,
                    &filter.processes,
                    &states,
                    &filter.from,
                    &filter.to,
                    &filter.least_s,
                    &filter.most_s,
                    &filter.before,
                    &i64::from(limit),
                ],
            )
            .await?;
        transaction.commit().await?;
        let jobs: Vec<Job> = rows.iter().map(job).collect::<Result<_, Error>>()?;
        Ok(jobs.into_iter().filter(|job| actor.may(Right::Read, &job.ente)).collect())
    }
}

/// Tells whether somebody acts for an ente or for the installation: others have no jobs.
fn acts(actor: &Actor) -> bool {
    match actor {
        Actor::Anonymous => false,
        Actor::Signed(identity) => identity.acting.is_some(),
        Actor::LocalAdministrator { .. } | Actor::Node => true,
    }
}

pub(super) fn job(row: &Row) -> Result<Job, Error> {
    let inconsistent = || Error::InconsistentRow { table: "civico.job" };
    Ok(Job {
        id: row.try_get("id")?,
        ente: row.try_get::<_, &str>("ente")?.parse().map_err(|_error| inconsistent())?,
        process: row.try_get("process")?,
        process_version: row.try_get("process_version")?,
        state: row.try_get::<_, &str>("state")?.parse().map_err(|_error| inconsistent())?,
        inputs: row.try_get("inputs")?,
        input_versions: row.try_get("input_versions")?,
        outputs: row.try_get("outputs")?,
        is_raw: row.try_get("is_raw")?,
        repeats: row.try_get("repeats")?,
        created_by: row.try_get("created_by")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
        started_at: row.try_get("started_at")?,
        finished_at: row.try_get("finished_at")?,
        expires_at: row.try_get("expires_at")?,
        progress: row.try_get("progress")?,
        message: row.try_get("message")?,
        collection: row.try_get("collection")?,
        result: row.try_get("result")?,
        result_digest: row.try_get("result_digest")?,
        attempts: row.try_get("attempts")?,
        subscriber: row.try_get("subscriber")?,
    })
}
