//! Private folders in which tables wait for their place in the ZIP.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

/// The file that is locked while its folder is in use.
const LOCK: &str = "lock";
/// A folder without a lock may be about to get one, for so long.
const UNLOCKED_FOR: Duration = Duration::from_mins(1);

/// Where the folders are.
#[derive(Debug, Clone)]
pub(super) struct Workplaces {
    folder: PathBuf,
}

/// A folder of one export, which goes with it.
#[derive(Debug)]
pub(super) struct Workplace {
    folder: TempDir,
    /// The system unlocks it however the program ends.
    _lock: File,
}

impl Workplaces {
    pub(super) fn new(data_folder: &Path) -> Self {
        Self { folder: data_folder.join("exports") }
    }

    /// Makes a folder, and removes those that a program which was killed left.
    ///
    /// # Errors
    /// The data folder cannot be written.
    pub(super) fn take(&self) -> io::Result<Workplace> {
        fs::create_dir_all(&self.folder)?;
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if is_left(&path) {
                tracing::info!("export.workplace.removed");
                let _others_may_have = fs::remove_dir_all(&path);
            }
        }
        let folder = tempfile::Builder::new().prefix("export-").tempdir_in(&self.folder)?;
        let lock = File::create(folder.path().join(LOCK))?;
        lock.lock()?;
        Ok(Workplace { folder, _lock: lock })
    }
}

impl Workplace {
    /// Names a file in the folder.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns the folder.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn is_left(folder: &Path) -> bool {
    match File::open(folder.join(LOCK)) {
        Ok(lock) => lock.try_lock().is_ok(),
        Err(_absent) => {
            let made = folder.metadata().and_then(|metadata| metadata.modified());
            made.ok().and_then(|made| made.elapsed().ok()).is_some_and(|age| age > UNLOCKED_FOR)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_a_killed_program_left_goes_and_one_in_use_stays() {
        let data = tempfile::tempdir().unwrap();
        let workplaces = Workplaces::new(data.path());
        let used = workplaces.take().unwrap();
        let left = data.path().join("exports/export-left");
        fs::create_dir(&left).unwrap();
        fs::write(left.join(LOCK), "").unwrap();
        let other = workplaces.take().unwrap();
        assert!(used.folder().is_dir() && other.folder().is_dir());
        assert!(!left.exists());
    }
}
