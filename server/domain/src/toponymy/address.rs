//! Addresses: accesses on a street.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::anncsu::AnncsuAccessId;
use super::house_number::Locator;
use super::internal::Internal;
use super::lifecycle::LifecycleStage;
use super::position::GeographicPosition;
use super::thoroughfare::ThoroughfareId;
use crate::id::uuid_id;
use crate::identity::IstatCode;

uuid_id! {
    /// Identifies an address (accesso); stable for its life, through renumberings too.
    AddressId
}

/// An address at an access (accesso, numero civico).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Identifier.
    pub id: AddressId,
    /// The comune.
    pub municipality: IstatCode,
    /// The street it is on.
    pub thoroughfare: ThoroughfareId,
    /// The comune's own code of the access; empty where it has none.
    pub local_code: String,
    /// ANNCSU's number of the access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anncsu_id: Option<AnncsuAccessId>,
    /// What tells it from the others of the street.
    pub locator: Locator,
    /// Stage of its life.
    pub stage: LifecycleStage,
    /// Its positions, the default one first.
    #[serde(default)]
    pub positions: Vec<GeographicPosition>,
    /// What else is known of it.
    #[serde(flatten)]
    pub details: AddressDetails,
    /// Addresses it came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub predecessors: Vec<AddressId>,
    /// Addresses that came from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<AddressId>,
    /// Its internals, where the comune keeps them. They are the comune's alone: what is public is
    /// served without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub internals: Vec<Internal>,
    /// Day on which somebody of the comune saw it on site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<Date>,
    /// Why it is (motivo di inserimento).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_reason: Option<String>,
    /// Why it is no longer (motivo di cessazione).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing_reason: Option<String>,
}

/// What is known of an address beside what tells it from others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AddressDetails {
    /// Postcode (CAP).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Census section (sezione di censimento), at most 13 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub census_section: Option<String>,
    /// Block (isolato), at most 4 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<String>,
    /// Parcels of the land registry (particelle): section, sheet and number as the comune writes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parcels: Vec<String>,
    /// The main address (civico principale) of which this is an extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub main_address: Option<AddressId>,
}
