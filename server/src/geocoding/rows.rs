//! A stream of bytes taken apart into rows: lines of NDJSON, records of CSV (RFC 4180).

use std::ops::Range;

use super::fault::Fault;

/// The longest row that is kept, in bytes; of a longer one the rest is dropped.
const MAX_ROW_BYTES: usize = 2 * 1024 * 1024;
/// The longest row that goes over several lines, in bytes: a longer one opened a quote by mistake.
const MAX_LINES_BYTES: usize = 64 * 1024;
/// Most rows of a chunk.
const CHUNK_ROWS: usize = 512;
/// A chunk is closed when it has this many bytes.
const CHUNK_BYTES: usize = 128 * 1024;

/// Rows that are worked on together. It does not print: addresses are in it.
pub(crate) struct Chunk {
    bytes: Vec<u8>,
    rows: Vec<Row>,
}

/// A row: its number, from 1, and its bytes without the end of line.
struct Row {
    number: u64,
    range: Range<usize>,
    fault: Option<Fault>,
}

impl Chunk {
    /// Returns number, bytes and fault of each row.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (u64, &[u8], Option<&Fault>)> {
        self.rows.iter().map(|row| (row.number, &self.bytes[row.range.clone()], row.fault.as_ref()))
    }
}

/// Where in a record of CSV the scan is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    FieldStart,
    Plain,
    Quoted,
    /// After a quote in a quoted field: the first half of a pair, or the end.
    Quote,
}

/// Takes a stream apart; holds no more than one row and what came after it.
pub(crate) struct Splitter {
    /// The delimiter of CSV; lines without it.
    delimiter: Option<u8>,
    pending: Vec<u8>,
    /// How far `pending` is scanned, and what the scan knows there.
    scanned: usize,
    at: At,
    /// The rest of a row that is too long goes by.
    is_skipping: bool,
    next: u64,
    skipped_rows: u64,
}

impl Splitter {
    /// Splits lines.
    pub(crate) fn lines() -> Self {
        Self {
            delimiter: None,
            pending: Vec::new(),
            scanned: 0,
            at: At::FieldStart,
            is_skipping: false,
            next: 1,
            skipped_rows: 0,
        }
    }

    /// Splits records of CSV.
    pub(crate) fn records(delimiter: u8) -> Self {
        Self { delimiter: Some(delimiter), ..Self::lines() }
    }

    /// Leaves the first `rows` out.
    #[must_use]
    pub(crate) fn skipping(mut self, rows: u64) -> Self {
        self.skipped_rows = rows;
        self
    }

    /// Takes the next bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.pending.extend_from_slice(bytes);
    }

    /// Takes out rows that are whole; `None` when more bytes are needed.
    pub(crate) fn take(&mut self) -> Option<Chunk> {
        self.split(false)
    }

    /// Takes out what is left when no more bytes come; to be called until there is nothing.
    pub(crate) fn finish(&mut self) -> Option<Chunk> {
        self.split(true)
    }

    fn split(&mut self, is_end: bool) -> Option<Chunk> {
        let mut rows = Vec::new();
        let mut start = 0;
        while rows.len() < CHUNK_ROWS && start < CHUNK_BYTES {
            let Some((end, next, fault)) = self.next_row(start, is_end) else { break };
            self.add(&mut rows, start..end, fault);
            start = next;
        }
        if start == 0 {
            return None;
        }
        let rest = self.pending.split_off(start);
        let bytes = std::mem::replace(&mut self.pending, rest);
        self.scanned -= start;
        // What was blank or left out makes no chunk, and is no end either.
        if rows.is_empty() { self.split(is_end) } else { Some(Chunk { bytes, rows }) }
    }

    /// Adds a row, unless it is blank or left out.
    fn add(&mut self, rows: &mut Vec<Row>, range: Range<usize>, fault: Option<Fault>) {
        let bytes = &self.pending[range.clone()];
        let is_blank = match self.delimiter {
            Some(_) => bytes.is_empty(),
            None => bytes.iter().all(u8::is_ascii_whitespace),
        };
        if is_blank && fault.is_none() {
            return;
        }
        let number = self.next;
        self.next += 1;
        if number > self.skipped_rows {
            rows.push(Row { number, range, fault });
        }
    }

    /// Finds the row that begins at `start`: where it ends, where the next begins, what is wrong.
    fn next_row(&mut self, start: usize, is_end: bool) -> Option<(usize, usize, Option<Fault>)> {
        if self.is_skipping {
            let from = self.scanned;
            let Some(end) = line_end(&self.pending, from) else {
                self.pending.truncate(start);
                self.scanned = start;
                self.is_skipping = !is_end;
                return None;
            };
            self.pending.drain(start..=end);
            self.restart(start);
            self.is_skipping = false;
        }
        if let Some(end) = self.scan() {
            self.restart(end + 1);
            return Some((self.without_return(start, end), end + 1, None));
        }
        let waiting = self.pending.len() - start;
        let is_quoted = self.at == At::Quoted;
        if is_quoted && (is_end || waiting > MAX_LINES_BYTES) {
            // The quote was opened by mistake: the line is one row, and the next one begins anew.
            if let Some(end) = line_end(&self.pending, start) {
                self.restart(end + 1);
                return Some((self.without_return(start, end), end + 1, Some(Fault::Unclosed)));
            }
        }
        if waiting > MAX_ROW_BYTES {
            self.is_skipping = true;
            self.restart(self.pending.len());
            return Some((start, self.pending.len(), Some(Fault::TooLong)));
        }
        if is_end && waiting > 0 {
            let end = self.pending.len();
            self.restart(end);
            return Some((self.without_return(start, end), end, is_quoted.then_some(Fault::Unclosed)));
        }
        None
    }

    fn restart(&mut self, scanned: usize) {
        self.scanned = scanned;
        self.at = At::FieldStart;
    }

    /// Scans on, and returns where the end of line of the row is.
    fn scan(&mut self) -> Option<usize> {
        let Some(delimiter) = self.delimiter else {
            let found = line_end(&self.pending, self.scanned);
            self.scanned = found.unwrap_or(self.pending.len());
            return found;
        };
        for (at, byte) in self.pending.iter().copied().enumerate().skip(self.scanned) {
            self.at = match (self.at, byte) {
                (At::Quoted, b'"') => At::Quote,
                (At::Quoted, _) | (At::FieldStart | At::Quote, b'"') => At::Quoted,
                (_, b'\n') => {
                    self.scanned = at;
                    return Some(at);
                }
                (_, byte) if byte == delimiter => At::FieldStart,
                _ => At::Plain,
            };
        }
        self.scanned = self.pending.len();
        None
    }

    fn without_return(&self, start: usize, end: usize) -> usize {
        let has_return = end > start && self.pending[end - 1] == b'\r';
        end - usize::from(has_return)
    }
}

