//! What is at a path: which format, how many inputs, unpacked where.

mod archive;
mod folder;
mod format;
mod source;

use std::path::{Path, PathBuf};

use crate::Error;

pub use archive::Unpacked;
pub use folder::find_inputs;
pub use format::{Format, stem};
pub use source::{Limited, open_bytes, read_error};

/// Bytes an input may have, unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeLimit {
    /// Mebibytes.
    pub megabytes: u64,
}

impl SizeLimit {
    /// Returns the limit in bytes.
    pub fn bytes(self) -> u64 {
        self.megabytes.saturating_mul(1024 * 1024)
    }
}

/// One file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it is, perhaps in a private folder.
    pub path: PathBuf,
    /// Its name for people: the file's, or the member's of an archive.
    pub name: String,
    /// Its format.
    pub format: Format,
}

/// The files to be read, and the private folder that some are in.
#[derive(Debug)]
pub struct Inputs {
    /// The files, in the order of their names.
    pub files: Vec<Input>,
    _unpacked: Option<Unpacked>,
}

/// Finds what is to be read at a path: a file, or the files in an archive.
///
/// # Errors
/// Nothing is there, it is empty, a folder, too large, of no known format, or a damaged archive.
pub fn resolve(path: &Path, limit: SizeLimit) -> Result<Inputs, Error> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let metadata = std::fs::metadata(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound(name.clone()),
        _ => Error::Unreadable { file: name.clone(), source },
    })?;
    if metadata.is_dir() {
        return Err(Error::Folder(name));
    }
    if metadata.len() == 0 {
        return Err(Error::Empty(name));
    }
    if metadata.len() > limit.bytes() {
        return Err(Error::TooLarge(limit.megabytes));
    }
    if has_extension(path, "zip") {
        let unpacked = Unpacked::from_zip(path, &name, limit)?;
        let files = find_inputs(unpacked.folder())?;
        if files.is_empty() {
            return Err(Error::ArchiveWithoutData(name));
        }
        return Ok(Inputs { files, _unpacked: Some(unpacked) });
    }
    let format = Format::of_name(&name).ok_or_else(|| Error::UnknownFormat(name.clone()))?;
    Ok(Inputs { files: vec![Input { path: path.to_owned(), name, format }], _unpacked: None })
}

/// Tells whether a name ends in `.extension`, in any case.
pub fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
