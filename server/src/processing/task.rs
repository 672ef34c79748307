//! What the child is told before its rows: a length, then JSON, then frames.

use std::io::{Error, Read};

use civico_domain::processing::Arguments;
use serde::{Deserialize, Serialize};

/// The longest text of a task, in bytes.
const MAX_TASK_BYTES: u32 = 1024 * 1024;

/// A process to be run on the tables that follow.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TaskFrame {
    /// Id of the process.
    pub(super) process: String,
    /// What was asked, checked.
    pub(super) arguments: Arguments,
    /// By the number of a table, the input that it belongs to.
    pub(super) inputs: Vec<String>,
    /// Address space, in megabytes.
    pub(super) max_memory_mb: u64,
    /// Processor time, in seconds.
    pub(super) max_cpu_s: u64,
}

impl TaskFrame {
    /// Writes it.
    ///
    /// # Errors
    /// It is too long.
    pub(super) fn encode(&self) -> Result<Vec<u8>, Error> {
        let text = serde_json::to_vec(self)?;
        let length = u32::try_from(text.len()).ok().filter(|length| *length <= MAX_TASK_BYTES);
        let length = length.ok_or_else(|| Error::other("a task is longer than allowed"))?;
        Ok([&length.to_be_bytes(), text.as_slice()].concat())
    }

    /// Reads it.
    ///
    /// # Errors
    /// There is none, or it is too long.
    pub(super) fn read(input: &mut impl Read) -> Result<Self, Error> {
        let mut length = [0; 4];
        input.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length);
        if length > MAX_TASK_BYTES {
            return Err(Error::other("a task is longer than allowed"));
        }
        let mut text = vec![0; length as usize];
        input.read_exact(&mut text)?;
        Ok(serde_json::from_slice(&text)?)
    }
}
