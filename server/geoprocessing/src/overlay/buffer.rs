//! Everything up to a distance from things.

use geo::algorithm::buffer::{Buffer, BufferStyle};
use geo::{CoordsIter, Geometry, MultiPolygon};
use rayon::prelude::*;

use crate::input::is_on_earth;
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
            Ok(thing.buffer_with_style(BufferStyle::new(*distance_m)))
        })
        .collect()
}
