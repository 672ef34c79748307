//! What Civico says to a person: an id with arguments; the words are in message files, by language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A sentence to be said, such as "the encoding is windows-1252, since ...".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Key of the sentence in the message files, kebab-case.
    pub id: String,
    /// What fills the `{name}` places of the sentence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Notice {
    /// Begins a notice without arguments.
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned(), args: BTreeMap::new() }
    }

    /// Adds an argument.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "arguments read best as `.with(\"row\", row)`")]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}
