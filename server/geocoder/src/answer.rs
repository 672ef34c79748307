//! What is answered: candidates with their score and the reasons for it.

use civico_domain::identity::IstatCode;
use civico_domain::toponymy::{
    AddressId, AnncsuAccessId, AnncsuThoroughfareId, Certification, LifecycleStage, LocalityId,
    ThoroughfareId,
};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::entry::LonLat;
use crate::fault::FaultKind;
use crate::messages::{self, Language};

/// A runner-up whose similarity is no more than this behind makes an answer ambiguous.
pub const AMBIGUITY_MARGIN: f64 = 0.02;

/// How exactly the place was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The very access.
    HouseNumber,
    /// The number, but not the exponent that was asked for.
    WithoutExponent,
    /// A point between the neighbouring numbers; no access of the register.
    Interpolated,
    /// Another number of the street, the nearest one.
    NearestNumber,
    /// The street.
    Street,
    /// A named place.
    Locality,
    /// The comune.
    Municipality,
    /// Nothing was found.
    None,
}

/// By what a point between two numbers was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Along the course of the street.
    AlongStreet,
    /// On the straight line between the two.
    Straight,
}

/// A difference between what was typed and what was found, and what it costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub kind: FaultKind,
    /// What it takes from the similarity, in thousandths.
    pub thousandths: u16,
    pub(crate) language: Language,
}

impl Fault {
    /// Returns what it takes from the similarity, 0 to 1.
    pub fn penalty(&self) -> f64 {
        f64::from(self.thousandths) / 1000.0
    }

    /// Returns its words in the language of the query.
    pub fn message(&self) -> &'static str {
        messages::fault(self.kind, self.language)
    }
}

impl Serialize for Fault {
    /// Writes `{"token": "kind-missing", "penalty": 0.02, "message": "..."}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fault = serializer.serialize_struct("Fault", 3)?;
        fault.serialize_field("token", &self.kind)?;
        fault.serialize_field("penalty", &self.penalty())?;
        fault.serialize_field("message", self.message())?;
        fault.end()
    }
}

/// The register's identifier of what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum PlaceId {
    /// An address.
    Address(AddressId),
    /// A street.
    Thoroughfare(ThoroughfareId),
    /// A named place.
    Locality(LocalityId),
    /// A comune.
    Municipality(IstatCode),
}

/// A place that may be meant; as JSON, the properties of a GeoJSON feature whose geometry is `point`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// Identifier in the register; none for an interpolated position.
    pub id: Option<PlaceId>,
    /// The address in one line.
    pub label: String,
    /// How exactly it was found.
    pub level: Level,
    /// How often answers like this one are right, 0 to 1, by the [`MODEL`](crate::MODEL). For a
    /// suggestion and a reverse answer, the rank.
    pub score: f64,
    /// How well it fits what was typed: 1 less the penalties of the faults, at least 0.
    pub similarity: f64,
    /// Similarity less the best similarity of the others: negative when it is not the first.
    pub margin: f64,
    /// Whether another candidate fits as well, to [`AMBIGUITY_MARGIN`].
    pub ambiguous: bool,
    /// By what an interpolated position was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// How far from the point the place may be, in metres; none when unknown.
    pub uncertainty_m: Option<u32>,
    /// What is not as it was typed.
    pub faults: Vec<Fault>,
    /// DUG and name.
    pub street: Option<String>,
    /// Number as on the plate.
    pub number: Option<String>,
    /// Name of the comune.
    pub municipality: Option<String>,
    /// ISTAT's code of the comune.
    pub istat_code: Option<IstatCode>,
    /// Postcode (CAP).
    pub postcode: Option<String>,
    /// Stage of life of what was found.
    pub state: Option<LifecycleStage>,
    /// ANNCSU's number of the street (progressivo nazionale); where the place is what was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anncsu_street: Option<AnncsuThoroughfareId>,
    /// ANNCSU's number of the access (progressivo accesso).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anncsu_access: Option<AnncsuAccessId>,
    /// What certifies the access; none where nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certification: Option<Certification>,
    /// Distance from the point asked about, in metres; reverse answers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<f64>,
    /// Where it is; the geometry, so not among the properties.
    #[serde(skip)]
    pub point: Option<LonLat>,
}

/// The answer to one query, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The register number of the index that answered.
    pub seq: i64,
    /// Candidates, best first; none when nothing was found.
    pub candidates: Vec<Candidate>,
}

impl Answer {
    /// Returns the best candidate.
    pub fn best(&self) -> Option<&Candidate> {
        self.candidates.first()
    }

    /// Returns the level of the best candidate, [`Level::None`] when there is none.
    pub fn level(&self) -> Level {
        self.best().map_or(Level::None, |best| best.level)
    }
}
