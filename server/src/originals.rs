//! Original files, kept under the digest of their content.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use civico_store::catalog::Original;
use sha2::{Digest, Sha256};

/// Bytes read at once.
const CHUNK_BYTES: usize = 1024 * 1024;

/// The folder of the originals.
#[derive(Debug, Clone)]
pub(crate) struct Originals {
    folder: PathBuf,
}

/// A file on disk and what it is kept as.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    pub(crate) path: PathBuf,
    pub(crate) original: Original,
}

impl Originals {
    pub(crate) fn new(data_folder: &Path) -> Self {
        Self { folder: data_folder.join("originals") }
    }

    /// Copies a file in; one that is there already is left alone. Either the whole file is there
    /// afterwards or nothing.
    ///
    /// # Errors
    /// The file changed since it was read first, or the disk is full.
    pub(crate) fn keep(&self, file: &SourceFile) -> io::Result<()> {
        let kept = self.path(&file.original.sha256);
        if kept.is_file() {
            return Ok(());
        }
        let folder = kept.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder)?;
        let mut copy = tempfile::NamedTempFile::new_in(folder)?;
        let digest = copy_digesting(&file.path, copy.as_file_mut())?.0;
        if digest != file.original.sha256 {
            return Err(io::Error::other("the file changed while it was read"));
        }
        copy.as_file().sync_all()?;
        copy.persist(kept)?;
        Ok(())
    }

    /// Removes the files with these digests.
    pub(crate) fn remove(&self, digests: &[String]) -> io::Result<()> {
        for digest in digests {
            match fs::remove_file(self.path(digest)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Opens the file with this digest; `None` where it is not there, as on another machine.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub(crate) fn open(&self, digest: &str) -> io::Result<Option<File>> {
        match File::open(self.path(digest)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn path(&self, digest: &str) -> PathBuf {
        let first = digest.get(..2).unwrap_or("00");
        self.folder.join(first).join(digest)
    }
}

/// Returns the files that belong to an input, with their digests: for a Shapefile all its parts.
///
/// # Errors
/// A file cannot be read.
pub(crate) fn source_files(input: &Path) -> io::Result<Vec<SourceFile>> {
    let mut paths = vec![input.to_owned()];
    if input.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("shp")) {
        paths = shapefile_parts(input)?;
    }
    paths.sort();
    paths.into_iter().map(digested).collect()
}

/// Returns one digest over the files and what else decides what comes of them.
pub(crate) fn digest_of(files: &[SourceFile], options: &str) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.original.sha256.as_bytes());
        hash.update(b"\n");
    }
    hash.update(options.as_bytes());
    hex::encode(hash.finalize())
}

fn digested(path: PathBuf) -> io::Result<SourceFile> {
    let (sha256, size_bytes) = copy_digesting(&path, &mut io::sink())?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(SourceFile { path, original: Original { name, sha256, size_bytes } })
}

fn copy_digesting(from: &Path, to: &mut impl Write) -> io::Result<(String, u64)> {
    let mut file = File::open(from)?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut size = 0;
    loop {
        let read = file.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        let bytes = chunk.get(..read).unwrap_or_default();
        hash.update(bytes);
        to.write_all(bytes)?;
        size += read as u64;
    }
    Ok((hex::encode(hash.finalize()), size))
}

/// The parts of a Shapefile have its name and another extension.
fn shapefile_parts(shp: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = shp.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut parts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() && path.file_stem() == shp.file_stem() {
            parts.push(path);
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_original_is_whole_and_a_changed_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("strade.csv");
        fs::write(&path, "a;b").unwrap();
        let originals = Originals::new(&folder.path().join("data"));
        let files = source_files(&path).unwrap();
        originals.keep(&files[0]).unwrap();
        assert_eq!(fs::read_to_string(originals.path(&files[0].original.sha256)).unwrap(), "a;b");
        fs::write(&path, "changed").unwrap();
        let stale =
            SourceFile { original: Original { sha256: "00".repeat(32), ..files[0].original.clone() }, path };
        assert!(originals.keep(&stale).is_err());
    }

    #[test]
    fn a_shapefile_is_all_its_parts() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["nil.shp", "nil.dbf", "nil.prj", "altro.dbf"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        assert_eq!(source_files(&folder.path().join("nil.shp")).unwrap().len(), 3);
    }
}
