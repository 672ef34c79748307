//! Addresses: accesses on a street.

use serde::{Deserialize, Serialize};

use super::house_number::Locator;
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
    /// The comune's own code of the access.
    pub local_code: String,
    /// What tells it from the others of the street.
    pub locator: Locator,
    /// Postcode (CAP), where the source gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Stage of its life.
    pub stage: LifecycleStage,
    /// Its positions, the default one first.
    #[serde(default)]
    pub positions: Vec<GeographicPosition>,
}
