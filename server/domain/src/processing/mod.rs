//! Processes (geoelaborazioni): what can be asked, of what, and whether a question is well put.
//!
//! Their words are in `server/messages/process.{it,en}.toml`: `process-<id>-title` and `-text`,
//! `process-<id>-<input>-title` and `-text`, `process-<id>-<input>-<choice>`.

mod arguments;
mod catalogue;
mod geometry;
mod grid;
mod input;
mod output;
mod parse;
mod process;
mod refusal;
mod source;

pub use arguments::{Argument, Arguments};
pub use geometry::kind_of;
pub use grid::{FixedGrid, FixedGridError};
pub use input::{Input, InputKind};
pub use output::{NoSuchOutput, Output, OutputKind};
pub use process::{Process, ProcessError, ProcessTheme};
pub use refusal::InputError;
pub use source::{CollectionSource, RESULT, Source};

#[cfg(test)]
mod tests;
