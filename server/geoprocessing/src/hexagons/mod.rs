//! Points counted in hexagons, and such counts of persons that tell nothing of a few.

mod anonymous;

use rayon::prelude::*;

pub use anonymous::{AnonymousCounts, FixedWidth, anonymous_counts};

use crate::lattice::{Cell, Tiling};
use crate::{Error, Limits, Points, Progress, Values};

/// Points between two looks at whether to go on.
const POINTS_OF_A_STEP: usize = 65_536;

/// A cell that has points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Which one.
    pub cell: Cell,
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
    let coords = points.coords();
    if let Some(found) = values.map(|values| values.get().len()).filter(|found| *found != coords.len()) {
        return Err(Error::Mismatch { what: "values", found, expected: coords.len() });
    }
    progress.begin(coords.len())?;
    let cells: Result<Vec<Vec<Cell>>, Error> = coords
        .par_chunks(POINTS_OF_A_STEP)
        .map(|points| {
            progress.advance(points.len())?;
            Ok(points.iter().map(|point| tiling.cell_at(*point)).collect())
        })
        .collect();
    let mut order: Vec<(Cell, usize)> = cells?.into_iter().flatten().zip(0..).collect();
    // By point within each cell, so that sums are always the same.
    order.par_sort_unstable();
    progress.check()?;
    let mut bins: Vec<Bin> = Vec::new();
    for (cell, point) in order {
        if bins.last().is_none_or(|last| last.cell != cell) {
            bins.push(Bin { cell, count: 0, sum: 0.0 });
        }
        if let Some(last) = bins.last_mut() {
            last.count += 1;
            last.sum += values.map_or(0.0, |values| values.get()[point]);
        }
    }
    if bins.len() as u64 > limits.cells {
        return Err(Error::TooMany { what: "cells", found: bins.len() as u64, limit: limits.cells });
    }
    Ok(bins)
}

#[cfg(test)]
mod tests;
