//! Things of the register as they are served, and the day and instant that are asked about.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::toponymy::LifecycleStage;
use civico_store::toponymy::{AsOf, Thing};
use serde_json::{Value, json};
use uuid::Uuid;

use super::query::{Parameters, wrong};
use crate::problem::{Answer, Problem};

/// Takes `valid_at` and `known_at`.
pub(super) fn as_of(parameters: &mut Parameters) -> Answer<AsOf> {
    Ok(AsOf { valid_at: parameters.parse("valid_at")?, known_at: parameters.parse("known_at")? })
}

/// Takes `states`: tokens with commas between; what is in force where nobody says.
pub(super) fn stages(parameters: &mut Parameters) -> Answer<Vec<LifecycleStage>> {
    let Some(text) = parameters.take("states")? else { return Ok(vec![LifecycleStage::Current]) };
    text.split(',').map(|token| token.parse().map_err(|_error| wrong("states"))).collect()
}

/// Writes one thing with its ETag: the number of the event that made it so.
pub(super) fn one(headers: &HeaderMap, found: (i64, Option<Thing>), kind: &'static str) -> Answer<Response> {
    let (known_seq, thing) = found;
    let thing = thing.filter(|thing| thing.subject_kind == kind).ok_or_else(|| Problem::not_found(kind))?;
    let tag = etag(thing.seq);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let mut body = written(&thing)?;
    if let Some(fields) = body.as_object_mut() {
        fields.insert("known_seq".to_owned(), json!(known_seq));
    }
    let mut response = Json(body).into_response();
    if let Ok(value) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    Ok(response)
}

/// Between name and identifier in a cursor.
const SEPARATOR: char = '\u{1f}';

/// Where the next page of a list by name begins: after this name and identifier.
pub(super) fn cursor_after(name: &str, last: &Thing) -> String {
    let id = last.thing["id"].as_str().unwrap_or_default();
    hex::encode(format!("{}{SEPARATOR}{id}", name.trim_start().to_uppercase()))
}

/// Reads what [`cursor_after`] wrote.
pub(super) fn cursor(text: &str) -> Answer<(String, Uuid)> {
    let read = || {
        let text = String::from_utf8(hex::decode(text).ok()?).ok()?;
        let (name, id) = text.split_once(SEPARATOR)?;
        Some((name.to_owned(), id.parse().ok()?))
    };
    read().ok_or_else(|| wrong("cursor"))
}

/// Writes a thing.
pub(super) fn written(thing: &Thing) -> Answer<Value> {
    serde_json::to_value(thing).map_err(|error| Problem::internal(&error))
}

/// The ETag of a thing that an event made so.
pub(super) fn etag(seq: i64) -> String {
    format!("\"{seq}\"")
}

/// Reads the number in `If-Match`.
pub(super) fn if_match(headers: &HeaderMap) -> Answer<Option<i64>> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let number = text.trim_matches('"').parse().ok();
    number.map(Some).ok_or_else(|| wrong("If-Match"))
}
