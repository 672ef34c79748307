//! What comes in before anybody thinks about it: whole, in time, and without NUL. Of batches, which
//! are answered while they come, the beginning.

use std::time::Duration;

use axum::body::{Body, BodyDataStream, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use civico_domain::notice::Notice;
use futures_util::stream::{self, StreamExt};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

use crate::problem::{Answer, Problem};

/// The longest body of a request, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1024;
/// How long a body may take to come. Until it is there the request takes no place among those that
/// are answered at the same time.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// What is answered while it comes.
const STREAMED: &str = "/rest/geocoder/v1/batch";
/// Where forms with a file are sent.
const UPLOADS: [&str; 3] = ["/addok/search/csv", "/addok/reverse/csv", "/rest/toponymy/v1/deliveries"];
/// The longest form with a file, in bytes.
const MAX_UPLOAD_BYTES: usize = 51 * 1024 * 1024;
/// How long it may take to come, as long as it keeps coming.
const UPLOAD_TIMEOUT: Duration = Duration::from_mins(10);
/// Forms with files that come at the same time; others wait.
static UPLOADING: Semaphore = Semaphore::const_new(4);
/// Bytes of a stream that are waited for: they tell its encoding and its columns.
const HEAD_BYTES: usize = 64 * 1024;
/// How long is waited for more of them once there is a line.
const PAUSE: Duration = Duration::from_millis(200);

/// Waits for the body, and refuses what no text of ours can hold: PostgreSQL has no NUL.
pub(crate) async fn take(request: Request, next: Next) -> Response {
    let refuse = |status, id| Problem::new(status, Notice::new(id)).into_response();
    let address = request.uri().path_and_query().map_or("", |whole| whole.as_str());
    if address.contains("%00") {
        return refuse(StatusCode::BAD_REQUEST, "problem-nul");
    }
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    // A request may bring along the features that a process works on.
    let is_execution = path.starts_with("/ogc/processes/") && path.ends_with("/execution");
    if UPLOADS.contains(&path) || is_execution {
        return match gather(body).await {
            Ok(whole) => next.run(Request::from_parts(parts, whole)).await,
            Err(problem) => problem.into_response(),
        };
    }
    if parts.uri.path() == STREAMED {
        return match begin(body).await {
            Ok(body) => next.run(Request::from_parts(parts, body)).await,
            Err(_elapsed) => refuse(StatusCode::REQUEST_TIMEOUT, "problem-slow-body"),
        };
    }
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

/// Waits for a whole form with a file.
async fn gather(body: Body) -> Answer<Body> {
    let refused = |status, id| Problem::new(status, Notice::new(id));
    let slow = |_elapsed| refused(StatusCode::REQUEST_TIMEOUT, "problem-slow-body");
    let busy = |_closed| refused(StatusCode::SERVICE_UNAVAILABLE, "problem-batch-busy");
    let _place = timeout(BODY_TIMEOUT, UPLOADING.acquire()).await.map_err(slow)?.map_err(busy)?;
    let mut rest = body.into_data_stream();
    let mut whole = Vec::new();
    let patience = Instant::now() + UPLOAD_TIMEOUT;
    loop {
        let until = patience.min(Instant::now() + BODY_TIMEOUT);
        let Some(piece) = timeout_at(until, rest.next()).await.map_err(slow)? else {
            return Ok(Body::from(whole));
        };
        let piece = piece.map_err(|_cut| refused(StatusCode::BAD_REQUEST, "problem-addok-multipart"))?;
        if whole.len() + piece.len() > MAX_UPLOAD_BYTES {
            return Err(refused(StatusCode::PAYLOAD_TOO_LARGE, "problem-addok-size"));
        }
        whole.extend_from_slice(&piece);
    }
}

/// Waits for the beginning of a stream, and puts it before the rest as one piece.
async fn begin(body: Body) -> Result<Body, tokio::time::error::Elapsed> {
    let mut rest: BodyDataStream = body.into_data_stream();
    let mut head = Vec::new();
    let patience = Instant::now() + BODY_TIMEOUT;
    while head.len() < HEAD_BYTES {
        let has_line = head.contains(&b'\n');
        let until = if has_line { patience.min(Instant::now() + PAUSE) } else { patience };
        match timeout_at(until, rest.next()).await {
            Ok(Some(Ok(piece))) => head.extend_from_slice(&piece),
            Ok(Some(Err(error))) => return Ok(Body::from_stream(stream::iter([Err::<Vec<u8>, _>(error)]))),
            Ok(None) => return Ok(Body::from(head)),
            Err(_elapsed) if has_line => break,
            Err(elapsed) => return Err(elapsed),
        }
    }
    Ok(Body::from_stream(stream::iter([Ok(head.into())]).chain(rest)))
}
