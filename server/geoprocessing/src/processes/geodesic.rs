//! Distances over the ellipsoid, where they are asked for: geodesics on WGS 84 by the algorithm of Karney
//! (Algorithms for geodesics, 2013), right to some nanometres.

use geo::{Coord, Distance, Geodesic, Point};

use super::job::Job;
use crate::Error;
use crate::reproject::Extent;

/// Places as longitude and latitude.
pub(super) struct Places(Vec<Point>);

impl Places {
    /// Turns places into degrees if the job wants distances over the ellipsoid.
    ///
    /// # Errors
    /// A place has none.
    pub(super) fn if_asked(coords: &[Coord], job: &Job<'_>) -> Result<Option<Self>, Error> {
        if !job.is_yes("geodesic") || coords.is_empty() {
            return Ok(None);
        }
        let mut extent = Extent::EMPTY;
        for at in coords {
            extent.include(at.x, at.y);
        }
        let way = job.system.into_degrees(extent).map_err(|_none| Error::NoDegrees)?;
        let (mut lons, mut lats): (Vec<f64>, Vec<f64>) = coords.iter().map(|at| (at.x, at.y)).unzip();
        way.apply(&mut lons, &mut lats, &mut []);
        if lons.iter().chain(&lats).any(|number| !number.is_finite()) {
            return Err(Error::NoDegrees);
        }
        Ok(Some(Self(lons.into_iter().zip(lats).map(Point::from).collect())))
    }

    /// Returns how far a place is from one of the others, in metres.
    pub(super) fn distance_m(&self, place: usize, others: &Self, other: usize) -> f64 {
        Geodesic.distance(self.0[place], others.0[other])
    }
}
