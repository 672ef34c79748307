//! `civico-files write`: frames become a file.

use std::io::{BufReader, Read, Write};

use civico_domain::catalog::frame::{End, FrameWriter};
use civico_importers::frames::Frames;
use civico_importers::ogr::{Spreadsheet, write_geopackage, write_spreadsheet};
use civico_importers::{Error, isolation};

use crate::command::{OutputFormat, WriteCommand};

/// Bytes read at once.
const CHUNK_BYTES: usize = 256 * 1024;

/// Writes the file and answers with an end, which counts the rows written, or with a failure.
pub(crate) fn write(command: &WriteCommand, input: impl Read, output: impl Write) -> Result<bool, Error> {
    let frames = FrameWriter::begin(output)?;
    match file(command, input) {
        Ok(end) => frames.end(&end)?,
        Err(error) => {
            frames.failure(&error.notice())?;
            return Ok(false);
        }
    }
    Ok(true)
}

fn file(command: &WriteCommand, input: impl Read) -> Result<End, Error> {
    isolation::isolate(command.limits())?;
    let mut frames = Frames::begin(BufReader::with_capacity(CHUNK_BYTES, input))?;
    match command.format {
        OutputFormat::Gpkg => write_geopackage(&mut frames, &command.out),
        OutputFormat::Xlsx => write_spreadsheet(Spreadsheet::Xlsx, &mut frames, &command.out),
        OutputFormat::Ods => write_spreadsheet(Spreadsheet::Ods, &mut frames, &command.out),
    }
}
