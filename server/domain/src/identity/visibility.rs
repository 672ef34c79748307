//! Who may see something.

use std::str::FromStr;

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

/// A text is no visibility.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("visibility is public, shared or private")]
pub struct VisibilityError;

impl FromStr for Visibility {
    type Err = VisibilityError;

    fn from_str(text: &str) -> Result<Self, VisibilityError> {
        let known = [Self::Public, Self::Shared, Self::Private];
        known.into_iter().find(|visibility| visibility.as_str() == text).ok_or(VisibilityError)
    }
}
