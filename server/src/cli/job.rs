//! `civico job`

use std::time::Duration;

use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_store::processing::{Ended, Job, JobFilter, JobState, NewJob};
use clap::Subcommand;
use serde_json::{Value, json};
use tokio::time::sleep;
use uuid::Uuid;

use super::{administrator_for, find_ente};
use crate::import::Failure;
use crate::opened::Opened;
use crate::processing::pinned;
use crate::terminal::Terminal;

/// How often a job that is waited for is looked at.
const LOOK: Duration = Duration::from_millis(500);

#[derive(Debug, Subcommand)]
pub(super) enum JobCommand {
    /// Lists the newest jobs.
    List {
        /// Only those of an ente: code or slug.
        #[arg(long)]
        ente: Option<String>,
        /// How many.
        #[arg(long, default_value_t = 50)]
        limit: u32,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// Shows a job as JSON: state, inputs, versions that were read, result.
    Show {
        /// The job.
        id: Uuid,
    },
    /// Does a job again on the versions that it read, and says whether the result is the same.
    Rerun {
        /// The job.
        id: Uuid,
        /// Does not wait for the result.
        #[arg(long)]
        no_wait: bool,
    },
    /// Gives a job up; a result that is there goes.
    Dismiss {
        /// The job.
        id: Uuid,
    },
    /// Lets a result stay until its job is dismissed.
    Keep {
        /// The job.
        id: Uuid,
    },
}

pub(super) async fn run(command: &JobCommand, opened: &Opened, terminal: Terminal) -> anyhow::Result<()> {
    match command {
        JobCommand::List { ente, limit, json } => {
            list(opened, terminal, ente.as_deref(), *limit, *json).await
        }
        JobCommand::Show { id } => {
            let job = find(opened, *id).await?;
            terminal.json(&shown(&job));
            Ok(())
        }
        JobCommand::Rerun { id, no_wait } => rerun(opened, terminal, *id, !no_wait).await,
        JobCommand::Dismiss { id } => {
            let keep_days = opened.config.processes.keep_days();
            let ended = opened.store.dismiss_job(&actor(), *id, keep_days).await;
            let said = match ended.map_err(|error| failure(&error, *id))? {
                Ended::Now => "cli-job-dismissed",
                Ended::Before => "cli-job-dismissed-before",
            };
            terminal.say(&Notice::new(said).with("id", id));
            Ok(())
        }
        JobCommand::Keep { id } => {
            opened.store.keep_job(&actor(), *id).await.map_err(|error| failure(&error, *id))?;
            terminal.say(&Notice::new("cli-job-kept").with("id", id));
            Ok(())
        }
    }
}

async fn list(
    opened: &Opened,
    terminal: Terminal,
    ente: Option<&str>,
    limit: u32,
    json: bool,
) -> anyhow::Result<()> {
    let mut filter = JobFilter::default();
    if let Some(ente) = ente {
        filter.enti = Some(vec![find_ente(opened, Some(ente)).await?.code]);
    }
    let jobs = opened.store.list_jobs(&actor(), &filter, limit.clamp(1, 10_000)).await;
    let jobs = jobs.map_err(|error| Failure::store(&error))?;
    if json {
        terminal.json(&Value::Array(jobs.iter().map(shown).collect()));
        return Ok(());
    }
    if jobs.is_empty() {
        terminal.say(&Notice::new("cli-no-jobs"));
    }
    for job in &jobs {
        let line = Notice::new("cli-job-line").with("id", job.id).with("ente", &job.ente);
        let line = line.with("process", &job.process).with("state", job.state).with("progress", job.progress);
        terminal.say(&line.with("created", job.created_at));
    }
    Ok(())
}

async fn rerun(opened: &Opened, terminal: Terminal, id: Uuid, wait: bool) -> anyhow::Result<()> {
    let before = find(opened, id).await?;
    let job = NewJob {
        id: Uuid::now_v7(),
        ente: before.ente.clone(),
        process: before.process.clone(),
        process_version: before.process_version.clone(),
        inputs: pinned(&before),
        subscriber: None,
        repeats: Some(before.id),
        outputs: before.outputs.clone(),
        is_raw: before.is_raw,
    };
    let actor = administrator_for(&before.ente);
    let added = opened.store.add_job(&actor, &job, opened.config.processes.quota()).await;
    added.map_err(|error| failure(&error, id))?;
    terminal.say(&Notice::new("cli-job-again").with("id", job.id));
    if !wait {
        return Ok(());
    }
    let after = loop {
        let job = find(opened, job.id).await?;
        if job.state.is_over() {
            break job;
        }
        sleep(LOOK).await;
    };
    if after.state != JobState::Successful {
        return Err(Failure(Notice::new("cli-job-failed").with("state", after.state)).into());
    }
    if before.result_digest == after.result_digest {
        terminal.say(&Notice::new("cli-job-same"));
        return Ok(());
    }
    Err(Failure(Notice::new("cli-job-other")).into())
}

fn actor() -> Actor {
    Actor::local_administrator()
}

async fn find(opened: &Opened, id: Uuid) -> anyhow::Result<Job> {
    let found = opened.store.find_job(&actor(), id).await.map_err(|error| Failure::store(&error))?;
    Ok(found.ok_or_else(|| Failure(Notice::new("cli-no-such-job").with("id", id)))?)
}

fn failure(error: &civico_store::Error, id: Uuid) -> Failure {
    match error {
        civico_store::Error::NotFound(_) => Failure(Notice::new("cli-no-such-job").with("id", id)),
        civico_store::Error::QuotaExceeded => Failure(Notice::new("problem-quota")),
        other => Failure::store(other),
    }
}

fn shown(job: &Job) -> Value {
    json!({
        "id": job.id,
        "ente": job.ente,
        "process": job.process,
        "process_version": job.process_version,
        "state": job.state.as_str(),
        "progress": job.progress,
        "message": job.message,
        "inputs": job.inputs,
        "input_versions": job.input_versions,
        "repeats": job.repeats,
        "created_by": job.created_by,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "expires_at": job.expires_at,
        "attempts": job.attempts,
        "collection": job.collection,
        "result": job.result,
        "result_digest": job.result_digest,
    })
}
