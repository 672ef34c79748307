//! Files that grow by whole rows and can be continued.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use civico_domain::notice::Notice;

use crate::geocoding::Splitter;
use crate::import::Failure;

/// Bytes read at once.
const READ_BYTES: usize = 256 * 1024;

/// How rows are told apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// The delimiter of CSV; lines without it.
    pub(super) delimiter: Option<u8>,
    pub(super) line_end: &'static [u8],
}

/// A file with a header and whole rows.
#[derive(Debug)]
pub(super) struct Output {
    file: File,
    path: PathBuf,
    rows: u64,
}

impl Output {
    /// Begins a file anew; only its owner may read it.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn begin(path: &Path, prelude: &[u8]) -> Result<Self, Failure> {
        let begin = || -> io::Result<Self> {
            let mut file = options().truncate(true).open(path)?;
            file.write_all(prelude)?;
            Ok(Self { file, path: path.to_owned(), rows: 0 })
        };
        begin().map_err(|error| unwritable(&error, path))
    }

    /// Opens a file after its last whole row that is to be kept; what follows is cut off. A file that
    /// is not there is begun.
    ///
    /// # Errors
    /// It begins otherwise, or cannot be read or written.
    pub(super) fn resume(
        path: &Path,
        prelude: &[u8],
        layout: Layout,
        keep: impl Fn(&[u8]) -> bool,
    ) -> Result<Self, Failure> {
        let failed = |error: io::Error| unwritable(&error, path);
        let mut file = match options().read(true).open(path) {
            Ok(file) => file,
            Err(error) => return Err(failed(error)),
        };
        let mut begun = Vec::new();
        (&mut file).take(prelude.len() as u64).read_to_end(&mut begun).map_err(failed)?;
        if begun != prelude {
            if prelude.starts_with(&begun) {
                drop(file);
                return Self::begin(path, prelude);
            }
            return Err(Failure(Notice::new("cli-geocode-other-output").with("path", path.display())));
        }
        let (rows, bytes) = whole_rows(&mut file, layout, keep).map_err(failed)?;
        file.set_len(prelude.len() as u64 + bytes).map_err(failed)?;
        file.seek(SeekFrom::End(0)).map_err(failed)?;
        Ok(Self { file, path: path.to_owned(), rows })
    }

    /// Returns how many rows there were when it was opened.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// Appends rows.
    ///
    /// # Errors
    /// The disk is full, or gone.
    pub(super) fn write(&mut self, rows: &[u8]) -> Result<(), Failure> {
        self.file.write_all(rows).map_err(|error| unwritable(&error, &self.path))
    }

    /// Waits until all of it is on the disk.
    ///
    /// # Errors
    /// The disk is full, or gone.
    pub(super) fn keep(&mut self) -> Result<(), Failure> {
        self.file.sync_all().map_err(|error| unwritable(&error, &self.path))
    }
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).mode(0o600);
    options
}

fn unwritable(error: &io::Error, path: &Path) -> Failure {
    let notice = Notice::new("cli-geocode-unwritable").with("path", path.display());
    Failure(notice.with("reason", error))
}

/// Counts the whole rows at the beginning that are to be kept, and their bytes.
fn whole_rows(file: &mut File, layout: Layout, keep: impl Fn(&[u8]) -> bool) -> io::Result<(u64, u64)> {
    let mut splitter = layout.delimiter.map_or_else(Splitter::lines, Splitter::records);
    let mut buffer = vec![0; READ_BYTES];
    let (mut rows, mut bytes) = (0, 0);
    loop {
        let read = match file.read(&mut buffer) {
            Ok(0) => return Ok((rows, bytes)),
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        splitter.push(&buffer[..read]);
        while let Some(chunk) = splitter.take() {
            for (_, row, fault) in chunk.rows() {
                if fault.is_some() || !keep(row) {
                    return Ok((rows, bytes));
                }
                rows += 1;
                bytes += (row.len() + layout.line_end.len()) as u64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSV: Layout = Layout { delimiter: Some(b';'), line_end: b"\n" };

    #[test]
    fn a_file_is_continued_after_its_last_whole_row() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        for (left, rows, kept) in [
            (&b"a;b\n1;2\n3;\"x\ny\"\n4;\"half\n"[..], 2, &b"a;b\n1;2\n3;\"x\ny\"\n"[..]),
            (b"a;b\n1;2", 0, b"a;b\n"),
            (b"a;", 0, b"a;b\n"),
            (b"", 0, b"a;b\n"),
        ] {
            std::fs::write(&path, left).unwrap();
            let mut output = Output::resume(&path, b"a;b\n", CSV, |_row| true).unwrap();
            assert_eq!(output.rows(), rows);
            output.write(b"next\n").unwrap();
            assert_eq!(std::fs::read(&path).unwrap(), [kept, b"next\n"].concat());
        }
        std::fs::write(&path, b"c;d\n1;2\n").unwrap();
        assert!(Output::resume(&path, b"a;b\n", CSV, |_row| true).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"c;d\n1;2\n");
    }

    #[test]
    fn rows_that_are_ahead_are_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.csv");
        std::fs::write(&path, b"row;r\n2;x\n5;y\n9;z\n").unwrap();
        let upto = |row: &[u8]| crate::geocoding::row_of_reject(row).is_some_and(|row| row <= 5);
        assert_eq!(Output::resume(&path, b"row;r\n", CSV, upto).unwrap().rows(), 2);
        assert_eq!(std::fs::read(&path).unwrap(), b"row;r\n2;x\n5;y\n");
    }
}
