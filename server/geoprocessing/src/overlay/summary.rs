//! What lies in each area, as numbers.

use rayon::prelude::*;

use geo::Rect;

use super::inside::Inside;
use super::pairs::Boxes;
use super::{Areas, intersections};
use crate::number::real;
use crate::{Error, Limits, Points, Progress, Values};

/// Points between two looks at whether to go on.
const POINTS_OF_A_STEP: usize = 4096;

/// The points of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointSummary {
    /// How many there are.
    pub count: u64,
    /// The sum of their values.
    pub sum: f64,
}

impl PointSummary {
    /// Returns the mean of the values, where there are any.
    pub fn mean(self) -> Option<f64> {
        let count = usize::try_from(self.count).ok().filter(|count| *count > 0)?;
        Some(self.sum / real(count))
    }
}

/// Counts points and sums up their values by area: one summary for each area, in their order. A point
/// in several areas counts in each; one on a boundary that two areas share counts in one.
///
/// # Errors
/// Values are not as many as points, or the work was cancelled.
pub fn summarise_points(
    points: Points<'_>,
    values: Option<Values<'_>>,
    areas: Areas<'_>,
    progress: &Progress,
) -> Result<Vec<PointSummary>, Error> {
    let coords = points.coords();
    if let Some(found) = values.map(|values| values.get().len()).filter(|found| *found != coords.len()) {
        return Err(Error::Mismatch { what: "values", found, expected: coords.len() });
    }
    progress.begin(coords.len())?;
    let inside: Vec<Option<Inside>> = areas.get().par_iter().map(Inside::new).collect();
    let boxes = Boxes::new(areas);
    let found: Result<Vec<Vec<(u32, usize)>>, Error> = coords
        .par_chunks(POINTS_OF_A_STEP)
        .enumerate()
        .map(|(step, points)| {
            progress.advance(points.len())?;
            let mut found = Vec::new();
            for (place, point) in (step * POINTS_OF_A_STEP..).zip(points) {
                for area in boxes.meeting(Rect::new(*point, *point)) {
                    if inside[area as usize].as_ref().is_some_and(|inside| inside.has(*point)) {
                        found.push((area, place));
                    }
                }
            }
            Ok(found)
        })
        .collect();
    let mut summaries = vec![PointSummary { count: 0, sum: 0.0 }; areas.get().len()];
    for (area, point) in found?.into_iter().flatten() {
        let summary = &mut summaries[area as usize];
        summary.count += 1;
        summary.sum += values.map_or(0.0, |values| values.get()[point]);
    }
    Ok(summaries)
}

/// Carries values of areas over to others by the area that they share.
///
/// There is a pair for each target: the sum of the sources' values by the share of each source that
/// lies in the target (of counts, as of inhabitants), and the mean by the area that each source has of
/// what is covered (of densities and rates), none where no source reaches. It is exact when what is
/// counted is spread evenly within each source (Goodchild, Lam, Areal interpolation, Geo-Processing
/// 1 (1980), 297).
///
/// # Errors
/// Values are not as many as sources, the pairs are more than the limit, or the work was cancelled.
pub fn interpolate(
    (sources, values): (Areas<'_>, Values<'_>),
    targets: Areas<'_>,
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<(f64, Option<f64>)>, Error> {
    let (found, expected) = (values.get().len(), sources.get().len());
    if found != expected {
        return Err(Error::Mismatch { what: "values", found, expected });
    }
    let overlaps = intersections(sources, targets, 0.0, limits, progress)?;
    let mut sums = vec![(0.0, 0.0, 0.0); targets.get().len()];
    for overlap in overlaps {
        let value = values.get()[overlap.left as usize];
        let (sum, weighted, covered_m2) = &mut sums[overlap.right as usize];
        *sum += value * overlap.share_of_left;
        *weighted += value * overlap.area_m2;
        *covered_m2 += overlap.area_m2;
    }
    let mean = |weighted: f64, covered_m2: f64| (covered_m2 > 0.0).then(|| weighted / covered_m2);
    Ok(sums.into_iter().map(|(sum, weighted, covered_m2)| (sum, mean(weighted, covered_m2))).collect())
}
