//! Named places of the register.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use civico_domain::page::{DEFAULT_LIMIT, MAX_LIMIT};
use civico_domain::toponymy::LocalityId;
use civico_store::toponymy::{AsOf, LocalityQuery, Thing};
use serde_json::{Value, json};

use super::as_of::{as_of, cursor, cursor_after, one, stages, written};
use super::caller::Caller;
use super::query::{Parameters, wrong};
use crate::moment;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// `GET /rest/toponymy/v1/localities`: by a part of the name, by name.
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let limit = parameters.parse("limit")?.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let as_of = as_of(&mut parameters)?;
    let query = LocalityQuery {
        municipality: parameters.parse("municipality")?,
        part: parameters.take("q")?,
        stages: stages(&mut parameters)?,
        after: parameters.take("cursor")?.map(|text| cursor(&text)).transpose()?,
        limit,
    };
    parameters.finish()?;
    if as_of != AsOf::default() && query.municipality.is_none() {
        return Err(wrong("municipality"));
    }
    let found = state.store.search_localities(&caller.actor, &query, as_of, moment::now().today).await?;
    let is_full = found.things.len() == limit as usize;
    let next = found.things.last().filter(|_last| is_full).map(cursor_of);
    let items = found.things.iter().map(written).collect::<Answer<Vec<Value>>>()?;
    Ok(Json(json!({"items": items, "next": next, "known_seq": found.known_seq})))
}

/// `GET /rest/toponymy/v1/localities/{id}`
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    mut parameters: Parameters,
) -> Answer<Response> {
    let as_of = as_of(&mut parameters)?;
    parameters.finish()?;
    let id: LocalityId = id.parse().map_err(|_error| Problem::not_found("locality"))?;
    let found = state.store.find_thing(&caller.actor, &id.to_string(), as_of, moment::now().today).await?;
    one(&headers, found, "locality")
}

fn cursor_of(last: &Thing) -> String {
    cursor_after(last.thing["name"].as_str().unwrap_or_default(), last)
}
