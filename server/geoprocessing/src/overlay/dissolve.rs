//! Areas of one group as one.

use std::collections::BTreeMap;

use geo::{BoundingRect, MultiPolygon};
use rayon::prelude::*;

use super::Areas;
use super::areas::united;
use crate::{Error, Progress};

/// Areas that are united at a time; small, so that cancelling takes effect between.
const AT_A_TIME: usize = 16;

/// Unites the areas of each group: one area for each, in the order of the groups.
///
/// # Errors
/// Groups are not as many as areas, or the work was cancelled.
pub fn dissolve<G: Ord + Clone + Send + Sync>(
    areas: Areas<'_>,
    groups: &[G],
    progress: &Progress,
) -> Result<Vec<(G, MultiPolygon)>, Error> {
    if groups.len() != areas.get().len() {
        return Err(Error::Mismatch { what: "groups", found: groups.len(), expected: areas.get().len() });
    }
    let mut members: BTreeMap<&G, Vec<&MultiPolygon>> = BTreeMap::new();
    for (group, area) in groups.iter().zip(areas.get()) {
        members.entry(group).or_default().push(area);
    }
    progress.begin(areas.get().len())?;
    members.into_par_iter().map(|(group, areas)| Ok((group.clone(), unite(&areas, progress)?))).collect()
}

/// Unites areas a few at a time, those near each other first; a step for each.
pub(crate) fn unite(areas: &[&MultiPolygon], progress: &Progress) -> Result<MultiPolygon, Error> {
    let mut order: Vec<(i64, i64, usize)> = areas
        .iter()
        .enumerate()
        .map(|(place, area)| {
            let corner = area.bounding_rect().map_or((0, 0), |rect| {
                // Strips of a kilometre from south to north, each from the west.
                (crate::number::floor(rect.min().y / 1000.0), crate::number::floor(rect.min().x))
            });
            (corner.0, corner.1, place)
        })
        .collect();
    order.sort_unstable();
    let first: Result<Vec<MultiPolygon>, Error> = order
        .par_chunks(AT_A_TIME)
        .map(|few| {
            let united = united(few.iter().map(|(.., place)| areas[*place]));
            progress.advance(few.len())?;
            Ok(united)
        })
        .collect();
    let mut parts = first?;
    while parts.len() > 1 {
        let next: Result<Vec<MultiPolygon>, Error> = parts
            .par_chunks(AT_A_TIME)
            .map(|few| {
                progress.check()?;
                Ok(united(few))
            })
            .collect();
        parts = next?;
    }
    Ok(parts.pop().unwrap_or_else(|| MultiPolygon::new(Vec::new())))
}
