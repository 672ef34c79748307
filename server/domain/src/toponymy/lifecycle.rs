//! The life of a street or an address.

use serde::{Deserialize, Serialize};

/// A stage in the life of a street or an address (ISO 19160-1, 8.3.3; in Italian: bozza, proposto,
/// vigente, cessato, respinto).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LifecycleStage {
    /// Bozza: being written, seen by its ente alone.
    Draft,
    /// Proposto: asked for, not decided.
    Proposed,
    /// Vigente: in force.
    Current,
    /// Cessato: no longer in force.
    Retired,
    /// Respinto: asked for and refused.
    Rejected,
}

/// A text names no stage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a stage is draft, proposed, current, retired or rejected")]
pub struct LifecycleStageError;

impl LifecycleStage {
    /// All stages.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Proposed, Self::Current, Self::Retired, Self::Rejected];

    /// Returns the token, as stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed => "proposed",
            Self::Current => "current",
            Self::Retired => "retired",
            Self::Rejected => "rejected",
        }
    }
}

impl std::fmt::Display for LifecycleStage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for LifecycleStage {
    type Err = LifecycleStageError;

    fn from_str(text: &str) -> Result<Self, LifecycleStageError> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text).ok_or(LifecycleStageError)
    }
}
