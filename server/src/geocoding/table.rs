//! CSV that is answered: its header, its rows as they were, and the cells that are added.

use std::borrow::Cow;

use civico_domain::notice::Notice;
use civico_geocoder::{Answer, Stages};
use csv_core::{ReadRecordResult, ReaderBuilder, Terminator};
use percent_encoding::percent_decode_str;

use super::answer::{Snapshot, answer};
use super::cells::{ADDED, Added, Cells, push_text};
use super::columns::{Columns, Wanted, find, parameter};
use super::encoding::{Coding, Reader};
use super::fault::Fault;
use super::rejects::RejectRule;
use super::rows::{Chunk, Splitter};
use super::work::{Done, Work, attempt};
use crate::messages::Language;

/// What may stand between columns, the likeliest in Italy first.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// What somebody said about a table; the rest is found out.
#[derive(Debug, Clone, Default)]
pub(crate) struct TableOptions {
    pub(crate) delimiter: Option<u8>,
    pub(crate) encoding: Option<String>,
}

/// A table of which the header is known.
#[derive(Clone)]
pub(crate) struct Table {
    pub(crate) coding: Coding,
    pub(crate) delimiter: u8,
    pub(crate) header: Vec<String>,
    header_row: String,
    pub(crate) line_end: &'static [u8],
    /// What was found out, as the parameters that would say it.
    assumed: Vec<String>,
}

/// Reads what may stand between columns: one character, or `tab`.
pub(crate) fn read_delimiter(token: &str) -> Result<u8, Notice> {
    match token.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [one] if one.is_ascii() && !one.is_ascii_alphanumeric() && !b"\"\r\n".contains(one) => Ok(*one),
        _ => Err(Notice::new("problem-wrong-parameter").with("name", "delimiter")),
    }
}

impl Table {
    /// Reads the header from the first bytes, which must hold all of it.
    ///
    /// # Errors
    /// There is nothing, it is no text, or an option does not fit.
    pub(crate) fn begin(head: &[u8], options: &TableOptions) -> Result<Self, Notice> {
        super::encoding::sniff_text(head)?;
        let (coding, is_coding_assumed) = Coding::of(options.encoding.as_deref(), head)?;
        let text = coding.reader().read(head, false).into_owned();
        let delimiter = options.delimiter.unwrap_or_else(|| sniff_delimiter(&text));
        let mut splitter = Splitter::records(delimiter);
        splitter.push(&text);
        let chunk = splitter.finish().ok_or_else(|| Notice::new("problem-empty-body"))?;
        let (_, row, _) = chunk.rows().next().ok_or_else(|| Notice::new("problem-empty-body"))?;
        let header_row = coding.text(row).unwrap_or_else(|| String::from_utf8_lossy(row)).into_owned();
        let mut record = Record::new(delimiter);
        record.read(&header_row);
        let header = (0..record.len()).map(|at| record.get(at).to_owned()).collect();
        let is_dos =
            text.iter().position(|byte| *byte == b'\n').is_some_and(|at| text[..at].ends_with(b"\r"));
        let mut assumed = Vec::new();
        if is_coding_assumed {
            assumed.push(format!("encoding={}", parameter(&coding.name())));
        }
        if options.delimiter.is_none() {
            assumed.push(format!("delimiter={}", parameter(&char::from(delimiter).to_string())));
        }
        let line_end = if is_dos { &b"\r\n"[..] } else { b"\n" };
        Ok(Self { coding, delimiter, header, header_row, line_end, assumed })
    }

    /// Finds the columns with the addresses.
    ///
    /// # Errors
    /// A column is named that is not there, or none can be guessed.
    pub(crate) fn columns(&mut self, wanted: &Wanted) -> Result<Columns, Notice> {
        let (columns, is_guessed) = Columns::of(wanted, &self.header)?;
        if is_guessed {
            self.assumed.extend(columns.parameters(&self.header));
        }
        Ok(columns)
    }

    /// Finds a column by its name.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn find(&self, name: &str) -> Result<usize, Notice> {
        find(name, &self.header)
    }

    /// Returns what was found out, as the parameters of a query that would say it.
    pub(crate) fn assumed(&self) -> String {
        self.assumed.join("&")
    }

    /// Returns the same as a person reads it.
    pub(crate) fn assumed_words(&self) -> String {
        let decode = |one: &String| percent_decode_str(one).decode_utf8_lossy().into_owned();
        let spoken: Vec<String> = self.assumed.iter().map(decode).collect();
        spoken.join(", ").replace('\t', "tab")
    }

    /// Begins to read the rows after the first `rows` of them.
    pub(crate) fn read(&self, rows: u64) -> (Reader, Splitter) {
        (self.coding.reader(), Splitter::records(self.delimiter).skipping(rows + 1))
    }
}

