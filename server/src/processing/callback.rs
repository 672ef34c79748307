//! Telling subscribers what became of their jobs.

use std::time::Duration;

use civico_domain::identity::Actor;
use civico_store::processing::{Job, JobState};
use openidconnect::reqwest::{Client, ClientBuilder, redirect::Policy};
use serde_json::json;
use tokio::time::sleep;

use super::subscriber::is_allowed;
use crate::http::jobs::{results_document, status_info};
use crate::messages::Language;
use crate::problem::chain;
use crate::state::AppState;

/// How often it is looked whether somebody waits to be told.
const LOOK: Duration = Duration::from_secs(1);
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait before each further attempt.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(5)];

/// Tells subscribers for as long as the program runs; whichever node is first does.
pub(crate) async fn tell(state: AppState) {
    if state.config.processes.callback_hosts.is_empty() {
        return;
    }
    let client = match ClientBuilder::new().redirect(Policy::none()).timeout(PATIENCE).build() {
        Ok(client) => client,
        Err(error) => return tracing::error!(error = %chain(&error), "processing.callback.no_client"),
    };
    loop {
        match state.store.take_callback().await {
            Ok(Some(job)) => tell_one(&state, &client, &job).await,
            Ok(None) => sleep(LOOK).await,
            Err(error) => {
                tracing::warn!(error = %chain(&error), "processing.callback.failed");
                sleep(LOOK).await;
            }
        }
    }
}

async fn tell_one(state: &AppState, client: &Client, job: &Job) {
    let name = match job.state {
        JobState::Successful => "successUri",
        JobState::Running => "inProgressUri",
        _ => "failedUri",
    };
    let address = job.subscriber.as_ref().and_then(|subscriber| subscriber[name].as_str());
    // The list may have become shorter since.
    let Some(address) = address.filter(|address| is_allowed(address, &state.config.processes.callback_hosts))
    else {
        return;
    };
    let document = if job.state == JobState::Successful {
        results_document(state, &Actor::local_administrator_for(job.ente.clone()), job, Language::It)
            .await
            .unwrap_or_else(|_problem| json!({}))
    } else {
        status_info(state, job, Language::It)
    };
    let mut pauses = PAUSES.iter();
    loop {
        let told = client
            .post(address)
            .header("content-type", "application/json")
            .body(document.to_string())
            .send()
            .await;
        match told.and_then(openidconnect::reqwest::Response::error_for_status) {
            Ok(_) => return,
            Err(error) => {
                // The address may hold what is nobody else's: only the kind of failure is told.
                tracing::warn!(job = %job.id, status = ?error.status(), "processing.callback.refused");
                match pauses.next() {
                    Some(pause) => sleep(*pause).await,
                    None => return,
                }
            }
        }
    }
}
