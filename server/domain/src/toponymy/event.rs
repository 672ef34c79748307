//! What happened in the register.

use serde::{Deserialize, Serialize};

use super::address::Address;
use super::municipality::{Locality, Municipality};
use super::thoroughfare::Thoroughfare;
use crate::identity::IstatCode;

/// The version of the shape in which events are written today; older ones are upcast when read.
pub const EVENT_SCHEMA_VERSION: i16 = 1;

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventType {
    /// It came, or came anew, from a file of the comune.
    Imported,
    /// It is no longer in force.
    Retired,
}

impl EventType {
    /// Returns the token, as stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Retired => "retired",
        }
    }
}

/// The thing as it is after an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "subject", content = "after", rename_all = "kebab-case")]
pub enum Subject {
    /// A comune.
    Municipality(Municipality),
    /// A named place.
    Locality(Locality),
    /// A street.
    Thoroughfare(Thoroughfare),
    /// An address.
    Address(Box<Address>),
}

impl Subject {
    /// Returns the noun of the thing, as stored and served.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Municipality(_) => "municipality",
            Self::Locality(_) => "locality",
            Self::Thoroughfare(_) => "thoroughfare",
            Self::Address(_) => "address",
        }
    }

    /// Returns the identifier of the thing.
    pub fn id(&self) -> String {
        match self {
            Self::Municipality(municipality) => municipality.istat_code.to_string(),
            Self::Locality(locality) => locality.id.to_string(),
            Self::Thoroughfare(thoroughfare) => thoroughfare.id.to_string(),
            Self::Address(address) => address.id.to_string(),
        }
    }

    /// Returns the comune it belongs to.
    pub fn municipality(&self) -> &IstatCode {
        match self {
            Self::Municipality(municipality) => &municipality.istat_code,
            Self::Locality(locality) => &locality.municipality,
            Self::Thoroughfare(thoroughfare) => &thoroughfare.municipality,
            Self::Address(address) => &address.municipality,
        }
    }
}

/// An event of the register, before it has a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What happened.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// To what, and how it is now.
    #[serde(flatten)]
    pub subject: Subject,
}
