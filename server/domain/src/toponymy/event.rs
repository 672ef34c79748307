//! What happened in the register.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::address::Address;
use super::municipality::{Locality, Municipality};
use super::thoroughfare::Thoroughfare;
use crate::identity::IstatCode;

/// The version of the shape in which events are written today; older ones are upcast when read.
///
/// Of version 1 aliases were texts; since version 2 they have a kind and validity. Since version 3
/// named places have a stage: those before were in force.
pub const EVENT_SCHEMA_VERSION: i16 = 3;

/// What kind of thing happened. Changes and corrections (rettifiche formali) are different types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventType {
    /// It came, or came anew, from a file of the comune.
    Imported,
    /// Proposto.
    Proposed,
    /// Approvato: it is in force.
    Approved,
    /// Respinto.
    Rejected,
    /// Cessato: it is no longer in force.
    Retired,
    /// Ripristinato: it is in force again.
    Reinstated,
    /// Ridenominato.
    Renamed,
    /// Rinumerato.
    Renumbered,
    /// Spostato: to another street or another place.
    Moved,
    /// A part of the street became another, or the address went with it.
    Split,
    /// The street became part of another, or the address went with it.
    Merged,
    /// The comune became part of another.
    MunicipalityMerged,
    /// It has another name beside its own.
    AliasAttached,
    /// The comune holds it to be one street with another comune's, or no longer does.
    TwinDeclared,
    /// The street belongs to a named place of the comune, or to none any more.
    LocalityAssigned,
    /// Somebody saw it on site.
    ConfirmedOnSite,
    /// The name was written wrong (rettifica formale).
    NameCorrected,
    /// The place was measured wrong.
    PositionCorrected,
    /// The stage was wrong.
    StageCorrected,
    /// Postcode, census section, block, parcels or main address were wrong.
    DetailsCorrected,
    /// The comune wrote down its internals.
    InternalsRecorded,
    /// The comune wrote down its stretches with the numbers on their sides.
    ArcsRecorded,
    /// What an act did is undone.
    Undone,
    /// It is decided and holds from a day to come; until then nothing changes.
    Scheduled,
    /// What was scheduled is not to be.
    Unscheduled,
    /// What was scheduled holds from today.
    TookEffect,
}

impl EventType {
    /// All types.
    pub const ALL: [Self; 26] = [
        Self::Imported,
        Self::Proposed,
        Self::Approved,
        Self::Rejected,
        Self::Retired,
        Self::Reinstated,
        Self::Renamed,
        Self::Renumbered,
        Self::Moved,
        Self::Split,
        Self::Merged,
        Self::MunicipalityMerged,
        Self::AliasAttached,
        Self::TwinDeclared,
        Self::LocalityAssigned,
        Self::ConfirmedOnSite,
        Self::NameCorrected,
        Self::PositionCorrected,
        Self::StageCorrected,
        Self::DetailsCorrected,
        Self::InternalsRecorded,
        Self::ArcsRecorded,
        Self::Undone,
        Self::Scheduled,
        Self::Unscheduled,
        Self::TookEffect,
    ];

    /// Returns the token, as stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Retired => "retired",
            Self::Reinstated => "reinstated",
            Self::Renamed => "renamed",
            Self::Renumbered => "renumbered",
            Self::Moved => "moved",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::MunicipalityMerged => "municipality-merged",
            Self::AliasAttached => "alias-attached",
            Self::TwinDeclared => "twin-declared",
            Self::LocalityAssigned => "locality-assigned",
            Self::ConfirmedOnSite => "confirmed-on-site",
            Self::NameCorrected => "name-corrected",
            Self::PositionCorrected => "position-corrected",
            Self::StageCorrected => "stage-corrected",
            Self::DetailsCorrected => "details-corrected",
            Self::InternalsRecorded => "internals-recorded",
            Self::ArcsRecorded => "arcs-recorded",
            Self::Undone => "undone",
            Self::Scheduled => "scheduled",
            Self::Unscheduled => "unscheduled",
            Self::TookEffect => "took-effect",
        }
    }
}

/// The thing as it is after an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "subject_kind", content = "after", rename_all = "kebab-case")]
pub enum Subject {
    /// A comune.
    Municipality(Municipality),
    /// A named place.
    Locality(Locality),
    /// A street.
    Thoroughfare(Box<Thoroughfare>),
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

    /// Returns the thing as events keep it: with what is shown of it beside what it is.
    ///
    /// # Errors
    /// Never of a thing that was read; the serialiser has the last word.
    pub fn document(&self) -> Result<Value, serde_json::Error> {
        let (mut document, shown) = match self {
            Self::Municipality(municipality) => (serde_json::to_value(municipality)?, None),
            Self::Locality(locality) => (serde_json::to_value(locality)?, None),
            Self::Thoroughfare(thoroughfare) => {
                (serde_json::to_value(thoroughfare)?, Some(("official_name", thoroughfare.name.official())))
            }
            Self::Address(address) => {
                (serde_json::to_value(address)?, Some(("label", address.locator.to_string())))
            }
        };
        if let (Some(fields), Some((name, text))) = (document.as_object_mut(), shown) {
            fields.insert(name.to_owned(), Value::String(text));
        }
        Ok(document)
    }

    /// Reads what [`Subject::document`] made.
    ///
    /// # Errors
    /// It is of no thing of the register, or not in the newest shape.
    pub fn of_document(noun: &str, document: Value) -> Result<Self, serde_json::Error> {
        let mut tagged = serde_json::Map::new();
        tagged.insert("subject_kind".to_owned(), noun.into());
        tagged.insert("after".to_owned(), document);
        serde_json::from_value(Value::Object(tagged))
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

/// A text names no type of event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no such type of event")]
pub struct EventTypeError;

impl std::str::FromStr for EventType {
    type Err = EventTypeError;

    fn from_str(text: &str) -> Result<Self, EventTypeError> {
        Self::ALL.into_iter().find(|event_type| event_type.as_str() == text).ok_or(EventTypeError)
    }
}

/// An event of the register, before it has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub event_type: EventType,
    /// The thing as it was; `None` when it is new.
    pub before: Option<Subject>,
    /// The thing as it is.
    pub after: Subject,
    /// From which day on; `None` where nobody knows since when.
    pub valid_from: Option<Date>,
    /// Why, where the act does not say it all.
    pub reason: Option<String>,
}
