//! The dialect of addok: what its clients ask, and the flat properties that they get.

use civico_domain::identity::IstatCode;
use civico_domain::sensitive::Sensitive;
use civico_domain::toponymy::{AnncsuAccessId, AnncsuThoroughfareId, Certification};
use civico_geocoder::{
    Answer, Candidate, Index, Language, Level, LonLat, MAX_LIMIT, Method, PlaceId, Query, ReverseQuery,
    Stages, Text,
};
use serde::Serialize;

use super::answer::{Ask, Feature, Form, Snapshot, push_json};

/// Whoever types is offered how it may go on when nothing found is at least as sure as this.
const SURE: f64 = 0.95;

/// What may be answered at all; nothing said lets everything through.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Filters {
    /// ISTAT codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) citycode: Vec<String>,
    /// Postcodes (CAP).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) postcode: Vec<String>,
    /// `housenumber`, `street`, `locality`, `municipality`.
    #[serde(rename = "type", skip_serializing_if = "Vec::is_empty")]
    pub(crate) kind: Vec<String>,
}

impl Filters {
    /// Tells whether everything is let through.
    pub(crate) fn is_empty(&self) -> bool {
        self.citycode.is_empty() && self.postcode.is_empty() && self.kind.is_empty()
    }

    fn lets(&self, candidate: &Candidate) -> bool {
        let has = |wanted: &[String], own: Option<&str>| {
            wanted.is_empty() || own.is_some_and(|own| wanted.iter().any(|one| one == own))
        };
        has(&self.citycode, candidate.istat_code.as_ref().map(IstatCode::as_str))
            && has(&self.postcode, candidate.postcode.as_deref())
            && has(&self.kind, Some(kind(candidate.level)))
    }

    fn apply(&self, mut found: Answer, limit: usize) -> Answer {
        found.candidates.retain(|candidate| self.lets(candidate));
        found.candidates.truncate(limit);
        found
    }
}

/// A search as addok's clients ask for it.
pub(crate) struct AddokQuestion {
    pub(crate) text: Sensitive<String>,
    pub(crate) limit: usize,
    /// Whether the text may go on.
    pub(crate) is_typing: bool,
    pub(crate) near: Option<LonLat>,
    pub(crate) filters: Filters,
    pub(crate) language: Language,
}

impl AddokQuestion {
    fn query(&self, text: String) -> Query {
        Query {
            text: Text::Free(Sensitive::new(text)),
            limit: if self.filters.is_empty() { self.limit } else { MAX_LIMIT },
            near: self.near,
            stages: Stages::CURRENT,
            language: self.language,
        }
    }

    /// The text with the comune and the postcode that the filters ask for.
    fn narrowed(&self, index: &Index) -> Option<String> {
        let name = match self.filters.citycode.as_slice() {
            [code] => index.municipality_name(code),
            _ => None,
        };
        let postcode = match self.filters.postcode.as_slice() {
            [postcode] => Some(postcode.as_str()),
            _ => None,
        };
        (name.is_some() || postcode.is_some()).then(|| {
            let parts = [Some(self.text.expose().as_str()), postcode, name];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        })
    }
}

impl Ask for AddokQuestion {
    fn find(&self, index: &Index) -> Answer {
        let ask = |query: Query| self.filters.apply(query.find(index), self.limit);
        let mut found = ask(self.query(self.text.expose().clone()));
        if found.candidates.is_empty()
            && let Some(text) = self.narrowed(index)
        {
            found = ask(self.query(text));
        }
        if self.is_typing && found.best().is_none_or(|best| best.score < SURE) {
            let going_on = civico_geocoder::suggest(&self.query(self.text.expose().clone()), index);
            let going_on = self.filters.apply(going_on, self.limit);
            if !going_on.candidates.is_empty() {
                return going_on;
            }
        }
        found
    }
}

/// A point as addok's clients ask about it.
pub(crate) struct AddokPoint {
    pub(crate) point: LonLat,
    pub(crate) limit: usize,
    /// Nothing farther is answered, in metres.
    pub(crate) max_distance_m: f64,
    pub(crate) filters: Filters,
    pub(crate) language: Language,
}

impl Ask for AddokPoint {
    fn find(&self, index: &Index) -> Answer {
        let query = ReverseQuery {
            point: self.point,
            limit: if self.filters.is_empty() { self.limit } else { MAX_LIMIT },
            max_distance_m: self.max_distance_m,
            stages: Stages::CURRENT,
            language: self.language,
        };
        self.filters.apply(query.find(index), self.limit)
    }
}

/// What addok calls a level. A number that is only near the one asked for is its street to a client
/// that knows no more.
fn kind(level: Level) -> &'static str {
    match level {
        Level::HouseNumber | Level::WithoutExponent | Level::Interpolated => "housenumber",
        Level::NearestNumber | Level::Street => "street",
        Level::Locality => "locality",
        Level::Municipality | Level::None => "municipality",
    }
}

