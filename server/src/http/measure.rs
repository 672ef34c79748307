//! One span and one histogram for each route.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Measures a request by its route. The address itself is never written: it may hold what a
/// person typed.
pub(crate) async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = request.method().as_str().to_owned();
    let began = Instant::now();
    let response = next.run(request).await;
    let (status, seconds) = (response.status().as_u16(), began.elapsed().as_secs_f64());
    tracing::debug!(route, method, status, duration_s = seconds, "http.request.answered");
    let labels = [("route", route), ("method", method), ("status", status.to_string())];
    metrics::histogram!("civico_http_request_seconds", &labels).record(seconds);
    response
}
