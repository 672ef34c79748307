//! Squares and hexagons that tile the plane, always in the same places.
//!
//! Tilings begin at the origin of the reference system, so that the cells of two results, of two
//! days or of two enti, are the same cells.

use geo::{Coord, LineString, Polygon, Rect};

use crate::number::{floor, real_of_cell, steps};
use crate::{Error, Limits};

/// What the cells look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Squares with sides to the north and east.
    Square,
    /// Regular hexagons with a corner to the north; odd rows are half a cell farther east.
    Hexagon,
}

/// A cell of a tiling: its column to the east and its row to the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// The row, counted from the origin of the reference system.
    pub row: i64,
    /// The column, counted from the origin of the reference system.
    pub column: i64,
}

/// The whole plane in cells of one shape and width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tiling {
    shape: Shape,
    width_m: f64,
}

impl Tiling {
    /// Narrower cells have no meaning, and would be more than can be counted.
    pub const NARROWEST_M: f64 = 0.001;
    /// Wider cells are wider than the Earth.
    pub const WIDEST_M: f64 = 1e8;

    /// Tiles the plane with cells of a width in metres: of squares the side, of hexagons the
    /// distance between opposite sides.
    ///
    /// # Errors
    /// The width is not from [`Tiling::NARROWEST_M`] to [`Tiling::WIDEST_M`].
    pub fn new(shape: Shape, width_m: f64) -> Result<Self, Error> {
        let (least, most) = (Self::NARROWEST_M, Self::WIDEST_M);
        if (least..=most).contains(&width_m) {
            Ok(Self { shape, width_m })
        } else {
            Err(Error::OutOfRange { what: "cell-width", value: width_m, least, most })
        }
    }

    /// Returns the width of a cell in metres.
    pub fn width_m(self) -> f64 {
        self.width_m
    }

    /// Returns how far the middles of two rows lie apart, in metres.
    pub fn row_height_m(self) -> f64 {
        match self.shape {
            Shape::Square => self.width_m,
            Shape::Hexagon => self.width_m * 3_f64.sqrt() / 2.0,
        }
    }

    /// Returns the area of a cell in square metres.
    pub fn area_m2(self) -> f64 {
        self.width_m * self.row_height_m()
    }

    /// Returns the middle of a cell.
    pub fn center(self, cell: Cell) -> Coord {
        let half = if self.shape == Shape::Square { 0.5 } else { 0.0 };
        Coord {
            x: (real_of_cell(cell.column) + half + self.shift(cell.row)) * self.width_m,
            y: (real_of_cell(cell.row) + half) * self.row_height_m(),
        }
    }

    /// How far a row is moved east, in cells.
    fn shift(self, row: i64) -> f64 {
        if self.shape == Shape::Hexagon && row.rem_euclid(2) == 1 { 0.5 } else { 0.0 }
    }

    /// Of how many rows each begins at an easting of its own.
    pub(crate) fn alternating_rows(self) -> usize {
        if self.shape == Shape::Hexagon { 2 } else { 1 }
    }

    /// Finds the cell that holds a point. A point between two squares is in the one to the north or
    /// east, one between hexagons in that of the lowest row, then column.
    pub fn cell_at(self, point: Coord) -> Cell {
        let row = floor(point.y / self.row_height_m());
        match self.shape {
            Shape::Square => Cell { row, column: floor(point.x / self.width_m) },
            // The middle that is nearest is in the row below or in the row above.
            Shape::Hexagon => {
                let (below, above) = (self.nearest_of_row(point, row), self.nearest_of_row(point, row + 1));
                if above.1 < below.1 { above.0 } else { below.0 }
            }
        }
    }

    /// The hexagon of a row whose middle is nearest to a point, with the square of the distance.
    fn nearest_of_row(self, point: Coord, row: i64) -> (Cell, f64) {
        let along = point.x / self.width_m - self.shift(row);
        // Halves go down, so that the lower column has the point between two.
        let cell = Cell { row, column: -floor(0.5 - along) };
        let away = self.center(cell) - point;
        (cell, away.x * away.x + away.y * away.y)
    }

    /// Draws a cell, counter-clockwise, its first corner repeated at the end.
    pub fn polygon(self, cell: Cell) -> Polygon {
        let center = self.center(cell);
        let half = self.width_m / 2.0;
        let corners: Vec<Coord> = match self.shape {
            Shape::Square => {
                [(-half, -half), (half, -half), (half, half), (-half, half)].map(Coord::from).into()
            }
            Shape::Hexagon => {
                let side = self.width_m / 3_f64.sqrt();
                [
                    (0.0, -side),
                    (half, -side / 2.0),
                    (half, side / 2.0),
                    (0.0, side),
                    (-half, side / 2.0),
                    (-half, -side / 2.0),
                ]
                .map(Coord::from)
                .into()
            }
        };
        let ring = corners.into_iter().map(|corner| center + corner).collect();
        // `Polygon::new` closes the ring.
        Polygon::new(LineString::new(ring), Vec::new())
    }
}

