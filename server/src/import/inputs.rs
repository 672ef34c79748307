//! What a path holds to import.

use std::path::{Path, PathBuf};

use civico_domain::notice::Notice;

use super::failure::Failure;

/// Ends of the names of files that can be imported.
const READABLE: [&str; 10] =
    [".shp", ".zip", ".gpkg", ".geojson", ".geojson.gz", ".json", ".json.gz", ".csv", ".csv.gz", ".txt"];

/// Returns the files to import: the file itself, or those of a folder and the folders in it.
///
/// # Errors
/// There is no such path, or the folder holds nothing to import.
pub(crate) fn inputs(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.exists() {
        return Err(Failure(Notice::new("cli-no-such-path").with("path", path.display())));
    }
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    collect(path, 0, &mut found).map_err(|error| Failure::io(&error, path))?;
    found.sort();
    if found.is_empty() {
        return Err(Failure(Notice::new("cli-no-data-in-folder").with("path", path.display())));
    }
    Ok(found)
}

/// Walks into folders, four deep; links are not followed.
fn collect(folder: &Path, depth: u8, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let (kind, path) = (entry.file_type()?, entry.path());
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if kind.is_dir() && depth < 4 {
            collect(&path, depth + 1, found)?;
        } else if kind.is_file() && READABLE.iter().any(|end| name.ends_with(end)) {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_readable_files_and_an_empty_one_says_so() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(inputs(folder.path()).unwrap_err().0.id, "cli-no-data-in-folder");
        std::fs::create_dir(folder.path().join("rho")).unwrap();
        std::fs::write(folder.path().join("rho/PARCHI.GeoJSON"), "{}").unwrap();
        std::fs::write(folder.path().join("leggimi.pdf"), "").unwrap();
        assert_eq!(inputs(folder.path()).unwrap().len(), 1);
        assert_eq!(inputs(Path::new("no/such/path")).unwrap_err().0.id, "cli-no-such-path");
    }
}
