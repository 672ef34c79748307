//! What areas of two sets share, and what they do not.

use geo::{Area, BooleanOps, MultiPolygon};
use rayon::prelude::*;

use super::Areas;
use super::areas::united;
use super::pairs::candidates;
use crate::{Error, Limits, Progress};

/// What an area of one set and one of the other share.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// Which one of the first set.
    pub left: u32,
    /// Which one of the second set.
    pub right: u32,
    /// The shape that they share.
    pub shape: MultiPolygon,
    /// Its area in square metres.
    pub area_m2: f64,
    /// How much that is of the first area, from 0 to 1.
    pub share_of_left: f64,
    /// How much that is of the second area, from 0 to 1.
    pub share_of_right: f64,
}

/// What is left of an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Remainder {
    /// Which one.
    pub index: u32,
    /// The shape that is left.
    pub shape: MultiPolygon,
    /// Its area in square metres.
    pub area_m2: f64,
    /// How much that is of the whole, from 0 to 1.
    pub share: f64,
}

/// A piece of the union of two sets: of one of them alone, or of both.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// What an area of each share.
    Both(Overlap),
    /// What only an area of the first set has.
    Left(Remainder),
    /// What only an area of the second set has.
    Right(Remainder),
}

/// Finds what each area of one set shares with each of another, by the first and then the second.
///
/// Overlaps of `least_m2` square metres or less are left out: areas that touch share slivers by
/// rounding.
///
/// # Errors
/// `least_m2` is negative or not finite, the pairs whose boxes meet are more than the limit, or the
/// work was cancelled.
pub fn intersections(
    left: Areas<'_>,
    right: Areas<'_>,
    least_m2: f64,
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<Overlap>, Error> {
    checked(least_m2)?;
    let candidates = candidates(left, right, limits)?;
    let (left_m2, right_m2) = (left.sizes_m2(), right.sizes_m2());
    let pairs: Vec<(u32, u32)> = candidates
        .into_iter()
        .flat_map(|(one, others)| others.into_iter().map(move |other| (one, other)))
        .collect();
    progress.begin(pairs.len())?;
    let found: Result<Vec<Option<Overlap>>, Error> = pairs
        .into_par_iter()
        .map(|(one, other)| {
            progress.advance(1)?;
            let shape = left.get()[one as usize].intersection(&right.get()[other as usize]);
            let area_m2 = shape.unsigned_area();
            Ok((area_m2 > least_m2).then(|| Overlap {
                left: one,
                right: other,
                shape,
                area_m2,
                share_of_left: share(area_m2, left_m2[one as usize]),
                share_of_right: share(area_m2, right_m2[other as usize]),
            }))
        })
        .collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Finds what is left of each area when all of another set is taken away; what is `least_m2` square
/// metres or less is left out.
///
/// # Errors
/// As for [`intersections`].
pub fn differences(
    areas: Areas<'_>,
    without: Areas<'_>,
    least_m2: f64,
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<Remainder>, Error> {
    checked(least_m2)?;
    let candidates = candidates(areas, without, limits)?;
    let sizes_m2 = areas.sizes_m2();
    progress.begin(candidates.len())?;
    let found: Result<Vec<Option<Remainder>>, Error> = candidates
        .into_par_iter()
        .map(|(index, others)| {
            progress.advance(1)?;
            let area = &areas.get()[index as usize];
            let shape = if others.is_empty() {
                area.clone()
            } else {
                area.difference(&united(others.iter().map(|other| &without.get()[*other as usize])))
            };
            let area_m2 = shape.unsigned_area();
            Ok((area_m2 > least_m2).then(|| Remainder {
                index,
                shape,
                area_m2,
                share: share(area_m2, sizes_m2[index as usize]),
            }))
        })
        .collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Lays two sets over each other: what areas of both share, then what only the first has, then what
/// only the second has. Where the areas of each set do not overlap, neither do the pieces.
///
/// # Errors
/// As for [`intersections`].
pub fn union(
    left: Areas<'_>,
    right: Areas<'_>,
    least_m2: f64,
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<Piece>, Error> {
    let both = intersections(left, right, least_m2, limits, progress)?;
    let only_left = differences(left, right, least_m2, limits, progress)?;
    let only_right = differences(right, left, least_m2, limits, progress)?;
    let mut pieces: Vec<Piece> = both.into_iter().map(Piece::Both).collect();
    pieces.extend(only_left.into_iter().map(Piece::Left));
    pieces.extend(only_right.into_iter().map(Piece::Right));
    Ok(pieces)
}

fn checked(least_m2: f64) -> Result<(), Error> {
    let (least, most) = (0.0, f64::MAX);
    if (least..=most).contains(&least_m2) {
        Ok(())
    } else {
        Err(Error::OutOfRange { what: "least-area", value: least_m2, least, most })
    }
}

/// How much one area is of another, at most all.
fn share(part_m2: f64, whole_m2: f64) -> f64 {
    if whole_m2 > 0.0 { (part_m2 / whole_m2).min(1.0) } else { 0.0 }
}
