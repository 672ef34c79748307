//! Why an input is refused.

use serde::{Deserialize, Serialize};

use crate::notice::Notice;

/// An input that is refused, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputError {
    /// The name of the input, as it was sent but no longer than names are.
    pub input: String,
    /// Why; the words are in the message files.
    pub notice: Notice,
}

/// Longer names are cut before they are repeated.
const LONGEST_NAME: usize = 60;

impl InputError {
    /// Says why an input is refused.
    pub fn new(input: &str, notice: Notice) -> Self {
        Self { input: input.chars().take(LONGEST_NAME).collect(), notice: notice.with("input", shown(input)) }
    }
}

/// A name as it is repeated: without what could be markup or control characters.
fn shown(name: &str) -> String {
    let is_plain = |letter: &char| letter.is_alphanumeric() || "-_. ".contains(*letter);
    name.chars().filter(is_plain).take(LONGEST_NAME).collect()
}

/// Something else is expected, such as a number.
pub(super) fn expected(what: &str) -> Notice {
    Notice::new(&format!("process-input-expects-{what}"))
}

/// A number outside its bounds.
pub(super) fn out_of_range(least: f64, least_is_in: bool, most: f64) -> Notice {
    let id = if least_is_in { "process-input-out-of-range" } else { "process-input-not-above" };
    Notice::new(id).with("least", least).with("most", most)
}

/// More than there may be.
pub(super) fn too_many(limit: usize) -> Notice {
    Notice::new("process-input-too-many").with("limit", limit)
}
