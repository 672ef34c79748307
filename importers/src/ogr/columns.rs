//! Fields of a layer as columns, and their values.

use std::ffi::c_int;

use civico_domain::catalog::{Column, ColumnKind, Value};
use encoding_rs::Encoding;
use gdal_sys::{OGRFieldSubType, OGRFieldType};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::raw::{Cursor, Feature};

/// A field that becomes a column.
#[derive(Debug, Clone)]
pub(super) struct Field {
    index: c_int,
    kind: ColumnKind,
}

/// What was odd about a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Oddity {
    /// Letters that the encoding does not have.
    Undecodable,
    /// A number that is none, or infinite.
    NotFinite,
    /// An instant without a zone; read as UTC.
    NoZone,
    /// A day that the calendar does not have.
    NoDay,
}

/// Finds the fields that become columns, with names decoded; the second list is of those that
/// hold bytes and are left out.
pub(super) fn fields(cursor: &Cursor, encoding: &'static Encoding) -> (Vec<(Field, String)>, Vec<String>) {
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    for index in 0..cursor.field_count() {
        let name = encoding.decode_without_bom_handling(&cursor.field_name(index)).0.into_owned();
        match (kind_of(cursor.field_type(index)), c_int::try_from(index)) {
            (Some(kind), Ok(index)) => kept.push((Field { index, kind }, name)),
            _ => dropped.push(name),
        }
    }
    (kept, dropped)
}

fn kind_of((kind, sub): (OGRFieldType::Type, OGRFieldSubType::Type)) -> Option<ColumnKind> {
    Some(match kind {
        OGRFieldType::OFTInteger if sub == OGRFieldSubType::OFSTBoolean => ColumnKind::Boolean,
        OGRFieldType::OFTInteger | OGRFieldType::OFTInteger64 => ColumnKind::Integer,
        OGRFieldType::OFTReal => ColumnKind::Real,
        OGRFieldType::OFTDate => ColumnKind::Date,
        OGRFieldType::OFTDateTime => ColumnKind::Timestamp,
        OGRFieldType::OFTBinary => return None,
        _ => ColumnKind::Text,
    })
}

impl Field {
    /// Makes the column of this field.
    pub(super) fn column(&self, name: &str) -> Column {
        Column { name: name.to_owned(), kind: self.kind }
    }

    /// Reads the field of a feature.
    pub(super) fn value(&self, feature: &Feature, encoding: &'static Encoding) -> (Value, Option<Oddity>) {
        if !feature.is_set(self.index) {
            return (Value::Null, None);
        }
        match self.kind {
            ColumnKind::Boolean => (Value::Boolean(feature.integer(self.index) != 0), None),
            ColumnKind::Integer => (Value::Integer(feature.integer(self.index)), None),
            ColumnKind::Real => match feature.real(self.index) {
                number if number.is_finite() => (Value::Real(number), None),
                _ => (Value::Null, Some(Oddity::NotFinite)),
            },
            ColumnKind::Text => text(feature.bytes(self.index), encoding),
            ColumnKind::Date => match feature.date_time(self.index) {
                Some((instant, _)) => (Value::Date(instant.date()), None),
                None => (Value::Null, Some(Oddity::NoDay)),
            },
            ColumnKind::Timestamp => timestamp(feature, self.index),
        }
    }
}

fn text(bytes: &[u8], encoding: &'static Encoding) -> (Value, Option<Oddity>) {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    (Value::Text(text.into_owned()), had_errors.then_some(Oddity::Undecodable))
}

fn timestamp(feature: &Feature, field: c_int) -> (Value, Option<Oddity>) {
    let Some((instant, zone)) = feature.date_time(field) else {
        return (Value::Null, Some(Oddity::NoDay));
    };
    // GDAL counts quarters of an hour from 100, which is UTC; 0 and 1 say nothing of the offset.
    let (quarters, oddity) = if zone > 1 { (zone - 100, None) } else { (0, Some(Oddity::NoZone)) };
    let instant: Option<Timestamp> = Offset::from_seconds(quarters * 15 * 60)
        .ok()
        .and_then(|offset| instant.to_zoned(TimeZone::fixed(offset)).ok())
        .map(|zoned| zoned.timestamp());
    match instant {
        Some(instant) => (Value::Timestamp(instant), oddity),
        None => (Value::Null, Some(Oddity::NoDay)),
    }
}
