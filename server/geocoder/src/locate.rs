//! Finds a number on a street.

use crate::accesses::{Access, AccessKind};
use crate::answer::{Level, Method};
use crate::compact::Point;
use crate::distance::distance_m;
use crate::entry::LonLat;
use crate::fault::FaultKind;
use crate::hits::Penalty;
use crate::house_number::NumberQuery;
use crate::index::Index;
use crate::place::Place;
use crate::query::Stages;
use crate::segment::Street;

/// Most accesses that are looked at on each side of a missing number.
const MAX_STEPS: usize = 400;
/// What the position of an access is taken to be exact to, in metres.
const ACCESS_M: u32 = 5;
/// Two numbers apart on one side of a street stand about this far from each other, in metres.
const SPACING_M: u32 = 20;

/// Neighbours that leave more to chance than this, in metres, make an interpolated point unsure.
const CLOSE_M: u32 = 25;

/// Where on a street a number is.
#[derive(Debug, Clone)]
pub(crate) struct Located {
    pub(crate) place: Place,
    pub(crate) level: Level,
    pub(crate) point: Point,
    pub(crate) uncertainty_m: Option<u32>,
    pub(crate) method: Option<Method>,
    pub(crate) faults: Vec<Penalty>,
    pub(crate) number: Option<String>,
}

/// Finds a number on the street at `at`: the access, a point between its neighbours, the nearest
/// access, or the street when it has none.
pub(crate) fn locate(at: u32, number: Option<&NumberQuery>, stages: Stages, index: &Index) -> Located {
    let street = index.street(at);
    let whole = |faults| Located {
        place: Place::Street(at),
        level: Level::Street,
        point: street.point,
        uncertainty_m: Some(street.radius_m),
        method: None,
        faults,
        number: None,
    };
    let Some(number) = number else { return whole(Vec::new()) };
    let found = match number {
        NumberQuery::House { number, suffix, range_to } => {
            exact(street, *number, suffix, *range_to, stages, index)
                .or_else(|| missing(at, *number, AccessKind::House, stages, index))
        }
        NumberQuery::Metres(metres) => first(street, AccessKind::Kilometric, *metres, stages, index)
            .map(|(place, access)| of_access(place, access, Level::HouseNumber, Vec::new()))
            .or_else(|| missing(at, *metres, AccessKind::Kilometric, stages, index)),
        NumberQuery::Unnumbered => street
            .own_accesses()
            .find(|at| {
                let access = index.access(*at);
                access.kind() == AccessKind::Unnumbered && stages.contains(access.stage())
            })
            .map(|at| of_access(at, index.access(at), Level::HouseNumber, Vec::new())),
    };
    found.unwrap_or_else(|| match number {
        NumberQuery::Unnumbered => whole(vec![(FaultKind::NumberNotFound, 10)]),
        _ => whole(vec![(FaultKind::NumberNotFound, 150)]),
    })
}

fn of_access(at: u32, access: Access<'_>, level: Level, faults: Vec<Penalty>) -> Located {
    let uncertainty_m = (access.point() != Point::NONE).then_some(ACCESS_M);
    Located {
        place: Place::Access(at),
        level,
        point: access.point(),
        uncertainty_m,
        method: None,
        faults,
        number: None,
    }
}

fn first<'i>(
    street: &Street,
    kind: AccessKind,
    number: u32,
    stages: Stages,
    index: &'i Index,
) -> Option<(u32, Access<'i>)> {
    let mut range = index.numbered(street, kind, number);
    range.find(|at| stages.contains(index.access(*at).stage())).map(|at| (at, index.access(at)))
}

/// Finds the number with its exponent, else one end of the range, else the number alone, else the
/// number with an exponent that was not asked for.
fn exact(
    street: &Street,
    number: u32,
    suffix: &str,
    range_to: Option<u32>,
    stages: Stages,
    index: &Index,
) -> Option<Located> {
    let with = |number: u32, suffix: &str| {
        let mut range = index.numbered(street, AccessKind::House, number);
        range.find(|at| {
            let access = index.access(*at);
            stages.contains(access.stage()) && access.suffix().key.as_ref() == suffix
        })
    };
    let hit = |at: u32, level, faults| Some(of_access(at, index.access(at), level, faults));
    let exact = with(number, suffix).or_else(|| coloured(suffix).and_then(|other| with(number, &other)));
    if let Some(at) = exact {
        return hit(at, Level::HouseNumber, Vec::new());
    }
    if let Some(other) = range_to {
        if let Some(at) = with(number, "") {
            return hit(at, Level::HouseNumber, vec![(FaultKind::NumberRange, 10)]);
        }
        // A bar may as well part an exponent from a number that is not there; words may not.
        let penalty = if suffix.is_empty() { 110 } else { 200 };
        if let Some(at) = with(other, "") {
            return hit(at, Level::HouseNumber, vec![(FaultKind::NumberRange, penalty)]);
        }
    }
    if suffix.is_empty() {
        let (at, _) = first(street, AccessKind::House, number, stages, index)?;
        return hit(at, Level::WithoutExponent, vec![(FaultKind::ExponentAdded, 30)]);
    }
    let at = with(number, "")
        .or_else(|| first(street, AccessKind::House, number, stages, index).map(|(at, _)| at))?;
    hit(at, Level::WithoutExponent, vec![(FaultKind::ExponentNotFound, 40)])
}

