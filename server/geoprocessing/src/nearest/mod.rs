//! What is nearest in a straight line, and how far all are from each other.

mod tree;

use geo::Coord;
use rayon::prelude::*;

pub(crate) use tree::Search;
pub use tree::Tree;

use crate::{Error, Limits, Points, Positive, Progress};

/// Questions between two looks at whether to go on.
const QUESTIONS_OF_A_STEP: usize = 512;

/// A point that was found, and how far it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Which one, from 0.
    pub index: u32,
    /// The straight line to it in metres.
    pub distance_m: f64,
}

/// The nearest points of each place; as many for each.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    each: usize,
    found: Vec<Neighbour>,
}

impl Nearest {
    /// Returns how many were found for each place: k, or all where there are fewer.
    pub fn each(&self) -> usize {
        self.each
    }

    /// Returns the nearest of a place, from near to far.
    pub fn of(&self, place: usize) -> &[Neighbour] {
        &self.found[place * self.each..][..self.each]
    }
}

/// Finds the k points of a tree nearest to each place; of equally far ones the earlier.
///
/// # Errors
/// k is nought, the pairs are more than the limit, or the work was cancelled.
pub fn nearest(
    places: Points<'_>,
    among: &Tree,
    k: usize,
    limits: Limits,
    progress: &Progress,
) -> Result<Nearest, Error> {
    let each = checked(k, among.count(), places, limits)?;
    search(places, among, (each, |_place| None), progress)
}

/// Finds the k other points nearest to each point.
///
/// # Errors
/// k is nought, there is one point only, the pairs are more than the limit, or the work was
/// cancelled.
pub fn nearest_others(
    points: Points<'_>,
    k: usize,
    limits: Limits,
    progress: &Progress,
) -> Result<Nearest, Error> {
    if points.coords().len() < 2 {
        return Err(Error::Empty { what: "other-points" });
    }
    let each = checked(k, points.coords().len() - 1, points, limits)?;
    search(points, &Tree::new(points, progress)?, (each, |place| Some(crate::number::place(place))), progress)
}

/// How many are found for each place.
fn checked(k: usize, count: usize, places: Points<'_>, limits: Limits) -> Result<usize, Error> {
    if k == 0 {
        return Err(Error::NotPositive { what: "k", value: 0.0 });
    }
    let each = k.min(count);
    let pairs = (each as u64).saturating_mul(places.coords().len() as u64);
    if pairs > limits.pairs {
        return Err(Error::TooMany { what: "pairs", found: pairs, limit: limits.pairs });
    }
    Ok(each)
}

fn search(
    places: Points<'_>,
    among: &Tree,
    (each, skip): (usize, impl Fn(usize) -> Option<u32> + Sync),
    progress: &Progress,
) -> Result<Nearest, Error> {
    progress.begin(places.coords().len())?;
    let none = Neighbour { index: u32::MAX, distance_m: f64::INFINITY };
    let mut found = vec![none; places.coords().len() * each];
    let steps = found.par_chunks_mut(each * QUESTIONS_OF_A_STEP).enumerate();
    steps.try_for_each_init(Search::default, |search, (step, found)| {
        let first = step * QUESTIONS_OF_A_STEP;
        for (place, found) in found.chunks_mut(each).enumerate() {
            among.nearest(places.coords()[first + place], each, skip(first + place), search);
            found.copy_from_slice(search.found());
            // Large k take long for each place.
            if each > QUESTIONS_OF_A_STEP {
                progress.check()?;
            }
        }
        progress.advance(found.len() / each)
    })?;
    Ok(Nearest { each, found })
}

/// Measures how far destinations are from each origin, up to a bound, from near to far.
///
/// # Errors
/// The pairs within the bound are more than the limit, or the work was cancelled.
pub fn distances(
    origins: Points<'_>,
    destinations: &Tree,
    bound: Positive,
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<Vec<Neighbour>>, Error> {
    progress.begin(origins.coords().len())?;
    let pairs = std::sync::atomic::AtomicU64::new(0);
    let rows: Result<Vec<Vec<Neighbour>>, Error> = origins
        .coords()
        .par_iter()
        .map(|origin| {
            let mut row = Vec::new();
            destinations.within(*origin, bound.get(), &mut |index, square: f64| {
                row.push(Neighbour { index, distance_m: square.sqrt() });
            });
            row.sort_unstable_by(|one, other| {
                one.distance_m.total_cmp(&other.distance_m).then(one.index.cmp(&other.index))
            });
            let found =
                row.len() as u64 + pairs.fetch_add(row.len() as u64, std::sync::atomic::Ordering::Relaxed);
            if found > limits.pairs {
                return Err(Error::TooMany { what: "pairs", found, limit: limits.pairs });
            }
            progress.advance(1)?;
            Ok(row)
        })
        .collect();
    // Which row is one too many differs from run to run: the answer does not.
    rows.map_err(|error| match error {
        Error::TooMany { what, limit, .. } => Error::TooMany { what, found: limit + 1, limit },
        other => other,
    })
}

/// The square of the distance between two points, in square metres.
pub(crate) fn square_of_distance(one: Coord, other: Coord) -> f64 {
    let (x, y) = (one.x - other.x, one.y - other.y);
    x * x + y * y
}

#[cfg(test)]
mod tests;
