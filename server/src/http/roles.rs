//! Roles of people for an ente.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use civico_domain::identity::{EnteCode, Role};
use civico_domain::notice::Notice;
use serde::Deserialize;
use serde_json::{Value, json};

use super::administration::{administered, items};
use super::body::JsonBody;
use super::caller::{Caller, Writer};
use super::query::Parameters;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// A role to be given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleBody {
    account: String,
    role: Role,
    ente: Option<EnteCode>,
    /// `local`, or the provider's issuer; whichever knows the account.
    issuer: Option<String>,
}

/// `GET /rest/identity/v1/roles`
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let caller = caller.known()?;
    let ente = administered(&caller, &mut parameters)?;
    parameters.finish()?;
    Ok(items(&state.store.list_roles(&caller.actor, &ente).await?))
}

/// `POST /rest/identity/v1/roles`
pub(crate) async fn grant(
    State(state): State<AppState>,
    Writer(caller): Writer,
    JsonBody(body): JsonBody<RoleBody>,
) -> Answer<(StatusCode, Json<Value>)> {
    let forbidden = || Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-forbidden"));
    let account = body.account.trim();
    if account.is_empty() || account.len() > 200 {
        return Err(Problem::bad_request(Notice::new("problem-account")));
    }
    let ente = body.ente.or_else(|| caller.actor.ente().cloned()).ok_or_else(forbidden)?;
    if body.issuer.as_ref().is_some_and(|issuer| issuer.len() > 200) {
        return Err(Problem::bad_request(Notice::new("problem-account")));
    }
    let issuer = match body.issuer {
        Some(issuer) => issuer,
        None => issuer_of(&state, account).await?,
    };
    state.store.add_role(&caller.actor, &ente, (&issuer, account), body.role).await?;
    let named = json!({"ente": ente, "account": account, "issuer": issuer, "role": body.role});
    Ok((StatusCode::CREATED, Json(named)))
}

/// An account that was made at the shell is that one; any other is the provider's.
async fn issuer_of(state: &AppState, account: &str) -> Answer<String> {
    let is_local = state.store.find_password(account).await?.is_some();
    let provider = state.provider.as_ref().filter(|_| !is_local);
    Ok(provider.map_or("local", |provider| provider.issuer()).to_owned())
}

/// `DELETE /rest/identity/v1/roles/{role}`
pub(crate) async fn remove(
    State(state): State<AppState>,
    Writer(caller): Writer,
    Path(role): Path<String>,
) -> Answer<StatusCode> {
    let id = role.parse().map_err(|_error| Problem::not_found("role"))?;
    state.store.remove_role(&caller.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
