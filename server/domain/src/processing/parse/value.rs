//! One input's value.

use serde_json::{Map, Value};

use crate::catalog::GeometryKind;
use crate::notice::Notice;
use crate::processing::geometry::{check_geometry, kind_of};
use crate::processing::refusal::{expected, out_of_range, too_many};
use crate::processing::{Argument, InputKind, Source};

/// Characters of a column's name.
const LONGEST_PROPERTY: usize = 200;
/// Arrays and objects within each other, in any JSON.
const DEEPEST: usize = 16;
/// Values of all kinds in any JSON.
const MOST_VALUES: usize = 10_000;
/// Bytes of all texts in any JSON.
const MOST_BYTES: usize = 262_144;

/// Reads a value of a kind.
pub(super) fn read(kind: &InputKind, value: &Value) -> Result<Argument, Notice> {
    match kind {
        InputKind::Features { at_most, .. } => features(value, *at_most),
        InputKind::Numbers { least, least_is_in, most, at_most, .. } => {
            numbers(value, (*least, *least_is_in, *most), *at_most)
        }
        InputKind::Anything => anything(unqualified(value)?),
        single => read_single(single, unqualified(value)?),
    }
}

fn read_single(kind: &InputKind, value: &Value) -> Result<Argument, Notice> {
    match kind {
        InputKind::Geometry { geometry } => shape(value, geometry),
        InputKind::Property { .. } => {
            let text = value.as_str().filter(|text| !text.is_empty());
            let text = text.filter(|text| text.chars().count() <= LONGEST_PROPERTY);
            text.map(|text| Argument::Property(text.to_owned())).ok_or_else(|| expected("property"))
        }
        InputKind::Number { least, least_is_in, most, .. } => {
            number(value, (*least, *least_is_in, *most)).map(Argument::Number)
        }
        InputKind::Integer { least, most, .. } => integer(value, *least, *most),
        InputKind::Choice { of, .. } => {
            let token = value.as_str().and_then(|text| of.iter().find(|token| **token == text));
            let refused = || Notice::new("process-input-no-choice").with("choices", of.join(", "));
            token.map(|token| Argument::Choice((*token).to_owned())).ok_or_else(refused)
        }
        InputKind::Boolean { .. } => {
            value.as_bool().map(Argument::Boolean).ok_or_else(|| expected("boolean"))
        }
        InputKind::Text { most_chars } => {
            let text = value.as_str().filter(|text| text.chars().count() <= *most_chars);
            let refused = || expected("text").with("limit", most_chars);
            text.map(|text| Argument::Text(text.to_owned())).ok_or_else(refused)
        }
        InputKind::Features { .. } | InputKind::Numbers { .. } | InputKind::Anything => read(kind, value),
    }
}

/// Takes the value out of `{"value": ..., "mediaType": ...}` (18-062r2, 7.11.2.4); a link is refused,
/// since nothing that a client sends becomes an address from which we fetch.
fn unqualified(value: &Value) -> Result<&Value, Notice> {
    let Some(object) = value.as_object() else { return Ok(value) };
    if object.contains_key("href") {
        return Err(Notice::new("process-input-by-reference"));
    }
    let is_of_format =
        |name: &String| ["value", "mediaType", "encoding", "schema", "format"].contains(&name.as_str());
    match object.get("value") {
        Some(inner) if object.keys().all(is_of_format) => Ok(inner),
        _ => Ok(value),
    }
}

fn features(value: &Value, at_most: usize) -> Result<Argument, Notice> {
    let value = unqualified(value)?;
    let several = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    if several.is_empty() {
        return Err(expected("features"));
    }
    if several.len() > at_most {
        return Err(too_many(at_most));
    }
    let sources: Result<Vec<Source>, Notice> =
        several.iter().map(|one| Source::parse(unqualified(one)?)).collect();
    sources.map(Argument::Features)
}

fn shape(value: &Value, kinds: &[GeometryKind]) -> Result<Argument, Notice> {
    check_geometry(value).map_err(|fault| Notice::new(fault.token()))?;
    let is_usable = kind_of(value).is_some_and(|kind| kinds.contains(&kind));
    let refused = || {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        Notice::new("process-input-wrong-geometry").with("choices", names.join(", "))
    };
    if is_usable { Ok(Argument::Geometry(value.clone())) } else { Err(refused()) }
}

fn number(value: &Value, (least, least_is_in, most): (f64, bool, f64)) -> Result<f64, Notice> {
    let number = value.as_f64().ok_or_else(|| expected("number"))?;
    // NaN is in no range; JSON has none, but 1e400 may have been read as infinite.
    let is_in = (least..=most).contains(&number) && (least_is_in || number > least);
    if is_in { Ok(number) } else { Err(out_of_range(least, least_is_in, most)) }
}

fn integer(value: &Value, least: i64, most: i64) -> Result<Argument, Notice> {
    if !value.is_number() {
        return Err(expected("integer"));
    }
    // 8.0 is a whole number in JSON Schema (6.1.1 of its validation).
    let whole =
        value.as_i64().or_else(|| value.as_f64().and_then(as_whole)).ok_or_else(|| expected("integer"))?;
    let refused = || Notice::new("process-input-out-of-range").with("least", least).with("most", most);
    if (least..=most).contains(&whole) { Ok(Argument::Integer(whole)) } else { Err(refused()) }
}

#[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
fn as_whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

fn numbers(value: &Value, bounds: (f64, bool, f64), at_most: usize) -> Result<Argument, Notice> {
    let value = unqualified(value)?;
    let several = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    if several.is_empty() {
        return Err(expected("number"));
    }
    if several.len() > at_most {
        return Err(too_many(at_most));
    }
    let numbers: Result<Vec<f64>, Notice> =
        several.iter().map(|one| number(unqualified(one)?, bounds)).collect();
    let mut numbers = numbers?;
    numbers.sort_by(f64::total_cmp);
    numbers.dedup_by(|one, other| one.total_cmp(other).is_eq());
    Ok(Argument::Numbers(numbers))
}

fn anything(value: &Value) -> Result<Argument, Notice> {
    let (mut values, mut bytes) = (MOST_VALUES, MOST_BYTES);
    if is_small(value, DEEPEST, &mut values, &mut bytes) {
        Ok(Argument::Anything(value.clone()))
    } else {
        Err(Notice::new("process-input-too-large").with("limit", MOST_BYTES))
    }
}

/// Takes a value off what is left; false when nothing is.
fn is_small(value: &Value, depth: usize, values: &mut usize, bytes: &mut usize) -> bool {
    let Some(left) = values.checked_sub(1) else { return false };
    *values = left;
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => take(bytes, text.len()),
        Value::Array(items) => depth > 0 && items.iter().all(|item| is_small(item, depth - 1, values, bytes)),
        Value::Object(fields) => depth > 0 && are_small(fields, depth - 1, values, bytes),
    }
}

fn are_small(fields: &Map<String, Value>, depth: usize, values: &mut usize, bytes: &mut usize) -> bool {
    fields.iter().all(|(name, value)| take(bytes, name.len()) && is_small(value, depth, values, bytes))
}

fn take(bytes: &mut usize, length: usize) -> bool {
    let left = bytes.checked_sub(length);
    *bytes = left.unwrap_or(0);
    left.is_some()
}
