//! Other names of a street, of which people, plates and old documents are full.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why a street has another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AliasKind {
    /// Storico: it was its name.
    Historical,
    /// Popolare: people say so.
    Popular,
    /// Abbreviato: as forms and short lists write it.
    Abbreviated,
    /// Targa: as the plate at the corner says.
    Plate,
}

/// Another name (alias) of a street, whole: "Corso Sempione".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// The name.
    pub text: String,
    /// Why it has it.
    pub kind: AliasKind,
    /// First day on which it was said; unknown where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// First day on which it was no longer the name; unknown or still so where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
}

impl Alias {
    /// Makes an alias without dates.
    pub fn new(text: impl Into<String>, kind: AliasKind) -> Self {
        Self { text: text.into(), kind, valid_from: None, valid_to: None }
    }
}
