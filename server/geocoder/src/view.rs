//! Shows hits as candidates: names, labels, margins.

use civico_domain::spatial::Bounds;
use civico_domain::toponymy::{AnncsuAccessId, AnncsuThoroughfareId, Certification, LifecycleStage};

use crate::accesses::Access;
use crate::answer::{AMBIGUITY_MARGIN, Answer, Candidate, Fault, Level, PlaceId};
use crate::calibration;
use crate::distance::distance_m;
use crate::entry::LonLat;
use crate::hits::{Hit, Hits};
use crate::index::Index;
use crate::messages::Language;
use crate::place::Place;
use crate::query::{MAX_LIMIT, Query};
use crate::segment::Street;

/// Ranks the hits and shows the best.
pub(crate) fn answer(hits: Hits, query: &Query, index: &Index) -> Answer {
    let near = query.near;
    let ranked = hits.ranked(index, |hit| match (near, hit.point.lon_lat()) {
        (Some(near), Some(at)) => distance_m(near, at),
        (Some(_), None) => u32::MAX,
        (None, _) => 0,
    });
    shown(&ranked, query.limit, query.language, index)
}

/// Shows ranked hits; the margins count those beyond the limit too.
pub(crate) fn shown(ranked: &[Hit], limit: usize, language: Language, index: &Index) -> Answer {
    let best: Vec<f64> = ranked.iter().take(2).map(similarity).collect();
    let candidates = ranked.iter().take(limit.min(MAX_LIMIT)).enumerate().map(|(at, hit)| {
        let mut candidate = candidate(hit, language, index);
        let rival = if at == 0 { best.get(1) } else { best.first() };
        candidate.margin = rounded(candidate.similarity - rival.copied().unwrap_or(0.0));
        candidate.ambiguous = rival.is_some() && candidate.margin.abs() < AMBIGUITY_MARGIN;
        candidate
    });
    Answer { seq: index.seq, candidates: candidates.collect() }
}

fn similarity(hit: &Hit) -> f64 {
    f64::from(hit.score()) / 1000.0
}

/// Gives the candidates of an answer, which are ranked, the scores of the model. One that is not the
/// first is right only where the first is wrong.
pub(crate) fn calibrate(mut answer: Answer) -> Answer {
    let mut left = 1.0;
    for candidate in &mut answer.candidates {
        candidate.score =
            calibration::score(candidate.level, candidate.similarity, candidate.ambiguous).min(left);
        if left >= 1.0 {
            left = rounded(1.0 - candidate.score);
        }
    }
    answer
}

/// Thousandths, so that no dust of binary fractions is shown.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// Shows one hit, without its margin.
pub(crate) fn candidate(hit: &Hit, language: Language, index: &Index) -> Candidate {
    let place = describe(hit.place, index);
    let number = hit.number.clone().or(place.number);
    let municipality = index.municipality(place.municipality);
    let national = national(hit, place.thoroughfare, index);
    let fault = |(kind, thousandths): &(_, u16)| Fault { kind: *kind, thousandths: *thousandths, language };
    Candidate {
        id: place.id,
        label: label(
            place.street.as_deref(),
            number.as_deref(),
            place.postcode.as_deref(),
            &municipality.name,
        ),
        level: hit.level,
        score: similarity(hit),
        similarity: similarity(hit),
        margin: 0.0,
        ambiguous: false,
        method: hit.method,
        uncertainty_m: hit.uncertainty_m.filter(|_| hit.point.lon_lat().is_some()),
        faults: hit.faults.iter().map(fault).collect(),
        street: place.street.filter(|_| !place.is_locality),
        number,
        municipality: Some(municipality.name.to_string()),
        istat_code: Some(municipality.istat_code.clone()),
        postcode: place.postcode,
        state: place.state,
        anncsu_street: national.street,
        anncsu_access: national.access,
        certification: national.certification,
        distance_m: None,
        point: hit.point.lon_lat(),
    }
}

