//! What became of an act.

use serde::Serialize;

/// The state of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActState {
    /// Bozza: seen by its ente alone.
    Draft,
    /// In attesa: of a decision.
    Waiting,
    /// Programmato: decided, for a day to come.
    Scheduled,
    /// Applicato: it happened.
    Applied,
    /// Respinto.
    Rejected,
    /// Annullato: scheduled and taken back, or impossible when its day came.
    Cancelled,
}

/// A text names no state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a state is draft, waiting, scheduled, applied, rejected or cancelled")]
pub struct ActStateError;

impl ActState {
    const ALL: [Self; 6] =
        [Self::Draft, Self::Waiting, Self::Scheduled, Self::Applied, Self::Rejected, Self::Cancelled];

    /// Returns the token, as stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Scheduled => "scheduled",
            Self::Applied => "applied",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
        }
    }
}

impl std::str::FromStr for ActState {
    type Err = ActStateError;

    fn from_str(text: &str) -> Result<Self, ActStateError> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(ActStateError)
    }
}
