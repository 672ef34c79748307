#![doc = include_str!("../README.md")]

pub mod catalog;
pub mod change_log;
mod error;
pub mod export;
mod filter;
mod identifier;
pub mod identity;
pub mod items;
pub mod processing;
pub mod records;
pub mod schema;
mod store;
pub mod tiles;
pub mod toponymy;
mod transaction;

pub use error::Error;
pub use identifier::InstallationId;
pub use store::{Limits, Store};

/// The text of a statement: `sql!("catalog/put_dataset")`; of one that goes on from another's tables:
/// `sql!("toponymy/register_now", "toponymy/list_conflicts")`.
macro_rules! sql {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $path, ".sql"))
    };
    ($tables:literal, $path:literal) => {
        concat!(
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $tables, ".sql")),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $path, ".sql"))
        )
    };
}
pub(crate) use sql;
