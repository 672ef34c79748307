//! Streets, squares and lanes.

use serde::{Deserialize, Serialize};

use super::alias::Alias;
use super::anncsu::AnncsuThoroughfareId;
use super::arc::StreetArc;
use super::lifecycle::LifecycleStage;
use super::municipality::LocalityId;
use crate::id::uuid_id;
use crate::identity::IstatCode;

uuid_id! {
    /// Identifies a street (odonimo); stable for its life, through renamings too.
    ThoroughfareId
}

/// Longest DUG and DUF, in characters (ANNCSU, Aggiornamento odonimi: `dug`, `denom_delibera`).
pub(super) const LONGEST_KIND: usize = 30;
pub(super) const LONGEST_NAME: usize = 120;
/// A correction may change this share of the longer name (Flanders, `CorrectNames`), in per cent.
pub(super) const CORRECTION_PERCENT: usize = 30;

/// How much of the longer of two names changes, in per cent of its characters, whatever their case
/// (Levenshtein distance).
pub(super) fn changed_percent(one: &str, other: &str) -> usize {
    let (one, other) = (one.to_uppercase(), other.to_uppercase());
    let longer = one.chars().count().max(other.chars().count()).max(1);
    (strsim::levenshtein(&one, &other) * 100).div_ceil(longer)
}

/// Tells whether ANNCSU's files can hold a text: they have no quotes around a semicolon.
pub(super) fn is_writable(text: &str) -> bool {
    !text.chars().any(|letter| letter.is_control() || letter == ';')
}

/// The name of a street: odonimo = DUG + complement + DUF.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ThoroughfareName {
    /// DUG, the generic part, in full: "Via", "Piazza".
    pub kind: String,
    /// Complement between the two, where it is written apart: "dei", "dell'".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complement: Option<String>,
    /// DUF, the official name; with its complement where that is not apart: "dei Tigli", "Dante".
    pub name: String,
    /// The whole name in another language (ANNCSU: DIZIONE_LINGUA1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_1: Option<String>,
    /// The whole name in a third language (ANNCSU: DIZIONE_LINGUA2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_2: Option<String>,
}

impl ThoroughfareName {
    /// Makes a name of its two parts.
    pub fn new(kind: impl Into<String>, name: impl Into<String>) -> Self {
        Self { kind: kind.into(), complement: None, name: name.into(), language_1: None, language_2: None }
    }

    /// Returns the DUF with its complement: "dei Tigli", "dell'Orso".
    pub fn official(&self) -> String {
        match &self.complement {
            None => self.name.clone(),
            Some(complement) if complement.ends_with(['\'', '’']) => format!("{complement}{}", self.name),
            Some(complement) => format!("{complement} {}", self.name),
        }
    }
}

impl std::fmt::Display for ThoroughfareName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.kind.is_empty() {
            f.write_str(&self.official())
        } else {
            write!(f, "{} {}", self.kind, self.official())
        }
    }
}

/// A street, square or lane (odonimo, area di circolazione).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thoroughfare {
    /// Identifier.
    pub id: ThoroughfareId,
    /// The comune.
    pub municipality: IstatCode,
    /// The comune's own code of the street; empty where it has none.
    pub local_code: String,
    /// ANNCSU's number of the street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anncsu_id: Option<AnncsuThoroughfareId>,
    /// Its name.
    #[serde(flatten)]
    pub name: ThoroughfareName,
    /// Other names under which people look for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
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
    /// Its stretches, where they are known: then the course is their lines together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arcs: Vec<StreetArc>,
    /// Streets of other comuni that this comune holds to be the same street (via gemella). Two
    /// streets are twins when each says so of the other: that is the consent of both.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub twins: Vec<ThoroughfareId>,
    /// Streets it came from by a split or a merge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub predecessors: Vec<ThoroughfareId>,
    /// Streets that came from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<ThoroughfareId>,
    /// Why it is (motivo di inserimento).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_reason: Option<String>,
    /// Why it is no longer (motivo di cessazione).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing_reason: Option<String>,
}
