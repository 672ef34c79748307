//! `civico worker`

use std::sync::Arc;

use civico_domain::notice::Notice;
use clap::Args;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::opened::Opened;
use crate::terminal::Terminal;
use crate::worker::{Workshop, serve};

#[derive(Debug, Args)]
pub(super) struct WorkerArguments {
    /// Jobs that are worked on at the same time; as configured if nobody says.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=64))]
    jobs: Option<u32>,
}

/// Takes jobs of processes from the database until Ctrl-C.
pub(super) async fn work(
    arguments: &WorkerArguments,
    opened: &Opened,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let jobs = arguments.jobs.unwrap_or(opened.config.processes.workers.max(1));
    terminal.say(&Notice::new("cli-worker-ready").with("jobs", jobs));
    let mut workers = JoinSet::new();
    for _worker in 0..jobs {
        workers.spawn(serve(Arc::new(Workshop {
            store: opened.store.clone(),
            config: opened.config.clone(),
            state: None,
            came: Arc::new(Notify::new()),
        })));
    }
    while workers.join_next().await.is_some() {}
    Ok(())
}
