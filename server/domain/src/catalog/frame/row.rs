//! Rows as tuples of PostgreSQL's binary COPY format.

use crate::catalog::column::encode_field;
use crate::catalog::{Column, Value};

/// A row: its number in the source, its geometry, its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Number of the row in its layer, from 1; the item's id.
    pub number: i64,
    /// Geometry as EWKB with its SRID.
    pub geometry: Option<Vec<u8>>,
    /// One value for each column.
    pub values: Vec<Value>,
}

/// Bytes are not the rows that a schema announces.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the rows do not fit their schema")]
pub struct RowError;

impl Row {
    /// Appends the row as a tuple.
    pub fn encode(&self, into: &mut Vec<u8>) {
        let fields = i16::try_from(self.values.len() + 2).unwrap_or(i16::MAX);
        into.extend(fields.to_be_bytes());
        encode_field(&self.number.to_be_bytes(), into);
        match &self.geometry {
            Some(ewkb) => encode_field(ewkb, into),
            None => Value::Null.encode(into),
        }
        for value in &self.values {
            value.encode(into);
        }
    }
}

/// The rows of one frame, still as bytes.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// The layer they belong to.
    pub layer: u16,
    tuples: &'a [u8],
}

impl<'a> Rows<'a> {
    /// Takes tuples that [`Row::encode`] made for a layer.
    pub fn new(layer: u16, tuples: &'a [u8]) -> Self {
        Self { layer, tuples }
    }

    pub(super) fn decode(payload: &'a [u8]) -> Option<Self> {
        let (layer, tuples) = payload.split_first_chunk::<2>()?;
        Some(Self { layer: u16::from_be_bytes(*layer), tuples })
    }

    /// Checks that the bytes are whole tuples of `columns` columns and counts them.
    ///
    /// # Errors
    /// A tuple is cut, or has another number of fields.
    pub fn check(&self, columns: usize) -> Result<u64, RowError> {
        let mut rest = self.tuples;
        let mut count = 0;
        while !rest.is_empty() {
            for_each_field(&mut rest, columns + 2, |_index, _field| Some(()))?;
            count += 1;
        }
        Ok(count)
    }

    /// Returns the tuples for a binary COPY. Call [`Rows::check`] first.
    pub fn as_tuples(&self) -> &'a [u8] {
        self.tuples
    }

    /// Reads the rows.
    ///
    /// # Errors
    /// A tuple is cut, or a field does not fit its column.
    pub fn to_rows(&self, columns: &[Column]) -> Result<Vec<Row>, RowError> {
        let mut rest = self.tuples;
        let mut rows = Vec::new();
        while !rest.is_empty() {
            rows.push(decode_row(&mut rest, columns)?);
        }
        Ok(rows)
    }
}

fn decode_row(rest: &mut &[u8], columns: &[Column]) -> Result<Row, RowError> {
    let mut row = Row { number: 0, geometry: None, values: Vec::with_capacity(columns.len()) };
    for_each_field(rest, columns.len() + 2, |index, field| {
        match (index, field) {
            (0, Some(bytes)) => row.number = i64::from_be_bytes(bytes.try_into().ok()?),
            (0, None) => return None,
            (1, field) => row.geometry = field.map(<[u8]>::to_vec),
            (_, None) => row.values.push(Value::Null),
            (index, Some(bytes)) => row.values.push(Value::decode(columns.get(index - 2)?.kind, bytes)?),
        }
        Some(())
    })?;
    Ok(row)
}

/// Walks over the fields of one tuple; `visit` returns `None` to refuse a field.
fn for_each_field<'a>(
    rest: &mut &'a [u8],
    fields: usize,
    mut visit: impl FnMut(usize, Option<&'a [u8]>) -> Option<()>,
) -> Result<(), RowError> {
    let (count, mut bytes) = rest.split_first_chunk::<2>().ok_or(RowError)?;
    if usize::try_from(i16::from_be_bytes(*count)) != Ok(fields) {
        return Err(RowError);
    }
    for index in 0..fields {
        let (length, after) = bytes.split_first_chunk::<4>().ok_or(RowError)?;
        bytes = after;
        let field = match i32::from_be_bytes(*length) {
            -1 => None,
            length => {
                let length = usize::try_from(length).map_err(|_negative| RowError)?;
                let (field, after) = bytes.split_at_checked(length).ok_or(RowError)?;
                bytes = after;
                Some(field)
            }
        };
        visit(index, field).ok_or(RowError)?;
    }
    *rest = bytes;
    Ok(())
}
