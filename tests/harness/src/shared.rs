//! Where data are.

use std::path::{Path, PathBuf};

/// Returns the root of the repository.
pub fn repository() -> PathBuf {
    let harness = Path::new(env!("CARGO_MANIFEST_DIR"));
    harness.ancestors().nth(2).unwrap_or(harness).to_owned()
}

/// Returns a file of `data-samples/files`.
pub fn samples(path: &str) -> PathBuf {
    repository().join("data-samples/files").join(path)
}

/// Returns the folder of real data beside the repository, which is no part of it.
///
/// `None` where it is absent: the caller then says loudly what it did not test.
///
/// # Panics
/// With `CI=true` its absence is a failure.
pub fn shared_data() -> Option<PathBuf> {
    let folder = repository().parent()?.join("shared/data");
    if folder.join("INDEX.md").is_file() {
        return Some(folder);
    }
    let required = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(!required, "the real data are missing: {} does not exist", folder.display());
    None
}
