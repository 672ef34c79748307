//! Landing page and conformance of the OGC API, and what is answered where nothing is.

use std::any::Any;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use civico_domain::notice::Notice;
use serde_json::json;

use super::link::{HTML, JSON, Link, OPENAPI};
use super::page::{links, page};
use super::query::Parameters;
use super::representation::Representation;
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// What this server conforms to (OGC 17-069r4, annex A; 18-062r2, annex A).
const CONFORMS_TO: [&str; 12] = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/ogc-process-description",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/json",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/job-list",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/dismiss",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/callback",
];

/// Relations of the processes and their jobs to the landing page (18-062r2, 7.2).
const PROCESSES: &str = "http://www.opengis.net/def/rel/ogc/1.0/processes";
const JOBS: &str = "http://www.opengis.net/def/rel/ogc/1.0/job-list";

/// `GET /ogc`
pub(crate) async fn landing(
    State(state): State<AppState>,
    language: Language,
    representation: Representation,
    parameters: Parameters,
) -> Answer<Response> {
    parameters.finish()?;
    let base = &state.base_url;
    let word = |id: &str| language.word(id);
    let (conformance, media_type) = representation.of(&format!("{base}/ogc/conformance"));
    let (collections, _) = representation.of(&format!("{base}/ogc/collections"));
    let (processes, _) = representation.of(&format!("{base}/ogc/processes"));
    let found = [
        Link::new(
            format!("{base}/ogc?f=json"),
            rel(representation, Representation::Json),
            JSON,
            &word("ogc-this-json"),
        ),
        Link::new(
            format!("{base}/ogc?f=html"),
            rel(representation, Representation::Html),
            HTML,
            &word("ogc-this-html"),
        ),
        Link::new(format!("{base}/ogc/api"), "service-desc", OPENAPI, &word("ogc-api")),
        Link::new(format!("{base}/ogc/api?f=html"), "service-doc", HTML, &word("ogc-api-html")),
        Link::new(conformance, "conformance", media_type, &word("ogc-conformance")),
        Link::new(collections, "data", media_type, &word("ogc-collections")),
        Link::new(processes, PROCESSES, media_type, &word("ogc-processes")),
        Link::new(format!("{base}/ogc/jobs"), JOBS, JSON, &word("ogc-jobs")),
    ];
    let title = word("ogc-title");
    Ok(match representation {
        Representation::Json => {
            let description = word("ogc-description");
            Json(json!({"title": title, "description": description, "links": found})).into_response()
        }
        Representation::Html => page(language, &title, &links(&found)).into_response(),
    })
}

/// `GET /ogc/conformance`
pub(crate) async fn conformance(
    language: Language,
    representation: Representation,
    parameters: Parameters,
) -> Answer<Response> {
    parameters.finish()?;
    Ok(match representation {
        Representation::Json => Json(json!({"conformsTo": CONFORMS_TO})).into_response(),
        Representation::Html => {
            let list = maud::html! { ul { @for class in CONFORMS_TO { li { (class) } } } };
            page(language, &language.word("ogc-conformance"), &list).into_response()
        }
    })
}

/// Tells the relation of a document to the answer: itself, or the same written otherwise.
pub(crate) fn rel(answered: Representation, of: Representation) -> &'static str {
    if answered == of { "self" } else { "alternate" }
}

/// Links to a document as JSON and as a page.
pub(crate) fn self_links(here: &str, representation: Representation, language: Language) -> Vec<Link> {
    vec![
        Link::new(
            format!("{here}?f=json"),
            rel(representation, Representation::Json),
            JSON,
            &language.word("ogc-this-json"),
        ),
        Link::new(
            format!("{here}?f=html"),
            rel(representation, Representation::Html),
            HTML,
            &language.word("ogc-this-html"),
        ),
    ]
}

/// Nothing is at this address.
pub(crate) async fn unknown() -> Problem {
    Problem::not_found("page")
}

/// The address does not take this method.
pub(crate) async fn wrong_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, Notice::new("problem-wrong-method"))
}

/// A handler panicked: the request fails, the server goes on.
pub(crate) fn panicked(_panic: Box<dyn Any + Send>) -> Response {
    tracing::error!("http.request.panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({"title": "Internal Server Error", "status": 500})))
        .into_response()
}
