//! What `civico-files` and the server send each other: frames, from files to the database and back.
//!
//! ```text
//! stream = "CVF" version:u8 frame*              version is 1
//! frame  = kind:u8 length:u32 payload           big-endian, length at most 64 MiB
//! kind 1   Layer     JSON of [`LayerSchema`]
//! kind 2   Rows      layer:u16 row*             row = fields:i16 (length:i32 bytes)*
//! kind 3   Report    JSON of [`ReportEntry`]
//! kind 4   Progress  JSON of [`Progress`]
//! kind 5   End       JSON of [`End`]
//! kind 6   Failure   JSON of [`Notice`]
//! kind 7   Percent   JSON of a number: how much of a work is done
//! ```
//!
//! A row is a tuple of PostgreSQL's binary COPY format, so that it travels to the database as it
//! is: the number (`int8`), the geometry (EWKB, or null) and one field for each column.
//! A stream without an end frame is a failed import, whatever came before.

mod reader;
mod row;
mod schema;
mod writer;

pub use reader::{Frame, FrameError, FrameHeader, MAGIC};
pub use row::{Row, RowError, Rows};
pub use schema::{End, LayerCount, LayerSchema, Progress, ReportEntry, Severity};
pub use writer::FrameWriter;

/// The longest payload of a frame, in bytes.
pub const MAX_FRAME_BYTES: u32 = 64 * 1024 * 1024;
