//! How two versions of a dataset differ.

mod moved;
mod shape;

use std::collections::BTreeMap;

use geo::Geometry;
use rayon::prelude::*;

pub use moved::moved_m;
pub(crate) use moved::segments;

use crate::number::place;
use crate::{Error, Progress};
use shape::{Shape, check};

/// Pairs between two looks at whether to go on.
const PAIRS_OF_A_STEP: usize = 256;

/// A feature of a version: its shape, if it has one, and its values in the order of the columns.
#[derive(Debug, Clone, Copy)]
pub struct Feature<'a, V> {
    /// Where it is.
    pub shape: Option<&'a Geometry>,
    /// What is known of it; both versions have the same columns.
    pub values: &'a [V],
}

/// What became of the shape of a feature that is in both versions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Movement {
    /// It is where it was, or as near as still counts.
    None,
    /// It moved, by so many metres at most ([`moved_m`]).
    Metres(f64),
    /// It had none and has one.
    Appeared,
    /// It had one and has none.
    Vanished,
}

/// A feature that is in both versions and not the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// Which one of the old version.
    pub old: u32,
    /// Which one of the new version.
    pub new: u32,
    /// The columns whose values differ, ascending.
    pub columns: Vec<u32>,
    /// What became of its shape.
    pub movement: Movement,
}

/// How two versions differ.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    /// Features of the new version that the old one has not, in its order.
    pub added: Vec<u32>,
    /// Features of the old version that the new one has not, in its order.
    pub removed: Vec<u32>,
    /// Features that are in both and not the same, in the order of the new version.
    pub changed: Vec<Changed>,
    /// How many are in both and the same.
    pub unchanged: u64,
}

/// Compares versions whose features have keys. Shapes that moved by no more than `still_m` metres
/// are where they were.
///
/// # Errors
/// Keys are not as many as features, one is twice in a version, features have not equally many
/// values, a coordinate is not finite, `still_m` is negative or not finite, or the work was cancelled.
pub fn by_key<K: Ord, V: PartialEq + Sync>(
    (old_keys, old): (&[K], &[Feature<'_, V>]),
    (new_keys, new): (&[K], &[Feature<'_, V>]),
    still_m: f64,
    progress: &Progress,
) -> Result<Difference, Error> {
    check(old, new)?;
    if !(0.0..=f64::MAX).contains(&still_m) {
        return Err(Error::OutOfRange { what: "still", value: still_m, least: 0.0, most: f64::MAX });
    }
    let mut olds = places("old", old_keys, old.len())?;
    places("new", new_keys, new.len())?;
    let mut matches = Vec::new();
    let mut found = Difference::default();
    for (at, key) in new_keys.iter().enumerate() {
        match olds.remove(key) {
            Some(before) => matches.push((before, place(at))),
            None => found.added.push(place(at)),
        }
    }
    found.removed = olds.into_values().collect();
    found.removed.sort_unstable();
    compare((old, new), &matches, still_m, progress, found)
}

/// The place of each key.
fn places<'a, K: Ord>(
    what: &'static str,
    keys: &'a [K],
    expected: usize,
) -> Result<BTreeMap<&'a K, u32>, Error> {
    if keys.len() != expected {
        return Err(Error::Mismatch { what, found: keys.len(), expected });
    }
    let mut places = BTreeMap::new();
    for (index, key) in keys.iter().enumerate() {
        if places.insert(key, place(index)).is_some() {
            return Err(Error::Repeated { what, index });
        }
    }
    Ok(places)
}

/// Compares versions whose features are known by their shape alone: those with the same corners are
/// one feature. Of several with one shape those with the same values belong together, then those that
/// come first; features without a shape likewise. What moved is removed and added. The time grows with
/// the square of the features that have one shape.
///
/// # Errors
/// Features have not equally many values, a coordinate is not finite, or the work was cancelled.
pub fn by_shape<V: PartialEq + Sync>(
    old: &[Feature<'_, V>],
    new: &[Feature<'_, V>],
    progress: &Progress,
) -> Result<Difference, Error> {
    check(old, new)?;
    let mut olds: BTreeMap<Shape, Vec<u32>> = BTreeMap::new();
    for (at, feature) in old.iter().enumerate() {
        olds.entry(Shape::of(feature.shape)).or_default().push(place(at));
    }
    let mut news: BTreeMap<Shape, Vec<u32>> = BTreeMap::new();
    for (at, feature) in new.iter().enumerate() {
        news.entry(Shape::of(feature.shape)).or_default().push(place(at));
    }
    let mut matches = Vec::new();
    let mut found = Difference::default();
    for (shape, after) in news {
        let mut before = olds.remove(&shape).unwrap_or_default();
        let mut alone = Vec::new();
        for new_at in after {
            progress.check()?;
            let same = |old_at: &u32| old[*old_at as usize].values == new[new_at as usize].values;
            match before.iter().position(same) {
                Some(twin) => matches.push((before.remove(twin), new_at)),
                None => alone.push(new_at),
            }
        }
        let both = before.len().min(alone.len());
        matches.extend(before.drain(..both).zip(alone.drain(..both)));
        found.removed.extend(before);
        found.added.extend(alone);
    }
    found.removed.extend(olds.into_values().flatten());
    found.removed.sort_unstable();
    found.added.sort_unstable();
    matches.sort_unstable_by_key(|(_, new_at)| *new_at);
    compare((old, new), &matches, 0.0, progress, found)
}

/// Compares features that belong together, and adds what differs.
fn compare<V: PartialEq + Sync>(
    (old, new): (&[Feature<'_, V>], &[Feature<'_, V>]),
    matches: &[(u32, u32)],
    still_m: f64,
    progress: &Progress,
    mut found: Difference,
) -> Result<Difference, Error> {
    progress.begin(matches.len())?;
    let changed: Result<Vec<Vec<Changed>>, Error> = matches
        .par_chunks(PAIRS_OF_A_STEP)
        .map(|pairs| {
            let mut changed = Vec::new();
            for (old_at, new_at) in pairs {
                progress.advance(1)?;
                let (before, after) = (&old[*old_at as usize], &new[*new_at as usize]);
                let columns: Vec<u32> = (0..)
                    .zip(before.values.iter().zip(after.values))
                    .filter(|(_, (a, b))| a != b)
                    .map(|(column, _)| column)
                    .collect();
                let movement = movement(before.shape, after.shape, still_m);
                if !columns.is_empty() || movement != Movement::None {
                    changed.push(Changed { old: *old_at, new: *new_at, columns, movement });
                }
            }
            Ok(changed)
        })
        .collect();
    found.changed = changed?.into_iter().flatten().collect();
    found.unchanged = (matches.len() - found.changed.len()) as u64;
    Ok(found)
}

fn movement(before: Option<&Geometry>, after: Option<&Geometry>, still_m: f64) -> Movement {
    match (before, after) {
        (None, None) => Movement::None,
        (None, Some(_)) => Movement::Appeared,
        (Some(_), None) => Movement::Vanished,
        (Some(before), Some(after)) => match moved_m(before, after) {
            Some(distance_m) if distance_m > still_m => Movement::Metres(distance_m),
            Some(_) => Movement::None,
            None if Shape::of(Some(before)) == Shape::of(Some(after)) => Movement::None,
            // One of them is empty.
            None => Movement::Metres(f64::INFINITY),
        },
    }
}

#[cfg(test)]
mod tests;
