//! Everything up to a distance from things.

use std::f64::consts::FRAC_PI_2;

use geo::algorithm::buffer::{Buffer, BufferStyle, LineCap, LineJoin};
use geo::{CoordsIter, Geometry, MultiPolygon};
use rayon::prelude::*;

use crate::input::is_on_earth;
use crate::number::real;
use crate::{Error, Progress, Values};

/// Draws around each thing what is up to its distance away, in metres: one area for each, empty where
/// a distance below nought eats an area up, or a point or line has none. What is round has a corner
/// each 0.2 radians, so that it lies up to half a per cent of the distance inside the true curve.
///
/// # Errors
/// There is nothing, a coordinate or distance is not finite, or the work was cancelled.
pub fn buffer(
    things: &[Geometry],
    distances_m: &[f64],
    progress: &Progress,
) -> Result<Vec<MultiPolygon>, Error> {
    draw(things, distances_m, ROUND, progress)
}

/// The angle between two corners of what is round, in radians.
const ROUND: f64 = 0.2;

/// Draws as [`buffer`] does, with a given number of straight sides to a quarter of a circle, as
/// PostGIS's `quad_segs`: with n of them the outline lies up to 1 - cos(π / 4n) of the distance inside
/// the true curve.
///
/// # Errors
/// As for [`buffer`]; there are no sides, or more than 1000.
pub fn buffer_rounded(
    things: &[Geometry],
    distances_m: &[f64],
    per_quadrant: usize,
    progress: &Progress,
) -> Result<Vec<MultiPolygon>, Error> {
    let (value, least, most) = (real(per_quadrant), 1.0, 1000.0);
    if !(least..=most).contains(&value) {
        return Err(Error::OutOfRange { what: "quadrant-segments", value, least, most });
    }
    // A little more, so that rounding does not add a side.
    draw(things, distances_m, FRAC_PI_2 / value * (1.0 + 1e-9), progress)
}

fn draw(
    things: &[Geometry],
    distances_m: &[f64],
    round: f64,
    progress: &Progress,
) -> Result<Vec<MultiPolygon>, Error> {
    if things.is_empty() {
        return Err(Error::Empty { what: "geometries" });
    }
    let distances_m = Values::new("distances", distances_m, things.len())?.get();
    if let Some(index) = distances_m.iter().position(|distance| distance.abs() > 1e7) {
        return Err(Error::BadNumber { what: "distances", index });
    }
    if let Some(index) = things.iter().position(|thing| !thing.coords_iter().all(is_on_earth)) {
        return Err(Error::BadCoordinate { what: "geometries", index });
    }
    progress.begin(things.len())?;
    things
        .par_iter()
        .zip(distances_m)
        .map(|(thing, distance_m)| {
            progress.advance(1)?;
            let is_area = matches!(
                thing,
                Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_)
            );
            if *distance_m <= 0.0 && !is_area {
                return Ok(MultiPolygon::new(Vec::new()));
            }
            let style = BufferStyle::new(*distance_m)
                .line_cap(LineCap::Round(round))
                .line_join(LineJoin::Round(round));
            Ok(thing.buffer_with_style(style))
        })
        .collect()
}
