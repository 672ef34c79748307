//! The rows of a table as texts.

use std::cell::Cell;
use std::io::{self, Read};
use std::path::PathBuf;
use std::rc::Rc;

use csv::StringRecord;

use super::dialect::{Dialect, reader};
use crate::Error;
use crate::input::{Input, Limited, SizeLimit, open_bytes, read_error};
use crate::read::{Job, MAX_COLUMNS};
use crate::text::{Chosen, Transcoder, detect};

/// How much of a table is looked at to find its dialect, in bytes of UTF-8.
const SAMPLE_BYTES: u64 = 256 * 1024;
/// How long a row may be: a quote that is never closed makes one row of the rest of a file.
const MAX_ROW_BYTES: u64 = 8 * 1024 * 1024;

/// A table whose encoding, dialect and line of names are known.
#[derive(Debug)]
pub struct CsvTable {
    path: PathBuf,
    name: String,
    limit: SizeLimit,
    /// The encoding and why.
    pub encoding: Chosen,
    /// The dialect.
    pub dialect: Dialect,
    /// The names in the line of names, as they are.
    pub names: Vec<String>,
}

impl CsvTable {
    /// Opens a table.
    ///
    /// # Errors
    /// The file cannot be read, is no text, or holds no table.
    pub fn open(input: &Input, job: &Job) -> Result<Self, Error> {
        let (path, name, limit) = (input.path.clone(), input.name.clone(), job.limit);
        let said = |error: io::Error| read_error(error, &name, limit);
        let encoding = match &job.encoding {
            Some(given) => given.clone(),
            None => detect(open_bytes(&path, limit)?).map_err(said)?,
        };
        let mut sample = Vec::new();
        let mut start = Transcoder::new(open_bytes(&path, limit)?, encoding.encoding).take(SAMPLE_BYTES);
        start.read_to_end(&mut sample).map_err(said)?;
        let cut = start.limit() == 0;
        let sample = String::from_utf8_lossy(&sample);
        if is_binary(&sample) {
            let reason = "0x00".to_owned();
            return Err(Error::NotWhatItSays { file: name, format: "CSV", reason });
        }
        let dialect = Dialect::of_sample(&sample, cut).ok_or_else(|| Error::NoTable(name.clone()))?;
        if dialect.width > MAX_COLUMNS {
            return Err(Error::TooManyColumns { count: dialect.width, limit: MAX_COLUMNS });
        }
        let mut table = Self { path, name, limit, encoding, dialect, names: Vec::new() };
        let mut records = table.records_from(dialect.title_lines)?;
        let names = records.next()?.map(|(_, names)| names.iter().map(str::to_owned).collect());
        table.names = names.ok_or_else(|| Error::NoTable(table.name.clone()))?;
        Ok(table)
    }

    /// Returns the file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Finds a column by its name, without regard to case.
    pub fn find_column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|found| found.trim().eq_ignore_ascii_case(name))
    }

    /// Reads the rows below the line of names; they are counted from 1.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn records(&self) -> Result<Records, Error> {
        self.records_from(self.dialect.title_lines + 1)
    }

    fn records_from(&self, skipped: usize) -> Result<Records, Error> {
        let bytes = open_bytes(&self.path, self.limit)?;
        let since_row = Rc::new(Cell::new(0));
        let guarded = Guarded {
            input: Transcoder::new(bytes, self.encoding.encoding),
            since_row: Rc::clone(&since_row),
        };
        let mut reader = reader(self.dialect.delimiter, self.dialect.quoting, guarded);
        let mut record = StringRecord::new();
        for _line in 0..skipped {
            reader.read_record(&mut record).map_err(|error| self.error(error, 0))?;
            since_row.set(0);
        }
        let (name, limit) = (self.name.clone(), self.limit);
        Ok(Records { reader, record, since_row, number: 0, name, limit })
    }

    fn error(&self, error: csv::Error, row: u64) -> Error {
        error_of(error, row, &self.name, self.limit)
    }
}

/// Tells text from bytes that happen to have a text's name.
fn is_binary(sample: &str) -> bool {
    let odd =
        |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\u{1a}' | '\u{85}');
    let count = sample.chars().filter(|letter| odd(*letter)).count();
    sample.contains('\0') || count * 50 > sample.chars().count()
}

/// Fails when a row gets too long.
struct Guarded<R> {
    input: R,
    since_row: Rc<Cell<u64>>,
}

/// What a [`Guarded`] reader says.
#[derive(Debug, thiserror::Error)]
#[error("a row is longer than allowed")]
struct RowTooLong;

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.since_row.set(self.since_row.get() + count as u64);
        if self.since_row.get() > MAX_ROW_BYTES { Err(io::Error::other(RowTooLong)) } else { Ok(count) }
    }
}

type Bytes = Limited<Box<dyn Read>>;

/// The rows of a table, one after the other.
pub struct Records {
    reader: csv::Reader<Guarded<Transcoder<Bytes>>>,
    record: StringRecord,
    since_row: Rc<Cell<u64>>,
    number: u64,
    name: String,
    limit: SizeLimit,
}

impl Records {
    /// Reads the next row, with its number.
    ///
    /// # Errors
    /// The file cannot be read further, or a row is too long.
    #[expect(clippy::should_implement_trait, reason = "the row borrows from the reader")]
    pub fn next(&mut self) -> Result<Option<(u64, &StringRecord)>, Error> {
        loop {
            self.since_row.set(0);
            let more = self
                .reader
                .read_record(&mut self.record)
                .map_err(|error| error_of(error, self.number + 1, &self.name, self.limit))?;
            if !more {
                return Ok(None);
            }
            self.number += 1;
            // Spreadsheets leave rows of delimiters below the table.
            if self.record.iter().any(|field| !field.trim().is_empty()) {
                return Ok(Some((self.number, &self.record)));
            }
        }
    }
}

fn is_too_long(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<RowTooLong>)
}

fn error_of(error: csv::Error, row: u64, name: &str, limit: SizeLimit) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) if is_too_long(&error) => {
            Error::RowTooLong { row, limit_mb: MAX_ROW_BYTES / 1024 / 1024 }
        }
        csv::ErrorKind::Io(error) => read_error(error, name, limit),
        other => Error::Unreadable { file: name.to_owned(), source: io::Error::other(format!("{other:?}")) },
    }
}
