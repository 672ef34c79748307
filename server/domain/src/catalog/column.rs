//! Columns of a collection and their values.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// True or false.
    Boolean,
    /// 64-bit integer.
    Integer,
    /// Double-precision number.
    Real,
    /// Text.
    Text,
    /// Day of the Gregorian calendar.
    Date,
    /// Instant.
    Timestamp,
}

impl ColumnKind {
    /// Returns the token, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Real => "real",
            Self::Text => "text",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
        }
    }

    /// Reads a value of this kind from the text of a query.
    ///
    /// # Errors
    /// The text is no value of this kind.
    pub fn parse(self, text: &str) -> Result<Value, ValueError> {
        let refused = ValueError { kind: self };
        match self {
            Self::Boolean => text.parse().ok().map(Value::Boolean),
            Self::Integer => text.parse().ok().map(Value::Integer),
            Self::Real => text.parse().ok().filter(|number: &f64| number.is_finite()).map(Value::Real),
            Self::Text => Some(Value::Text(text.to_owned())),
            Self::Date => text.parse().ok().map(Value::Date),
            Self::Timestamp => text.parse().ok().map(Value::Timestamp),
        }
        .ok_or(refused)
    }
}

/// A text is no value of a column's kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a {} value", kind.as_str())]
pub struct ValueError {
    /// The kind that was asked for.
    pub kind: ColumnKind,
}

/// A value in a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing was said.
    Null,
    /// True or false.
    Boolean(bool),
    /// Integer.
    Integer(i64),
    /// Finite number.
    Real(f64),
    /// Text.
    Text(String),
    /// Day.
    Date(Date),
    /// Instant.
    Timestamp(Timestamp),
}

/// Midnight of 1 January 2000 UTC in seconds of Unix time: PostgreSQL's zero.
const POSTGRES_EPOCH_S: i64 = 946_684_800;
/// The day from which PostgreSQL counts.
const POSTGRES_EPOCH_DAY: Date = jiff::civil::date(2000, 1, 1);

impl Value {
    /// Appends the value as a field of a binary COPY row: length and bytes, big-endian; -1 for null.
    pub(super) fn encode(&self, into: &mut Vec<u8>) {
        match self {
            Self::Null => into.extend((-1_i32).to_be_bytes()),
            Self::Boolean(value) => encode_field(&[u8::from(*value)], into),
            Self::Integer(value) => encode_field(&value.to_be_bytes(), into),
            Self::Real(value) => encode_field(&value.to_be_bytes(), into),
            Self::Text(value) => encode_field(value.as_bytes(), into),
            Self::Date(value) => encode_field(&days_since_2000(*value).to_be_bytes(), into),
            Self::Timestamp(value) => encode_field(&micros_since_2000(*value).to_be_bytes(), into),
        }
    }

    /// Reads the bytes of a field of a binary COPY row; `None` where they do not fit `kind`.
    pub(super) fn decode(kind: ColumnKind, bytes: &[u8]) -> Option<Self> {
        Some(match kind {
            ColumnKind::Boolean => Self::Boolean(*bytes.first()? != 0),
            ColumnKind::Integer => Self::Integer(i64::from_be_bytes(bytes.try_into().ok()?)),
            ColumnKind::Real => Self::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
            ColumnKind::Text => Self::Text(String::from_utf8(bytes.to_vec()).ok()?),
            ColumnKind::Date => {
                let days = i32::from_be_bytes(bytes.try_into().ok()?);
                Self::Date(POSTGRES_EPOCH_DAY.checked_add(Span::new().try_days(days).ok()?).ok()?)
            }
            ColumnKind::Timestamp => {
                let micros = i64::from_be_bytes(bytes.try_into().ok()?);
                Self::Timestamp(
                    Timestamp::from_microsecond(micros.checked_add(POSTGRES_EPOCH_S * 1_000_000)?).ok()?,
                )
            }
        })
    }
}

/// Appends length and bytes.
pub(super) fn encode_field(bytes: &[u8], into: &mut Vec<u8>) {
    let length = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
    into.extend(length.to_be_bytes());
    into.extend(bytes);
}

fn days_since_2000(day: Date) -> i32 {
    day.since(POSTGRES_EPOCH_DAY).map_or(0, |span| span.get_days())
}

fn micros_since_2000(instant: Timestamp) -> i64 {
    instant.as_microsecond() - POSTGRES_EPOCH_S * 1_000_000
}

/// A column of a collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The name in the source, as people and queries write it.
    pub name: String,
    /// The type.
    pub kind: ColumnKind,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_survives_the_wire() {
        let values = [
            (ColumnKind::Boolean, Value::Boolean(true)),
            (ColumnKind::Integer, Value::Integer(-7)),
            (ColumnKind::Real, Value::Real(1.5)),
            (ColumnKind::Text, Value::Text("Libertà".into())),
            (ColumnKind::Date, Value::Date(jiff::civil::date(1944, 8, 18))),
            (ColumnKind::Timestamp, Value::Timestamp("2020-03-02T10:00:00.5Z".parse().unwrap())),
        ];
        for (kind, value) in values {
            let mut bytes = Vec::new();
            value.encode(&mut bytes);
            assert_eq!(Value::decode(kind, &bytes[4..]), Some(value));
        }
    }
}