/// The properties of a feature, flat, as addok's formatter writes them; what is empty is not there.
#[derive(Debug, Serialize)]
pub(super) struct Properties<'a> {
    pub(super) label: &'a str,
    pub(super) score: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) housenumber: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a PlaceId>,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) postcode: Option<&'a str>,
    pub(super) citycode: Option<&'a str>,
    pub(super) city: Option<&'a str>,
    pub(super) context: &'a str,
    pub(super) r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) street: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) distance: Option<u32>,
    /// Ours: how exactly it was found.
    pub(super) level: Level,
    /// Ours: by what a point between two numbers was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<Method>,
    /// Ours: ANNCSU's numbers, and what certifies the access.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) anncsu_street: Option<&'a AnncsuThoroughfareId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) anncsu_access: Option<&'a AnncsuAccessId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) certification: Option<Certification>,
}

impl<'a> Properties<'a> {
    pub(super) fn of(candidate: &'a Candidate, context: &'a str) -> Self {
        let kind = kind(candidate.level);
        let is_number = kind == "housenumber";
        let before_city =
            candidate.label.rsplit_once(", ").map_or(candidate.label.as_str(), |(name, _)| name);
        let name = match (&candidate.street, kind) {
            (Some(street), "street") => street,
            _ => before_city,
        };
        Self {
            label: &candidate.label,
            score: candidate.score,
            housenumber: candidate.number.as_deref().filter(|_| is_number),
            id: candidate.id.as_ref(),
            name,
            postcode: candidate.postcode.as_deref(),
            citycode: candidate.istat_code.as_ref().map(IstatCode::as_str),
            city: candidate.municipality.as_deref(),
            context,
            r#type: kind,
            street: candidate.street.as_deref().filter(|_| is_number),
            distance: candidate.distance_m.map(whole),
            level: candidate.level,
            method: candidate.method,
            anncsu_street: candidate.anncsu_street.as_ref(),
            anncsu_access: candidate.anncsu_access.as_ref(),
            certification: candidate.certification,
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "metres, kept within the type")]
fn whole(metres: f64) -> u32 {
    metres.clamp(0.0, f64::from(u32::MAX)) as u32
}

/// The FeatureCollection that addok writes, without the query.
pub(crate) struct AddokForm<'a> {
    /// Where all of it is: the ente that runs the installation, who is named as the source too.
    pub(crate) context: &'a str,
    pub(crate) limit: usize,
    pub(crate) center: Option<LonLat>,
    pub(crate) filters: &'a Filters,
}

#[derive(Serialize)]
struct Collection<'a> {
    r#type: &'static str,
    version: &'static str,
    features: Vec<Feature<Properties<'a>>>,
    attribution: &'a str,
    licence: &'static str,
    /// Empty on purpose.
    query: &'static str,
    #[serde(skip_serializing_if = "Filters::is_empty")]
    filters: &'a Filters,
    #[serde(skip_serializing_if = "Option::is_none")]
    center: Option<[f64; 2]>,
    limit: usize,
}

impl Form for AddokForm<'_> {
    fn write(&self, found: &Answer, _snapshot: &Snapshot, out: &mut Vec<u8>) {
        let feature = |candidate| Feature::of(candidate, Properties::of(candidate, self.context));
        let collection = Collection {
            r#type: "FeatureCollection",
            version: "draft",
            features: found.candidates.iter().map(feature).collect(),
            attribution: self.context,
            licence: crate::register::download::LICENSE,
            query: "",
            filters: self.filters,
            center: self.center.map(|at| [at.lon, at.lat]),
            limit: self.limit,
        };
        push_json(out, &collection);
    }
}

/// Reads a number that addok's clients send, with a point or with Italy's comma.
pub(crate) fn read_degrees(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse().ok().filter(|degrees: &f64| degrees.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(level: Level) -> Candidate {
        Candidate {
            id: None,
            label: "Via Roma 7, 20017 Rho".to_owned(),
            level,
            score: 0.9,
            similarity: 0.9,
            margin: 0.9,
            ambiguous: false,
            method: None,
            uncertainty_m: None,
            faults: Vec::new(),
            street: Some("Via Roma".to_owned()),
            number: Some("7".to_owned()),
            municipality: Some("Rho".to_owned()),
            istat_code: "015182".parse().ok(),
            postcode: Some("20017".to_owned()),
            state: None,
            anncsu_street: None,
            anncsu_access: None,
            certification: None,
            distance_m: None,
            point: Some(LonLat { lon: 9.0, lat: 45.5 }),
        }
    }

    #[test]
    fn a_number_that_is_only_near_is_a_street() {
        let exact = candidate(Level::HouseNumber);
        let near = candidate(Level::NearestNumber);
        let exact = Properties::of(&exact, "Milano");
        assert_eq!((exact.r#type, exact.name, exact.housenumber), ("housenumber", "Via Roma 7", Some("7")));
        let near = Properties::of(&near, "Milano");
        assert_eq!((near.r#type, near.name, near.housenumber), ("street", "Via Roma", None));
    }

    #[test]
    fn filters_let_through_what_has_all_of_them() {
        let one = candidate(Level::HouseNumber);
        let of = |citycode: &[&str], kind: &[&str]| {
            let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
            Filters { citycode: owned(citycode), kind: owned(kind), postcode: Vec::new() }.lets(&one)
        };
        assert!(of(&[], &[]));
        assert!(of(&["015146", "015182"], &["housenumber"]));
        assert!(!of(&["015146"], &[]));
        assert!(!of(&[], &["street"]));
    }
}
