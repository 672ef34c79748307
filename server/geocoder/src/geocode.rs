//! The one way from a question to its answer, for a single query, a batch and the shell alike.

use std::collections::HashSet;

use crate::answer::{Answer, Level};
use crate::compare::NameMatch;
use crate::fault::FaultKind;
use crate::gazetteer::Naming;
use crate::hits::{Hit, Hits, Penalty, Place};
use crate::index::Index;
use crate::kinds::Kind;
use crate::locate::locate;
use crate::names::Target;
use crate::normalise::normalise;
use crate::parse::{Fields, Reading, Typing, field_readings, readings};
use crate::query::{Query, Stages, Text};
use crate::search::{Found, LastWord, search};
use crate::tokens::tokenise;
use crate::view;

/// A reading as good as this, in thousandths, makes the rest needless.
const ENOUGH: u32 = 965;
/// Below this, in thousandths, other comuni and the comune itself are answers too.
const POOR: u32 = 600;
/// Names this much worse than the best, in thousandths, are not located.
const SPREAD: u16 = 150;

/// Finds the places that a query may mean, best first.
///
/// The same query on the same index always has the same answer.
pub fn geocode(query: &Query, index: &Index) -> Answer {
    let typed = Typed::of(&query.text);
    let readings = typed.readings(index, Typing::Done);
    let mut hits = Hits::default();
    for reading in &readings {
        place(reading, LastWord::Whole, query.stages, index, &mut hits);
        if hits.best() >= ENOUGH {
            break;
        }
    }
    if hits.best() < POOR {
        fall_back(&readings, query.stages, index, &mut hits);
    }
    view::answer(hits, query, index)
}

/// The text of a query, normalised.
pub(crate) enum Typed {
    Free(String),
    Fields { street: String, number: String, municipality: String, postcode: String },
}

impl Typed {
    pub(crate) fn of(text: &Text) -> Self {
        match text {
            Text::Free(text) => Self::Free(normalise(text.expose())),
            Text::Fields(fields) => {
                let fields = fields.expose();
                Self::Fields {
                    street: normalise(&fields.street),
                    number: normalise(&fields.number),
                    municipality: normalise(&fields.municipality),
                    postcode: normalise(&fields.postcode),
                }
            }
        }
    }

    pub(crate) fn readings(&self, index: &Index, typing: Typing) -> Vec<Reading<'_>> {
        match self {
            Self::Free(text) => readings(&tokenise(text), &index.gazetteer, typing),
            Self::Fields { street, number, municipality, postcode } => {
                let fields = Fields {
                    street: &tokenise(street),
                    number: &tokenise(number),
                    municipality: &tokenise(municipality),
                    postcode: Some(postcode.as_str()).filter(|text| !text.is_empty()),
                };
                field_readings(&fields, &index.gazetteer)
            }
        }
    }
}

/// Adds the places of one reading.
pub(crate) fn place(reading: &Reading<'_>, last: LastWord, stages: Stages, index: &Index, hits: &mut Hits) {
    if reading.name.is_empty() {
        place_municipalities(reading, index, hits);
        return;
    }
    let found = search(&reading.name, &reading.municipalities, last, index);
    let best = found.first().map_or(0, |(_, matched)| matched.penalty());
    let frame = frame_faults(reading, index);
    let exact = exact_names(&found, reading, index);
    let fitting = best_fitting(&found, reading, index);
    for (target, matched) in found.iter().take_while(|(_, matched)| matched.penalty() <= best + SPREAD) {
        if let Some(mut hit) = hit(*target, matched, reading, stages, index) {
            hit.faults.extend_from_slice(&frame);
            if !matched.is_exact() && exact.contains(&municipality_of(*target, index)) {
                hit.faults.push((FaultKind::NameOfAnother, 100));
            } else if has_other_kind(&hit) && fitting.is_some_and(|other| other <= matched.penalty()) {
                hit.faults.push((FaultKind::NameOfAnother, 45));
            }
            hits.add(hit);
        }
    }
}

