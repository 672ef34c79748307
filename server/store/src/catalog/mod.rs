//! Datasets, their versions, and the collections that are served.

mod collection;
mod import;
mod list;
mod register;
mod version;

pub use collection::{Collection, CollectionColumn, KeyKind};
pub use import::{ImportLayer, Original, VersionImport};
pub use version::{DatasetEntry, VersionEntry};
