//! Frames to bytes.

use std::io::{self, Write};

use serde::Serialize;

use super::MAX_FRAME_BYTES;
use super::reader::MAGIC;
use super::row::Row;
use super::schema::{End, LayerSchema, Progress, ReportEntry};
use crate::notice::Notice;

/// Rows are sent when so many bytes of them have gathered.
const ROWS_BYTES: usize = 256 * 1024;

/// Writes frames; rows are gathered into frames of about 256 KiB.
#[derive(Debug)]
pub struct FrameWriter<W: Write> {
    output: W,
    layer: u16,
    rows: Vec<u8>,
}

impl<W: Write> FrameWriter<W> {
    /// Begins a stream.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn begin(mut output: W) -> io::Result<Self> {
        output.write_all(&MAGIC)?;
        Ok(Self { output, layer: 0, rows: Vec::with_capacity(ROWS_BYTES + 4096) })
    }

    /// Announces a layer; rows that follow belong to it.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn layer(&mut self, schema: &LayerSchema) -> io::Result<()> {
        self.flush_rows()?;
        self.layer = schema.layer;
        self.json(1, schema)
    }

    /// Sends a row of the layer announced last.
    ///
    /// # Errors
    /// The output cannot be written, or the row is longer than a frame may be.
    pub fn row(&mut self, row: &Row) -> io::Result<()> {
        row.encode(&mut self.rows);
        if self.rows.len() >= ROWS_BYTES { self.flush_rows() } else { Ok(()) }
    }

    /// Sends a line of the report.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn report(&mut self, entry: &ReportEntry) -> io::Result<()> {
        self.json(3, entry)
    }

    /// Says how far the reading is.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn progress(&mut self, progress: Progress) -> io::Result<()> {
        self.json(4, &progress)
    }

    /// Says how much of a work is done, at once.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn percent(&mut self, percent: u8) -> io::Result<()> {
        self.json(7, &percent)?;
        self.output.flush()
    }

    /// Ends the stream: everything was read.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn end(mut self, end: &End) -> io::Result<()> {
        self.flush_rows()?;
        self.json(5, end)?;
        self.output.flush()
    }

    /// Ends the stream: the file cannot be read.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn failure(mut self, notice: &Notice) -> io::Result<()> {
        self.rows.clear();
        self.json(6, notice)?;
        self.output.flush()
    }

    fn flush_rows(&mut self) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.rows);
        self.header(2, rows.len() + 2)?;
        self.output.write_all(&self.layer.to_be_bytes())?;
        self.output.write_all(&rows)?;
        self.rows = rows;
        self.rows.clear();
        Ok(())
    }

    fn json(&mut self, kind: u8, value: &impl Serialize) -> io::Result<()> {
        let payload = serde_json::to_vec(value)?;
        self.header(kind, payload.len())?;
        self.output.write_all(&payload)
    }

    fn header(&mut self, kind: u8, length: usize) -> io::Result<()> {
        let length = u32::try_from(length)
            .ok()
            .filter(|length| *length <= MAX_FRAME_BYTES)
            .ok_or_else(|| io::Error::other("a frame is longer than allowed"))?;
        self.output.write_all(&[kind])?;
        self.output.write_all(&length.to_be_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Frame, FrameError, FrameHeader};
    use super::*;
    use crate::catalog::{Column, ColumnKind, GeometryKind, Value};
    use crate::spatial::Srid;

    fn schema() -> LayerSchema {
        LayerSchema {
            layer: 3,
            name: "nil".into(),
            geometry: GeometryKind::Point,
            has_z: false,
            srid: Srid::RDN2008_UTM32,
            columns: vec![Column { name: "NIL".into(), kind: ColumnKind::Text }],
            reprojection: None,
            expected_rows: Some(1),
        }
    }

    fn split(mut bytes: &[u8]) -> Vec<(FrameHeader, Vec<u8>)> {
        let mut frames = Vec::new();
        while let Some((header, rest)) = bytes.split_first_chunk::<5>() {
            let header = FrameHeader::decode(*header).unwrap();
            let (payload, rest) = rest.split_at(header.length as usize);
            frames.push((header, payload.to_vec()));
            bytes = rest;
        }
        frames
    }

    #[test]
    fn rows_survive_the_wire_and_come_before_the_end() {
        let mut bytes = Vec::new();
        let row = Row { number: 1, geometry: Some(vec![1, 2, 3]), values: vec![Value::Text("Duomo".into())] };
        let mut writer = FrameWriter::begin(&mut bytes).unwrap();
        writer.layer(&schema()).unwrap();
        writer.row(&row).unwrap();
        writer.end(&End { layers: Vec::new() }).unwrap();

        assert_eq!(bytes[..4], MAGIC);
        let frames = split(&bytes[4..]);
        assert_eq!(frames.iter().map(|(header, _)| header.kind).collect::<Vec<_>>(), [1, 2, 5]);
        let (header, payload) = &frames[1];
        let Frame::Rows(rows) = header.decode_payload(payload).unwrap() else { unreachable!() };
        assert_eq!(rows.layer, 3);
        assert_eq!(rows.check(1), Ok(1));
        assert_eq!(rows.to_rows(&schema().columns).unwrap(), [row]);
    }

    #[test]
    fn rows_of_another_width_or_cut_short_are_refused() {
        let mut tuple = vec![0, 0];
        Row { number: 1, geometry: None, values: vec![Value::Null] }.encode(&mut tuple);
        let header = FrameHeader { kind: 2, length: 0 };
        let Frame::Rows(rows) = header.decode_payload(&tuple).unwrap() else { unreachable!() };
        assert!(rows.check(2).is_err());
        let Frame::Rows(cut) = header.decode_payload(&tuple[..tuple.len() - 1]).unwrap() else {
            unreachable!()
        };
        assert!(cut.check(1).is_err());
    }

    #[test]
    fn a_frame_longer_than_allowed_is_refused_before_it_is_read() {
        assert_eq!(FrameHeader::decode([2, 0xff, 0, 0, 0]), Err(FrameError::TooLong(0xff00_0000)));
    }
}
