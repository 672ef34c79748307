//! Streets, squares and lanes.

use serde::{Deserialize, Serialize};

use super::lifecycle::LifecycleStage;
use super::municipality::LocalityId;
use crate::id::uuid_id;
use crate::identity::IstatCode;

uuid_id! {
    /// Identifies a street (odonimo); stable for its life, through renamings too.
    ThoroughfareId
}

/// The name of a street: odonimo = DUG + complement + DUF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThoroughfareName {
    /// DUG, the generic part, in full: "Via", "Piazza".
    pub kind: String,
    /// DUF, the official name with its complement: "dei Tigli", "Dante".
    pub name: String,
    /// Other names under which people look for it: as the plate says, surname first, as on OpenStreetMap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

impl std::fmt::Display for ThoroughfareName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.kind.is_empty() { f.write_str(&self.name) } else { write!(f, "{} {}", self.kind, self.name) }
    }
}

/// A street, square or lane (odonimo, area di circolazione).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thoroughfare {
    /// Identifier.
    pub id: ThoroughfareId,
    /// The comune.
    pub municipality: IstatCode,
    /// The comune's own code of the street.
    pub local_code: String,
    /// Its name.
    #[serde(flatten)]
    pub name: ThoroughfareName,
    /// The named place it belongs to, where the name alone would not be unique.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locality: Option<LocalityId>,
    /// Stage of its life.
    pub stage: LifecycleStage,
    /// Whether addresses name this street but the list of streets lacks it.
    #[serde(default)]
    pub missing_in_source: bool,
    /// Course of the street in the installation's reference system, EWKB in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<String>,
}
