//! The processes and what they take (OGC API Processes 1.0, 18-062r2, 7.9 and 7.10).

mod schema;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use civico_domain::notice::Notice;
use civico_domain::page::MAX_LIMIT;
use civico_domain::processing::Process;
use maud::html;
use serde_json::{Map, Value, json};

use super::landing::self_links;
use super::link::{JSON, Link};
use super::page::{links, page};
use super::query::{Parameters, wrong};
use super::representation::Representation;
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// `GET /ogc/processes`
pub(crate) async fn list(
    State(state): State<AppState>,
    language: Language,
    representation: Representation,
    mut parameters: Parameters,
) -> Answer<Response> {
    let limit: Option<u32> = parameters.parse("limit")?;
    if limit == Some(0) {
        return Err(wrong("limit"));
    }
    parameters.finish()?;
    let limit = limit.unwrap_or(MAX_LIMIT).min(MAX_LIMIT) as usize;
    let here = format!("{}/ogc/processes", state.base_url);
    let found = self_links(&here, representation, language);
    Ok(match representation {
        Representation::Json => {
            let processes: Vec<Value> = Process::ALL
                .into_iter()
                .take(limit)
                .map(|process| summary(&state, process, language, representation).into())
                .collect();
            Json(json!({"processes": processes, "links": found})).into_response()
        }
        Representation::Html => {
            let list = html! {
                (links(&found))
                dl {
                    @for process in Process::ALL.into_iter().take(limit) {
                        dt { a href={ (here) "/" (process.id()) "?f=html" } { (word(process, "title", language)) } }
                        dd { (word(process, "text", language)) }
                    }
                }
            };
            page(language, &language.word("ogc-processes"), &list).into_response()
        }
    })
}

/// `GET /ogc/processes/{process}`
pub(crate) async fn get(
    State(state): State<AppState>,
    Path(id): Path<String>,
    language: Language,
    representation: Representation,
    parameters: Parameters,
) -> Answer<Response> {
    parameters.finish()?;
    let process = find(&id)?;
    let mut description = summary(&state, process, language, representation);
    description.insert("inputs".to_owned(), schema::inputs(process, language));
    description.insert("outputs".to_owned(), schema::outputs(process, language));
    Ok(match representation {
        Representation::Json => Json(Value::Object(description)).into_response(),
        Representation::Html => {
            let here = format!("{}/ogc/processes/{id}", state.base_url);
            let body = html! {
                p { (word(process, "text", language)) }
                (links(&self_links(&here, representation, language)))
                h2 { (language.word("ogc-inputs")) }
                dl {
                    @for input in process.inputs() {
                        dt { (schema::word(process, input.name, "title", language)) " (" code { (input.name) } ")" }
                        dd { (schema::word(process, input.name, "text", language)) }
                    }
                }
            };
            page(language, &word(process, "title", language), &body).into_response()
        }
    })
}

/// Finds a process (18-062r2, requirement 13: the exception's type is the standard's).
pub(super) fn find(id: &str) -> Answer<Process> {
    let missing = Problem::new(StatusCode::NOT_FOUND, Notice::new("problem-no-such-process"))
        .of_type("http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/no-such-process");
    id.parse().map_err(|_error| missing)
}

/// Words about a process.
fn word(process: Process, what: &str, language: Language) -> String {
    language.word(&format!("process-{}-{what}", process.id()))
}

fn summary(
    state: &AppState,
    process: Process,
    language: Language,
    representation: Representation,
) -> Map<String, Value> {
    let here = format!("{}/ogc/processes/{}", state.base_url, process.id());
    let mut found = self_links(&here, representation, language);
    let execute = "http://www.opengis.net/def/rel/ogc/1.0/execute";
    found.push(Link::new(format!("{here}/execution"), execute, JSON, &language.word("ogc-execute")));
    let summary = json!({
        "id": process.id(),
        "version": process.version(),
        "title": word(process, "title", language),
        "description": word(process, "text", language),
        "keywords": [language.word(&format!("process-theme-{}", process.theme().as_str()))],
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value"],
        "links": found,
    });
    match summary {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
