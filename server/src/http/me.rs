//! Who I am, and for which ente I act.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use civico_domain::identity::{EnteCode, Principal};
use civico_domain::notice::Notice;
use serde::Deserialize;
use serde_json::{Value, json};

use super::body::JsonBody;
use super::caller::{Caller, Session, Writer};
use super::query::Parameters;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// What `me` says is true for one moment and one person.
type Fresh = ([(HeaderName, HeaderValue); 1], Json<Value>);

/// The ente to act for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Acting {
    ente: EnteCode,
}

/// `GET /rest/identity/v1/me`
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    parameters: Parameters,
) -> Answer<Fresh> {
    parameters.finish()?;
    let providers = json!({"oidc": state.provider.is_some(), "local": true});
    let me = match &caller.session {
        None => json!({"signed_in": false, "providers": providers}),
        Some(session) => described(&state, &caller, session, &providers).await?,
    };
    Ok(([(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"))], Json(me)))
}

async fn described(state: &AppState, caller: &Caller, session: &Session, providers: &Value) -> Answer<Value> {
    let known = &session.known;
    let Principal::Person(person) = known.identity.principal else {
        return Err(super::caller::sign_in_needed());
    };
    let enti = state.store.list_own_roles(person).await?;
    let acting = known.identity.acting.as_ref().map(|acting| {
        json!({
            "code": acting.code, "slug": acting.slug, "kind": acting.kind,
            "name": known.ente_name,
        })
    });
    let mut grants: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    if let Some(identity) = caller.actor.identity() {
        for grant in &identity.grants {
            grants.entry(grant.ente.as_str()).or_default().push(grant.role.as_str());
        }
    }
    let grants: Vec<Value> =
        grants.into_iter().map(|(ente, roles)| json!({"ente": ente, "roles": roles})).collect();
    Ok(json!({
        "signed_in": true,
        "providers": providers,
        "name": known.name.as_deref().unwrap_or(&known.account),
        "account": known.account,
        "csrf": known.csrf,
        "acting": acting,
        "enti": enti,
        "grants": grants,
        "withheld": caller.actor.identity().map(|identity| &identity.withheld),
        "levels": state.config.identity.minimum_acr,
        "expires_at": known.expires_at,
    }))
}

/// `PUT /rest/identity/v1/me/acting`
pub(crate) async fn act_for(
    State(state): State<AppState>,
    Writer(caller): Writer,
    JsonBody(acting): JsonBody<Acting>,
) -> Answer<StatusCode> {
    let only_people = || Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-forbidden"));
    let session = caller.session.as_ref().ok_or_else(only_people)?;
    state.store.set_acting(&session.token.sha256(), &acting.ente).await?;
    Ok(StatusCode::NO_CONTENT)
}
