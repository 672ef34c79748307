//! Spreadsheets: a table that this process alone sees is made of one, and one of such a table.

use std::ffi::OsStr;
use std::io::{BufWriter, PipeWriter};
use std::path::Path;

use civico_domain::catalog::frame::{End, Frame, FrameWriter, LayerSchema, Row, Severity};
use civico_domain::catalog::{Column, ColumnKind, GeometryKind, Value};
use civico_domain::spatial::Srid;
use tempfile::TempDir;

use crate::config::FilesConfig;
use crate::files::{FilesError, FilesProcess};
use crate::geocoding::NUMERIC;
use crate::import::Failure;
use crate::terminal::Terminal;

/// Bytes written to the child at once.
const PIPE_BYTES: usize = 256 * 1024;
/// Name of the sheet that is written.
const SHEET: &str = "civico";

/// Tells by its name whether a file is a spreadsheet.
pub(super) fn is_sheet(path: &Path) -> bool {
    format_of(path).is_some()
}

fn format_of(path: &Path) -> Option<&'static str> {
    let extension = path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase();
    ["xlsx", "ods"].into_iter().find(|format| *format == extension)
}

/// Writes the first sheet as CSV (UTF-8, comma) into a private folder.
///
/// # Errors
/// It is no spreadsheet, or larger than the limits.
pub(super) async fn unpack(
    sheet: &Path,
    table: &Path,
    files: &FilesConfig,
    terminal: Terminal,
) -> Result<(), Failure> {
    let failed = |error: FilesError| Failure::files(error, sheet, files);
    let unwritable = |error: csv::Error| Failure::io(&std::io::Error::other(error), table);
    let mut writer = csv::Writer::from_path(table).map_err(unwritable)?;
    let mut process = FilesProcess::sheet(sheet, files).await.map_err(failed)?;
    let mut columns: Vec<Column> = Vec::new();
    while let Some(frame) = process.next().await.map_err(failed)? {
        match frame {
            Frame::Layer(schema) => {
                columns = schema.columns;
                writer.write_record(columns.iter().map(|column| &column.name)).map_err(unwritable)?;
            }
            Frame::Rows(rows) => {
                let unreadable = |error| failed(std::io::Error::other(error).into());
                let rows = rows.to_rows(&columns).map_err(unreadable)?;
                for row in rows {
                    let text = |value: &Value| match value {
                        Value::Text(text) => text.clone(),
                        _ => String::new(),
                    };
                    writer.write_record(row.values.iter().map(text)).map_err(unwritable)?;
                }
            }
            Frame::Report(entry) if entry.severity == Severity::Warning => terminal.say(&entry.notice),
            Frame::Report(_) | Frame::Progress(_) | Frame::Percent(_) | Frame::End(_) => {}
            Frame::Failure(notice) => return Err(Failure(notice)),
        }
    }
    writer.flush().map_err(|error| Failure::io(&error, table))
}

/// Makes a spreadsheet of a table that [`unpack`] and the geocoder wrote.
///
/// # Errors
/// It has more rows than a sheet, or the disk is full.
pub(super) async fn pack(table: &Path, sheet: &Path, files: &FilesConfig) -> Result<(), Failure> {
    let unwritable = |error: std::io::Error| Failure::io(&error, sheet);
    let format = format_of(sheet).unwrap_or_default();
    // Beside its place, so that it comes there whole.
    let beside = sheet.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = TempDir::new_in(beside.unwrap_or(Path::new("."))).map_err(unwritable)?;
    let written = folder.path().join("sheet").with_extension(format);
    let failed = |error: FilesError| Failure::files(error, sheet, files);
    let (process, pipe) = FilesProcess::write(format, &written, files).map_err(failed)?;
    let table = table.to_owned();
    let sending = tokio::task::spawn_blocking(move || send(&table, pipe));
    let (sent, ended) = tokio::join!(sending, process.finish());
    // What the child says explains best why the pipe to it broke.
    ended.map_err(failed)?;
    sent.map_err(std::io::Error::other).and_then(|sent| sent).map_err(unwritable)?;
    std::fs::rename(&written, sheet).map_err(unwritable)
}

fn send(table: &Path, pipe: PipeWriter) -> std::io::Result<()> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(table)?;
    let kinds: Vec<(String, ColumnKind)> = reader.headers()?.iter().map(column).collect();
    let mut frames = FrameWriter::begin(BufWriter::with_capacity(PIPE_BYTES, pipe))?;
    frames.layer(&LayerSchema {
        layer: 0,
        name: SHEET.to_owned(),
        geometry: GeometryKind::None,
        has_z: false,
        srid: Srid::RDN2008_UTM32,
        columns: kinds.iter().cloned().map(|(name, kind)| Column { name, kind }).collect(),
        reprojection: None,
        expected_rows: None,
    })?;
    for (number, record) in (1..).zip(reader.into_records()) {
        let record = record?;
        let value = |(place, (_, kind)): (usize, &(String, ColumnKind))| match record.get(place) {
            None | Some("") => Value::Null,
            Some(text) if *kind == ColumnKind::Real => {
                text.parse().map_or_else(|_error| Value::Null, Value::Real)
            }
            Some(text) => Value::Text(text.to_owned()),
        };
        let values = kinds.iter().enumerate().map(value).collect();
        frames.row(&Row { number, geometry: None, values })?;
    }
    frames.end(&End { layers: Vec::new() })
}

/// What the geocoder adds as numbers are numbers; the rest stays as it was written.
fn column(name: &str) -> (String, ColumnKind) {
    let is_number = NUMERIC.contains(&name);
    (name.to_owned(), if is_number { ColumnKind::Real } else { ColumnKind::Text })
}
