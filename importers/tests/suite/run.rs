//! Runs the program with an empty environment, as the server does, and reads its frames.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use civico_domain::catalog::frame::{
    End, Frame, FrameHeader, LayerSchema, MAGIC, ReportEntry, Row, Severity,
};
use civico_domain::catalog::{Column, Value};
use civico_domain::notice::Notice;

/// What a run wrote.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) layers: Vec<LayerSchema>,
    /// Rows with the number of their layer.
    pub(crate) rows: Vec<(u16, Row)>,
    pub(crate) reports: Vec<ReportEntry>,
    pub(crate) end: Option<End>,
    pub(crate) failure: Option<Notice>,
}

/// Runs the program and returns its exit code, or none when a signal ended it, and its output.
pub(crate) fn raw<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(arguments: I) -> (Option<i32>, Vec<u8>) {
    let output = Command::new(env!("CARGO_BIN_EXE_civico-files"))
        .args(arguments)
        .env_clear()
        .output()
        .expect("the program starts");
    (output.status.code(), output.stdout)
}

/// Reads a file with further arguments; there is always an end or a failure.
pub(crate) fn read(input: &Path, further: &[&str]) -> Outcome {
    run("read", &[input], further)
}

/// Runs a command that writes frames.
pub(crate) fn run(command: &str, files: &[&Path], further: &[&str]) -> Outcome {
    let mut arguments: Vec<&OsStr> = vec![OsStr::new(command)];
    arguments.extend(files.iter().map(|file| file.as_os_str()));
    arguments.extend(["--target-srid", "7791"].iter().chain(further).map(OsStr::new));
    let (code, bytes) = raw(arguments);
    let outcome = parse(&bytes);
    let ended = (outcome.end.is_some(), outcome.failure.is_some());
    match code {
        Some(0) => assert_eq!(ended, (true, false), "{outcome:?}"),
        Some(2) => assert_eq!(ended, (false, true), "{outcome:?}"),
        other => unreachable!("{files:?} {further:?}: exit {other:?}, {outcome:?}"),
    }
    outcome
}

fn parse(bytes: &[u8]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut rest = bytes.strip_prefix(MAGIC.as_slice()).expect("a stream of frames");
    while let Some((header, after)) = rest.split_first_chunk::<{ FrameHeader::BYTES }>() {
        let header = FrameHeader::decode(*header).expect("a header");
        let (payload, after) = after.split_at(header.length as usize);
        rest = after;
        match header.decode_payload(payload).expect("a frame") {
            Frame::Layer(schema) => outcome.layers.push(schema),
            Frame::Rows(rows) => {
                let columns = &outcome.layers[usize::from(rows.layer)].columns;
                let decoded = rows.to_rows(columns).expect("rows of the schema");
                outcome.rows.extend(decoded.into_iter().map(|row| (rows.layer, row)));
            }
            Frame::Report(entry) => outcome.reports.push(entry),
            Frame::Progress(_) | Frame::Percent(_) => {}
            Frame::End(end) => outcome.end = Some(end),
            Frame::Failure(notice) => outcome.failure = Some(notice),
        }
    }
    outcome
}

impl Outcome {
    /// Returns the id of the failure, or nothing.
    pub(crate) fn failed(&self) -> &str {
        self.failure.as_ref().map_or("", |notice| &notice.id)
    }

    /// Returns the first entry of the report with an id.
    pub(crate) fn said(&self, id: &str) -> Option<&ReportEntry> {
        self.reports.iter().find(|entry| entry.notice.id == id)
    }

    /// Counts the entries of the report with an id.
    pub(crate) fn count(&self, id: &str) -> usize {
        self.reports.iter().filter(|entry| entry.notice.id == id).count()
    }

    /// Returns rows sent, rejected and repaired of the first layer.
    pub(crate) fn counts(&self) -> (u64, u64, u64) {
        assert_eq!(self.failure, None);
        let end = self.end.as_ref().expect("an end");
        (end.layers[0].sent, end.layers[0].rejected, end.layers[0].repaired)
    }

    /// Returns a value of a row of the first layer.
    pub(crate) fn value(&self, row: usize, column: &str) -> &Value {
        let (layer, row) = &self.rows[row];
        let columns: &[Column] = &self.layers[usize::from(*layer)].columns;
        let index = columns.iter().position(|found| found.name == column);
        &row.values[index.expect(column)]
    }

    /// Returns the position of a row that is a point; the reference system is checked.
    pub(crate) fn position(&self, row: usize) -> Option<(f64, f64)> {
        let ewkb = self.rows[row].1.geometry.as_deref()?;
        let number = |at: usize| f64::from_le_bytes(ewkb[at..at + 8].try_into().expect("eight bytes"));
        assert_eq!(&ewkb[..9], [1, 1, 0, 0, 0x20, 0x6f, 0x1e, 0, 0]);
        Some((number(9), number(17)))
    }

    /// Tells whether an entry of that severity has the id.
    pub(crate) fn has(&self, severity: Severity, id: &str) -> bool {
        self.reports.iter().any(|entry| entry.severity == severity && entry.notice.id == id)
    }
}

/// Fails where two positions are further apart than so many metres.
pub(crate) fn assert_near(found: Option<(f64, f64)>, wanted: (f64, f64), metres: f64) {
    let (x, y) = found.expect("a position");
    let distance = (x - wanted.0).hypot(y - wanted.1);
    assert!(distance <= metres, "({x}, {y}) is {distance} m from {wanted:?}");
}