fn sniff_delimiter(text: &[u8]) -> u8 {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut is_quoted = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    for byte in line {
        is_quoted ^= *byte == b'"';
        if let Some(at) = DELIMITERS.iter().position(|one| one == byte).filter(|_| !is_quoted) {
            counts[at] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    counts.iter().position(|count| *count == most).map_or(b';', |at| DELIMITERS[at])
}

/// The fields of a row.
pub(crate) struct Record {
    parser: csv_core::Reader,
    delimiter: u8,
    fields: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
}

impl Record {
    fn new(delimiter: u8) -> Self {
        // The end of the row is known: nothing in it ends it.
        let parser = ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build();
        Self { parser, delimiter, fields: Vec::new(), ends: Vec::new(), count: 0 }
    }

    fn read(&mut self, row: &str) {
        let row = row.as_bytes();
        let fields = row.split(|byte| *byte == self.delimiter).count() + 1;
        self.fields.resize(self.fields.len().max(row.len() + 1), 0);
        self.ends.resize(self.ends.len().max(fields), 0);
        self.parser.reset();
        let (result, _, written, ended) = self.parser.read_record(row, &mut self.fields, &mut self.ends);
        self.count = ended;
        if result == ReadRecordResult::InputEmpty {
            let (fields, ends) = (&mut self.fields[written..], &mut self.ends[ended..]);
            self.count += self.parser.read_record(&[], fields, ends).3;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Returns a field; one that is not there is empty.
    pub(super) fn get(&self, at: usize) -> &str {
        if at >= self.count {
            return "";
        }
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        std::str::from_utf8(&self.fields[start..self.ends[at]]).unwrap_or_default()
    }
}

/// What is answered to a row, and in which cells.
pub(crate) trait RowFace: Send + Sync + 'static {
    /// The names of the cells.
    fn names(&self) -> &'static [&'static str];
    /// Appends the cells of a row's answer, each after a delimiter, and returns what was found.
    ///
    /// # Errors
    /// What is wrong with the row; nothing of what was appended counts then.
    fn answer(&self, record: &Record, out: &mut Vec<u8>) -> Result<Answer, Fault>;
    /// Appends the cells of a row that got an error.
    fn error(&self, error: &str, out: &mut Vec<u8>);
}

/// A table's rows answered in our own columns.
pub(crate) struct TableSearch {
    pub(crate) snapshot: Snapshot,
    pub(crate) columns: Columns,
    pub(crate) stages: Stages,
    pub(crate) language: Language,
    pub(crate) delimiter: u8,
}

impl RowFace for TableSearch {
    fn names(&self) -> &'static [&'static str] {
        &ADDED
    }

    fn answer(&self, record: &Record, out: &mut Vec<u8>) -> Result<Answer, Fault> {
        let question = self.columns.question(|at| record.get(at));
        if question.is_empty() {
            return Err(Fault::Empty);
        }
        if question.is_too_long() {
            return Err(Fault::TooLong);
        }
        let mut query = question.query(self.language).map_err(Fault::Wrong)?;
        // The best, and the score of the next: the limit changes neither.
        query.limit = 2;
        query.stages = self.stages;
        Ok(answer(&query, &self.snapshot, &Added { delimiter: self.delimiter }, out))
    }

    fn error(&self, error: &str, out: &mut Vec<u8>) {
        Added { delimiter: self.delimiter }.error(self.snapshot.seq(), error, out);
    }
}

/// Answers the rows of a table.
pub(crate) struct TableWork<F> {
    pub(crate) table: Table,
    pub(crate) face: F,
    pub(crate) language: Language,
    pub(crate) rejects: Option<RejectRule>,
}

impl<F: RowFace> TableWork<F> {
    /// Returns the header of the answer.
    pub(crate) fn prelude(&self) -> Vec<u8> {
        let mut row = self.table.header_row.clone().into_bytes();
        let mut cells = Cells { out: &mut row, delimiter: self.table.delimiter };
        self.face.names().iter().for_each(|name| cells.text(name));
        self.end(&mut row);
        [self.table.coding.mark(), &self.table.coding.encode(row)].concat()
    }

    /// Returns the header of the rejects.
    pub(crate) fn reject_prelude(&self) -> Vec<u8> {
        let mut row = b"row".to_vec();
        let mut cells = Cells { out: &mut row, delimiter: self.table.delimiter };
        cells.text("reason");
        cells.text("suggestion");
        row.push(self.table.delimiter);
        row.extend_from_slice(self.table.header_row.as_bytes());
        self.end(&mut row);
        [self.table.coding.mark(), &self.table.coding.encode(row)].concat()
    }

    fn end(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.table.line_end);
    }

    /// Appends the original columns of a row, and returns what is wrong with them. Good ones are as
    /// they were, bad ones are brought to the number of columns of the header, losing nothing.
    fn originals(
        &self,
        row: &[u8],
        fault: Option<&Fault>,
        record: &mut Record,
        out: &mut Vec<u8>,
    ) -> Result<(), Fault> {
        let (delimiter, expected) = (self.table.delimiter, self.table.header.len());
        let text = match fault {
            None => self.table.coding.text(row),
            Some(Fault::TooLong) => {
                out.extend(std::iter::repeat_n(delimiter, expected - 1));
                return Err(Fault::TooLong);
            }
            Some(fault) => {
                push_text(out, delimiter, String::from_utf8_lossy(row).as_bytes());
                out.extend(std::iter::repeat_n(delimiter, expected - 1));
                return Err(fault.clone());
            }
        };
        let is_undecodable = text.is_none();
        let text: Cow<'_, str> = text.unwrap_or_else(|| String::from_utf8_lossy(row));
        record.read(&text);
        let found = record.len();
        if found == expected {
            out.extend_from_slice(text.as_bytes());
        } else {
            fit(record, expected, delimiter, out);
        }
        match (is_undecodable, found == expected) {
            (true, _) => Err(Fault::Undecodable),
            (false, false) => Err(Fault::Ragged { found, expected }),
            (false, true) => Ok(()),
        }
    }

    fn row(
        &self,
        (number, row, fault): (u64, &[u8], Option<&Fault>),
        record: &mut Record,
        originals: &mut Vec<u8>,
        done: &mut Done,
    ) {
        done.rows += 1;
        originals.clear();
        let outcome = self.originals(row, fault, record, originals);
        done.out.extend_from_slice(originals);
        let outcome = outcome.and_then(|()| attempt(&mut done.out, |out| self.face.answer(record, out)));
        if let Err(fault) = &outcome {
            self.face.error(&self.language.say(&fault.notice()), &mut done.out);
        }
        self.end(&mut done.out);
        if let Some(reject) = self.rejects.as_ref().and_then(|rule| rule.judge(&outcome)) {
            done.rejected += 1;
            done.rejects.extend_from_slice(number.to_string().as_bytes());
            let mut cells = Cells { out: &mut done.rejects, delimiter: self.table.delimiter };
            cells.text(&reject.reason);
            cells.text(&reject.suggestion);
            done.rejects.push(self.table.delimiter);
            done.rejects.extend_from_slice(originals);
            self.end(&mut done.rejects);
        }
    }
}

/// Writes fields anew in as many columns as expected: what lacks is empty, what is too much stands in
/// the last one, as it was divided.
fn fit(record: &Record, expected: usize, delimiter: u8, out: &mut Vec<u8>) {
    for at in 0..expected {
        if at > 0 {
            out.push(delimiter);
        }
        if at + 1 < expected || record.len() <= expected {
            push_text(out, delimiter, record.get(at).as_bytes());
        } else {
            let rest: Vec<&str> = (at..record.len()).map(|at| record.get(at)).collect();
            push_text(out, delimiter, rest.join(&char::from(delimiter).to_string()).as_bytes());
        }
    }
}

impl<F: RowFace> Work for TableWork<F> {
    fn work(&self, chunk: &Chunk) -> Done {
        let (mut done, mut record) = (Done::default(), Record::new(self.table.delimiter));
        let mut originals = Vec::new();
        for row in chunk.rows() {
            self.row(row, &mut record, &mut originals, &mut done);
        }
        done.out = self.table.coding.encode(done.out);
        done.rejects = self.table.coding.encode(done.rejects);
        done
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
