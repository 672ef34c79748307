//! What of the register has a life, by its identifier.

use serde::{Deserialize, Serialize};

use super::address::AddressId;
use super::municipality::LocalityId;
use super::thoroughfare::ThoroughfareId;

/// A street or an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectId {
    /// A street.
    Thoroughfare(ThoroughfareId),
    /// An address.
    Address(AddressId),
}

impl std::fmt::Display for SubjectId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Thoroughfare(id) => id.fmt(f),
            Self::Address(id) => id.fmt(f),
        }
    }
}

/// Whatever of the register has a life: a street, an address, a named place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LivingId {
    /// A street.
    Thoroughfare(ThoroughfareId),
    /// An address.
    Address(AddressId),
    /// A named place.
    Locality(LocalityId),
}

impl From<SubjectId> for LivingId {
    fn from(subject: SubjectId) -> Self {
        match subject {
            SubjectId::Thoroughfare(id) => Self::Thoroughfare(id),
            SubjectId::Address(id) => Self::Address(id),
        }
    }
}

impl std::fmt::Display for LivingId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Thoroughfare(id) => id.fmt(f),
            Self::Address(id) => id.fmt(f),
            Self::Locality(id) => id.fmt(f),
        }
    }
}
