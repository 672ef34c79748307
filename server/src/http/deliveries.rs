//! Deliveries: a comune sends its whole register, sees how it differs, and somebody decides.

use axum::Json;
use axum::extract::{Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::identity::{Ente, EnteCode, EnteKind, Right};
use civico_domain::notice::Notice;
use civico_domain::page::{DEFAULT_LIMIT, MAX_LIMIT};
use civico_domain::spatial::Srid;
use civico_store::toponymy::{DeliveredFile, RegisterDelivery};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::body::JsonBody;
use super::caller::{Caller, Writer};
use super::query::{Parameters, wrong};
use crate::import::{Failure, Importer};
use crate::problem::{Answer, Problem};
use crate::register::delivery::{LAYOUTS, Published, Sent, checked_name, publish, receive};
use crate::state::AppState;

/// The longest delivery, in bytes: some times Milan's.
const MAX_BYTES: usize = 50 * 1024 * 1024;
/// Files of one delivery at most.
const MAX_FILES: usize = 4;
/// Deliveries that one node reads at the same time.
static PLACES: Semaphore = Semaphore::const_new(1);

/// What is decided about a delivery.
#[derive(Deserialize)]
#[serde(tag = "decision", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum DecisionBody {
    Publish,
    Discard,
}

/// `POST /rest/toponymy/v1/deliveries`: the files in the order of the layout, as parts of a form.
pub(crate) async fn send(
    State(state): State<AppState>,
    Writer(caller): Writer,
    mut parameters: Parameters,
    form: Multipart,
) -> Answer<Response> {
    let layout = parameters.take("format")?.filter(|layout| LAYOUTS.contains(&layout.as_str()));
    let layout = layout.ok_or_else(|| wrong("format"))?;
    let code: EnteCode = parameters.parse("municipality")?.ok_or_else(|| wrong("municipality"))?;
    let crs: Option<Srid> = parameters.parse("crs")?;
    let encoding = parameters.take("encoding")?;
    parameters.finish()?;
    may(&caller, &[Right::Edit], &code)?;
    let ente = comune(&state, &caller, &code).await?;
    let place = PLACES.try_acquire();
    let _place = place.map_err(|_none_left| {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, Notice::new("problem-delivery-busy"))
    })?;
    let sent = Sent { ente, layout, crs, encoding, files: files(form).await? };
    let importer = Importer::new(&state.store, &state.config);
    let id = receive(&importer, &caller.actor, &sent).await.map_err(refused)?;
    let delivery = state.store.get_delivery(&caller.actor, id).await?;
    let location = format!("{}/rest/toponymy/v1/deliveries/{id}", state.base_url);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], written(&delivery)?).into_response())
}

/// `GET /rest/toponymy/v1/deliveries`: newest first.
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let caller = caller.known()?;
    let limit = parameters.parse("limit")?.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let ente: Option<EnteCode> = parameters.parse("municipality")?;
    let before: Option<Timestamp> = parameters.parse("cursor")?;
    parameters.finish()?;
    let found = state.store.list_deliveries(&caller.actor, ente.as_ref(), before, limit).await?;
    let is_full = found.len() == limit as usize;
    let next = found.last().filter(|_last| is_full).map(|delivery| delivery.created_at);
    Ok(Json(json!({"items": found, "next": next})))
}

/// `GET /rest/toponymy/v1/deliveries/{delivery}`
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    Path(delivery): Path<String>,
    parameters: Parameters,
) -> Answer<Json<Value>> {
    parameters.finish()?;
    let caller = caller.known()?;
    written(&state.store.get_delivery(&caller.actor, id(&delivery)?).await?)
}

/// `POST /rest/toponymy/v1/deliveries/{delivery}/decision`: it becomes the register, or nothing does.
pub(crate) async fn decide(
    State(state): State<AppState>,
    Writer(caller): Writer,
    Path(delivery): Path<String>,
    JsonBody(body): JsonBody<DecisionBody>,
) -> Answer<Json<Value>> {
    let id = id(&delivery)?;
    let delivery = state.store.get_delivery(&caller.actor, id).await?;
    let code: EnteCode = delivery.ente.parse().map_err(|error| Problem::internal(&error))?;
    if delivery.state != "previewed" {
        return Err(conflict("problem-delivery-decided"));
    }
    match body {
        DecisionBody::Discard => {
            may(&caller, &[Right::Edit, Right::Approve], &code)?;
            state.store.end_delivery(&caller.actor, id, false, None).await?;
        }
        DecisionBody::Publish => {
            may(&caller, &[Right::Approve], &code)?;
            if delivery.needs_second && delivery.created_by == caller.actor.record_name() {
                return Err(Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-second-person")));
            }
            let ente = comune(&state, &caller, &code).await?;
            let _place = PLACES.acquire().await.map_err(|error| Problem::internal(&error))?;
            let importer = Importer::new(&state.store, &state.config);
            let published = publish(&importer, &caller.actor, &delivery, ente).await.map_err(refused)?;
            if matches!(published, Published::Smells) {
                return Err(conflict("problem-delivery-smells"));
            }
        }
    }
    written(&state.store.get_delivery(&caller.actor, id).await?)
}

fn conflict(id: &'static str) -> Problem {
    Problem::new(StatusCode::CONFLICT, Notice::new(id))
}

fn may(caller: &Caller, rights: &[Right], ente: &EnteCode) -> Answer<()> {
    let may = rights.iter().any(|right| caller.actor.may(*right, ente));
    may.then_some(()).ok_or_else(|| Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-forbidden")))
}

async fn comune(state: &AppState, caller: &Caller, code: &EnteCode) -> Answer<Ente> {
    let ente = state.store.list_enti(&caller.actor).await?.into_iter().find(|ente| ente.code == *code);
    ente.filter(|ente| ente.kind == EnteKind::Comune).ok_or_else(|| Problem::not_found("municipality"))
}

/// Reads the files of the form, up to the cap.
async fn files(mut form: Multipart) -> Answer<Vec<DeliveredFile>> {
    let unreadable = |_error| Problem::bad_request(Notice::new("problem-unreadable-body"));
    let too_long = || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, Notice::new("problem-long-body"));
    let mut files: Vec<DeliveredFile> = Vec::new();
    let mut left = MAX_BYTES;
    while let Some(mut part) = form.next_field().await.map_err(unreadable)? {
        let name = checked_name(part.file_name().unwrap_or_default()).map_err(refused)?;
        if files.len() == MAX_FILES || files.iter().any(|file| file.name == name) {
            return Err(wrong("files"));
        }
        let mut content = Vec::new();
        while let Some(piece) = part.chunk().await.map_err(unreadable)? {
            left = left.checked_sub(piece.len()).ok_or_else(too_long)?;
            content.extend_from_slice(&piece);
        }
        files.push(DeliveredFile { name, content });
    }
    if files.is_empty() { Err(wrong("files")) } else { Ok(files) }
}

/// What files hold that cannot be read is said; what the database or the disk refuses is ours.
fn refused(failure: Failure) -> Problem {
    let status = match failure.0.id.as_str() {
        "cli-database-unavailable" => StatusCode::SERVICE_UNAVAILABLE,
        "cli-disk-full" => StatusCode::INSUFFICIENT_STORAGE,
        "cli-database-refused" | "cli-files-missing" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Problem::new(status, failure.0)
}

fn id(text: &str) -> Answer<Uuid> {
    text.parse().map_err(|_error| Problem::not_found("delivery"))
}

fn written(delivery: &RegisterDelivery) -> Answer<Json<Value>> {
    serde_json::to_value(delivery).map(Json).map_err(|error| Problem::internal(&error))
}
