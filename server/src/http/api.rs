//! The OpenAPI 3.0 definition of the OGC API, made from the catalog.

mod processes;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use civico_domain::catalog::ColumnKind;
use civico_domain::page::{DEFAULT_LIMIT, MAX_LIMIT};
use civico_store::catalog::Collection;
use maud::html;
use serde_json::{Map, Value, json};

use super::caller::Caller;
use super::link::{GEOJSON, HTML, JSON, OPENAPI};
use super::page::page;
use super::query::Parameters;
use super::representation::Representation;
use crate::messages::Language;
use crate::problem::Answer;
use crate::state::AppState;

/// `GET /ogc/api`
pub(crate) async fn api(
    State(state): State<AppState>,
    caller: Caller,
    language: Language,
    representation: Representation,
    parameters: Parameters,
) -> Answer<Response> {
    parameters.finish()?;
    let collections = state.list_collections(&caller.actor).await?;
    let definition = definition(&state.base_url, &collections, language);
    Ok(match representation {
        Representation::Json => ([(header::CONTENT_TYPE, OPENAPI)], definition.to_string()).into_response(),
        Representation::Html => {
            let paths = definition["paths"].as_object().map(Map::iter).into_iter().flatten();
            let body = html! {
                table { tbody {
                    @for (path, operations) in paths {
                        tr { td { code { "/ogc" (path) } } td { (operations["get"]["summary"].as_str().unwrap_or("")) } }
                    }
                } }
            };
            page(language, &language.word("ogc-api"), &body).into_response()
        }
    })
}

fn definition(base: &str, collections: &[Collection], language: Language) -> Value {
    let mut paths = Map::new();
    let documents = [
        ("/", "getLandingPage", "ogc-title"),
        ("/conformance", "getConformance", "ogc-conformance"),
        ("/collections", "getCollections", "ogc-collections"),
    ];
    for (path, operation, title) in documents {
        paths.insert(path.to_owned(), get(operation, &language.word(title), &[], JSON));
    }
    processes::insert(&mut paths, language);
    for collection in collections {
        insert_collection(&mut paths, collection, language);
    }
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": language.word("ogc-title"),
            "description": language.word("ogc-description"),
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/it"},
        },
        "servers": [{"url": format!("{base}/ogc")}],
        "paths": paths,
        "components": components(),
    })
}

fn insert_collection(paths: &mut Map<String, Value>, collection: &Collection, language: Language) {
    let (id, title) = (collection.id.as_str(), collection.title.get(language.as_str()));
    let here = format!("/collections/{id}");
    let operation = |verb: &str| format!("{verb}.{id}");
    paths.insert(here.clone(), get(&operation("describe"), title, &[], JSON));
    let mut parameters = vec![
        json!({"$ref": "#/components/parameters/limit"}),
        json!({"$ref": "#/components/parameters/bbox"}),
        json!({"$ref": "#/components/parameters/datetime"}),
        json!({"$ref": "#/components/parameters/offset"}),
        json!({"$ref": "#/components/parameters/after"}),
    ];
    for column in &collection.columns {
        parameters.push(json!({
            "name": column.column.name, "in": "query", "required": false,
            "schema": schema(column.column.kind), "style": "form", "explode": false,
        }));
    }
    paths.insert(format!("{here}/items"), get(&operation("list"), title, &parameters, GEOJSON));
    let item = [json!({"name": "featureId", "in": "path", "required": true, "schema": {"type": "string"}})];
    paths.insert(format!("{here}/items/{{featureId}}"), get(&operation("get"), title, &item, GEOJSON));
}

/// An operation; whatever it takes of its own, it takes the format and the language.
fn get(operation: &str, summary: &str, parameters: &[Value], media_type: &str) -> Value {
    let common = ["f", "lang"].map(|name| json!({"$ref": format!("#/components/parameters/{name}")}));
    let parameters: Vec<&Value> = parameters.iter().chain(&common).collect();
    json!({"get": {
        "operationId": operation,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": summary, "content": {
                media_type: {"schema": {"type": "object"}},
                HTML: {"schema": {"type": "string"}},
            }},
            "400": {"$ref": "#/components/responses/problem"},
            "404": {"$ref": "#/components/responses/problem"},
        },
    }})
}

fn schema(kind: ColumnKind) -> Value {
    match kind {
        ColumnKind::Boolean => json!({"type": "boolean"}),
        ColumnKind::Integer => json!({"type": "integer", "format": "int64"}),
        ColumnKind::Real => json!({"type": "number", "format": "double"}),
        ColumnKind::Text => json!({"type": "string"}),
        ColumnKind::Date => json!({"type": "string", "format": "date"}),
        ColumnKind::Timestamp => json!({"type": "string", "format": "date-time"}),
    }
}

/// The parameters of the standard (17-069r4, requirements 17, 21 and 25) and ours for paging.
fn components() -> Value {
    json!({
        "parameters": {
            "f": {
                "name": "f", "in": "query", "required": false, "style": "form", "explode": false,
                "schema": {"type": "string", "enum": ["json", "geojson", "html"]},
            },
            "lang": {
                "name": "lang", "in": "query", "required": false, "style": "form", "explode": false,
                "schema": {"type": "string", "enum": ["it", "en"]},
            },
            "limit": {
                "name": "limit", "in": "query", "required": false, "style": "form", "explode": false,
                "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
            },
            "bbox": {
                "name": "bbox", "in": "query", "required": false, "style": "form", "explode": false,
                "schema": {
                    "type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"},
                    "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
                },
            },
            "datetime": {
                "name": "datetime", "in": "query", "required": false, "style": "form", "explode": false,
                "schema": {"type": "string"},
            },
            "offset": {
                "name": "offset", "in": "query", "required": false, "style": "form", "explode": false,
                "schema": {"type": "integer", "minimum": 0, "maximum": 1_000_000, "default": 0},
            },
            "after": {
                "name": "after", "in": "query", "required": false, "style": "form", "explode": false,
                "schema": {"type": "string"},
            },
        },
        "responses": {
            "problem": {
                "description": "RFC 9457",
                "content": {"application/problem+json": {"schema": {"type": "object"}}},
            },
        },
    })
}
