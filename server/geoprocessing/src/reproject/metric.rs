//! What metres are meant by the coordinates of the algorithms.

use civico_domain::spatial::Srid;

use super::{Ballpark, Crs, Extent, ProjData, ReprojectError, Reprojection};

/// The reference system of coordinates in metres, and where PROJ finds what it knows of it.
#[derive(Debug, Clone, Copy)]
pub struct MetricSystem<'a> {
    /// Which one.
    pub srid: Srid,
    /// Where PROJ looks.
    pub data: &'a ProjData,
}

impl MetricSystem<'_> {
    /// Finds the way into longitude and latitude (WGS 84) of what lies within a box.
    ///
    /// # Errors
    /// As of [`Reprojection::find`].
    pub fn into_degrees(self, extent: Extent) -> Result<Reprojection, ReprojectError> {
        Reprojection::find(self.data, &Crs::Epsg(self.srid), Srid::WGS84, extent, Ballpark::Refuse)
    }

    /// Finds the way back, of what lies within a box of degrees.
    ///
    /// # Errors
    /// As of [`Reprojection::find`].
    pub fn from_degrees(self, extent: Extent) -> Result<Reprojection, ReprojectError> {
        Reprojection::find(self.data, &Crs::Epsg(Srid::WGS84), self.srid, extent, Ballpark::Refuse)
    }
}
