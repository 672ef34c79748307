//! What an ente lets another do with its data.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use civico_domain::identity::{EnteCode, Role};
use civico_domain::notice::Notice;
use serde::Deserialize;
use serde_json::{Value, json};

use super::administration::administered;
use super::body::JsonBody;
use super::caller::{Caller, Writer};
use super::query::Parameters;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// A delegation to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DelegationBody {
    delegate: EnteCode,
    role: Role,
    ente: Option<EnteCode>,
}

/// `GET /rest/identity/v1/delegations`
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let caller = caller.known()?;
    let ente = administered(&caller, &mut parameters)?;
    parameters.finish()?;
    let found = state.store.list_delegations(&caller.actor, &ente).await?;
    let items: Vec<Value> = (found.iter())
        .map(|entry| {
            json!({
                "id": entry.id, "ente": entry.ente, "role": entry.role,
                "delegate": {"code": entry.delegate, "name": entry.delegate_name},
                "granted_by": entry.granted_by, "granted_at": entry.granted_at,
            })
        })
        .collect();
    Ok(super::administration::items(&items))
}

/// `POST /rest/identity/v1/delegations`
pub(crate) async fn grant(
    State(state): State<AppState>,
    Writer(caller): Writer,
    JsonBody(body): JsonBody<DelegationBody>,
) -> Answer<(StatusCode, Json<Value>)> {
    let forbidden = || Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-forbidden"));
    let ente = body.ente.or_else(|| caller.actor.ente().cloned()).ok_or_else(forbidden)?;
    state.store.add_delegation(&caller.actor, &ente, &body.delegate, body.role).await?;
    let named = json!({"ente": ente, "delegate": {"code": body.delegate}, "role": body.role});
    Ok((StatusCode::CREATED, Json(named)))
}

/// `DELETE /rest/identity/v1/delegations/{delegation}`
pub(crate) async fn remove(
    State(state): State<AppState>,
    Writer(caller): Writer,
    Path(delegation): Path<String>,
) -> Answer<StatusCode> {
    let id = delegation.parse().map_err(|_error| Problem::not_found("delegation"))?;
    state.store.remove_delegation(&caller.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
