//! Datasets and their versions, collections and their columns, and the frames in which rows arrive.

mod collection;
mod column;
mod dataset;
pub mod frame;
mod slug;
mod text;

pub use collection::{CollectionId, CollectionKind, GeometryKind};
pub use column::{Column, ColumnKind, Value, ValueError};
pub use dataset::{DatasetMetadata, ReprojectionRecord, VersionState};
pub(crate) use slug::is_slug;
pub use slug::slug;
pub use text::LocalizedText;
