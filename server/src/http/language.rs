//! The language of a request.

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use std::convert::Infallible;

use crate::messages::Language;

/// Chooses by `lang=` in the query, else by `Accept-Language`, else Italian.
fn choose(uri: &Uri, headers: &HeaderMap) -> Language {
    let named = uri.query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("lang=")));
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    match named {
        Some(token) => Language::of(token),
        None => accepted().and_then(Language::accepted).unwrap_or(Language::It),
    }
}

/// Returns the language of a request.
pub(crate) fn language_of(request: &Request) -> Language {
    choose(request.uri(), request.headers())
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(choose(&parts.uri, &parts.headers))
    }
}
