//! Datasets, their versions, and the collections that are served.

mod access;
mod collection;
mod import;
mod list;
mod register;
mod summary;
mod version;

pub(crate) use access::{regrant, regrant_all};
pub use collection::{Collection, CollectionColumn, KeyKind};
pub(crate) use import::lock_ente;
pub use import::{ImportLayer, Original, VersionImport};
pub(crate) use list::{codes, dataset_collection, localized};
pub(crate) use register::unmeasured_collections as register_collections;
pub use register::{RegisterExtent, RegisterState};
pub use summary::{SummaryBy, SummaryEntry};
pub use version::{DatasetEntry, VersionEntry};
