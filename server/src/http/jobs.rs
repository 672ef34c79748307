//! Jobs: where they are, what they gave, giving them up (OGC API Processes 1.0, 18-062r2, 7.12 to 7.14).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_domain::page::{DEFAULT_LIMIT, MAX_LIMIT};
use civico_domain::processing::Process;
use civico_store::processing::{Ended, Job, JobFilter, JobState};
use maud::html;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::body::JsonBody;
use super::caller::{Caller, Writer};
use super::execution::{Wanted, accepted, enqueue};
use super::landing::self_links;
use super::link::{HTML, JSON, Link};
use super::page::{links, page};
use super::query::{Parameters, wrong};
use super::representation::Representation;
use super::results::{Produced, ResponseForm, answer, document, produced};
use crate::filter::interval;
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::processing::{in_language, pinned};
use crate::state::AppState;

/// `GET /ogc/jobs`
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    language: Language,
    representation: Representation,
    parameters: Parameters,
) -> Answer<Response> {
    let asked = parameters.text_without(&["before", "limit", "f", "lang"]);
    let (filter, limit) = read(parameters)?;
    let mut jobs = state.store.list_jobs(&caller.actor, &filter, limit + 1).await?;
    let more = jobs.len() > limit as usize;
    jobs.truncate(limit as usize);
    let here = format!("{}/ogc/jobs", state.base_url);
    let mut found = self_links(&here, representation, language);
    if let Some(last) = jobs.last().filter(|_| more) {
        let (format, media_type) = match representation {
            Representation::Json => ("json", JSON),
            Representation::Html => ("html", HTML),
        };
        let next = format!("{here}?f={format}&limit={limit}&before={}{asked}", last.id);
        found.push(Link::new(next, "next", media_type, &language.word("ogc-next")));
    }
    Ok(match representation {
        Representation::Json => {
            let listed: Vec<Value> = jobs.iter().map(|job| status_info(&state, job, language)).collect();
            Json(json!({"jobs": listed, "links": found})).into_response()
        }
        Representation::Html => {
            let list = html! {
                (links(&found))
                ul {
                    @for job in &jobs {
                        li { a href={ (here) "/" (job.id) "?f=html" } { (job.process) } " " (job.state) " " (job.created_at) }
                    }
                }
            };
            page(language, &language.word("ogc-jobs"), &list).into_response()
        }
    })
}

/// `GET /ogc/jobs/{job}`
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    language: Language,
    representation: Representation,
    parameters: Parameters,
) -> Answer<Response> {
    let job = find(&state, &caller, &id).await?;
    parameters.finish()?;
    let status = status_info(&state, &job, language);
    Ok(match representation {
        Representation::Json => Json(status).into_response(),
        Representation::Html => {
            let here = format!("{}/ogc/jobs/{id}", state.base_url);
            let text = serde_json::to_string_pretty(&status).unwrap_or_default();
            let body = html! { (links(&self_links(&here, representation, language))) pre { (text) } };
            page(language, &language.word("ogc-job"), &body).into_response()
        }
    })
}

/// `GET /ogc/jobs/{job}/results`
pub(crate) async fn results(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    language: Language,
    parameters: Parameters,
) -> Answer<Response> {
    let job = find(&state, &caller, &id).await?;
    parameters.finish()?;
    match job.state {
        JobState::Successful => {}
        JobState::Failed => {
            let reason = message(&job).unwrap_or_else(|| Notice::new("job-failed-inside"));
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, reason));
        }
        JobState::Dismissed => return Err(no_such_job()),
        JobState::Accepted | JobState::Running => {
            return Err(Problem::new(StatusCode::NOT_FOUND, Notice::new("problem-result-not-ready"))
                .of_type("http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/result-not-ready"));
        }
    }
    if job.collection.is_some() {
        return Ok(Json(results_document(&state, &caller.actor, &job, language).await?).into_response());
    }
    let form = if job.is_raw { ResponseForm::Raw } else { ResponseForm::Document };
    Ok(answer(form, outputs(&job, language)?, &[]))
}

/// The results of a job by name: a collection, or a document.
pub(crate) async fn results_document(
    state: &AppState,
    actor: &Actor,
    job: &Job,
    language: Language,
) -> Answer<Value> {
    let Some(collection) = &job.collection else {
        return Ok(document(outputs(job, language)?, &[]));
    };
    let known = state.get_collection(actor, collection).await?;
    let result = json!({
        "collection": collection,
        "href": format!("{}/ogc/collections/{collection}/items?f=json", state.base_url),
        "numberMatched": known.count,
        "bbox": known.bounds.map(<[f64; 4]>::from),
    });
    let said = job.result.as_ref().map(|said| said["notices"].clone());
    let said: Vec<Notice> = said.and_then(|said| serde_json::from_value(said).ok()).unwrap_or_default();
    let notices: Vec<String> = said.iter().map(|notice| language.say(notice)).collect();
    Ok(json!({"result": result, "notices": notices}))
}

/// The outputs of a job whose result is a document.
fn outputs(job: &Job, language: Language) -> Answer<Vec<Produced>> {
    let process: Process = job.process.parse().map_err(|_error| no_such_job())?;
    let names = job.outputs.iter().flatten().map(String::as_str);
    let outputs = process.choose_outputs(names).map_err(|error| Problem::internal(&error))?;
    let mut by_name = job.result.clone().unwrap_or(Value::Null);
    if process == Process::DrillThrough {
        in_language(&mut by_name, language);
    }
    Ok(produced(&outputs, by_name))
}

