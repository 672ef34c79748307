//! Keys of programs: made once, shown once, revoked at once.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use civico_domain::identity::{EnteCode, Right, Role};
use civico_domain::notice::Notice;
use civico_store::identity::NewKey;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::administration::{administered, items};
use super::body::JsonBody;
use super::caller::{Caller, FACES, Writer};
use super::query::Parameters;
use crate::identity::token::{ApiKey, Token};
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// The longest a key may be valid.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366 * 2);

/// A key to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyBody {
    label: String,
    purpose: String,
    roles: Vec<Role>,
    routes: Vec<String>,
    expires_at: Timestamp,
    ente: Option<EnteCode>,
}

/// `GET /rest/identity/v1/keys`
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let caller = caller.known()?;
    let ente = administered(&caller, &mut parameters)?;
    parameters.finish()?;
    Ok(items(&state.store.list_keys(&caller.actor, &ente).await?))
}

/// `POST /rest/identity/v1/keys`
pub(crate) async fn create(
    State(state): State<AppState>,
    Writer(caller): Writer,
    JsonBody(body): JsonBody<KeyBody>,
) -> Answer<(StatusCode, Json<Value>)> {
    let forbidden = || Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-forbidden"));
    let ente = body.ente.clone().or_else(|| caller.actor.ente().cloned()).ok_or_else(forbidden)?;
    if !caller.actor.may(Right::Administer, &ente) {
        return Err(forbidden());
    }
    check(&body, Timestamp::now())?;
    let secret = Token::random().map_err(|error| Problem::internal(&error))?;
    let key = ApiKey { id: Uuid::new_v4(), secret };
    let KeyBody { label, purpose, roles, routes, expires_at, .. } = body;
    let secret_sha256 = key.secret.sha256();
    let new = NewKey { id: key.id, ente, label, purpose, roles, routes, secret_sha256, expires_at };
    state.store.add_key(&caller.actor, &new).await?;
    let made = state.store.list_keys(&caller.actor, &new.ente).await?;
    let entry = made.into_iter().find(|entry| entry.id == key.id);
    let mut shown = serde_json::to_value(entry).unwrap_or_else(|_error| json!({"id": key.id}));
    shown["key"] = json!(key.reveal());
    Ok((StatusCode::CREATED, Json(shown)))
}

/// `DELETE /rest/identity/v1/keys/{key}`
pub(crate) async fn revoke(
    State(state): State<AppState>,
    Writer(caller): Writer,
    Path(key): Path<String>,
) -> Answer<StatusCode> {
    let id = key.parse().map_err(|_error| Problem::not_found("key"))?;
    state.store.revoke_key(&caller.actor, id, Timestamp::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn check(body: &KeyBody, now: Timestamp) -> Answer<()> {
    let is_text = |text: &str, longest| (1..=longest).contains(&text.trim().chars().count());
    let is_valid = is_text(&body.label, 200)
        && is_text(&body.purpose, 500)
        && !body.roles.is_empty()
        // A program that could give rights would outlive whoever was allowed to.
        && !body.roles.contains(&Role::Administrator)
        && !body.routes.is_empty()
        && body.routes.iter().all(|route| FACES.contains(&route.as_str()))
        && body.expires_at > now
        && body.expires_at.duration_since(now) <= LONGEST;
    if is_valid { Ok(()) } else { Err(Problem::bad_request(Notice::new("problem-key-body"))) }
}
