//! What waits for the records officer: the one place where the text of an address is shown, and each
//! reading is audited.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use civico_domain::identity::Right;
use civico_domain::page::DEFAULT_LIMIT;
use civico_domain::records::RecordId;
use civico_domain::toponymy::{AddressId, SubjectId, ThoroughfareId};
use civico_store::records::{Decision, Review};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::as_of::if_match;
use super::body::JsonBody;
use super::caller::{Caller, Writer};
use super::query::Parameters;
use super::record_body::unreadable;
use super::records::{answer, id, own, written};
use crate::messages::Language;
use crate::problem::{Answer, Problem, chain};
use crate::records::resolve::candidates;
use crate::records::text::AddressText;
use crate::records::vault::{DataKey, VaultError};
use crate::state::AppState;

/// Records in a page at most: each is looked for in the index.
const MAX_LIMIT: u32 = 100;

/// What the officer decides.
#[derive(Deserialize)]
#[serde(tag = "decision", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum DecisionBody {
    Choose { address: Option<AddressId>, thoroughfare: Option<ThoroughfareId> },
    NotAnAddress,
    KeepOpen,
}

/// `GET /rest/records/v1/reviews`: oldest first, and how many there are in all.
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    language: Language,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let caller = caller.known()?;
    let ente = own(&caller, &mut parameters, Right::KeepRecords)?;
    let after: Option<RecordId> = parameters.parse("cursor")?;
    let limit = parameters.parse("limit")?.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    parameters.finish()?;
    let (total, reviews) =
        state.store.list_reviews(&caller.actor, &ente, after, limit, caller.purpose.as_deref()).await?;
    let wrapped = state.store.find_data_key(&caller.actor, &ente).await?;
    let key = wrapped.map(|wrapped| state.vault.open_data_key(&wrapped)).transpose();
    let is_full = reviews.len() == limit as usize;
    let next = reviews.last().filter(|_last| is_full).map(|review| review.record.id);
    let items = reviews.iter().map(|review| shown(&state, review, &key, language));
    let items = items.collect::<Answer<Vec<Value>>>()?;
    Ok(Json(json!({"items": items, "next": next, "total": total})))
}

/// `POST /rest/records/v1/reviews/{record}`
pub(crate) async fn decide(
    State(state): State<AppState>,
    Writer(caller): Writer,
    language: Language,
    headers: HeaderMap,
    Path(record): Path<String>,
    JsonBody(body): JsonBody<DecisionBody>,
) -> Answer<Response> {
    let decision = match body {
        DecisionBody::Choose { address: Some(id), thoroughfare: None } => {
            Decision::Choose(SubjectId::Address(id))
        }
        DecisionBody::Choose { address: None, thoroughfare: Some(id) } => {
            Decision::Choose(SubjectId::Thoroughfare(id))
        }
        DecisionBody::Choose { .. } => return Err(unreadable()),
        DecisionBody::NotAnAddress => Decision::NotAnAddress,
        DecisionBody::KeepOpen => Decision::KeepOpen,
    };
    let (id, seen) = (id(&record)?, if_match(&headers)?);
    let decided = state.store.decide_review(&caller.actor, id, seen, decision, Timestamp::now()).await?;
    answer(&decided, language)
}

/// One record with its text, where it can be opened, and what that may mean.
fn shown(
    state: &AppState,
    review: &Review,
    key: &Result<Option<DataKey>, VaultError>,
    language: Language,
) -> Answer<Value> {
    let text = review.sealed_text.as_ref().map(|sealed| match key {
        Ok(Some(key)) => key.open(review.record.id, sealed),
        Ok(None) => Err(VaultError::Damaged),
        Err(VaultError::UnknownMasterKey(id)) => Err(VaultError::UnknownMasterKey(id.clone())),
        Err(_) => Err(VaultError::NoMasterKey),
    });
    let is_unreadable = matches!(text, Some(Err(_)));
    if let Some(Err(error)) = &text {
        tracing::warn!(record = %review.record.id, error = %chain(error), "records.text.unreadable");
    }
    let text = text.and_then(Result::ok);
    let asked = text.clone().or_else(|| review.former.as_ref().map(former));
    let places = asked.map(|asked| places(state, &asked, language)).transpose()?.unwrap_or_default();
    let was = review.former.as_ref().map(|[street, number, municipality]| {
        json!({"street": street, "number": number, "municipality": municipality})
    });
    let mut item = written(&review.record, language)?;
    if let Some(fields) = item.as_object_mut() {
        let text = text.as_ref().map(|text| json!(text.open()));
        fields.insert("text".to_owned(), text.unwrap_or_default());
        fields.insert("text_is_unreadable".to_owned(), is_unreadable.into());
        fields.insert("former".to_owned(), was.unwrap_or_default());
        fields.insert("candidates".to_owned(), places.into());
    }
    Ok(item)
}

/// What an address may mean, with where it is.
fn places(state: &AppState, asked: &AddressText, language: Language) -> Answer<Vec<Value>> {
    let places = candidates(state, asked, language).into_iter().map(|candidate| {
        let mut place = serde_json::to_value(&candidate).map_err(|error| Problem::internal(&error))?;
        if let (Some(fields), Some(point)) = (place.as_object_mut(), candidate.point) {
            fields.insert("lon".to_owned(), json!(point.lon));
            fields.insert("lat".to_owned(), json!(point.lat));
        }
        Ok(place)
    });
    places.collect()
}

/// What a record was linked to, as a question.
fn former(parts: &[Option<String>; 3]) -> AddressText {
    let [street, number, municipality] = parts.clone().map(|part| part.map(Into::into));
    AddressText { street, number, municipality, ..AddressText::default() }
}
