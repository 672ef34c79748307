//! Archives, unpacked into a private folder under limits.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::{SizeLimit, has_extension};
use crate::Error;

/// How many files an archive may hold.
const MAX_ENTRIES: usize = 10_000;
/// Endings that mean another archive.
const ARCHIVES: &[&str] = &["zip", "7z", "rar", "tar", "tgz", "kmz"];

/// A private folder with the files of an archive; it is removed in the end.
#[derive(Debug)]
pub struct Unpacked {
    folder: tempfile::TempDir,
}

impl Unpacked {
    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Unpacks a zip archive.
    ///
    /// Names that lead out of the folder are dropped; what is counted against the limit is what
    /// comes out, not what the archive says.
    ///
    /// # Errors
    /// The archive is damaged or encrypted, holds another archive, too many or too large files.
    pub fn from_zip(path: &Path, name: &str, limit: SizeLimit) -> Result<Self, Error> {
        let unreadable = |source| Error::Unreadable { file: name.to_owned(), source };
        let damaged = |error: ZipError| Error::Archive { file: name.to_owned(), reason: error.to_string() };
        let file = File::open(path).map_err(unreadable)?;
        let mut archive = ZipArchive::new(io::BufReader::new(file)).map_err(damaged)?;
        if archive.is_empty() {
            return Err(Error::ArchiveWithoutData(name.to_owned()));
        }
        if archive.len() > MAX_ENTRIES {
            return Err(Error::TooManyEntries(MAX_ENTRIES));
        }
        let folder = tempfile::tempdir().map_err(unreadable)?;
        let mut left = limit.bytes();
        let mut nested = None;
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).map_err(damaged)?;
            // `enclosed_name` is none for absolute names and those that climb with "..".
            let Some(inside) = entry.enclosed_name().filter(|_| entry.is_file()) else { continue };
            if ARCHIVES.iter().any(|ending| has_extension(&inside, ending)) {
                nested.get_or_insert(inside.to_string_lossy().into_owned());
                continue;
            }
            let target = folder.path().join(&inside);
            let written = unpack(&mut entry, &target, left)
                .map_err(|error| Error::Archive { file: name.to_owned(), reason: error.to_string() })?;
            left = left.checked_sub(written).ok_or(Error::TooLarge(limit.megabytes))?;
        }
        match nested {
            Some(nested) => Err(Error::NestedArchive(nested)),
            None => Ok(Self { folder }),
        }
    }
}

/// Writes a member, one byte more than is left at most, so that too much shows.
fn unpack(entry: &mut impl Read, target: &Path, left: u64) -> io::Result<u64> {
    if let Some(folder) = target.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = io::BufWriter::new(File::create(target)?);
    io::copy(&mut entry.take(left.saturating_add(1)), &mut file)
}
