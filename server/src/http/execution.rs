//! Running a process: at once, or as a job (OGC API Processes 1.0, 18-062r2, 7.11).

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::identity::{Actor, EnteCode};
use civico_domain::notice::Notice;
use civico_domain::processing::{Arguments, InputError, NoSuchOutput, Output, OutputKind, Process};
use civico_store::processing::NewJob;
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::body::JsonBody;
use super::caller::{Asker, Caller, sign_in_needed};
use super::jobs::status_info;
use super::link::JSON;
use super::multipart::essence;
use super::processes::find;
use super::results::{ResponseForm, answer, media_type, produced};
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
    /// Outputs that are wanted; all where none is named.
    outputs: Option<BTreeMap<String, Option<WantedOutput>>>,
    #[serde(default)]
    response: ResponseForm,
    subscriber: Option<Subscriber>,
}

/// How an output is wanted.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WantedOutput {
    #[serde(default)]
    transmission_mode: TransmissionMode,
    format: Option<WantedFormat>,
}

/// How an output is wanted to be written (format.yaml).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WantedFormat {
    media_type: Option<String>,
}

/// How an output comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum TransmissionMode {
    #[default]
    Value,
    Reference,
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
    let wanted = body.outputs.unwrap_or_default();
    let outputs = chosen(process, &wanted)?;
    let arguments = Arguments::parse(process, &body.inputs).map_err(|errors| refused(&errors))?;
    let subscriber =
        body.subscriber.map(|subscriber| subscriber.checked(&state.config.processes)).transpose();
    let subscriber = subscriber.map_err(Problem::bad_request)?;
    if wants_job(&headers) {
        if caller.actor == Actor::Anonymous {
            return Err(sign_in_needed());
        }
        check(&state.workshop(), &caller.actor, process, &arguments).await.map_err(stopped)?;
        let names = wanted.into_keys().collect::<Vec<String>>();
        let wanted = Wanted {
            subscriber,
            repeats: None,
            outputs: Some(names).filter(|names| !names.is_empty()),
            is_raw: body.response == ResponseForm::Raw,
        };
        let job = enqueue(&state, &caller, process, Value::Object(body.inputs), wanted).await?;
        return accepted(&state, &caller.actor, job, language).await;
    }
    let done = execute(&state.workshop(), &caller.actor, process, &arguments, &outputs).await;
    let mut done = done.map_err(stopped)?;
    if process == Process::DrillThrough {
        in_language(&mut done.outputs, language);
    }
    let notices: Vec<String> = done.notices.iter().map(|notice| language.say(notice)).collect();
    Ok(answer(body.response, produced(&outputs, done.outputs), &notices))
}

/// The outputs that are wanted.
fn chosen(process: Process, wanted: &BTreeMap<String, Option<WantedOutput>>) -> Answer<Vec<Output>> {
    let mut details = wanted.values().flatten();
    if details.any(|output| output.transmission_mode == TransmissionMode::Reference) {
        return Err(Problem::bad_request(Notice::new("problem-output-by-value-only")));
    }
    let outputs = process.choose_outputs(wanted.keys().map(String::as_str));
    let outputs = outputs.map_err(|NoSuchOutput(name)| {
        let known: Vec<&str> = process.outputs().iter().map(|output| output.name).collect();
        let notice = Notice::new("problem-no-such-output").with("name", name);
        Problem::bad_request(notice.with("known", known.join(", ")))
    })?;
    for output in &outputs {
        let format = wanted.get(output.name).and_then(Option::as_ref).and_then(|one| one.format.as_ref());
        let (asked, known) =
            (format.and_then(|format| format.media_type.as_deref()), media_type(output.kind));
        // GeoJSON is JSON.
        let is_known = |asked: &str| {
            essence(asked).eq_ignore_ascii_case(essence(known))
                || output.kind == OutputKind::Features && essence(asked).eq_ignore_ascii_case(JSON)
        };
        if asked.is_some_and(|asked| !is_known(asked)) {
            let notice = Notice::new("problem-no-such-format").with("name", output.name);
            return Err(Problem::bad_request(notice.with("known", known)));
        }
    }
    Ok(outputs)
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
    /// Names of the outputs that are wanted; all where there are none.
    pub(super) outputs: Option<Vec<String>>,
    /// Whether documents are wanted as they are, not by name.
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
        outputs: wanted.outputs,
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
