//! The feed of the register: pages, waiting for more, or a stream of server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use civico_domain::identity::{Actor, IstatCode};
use civico_store::toponymy::RegisterChange;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};
use tokio_stream::wrappers::ReceiverStream;

use super::caller::Caller;
use super::query::{Parameters, wrong};
use crate::problem::{Answer, Problem, chain};
use crate::state::AppState;

/// Events in a page when nobody says, and at most.
const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1000;
/// The longest that a page waits for something to come, in seconds: shorter than a request may take.
const LONGEST_WAIT_S: u64 = 25;
/// Events of a thing at most; a thing with more has its first.
const HISTORY_LIMIT: u32 = 1000;

/// What is asked of the feed.
struct FeedQuery {
    after: i64,
    limit: u32,
    municipality: Option<IstatCode>,
}

/// `GET /rest/toponymy/v1/changes`
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    mut parameters: Parameters,
) -> Answer<Response> {
    let is_stream = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/event-stream"));
    // A browser that lost the stream says where it was.
    let resumed = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    let limit = parameters.parse("limit")?.unwrap_or(DEFAULT_LIMIT);
    let wait_s: u64 = parameters.parse("wait_s")?.unwrap_or(0);
    let query = FeedQuery {
        after: resumed.or(parameters.parse("after")?).unwrap_or(0),
        limit: limit.clamp(1, MAX_LIMIT),
        municipality: parameters.parse("municipality")?,
    };
    if query.after < 0 {
        return Err(wrong("after"));
    }
    parameters.finish()?;
    if is_stream {
        return Ok(stream(state, caller.actor, query));
    }
    page(&state, &caller.actor, &query, wait_s.min(LONGEST_WAIT_S)).await
}

/// `GET /rest/toponymy/v1/history/{id}`: what happened to a street, an address, a locality or a comune.
pub(crate) async fn history(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Answer<Json<Value>> {
    parameters.finish()?;
    let events = state.store.list_history(&caller.actor, &id, HISTORY_LIMIT).await?;
    if events.is_empty() {
        return Err(Problem::not_found("subject"));
    }
    Ok(Json(json!({"items": events, "next": null})))
}

/// A page; if there is nothing yet and the client waits, what comes in that time.
async fn page(state: &AppState, actor: &Actor, query: &FeedQuery, wait_s: u64) -> Answer<Response> {
    let until = Instant::now() + Duration::from_secs(wait_s);
    let mut news = state.log_seq.subscribe();
    let events = loop {
        news.mark_unchanged();
        let events = read(state, actor, query).await?;
        if !events.is_empty() || timeout_at(until, news.changed()).await.is_err() {
            break events;
        }
    };
    let last = events.last().map_or(query.after, |event| event.seq);
    let next = (events.len() == query.limit as usize).then(|| last.to_string());
    let body = Json(json!({"items": events, "next": next, "seq": last}));
    Ok(([(header::CACHE_CONTROL, "no-store")], body).into_response())
}

async fn read(
    state: &AppState,
    actor: &Actor,
    query: &FeedQuery,
) -> Result<Vec<RegisterChange>, civico_store::Error> {
    let municipality = query.municipality.as_ref();
    state.store.list_register_changes(actor, query.after, municipality, query.limit).await
}

/// Sends events as they come until the client leaves; the id of each is its register number.
fn stream(state: AppState, actor: Actor, mut query: FeedQuery) -> Response {
    let (sender, receiver) = mpsc::channel::<Result<Event, Infallible>>(64);
    query.limit = MAX_LIMIT;
    tokio::spawn(async move {
        let mut news = state.log_seq.subscribe();
        loop {
            news.mark_unchanged();
            match read(&state, &actor, &query).await {
                Ok(events) if events.is_empty() => tokio::select! {
                    _changed = news.changed() => {}
                    () = sender.closed() => return,
                },
                Ok(events) => {
                    for event in &events {
                        query.after = event.seq;
                        if sender.send(Ok(written(event))).await.is_err() {
                            return;
                        }
                    }
                }
                // The client comes again from where it is.
                Err(error) => return tracing::warn!(error = %chain(&error), "http.changes.stream.ended"),
            }
        }
    });
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default()).into_response()
}

fn written(event: &RegisterChange) -> Event {
    let data = serde_json::to_string(event).unwrap_or_default();
    Event::default().id(event.seq.to_string()).event(event.event_type.clone()).data(data)
}
