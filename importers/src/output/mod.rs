//! What is written: layers, rows, and a report that stays readable.

mod report;

use std::io::Write;

use civico_domain::catalog::frame::{
    End, FrameWriter, LayerCount, LayerSchema, Progress, ReportEntry, Row, Severity,
};
use civico_domain::notice::Notice;

use crate::Error;
use report::Tally;

/// Rows between two messages on progress.
const PROGRESS_ROWS: u64 = 20_000;

/// Takes rows and entries of the report, counts them and writes frames.
pub struct Output<W: Write> {
    frames: FrameWriter<W>,
    tally: Tally,
    layers: Vec<LayerCount>,
    /// Name of the layer that is written or about to be.
    layer: Option<String>,
    rows: u64,
    max_rows: Option<u64>,
}

impl<W: Write> Output<W> {
    /// Begins a stream.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn begin(writer: W, max_rows: Option<u64>) -> Result<Self, Error> {
        let frames = FrameWriter::begin(writer)?;
        Ok(Self { frames, tally: Tally::default(), layers: Vec::new(), layer: None, rows: 0, max_rows })
    }

    /// Names the layer that entries of the report belong to from now on.
    pub fn speak_of(&mut self, layer: &str) {
        self.layer = Some(layer.to_owned());
    }

    /// Announces a layer; its number is set here.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn layer(&mut self, mut schema: LayerSchema) -> Result<(), Error> {
        schema.layer = u16::try_from(self.layers.len()).unwrap_or(u16::MAX);
        self.layer = Some(schema.name.clone());
        self.layers.push(LayerCount { sent: 0, rejected: 0, repaired: 0 });
        Ok(self.frames.layer(&schema)?)
    }

    /// Sends a row of the layer announced last.
    ///
    /// # Errors
    /// The output cannot be written, or there are more rows than allowed.
    pub fn row(&mut self, row: &Row) -> Result<(), Error> {
        self.rows += 1;
        if let Some(limit) = self.max_rows.filter(|limit| self.rows > *limit) {
            return Err(Error::TooManyRows(limit));
        }
        self.count(|layer| layer.sent += 1);
        self.frames.row(row)?;
        if self.rows.is_multiple_of(PROGRESS_ROWS) {
            self.frames.progress(Progress { rows: self.rows })?;
        }
        Ok(())
    }

    /// Writes an entry about the whole layer, or the whole input.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn say(&mut self, severity: Severity, notice: Notice) -> Result<(), Error> {
        self.entry(severity, None, None, notice)
    }

    /// Writes an entry about a row, or counts it where the same was said often enough.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn say_of_row(
        &mut self,
        severity: Severity,
        row: u64,
        field: Option<&str>,
        notice: Notice,
    ) -> Result<(), Error> {
        match severity {
            Severity::Rejected => self.count(|layer| layer.rejected += 1),
            Severity::Repaired => self.count(|layer| layer.repaired += 1),
            Severity::Assumption | Severity::Warning => {}
        }
        self.entry(severity, Some(row), field, notice)
    }

    fn entry(
        &mut self,
        severity: Severity,
        row: Option<u64>,
        field: Option<&str>,
        notice: Notice,
    ) -> Result<(), Error> {
        if self.tally.admit(self.layer.as_deref(), severity, &notice.id) {
            let (layer, field) = (self.layer.clone(), field.map(str::to_owned));
            self.frames.report(&ReportEntry { severity, layer, row, field, notice })?;
        }
        Ok(())
    }

    fn count(&mut self, change: impl FnOnce(&mut LayerCount)) {
        if let Some(layer) = self.layers.last_mut() {
            change(layer);
        }
    }

    /// Ends the stream: everything was read.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn end(mut self) -> Result<(), Error> {
        for entry in self.tally.remainders() {
            self.frames.report(&entry)?;
        }
        Ok(self.frames.end(&End { layers: self.layers })?)
    }

    /// Ends the stream: the file cannot be read.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn fail(self, notice: &Notice) -> Result<(), Error> {
        Ok(self.frames.failure(notice)?)
    }
}
