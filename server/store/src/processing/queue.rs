//! Who works on what: a worker has a job for as long as it keeps saying so.

use std::sync::Arc;
use std::time::Duration;

use civico_domain::identity::{Actor, EnteCode, Identity, Principal};
use civico_domain::notice::Notice;
use jiff::Timestamp;
use uuid::Uuid;

use super::job::{Job, job};
use crate::error::Error;
use crate::identity::identity;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

/// What makes a job a worker's own: its id and the worker's, drawn anew for each job it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub job: Uuid,
    /// The worker.
    pub worker: Uuid,
}

impl Store {
    /// Takes the next job that nobody has, or whose worker fell silent, for `lease_for`.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn take_job(
        &self,
        lease_for: Duration,
        running_per_ente: u32,
        processes: &[&str],
    ) -> Result<Option<(Lease, Job)>, Error> {
        let worker = Uuid::new_v4();
        let transaction = self.write("processing.take_job", &Actor::Node).await?;
        let row = transaction
            .query_opt(
                sql!("processing/take_job"),
                &[&worker, &lease_for.as_secs_f64(), &i64::from(running_per_ente), &processes],
            )
            .await?;
        transaction.commit().await?;
        let taken = row.as_ref().map(job).transpose()?;
        Ok(taken.map(|job| (Lease { job: job.id, worker }, job)))
    }

    /// Says that the worker goes on, and how far it is. False: the job is no longer its own.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn beat_job(
        &self,
        lease: Lease,
        lease_for: Duration,
        progress: u8,
        message: Option<&Notice>,
    ) -> Result<bool, Error> {
        let message = message.map(as_json);
        let transaction = self.write("processing.beat_job", &Actor::Node).await?;
        let seconds = lease_for.as_secs_f64();
        let changed = transaction
            .execute(
                sql!("processing/beat_job"),
                &[&lease.job, &lease.worker, &seconds, &i16::from(progress), &message],
            )
            .await?;
        transaction.commit().await?;
        Ok(changed == 1)
    }

    /// Ends a job without a result. False: it is no longer the worker's.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn fail_job(&self, lease: Lease, reason: &Notice, keep_days: i32) -> Result<bool, Error> {
        let transaction = self.write("processing.fail_job", &Actor::Node).await?;
        let changed = transaction
            .execute(sql!("processing/fail_job"), &[&lease.job, &lease.worker, &as_json(reason), &keep_days])
            .await?;
        transaction.commit().await?;
        Ok(changed == 1)
    }

    /// Leaves a job to other workers, since this one is told to stop.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn give_back_job(&self, lease: Lease) -> Result<(), Error> {
        let transaction = self.write("processing.give_back_job", &Actor::Node).await?;
        transaction.execute(sql!("processing/give_back_job"), &[&lease.job, &lease.worker]).await?;
        transaction.commit().await
    }

    /// Takes a job that runs or is over and whose subscriber was not told so; it is told once, or not
    /// at all.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn take_callback(&self) -> Result<Option<Job>, Error> {
        let transaction = self.write("processing.take_callback", &Actor::Node).await?;
        let row = transaction.query_opt(sql!("processing/take_callback"), &[]).await?;
        transaction.commit().await?;
        row.as_ref().map(job).transpose()
    }

    /// Returns the actor that asked for a job, with the rights of now; `None` when it has none any
    /// more for the ente: the person lost the role, the key was revoked.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_asker(&self, job: &Job, now: Timestamp) -> Result<Option<Actor>, Error> {
        let (kind, id) = job.created_by.split_once(':').unwrap_or((&job.created_by, ""));
        let Ok(id) = id.parse::<Uuid>() else {
            let is_local = *kind == *Actor::local_administrator().record_name();
            return Ok(is_local.then(|| Actor::local_administrator_for(job.ente.clone())));
        };
        let transaction = self.read("processing.find_asker", &Actor::Node, View::Current).await?;
        let (row, principal) = if kind == "key" {
            let row = transaction.query_opt(sql!("identity/find_key_acting"), &[&id, &now]).await?;
            (row, Principal::Key(id))
        } else {
            let ente = job.ente.as_str();
            let row = transaction.query_opt(sql!("identity/find_person_acting"), &[&id, &ente]).await?;
            (row, Principal::Person(id))
        };
        transaction.commit().await?;
        let found = row.as_ref().map(|row| identity(row, principal)).transpose()?;
        Ok(found.filter(|found| acts_for(found, &job.ente)).map(|found| Actor::Signed(Arc::new(found))))
    }
}

fn acts_for(identity: &Identity, ente: &EnteCode) -> bool {
    identity.acting.as_ref().is_some_and(|acting| acting.code == *ente)
}

pub(super) fn as_json(notice: &Notice) -> serde_json::Value {
    serde_json::to_value(notice).unwrap_or_default()
}
