//! Where PROJ finds its database.

use std::path::{Path, PathBuf};

/// The folders in which PROJ looks for `proj.db`, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjData {
    folders: Vec<PathBuf>,
}

impl ProjData {
    /// Names the folders that belong to a program, by the path of its executable.
    pub fn beside(executable: &Path) -> Self {
        let mut folders = Vec::new();
        if let Some(folder) = executable.parent() {
            folders.push(folder.join("share/proj"));
            if let Some(above) = folder.parent() {
                folders.push(above.join("share/civico/proj"));
                folders.push(above.join("share/proj"));
            }
        }
        folders.push(PathBuf::from(env!("CIVICO_PROJ_BUILD_SHARE")));
        Self { folders }
    }

    /// Returns the folders, in order.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installed_program_looks_beside_itself_first() {
        let data = ProjData::beside(Path::new("/opt/civico/bin/civico"));
        let looked: Vec<_> = data.folders().iter().take(3).map(|path| path.display().to_string()).collect();
        assert_eq!(
            looked,
            ["/opt/civico/bin/share/proj", "/opt/civico/share/civico/proj", "/opt/civico/share/proj"]
        );
    }
}
