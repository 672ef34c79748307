//! The public bodies on the portal.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use civico_domain::identity::{Actor, CadastralCode, Ente, EnteCode, EnteKind, EnteSlug, IpaCode};
use civico_domain::notice::Notice;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use super::body::JsonBody;
use super::caller::Writer;
use super::query::Parameters;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// An ente as it is to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnteBody {
    slug: Option<EnteSlug>,
    name: String,
    kind: EnteKind,
    cadastral_code: Option<CadastralCode>,
    ipa_code: Option<IpaCode>,
    zone: Option<EnteCode>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    successor: Option<EnteCode>,
}

/// `GET /rest/identity/v1/enti`
pub(crate) async fn list(State(state): State<AppState>, mut parameters: Parameters) -> Answer<Json<Value>> {
    let zone: Option<EnteCode> = parameters.parse("zone")?;
    let kind: Option<EnteKind> = parameters.parse("kind")?;
    let valid_at: Option<Date> = parameters.parse("valid_at")?;
    parameters.finish()?;
    let mut enti = state.store.list_enti(&Actor::Anonymous).await?;
    enti.retain(|ente| {
        zone.as_ref().is_none_or(|zone| ente.zone.as_ref() == Some(zone))
            && kind.is_none_or(|kind| ente.kind == kind)
            && valid_at.is_none_or(|day| ente.exists_on(day))
    });
    Ok(Json(json!({"items": enti, "next": null})))
}

/// `GET /rest/identity/v1/enti/{ente}`
pub(crate) async fn get(
    State(state): State<AppState>,
    Path(code): Path<String>,
    parameters: Parameters,
) -> Answer<Json<Ente>> {
    parameters.finish()?;
    let found = state.store.find_ente(&Actor::Anonymous, &code).await?;
    found.map(Json).ok_or_else(|| Problem::not_found("ente"))
}

/// `PUT /rest/identity/v1/enti/{ente}`: who runs the installation keeps the list.
pub(crate) async fn put(
    State(state): State<AppState>,
    Writer(caller): Writer,
    Path(code): Path<String>,
    JsonBody(body): JsonBody<EnteBody>,
) -> Answer<StatusCode> {
    let unreadable = || Problem::bad_request(Notice::new("problem-unreadable-body"));
    let code: EnteCode = code.parse().map_err(|_error| unreadable())?;
    let slug = match body.slug {
        Some(slug) => slug,
        None => EnteSlug::of_name(&body.name).map_err(|_error| unreadable())?,
    };
    let ente = Ente {
        cadastral_code: body.cadastral_code,
        ipa_code: body.ipa_code,
        zone: body.zone,
        valid_from: body.valid_from,
        valid_to: body.valid_to,
        successor: body.successor,
        ..Ente::new(code, slug, body.name, body.kind)
    };
    state.store.put_ente(&caller.actor, &ente).await?;
    Ok(StatusCode::NO_CONTENT)
}
