//! Inputs that are known to be right: what is refused is refused here, before work starts.
//!
//! Coordinates are metres of the installation's reference system, east before north.

use geo::{Coord, Rect};

use crate::Error;

/// Farther than this from the origin no projected coordinate of the Earth lies.
const FARTHEST_M: f64 = 1e9;
/// Sums of squares of larger numbers might be infinite.
const LARGEST: f64 = 1e100;

/// Points whose coordinates are finite metres; one at least.
#[derive(Debug, Clone, Copy)]
pub struct Points<'a>(&'a [Coord]);

impl<'a> Points<'a> {
    /// Takes points.
    ///
    /// # Errors
    /// There are none, or more than 4,294,967,295, or a coordinate is not finite.
    pub fn new(what: &'static str, points: &'a [Coord]) -> Result<Self, Error> {
        if points.is_empty() {
            return Err(Error::Empty { what });
        }
        if u32::try_from(points.len()).is_err() {
            return Err(Error::TooMany { what, found: points.len() as u64, limit: u64::from(u32::MAX) });
        }
        match points.iter().position(|point| !is_on_earth(*point)) {
            Some(index) => Err(Error::BadCoordinate { what, index }),
            None => Ok(Self(points)),
        }
    }

    /// Returns the coordinates.
    pub fn coords(self) -> &'a [Coord] {
        self.0
    }

    /// Returns the box around the points.
    pub fn extent(self) -> Rect {
        let first = self.0[0];
        let (mut low, mut high) = (first, first);
        for point in self.0 {
            low = Coord { x: low.x.min(point.x), y: low.y.min(point.y) };
            high = Coord { x: high.x.max(point.x), y: high.y.max(point.y) };
        }
        Rect::new(low, high)
    }
}

/// Tells whether a coordinate may be metres of a projected reference system.
pub(crate) fn is_on_earth(point: Coord) -> bool {
    // NaN is less than nothing, so that it is refused too.
    point.x.abs() <= FARTHEST_M && point.y.abs() <= FARTHEST_M
}

/// Finite numbers, one for each point or area.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a>(&'a [f64]);

impl<'a> Values<'a> {
    /// Takes numbers of any sign.
    ///
    /// # Errors
    /// There are not `expected` of them, or one is not finite.
    pub fn new(what: &'static str, values: &'a [f64], expected: usize) -> Result<Self, Error> {
        if values.len() != expected {
            return Err(Error::Mismatch { what, found: values.len(), expected });
        }
        match values.iter().position(|value| !is_usable(*value)) {
            Some(index) => Err(Error::BadNumber { what, index }),
            None => Ok(Self(values)),
        }
    }

    /// Returns the numbers.
    pub fn get(self) -> &'a [f64] {
        self.0
    }
}

/// Tells whether a number is finite and its square is.
pub(crate) fn is_usable(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// How much each point counts: finite, none below nought, one above it.
#[derive(Debug, Clone, Copy)]
pub struct Weights<'a>(&'a [f64]);

impl<'a> Weights<'a> {
    /// Takes weights.
    ///
    /// # Errors
    /// There are not `expected` of them, one is not finite or negative, or all are nought.
    pub fn new(what: &'static str, weights: &'a [f64], expected: usize) -> Result<Self, Error> {
        Values::new(what, weights, expected)?;
        if let Some(index) = weights.iter().position(|weight| *weight < 0.0) {
            return Err(Error::Negative { what, index });
        }
        if weights.iter().all(|weight| *weight <= 0.0) {
            Err(Error::Empty { what })
        } else {
            Ok(Self(weights))
        }
    }

    /// Returns the weights.
    pub fn get(self) -> &'a [f64] {
        self.0
    }

    /// Looks whether there is one for each point.
    pub(crate) fn check(weights: Option<Self>, points: Points<'_>) -> Result<(), Error> {
        let expected = points.coords().len();
        match weights.map(|weights| weights.get().len()).filter(|found| *found != expected) {
            Some(found) => Err(Error::Mismatch { what: "weights", found, expected }),
            None => Ok(()),
        }
    }
}

