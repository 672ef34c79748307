//! Every error of a crate -> RFC 9457 problem document, on one screen.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use civico_domain::notice::Notice;
use civico_domain::toponymy::Refusal;
use serde_json::{Value, json};

use crate::http::language::language_of;
use crate::messages::Language;
use crate::records::vault::VaultError;

/// What is answered instead of what was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    status: StatusCode,
    notice: Notice,
    /// The type, where a standard names one.
    kind: Option<&'static str>,
    /// Inputs that are refused, each with its reason.
    inputs: Vec<(String, Notice)>,
}

pub(crate) type Answer<T> = Result<T, Problem>;

impl Problem {
    pub(crate) fn new(status: StatusCode, notice: Notice) -> Self {
        Self { status, notice, kind: None, inputs: Vec::new() }
    }

    /// Says the type that a standard names.
    pub(crate) fn of_type(self, kind: &'static str) -> Self {
        Self { kind: Some(kind), ..self }
    }

    /// Says which inputs are refused, and why.
    pub(crate) fn with_inputs(self, inputs: Vec<(String, Notice)>) -> Self {
        Self { inputs, ..self }
    }

    /// The request cannot be understood.
    pub(crate) fn bad_request(notice: Notice) -> Self {
        Self::new(StatusCode::BAD_REQUEST, notice)
    }

    /// What was asked for does not exist.
    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, Notice::new("problem-not-found").with("what", what))
    }

    /// The register does not do what it was asked.
    fn refused(refusal: &Refusal) -> Self {
        let status = match refusal {
            Refusal::NoSuchSubject => StatusCode::NOT_FOUND,
            Refusal::NameTaken { .. } | Refusal::NumberTaken { .. } | Refusal::ChangedSince { .. } => {
                StatusCode::CONFLICT
            }
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, refusal.notice())
    }

    /// A text of a record cannot be sealed or opened.
    pub(crate) fn vault(error: &VaultError) -> Self {
        let (status, id) = match error {
            VaultError::NoMasterKey => (StatusCode::UNPROCESSABLE_ENTITY, "problem-no-master-key"),
            VaultError::UnknownMasterKey(_) => {
                (StatusCode::SERVICE_UNAVAILABLE, "problem-unknown-master-key")
            }
            _ => return Self::internal(error),
        };
        tracing::warn!(error = %chain(error), "http.request.refused");
        Self::new(status, Notice::new(id))
    }

    /// Writes it in a language.
    pub(crate) fn document(&self, language: Language) -> Value {
        let kind = self.kind.map_or_else(|| format!("urn:civico:problem:{}", self.notice.id), str::to_owned);
        let mut document = json!({
            "type": kind,
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "detail": language.say(&self.notice),
        });
        if !self.inputs.is_empty() {
            let refused =
                |(input, notice): &(String, Notice)| json!({"input": input, "detail": language.say(notice)});
            document["errors"] = self.inputs.iter().map(refused).collect();
        }
        document
    }

    /// The program failed; the reason is in the log, not in the answer.
    pub(crate) fn internal(error: &dyn std::error::Error) -> Self {
        tracing::error!(error = %chain(error), "http.request.failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Notice::new("problem-internal"))
    }
}

impl From<civico_store::Error> for Problem {
    fn from(error: civico_store::Error) -> Self {
        Self::from(&error)
    }
}

impl From<&civico_store::Error> for Problem {
    fn from(error: &civico_store::Error) -> Self {
        use civico_store::Error;
        let (status, id) = match error {
            Error::NotFound(what) => return Self::not_found(what),
            Error::Withdrawn => (StatusCode::GONE, "problem-withdrawn"),
            Error::Forbidden => (StatusCode::FORBIDDEN, "problem-forbidden"),
            Error::NoSuchEnte(_) => return Self::not_found("ente"),
            Error::Refused(refusal) => return Self::refused(refusal),
            Error::ChangedSinceRead => (StatusCode::PRECONDITION_FAILED, "problem-changed-since-read"),
            Error::ActDecided => (StatusCode::CONFLICT, "problem-act-decided"),
            Error::NotWaiting => (StatusCode::CONFLICT, "problem-record-not-waiting"),
            Error::Busy => (StatusCode::CONFLICT, "problem-busy"),
            Error::QuotaExceeded => (StatusCode::TOO_MANY_REQUESTS, "problem-quota"),
            Error::Taken => (StatusCode::CONFLICT, "problem-taken"),
            Error::Inconsistent => (StatusCode::UNPROCESSABLE_ENTITY, "problem-contradiction"),
            Error::NoEnteRole => (StatusCode::SERVICE_UNAVAILABLE, "problem-no-ente-role"),
            Error::Timeout => (StatusCode::SERVICE_UNAVAILABLE, "problem-too-slow"),
            Error::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "problem-database-unavailable"),
            _ => return Self::internal(error),
        };
        tracing::warn!(error = %chain(error), "http.request.refused");
        Self::new(status, Notice::new(id))
    }
}

/// Prints an error and its sources, once, at the edge.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes problems in the language of the request.
pub(crate) async fn write_problems(request: Request, next: Next) -> Response {
    let language = language_of(&request);
    let mut response = next.run(request).await;
    let left_bare = (response.status() == StatusCode::SERVICE_UNAVAILABLE
        && !response.headers().contains_key(header::CONTENT_TYPE))
    .then(|| Problem::new(StatusCode::SERVICE_UNAVAILABLE, Notice::new("problem-too-slow")));
    let Some(problem) = response.extensions_mut().remove::<Problem>().or(left_bare) else { return response };
    let status = problem.status;
    let mut written = (status, problem.document(language).to_string()).into_response();
    let headers = written.headers_mut();
    // What layers below said of the answer, such as when to ask again, stays true.
    headers.extend(response.headers().clone());
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.as_str()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    written
}
