//! Sets of areas that are known to be on the Earth.

use geo::orient::{Direction, Orient};
use geo::{Area, BoundingRect, CoordsIter, MultiPolygon, Rect, unary_union};
use rayon::prelude::*;

use crate::Error;
use crate::input::is_on_earth;

/// Areas, one at least, with finite coordinates. Some may be empty.
#[derive(Debug, Clone, Copy)]
pub struct Areas<'a>(&'a [MultiPolygon]);

impl<'a> Areas<'a> {
    /// Takes areas.
    ///
    /// # Errors
    /// There are none, or more than 4,294,967,295, or a coordinate is not finite.
    pub fn new(what: &'static str, areas: &'a [MultiPolygon]) -> Result<Self, Error> {
        if areas.is_empty() {
            return Err(Error::Empty { what });
        }
        if u32::try_from(areas.len()).is_err() {
            return Err(Error::TooMany { what, found: areas.len() as u64, limit: u64::from(u32::MAX) });
        }
        let is_bad = |area: &MultiPolygon| !area.coords_iter().all(is_on_earth);
        match areas.par_iter().position_first(is_bad) {
            Some(index) => Err(Error::BadCoordinate { what, index }),
            None => Ok(Self(areas)),
        }
    }

    /// Returns the areas.
    pub fn get(self) -> &'a [MultiPolygon] {
        self.0
    }

    /// The boxes of those that are not empty, with their place.
    pub(super) fn boxes(self) -> Vec<(u32, Rect)> {
        let boxes = self.0.iter().map(BoundingRect::bounding_rect).zip(0..);
        boxes.filter_map(|(rect, place)| Some((place, rect?))).collect()
    }

    /// The areas in square metres.
    pub(super) fn sizes_m2(self) -> Vec<f64> {
        self.0.par_iter().map(Area::unsigned_area).collect()
    }
}

/// The union of some areas, whichever way their rings turn.
pub(super) fn united<'a>(areas: impl IntoIterator<Item = &'a MultiPolygon>) -> MultiPolygon {
    // The union takes the first ring's turn for that of all.
    let turned: Vec<MultiPolygon> = areas.into_iter().map(|area| area.orient(Direction::Default)).collect();
    unary_union(&turned)
}
