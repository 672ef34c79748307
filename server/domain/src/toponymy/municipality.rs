//! Comuni as territory, and the places in them.

use serde::{Deserialize, Serialize};

use super::alias::Alias;
use super::lifecycle::LifecycleStage;
use crate::id::uuid_id;
use crate::identity::{CadastralCode, IstatCode};

uuid_id! {
    /// Identifies a named place (località, frazione); stable for its life.
    LocalityId
}

/// A comune as territory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Municipality {
    /// ISTAT's code.
    pub istat_code: IstatCode,
    /// The land registry's code.
    pub cadastral_code: CadastralCode,
    /// Name.
    pub name: String,
    /// Name of the homogeneous zone (zona omogenea).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homogeneous_zone: Option<String>,
    /// Residents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<i64>,
    /// Territory in the installation's reference system, EWKB in hexadecimal digits, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
    /// The comune that it became part of (fusione).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<IstatCode>,
}

/// Longest name of a named place, in characters (ANNCSU, Aggiornamento odonimi: `denom_localita`).
pub(super) const LONGEST_LOCALITY: usize = 151;

/// A named place in a comune (località, frazione).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locality {
    /// Identifier.
    pub id: LocalityId,
    /// The comune.
    pub municipality: IstatCode,
    /// Name.
    pub name: String,
    /// Stage of its life.
    pub stage: LifecycleStage,
    /// Names that it had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// Why it is (motivo di inserimento).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_reason: Option<String>,
    /// Why it is no longer (motivo di cessazione).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing_reason: Option<String>,
}

impl Locality {
    /// Makes a place in some stage, with a name and nothing else.
    pub fn new(
        id: LocalityId,
        municipality: IstatCode,
        name: impl Into<String>,
        stage: LifecycleStage,
    ) -> Self {
        let (aliases, name) = (Vec::new(), name.into());
        Self { id, municipality, name, stage, aliases, opening_reason: None, closing_reason: None }
    }
}
