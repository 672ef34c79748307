//! The one way from a question to its answer, for a single query, a batch and the shell alike.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::answer::{Answer, Level};
use crate::compare::NameMatch;
use crate::fault::FaultKind;
use crate::gazetteer::Naming;
use crate::hits::{Hit, Hits, Merit, Penalty};
use crate::index::Index;
use crate::kinds::Kind;
use crate::locate::locate;
use crate::names::Target;
use crate::normalise::normalise;
use crate::parse::{Fields, KindAt, Reading, Typing, each_field_reading, each_reading, postcode};
use crate::place::Place;
use crate::query::{MAX_LIMIT, Query, Stages, Text};
use crate::search::{Found, LastWord, Lookups, Search, search};
use crate::tokens::tokenise;
use crate::view;

/// A reading as good as this, in thousandths, makes the rest needless.
const ENOUGH: u32 = 965;
/// A reading as good as this, in thousandths, makes it needless to look for the DUG elsewhere.
const LIKELY: u32 = 800;
/// Below this, in thousandths, other comuni and the comune itself are answers too.
const POOR: u32 = 600;
/// Names and readings this much worse than the best, in thousandths, are not followed.
const SPREAD: u16 = 150;

/// Finds the places that a query may mean, best first.
///
/// The same query on the same index always has the same answer.
pub fn geocode(query: &Query, index: &Index) -> Answer {
    let typed = Typed::of(&query.text);
    // The runner-up decides on the margin, whether it is shown or not.
    let wanted = query.near.is_none().then(|| query.limit.clamp(2, MAX_LIMIT));
    let new_hits = || wanted.map_or_else(Hits::default, Hits::wanting);
    let mut hits = new_hits();
    let mut finder = Finder { stages: query.stages, index, lookups: Lookups::default() };
    let mut readings = Vec::new();
    typed.each_reading(index, Typing::Done, &mut |reading| {
        if reading.kind_at != KindAt::Head && hits.best() >= LIKELY {
            return ControlFlow::Break(());
        }
        finder.place(&reading, LastWord::Whole, &mut hits);
        readings.push(reading);
        if hits.best() >= ENOUGH { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if hits.best() < POOR {
        finder.fall_back(&readings, new_hits, &mut hits);
    }
    view::calibrate(view::answer(hits, query, index))
}

/// Finds the places of the readings of one question.
pub(crate) struct Finder<'i> {
    pub(crate) stages: Stages,
    pub(crate) index: &'i Index,
    pub(crate) lookups: Lookups,
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

    /// Hands on the readings, the likeliest first, as long as more are wanted.
    pub(crate) fn each_reading<'a>(
        &'a self,
        index: &Index,
        typing: Typing,
        take: &mut dyn FnMut(Reading<'a>) -> ControlFlow<()>,
    ) {
        match self {
            Self::Free(text) => each_reading(&tokenise(text), &index.gazetteer, typing, take),
            Self::Fields { street, number, municipality, postcode } => {
                let fields = Fields {
                    street: &tokenise(street),
                    number: &tokenise(number),
                    municipality: &tokenise(municipality),
                    postcode: Some(postcode.as_str()).filter(|text| !text.is_empty()),
                };
                each_field_reading(&fields, &index.gazetteer, take);
            }
        }
    }
}

impl Finder<'_> {
    /// Adds the places of one reading.
    pub(crate) fn place(&mut self, reading: &Reading<'_>, last: LastWord, hits: &mut Hits) {
        let Self { stages, index, .. } = *self;
        if reading.name.is_empty() {
            place_municipalities(reading, index, hits);
            return;
        }
        if last == LastWord::Whole && reading.names_nothing() {
            return;
        }
        let frame = frame_faults(reading, index);
        let framed: u32 = frame.iter().map(|(_, thousandths)| u32::from(*thousandths)).sum();
        // Far behind what was found already, whatever its name.
        let Some(worst) = (1000 + u32::from(SPREAD)).checked_sub(hits.best() + framed) else { return };
        let worst = u16::try_from(worst).unwrap_or(u16::MAX);
        let name = Search {
            name: &reading.name,
            within: &reading.municipalities,
            last,
            worst,
            is_bare: reading.is_bare(),
        };
        let found = search(&name, &mut self.lookups, index);
        let best = found.first().map_or(0, |(_, matched)| matched.penalty());
        let exact = exact_names(&found, reading, index);
        let fitting = best_fitting(&found, reading, index);
        for (target, matched) in found.iter().take_while(|(_, matched)| matched.penalty() <= best + SPREAD) {
            if hits.are_better_than(merit_at_best(*target, matched, framed, reading, index)) {
                continue;
            }
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

    /// When no street fits: the same street in another comune, and the comune alone.
    fn fall_back(&mut self, readings: &[Reading<'_>], new_hits: impl Fn() -> Hits, hits: &mut Hits) {
        let mut seen = HashSet::new();
        let of_comuni = readings.iter().filter(|r| !r.name.is_empty() && !r.municipalities.is_empty());
        for reading in of_comuni.take(6) {
            let anywhere = Reading { municipalities: Vec::new(), ..reading.clone() };
            let mut elsewhere = new_hits();
            self.place(&anywhere, LastWord::Whole, &mut elsewhere);
            // A comune named in full is believed; one that was misspelt may be another.
            let different = if reading.naming == Some(Naming::Exact) { 520 } else { 200 };
            for mut hit in elsewhere.into_hits() {
                hit.faults.push((FaultKind::MunicipalityDifferent, different));
                hits.add(hit);
            }
            for at in &reading.municipalities {
                if seen.insert(*at) {
                    let mut faults = frame_faults(reading, self.index);
                    faults.push((FaultKind::StreetNotFound, 500));
                    hits.add(municipality_hit(*at, faults, self.index));
                }
            }
        }
    }
}

/// What a street or locality comes to when everything but its name and kind is as typed.
fn merit_at_best(
    target: Target,
    matched: &NameMatch,
    framed: u32,
    reading: &Reading<'_>,
    index: &Index,
) -> Merit {
    let (kind, level) = match target {
        Target::Street(at) => {
            let level = if reading.number.is_some() { Level::HouseNumber } else { Level::Street };
            (
                kind_fault(reading.kinds, index.street(at).kind).map_or(0, |(_, thousandths)| thousandths),
                level,
            )
        }
        Target::Locality(_) => (0, Level::HouseNumber),
    };
    (u32::from(matched.penalty() + kind) + framed, level, Reverse(index.evidence(target)))
}

/// The comuni where a street has the very name and kind that was typed: others, whose name merely
/// holds these words, are hardly meant there.
fn exact_names(found: &[Found], reading: &Reading<'_>, index: &Index) -> Vec<u32> {
    let exact = found.iter().filter(|(_, matched)| matched.is_exact());
    let fitting = exact.filter(|(target, _)| match target {
        Target::Street(at) => kind_fault(reading.kinds, index.street(*at).kind)
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
    if reading.kind_at == KindAt::Misspelt {
        faults.push((FaultKind::KindDifferent, 55));
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
    let is_postcode =
        |digits| postcode::may_be_of(digits, &index.municipality(street.municipality).istat_code);
    if !stages.contains(street.stage) || reading.doubtful.is_some_and(is_postcode) {
        return None;
    }
    let located = locate(at, reading.number.as_ref(), stages, index);
    let mut faults = located.faults;
    faults.extend(kind_fault(reading.kinds, street.kind));
    let stage = match located.place {
        Place::Access(at) => index.access(at).stage(),
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
        method: located.method,
        number: located.number,
        evidence: index.evidence(Target::Street(at)),
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
    Hit {
        place: Place::Locality(at),
        level: Level::Locality,
        faults,
        point: locality.point,
        uncertainty_m: None,
        method: None,
        number: None,
        evidence: index.evidence(Target::Locality(at)),
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
        Place::Access(at) => index.access(at).postcode(),
        _ => None,
    };
    if let Some(own) = own {
        return (own != typed).then_some((FaultKind::PostcodeDifferent, 20));
    }
    let elsewhere = index.postcode_municipalities.get(typed).is_some_and(|of| !of.contains(&municipality));
    let is_impossible =
        typed.starts_with('0') && !postcode::may_be_of(typed, &index.municipality(municipality).istat_code);
    (elsewhere || is_impossible).then_some((FaultKind::PostcodeDifferent, 40))
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
        method: None,
        number: None,
        evidence: (municipality.addresses, 0),
    }
}