/// What the national archive and those who certify say of a place.
#[derive(Default)]
struct National {
    street: Option<AnncsuThoroughfareId>,
    access: Option<AnncsuAccessId>,
    certification: Option<Certification>,
}

/// Nothing of a number that is only near the one asked for, or of a point between two.
fn national(hit: &Hit, thoroughfare: Option<u32>, index: &Index) -> National {
    let street = || thoroughfare.and_then(|at| index.anncsu(at));
    match (hit.level, hit.place) {
        (Level::HouseNumber | Level::WithoutExponent, Place::Access(at)) => {
            let access = index.access(at);
            National { street: street(), access: access.anncsu(), certification: access.certification() }
        }
        (Level::Street, Place::Street(_)) => National { street: street(), ..National::default() },
        _ => National::default(),
    }
}

/// `Via Dante 12/A, 20121 Milano`.
fn label(street: Option<&str>, number: Option<&str>, postcode: Option<&str>, municipality: &str) -> String {
    let lengths = [street, number, postcode].into_iter().flatten().map(str::len).sum::<usize>();
    let mut label = String::with_capacity(lengths + municipality.len() + 4);
    if let Some(street) = street {
        label.push_str(street);
        if let Some(number) = number {
            label.push(' ');
            label.push_str(number);
        }
        label.push_str(", ");
    }
    if let Some(postcode) = postcode {
        label.push_str(postcode);
        label.push(' ');
    }
    label.push_str(municipality);
    label
}

/// What the register says of a place.
struct Description {
    id: Option<PlaceId>,
    /// Position of the street.
    thoroughfare: Option<u32>,
    street: Option<String>,
    is_locality: bool,
    number: Option<String>,
    postcode: Option<String>,
    municipality: u32,
    state: Option<LifecycleStage>,
}

fn describe(place: Place, index: &Index) -> Description {
    match place {
        Place::Access(at) => {
            let street = index.street_of_access(at);
            Description { thoroughfare: Some(street), ..of_access(index.access(at), index.street(street)) }
        }
        Place::Street(at) => {
            let street = index.street(at);
            Description {
                id: Some(PlaceId::Thoroughfare(street.id)),
                thoroughfare: Some(at),
                state: Some(street.stage),
                ..of_street(street)
            }
        }
        Place::Between(at) => of_street(index.street(at)),
        Place::Locality(at) => {
            let locality = index.locality(at);
            Description {
                id: Some(PlaceId::Locality(locality.id)),
                thoroughfare: None,
                street: Some(locality.name.to_string()),
                is_locality: true,
                number: None,
                postcode: None,
                municipality: locality.municipality,
                state: None,
            }
        }
        Place::Municipality(at) => Description {
            id: Some(PlaceId::Municipality(index.municipality(at).istat_code.clone())),
            thoroughfare: None,
            street: None,
            is_locality: false,
            number: None,
            postcode: None,
            municipality: at,
            state: None,
        },
    }
}

fn of_street(street: &Street) -> Description {
    let name = if street.kind_text.is_empty() {
        street.name.to_string()
    } else {
        [&street.kind_text, " ", &street.name].concat()
    };
    Description {
        id: None,
        thoroughfare: None,
        street: Some(name),
        is_locality: false,
        number: None,
        postcode: None,
        municipality: street.municipality,
        state: None,
    }
}

fn of_access(access: Access<'_>, street: &Street) -> Description {
    Description {
        id: Some(PlaceId::Address(access.id())),
        number: Some(access.plate()),
        postcode: access.postcode().map(str::to_owned),
        state: Some(access.stage()),
        ..of_street(street)
    }
}

/// Returns half the diagonal of a box, in metres.
pub(crate) fn half_diagonal_m(bounds: &Bounds) -> u32 {
    let corner = LonLat { lon: bounds.west, lat: bounds.south };
    distance_m(corner, LonLat { lon: bounds.east, lat: bounds.north }) / 2
}
