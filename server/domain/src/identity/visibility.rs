//! Who may see something.

use serde::{Deserialize, Serialize};

/// Who may read a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// Everybody.
    Public,
    /// The ente that owns it and those it names.
    Shared,
    /// The ente that owns it.
    Private,
}

impl Visibility {
    /// Returns the token, as stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Shared => "shared",
            Self::Private => "private",
        }
    }
}