/// The comuni where a street has the very name and kind that was typed: others, whose name merely
/// holds these words, are hardly meant there.
fn exact_names(found: &[Found], reading: &Reading<'_>, index: &Index) -> Vec<u32> {
    let exact = found.iter().filter(|(_, matched)| matched.is_exact());
    let fitting = exact.filter(|(target, _)| match target {
        Target::Street(at) => kind_fault(&reading.kinds, index.street(*at).kind)
            .is_none_or(|(fault, _)| fault == FaultKind::KindMissing),
        Target::Locality(_) => false,
    });
    fitting.map(|(target, _)| municipality_of(*target, index)).collect()
}

/// How well the name of the best street fits whose kind is the one that was typed.
fn best_fitting(found: &[Found], reading: &Reading<'_>, index: &Index) -> Option<u16> {
    let fits = |target: &Target| match target {
        Target::Street(at) => index.street(*at).kind.is_some_and(|kind| reading.kinds.contains(&kind)),
        Target::Locality(_) => false,
    };
    found.iter().find(|(target, _)| fits(target)).map(|(_, matched)| matched.penalty())
}

/// Tells whether the kind is one that nobody takes for the one that was typed.
fn has_other_kind(hit: &Hit) -> bool {
    hit.faults.iter().any(|(kind, thousandths)| *kind == FaultKind::KindDifferent && *thousandths >= 60)
}

fn municipality_of(target: Target, index: &Index) -> u32 {
    match target {
        Target::Street(at) => index.street(at).municipality,
        Target::Locality(at) => index.locality(at).municipality,
    }
}

/// The faults of what stands around the street.
fn frame_faults(reading: &Reading<'_>, index: &Index) -> Vec<Penalty> {
    let mut faults = Vec::new();
    match reading.naming {
        Some(Naming::Shortened) => faults.push((FaultKind::MunicipalityPartial, 10)),
        Some(Naming::Misspelt(slips)) => faults.push((FaultKind::MunicipalityTypo, 30 * u16::from(slips))),
        None if index.municipalities.len() > 1 => {
            let narrowed =
                reading.postcode.is_some_and(|code| index.postcode_municipalities.contains_key(code));
            faults.push((FaultKind::MunicipalityMissing, if narrowed { 10 } else { 30 }));
        }
        Some(Naming::Exact) | None => {}
    }
    match u16::try_from(reading.ignored.min(4)).unwrap_or(4) {
        0 => {}
        _ if reading.overlooks => faults.push((FaultKind::TextUnknown, 520)),
        words if reading.naming.is_some() => faults.push((FaultKind::TextIgnored, 15 * words)),
        words => faults.push((FaultKind::TextUnknown, 180 + 10 * words)),
    }
    faults
}

fn hit(
    target: Target,
    matched: &NameMatch,
    reading: &Reading<'_>,
    stages: Stages,
    index: &Index,
) -> Option<Hit> {
    let mut hit = match target {
        Target::Street(at) => street_hit(at, reading, stages, index)?,
        Target::Locality(at) => locality_hit(at, reading, index),
    };
    let name = [
        (FaultKind::NameInitial, matched.initials),
        (FaultKind::NameTypo, matched.slips),
        (FaultKind::NamePartial, matched.missing),
        (FaultKind::NameExtra, matched.extra),
        (FaultKind::NameOrder, matched.order),
        (FaultKind::NameAlias, matched.alias),
    ];
    hit.faults.extend(name.into_iter().filter(|(_, thousandths)| *thousandths > 0));
    Some(hit)
}

fn street_hit(at: u32, reading: &Reading<'_>, stages: Stages, index: &Index) -> Option<Hit> {
    let street = index.street(at);
    if !stages.contains(street.stage) {
        return None;
    }
    let located = locate(at, reading.number.as_ref(), stages, index);
    let mut faults = located.faults;
    faults.extend(kind_fault(&reading.kinds, street.kind));
    let stage = match located.place {
        Place::Access(at) => index.access(at).stage,
        _ => street.stage,
    };
    if stage != civico_domain::toponymy::LifecycleStage::Current {
        faults.push((FaultKind::NotCurrent, 10));
    }
    faults.extend(postcode_fault(located.place, street.municipality, reading, index));
    Some(Hit {
        place: located.place,
        level: located.level,
        faults,
        point: located.point,
        uncertainty_m: located.uncertainty_m,
        number: located.number,
        evidence: (index.municipality(street.municipality).addresses, street.accesses.1 - street.accesses.0),
    })
}

