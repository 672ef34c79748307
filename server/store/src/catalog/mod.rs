//! Datasets, their versions, and the collections that are served.

mod access;
mod collection;
mod import;
mod list;
mod register;
mod summary;
mod version;

pub(crate) use access::regrant;
pub(crate) use list::{codes, localized};
pub use collection::{Collection, CollectionColumn, KeyKind};
pub use import::{ImportLayer, Original, VersionImport};
pub use summary::{SummaryBy, SummaryEntry};
pub use version::{DatasetEntry, VersionEntry};
