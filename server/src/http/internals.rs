//! What is behind an address: its internals, and the addresses that are extensions of it.

use axum::Json;
use axum::extract::{Path, State};
use civico_domain::identity::IstatCode;
use civico_domain::toponymy::{AddressId, ThoroughfareId};
use serde_json::{Value, json};

use super::addresses::ADDRESSES_OF_A_STREET;
use super::as_of::{as_of, stages, written};
use super::caller::Caller;
use super::query::Parameters;
use crate::moment;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// `GET /rest/toponymy/v1/addresses/{id}/internals`: internals are shown to those who keep the
/// comune's register; to others there are none. Extensions are everybody's.
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let (as_of, stages) = (as_of(&mut parameters)?, stages(&mut parameters)?);
    parameters.finish()?;
    let unknown = || Problem::not_found("address");
    let id: AddressId = id.parse().map_err(|_error| unknown())?;
    let (actor, today) = (&caller.actor, moment::now().today);
    let (known_seq, found) = state.store.find_thing(actor, &id.to_string(), as_of, today).await?;
    let address = found.filter(|thing| thing.subject_kind == "address").ok_or_else(unknown)?.thing;
    let text = |field: &str| address[field].as_str().unwrap_or_default();
    let municipality: IstatCode = text("municipality").parse().map_err(|_error| unknown())?;
    let street: ThoroughfareId = text("thoroughfare").parse().map_err(|_error| unknown())?;
    let internals = state.store.list_internals(actor, &municipality, id, as_of, today).await?;
    let on_street: Vec<_> = state
        .store
        .list_addresses_of(actor, street, &stages, as_of, today, ADDRESSES_OF_A_STREET)
        .await?
        .things;
    let is_extension = |of: &Value| of["main_address"].as_str() == Some(&id.to_string());
    let extensions = (on_street.iter().filter(|thing| is_extension(&thing.thing)))
        .map(written)
        .collect::<Answer<Vec<Value>>>()?;
    Ok(Json(json!({
        "address": id,
        "items": internals,
        "extensions": extensions,
        "next": null,
        "known_seq": known_seq,
    })))
}
