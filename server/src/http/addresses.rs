//! Addresses of the register.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use civico_domain::identity::IstatCode;
use civico_domain::page::MAX_LIMIT;
use civico_domain::toponymy::{AddressId, LifecycleStage, ThoroughfareId};
use civico_store::toponymy::AsOf;
use serde_json::{Value, json};

use super::as_of::{as_of, one, stages, written};
use super::caller::Caller;
use super::heavy;
use super::query::{Parameters, wrong};
use crate::moment;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// Addresses of a street at most: no street has as many.
pub(super) const ADDRESSES_OF_A_STREET: u32 = 10_000;

/// `GET /rest/toponymy/v1/addresses/{id}`
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    mut parameters: Parameters,
) -> Answer<Response> {
    let as_of = as_of(&mut parameters)?;
    parameters.finish()?;
    let id: AddressId = id.parse().map_err(|_error| Problem::not_found("address"))?;
    let found = state.store.find_thing(&caller.actor, &id.to_string(), as_of, moment::now().today).await?;
    one(&headers, found, "address")
}

/// `GET /rest/toponymy/v1/thoroughfares/{id}/addresses`: by number, whole.
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let limit = parameters.parse("limit")?.unwrap_or(ADDRESSES_OF_A_STREET);
    let (as_of, stages) = (as_of(&mut parameters)?, stages(&mut parameters)?);
    parameters.finish()?;
    let street = street(&state, &caller, &id, as_of).await?;
    let limit = limit.clamp(1, ADDRESSES_OF_A_STREET.max(MAX_LIMIT));
    let today = moment::now().today;
    let found = state.store.list_addresses_of(&caller.actor, street, &stages, as_of, today, limit).await?;
    let items = found.things.iter().map(written).collect::<Answer<Vec<Value>>>()?;
    Ok(Json(json!({"items": items, "next": null, "known_seq": found.known_seq})))
}

/// `GET /rest/toponymy/v1/thoroughfares/{id}/range`: the least and the greatest number in force by parity.
pub(crate) async fn range(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let as_of = as_of(&mut parameters)?;
    parameters.finish()?;
    let street = street(&state, &caller, &id, as_of).await?;
    let (today, current) = (moment::now().today, [LifecycleStage::Current]);
    let found = state
        .store
        .list_addresses_of(&caller.actor, street, &current, as_of, today, ADDRESSES_OF_A_STREET)
        .await?;
    let numbers: Vec<u64> =
        found.things.iter().filter_map(|thing| thing.thing["locator"]["number"].as_u64()).collect();
    let of_parity = |odd: u64| {
        let side = || numbers.iter().filter(move |number| **number % 2 == odd);
        side()
            .min()
            .zip(side().max())
            .map(|(from, to)| json!({"from": from, "to": to, "count": side().count()}))
    };
    Ok(Json(json!({"odd": of_parity(1), "even": of_parity(0), "known_seq": found.known_seq})))
}

/// `GET /rest/toponymy/v1/exists`: whether a comune has a street of exactly this name, and it this number.
pub(crate) async fn exists(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let municipality: IstatCode = parameters.parse("municipality")?.ok_or_else(|| wrong("municipality"))?;
    let street = parameters.take("street")?.ok_or_else(|| wrong("street"))?;
    let number = parameters.take("number")?;
    let as_of = as_of(&mut parameters)?;
    parameters.finish()?;
    // The register of a day is read whole.
    let _place = if as_of == AsOf::default() { None } else { Some(heavy::place().await?) };
    let (today, number_asked) = (moment::now().today, number.as_deref());
    let (known_seq, found) =
        state.store.find_exactly(&caller.actor, &municipality, &street, number_asked, as_of, today).await?;
    let exists = found.as_ref().is_some_and(|(_street, address)| number.is_none() || address.is_some());
    let (street, address) = found.unzip();
    Ok(Json(
        json!({"exists": exists, "thoroughfare": street, "address": address.flatten(), "known_seq": known_seq}),
    ))
}

/// The street has to be, or to have been.
async fn street(state: &AppState, caller: &Caller, id: &str, as_of: AsOf) -> Answer<ThoroughfareId> {
    let unknown = || Problem::not_found("thoroughfare");
    let street: ThoroughfareId = id.parse().map_err(|_error| unknown())?;
    let today = moment::now().today;
    let (_seq, thing) = state.store.find_thing(&caller.actor, &street.to_string(), as_of, today).await?;
    thing.filter(|thing| thing.subject_kind == "thoroughfare").map(|_thing| street).ok_or_else(unknown)
}