/// `DELETE /ogc/jobs/{job}`: a job that runs is given up, a result that is there goes.
pub(crate) async fn dismiss(
    State(state): State<AppState>,
    Writer(caller): Writer,
    Path(id): Path<String>,
    language: Language,
) -> Answer<Response> {
    let job = find(&state, &caller, &id).await?;
    let keep_days = state.config.processes.keep_days();
    match state.store.dismiss_job(&caller.actor, job.id, keep_days).await? {
        Ended::Now => {
            let job = find(&state, &caller, &id).await?;
            Ok(Json(status_info(&state, &job, language)).into_response())
        }
        Ended::Before => Err(Problem::new(StatusCode::GONE, Notice::new("problem-job-dismissed"))),
    }
}

/// What may be changed of a job.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct JobChange {
    keep: bool,
}

/// `PATCH /ogc/jobs/{job}`: `{"keep": true}` lets a result stay until it is dismissed.
pub(crate) async fn change(
    State(state): State<AppState>,
    Writer(caller): Writer,
    Path(id): Path<String>,
    language: Language,
    JsonBody(body): JsonBody<JobChange>,
) -> Answer<Response> {
    let job = find(&state, &caller, &id).await?;
    if !body.keep {
        return Err(wrong("keep"));
    }
    state.store.keep_job(&caller.actor, job.id).await?;
    let job = find(&state, &caller, &id).await?;
    Ok(Json(status_info(&state, &job, language)).into_response())
}

/// `POST /ogc/jobs/{job}/rerun`: the same again, on the same versions of its inputs.
pub(crate) async fn rerun(
    State(state): State<AppState>,
    Writer(caller): Writer,
    Path(id): Path<String>,
    language: Language,
) -> Answer<Response> {
    let job = find(&state, &caller, &id).await?;
    let process: Process = job.process.parse().map_err(|_error| no_such_job())?;
    let outputs = job.outputs.clone();
    let wanted = Wanted { subscriber: None, repeats: Some(job.id), outputs, is_raw: job.is_raw };
    let again = enqueue(&state, &caller, process, pinned(&job), wanted).await?;
    accepted(&state, &caller.actor, again, language).await
}

/// The status document (18-062r2, statusInfo.yaml), and what ours says beside.
pub(crate) fn status_info(state: &AppState, job: &Job, language: Language) -> Value {
    let here = format!("{}/ogc/jobs/{}", state.base_url, job.id);
    let mut found = vec![Link::new(here.clone(), "self", JSON, &language.word("ogc-this-json"))];
    if job.state == JobState::Successful {
        let results = "http://www.opengis.net/def/rel/ogc/1.0/results";
        found.push(Link::new(format!("{here}/results"), results, JSON, &language.word("ogc-result")));
    }
    if matches!(job.state, JobState::Accepted | JobState::Running) {
        // Where to look again (RFC 5989): clients of others look for it rather than for `self`.
        found.push(Link::new(here, "monitor", JSON, &language.word("ogc-this-json")));
    }
    let mut status = json!({
        "processID": job.process,
        "type": "process",
        "jobID": job.id,
        "status": job.state.as_str(),
        "progress": job.progress,
        "created": job.created_at,
        "updated": job.updated_at,
        "processVersion": job.process_version,
        "inputVersions": job.input_versions,
        "request": job.inputs,
        "ente": job.ente,
        "links": found,
    });
    let optional = [
        ("message", message(job).map(|notice| json!(language.say(&notice)))),
        ("started", job.started_at.map(|at| json!(at))),
        ("finished", job.finished_at.map(|at| json!(at))),
        ("expires", job.expires_at.map(|at| json!(at))),
        ("collection", job.collection.as_ref().map(|id| json!(id))),
        ("resultDigest", job.result_digest.as_ref().map(|digest| json!(digest))),
        ("repeats", job.repeats.map(|id| json!(id))),
    ];
    if let Some(status) = status.as_object_mut() {
        let known = optional.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        status.extend(known.collect::<Map<_, _>>());
    }
    status
}

fn message(job: &Job) -> Option<Notice> {
    serde_json::from_value(job.message.clone()?).ok()
}

async fn find(state: &AppState, caller: &Caller, id: &str) -> Answer<Job> {
    let id: Uuid = id.parse().map_err(|_error| no_such_job())?;
    state.store.find_job(&caller.actor, id).await?.ok_or_else(no_such_job)
}

fn no_such_job() -> Problem {
    Problem::not_found("job")
        .of_type("http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/no-such-job")
}

/// Reads what jobs are asked for (18-062r2, 11: job list).
fn read(mut parameters: Parameters) -> Answer<(JobFilter, u32)> {
    let limit: Option<u32> = parameters.parse("limit")?;
    if limit == Some(0) {
        return Err(wrong("limit"));
    }
    if parameters.take("type")?.is_some_and(|kinds| !kinds.split(',').any(|kind| kind == "process")) {
        return Err(wrong("type"));
    }
    let list = |text: String| text.split(',').map(str::to_owned).collect::<Vec<String>>();
    let states = parameters.take("status")?.map(list);
    let states = states.map(|states| states.iter().map(|state| state.parse()).collect::<Result<_, _>>());
    let datetime = parameters.take("datetime")?;
    let span = datetime.map(|text| interval(&text).ok_or_else(|| wrong("datetime"))).transpose()?;
    let filter = JobFilter {
        enti: None,
        processes: parameters.take("processID")?.map(list),
        states: states.transpose().map_err(|_error| wrong("status"))?,
        from: span.and_then(|span| span.from),
        to: span.and_then(|span| span.to),
        least_s: parameters.parse("minDuration")?,
        most_s: parameters.parse("maxDuration")?,
        before: parameters.parse("before")?,
    };
    parameters.finish()?;
    Ok((filter, limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT)))
}
