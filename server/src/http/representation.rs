//! JSON or HTML: what a client wants.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use civico_domain::notice::Notice;

use super::link::{HTML, JSON};
use crate::problem::Problem;

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Representation {
    /// JSON or GeoJSON.
    Json,
    /// A page for people.
    Html,
}

impl Representation {
    /// Links to another document in the same representation: its address and media type.
    pub(crate) fn of(self, document: &str) -> (String, &'static str) {
        match self {
            Self::Json => (document.to_owned(), JSON),
            Self::Html => (format!("{document}?f=html"), HTML),
        }
    }

    fn named(token: &str) -> Option<Self> {
        match token {
            "json" | "geojson" => Some(Self::Json),
            "html" => Some(Self::Html),
            _ => None,
        }
    }

    /// Chooses by the header `Accept`: whichever of ours is named first; browsers name HTML.
    fn accepted(header: &str) -> Option<Self> {
        header.split(',').find_map(|part| {
            let media_type = part.split(';').next().unwrap_or_default().trim();
            match media_type {
                "text/html" | "application/xhtml+xml" => Some(Self::Html),
                "*/*" | "application/*" => Some(Self::Json),
                json if json.ends_with("json") => Some(Self::Json),
                _ => None,
            }
        })
    }
}

impl<S: Sync> FromRequestParts<S> for Representation {
    type Rejection = Problem;

    /// `f=json|geojson|html` wins over `Accept`; without either it is JSON.
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let named =
            parts.uri.query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("f=")));
        if let Some(token) = named {
            let refused = || Problem::bad_request(Notice::new("problem-unknown-format"));
            return Self::named(token).ok_or_else(refused);
        }
        match parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()) {
            None => Ok(Self::Json),
            Some(accept) => Self::accepted(accept).ok_or_else(|| {
                Problem::new(StatusCode::NOT_ACCEPTABLE, Notice::new("problem-not-acceptable"))
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_get_pages_and_programs_get_json() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(Representation::accepted(browser), Some(Representation::Html));
        assert_eq!(Representation::accepted("application/geo+json, */*;q=0.1"), Some(Representation::Json));
        assert_eq!(Representation::accepted("*/*"), Some(Representation::Json));
        assert_eq!(Representation::accepted("image/png"), None);
    }
}
