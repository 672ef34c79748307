//! Records of other services: registered one by one or many at once, read, changed, taken away. No
//! answer repeats the text of an address.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::identity::{EnteCode, Right};
use civico_domain::notice::Notice;
use civico_domain::page::{DEFAULT_LIMIT, MAX_LIMIT};
use civico_domain::records::RecordId;
use civico_store::records::{Filing, NewRecord, Record, RecordQuery, Registered};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::as_of::{etag, if_match};
use super::body::JsonBody;
use super::caller::{Caller, Writer};
use super::query::Parameters;
use super::record_body::{PlaceBody, Posted, RecordBody};
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::records::resolve::{Place, data_key, resolve, seal};
use crate::records::vault::DataKey;
use crate::state::AppState;

/// `GET /rest/records/v1/records`: oldest first.
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    language: Language,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let caller = caller.known()?;
    let ente = own(&caller, &mut parameters, Right::WriteRecords)?;
    let query = RecordQuery {
        kind: parameters.parse("kind")?,
        state: parameters.parse("state")?,
        reference: parameters.parse("reference")?,
        after: parameters.parse("cursor")?,
        limit: parameters.parse("limit")?.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT),
    };
    parameters.finish()?;
    let records = state.store.list_records(&caller.actor, &ente, &query).await?;
    let is_full = records.len() == query.limit as usize;
    let next = records.last().filter(|_last| is_full).map(|record| record.id);
    let items = records.iter().map(|record| written(record, language)).collect::<Answer<Vec<Value>>>()?;
    Ok(Json(json!({"items": items, "next": next})))
}

/// `POST /rest/records/v1/records`: one as an object, many as a list or as NDJSON; of many each has
/// its own outcome.
pub(crate) async fn register(
    State(state): State<AppState>,
    Writer(caller): Writer,
    language: Language,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let forbidden = || Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-forbidden"));
    let ente = caller.actor.ente().cloned().ok_or_else(forbidden)?;
    if !caller.actor.may(Right::WriteRecords, &ente) {
        return Err(forbidden());
    }
    match Posted::read(&headers, &body)? {
        Posted::One(body) => {
            let mut outcomes = register_all(&state, &caller, &ente, vec![body]).await?;
            let record = outcomes.pop().unwrap_or_else(|| Err(Problem::not_found("record")))?;
            let location = format!("{}/rest/records/v1/records/{}", state.base_url, record.id);
            let body = answer(&record, language)?;
            Ok((StatusCode::CREATED, [(header::LOCATION, location)], body).into_response())
        }
        Posted::Many(bodies) => {
            let outcomes = register_all(&state, &caller, &ente, bodies).await?;
            let registered = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            let refused = outcomes.len() - registered;
            let items = outcomes.iter().enumerate().map(|(place, outcome)| match outcome {
                Ok(record) => Ok(json!({"line": place + 1, "record": written(record, language)?})),
                Err(problem) => Ok(json!({"line": place + 1, "problem": problem.document(language)})),
            });
            let items = items.collect::<Answer<Vec<Value>>>()?;
            let body = json!({"items": items, "registered": registered, "refused": refused});
            Ok(Json(body).into_response())
        }
    }
}

/// `GET /rest/records/v1/records/{record}`
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    language: Language,
    Path(record): Path<String>,
    parameters: Parameters,
) -> Answer<Response> {
    let caller = caller.known()?;
    parameters.finish()?;
    let found = state.store.find_record(&caller.actor, id(&record)?).await?;
    answer(&found.ok_or_else(|| Problem::not_found("record"))?, language)
}

/// `PUT /rest/records/v1/records/{record}`: another address.
pub(crate) async fn put(
    State(state): State<AppState>,
    Writer(caller): Writer,
    language: Language,
    headers: HeaderMap,
    Path(record): Path<String>,
    JsonBody(body): JsonBody<PlaceBody>,
) -> Answer<Response> {
    let (id, seen) = (id(&record)?, if_match(&headers)?);
    let place = body.place()?;
    let known = state.store.find_record(&caller.actor, id).await?;
    let known = known.ok_or_else(|| Problem::not_found("record"))?;
    let mut filing = resolve(&state, &place);
    if needs_seal(&filing, &place) {
        seal(&mut filing, id, &place, &data_key(&state, &caller.actor, &known.ente).await?)?;
    }
    let now = Timestamp::now();
    answer(&state.store.put_record_filing(&caller.actor, id, seen, &filing, now).await?, language)
}

