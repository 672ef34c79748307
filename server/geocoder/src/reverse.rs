//! What is at a point.

use crate::answer::{Answer, Level};
use crate::compact::Point;
use crate::distance::distance;
use crate::entry::LonLat;
use crate::geocode::municipality_hit;
use crate::hits::Hit;
use crate::index::Index;
use crate::place::Place;
use crate::query::{MAX_LIMIT, ReverseQuery, Stages};
use crate::view::{self, rounded};

/// Farthest that is looked, in metres.
const MAX_DISTANCE_M: f64 = 50_000.0;
/// How exactly the tree knows a distance, in metres: all that may be as near as the last one wanted are
/// compared.
const TREE_M: f64 = 0.5;
/// Most places that are looked at.
const MAX_LOOKED_AT: usize = 2_000;

/// Finds what is nearest to a point: addresses, streets without addresses, named places; the comune
/// when nothing is near enough.
///
/// The score falls from 1 at the point to 0 at the greatest distance asked for.
pub fn reverse(query: &ReverseQuery, index: &Index) -> Answer {
    let reach_m = query.max_distance_m.clamp(1.0, MAX_DISTANCE_M);
    let limit = query.limit.min(MAX_LIMIT);
    let mut found: Vec<(Hit, f64)> = Vec::new();
    let mut enough_m = f64::INFINITY;
    for (squared, place) in index.around(query.point, reach_m).take(MAX_LOOKED_AT) {
        if f64::from(squared).sqrt() > enough_m {
            break;
        }
        let Some(hit) = near_hit(place, query.stages, index) else { continue };
        let Some(at) = hit.point.lon_lat() else { continue };
        let metres = distance(query.point, at);
        if metres <= reach_m {
            found.push((hit, metres));
        }
        if found.len() == limit.max(2) {
            enough_m = metres + TREE_M;
        }
    }
    found.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| index.rank(a.0.place).cmp(&index.rank(b.0.place))));
    if found.is_empty() {
        return municipalities(query, index);
    }
    let first_two: Vec<f64> = found.iter().take(2).map(|(_, metres)| 1.0 - metres / reach_m).collect();
    let candidates = found.iter().take(limit).enumerate().map(|(at, (hit, metres))| {
        let mut candidate = view::candidate(hit, query.language, index);
        let rival = if at == 0 { first_two.get(1) } else { first_two.first() };
        candidate.score = rounded(1.0 - metres / reach_m);
        candidate.similarity = candidate.score;
        candidate.margin = rounded(candidate.score - rival.copied().unwrap_or(0.0));
        candidate.distance_m = Some((metres * 10.0).round() / 10.0);
        candidate
    });
    Answer { seq: index.seq, candidates: candidates.collect() }
}

fn near_hit(place: Place, stages: Stages, index: &Index) -> Option<Hit> {
    let (level, point, stage) = match place {
        Place::Access(at) => {
            let access = index.access(at);
            (Level::HouseNumber, access.point(), Some(access.stage()))
        }
        Place::Street(at) => (Level::Street, index.street(at).point, Some(index.street(at).stage)),
        Place::Locality(at) => (Level::Locality, index.locality(at).point, None),
        Place::Between(_) | Place::Municipality(_) => return None,
    };
    let shown = stage.is_none_or(|stage| stages.contains(stage));
    shown.then(|| Hit {
        place,
        level,
        faults: Vec::new(),
        point,
        uncertainty_m: None,
        method: None,
        number: None,
        evidence: (0, 0),
    })
}

/// The comuni whose box holds the point, the one with the nearest point first.
fn municipalities(query: &ReverseQuery, index: &Index) -> Answer {
    let mut found: Vec<(Hit, u64)> = (0..)
        .zip(&index.municipalities)
        .filter(|(_, m)| {
            m.bounds.is_some_and(|b| {
                let LonLat { lon, lat } = query.point;
                (b.west..=b.east).contains(&lon) && (b.south..=b.north).contains(&lat)
            })
        })
        .map(|(at, m)| (municipality_hit(at, Vec::new(), index), apart(query.point, m.point)))
        .collect();
    found.sort_by_key(|(hit, metres)| (*metres, hit.place));
    let hits: Vec<Hit> = found.into_iter().map(|(hit, _)| hit).collect();
    view::shown(&hits, query.limit, query.language, index)
}

fn apart(from: LonLat, to: Point) -> u64 {
    to.lon_lat().map_or(u64::MAX, |to| u64::from(crate::distance::distance_m(from, to)))
}
