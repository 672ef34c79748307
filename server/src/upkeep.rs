//! What the server does by itself from time to time.

use std::time::Duration;

use civico_domain::identity::Actor;
use civico_domain::records::TEXT_KEPT_DAYS;
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use crate::moment;
use crate::problem::chain;
use crate::processing::tell;
use crate::records::follow::follow;
use crate::register::nightly;
use crate::state::AppState;

/// How often measurements are summed up: until then each is kept one by one.
const METRICS: Duration = Duration::from_secs(5);
/// How often limits forget who did not ask for a while.
const LIMITS: Duration = Duration::from_mins(1);
/// How often it is looked whether the day of a scheduled act has come: soon after midnight in Italy.
const DUE_ACTS: Duration = Duration::from_secs(5);
/// How often sessions that are over and audit entries past their time are removed.
const RETENTION: Duration = Duration::from_hours(1);

/// How long a delivery of a comune waits for a decision.
const DELIVERIES: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Starts it; the tasks end when the set is dropped.
pub(crate) fn start(state: &AppState, tasks: &mut JoinSet<()>) {
    let kept = state.clone();
    tasks.spawn(every(METRICS, move || kept.metrics.run_upkeep()));
    let kept = state.clone();
    tasks.spawn(every(LIMITS, move || kept.limits.tidy()));
    tasks.spawn(carry_out(state.clone()));
    tasks.spawn(follow(state.clone()));
    tasks.spawn(nightly::keep(state.clone()));
    tasks.spawn(tell(state.clone()));
    let kept = state.clone();
    tasks.spawn(async move {
        let mut ticks = interval(RETENTION);
        loop {
            ticks.tick().await;
            if let Err(error) = forget(&kept).await {
                tracing::warn!(error = %chain(&error), "upkeep.retention.failed");
            }
        }
    });
}

/// Carries out the acts whose day has come; whichever node is first does.
async fn carry_out(state: AppState) {
    let mut ticks = interval(DUE_ACTS);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match state.store.carry_out_due_acts(moment::now()).await {
            Ok(0) => {}
            Ok(acts) => tracing::info!(acts, "upkeep.acts.took_effect"),
            Err(error) => tracing::warn!(error = %chain(&error), "upkeep.acts.failed"),
        }
    }
}

async fn every(period: Duration, work: impl Fn()) {
    let mut ticks = interval(period);
    loop {
        ticks.tick().await;
        work();
    }
}

async fn forget(state: &AppState) -> Result<(), civico_store::Error> {
    let now = Timestamp::now();
    state.store.remove_expired(now).await?;
    state.store.forget_deliveries(now - DELIVERIES).await?;
    // A merger dated in the future takes effect on its day.
    state.store.refresh_grants().await?;
    let days = i64::from(state.config.identity.audit_days);
    let removed =
        state.store.remove_audit_before(&Actor::Node, now - SignedDuration::from_hours(24 * days)).await?;
    if removed > 0 {
        tracing::info!(removed, "upkeep.audit.removed");
    }
    let results = state.store.remove_expired_jobs(now).await?;
    if results > 0 {
        tracing::info!(results, "upkeep.jobs.removed");
    }
    let kept = SignedDuration::from_hours(24 * TEXT_KEPT_DAYS);
    let erased = state.store.erase_record_texts(now, kept).await?;
    if erased > 0 {
        tracing::info!(erased, "upkeep.records.texts_erased");
    }
    Ok(())
}
