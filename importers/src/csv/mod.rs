//! Tables of delimited text: their dialect, the types of their columns, their coordinates.
//!
//! A table is read twice: once to learn what its columns hold, once to send its rows.

mod axes;
mod coordinates;
mod dialect;
mod file;
mod infer;
mod table;

pub use coordinates::Coordinates;
pub use dialect::Dialect;
pub use file::CsvFile;
pub use table::{CsvTable, Records};
