//! The readable files in a folder.

use std::path::{Path, PathBuf};

use super::{Format, Input, has_extension};
use crate::Error;

/// How deep folders are looked into.
const MAX_DEPTH: usize = 8;
/// How many files are listed at most.
const MAX_FILES: usize = 10_000;
/// Endings of text files that are never data, though their format could be read.
const NOT_DATA: &[&str] = &["readme.txt", "license.txt", "licenza.txt", "leggimi.txt"];

/// Finds the files in a folder that can be read, in the order of their names.
///
/// # Errors
/// The folder cannot be read.
pub fn find_inputs(folder: &Path) -> Result<Vec<Input>, Error> {
    let mut paths = Vec::new();
    walk(folder, 0, &mut paths)?;
    paths.sort();
    let mut inputs: Vec<Input> = paths.into_iter().filter_map(|path| as_input(path, folder)).collect();
    // Beside data a .txt is a note on them.
    let is_note = |input: &Input| has_extension(&input.path, "txt");
    if !inputs.iter().all(is_note) {
        inputs.retain(|input| !is_note(input));
    }
    Ok(inputs)
}

fn walk(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> Result<(), Error> {
    let unreadable = |source| Error::Unreadable { file: folder.to_string_lossy().into_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?;
        if paths.len() >= MAX_FILES {
            break;
        }
        // Links are not followed: they may lead anywhere.
        if kind.is_dir() && depth < MAX_DEPTH {
            walk(&entry.path(), depth + 1, paths)?;
        } else if kind.is_file() {
            paths.push(entry.path());
        }
    }
    Ok(())
}

fn as_input(path: PathBuf, folder: &Path) -> Option<Input> {
    let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
    let last = path.file_name()?.to_string_lossy().to_lowercase();
    let is_data =
        !last.starts_with('.') && !name.starts_with("__MACOSX") && !NOT_DATA.contains(&last.as_str());
    let format = Format::of_name(&last).filter(|_| is_data)?;
    Some(Input { path, name, format })
}
