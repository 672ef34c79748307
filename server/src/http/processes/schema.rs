//! Inputs and outputs as JSON Schema (OpenAPI 3.0), with what a form needs beside.

use civico_domain::catalog::{ColumnKind, GeometryKind};
use civico_domain::processing::{Input, InputKind, Process};
use serde_json::{Map, Value, json};

use crate::messages::Language;

/// Words about an input of a process.
pub(super) fn word(process: Process, input: &str, what: &str, language: Language) -> String {
    language.word(&format!("process-{}-{input}-{what}", process.id()))
}

/// All inputs, by name.
pub(super) fn inputs(process: Process, language: Language) -> Value {
    let described = process.inputs().iter().map(|input| {
        let mut description = json!({
            "title": word(process, input.name, "title", language),
            "description": word(process, input.name, "text", language),
            "schema": schema(process, input, language),
            "minOccurs": i32::from(input.is_required),
        });
        if let InputKind::Features { at_most, .. } | InputKind::Numbers { at_most, .. } = input.kind {
            description["maxOccurs"] = json!(at_most);
        }
        (input.name.to_owned(), description)
    });
    Value::Object(described.collect::<Map<_, _>>())
}

/// The one output.
pub(super) fn outputs(process: Process, language: Language) -> Value {
    let schema = match process {
        Process::Echo => json!({}),
        Process::DrillThrough => json!({"type": "object"}),
        _ => json!({"oneOf": [
            {"type": "object", "required": ["collection", "href"], "properties": {
                "collection": {"type": "string"}, "href": {"type": "string", "format": "uri"}}},
            {"allOf": [{"format": "geojson-feature-collection"}, {"type": "object"}]},
        ]}),
    };
    json!({"result": {"title": language.word("ogc-result"), "schema": schema}})
}

fn schema(process: Process, input: &Input, language: Language) -> Value {
    match input.kind {
        InputKind::Features { geometry, .. } => features(geometry),
        InputKind::Geometry { geometry } => json!({
            "allOf": [{"format": "geojson-geometry"}, {"type": "object"}],
            "x-civico-kind": "geometry",
            "x-civico-geometry": geometry_tokens(geometry),
        }),
        InputKind::Property { of, kinds } => json!({
            "type": "string",
            "x-civico-kind": "property",
            "x-civico-of": of,
            "x-civico-type": column_tokens(kinds),
        }),
        InputKind::Number { least, least_is_in, most, default, unit } => {
            number("number", (json!(least), least_is_in), &json!(most), default.map(|d| json!(d)), unit)
        }
        InputKind::Integer { least, most, default, unit } => {
            number("integer", (json!(least), true), &json!(most), default.map(|d| json!(d)), unit)
        }
        InputKind::Numbers { least, least_is_in, most, default, .. } => {
            let mut one = number("number", (json!(least), least_is_in), &json!(most), None, None);
            if !default.is_empty() {
                one["x-civico-default"] = json!(default);
            }
            one["x-civico-kind"] = json!("numbers");
            one
        }
        InputKind::Choice { of, default } => {
            let titles: Vec<String> =
                of.iter().map(|token| word(process, input.name, token, language)).collect();
            json!({"type": "string", "enum": of, "default": default, "x-civico-titles": titles})
        }
        InputKind::Boolean { default } => json!({"type": "boolean", "default": default}),
        InputKind::Text { most_chars } => json!({"type": "string", "maxLength": most_chars}),
        InputKind::Anything => json!({}),
    }
}

fn number(
    kind: &str,
    (least, least_is_in): (Value, bool),
    most: &Value,
    default: Option<Value>,
    unit: Option<&str>,
) -> Value {
    let mut schema = json!({"type": kind, "minimum": least, "maximum": most});
    if !least_is_in {
        // OpenAPI 3.0: a flag beside the bound, not a bound of its own.
        schema["exclusiveMinimum"] = json!(true);
    }
    if let Some(default) = default {
        schema["default"] = default;
    }
    if let Some(unit) = unit {
        schema["x-civico-unit"] = json!(unit);
    }
    schema
}

/// Collections of ours, or features that come along.
fn features(geometry: &[GeometryKind]) -> Value {
    json!({
        "oneOf": [
            {
                "type": "object",
                "required": ["collection"],
                "additionalProperties": false,
                "properties": {
                    "collection": {"type": "string"},
                    "version": {"type": "integer", "minimum": 1},
                    "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
                    "datetime": {"type": "string"},
                    "filter": {"type": "object", "additionalProperties": {"type": "string"}},
                },
            },
            {"allOf": [{"format": "geojson-feature-collection"}, {"type": "object"}]},
        ],
        "x-civico-kind": "features",
        "x-civico-geometry": geometry_tokens(geometry),
    })
}

fn geometry_tokens(kinds: &[GeometryKind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.as_str()).collect()
}

fn column_tokens(kinds: &[ColumnKind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.as_str()).collect()
}
