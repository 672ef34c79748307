//! What is done with the rows of a batch, a chunk at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::fault::Fault;
use super::rows::Chunk;

/// Answers rows. It is shared by the threads that work on chunks.
pub(crate) trait Work: Send + Sync + 'static {
    /// Answers the rows of a chunk, in order.
    fn work(&self, chunk: &Chunk) -> Done;
}

/// A chunk that was answered.
#[derive(Default)]
pub(crate) struct Done {
    /// The answers, in the encoding of the answer.
    pub(crate) out: Vec<u8>,
    /// The rows that somebody has to look at, where they are asked for.
    pub(crate) rejects: Vec<u8>,
    /// Rows that were answered, with an error or without.
    pub(crate) rows: u64,
    /// Rows among the rejects.
    pub(crate) rejected: u64,
}

/// Writes to `out` what a row gets, or nothing when that fails: a row on which the program itself
/// fails must not take the others with it.
pub(super) fn attempt<T>(
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut Vec<u8>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let before = out.len();
    let outcome = catch_unwind(AssertUnwindSafe(|| write(out))).unwrap_or(Err(Fault::Internal));
    if outcome.is_err() {
        out.truncate(before);
    }
    outcome
}
