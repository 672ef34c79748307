//! What of things lies within an area.

use geo::{Area, BooleanOps, CoordsIter, Intersects, MultiLineString, MultiPolygon};
use rayon::prelude::*;

use super::Areas;
use super::inside::Inside;
use crate::input::is_on_earth;
use crate::number::place;
use crate::{Error, Points, Progress};

/// Points between two looks at whether to go on.
const POINTS_OF_A_STEP: usize = 4096;

/// Cuts areas to what lies within another; those that lie outside are left out.
///
/// # Errors
/// The work was cancelled.
pub fn clip_areas(
    areas: Areas<'_>,
    within: &MultiPolygon,
    progress: &Progress,
) -> Result<Vec<(u32, MultiPolygon)>, Error> {
    let mask = [within.clone()];
    Areas::new("mask", &mask)?;
    progress.begin(areas.get().len())?;
    let boxes = areas.boxes();
    let found: Result<Vec<Option<(u32, MultiPolygon)>>, Error> = boxes
        .into_par_iter()
        .map(|(index, rect)| {
            progress.advance(1)?;
            if !within.intersects(&rect) {
                return Ok(None);
            }
            let shape = areas.get()[index as usize].intersection(within);
            Ok((shape.unsigned_area() > 0.0).then_some((index, shape)))
        })
        .collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Cuts lines to what lies within an area; those that lie outside are left out.
///
/// # Errors
/// There are no lines, a coordinate is not finite, or the work was cancelled.
pub fn clip_lines(
    lines: &[MultiLineString],
    within: &MultiPolygon,
    progress: &Progress,
) -> Result<Vec<(u32, MultiLineString)>, Error> {
    let mask = [within.clone()];
    Areas::new("mask", &mask)?;
    if lines.is_empty() {
        return Err(Error::Empty { what: "lines" });
    }
    if let Some(index) = lines.iter().position(|line| !line.coords_iter().all(is_on_earth)) {
        return Err(Error::BadCoordinate { what: "lines", index });
    }
    progress.begin(lines.len())?;
    let found: Result<Vec<Option<(u32, MultiLineString)>>, Error> = lines
        .par_iter()
        .enumerate()
        .map(|(index, line)| {
            progress.advance(1)?;
            let shape = within.clip(line, false);
            Ok((!shape.0.is_empty()).then(|| (place(index), shape)))
        })
        .collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Finds the points that lie within an area, in their order.
///
/// # Errors
/// A coordinate of the area is not finite, or the work was cancelled.
pub fn clip_points(
    points: Points<'_>,
    within: &MultiPolygon,
    progress: &Progress,
) -> Result<Vec<u32>, Error> {
    let mask = [within.clone()];
    Areas::new("mask", &mask)?;
    let coords = points.coords();
    progress.begin(coords.len())?;
    let Some(inside) = Inside::new(within) else { return Ok(Vec::new()) };
    let found: Result<Vec<Vec<u32>>, Error> = coords
        .par_chunks(POINTS_OF_A_STEP)
        .enumerate()
        .map(|(step, points)| {
            progress.advance(points.len())?;
            let first = step * POINTS_OF_A_STEP;
            let places = points.iter().enumerate().filter(|(_, point)| inside.has(**point));
            Ok(places.map(|(offset, _)| place(first + offset)).collect())
        })
        .collect();
    Ok(found?.into_iter().flatten().collect())
}
