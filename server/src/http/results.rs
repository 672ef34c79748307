//! What a process gives, as it is answered (OGC API Processes 1.0, 18-062r2, 7.11.4 and 7.13).

use axum::Json;
use axum::body::Bytes;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use civico_domain::processing::{Output, OutputKind};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::link::{GEOJSON, JSON, TEXT};
use super::multipart::{Part, related};

/// How results are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ResponseForm {
    /// As they are: one alone, several as parts.
    #[default]
    Raw,
    /// A document that holds them by name.
    Document,
}

/// An output that is there.
#[derive(Debug)]
pub(super) struct Produced {
    pub(super) output: Output,
    pub(super) value: Value,
}

/// Takes outputs out of a document that holds them by name.
pub(super) fn produced(outputs: &[Output], mut by_name: Value) -> Vec<Produced> {
    let mut value = |name: &str| by_name.get_mut(name).map(Value::take).unwrap_or_default();
    outputs.iter().map(|output| Produced { output: *output, value: value(output.name) }).collect()
}

/// Answers with results in the form that was asked for.
pub(super) fn answer(form: ResponseForm, results: Vec<Produced>, notices: &[String]) -> Response {
    if form == ResponseForm::Document {
        return Json(document(results, notices)).into_response();
    }
    let mut parts: Vec<Part> = results.into_iter().map(part).collect();
    if parts.len() > 1 {
        return related(&parts);
    }
    match parts.pop() {
        Some(part) => ([(header::CONTENT_TYPE, part.media_type)], part.content).into_response(),
        None => Json(Value::Null).into_response(),
    }
}

/// Results by name, and what is to be known of them (results.yaml).
pub(super) fn document(results: Vec<Produced>, notices: &[String]) -> Value {
    let mut document: Map<String, Value> =
        results.into_iter().map(|result| (result.output.name.to_owned(), qualified(result))).collect();
    document.insert("notices".to_owned(), json!(notices));
    Value::Object(document)
}

/// Writes a value so that an object is not taken for something else (qualifiedValue.yaml).
fn qualified(Produced { output, value }: Produced) -> Value {
    if !value.is_object() {
        return value;
    }
    json!({"value": value, "mediaType": media_type(output.kind)})
}

fn part(Produced { output, value }: Produced) -> Part {
    let content = match (output.kind, value) {
        (OutputKind::Text, Value::String(text)) => Bytes::from(text),
        (OutputKind::Text, Value::Null) => Bytes::new(),
        (_, value) => Bytes::from(value.to_string()),
    };
    Part { content_id: output.name, media_type: media_type(output.kind), content }
}

/// The media type of an output that comes as it is.
pub(super) fn media_type(kind: OutputKind) -> &'static str {
    match kind {
        OutputKind::Features => GEOJSON,
        OutputKind::Text => TEXT,
        OutputKind::Object | OutputKind::Anything => JSON,
    }
}