/// A rectangle of cells of a tiling, row by row from the south, each from the west.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lattice {
    tiling: Tiling,
    first: Cell,
    columns: usize,
    rows: usize,
}

impl Lattice {
    /// Takes the cells that a box meets, and of hexagons those half a cell around it.
    ///
    /// # Errors
    /// There are more than `limits.cells`.
    pub fn covering(tiling: Tiling, extent: Rect, limits: Limits) -> Result<Self, Error> {
        let (low, high) = (tiling.cell_at(extent.min()), tiling.cell_at(extent.max()));
        let margin = i64::from(tiling.shape == Shape::Hexagon);
        let first = Cell { row: low.row - margin, column: low.column - margin };
        let rows = (high.row - first.row + margin).unsigned_abs() + 1;
        let columns = (high.column - first.column + margin).unsigned_abs() + 1;
        let cells = rows.saturating_mul(columns);
        if cells > limits.cells {
            return Err(Error::TooMany { what: "cells", found: cells, limit: limits.cells });
        }
        let size = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        Ok(Self { tiling, first, columns: size(columns), rows: size(rows) })
    }

    /// Returns the tiling that the cells are of.
    pub fn tiling(&self) -> Tiling {
        self.tiling
    }

    /// Returns how many cells a row has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Returns how many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Returns the cell at a place of a list of values by row and column.
    pub fn cell(&self, place: usize) -> Cell {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let (row, column) = (number(place / self.columns), number(place % self.columns));
        Cell { row: self.first.row + row, column: self.first.column + column }
    }

    /// Returns the middle of the first cell of a row.
    pub(crate) fn row_start(&self, row: usize) -> Coord {
        self.tiling.center(self.cell(row * self.columns))
    }

    /// Returns the part of `0..count` in which points that are `step_m` apart, from `start` on, lie
    /// between `low` and `high`.
    pub(crate) fn places_between(
        (start, step_m, count): (f64, f64, usize),
        low: f64,
        high: f64,
    ) -> std::ops::Range<usize> {
        let from = steps(((low - start) / step_m).ceil()).min(count);
        let to = if high < start { 0 } else { (steps((high - start) / step_m) + 1).min(count) };
        from..to.max(from)
    }
}

#[cfg(test)]
mod tests {
    use geo::{Area, Contains, Distance, Euclidean, Point};
    use proptest::prelude::*;

    use super::*;

    fn tiling(shape: Shape) -> Tiling {
        Tiling::new(shape, 100.0).unwrap()
    }

    #[test]
    fn cells_have_the_area_that_they_say() {
        for shape in [Shape::Square, Shape::Hexagon] {
            let drawn = tiling(shape).polygon(Cell { row: 3, column: -2 }).signed_area();
            assert!((drawn - tiling(shape).area_m2()).abs() < 1e-6, "{shape:?}");
        }
    }

    #[test]
    fn a_lattice_of_too_many_cells_is_refused() {
        let extent = Rect::new((0.0, 0.0), (1e6, 1e6));
        let limits = Limits { cells: 1_000_000, ..Limits::default() };
        let error = Lattice::covering(tiling(Shape::Square), extent, limits).unwrap_err();
        assert!(matches!(error, Error::TooMany { found: 100_020_001, .. }), "{error:?}");
        let narrowest = Tiling::new(Shape::Square, Tiling::NARROWEST_M).unwrap();
        let widest = Rect::new((-1e9, -1e9), (1e9, 1e9));
        assert!(Lattice::covering(narrowest, widest, Limits::default()).is_err());
        assert!(Tiling::new(Shape::Square, f64::NAN).is_err());
    }

    proptest! {
        #[test]
        fn a_point_is_in_the_cell_that_is_found(x in -1e6_f64..1e6, y in -1e6_f64..1e6) {
            for shape in [Shape::Square, Shape::Hexagon] {
                let cell = tiling(shape).cell_at(Coord { x, y });
                let polygon = tiling(shape).polygon(cell);
                let point = Point::new(x, y);
                let away_m = Euclidean.distance(&polygon, &point);
                prop_assert!(polygon.contains(&point) || away_m < 1e-6, "{shape:?} {cell:?} {away_m}");
            }
        }

        #[test]
        fn a_lattice_covers_its_box(
            x in -1e4_f64..1e4, y in -1e4_f64..1e4, width in 0.0_f64..1e3, height in 0.0_f64..1e3,
            across in 0.0_f64..=1.0, up in 0.0_f64..=1.0,
        ) {
            for shape in [Shape::Square, Shape::Hexagon] {
                let extent = Rect::new((x, y), (x + width, y + height));
                let lattice = Lattice::covering(tiling(shape), extent, Limits::default()).unwrap();
                let cell = tiling(shape).cell_at(Coord { x: x + across * width, y: y + up * height });
                let (first, last) = (lattice.cell(0), lattice.cell(lattice.rows() * lattice.columns() - 1));
                prop_assert!((first.row..=last.row).contains(&cell.row));
                prop_assert!((first.column..=last.column).contains(&cell.column));
            }
        }
    }
}
