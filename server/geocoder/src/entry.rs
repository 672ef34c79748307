//! What the index is built from: plain entries, positions in degrees of WGS 84.

use civico_domain::identity::IstatCode;
use civico_domain::spatial::Bounds;
use civico_domain::toponymy::{
    AddressId, AnncsuAccessId, AnncsuThoroughfareId, Certification, LifecycleStage, LocalityId, Locator,
    NumberRange, ThoroughfareId,
};

/// A point in degrees of WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LonLat {
    /// Longitude, east positive.
    pub lon: f64,
    /// Latitude, north positive.
    pub lat: f64,
}

/// A comune.
#[derive(Debug, Clone)]
pub struct MunicipalityEntry {
    /// ISTAT's code.
    pub istat_code: IstatCode,
    /// Name.
    pub name: String,
    /// Other names: former comuni, other languages.
    pub aliases: Vec<String>,
    /// Where its label stands.
    pub point: LonLat,
    /// Its extent.
    pub bounds: Option<Bounds>,
}

/// A named place (località, frazione).
#[derive(Debug, Clone)]
pub struct LocalityEntry {
    /// Identifier in the register.
    pub id: LocalityId,
    /// The comune.
    pub municipality: IstatCode,
    /// Name.
    pub name: String,
    /// Other names: those that it had.
    pub aliases: Vec<String>,
    /// Where it is.
    pub point: Option<LonLat>,
}

/// A street (odonimo).
#[derive(Debug, Clone)]
pub struct ThoroughfareEntry {
    /// Identifier in the register.
    pub id: ThoroughfareId,
    /// The comune.
    pub municipality: IstatCode,
    /// DUG in full: "Via". Empty when the name holds it.
    pub kind: String,
    /// DUF with its complement: "dei Tigli".
    pub name: String,
    /// Other names under which people look for it, with the DUG ("Corso Sempione") or without.
    pub aliases: Vec<String>,
    /// Stage of its life.
    pub stage: LifecycleStage,
    /// A point of it; when absent, the one of its middle address.
    pub point: Option<LonLat>,
    /// ANNCSU's number of the street.
    pub anncsu_id: Option<AnncsuThoroughfareId>,
    /// Its course, where it is known.
    pub course: Option<CourseEntry>,
}

/// The course of a street.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseEntry {
    /// Its lines, each as long as it goes on without branching.
    pub lines: Vec<Vec<LonLat>>,
    /// Its stretches of which it is known which numbers stand on them.
    pub stretches: Vec<StretchEntry>,
}

/// A stretch of a street (arco).
#[derive(Debug, Clone, PartialEq)]
pub struct StretchEntry {
    /// Its lines.
    pub lines: Vec<Vec<LonLat>>,
    /// The numbers on its sides.
    pub ranges: Vec<NumberRange>,
}

/// An address (accesso).
#[derive(Debug, Clone)]
pub struct AddressEntry {
    /// Identifier in the register.
    pub id: AddressId,
    /// The street it is on.
    pub thoroughfare: ThoroughfareId,
    /// What tells it from the others of the street.
    pub locator: Locator,
    /// Postcode (CAP).
    pub postcode: Option<String>,
    /// Stage of its life.
    pub stage: LifecycleStage,
    /// Where it is.
    pub point: Option<LonLat>,
    /// ANNCSU's number of the access.
    pub anncsu_id: Option<AnncsuAccessId>,
    /// What certifies it; none where nothing does.
    pub certification: Option<Certification>,
}
