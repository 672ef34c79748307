//! Points sorted into squares, so that those near a place are found in a few runs of memory.

use std::ops::Range;

use geo::Coord;
use rayon::prelude::*;

use crate::number::{place, steps};
use crate::{Error, Points, Positive};

/// More squares across are not numbered.
const MOST_ACROSS: f64 = 2e9;

/// The row and column of a square, counted from the south-western point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Square {
    pub(crate) row: u32,
    pub(crate) column: u32,
}

/// Points in the order of their squares: by row, then column, then as they were given.
#[derive(Debug)]
pub(crate) struct Cells {
    squares: Vec<Square>,
    /// Where the points of each square begin, and at last where they all end.
    starts: Vec<u32>,
    coords: Vec<Coord>,
    indices: Vec<u32>,
}

impl Cells {
    /// Sorts points into squares of a side, a millionth longer, so that no rounding puts points that
    /// are a side apart farther than into squares next to each other.
    ///
    /// # Errors
    /// The points reach so far, or the side is so short, that the squares cannot be numbered.
    pub(crate) fn new(points: Points<'_>, side: Positive, what: &'static str) -> Result<Self, Error> {
        let extent = points.extent();
        let (origin, side_m) = (extent.min(), side.get() * (1.0 + 1e-6));
        if extent.width().max(extent.height()) / side_m > MOST_ACROSS {
            let least = extent.width().max(extent.height()) / MOST_ACROSS;
            return Err(Error::OutOfRange { what, value: side_m, least, most: f64::MAX });
        }
        let square = |point: Coord| Square {
            row: place(steps((point.y - origin.y) / side_m)),
            column: place(steps((point.x - origin.x) / side_m)),
        };
        let coords = points.coords();
        let mut order: Vec<(Square, u32)> =
            coords.iter().enumerate().map(|(index, point)| (square(*point), place(index))).collect();
        order.par_sort_unstable();
        let mut squares = Vec::new();
        let mut starts = Vec::new();
        for (at, (square, _)) in order.iter().enumerate() {
            if squares.last() != Some(square) {
                squares.push(*square);
                starts.push(place(at));
            }
        }
        starts.push(place(order.len()));
        Ok(Self {
            squares,
            starts,
            coords: order.iter().map(|(_, index)| coords[*index as usize]).collect(),
            indices: order.into_iter().map(|(_, index)| index).collect(),
        })
    }

    /// Returns the points in the order of their squares.
    pub(crate) fn coords(&self) -> &[Coord] {
        &self.coords
    }

    /// Returns, for each point in the order of the squares, which one it was.
    pub(crate) fn indices(&self) -> &[u32] {
        &self.indices
    }

    /// Returns the squares that have points, by row, then column.
    pub(crate) fn squares(&self) -> &[Square] {
        &self.squares
    }

    /// Returns which points, in the order of the squares, are in some of them that follow each other.
    pub(crate) fn points_of(&self, squares: Range<usize>) -> Range<usize> {
        self.starts[squares.start] as usize..self.starts[squares.end] as usize
    }

    /// Finds the squares up to `reach` columns and rows away from a square: of each row that has
    /// any those that follow each other.
    pub(crate) fn around(&self, square: Square, reach: u32) -> impl Iterator<Item = Range<usize>> + '_ {
        let rows = square.row.saturating_sub(reach)..=square.row.saturating_add(reach);
        let (from, to) = (square.column.saturating_sub(reach), square.column.saturating_add(reach));
        rows.filter_map(move |row| {
            let start = self.squares.partition_point(|other| *other < Square { row, column: from });
            let later = &self.squares[start..];
            let length = if reach < 8 {
                later.iter().take_while(|other| **other <= Square { row, column: to }).count()
            } else {
                later.partition_point(|other| *other <= Square { row, column: to })
            };
            (length > 0).then_some(start..start + length)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_near_a_square_are_found_in_runs() {
        let coords = [(0.0, 0.0), (25.0, 5.0), (15.0, 5.0), (5.0, 25.0), (5.0, 12.0)].map(Coord::from);
        let points = Points::new("points", &coords).unwrap();
        let cells = Cells::new(points, Positive::new("side", 10.0).unwrap(), "side").unwrap();
        let near = |row, column| -> Vec<u32> {
            let runs = cells.around(Square { row, column }, 1).map(|run| cells.points_of(run));
            runs.flat_map(|run| cells.indices()[run].to_vec()).collect()
        };
        assert_eq!(near(0, 0), [0, 2, 4]);
        assert_eq!(near(0, 2), [2, 1]);
        assert_eq!(near(2, 1), [4, 3]);
        assert_eq!(near(9, 9), [0; 0]);
        assert_eq!(cells.squares().len(), 5);
        assert_eq!(cells.coords()[2], Coord { x: 25.0, y: 5.0 });
    }

    #[test]
    fn squares_that_cannot_be_numbered_are_refused() {
        let coords = [(0.0, 0.0), (1e6, 0.0)].map(Coord::from);
        let points = Points::new("points", &coords).unwrap();
        let refused = Cells::new(points, Positive::new("eps", 1e-9).unwrap(), "eps");
        assert!(matches!(refused, Err(Error::OutOfRange { what: "eps", .. })));
    }
}