fn locality_hit(at: u32, reading: &Reading<'_>, index: &Index) -> Hit {
    let locality = index.locality(at);
    let mut faults = Vec::new();
    if !reading.kinds.is_empty() && !locality.kind.is_some_and(|kind| reading.kinds.contains(&kind)) {
        faults.push((FaultKind::KindDifferent, if locality.kind.is_none() { 80 } else { 60 }));
    }
    if reading.number.is_some() {
        faults.push((FaultKind::NumberNotFound, 100));
    }
    let evidence = (index.municipality(locality.municipality).addresses, 0);
    Hit {
        place: Place::Locality(at),
        level: Level::Locality,
        faults,
        point: locality.point,
        uncertainty_m: None,
        number: None,
        evidence,
    }
}

fn kind_fault(typed: &[Kind], kind: Option<Kind>) -> Option<Penalty> {
    match kind {
        _ if typed.is_empty() => Some((FaultKind::KindMissing, 20)),
        Some(kind) if typed.contains(&kind) => None,
        // Hardly anybody says that a street is private.
        Some(kind) if typed.iter().any(|typed| typed.is_plain_form_of(kind)) => {
            Some((FaultKind::KindDifferent, 5))
        }
        Some(kind) if typed.iter().any(|typed| typed.is_related(kind)) => {
            Some((FaultKind::KindDifferent, 30))
        }
        Some(_) => Some((FaultKind::KindDifferent, 60)),
        None => Some((FaultKind::KindDifferent, 20)),
    }
}

fn postcode_fault(place: Place, municipality: u32, reading: &Reading<'_>, index: &Index) -> Option<Penalty> {
    let typed = reading.postcode?;
    let own = match place {
        Place::Access(at) => index.postcode(index.access(at)),
        _ => None,
    };
    if let Some(own) = own {
        return (own != typed).then_some((FaultKind::PostcodeDifferent, 20));
    }
    let elsewhere = index.postcode_municipalities.get(typed).is_some_and(|of| !of.contains(&municipality));
    elsewhere.then_some((FaultKind::PostcodeDifferent, 40))
}

/// Adds the comuni of a reading that names no street.
fn place_municipalities(reading: &Reading<'_>, index: &Index, hits: &mut Hits) {
    let by_postcode = reading.postcode.and_then(|code| index.postcode_municipalities.get(code));
    let named = !reading.municipalities.is_empty();
    let municipalities = if named { Some(&reading.municipalities) } else { by_postcode };
    for at in municipalities.into_iter().flatten() {
        let mut faults = if named { frame_faults(reading, index) } else { Vec::new() };
        if named && by_postcode.is_some_and(|of| !of.contains(at)) {
            faults.push((FaultKind::PostcodeDifferent, 40));
        }
        hits.add(municipality_hit(*at, faults, index));
    }
}

pub(crate) fn municipality_hit(at: u32, faults: Vec<Penalty>, index: &Index) -> Hit {
    let municipality = index.municipality(at);
    Hit {
        place: Place::Municipality(at),
        level: Level::Municipality,
        faults,
        point: municipality.point,
        uncertainty_m: municipality.bounds.as_ref().map(view::half_diagonal_m),
        number: None,
        evidence: (municipality.addresses, 0),
    }
}

/// When no street fits: the same street in another comune, and the comune alone.
fn fall_back(readings: &[Reading<'_>], stages: Stages, index: &Index, hits: &mut Hits) {
    let mut seen = HashSet::new();
    for reading in readings.iter().filter(|r| !r.name.is_empty() && !r.municipalities.is_empty()).take(6) {
        let anywhere = Reading { municipalities: Vec::new(), ..reading.clone() };
        let mut elsewhere = Hits::default();
        place(&anywhere, LastWord::Whole, stages, index, &mut elsewhere);
        // A comune named in full is believed; one that was misspelt may be another.
        let different = if reading.naming == Some(Naming::Exact) { 520 } else { 200 };
        for mut hit in elsewhere.into_hits() {
            hit.faults.push((FaultKind::MunicipalityDifferent, different));
            hits.add(hit);
        }
        for at in &reading.municipalities {
            if seen.insert(*at) {
                let mut faults = frame_faults(reading, index);
                faults.push((FaultKind::StreetNotFound, 500));
                hits.add(municipality_hit(*at, faults, index));
            }
        }
    }
}
