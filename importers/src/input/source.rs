//! Bytes of a file, unpacked where gzipped, no more than allowed.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::{SizeLimit, has_extension};
use crate::Error;

/// Reads no more than so many bytes, then fails.
#[derive(Debug)]
pub struct Limited<R> {
    input: R,
    left: u64,
}

/// What such a reader says when it has given all it may.
#[derive(Debug, thiserror::Error)]
#[error("the input is larger than allowed")]
struct OverLimit;

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| io::Error::other(OverLimit))?;
        Ok(count)
    }
}

/// Opens a file; what ends in .gz is unpacked on the way.
///
/// # Errors
/// The file cannot be opened.
pub fn open_bytes(path: &Path, limit: SizeLimit) -> Result<Limited<Box<dyn Read>>, Error> {
    let name = path.to_string_lossy().into_owned();
    let file = File::open(path).map_err(|source| Error::Unreadable { file: name, source })?;
    let file = BufReader::with_capacity(128 * 1024, file);
    let input: Box<dyn Read> = if has_extension(path, "gz") {
        Box::new(BufReader::with_capacity(128 * 1024, MultiGzDecoder::new(file)))
    } else {
        Box::new(file)
    };
    Ok(Limited { input, left: limit.bytes() })
}

/// Makes an error of what a reader says.
pub fn read_error(error: io::Error, file: &str, limit: SizeLimit) -> Error {
    let over = error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<OverLimit>);
    if over {
        Error::TooLarge(limit.megabytes)
    } else {
        Error::Unreadable { file: file.to_owned(), source: error }
    }
}
