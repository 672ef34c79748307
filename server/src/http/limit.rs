//! Limits by address and by key, and the headers that tell where somebody stands (ModI).

use std::net::{IpAddr, SocketAddr};

use axum::body::{Body, HttpBody};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use civico_domain::notice::Notice;
use tokio_stream::StreamExt;

use super::caller::Caller;
use crate::limits::{Counted, Standing, TooMuch};
use crate::problem::Problem;
use crate::state::AppState;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Counts what an address asks.
pub(crate) async fn by_address(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let from = address(request.headers(), request.extensions(), &state.config.server.trusted_proxies);
    match from {
        Some(from) => counted(&state, Counted::Address(from), request, next).await,
        None => next.run(request).await,
    }
}

/// Counts what a key asks, besides.
pub(crate) async fn by_key(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match request.extensions().get::<Caller>().and_then(Caller::key) {
        Some(key) => counted(&state, Counted::Key(key), request, next).await,
        None => next.run(request).await,
    }
}

async fn counted(state: &AppState, who: Counted, request: Request, next: Next) -> Response {
    let standing = match state.limits.request(who) {
        Ok(standing) => standing,
        Err(too_much) => return refuse(too_much),
    };
    let request = request.map(|body| count_bytes(state, who, body));
    let mut response = next.run(request).await.map(|body| count_bytes(state, who, body));
    if let Some(standing) = standing
        && !response.headers().contains_key(LIMIT)
    {
        tell(response.headers_mut(), standing);
    }
    response
}

/// Counts the bytes of a request or an answer: at once where they are known, else as they go.
fn count_bytes(state: &AppState, who: Counted, body: Body) -> Body {
    if let Some(bytes) = body.size_hint().exact() {
        state.limits.bytes(who, bytes);
        return body;
    }
    let state = state.clone();
    Body::from_stream(body.into_data_stream().map(move |piece| {
        if let Ok(piece) = &piece {
            state.limits.bytes(who, piece.len() as u64);
        }
        piece
    }))
}

fn tell(headers: &mut HeaderMap, standing: Standing) {
    headers.insert(LIMIT, standing.limit.into());
    headers.insert(REMAINING, standing.remaining.into());
    headers.insert(RESET, standing.reset_s.into());
}

/// 429 with what ModI asks for.
pub(crate) fn refuse(too_much: TooMuch) -> Response {
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, Notice::new("problem-too-many"));
    let mut response = problem.into_response();
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from(too_much.retry_after_s));
    tell(headers, Standing { limit: too_much.limit, remaining: 0, reset_s: too_much.retry_after_s });
    response
}

/// Returns the address a request comes from: the peer's, or what a proxy that is trusted says.
pub(crate) fn address(headers: &HeaderMap, extensions: &Extensions, trusted: &[IpAddr]) -> Option<IpAddr> {
    let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|text| text.split(',')).map(str::trim).collect();
    // An address of version 4 that comes by a socket of version 6 is the same address.
    let mut from = peer.ip().to_canonical();
    // From the nearest proxy outwards: the first address that is no trusted proxy is the client's.
    for hop in hops.iter().rev() {
        if !trusted.contains(&from) {
            break;
        }
        let Ok(next) = hop.parse::<IpAddr>() else { break };
        from = next.to_canonical();
    }
    Some(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let of = |peer: [u8; 4], forwarded: &'static str, trusted: &[IpAddr]| {
            let mut extensions = Extensions::new();
            extensions.insert(ConnectInfo(SocketAddr::from((peer, 1))));
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_static(forwarded));
            address(&headers, &extensions, trusted).unwrap().to_string()
        };
        let proxy = [IpAddr::from([10, 0, 0, 1])];
        assert_eq!(of([192, 0, 2, 7], "203.0.113.9", &proxy), "192.0.2.7");
        assert_eq!(of([10, 0, 0, 1], "203.0.113.9", &proxy), "203.0.113.9");
        assert_eq!(of([10, 0, 0, 1], "198.51.100.1, 203.0.113.9", &proxy), "203.0.113.9");
        assert_eq!(of([10, 0, 0, 1], "nonsense", &proxy), "10.0.0.1");
    }
}
