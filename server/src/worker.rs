//! Workers: each takes one job after another and says all the while that it is there.

use std::sync::Arc;
use std::time::Duration;

use civico_domain::notice::Notice;
use civico_domain::processing::Process;
use civico_store::Store;
use civico_store::processing::{Job, Lease};
use tokio::sync::Notify;
use tokio::time::{interval, sleep};

use crate::config::Config;
use crate::problem::chain;
use crate::processing::{Stopped, Watched, work};
use crate::state::AppState;

/// How often the queue is looked at when nobody says that something came.
const LOOK: Duration = Duration::from_millis(500);
/// How often a worker says that it is there, and hears that it should stop: a job that is dismissed
/// is given up within this and the time of a statement.
const BEAT: Duration = Duration::from_millis(250);
/// How often a job may be taken before it is given up: what ends its worker each time ends the next.
const MOST_ATTEMPTS: i16 = 20;

/// What a worker works with.
pub(crate) struct Workshop {
    pub(crate) store: Store,
    pub(crate) config: Arc<Config>,
    /// The server around it; `None` of `civico worker`, which holds no index of addresses.
    pub(crate) state: Option<AppState>,
    /// Told when a job came.
    pub(crate) came: Arc<Notify>,
}

impl Workshop {
    /// Returns the processes that can be run here.
    fn processes(&self) -> Vec<&'static str> {
        let can = |process: &Process| self.state.is_some() || *process != Process::GeocodeTable;
        Process::ALL.into_iter().filter(can).map(Process::id).collect()
    }
}

/// Takes jobs for as long as the program runs.
pub(crate) async fn serve(shop: Arc<Workshop>) {
    let processes = shop.processes();
    let limits = &shop.config.processes;
    loop {
        match shop.store.take_job(limits.lease(), limits.running_per_ente, &processes).await {
            Ok(Some((lease, job))) => attend(&shop, lease, &job).await,
            Ok(None) => {
                tokio::select! {
                    () = shop.came.notified() => {}
                    () = sleep(LOOK) => {}
                }
            }
            Err(error) => {
                tracing::warn!(error = %chain(&error), "worker.take.failed");
                sleep(LOOK).await;
            }
        }
    }
}

/// Works on a job, or drops it as soon as it is no longer this worker's.
async fn attend(shop: &Arc<Workshop>, lease: Lease, job: &Job) {
    let left = Left { shop: shop.clone(), lease, is_over: false };
    let watched = Arc::new(Watched::default());
    let outcome = if job.attempts > MOST_ATTEMPTS {
        Some(Err(Stopped::Refused(Notice::new("job-worker-died"))))
    } else {
        tokio::select! {
            outcome = work(shop, lease, job, &watched) => Some(outcome),
            () = beat(shop, lease, &watched) => None,
        }
    };
    left.over();
    let reason = match outcome {
        None => return tracing::info!(job = %job.id, "worker.job.given_up"),
        Some(Ok(())) => return tracing::info!(job = %job.id, process = job.process, "worker.job.done"),
        Some(Err(reason)) => reason,
    };
    tracing::info!(job = %job.id, process = job.process, reason = %chain(&reason), "worker.job.failed");
    let keep_days = shop.config.processes.keep_days();
    if let Err(error) = shop.store.fail_job(lease, &reason.notice(), keep_days).await {
        // The lease ends by itself: the job is taken again.
        tracing::warn!(error = %chain(&error), "worker.job.not_ended");
    }
}

/// Says that the worker is there; returns once the job is no longer its own.
async fn beat(shop: &Workshop, lease: Lease, watched: &Watched) {
    let lease_for = shop.config.processes.lease();
    let mut ticks = interval(BEAT);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut heard = tokio::time::Instant::now();
    loop {
        ticks.tick().await;
        match shop.store.beat_job(lease, lease_for, watched.percent(), None).await {
            Ok(true) => heard = tokio::time::Instant::now(),
            Ok(false) => return,
            Err(error) => tracing::warn!(error = %chain(&error), "worker.beat.failed"),
        }
        // Others may have it by now.
        if heard.elapsed() > lease_for {
            return;
        }
    }
}

/// A job that goes back to the queue when its worker is told to stop.
struct Left {
    shop: Arc<Workshop>,
    lease: Lease,
    is_over: bool,
}

impl Left {
    fn over(mut self) {
        self.is_over = true;
    }
}

impl Drop for Left {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let (shop, lease) = (self.shop.clone(), self.lease);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = shop.store.give_back_job(lease).await {
                    tracing::warn!(error = %chain(&error), "worker.job.not_given_back");
                }
            });
        }
    }
}