fn line_end(bytes: &[u8], from: usize) -> Option<usize> {
    bytes[from..].iter().position(|byte| *byte == b'\n').map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Splits a text that comes in pieces of `size` bytes.
    fn split(mut splitter: Splitter, text: &[u8], size: usize) -> Vec<(u64, String, Option<Fault>)> {
        let mut found = Vec::new();
        let mut keep = |chunk: Chunk| {
            found.extend(chunk.rows().map(|(number, bytes, fault)| {
                (number, String::from_utf8_lossy(bytes).into_owned(), fault.cloned())
            }));
        };
        for piece in text.chunks(size) {
            splitter.push(piece);
            while let Some(chunk) = splitter.take() {
                keep(chunk);
            }
        }
        while let Some(chunk) = splitter.finish() {
            keep(chunk);
        }
        found
    }

    fn texts(rows: &[(u64, String, Option<Fault>)]) -> Vec<&str> {
        rows.iter().map(|(_, text, _)| text.as_str()).collect()
    }

    #[test]
    fn rows_are_the_same_however_the_bytes_come() {
        let text = b"a;b\r\n\r\n\"x\ny\";\"say \"\"hi\"\"\"\nst\"ray;2\n\"\";last";
        for size in 1..text.len() {
            let rows = split(Splitter::records(b';'), text, size);
            let expected = ["a;b", "\"x\ny\";\"say \"\"hi\"\"\"", "st\"ray;2", "\"\";last"];
            assert_eq!(texts(&rows), expected, "{size}");
            assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 2, 3, 4]);
            assert!(rows.iter().all(|row| row.2.is_none()));
        }
    }

    #[test]
    fn a_quote_opened_by_mistake_spoils_its_line_only() {
        let rows = split(Splitter::records(b','), b"1,\"via\n2,x\n3,y\n", 4);
        assert_eq!(texts(&rows), ["1,\"via", "2,x", "3,y"]);
        assert_eq!(rows[0].2, Some(Fault::Unclosed));
        assert!(rows[1].2.is_none());
        let mut long = b"1,\"via\n".to_vec();
        (0..20_000).for_each(|_| long.extend_from_slice(b"2,una riga\n"));
        let rows = split(Splitter::records(b','), &long, 5_000);
        assert_eq!(rows.len(), 20_001);
        assert_eq!(rows.iter().filter(|row| row.2.is_some()).count(), 1);
    }

    #[test]
    fn a_row_without_end_is_dropped_and_the_next_is_read() {
        for splitter in [Splitter::lines(), Splitter::records(b';')] {
            let mut text = b"first\n".to_vec();
            text.resize(6 + 3 * MAX_ROW_BYTES, b'x');
            text.extend_from_slice(b"\nlast\n");
            let rows = split(splitter, &text, 100_000);
            assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 2, 3]);
            assert_eq!(rows[1].2, Some(Fault::TooLong));
            assert_eq!(rows[2].1, "last");
        }
    }

    #[test]
    fn rows_at_the_beginning_can_be_left_out_and_half_a_row_waits() {
        let rows = split(Splitter::records(b';').skipping(2), b"a\n\nb\nc\nd\n", 3);
        assert_eq!(texts(&rows), ["c", "d"]);
        assert_eq!(rows[0].0, 3);
        let mut splitter = Splitter::lines();
        splitter.push(b"1\n2\nhalf");
        assert_eq!(splitter.take().map(|chunk| chunk.rows().count()), Some(2));
        assert!(splitter.take().is_none());
    }
}
