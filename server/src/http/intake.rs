//! What comes in before anybody thinks about it: whole, in time, and without NUL.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use civico_domain::notice::Notice;
use tokio::time::timeout;

use crate::problem::Problem;

/// The longest body of a request, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1024;
/// How long a body may take to come. Until it is there the request takes no place among those that
/// are answered at the same time.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Where whole files come: they are read piece by piece, up to a cap of their own.
const DELIVERED: &str = "/rest/toponymy/v1/deliveries";

/// Waits for the body, and refuses what no text of ours can hold: PostgreSQL has no NUL.
pub(crate) async fn take(request: Request, next: Next) -> Response {
    let refuse = |status, id| Problem::new(status, Notice::new(id)).into_response();
    let address = request.uri().path_and_query().map_or("", |whole| whole.as_str());
    if address.contains("%00") {
        return refuse(StatusCode::BAD_REQUEST, "problem-nul");
    }
    if DELIVERED == request.uri().path() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let bytes = match timeout(BODY_TIMEOUT, to_bytes(body, MAX_BODY_BYTES)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_too_long_or_cut)) => return refuse(StatusCode::PAYLOAD_TOO_LARGE, "problem-long-body"),
        Err(_elapsed) => return refuse(StatusCode::REQUEST_TIMEOUT, "problem-slow-body"),
    };
    if bytes.contains(&0) || bytes.windows(6).any(|six| six == b"\\u0000") {
        return refuse(StatusCode::BAD_REQUEST, "problem-nul");
    }
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}
