//! The ZIP: written from its beginning to its end, each file with its checksum.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Cursor, ErrorKind, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::DateTime;
use sha2::{Digest, Sha256};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::failure::ExportError;

/// Bytes read at once.
const CHUNK_BYTES: usize = 256 * 1024;
/// From this size on a file gets the fields of ZIP64 (APPNOTE 4.3.9.2); packed, what cannot be
/// packed is a little longer than it was.
const LARGE_BYTES: u64 = 4_000_000_000;
/// Files that are packed already.
const PACKED: [&str; 6] = ["zip", "gz", "7z", "png", "jpg", "pdf"];
/// The last file.
const SUMS: &str = "SHA256SUMS";

/// Where the content of a file of the ZIP comes from.
#[derive(Debug)]
pub(super) enum Source {
    Bytes(Vec<u8>),
    /// A file of ours, which is removed as soon as it is open.
    Spooled(PathBuf),
    Kept(File),
}

/// The ZIP under way. One that is dropped before its end writes nothing more.
pub(super) struct Archive<W: Write> {
    /// Before the writer, so that it is dropped before it.
    closing: Closing,
    zip: ZipWriter<StreamWriter<Outlet<W>>>,
    sums: String,
    modified: zip::DateTime,
    stopped: Arc<AtomicBool>,
}

/// Closes the outlet when it is dropped.
struct Closing(Arc<AtomicBool>);

/// Passes bytes on until it is closed. The ZIP's writer ends a ZIP when it is dropped, and one that
/// lacks files must not look whole.
struct Outlet<W> {
    inner: W,
    closed: Arc<AtomicBool>,
}

impl<W: Write> Archive<W> {
    /// Begins a ZIP whose files are of `moment`; once `stopped` is set it fails.
    pub(super) fn begin(output: W, moment: DateTime, stopped: Arc<AtomicBool>) -> Self {
        let closed = Arc::new(AtomicBool::new(false));
        let outlet = Outlet { inner: output, closed: Arc::clone(&closed) };
        let (zip, closing) = (ZipWriter::new_stream(outlet), Closing(closed));
        Self { closing, zip, sums: String::new(), modified: dos(moment), stopped }
    }

    /// Adds a file.
    ///
    /// # Errors
    /// The source cannot be read or the output not written.
    pub(super) fn add(&mut self, name: &str, source: Source) -> Result<(), ExportError> {
        let (mut content, size): (Box<dyn Read>, u64) = match source {
            Source::Bytes(bytes) => (Box::new(Cursor::new(bytes)), 0),
            Source::Spooled(path) => {
                let file = File::open(&path)?;
                std::fs::remove_file(&path)?;
                let size = file.metadata()?.len();
                (Box::new(file), size)
            }
            Source::Kept(file) => {
                let size = file.metadata()?.len();
                (Box::new(file), size)
            }
        };
        self.zip.start_file(name, self.options(name, size))?;
        let digest = self.copy(&mut content)?;
        if name != SUMS {
            // As sha256sum writes and checks it.
            let _written = writeln!(self.sums, "{digest}  {name}");
        }
        Ok(())
    }

    /// Adds the checksums and ends the ZIP.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn finish(mut self) -> Result<W, ExportError> {
        let sums = std::mem::take(&mut self.sums).into_bytes();
        self.add(SUMS, Source::Bytes(sums))?;
        let Self { closing, zip, .. } = self;
        let mut output = zip.finish()?.into_inner().inner;
        output.flush()?;
        drop(closing);
        Ok(output)
    }

    fn options(&self, name: &str, size: u64) -> SimpleFileOptions {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let is_packed = extension.is_some_and(|extension| PACKED.contains(&extension.as_str()));
        let method = if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        SimpleFileOptions::default()
            .compression_method(method)
            .compression_level((!is_packed).then_some(3))
            .large_file(size >= LARGE_BYTES)
            .last_modified_time(self.modified)
            .unix_permissions(0o644)
    }

    fn copy(&mut self, content: &mut dyn Read) -> io::Result<String> {
        let mut hash = Sha256::new();
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            if self.stopped.load(Ordering::Relaxed) {
                return Err(ErrorKind::BrokenPipe.into());
            }
            let read = content.read(&mut chunk)?;
            if read == 0 {
                return Ok(hex::encode(hash.finalize()));
            }
            let bytes = chunk.get(..read).unwrap_or_default();
            hash.update(bytes);
            self.zip.write_all(bytes)?;
        }
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl<W: Write> Write for Outlet<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed.load(Ordering::Relaxed) {
            return Ok(bytes.len());
        }
        let written = self.inner.write(bytes);
        // After an error the ZIP's writer tries to end the ZIP, and says on standard error that it
        // cannot.
        if written.as_ref().is_err_and(|error| error.kind() != ErrorKind::Interrupted) {
            self.closed.store(true, Ordering::Relaxed);
        }
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed.load(Ordering::Relaxed) { Ok(()) } else { self.inner.flush() }
    }
}

/// Time as ZIP has it, 1980 to 2107.
fn dos(moment: DateTime) -> zip::DateTime {
    let small = |number: i8| u8::try_from(number).unwrap_or(0);
    let year = u16::try_from(moment.year()).unwrap_or(1980);
    zip::DateTime::from_date_and_time(
        year,
        small(moment.month()),
        small(moment.day()),
        small(moment.hour()),
        small(moment.minute()),
        small(moment.second()),
    )
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn begin(output: &Shared) -> Archive<Shared> {
        Archive::begin(output.clone(), jiff::civil::date(2026, 5, 4).at(1, 2, 4, 0), Arc::default())
    }

    #[test]
    fn the_checksums_are_those_of_the_files() {
        let output = Shared::default();
        let mut archive = begin(&output);
        archive.add("città/a.txt", Source::Bytes(b"abc".to_vec())).unwrap();
        archive.finish().unwrap();
        let bytes = output.0.lock().unwrap().clone();
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut sums = String::new();
        zip.by_name(SUMS).unwrap().read_to_string(&mut sums).unwrap();
        // FIPS 180-2, B.1: the digest of "abc".
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sums, format!("{abc}  città/a.txt\n"));
    }

    #[test]
    fn a_zip_that_is_dropped_before_its_end_does_not_look_whole() {
        let output = Shared::default();
        let mut archive = begin(&output);
        archive.add("a.txt", Source::Bytes(b"abc".to_vec())).unwrap();
        drop(archive);
        let bytes = output.0.lock().unwrap().clone();
        assert!(zip::ZipArchive::new(Cursor::new(bytes)).is_err());
    }
}
