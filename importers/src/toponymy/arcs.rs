//! The stretches of a comune's streets (grafo stradale): a layer of lines.
//!
//! Columns: COD_VIA; for the sides, seen along the line, SIN_DA, SIN_A, DES_DA, DES_A. A side without
//! numbers has blanks or zeros.

use std::io::Write;
use std::path::Path;

use civico_domain::catalog::frame::{Row, Severity};
use civico_domain::catalog::{GeometryKind, Value};
use civico_domain::notice::Notice;
use civico_domain::toponymy::rows;

use super::announce::{announce, number, text};
use super::source::Source;
use crate::Error;
use crate::output::Output;
use crate::read::Job;

/// Columns of the numbers, in the order of [`rows::ARC_COLUMNS`].
const NUMBERS: [&str; 4] = ["SIN_DA", "SIN_A", "DES_DA", "DES_A"];

/// Reads the file.
pub(super) fn read<W: Write>(file: &Path, job: &Job, output: &mut Output<W>) -> Result<(), Error> {
    let source = Source::open(file, job)?;
    source.require(&[&["COD_VIA"], &["SIN_DA"], &["SIN_A"], &["DES_DA"], &["DES_A"]])?;
    let mut way = source.way(rows::ARCS, job, output)?;
    if way.shape.0 != GeometryKind::Line {
        return Err(Error::NoLines(rows::ARCS.to_owned()));
    }
    announce(rows::ARCS, rows::ARC_COLUMNS, way.shape, way.record.clone(), way.expected, job, output)?;
    let code = source.column(&["COD_VIA"]);
    let numbers = NUMBERS.map(|name| source.column(&[name]));
    let mut rows = source.rows(job)?;
    while let Some(row) = rows.next(output)? {
        let field =
            |index: Option<usize>| index.and_then(|index| row.fields.get(index)).map_or("", String::as_str);
        let read = if field(code).is_empty() {
            Err(Notice::new("toponymy-code-missing"))
        } else {
            numbers.iter().map(|index| house_number(field(*index))).collect::<Result<Vec<Value>, Notice>>()
        };
        match read {
            Ok(numbers) => {
                let values = std::iter::once(text(field(code))).chain(numbers).collect();
                way.placer
                    .push(Row { number: number(row.number), geometry: row.geometry, values }, output)?;
            }
            Err(notice) => output.say_of_row(Severity::Rejected, row.number, None, notice)?,
        }
    }
    way.placer.flush(output)
}

/// Reads a number of a side; zero stands for none.
fn house_number(written: &str) -> Result<Value, Notice> {
    // Layers of real numbers write 12.0.
    let digits = written.strip_suffix(".0").unwrap_or(written);
    if digits.is_empty() || digits == "0" {
        return Ok(Value::Null);
    }
    let number = digits.parse::<u32>();
    let unreadable = |_no_number| Notice::new("toponymy-number-unreadable").with("number", written);
    number.map(|number| Value::Integer(i64::from(number))).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_without_numbers_is_blank_or_zero() {
        for none in ["", "0", "0.0"] {
            assert_eq!(house_number(none), Ok(Value::Null), "{none}");
        }
        assert_eq!(house_number("12"), Ok(Value::Integer(12)));
        assert_eq!(house_number("12.0"), Ok(Value::Integer(12)));
        for wrong in ["12/A", "-4", "12.5"] {
            assert!(house_number(wrong).is_err(), "{wrong}");
        }
    }
}
