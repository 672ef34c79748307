//! A record: its identifiers, where it stands, what happens to it.

use serde::{Deserialize, Serialize};

use crate::id::{text_code, uuid_id};

/// How long the text of an address that was not found is kept, in days.
pub const TEXT_KEPT_DAYS: i64 = 30;

uuid_id! {
    /// Identifies a record (pratica) here.
    RecordId
}

text_code! {
    /// The pseudonymous number of a record at its service (riferimento): no space, so no name of a
    /// person, and no codice fiscale.
    Reference, "1 to 64 letters, digits and - _ . / :, and no codice fiscale",
    |text| (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./:".contains(&b))
        && !is_tax_code(text)
}

/// Tells whether a text has the form of the codice fiscale of a person (DM 23 December 1976, art. 2):
/// six letters, then digits and letters by turns; letters in the place of digits tell homonyms apart.
fn is_tax_code(text: &str) -> bool {
    let is_digit = |b: &u8| b.is_ascii_digit() || b"LMNPQRSTUV".contains(&b.to_ascii_uppercase());
    let bytes = text.as_bytes();
    bytes.len() == 16
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            0..=5 | 8 | 11 | 15 => byte.is_ascii_alphabetic(),
            _ => is_digit(byte),
        })
}

/// Where a record stands (stato della pratica).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordState {
    /// Collegata: it is linked to the register.
    Resolved,
    /// Da verificare: the officer has to look at it.
    ToReview,
    /// The officer found that what was written is no address.
    NotAnAddress,
}

/// A text is no state of a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the state of a record is resolved, to-review or not-an-address")]
pub struct RecordStateError;

impl RecordState {
    /// Returns the token, as stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::ToReview => "to-review",
            Self::NotAnAddress => "not-an-address",
        }
    }
}

impl std::str::FromStr for RecordState {
    type Err = RecordStateError;

    fn from_str(text: &str) -> Result<Self, RecordStateError> {
        let states = [Self::Resolved, Self::ToReview, Self::NotAnAddress];
        states.into_iter().find(|state| state.as_str() == text).ok_or(RecordStateError)
    }
}

/// Why somebody has to look at a record (motivo della verifica).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewReason {
    /// Nothing in the register is like it.
    Unmatched,
    /// Several things of the register are as good.
    Ambiguous,
    /// The best of them is not like enough.
    LowScore,
    /// A street, a place or a neighbouring number was found, not the number itself.
    Imprecise,
    /// What it was linked to ended without a successor.
    Retired,
    /// What it was linked to became several.
    SeveralSuccessors,
}

/// A text is no reason for a review.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no such reason for a review")]
pub struct ReviewReasonError;

impl ReviewReason {
    /// All reasons.
    pub const ALL: [Self; 6] = [
        Self::Unmatched,
        Self::Ambiguous,
        Self::LowScore,
        Self::Imprecise,
        Self::Retired,
        Self::SeveralSuccessors,
    ];

    /// Returns the token, as stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unmatched => "unmatched",
            Self::Ambiguous => "ambiguous",
            Self::LowScore => "low-score",
            Self::Imprecise => "imprecise",
            Self::Retired => "retired",
            Self::SeveralSuccessors => "several-successors",
        }
    }
}

impl std::str::FromStr for ReviewReason {
    type Err = ReviewReasonError;

    fn from_str(text: &str) -> Result<Self, ReviewReasonError> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text).ok_or(ReviewReasonError)
    }
}

/// What happened to a record, as its ente's feed tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordChange {
    /// It was linked to the register.
    Resolved,
    /// Somebody has to look at it.
    ToReview,
    /// What was written is no address.
    NotAnAddress,
    /// The street has another name; the link stays.
    Renamed,
    /// The address has another number; the link stays.
    Renumbered,
    /// The address or street is on another street or in another comune; the link stays.
    Moved,
    /// What it was linked to ended; it is linked to the successor.
    Succeeded,
    /// What it was linked to is in force again.
    Reinstated,
    /// The text that could not be resolved was erased, since its time was over.
    TextErased,
    /// Its service took it away.
    Deleted,
}

impl RecordChange {
    /// Returns the type as the change log has it.
    pub fn log_type(self) -> &'static str {
        match self {
            Self::Resolved => "record.resolved",
            Self::ToReview => "record.to-review",
            Self::NotAnAddress => "record.not-an-address",
            Self::Renamed => "record.renamed",
            Self::Renumbered => "record.renumbered",
            Self::Moved => "record.moved",
            Self::Succeeded => "record.succeeded",
            Self::Reinstated => "record.reinstated",
            Self::TextErased => "record.text-erased",
            Self::Deleted => "record.deleted",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_names_nobody() {
        for text in ["SS-2026/00417", "a", "2026.1:7", &"x".repeat(64)] {
            assert!(text.parse::<Reference>().is_ok(), "{text}");
        }
        for text in ["", "Mario Rossi", "RSSMRA85T10A562S", "rssmra85t10a562s", "RSSMRAURTMLAR62S", "è"] {
            assert!(text.parse::<Reference>().is_err(), "{text}");
        }
        assert!("x".repeat(65).parse::<Reference>().is_err());
    }
}