/// Another way to write a suffix with a colour: red numbers (Genova, Firenze, Savona) are `12r`,
/// `12 rosso` or `12 rossa`; a black one is the plain number.
fn coloured(suffix: &str) -> Option<String> {
    const COLOURS: [(&str, &str); 5] =
        [("ROSSO", "R"), ("ROSSA", "ROSSO"), ("NERO", ""), ("NERA", ""), ("R", "ROSSO")];
    COLOURS.iter().find_map(|(ending, full)| Some([suffix.strip_suffix(ending)?, full].concat()))
}

/// Places a number that the register lacks.
fn missing(at: u32, number: u32, kind: AccessKind, stages: Stages, index: &Index) -> Option<Located> {
    let street = index.street(at);
    let usable = |at: &u32| {
        let access = index.access(*at);
        let parity = kind != AccessKind::House || access.number() % 2 == number % 2;
        access.kind() == kind && parity && stages.contains(access.stage()) && access.point() != Point::NONE
    };
    let here = index.numbered(street, kind, number);
    let all = street.own_accesses();
    let lower = (all.start..here.start).rev().take(MAX_STEPS).find(usable);
    let higher = (here.end..all.end).take(MAX_STEPS).find(usable);
    match (lower, higher) {
        (Some(lower), Some(higher)) => {
            between(at, number, [index.access(lower), index.access(higher)], index)
        }
        (Some(near), None) | (None, Some(near)) => Some(nearest(near, number, index)),
        (None, None) => None,
    }
}

/// Interpolates between two neighbours: along the street where its course leads from one to the other,
/// on the straight line else. The uncertainty is half the way between them, and what they stand aside
/// of the course.
fn between(at: u32, number: u32, [lower, higher]: [Access<'_>; 2], index: &Index) -> Option<Located> {
    let (from, to) = (lower.point().lon_lat()?, higher.point().lon_lat()?);
    let share = f64::from(number - lower.number()) / f64::from(higher.number() - lower.number());
    let is_house = lower.kind() == AccessKind::House;
    let along =
        index.course(at).and_then(|course| course.along([from, to], share, is_house.then_some(number)));
    let (point, uncertainty_m, method) = if let Some(along) = along {
        (along.point, along.uncertainty_m(), Method::AlongStreet)
    } else {
        let (lon, lat) = (from.lon + share * (to.lon - from.lon), from.lat + share * (to.lat - from.lat));
        (LonLat { lon, lat }, distance_m(from, to) / 2, Method::Straight)
    };
    let number = if is_house {
        number.to_string()
    } else {
        civico_domain::toponymy::Locator::Kilometric { metres: number }.to_string()
    };
    let uncertainty_m = uncertainty_m.max(ACCESS_M);
    let penalty = if uncertainty_m <= CLOSE_M { 80 } else { 105 };
    Some(Located {
        place: Place::Between(at),
        level: Level::Interpolated,
        point: Point::new(point),
        uncertainty_m: Some(uncertainty_m),
        method: Some(method),
        faults: vec![(FaultKind::NumberInterpolated, penalty)],
        number: Some(number),
    })
}

fn nearest(at: u32, number: u32, index: &Index) -> Located {
    let access = index.access(at);
    let apart = access.number().abs_diff(number);
    let metres =
        if access.kind() == AccessKind::House { (apart / 2).max(1).saturating_mul(SPACING_M) } else { apart };
    let penalty = 110 + u16::try_from(apart.min(90)).unwrap_or(90);
    let located = of_access(at, access, Level::NearestNumber, vec![(FaultKind::NumberNearest, penalty)]);
    Located { uncertainty_m: Some(metres), ..located }
}
