//! Points counted in the cells of H3, a grid of the whole Earth in 16 resolutions (h3geo.org).
//!
//! H3 knows longitude and latitude alone: points are turned into degrees, corners of cells into metres.

use geo::{Coord, LineString, Polygon};
use h3o::{CellIndex, LatLng, Resolution};
use rayon::prelude::*;

use super::{Bin, POINTS_OF_A_STEP, check_values, gather};
use crate::number::steps;
use crate::reproject::{Extent, MetricSystem};
use crate::{Error, Limits, Points, Progress, Values};

/// A cell of H3; shown as its index in hexadecimal digits, as everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct H3Cell(CellIndex);

impl H3Cell {
    /// Returns the corners as longitude and latitude in degrees, counter-clockwise, none of them twice.
    pub fn corners(self) -> Vec<Coord> {
        self.0.boundary().iter().map(|corner| Coord { x: corner.lng(), y: corner.lat() }).collect()
    }
}

impl std::fmt::Display for H3Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The cells of H3 in one resolution, for points in metres.
#[derive(Debug, Clone, Copy)]
pub struct H3<'a> {
    system: MetricSystem<'a>,
    resolution: Resolution,
}

impl<'a> H3<'a> {
    /// Takes the cells of a resolution from 0 (4.4 million km²) to 15 (0.9 m²).
    ///
    /// # Errors
    /// The resolution is larger.
    pub fn new(system: MetricSystem<'a>, resolution: u8) -> Result<Self, Error> {
        let value = f64::from(resolution);
        let refused = |_invalid| Error::OutOfRange { what: "resolution", value, least: 0.0, most: 15.0 };
        Ok(Self { system, resolution: Resolution::try_from(resolution).map_err(refused)? })
    }

    /// Counts points, and sums up their values, by cell; as [`bin`](super::bin), in ascending order of the
    /// index.
    ///
    /// # Errors
    /// Values are not as many as points, there may be more cells than the limit by the box of the points,
    /// or there are, a point has no place in degrees, or the work was cancelled.
    pub fn bin(
        self,
        points: Points<'_>,
        values: Option<Values<'_>>,
        limits: Limits,
        progress: &Progress,
    ) -> Result<Vec<Bin<H3Cell>>, Error> {
        check_values(points, values)?;
        limits.check_cells(self.most_cells(points))?;
        let (coords, extent) = (points.coords(), points.extent());
        let extent = extent_of([extent.min(), extent.max()].into_iter());
        let way = self.system.into_degrees(extent).map_err(|_none| Error::NoDegrees)?;
        progress.begin(coords.len())?;
        let mut cells = Vec::with_capacity(coords.len());
        for (step, points) in coords.chunks(POINTS_OF_A_STEP).enumerate() {
            progress.advance(points.len())?;
            let (mut xs, mut ys): (Vec<f64>, Vec<f64>) = points.iter().map(|at| (at.x, at.y)).unzip();
            way.apply(&mut xs, &mut ys, &mut []);
            let cell = |(at, (lon, lat)): (usize, (&f64, &f64))| {
                let place = LatLng::new(*lat, *lon).map_err(|_infinite| Error::BadCoordinate {
                    what: "features",
                    index: step * POINTS_OF_A_STEP + at,
                })?;
                Ok(H3Cell(place.to_cell(self.resolution)))
            };
            let found: Result<Vec<H3Cell>, Error> = xs.par_iter().zip(&ys).enumerate().map(cell).collect();
            cells.extend(found?);
        }
        gather(cells.into_iter(), values, limits, progress)
    }

    /// How many cells there may be, by the area of the box around the points.
    fn most_cells(self, points: Points<'_>) -> u64 {
        let extent = points.extent();
        // As if the box had an edge of a cell more on each side.
        let edge_m = self.resolution.edge_length_m();
        let area_m2 = (extent.width() + 2.0 * edge_m) * (extent.height() + 2.0 * edge_m);
        let by_area = steps((area_m2 / self.resolution.area_m2()).ceil());
        by_area.min(points.coords().len()) as u64
    }

    /// Draws cells in metres, each counter-clockwise, its first corner repeated at the end.
    ///
    /// # Errors
    /// Degrees cannot be turned into metres.
    pub fn polygons(self, cells: &[H3Cell]) -> Result<Vec<Polygon>, Error> {
        let rings: Vec<Vec<Coord>> = cells.par_iter().map(|cell| cell.corners()).collect();
        let (mut xs, mut ys): (Vec<f64>, Vec<f64>) = rings.iter().flatten().map(|at| (at.x, at.y)).unzip();
        let way = self.system.from_degrees(extent_of(rings.iter().flatten().copied()));
        way.map_err(|_none| Error::NoDegrees)?.apply(&mut xs, &mut ys, &mut []);
        if xs.iter().chain(&ys).any(|number| !number.is_finite()) {
            return Err(Error::NoDegrees);
        }
        let mut corners = xs.into_iter().zip(ys).map(Coord::from);
        let ring = |ring: Vec<Coord>| corners.by_ref().take(ring.len()).collect();
        // `Polygon::new` closes the ring.
        Ok(rings.into_iter().map(ring).map(|ring| Polygon::new(LineString::new(ring), Vec::new())).collect())
    }
}

fn extent_of(coords: impl Iterator<Item = Coord>) -> Extent {
    let mut extent = Extent::EMPTY;
    for at in coords {
        extent.include(at.x, at.y);
    }
    extent
}

#[cfg(test)]
mod tests;
