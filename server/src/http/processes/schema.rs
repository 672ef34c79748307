//! Inputs and outputs as JSON Schema (OpenAPI 3.0), with what a form needs beside.

use civico_domain::catalog::{ColumnKind, GeometryKind};
use civico_domain::processing::{Input, InputKind, OutputKind, Process};
use serde_json::{Map, Value, json};

use crate::messages::Language;

/// Words about an input of a process.
pub(super) fn word(process: Process, input: &str, what: &str, language: Language) -> String {
    language.word(&format!("process-{}-{input}-{what}", process.id()))
}

/// All inputs, by name. What no JSON Schema says (which column fits, what a token means, the unit) is
/// beside the schema, as `x-civico`: others check schemas against the standard's.
pub(super) fn inputs(process: Process, language: Language) -> Value {
    let described = process.inputs().iter().map(|input| {
        let mut description = json!({
            "title": word(process, input.name, "title", language),
            "description": word(process, input.name, "text", language),
            "schema": schema(input),
            "minOccurs": i32::from(input.is_required),
        });
        if let InputKind::Features { at_most, .. } = input.kind {
            description["maxOccurs"] = json!(at_most);
        }
        let hints = hints(process, input, language);
        if !hints.is_null() {
            description["x-civico"] = hints;
        }
        (input.name.to_owned(), description)
    });
    Value::Object(described.collect::<Map<_, _>>())
}

/// All outputs, by name. One that is named as an input gives it back, and is titled as it is.
pub(super) fn outputs(process: Process, language: Language) -> Value {
    let described = process.outputs().iter().map(|output| {
        let title = match process.input(output.name) {
            Some(input) => word(process, input.name, "title", language),
            None => language.word("ogc-result"),
        };
        (output.name.to_owned(), json!({"title": title, "schema": output_schema(output.kind)}))
    });
    Value::Object(described.collect::<Map<_, _>>())
}

fn output_schema(kind: OutputKind) -> Value {
    match kind {
        OutputKind::Anything => json!({}),
        OutputKind::Text => json!({"type": "string", "nullable": true}),
        OutputKind::Object => json!({"type": "object"}),
        OutputKind::Features => json!({"oneOf": [
            {"type": "object", "required": ["collection", "href"], "properties": {
                "collection": {"type": "string"}, "href": {"type": "string", "format": "uri"}}},
            {"allOf": [{"format": "geojson-feature-collection"}, {"type": "object"}]},
        ]}),
    }
}

/// What a form needs to know beside the schema; null where that is nothing.
fn hints(process: Process, input: &Input, language: Language) -> Value {
    match input.kind {
        InputKind::Features { geometry, .. } => {
            json!({"kind": "features", "geometry": geometry_tokens(geometry)})
        }
        InputKind::Geometry { geometry } => {
            json!({"kind": "geometry", "geometry": geometry_tokens(geometry)})
        }
        InputKind::Property { of, kinds } => {
            json!({"kind": "property", "of": of, "type": column_tokens(kinds)})
        }
        InputKind::Number { unit: Some(unit), .. } | InputKind::Integer { unit: Some(unit), .. } => {
            json!({"unit": unit})
        }
        InputKind::Choice { of, .. } => {
            let title = |token: &&str| word(process, input.name, token, language);
            json!({"titles": of.iter().map(title).collect::<Vec<String>>()})
        }
        _ => Value::Null,
    }
}

fn schema(input: &Input) -> Value {
    match input.kind {
        InputKind::Features { .. } => features(),
        InputKind::Geometry { .. } => json!({"allOf": [{"format": "geojson-geometry"}, {"type": "object"}]}),
        InputKind::Property { .. } => json!({"type": "string"}),
        InputKind::Number { least, least_is_in, most, default, .. } => {
            number("number", (json!(least), least_is_in), &json!(most), default.map(|d| json!(d)))
        }
        InputKind::Integer { least, most, default, .. } => {
            number("integer", (json!(least), true), &json!(most), default.map(|d| json!(d)))
        }
        InputKind::Numbers { least, least_is_in, most, at_most, default } => {
            let items = number("number", (json!(least), least_is_in), &json!(most), None);
            json!({"type": "array", "items": items, "minItems": 1, "maxItems": at_most, "default": default})
        }
        InputKind::Choice { of, default } => json!({"type": "string", "enum": of, "default": default}),
        InputKind::Boolean { default } => json!({"type": "boolean", "default": default}),
        InputKind::Text { most_chars } => json!({"type": "string", "maxLength": most_chars}),
        InputKind::Anything => json!({}),
    }
}

fn number(kind: &str, (least, least_is_in): (Value, bool), most: &Value, default: Option<Value>) -> Value {
    let mut schema = json!({"type": kind, "minimum": least, "maximum": most});
    if !least_is_in {
        // OpenAPI 3.0: a flag beside the bound, not a bound of its own.
        schema["exclusiveMinimum"] = json!(true);
    }
    if let Some(default) = default {
        schema["default"] = default;
    }
    schema
}

/// Collections of ours, or features that come along.
fn features() -> Value {
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
    })
}

fn geometry_tokens(kinds: &[GeometryKind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.as_str()).collect()
}

/// The types of columns as TileJSON tells them apart: a form reads the columns there.
fn column_tokens(kinds: &[ColumnKind]) -> Vec<&'static str> {
    let token = |kind: &ColumnKind| match kind {
        ColumnKind::Boolean => "boolean",
        ColumnKind::Integer | ColumnKind::Real => "number",
        ColumnKind::Text | ColumnKind::Date | ColumnKind::Timestamp => "text",
    };
    let mut tokens: Vec<&str> = kinds.iter().map(token).collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_finds_columns_by_the_types_that_tilejson_has() {
        let described = inputs(Process::HotSpots, Language::En);
        assert_eq!(described["value"]["x-civico"]["type"], json!(["number"]));
        assert_eq!(described["value"]["schema"], json!({"type": "string"}));
    }

    #[test]
    fn schemas_hold_no_word_of_ours() {
        for process in Process::ALL {
            for (name, input) in inputs(process, Language::It).as_object().unwrap() {
                assert!(!input["schema"].to_string().contains("x-civico"), "{name}");
            }
        }
    }
}
