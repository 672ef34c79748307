//! The part of the definition about processes and jobs (18-062r2, 7.9 to 7.14).

use civico_domain::processing::Process;
use serde_json::{Map, Value, json};

use super::get;
use crate::http::link::JSON;
use crate::http::multipart::RELATED;
use crate::http::results::media_type;
use crate::messages::Language;

/// Adds the paths of processes and jobs.
pub(super) fn insert(paths: &mut Map<String, Value>, language: Language) {
    let word = |id: &str| language.word(id);
    let limit = json!({"$ref": "#/components/parameters/limit"});
    paths.insert("/processes".to_owned(), get("getProcesses", &word("ogc-processes"), &[limit], JSON));
    for process in Process::ALL {
        let id = process.id();
        let title = word(&format!("process-{id}-title"));
        paths.insert(format!("/processes/{id}"), get(&format!("describe.{id}"), &title, &[], JSON));
        paths.insert(format!("/processes/{id}/execution"), execution(process, &title));
    }
    paths.insert("/jobs".to_owned(), get("getJobs", &word("ogc-jobs"), &list_parameters(), JSON));
    let job = [job_parameter()];
    let mut one = get("getStatus", &word("ogc-job"), &job, JSON);
    one["delete"] = changing("dismiss", &word("ogc-dismiss"), None);
    one["patch"] = changing("change", &word("ogc-keep"), Some(&keep()));
    paths.insert("/jobs/{jobId}".to_owned(), one);
    paths.insert("/jobs/{jobId}/results".to_owned(), get("getResult", &word("ogc-result"), &job, JSON));
    let again = json!({"post": changing("rerun", &word("ogc-rerun"), None)});
    paths.insert("/jobs/{jobId}/rerun".to_owned(), again);
}

fn execution(process: Process, title: &str) -> Value {
    let id = process.id();
    json!({"post": {
        "operationId": format!("execute.{id}"),
        "summary": title,
        "parameters": [{
            "name": "Prefer", "in": "header", "required": false,
            "schema": {"type": "string", "enum": ["respond-async"]},
        }],
        "requestBody": {"required": true, "content": {JSON: {"schema": {
            "type": "object",
            "properties": {
                "inputs": {"type": "object"},
                "outputs": {"type": "object"},
                "response": {"type": "string", "enum": ["raw", "document"], "default": "raw"},
                "subscriber": {
                    "type": "object",
                    "required": ["successUri"],
                    "properties": {
                        "successUri": {"type": "string", "format": "uri"},
                        "inProgressUri": {"type": "string", "format": "uri"},
                        "failedUri": {"type": "string", "format": "uri"},
                    },
                },
            },
        }}}},
        "responses": {
            "200": {"description": title, "content": answers(process)},
            "201": {"description": title, "content": {JSON: {"schema": {"type": "object"}}}},
            "400": problem(),
            "401": problem(),
            "404": problem(),
            "422": problem(),
            "429": problem(),
        },
    }})
}

/// What comes at once: a document, or outputs as they are.
fn answers(process: Process) -> Value {
    let mut answers = json!({JSON: {"schema": {}}});
    if process.outputs().len() > 1 {
        answers[RELATED] = json!({"schema": {"type": "string"}});
    }
    for output in process.outputs() {
        let media_type = media_type(output.kind);
        if answers.get(media_type).is_none() {
            answers[media_type] = json!({"schema": {}});
        }
    }
    answers
}

fn changing(operation: &str, summary: &str, body: Option<&Value>) -> Value {
    let mut found = json!({
        "operationId": operation,
        "summary": summary,
        "parameters": [job_parameter()],
        "responses": {
            "200": {"description": summary, "content": {JSON: {"schema": {"type": "object"}}}},
            "401": problem(),
            "404": problem(),
            "410": problem(),
        },
    });
    if let Some(schema) = body {
        found["requestBody"] = json!({"required": true, "content": {JSON: {"schema": schema}}});
    }
    found
}

fn keep() -> Value {
    json!({"type": "object", "required": ["keep"], "properties": {"keep": {"type": "boolean", "enum": [true]}}})
}

fn problem() -> Value {
    json!({"$ref": "#/components/responses/problem"})
}

fn job_parameter() -> Value {
    json!({"name": "jobId", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}})
}

/// What lists of jobs are narrowed by (18-062r2, 11).
fn list_parameters() -> Vec<Value> {
    let list = |name: &str, schema: Value| json!({"name": name, "in": "query", "required": false, "style": "form", "explode": false, "schema": schema});
    let states = ["accepted", "running", "successful", "failed", "dismissed"];
    vec![
        json!({"$ref": "#/components/parameters/limit"}),
        json!({"$ref": "#/components/parameters/datetime"}),
        list("type", json!({"type": "array", "items": {"type": "string", "enum": ["process"]}})),
        list("processID", json!({"type": "array", "items": {"type": "string"}})),
        list("status", json!({"type": "array", "items": {"type": "string", "enum": states}})),
        list("minDuration", json!({"type": "number", "minimum": 0})),
        list("maxDuration", json!({"type": "number", "minimum": 0})),
        list("before", json!({"type": "string", "format": "uuid"})),
    ]
}