/// A length, time or speed: finite and above nought.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Positive(f64);

impl Positive {
    /// Takes a number.
    ///
    /// # Errors
    /// It is not finite, or not above nought, or so small that its square is nought.
    pub fn new(what: &'static str, value: f64) -> Result<Self, Error> {
        let is_right = value > 0.0 && is_usable(value) && value * value > 0.0;
        if is_right { Ok(Self(value)) } else { Err(Error::NotPositive { what, value }) }
    }

    /// Returns the number.
    pub fn get(self) -> f64 {
        self.0
    }

    /// Takes a constant of this crate.
    pub(crate) const fn constant(value: f64) -> Self {
        Self(value)
    }
}

/// How large a work may become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Cells of a surface.
    pub cells: u64,
    /// Pairs of points or areas that a result lists.
    pub pairs: u64,
    /// Corners of all shapes that a process is given, and of those that it makes.
    pub vertices: u64,
    /// Rows of a result.
    pub rows: u64,
    /// Lines of a street network.
    pub streets: u64,
}

/// What a line of a street network takes with its ends, corners and row, in bytes: 574 were measured
/// (`./dev bench processes --parts growth`).
const BYTES_OF_A_STREET: u64 = 800;

impl Limits {
    /// Returns the limits of work that may take so many bytes of memory.
    pub fn within(bytes: u64) -> Self {
        Self { streets: bytes / BYTES_OF_A_STREET, ..Self::default() }
    }
}

impl Default for Limits {
    /// Four million cells (32 MB), fifty million pairs (800 MB), fifty million corners (800 MB), two
    /// million rows and five million streets (4 GB).
    fn default() -> Self {
        Self {
            cells: 4_000_000,
            pairs: 50_000_000,
            vertices: 50_000_000,
            rows: 2_000_000,
            streets: 5_000_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_that_are_nowhere_are_refused() {
        assert_eq!(Points::new("points", &[]).unwrap_err(), Error::Empty { what: "points" });
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e10] {
            for point in [Coord { x: bad, y: 0.0 }, Coord { x: 0.0, y: bad }] {
                let error = Points::new("points", &[Coord::zero(), point]).unwrap_err();
                assert_eq!(error, Error::BadCoordinate { what: "points", index: 1 });
            }
        }
    }

    #[test]
    fn weights_are_finite_and_not_negative_and_count_something() {
        for (weights, error) in [
            (&[1.0][..], Error::Mismatch { what: "weights", found: 1, expected: 2 }),
            (&[1.0, f64::NAN], Error::BadNumber { what: "weights", index: 1 }),
            (&[f64::INFINITY, 1.0], Error::BadNumber { what: "weights", index: 0 }),
            (&[1.0, -1.0], Error::Negative { what: "weights", index: 1 }),
            (&[0.0, 0.0], Error::Empty { what: "weights" }),
        ] {
            assert_eq!(Weights::new("weights", weights, 2).unwrap_err(), error);
        }
        assert!(Weights::new("weights", &[0.0, 2.0], 2).is_ok());
    }

    #[test]
    fn lengths_are_finite_and_above_nought() {
        for value in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-200] {
            assert!(Positive::new("bandwidth", value).is_err(), "{value}");
        }
        assert!(Positive::new("bandwidth", 0.5).is_ok());
    }

    #[test]
    fn the_box_holds_all_points() {
        let points = [Coord { x: 3.0, y: -1.0 }, Coord { x: -2.0, y: 5.0 }];
        let extent = Points::new("points", &points).unwrap().extent();
        assert_eq!((extent.min(), extent.max()), (Coord { x: -2.0, y: -1.0 }, Coord { x: 3.0, y: 5.0 }));
    }
}
