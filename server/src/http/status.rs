//! Health and metrics.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::identity::Actor;
use serde_json::json;

use crate::state::AppState;

/// `GET /status`: whether the database answers, and what the node knows (ModI, `/status`).
pub(crate) async fn status(State(state): State<AppState>) -> Response {
    let last = state.store.get_last_seq(&Actor::Node).await;
    let index_seq = state.index.load().seq();
    let collections = state.catalog.load().collections.iter().filter(|found| found.is_public()).count();
    let healthy = last.is_ok();
    let code = if healthy { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = json!({
        "status": code.as_u16(),
        "title": if healthy { "OK" } else { "Service Unavailable" },
        "database": healthy,
        "seq": last.ok(),
        "index_seq": index_seq,
        "stale": !state.is_fresh(),
        "collections": collections,
        "version": env!("CARGO_PKG_VERSION"),
    });
    (code, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// `GET /status/live`: the program answers, nothing more.
pub(crate) async fn live() -> &'static str {
    "ok"
}

/// `GET /metrics`: Prometheus, text format 0.0.4.
pub(crate) async fn metrics(State(state): State<AppState>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], state.metrics.render()).into_response()
}
