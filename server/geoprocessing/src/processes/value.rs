//! Values as numbers and keys.

use civico_domain::catalog::Value;

use crate::input::is_usable;
use crate::number::real_of_cell;

/// A value as a finite number.
pub(super) fn number_of(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Integer(number) => real_of_cell(*number),
        Value::Real(number) => *number,
        _ => return None,
    };
    is_usable(number).then_some(number)
}

/// A number as a value: null where it is not finite.
pub(super) fn real(number: f64) -> Value {
    if number.is_finite() { Value::Real(number) } else { Value::Null }
}

/// A number, or null.
pub(super) fn optional(number: Option<f64>) -> Value {
    number.map_or(Value::Null, real)
}

/// A count as a value.
pub(super) fn integer(count: impl TryInto<i64>) -> Value {
    count.try_into().map_or(Value::Null, Value::Integer)
}

/// A value by which rows are told apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Null,
    Integer(i64),
    /// Bits of a number; nought has one form.
    Real(u64),
    Text(String),
    /// Truth values, days and instants as they are written, with their type.
    Other(u8, String),
}

impl Key {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Integer(value) => Self::Integer(*value),
            Value::Real(value) => Self::Real((value + 0.0).to_bits()),
            Value::Text(value) => Self::Text(value.clone()),
            Value::Boolean(value) => Self::Other(0, value.to_string()),
            Value::Date(value) => Self::Other(1, value.to_string()),
            Value::Timestamp(value) => Self::Other(2, value.to_string()),
        }
    }
}
