//! A file that is there whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use nix::fcntl::{AT_FDCWD, AtFlags};
use nix::unistd::linkat;
use tempfile::{NamedTempFile, TempPath};

/// A file that gets its name when it is whole. Until then it has none, where the file system can
/// do that (`O_TMPFILE`, open(2)): not even a program that is killed leaves anything of it.
#[derive(Debug)]
pub(crate) struct NewFile {
    file: File,
    path: PathBuf,
    /// Where the file system cannot: a name beside, which is removed when this is dropped.
    beside: Option<TempPath>,
}

impl NewFile {
    /// Begins a file that is to be at `path`; only its owner may read it.
    ///
    /// # Errors
    /// Something is there already, or the folder cannot be written.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        if path.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let path = path.to_owned();
        let nameless =
            OpenOptions::new().write(true).mode(0o600).custom_flags(nix::libc::O_TMPFILE).open(folder);
        match nameless {
            Ok(file) => Ok(Self { file, path, beside: None }),
            Err(error) if matches!(error.raw_os_error(), Some(nix::libc::EOPNOTSUPP | nix::libc::EISDIR)) => {
                let (file, beside) = NamedTempFile::new_in(folder)?.into_parts();
                Ok(Self { file, path, beside: Some(beside) })
            }
            Err(error) => Err(error),
        }
    }

    /// Gives the file its name once it is on the disk.
    ///
    /// # Errors
    /// Something has the name by now, or the disk is full.
    pub(crate) fn keep(self) -> io::Result<()> {
        self.file.sync_all()?;
        if let Some(beside) = self.beside {
            return beside.persist_noclobber(&self.path).map_err(|error| error.error);
        }
        let nameless = format!("/proc/self/fd/{}", self.file.as_raw_fd());
        linkat(AT_FDCWD, nameless.as_str(), AT_FDCWD, &self.path, AtFlags::AT_SYMLINK_FOLLOW)?;
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_seen_when_it_is_whole_and_replaces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dati.zip");
        let mut file = NewFile::create(&path).unwrap();
        let other = NewFile::create(&path).unwrap();
        file.write_all(b"whole").unwrap();
        assert!(!path.exists());
        file.keep().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"whole");
        assert_eq!(other.keep().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(NewFile::create(&path).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
