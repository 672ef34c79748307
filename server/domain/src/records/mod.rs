//! Records of other services (pratiche): what they are, when an address counts as found, how a link
//! follows the register, and what may be told of many of them together.

mod acceptance;
mod aggregate;
mod follow;
mod kind;
mod record;

pub use acceptance::{Acceptance, Finding};
pub use aggregate::{LEAST_K, Published, Table, is_k, publish, told};
pub use follow::{Consequence, Linked, News, Relation, consequence};
pub use kind::{RecordKind, RecordKindError};
pub use record::{
    RecordChange, RecordId, RecordState, RecordStateError, Reference, ReviewReason, ReviewReasonError,
    TEXT_KEPT_DAYS,
};
