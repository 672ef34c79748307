//! Running a process: at once, or as a job (OGC API Processes 1.0, 18-062r2, 7.11).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::identity::{Actor, EnteCode};
use civico_domain::notice::Notice;
use civico_domain::processing::{Arguments, InputError, Process};
use civico_store::processing::NewJob;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::body::JsonBody;
use super::caller::{Asker, Caller, sign_in_needed};
use super::jobs::status_info;
use super::link::GEOJSON;
use super::processes::find;
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::processing::{Stopped, Subscriber, check, execute, in_language};
use crate::state::AppState;

/// The longest request, in bytes.
pub(crate) const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// What is asked (18-062r2, execute.yaml).
#[derive(Deserialize)]
pub(crate) struct Execute {
    #[serde(default)]
    inputs: Map<String, Value>,
    /// Outputs that are wanted; there is one.
    outputs: Option<Map<String, Value>>,
    #[serde(default)]
    response: ResponseForm,
    subscriber: Option<Subscriber>,
}

/// How results are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ResponseForm {
    /// The result itself.
    #[default]
    Raw,
    /// A document that holds the results by name.
    Document,
}

/// `POST /ogc/processes/{process}/execution`
pub(crate) async fn run(
    State(state): State<AppState>,
    Asker(caller): Asker,
    Path(id): Path<String>,
    language: Language,
    headers: HeaderMap,
    JsonBody(body): JsonBody<Execute>,
) -> Answer<Response> {
    let process = find(&id)?;
    if let Some(name) = body.outputs.iter().flatten().map(|(name, _)| name).find(|name| *name != "result") {
        let notice = Notice::new("problem-no-such-output").with("name", name);
        return Err(Problem::bad_request(notice));
    }
    let arguments = Arguments::parse(process, &body.inputs).map_err(|errors| refused(&errors))?;
    let subscriber =
        body.subscriber.map(|subscriber| subscriber.checked(&state.config.processes)).transpose();
    let subscriber = subscriber.map_err(Problem::bad_request)?;
    if wants_job(&headers) {
        if caller.actor == Actor::Anonymous {
            return Err(sign_in_needed());
        }
        check(&state.workshop(), &caller.actor, process, &arguments).await.map_err(stopped)?;
        let wanted = Wanted { subscriber, repeats: None, is_raw: body.response == ResponseForm::Raw };
        let job = enqueue(&state, &caller, process, Value::Object(body.inputs), wanted).await?;
        return accepted(&state, &caller.actor, job, language).await;
    }
    let mut answer = execute(&state.workshop(), &caller.actor, process, &arguments).await.map_err(stopped)?;
    if process == Process::DrillThrough {
        in_language(&mut answer.value, language);
    }
    let notices: Vec<String> = answer.notices.iter().map(|notice| language.say(notice)).collect();
    Ok(match body.response {
        ResponseForm::Raw if answer.is_features => {
            ([(header::CONTENT_TYPE, GEOJSON)], Json(answer.value)).into_response()
        }
        ResponseForm::Raw => Json(answer.value).into_response(),
        ResponseForm::Document => {
            let result = qualified(answer.value, answer.is_features);
            Json(json!({"result": result, "notices": notices})).into_response()
        }
    })
}

/// Writes a value so that an object is not taken for something else (18-062r2, qualifiedInlineValue).
pub(super) fn qualified(value: Value, is_features: bool) -> Value {
    if is_features {
        return json!({"value": value, "mediaType": GEOJSON});
    }
    if value.is_object() { json!({"value": value, "mediaType": "application/json"}) } else { value }
}

/// RFC 7240: `Prefer: respond-async`, among others perhaps.
fn wants_job(headers: &HeaderMap) -> bool {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split([',', ';']))
        .any(|part| part.trim().eq_ignore_ascii_case("respond-async"))
}

/// What is wanted of a job beside its result.
pub(super) struct Wanted {
    pub(super) subscriber: Option<Value>,
    pub(super) repeats: Option<Uuid>,
    /// Whether a document is wanted as it is, not by name.
    pub(super) is_raw: bool,
}

/// Commits a job for the ente that the caller acts for.
pub(super) async fn enqueue(
    state: &AppState,
    caller: &Caller,
    process: Process,
    inputs: Value,
    wanted: Wanted,
) -> Answer<Uuid> {
    if caller.actor == Actor::Anonymous {
        return Err(sign_in_needed());
    }
    let forbidden = || Problem::from(civico_store::Error::Forbidden);
    let ente: EnteCode = caller.actor.ente().cloned().ok_or_else(forbidden)?;
    let job = NewJob {
        id: Uuid::now_v7(),
        ente,
        process: process.id().to_owned(),
        process_version: process.version().to_owned(),
        inputs,
        subscriber: wanted.subscriber,
        repeats: wanted.repeats,
        is_raw: wanted.is_raw,
    };
    state.store.add_job(&caller.actor, &job, state.config.processes.quota()).await?;
    state.jobs_came.notify_one();
    Ok(job.id)
}

/// Answers with the job that was made.
pub(super) async fn accepted(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    language: Language,
) -> Answer<Response> {
    let job = state.store.find_job(actor, id).await?.ok_or_else(|| Problem::not_found("job"))?;
    let location = format!("{}/ogc/jobs/{id}", state.base_url);
    let location = HeaderValue::try_from(location).map_err(|error| Problem::internal(&error))?;
    let applied = HeaderValue::from_static("respond-async");
    let headers =
        [(header::LOCATION, location), (header::HeaderName::from_static("preference-applied"), applied)];
    Ok((StatusCode::CREATED, headers, Json(status_info(state, &job, language))).into_response())
}

/// All inputs that are refused, each with its reason.
fn refused(errors: &[InputError]) -> Problem {
    let listed = errors.iter().map(|error| (error.input.clone(), error.notice.clone())).collect();
    Problem::bad_request(Notice::new("problem-bad-inputs")).with_inputs(listed)
}

/// What a process says instead of a result.
pub(super) fn stopped(reason: Stopped) -> Problem {
    match reason {
        Stopped::Refused(notice) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, notice),
        Stopped::Input { input, notice } => {
            Problem::bad_request(Notice::new("problem-bad-inputs")).with_inputs(vec![(input, notice)])
        }
        Stopped::Store(civico_store::Error::Forbidden) => Problem::not_found("collection"),
        Stopped::Store(error) => error.into(),
        other => Problem::internal(&other),
    }
}
