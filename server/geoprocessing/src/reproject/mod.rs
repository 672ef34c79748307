//! Coordinates from one reference system into another, by a known operation.
//!
//! Coordinates are always east before north (longitude before latitude), whatever order the
//! register of the reference system gives.

mod candidates;
mod crs;
mod data;
mod error;
mod metric;
mod raw;

use civico_domain::catalog::ReprojectionRecord;
use civico_domain::spatial::{Bounds, Srid};

pub use crs::{Crs, CrsInfo};
pub use data::ProjData;
pub use error::ReprojectError;
pub use metric::MetricSystem;

use raw::{Context, Object};

/// Whether an operation that ignores the difference of datums may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ballpark {
    /// It is refused.
    Refuse,
    /// It is used where there is no other.
    Allow,
}

/// The box of the coordinates of a layer, in the units of its reference system.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Least easting or longitude.
    pub min_x: f64,
    /// Least northing or latitude.
    pub min_y: f64,
    /// Greatest easting or longitude.
    pub max_x: f64,
    /// Greatest northing or latitude.
    pub max_y: f64,
}

impl Extent {
    /// A box of nothing, that grows by [`Extent::include`].
    pub const EMPTY: Self = Self {
        min_x: f64::INFINITY,
        min_y: f64::INFINITY,
        max_x: f64::NEG_INFINITY,
        max_y: f64::NEG_INFINITY,
    };

    /// Makes the box hold a point; coordinates that are not finite are ignored.
    pub fn include(&mut self, x: f64, y: f64) {
        if x.is_finite() && y.is_finite() {
            self.min_x = self.min_x.min(x);
            self.min_y = self.min_y.min(y);
            self.max_x = self.max_x.max(x);
            self.max_y = self.max_y.max(y);
        }
    }

    /// Tells whether the box holds nothing.
    pub fn is_empty(&self) -> bool {
        !(self.min_x <= self.max_x && self.min_y <= self.max_y)
    }
}

/// A way from one reference system to another.
#[derive(Debug)]
pub struct Reprojection {
    operation: Option<Object>,
    record: ReprojectionRecord,
    outside_area_of_use: bool,
}

impl Reprojection {
    /// Finds the best operation for coordinates within `extent`.
    ///
    /// # Errors
    /// A reference system is unknown, no operation leads from one to the other, or only a
    /// ballpark operation does and `ballpark` refuses it.
    pub fn find(
        data: &ProjData,
        source: &Crs,
        target: Srid,
        extent: Extent,
        ballpark: Ballpark,
    ) -> Result<Self, ReprojectError> {
        let context = Context::new(data)?;
        let from = source.object(&context)?;
        let into = Crs::Epsg(target).object(&context)?;
        let area = candidates::area_of_data(&from, extent);
        let outside_area_of_use = match (area, from.area_of_use()) {
            (Some(data), Some(usable)) => !overlap(data, usable),
            _ => false,
        };
        let mut record = ReprojectionRecord {
            source_crs: source.to_string(),
            operation: "none".to_owned(),
            accuracy_m: Some(0.0),
            ballpark: false,
        };
        if *source == Crs::Epsg(target) {
            return Ok(Self { operation: None, record, outside_area_of_use });
        }
        let best =
            candidates::best(&from, &into, area, ballpark).map_err(|error| error.named(source, target))?;
        record.operation = best.name;
        record.accuracy_m = best.accuracy_m;
        record.ballpark = best.ballpark;
        Ok(Self { operation: Some(best.operation), record, outside_area_of_use })
    }

    /// Returns what is kept with each version of a dataset.
    pub fn record(&self) -> &ReprojectionRecord {
        &self.record
    }

    /// Tells whether the coordinates lie where their reference system is not used: a sign that
    /// it is not theirs.
    pub fn is_outside_area_of_use(&self) -> bool {
        self.outside_area_of_use
    }

    /// Tells whether coordinates stay as they are.
    pub fn is_none(&self) -> bool {
        self.operation.is_none()
    }

    /// Transforms coordinates in place; those that cannot be transformed become infinite.
    ///
    /// `zs` is as long as `xs`, or empty where there are no heights.
    pub fn apply(&self, xs: &mut [f64], ys: &mut [f64], zs: &mut [f64]) {
        if let Some(operation) = &self.operation {
            operation.transform(xs, ys, zs);
        }
    }
}

fn overlap(a: Bounds, b: Bounds) -> bool {
    a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north
}

#[cfg(test)]
mod tests;
