//! What stands beside a .shp: index, table, definition of the reference system, encoding.

use std::path::{Path, PathBuf};

use super::dbf;
use crate::Error;
use crate::crs::Declared;
use crate::input::has_extension;
use crate::text::Chosen;

/// The files of a shapefile, whatever case their endings are in.
pub(super) struct Beside {
    prj: Option<PathBuf>,
    cpg: Option<PathBuf>,
    dbf: Option<PathBuf>,
}

impl Beside {
    /// Looks beside a .shp.
    pub(super) fn of(shp: &Path) -> Result<Self, Error> {
        let found = |ending: &str| sibling(shp, ending);
        if found("shx").is_none() {
            return Err(Error::ShapefileIncomplete(name_of(shp, "shx")));
        }
        Ok(Self { prj: found("prj"), cpg: found("cpg"), dbf: found("dbf") })
    }

    pub(super) fn has_table(&self) -> bool {
        self.dbf.is_some()
    }

    /// Reads the definition of the reference system.
    pub(super) fn declared(&self) -> Result<Declared, Error> {
        let text = self.prj.as_deref().map(small_text).transpose()?.unwrap_or_default();
        let text = text.trim();
        Ok(if text.is_empty() { Declared::Nothing } else { Declared::Wkt(text.to_owned()) })
    }

    /// Decides the encoding of the table.
    pub(super) fn encoding(&self) -> Result<Option<Chosen>, Error> {
        let Some(dbf) = &self.dbf else { return Ok(None) };
        let label = self.cpg.as_deref().map(small_text).transpose()?;
        dbf::encoding(dbf, label.as_deref()).map(Some)
    }
}

/// Finds the file of the same stem with another ending, in any case.
fn sibling(shp: &Path, ending: &str) -> Option<PathBuf> {
    let stem = shp.file_stem()?;
    let plain = shp.with_extension(ending);
    if plain.is_file() {
        return Some(plain);
    }
    let folder = shp.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.file_stem() == Some(stem) && has_extension(path, ending))
}

fn name_of(shp: &Path, ending: &str) -> String {
    shp.with_extension(ending).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Reads the first 64 KiB of a small file.
fn small_text(path: &Path) -> Result<String, Error> {
    use std::io::Read;
    let unreadable = |source| Error::Unreadable { file: path.to_string_lossy().into_owned(), source };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(64 * 1024).read_to_end(&mut bytes).map_err(unreadable)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.trim_start_matches('\u{feff}').replace('\0', ""))
}
