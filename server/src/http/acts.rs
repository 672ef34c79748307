//! Acts: what is asked of the register, and what becomes of it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::identity::EnteCode;
use civico_domain::page::{DEFAULT_LIMIT, MAX_LIMIT};
use civico_domain::toponymy::{Command, Event, LegalAct, Subject};
use civico_store::toponymy::{ActMode, ActOutcome, ActRequest, ActState, Decision};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::as_of::if_match;
use super::body::JsonBody;
use super::caller::{Caller, Writer};
use super::query::Parameters;
use crate::moment;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// The longest reason, in characters.
const LONGEST_REASON: usize = 1000;

/// What is asked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActBody {
    command: Command,
    #[serde(default)]
    mode: Mode,
    legal_act: Option<LegalAct>,
    reason: Option<String>,
    valid_from: Option<Date>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Mode {
    Preview,
    #[default]
    Apply,
    Draft,
    Submit,
}

/// What is decided about an act that waits.
#[derive(Deserialize)]
#[serde(tag = "decision", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum DecisionBody {
    Submit,
    Approve { legal_act: Option<LegalAct>, valid_from: Option<Date> },
    Reject { reason: String },
}

/// `GET /rest/toponymy/v1/acts`: newest first.
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let limit = parameters.parse("limit")?.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let ente: Option<EnteCode> = parameters.parse("municipality")?;
    let act_state: Option<ActState> = parameters.parse("state")?;
    let before: Option<Timestamp> = parameters.parse("cursor")?;
    parameters.finish()?;
    let acts = state.store.list_acts(&caller.actor, ente.as_ref(), act_state, before, limit).await?;
    let is_full = acts.len() == limit as usize;
    let next = acts.last().filter(|_last| is_full).map(|act| act.recorded_at);
    Ok(Json(json!({"items": acts, "next": next})))
}

/// `GET /rest/toponymy/v1/acts/{act}`
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    Path(act): Path<String>,
    parameters: Parameters,
) -> Answer<Json<Value>> {
    parameters.finish()?;
    let act = state.store.get_act(&caller.actor, id(&act)?).await?;
    serde_json::to_value(act).map(Json).map_err(|error| Problem::internal(&error))
}

/// `POST /rest/toponymy/v1/acts`: it happens, waits, is kept as a draft, or only what would happen is said.
pub(crate) async fn ask(
    State(state): State<AppState>,
    Writer(caller): Writer,
    headers: HeaderMap,
    JsonBody(body): JsonBody<ActBody>,
) -> Answer<Response> {
    let request = ActRequest {
        command: body.command,
        legal_act: body.legal_act,
        reason: body.reason.map(|reason| reason.chars().take(LONGEST_REASON).collect()),
        valid_from: body.valid_from,
        if_match: if_match(&headers)?,
    };
    let mode = match body.mode {
        Mode::Preview => ActMode::Preview,
        Mode::Apply => ActMode::Apply,
        Mode::Draft => ActMode::Draft,
        Mode::Submit => ActMode::Submit,
    };
    let outcome = state.store.act(&caller.actor, &request, mode, moment::now()).await?;
    let said = said(&outcome)?;
    if body.mode == Mode::Preview {
        return Ok(said);
    }
    let location = format!("{}/rest/toponymy/v1/acts/{}", state.base_url, outcome.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], said).into_response())
}

/// `POST /rest/toponymy/v1/acts/{act}/decision`
pub(crate) async fn decide(
    State(state): State<AppState>,
    Writer(caller): Writer,
    Path(act): Path<String>,
    JsonBody(body): JsonBody<DecisionBody>,
) -> Answer<Response> {
    let decision = match body {
        DecisionBody::Submit => Decision::Submit,
        DecisionBody::Approve { legal_act, valid_from } => Decision::Approve { legal_act, valid_from },
        DecisionBody::Reject { reason } => {
            Decision::Reject { reason: reason.chars().take(LONGEST_REASON).collect() }
        }
    };
    let outcome = state.store.decide_act(&caller.actor, id(&act)?, &decision, moment::now()).await?;
    Ok(said(&outcome)?.into_response())
}

fn id(text: &str) -> Answer<Uuid> {
    text.parse().map_err(|_error| Problem::not_found("act"))
}

fn said(outcome: &ActOutcome) -> Answer<Response> {
    let events = outcome.events.iter().map(event).collect::<Answer<Vec<Value>>>()?;
    let body = Json(json!({
        "id": outcome.id,
        "state": outcome.state,
        "seq": outcome.seq,
        "events": events,
    }));
    Ok(body.into_response())
}

fn event(event: &Event) -> Answer<Value> {
    let document = |subject: &Subject| {
        subject.document().map(without_geometry).map_err(|error| Problem::internal(&error))
    };
    Ok(json!({
        "type": event.event_type,
        "subject_kind": event.after.noun(),
        "subject": event.after.id(),
        "municipality": event.after.municipality(),
        "valid_from": event.valid_from,
        "reason": event.reason,
        "before": event.before.as_ref().map(document).transpose()?,
        "after": document(&event.after)?,
    }))
}

/// Geometry as it is stored is nobody's but ours: reads give it in degrees.
fn without_geometry(mut document: Value) -> Value {
    if let Some(fields) = document.as_object_mut() {
        fields.retain(|name, _| !["course", "arcs", "territory"].contains(&name.as_str()));
        let positions = fields.get_mut("positions").and_then(Value::as_array_mut);
        for position in positions.into_iter().flatten().filter_map(Value::as_object_mut) {
            position.remove("point");
        }
    }
    document
}
