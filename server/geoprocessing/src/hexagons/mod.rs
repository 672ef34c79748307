//! Points counted in hexagons of a tiling or of H3, and such counts of persons that tell nothing of a few.

mod anonymous;
mod h3;

use rayon::prelude::*;

pub use anonymous::told_counts;
pub use h3::{H3, H3Cell};

use crate::lattice::{Cell, Tiling};
use crate::{Error, Limits, Points, Progress, Values};

/// Points between two looks at whether to go on.
const POINTS_OF_A_STEP: usize = 65_536;

/// A cell that has points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin<C = Cell> {
    /// Which one.
    pub cell: C,
    /// How many points it has.
    pub count: u64,
    /// The sum of their values; nought where none are given.
    pub sum: f64,
}

/// Counts points, and sums up their values, in the cells of a tiling. Cells are in ascending order by
/// row and column; those without points are left out. A point between two cells is counted as
/// [`Tiling::cell_at`] says.
///
/// # Errors
/// Values are not as many as points, the cells with points are more than the limit, or the work was
/// cancelled.
pub fn bin(
    points: Points<'_>,
    values: Option<Values<'_>>,
    tiling: Tiling,
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<Bin>, Error> {
    check_values(points, values)?;
    let coords = points.coords();
    progress.begin(coords.len())?;
    let cells: Result<Vec<Vec<Cell>>, Error> = coords
        .par_chunks(POINTS_OF_A_STEP)
        .map(|points| {
            progress.advance(points.len())?;
            Ok(points.iter().map(|point| tiling.cell_at(*point)).collect())
        })
        .collect();
    gather(cells?.into_iter().flatten(), values, limits, progress)
}

/// Looks whether there is a value for each point.
fn check_values(points: Points<'_>, values: Option<Values<'_>>) -> Result<(), Error> {
    let expected = points.coords().len();
    match values.map(|values| values.get().len()).filter(|found| *found != expected) {
        Some(found) => Err(Error::Mismatch { what: "values", found, expected }),
        None => Ok(()),
    }
}

/// Counts by cell, of which there is one for each point.
fn gather<C: Ord + Copy + Send>(
    cells: impl Iterator<Item = C>,
    values: Option<Values<'_>>,
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<Bin<C>>, Error> {
    let mut order: Vec<(C, usize)> = cells.zip(0..).collect();
    // By point within each cell, so that sums are always the same.
    order.par_sort_unstable();
    progress.check()?;
    let mut bins: Vec<Bin<C>> = Vec::new();
    for (cell, point) in order {
        if bins.last().is_none_or(|last| last.cell != cell) {
            bins.push(Bin { cell, count: 0, sum: 0.0 });
        }
        if let Some(last) = bins.last_mut() {
            last.count += 1;
            last.sum += values.map_or(0.0, |values| values.get()[point]);
        }
    }
    limits.check_cells(bins.len() as u64)?;
    Ok(bins)
}

impl Limits {
    /// Refuses more cells than may be.
    fn check_cells(self, found: u64) -> Result<(), Error> {
        let limit = self.cells;
        if found > limit { Err(Error::TooMany { what: "cells", found, limit }) } else { Ok(()) }
    }
}

#[cfg(test)]
mod differencing;
#[cfg(test)]
mod tests;
