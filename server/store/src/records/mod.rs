//! Records of other services: kept by ente, linked to the register, sealed where no link was found.

mod aggregate;
mod feed;
mod follow;
mod key;
mod record;
mod review;
mod write;

pub use aggregate::{Area, RecordCount};
pub use feed::LoggedRecordChange;
pub use follow::Followed;
pub use key::WrappedKey;
pub use record::{Filing, Link, Record, RecordQuery};
pub use review::{Decision, Review};
pub use write::{NewRecord, Registered};