/// `DELETE /rest/records/v1/records/{record}`
pub(crate) async fn remove(
    State(state): State<AppState>,
    Writer(caller): Writer,
    headers: HeaderMap,
    Path(record): Path<String>,
) -> Answer<StatusCode> {
    state.store.remove_record(&caller.actor, id(&record)?, if_match(&headers)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Resolves all, seals what was not found, and registers what can be kept, in one transaction.
async fn register_all(
    state: &AppState,
    caller: &Caller,
    ente: &EnteCode,
    bodies: Vec<Answer<RecordBody>>,
) -> Answer<Vec<Answer<Record>>> {
    let (now, mut key) = (Timestamp::now(), None);
    let (mut new, mut outcomes) = (Vec::with_capacity(bodies.len()), Vec::with_capacity(bodies.len()));
    for body in bodies {
        let prepared = prepare(state, caller, ente, body, now, &mut key).await;
        outcomes.push(prepared.map(|record| new.push(record)));
    }
    let mut registered = state.store.add_records(&caller.actor, ente, &new, now).await?.into_iter();
    let outcome = |prepared: Answer<()>| {
        prepared.and_then(|()| match registered.next() {
            Some(Registered::Record(record)) => Ok(*record),
            Some(Registered::Taken) => {
                Err(Problem::new(StatusCode::CONFLICT, Notice::new("problem-record-taken")))
            }
            Some(Registered::Overtaken) => Err(civico_store::Error::Busy.into()),
            Some(Registered::NoSuchPlace) | None => Err(Problem::not_found("address")),
        })
    };
    Ok(outcomes.into_iter().map(outcome).collect())
}

/// Resolves one and seals what was not found; the key is asked for once, where it is needed.
async fn prepare(
    state: &AppState,
    caller: &Caller,
    ente: &EnteCode,
    body: Answer<RecordBody>,
    now: Timestamp,
    key: &mut Option<Answer<DataKey>>,
) -> Answer<NewRecord> {
    let (kind, reference, place) = body?.parts()?;
    let (id, mut filing) = (RecordId::new(now), resolve(state, &place));
    if needs_seal(&filing, &place) {
        if key.is_none() {
            *key = Some(data_key(state, &caller.actor, ente).await);
        }
        match key.as_ref() {
            Some(Ok(key)) => seal(&mut filing, id, &place, key)?,
            Some(Err(problem)) => return Err(problem.clone()),
            None => {}
        }
    }
    Ok(NewRecord { id, kind, reference, filing })
}

fn needs_seal(filing: &Filing, place: &Place) -> bool {
    filing.place.is_err() && matches!(place, Place::Text(_))
}

/// Returns the ente that is asked about, `ente=` or the one acted for; to who has no `right` there
/// every code is answered alike.
pub(super) fn own(caller: &Caller, parameters: &mut Parameters, right: Right) -> Answer<EnteCode> {
    let named: Option<EnteCode> = parameters.parse("ente")?;
    let forbidden = || Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-forbidden"));
    let ente = named.or_else(|| caller.actor.ente().cloned()).ok_or_else(forbidden)?;
    if caller.actor.may(right, &ente) { Ok(ente) } else { Err(forbidden()) }
}

pub(super) fn id(text: &str) -> Answer<RecordId> {
    text.parse().map_err(|_error| Problem::not_found("record"))
}

/// Writes a record with what its kind is called, and why it waits, in words.
pub(super) fn written(record: &Record, language: Language) -> Answer<Value> {
    let mut body = serde_json::to_value(record).map_err(|error| Problem::internal(&error))?;
    let label = language.word(&format!("record-kind-{}", record.kind));
    if let Some(fields) = body.as_object_mut() {
        fields.insert("kind_label".to_owned(), label.into());
        let reason =
            record.review_reason.map(|reason| language.word(&format!("record-reason-{}", reason.as_str())));
        fields.insert("review_reason_label".to_owned(), reason.into());
    }
    Ok(body)
}

/// Writes a record with its ETag.
pub(super) fn answer(record: &Record, language: Language) -> Answer<Response> {
    let mut response = Json(written(record, language)?).into_response();
    if let Ok(value) = HeaderValue::from_str(&etag(record.revision)) {
        response.headers_mut().insert(header::ETAG, value);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use civico_domain::records::{RecordKind, ReviewReason};

    use super::*;

    #[test]
    fn every_kind_and_every_reason_has_words_in_both_languages() {
        for reason in ReviewReason::ALL {
            for language in [Language::It, Language::En] {
                let said = language.word(&format!("record-reason-{}", reason.as_str()));
                assert!(!said.contains("record-reason"), "{reason:?}");
            }
        }
        for kind in RecordKind::ALL {
            for language in [Language::It, Language::En] {
                let said = language.word(&format!("record-kind-{kind}"));
                assert!(!said.contains("record-kind"), "{kind}");
            }
        }
    }
}
