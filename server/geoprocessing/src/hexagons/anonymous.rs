//! Counts of persons by hexagon.

use civico_domain::records::{LEAST_K, Table, publish};

use super::bin;
use crate::lattice::{Cell, Shape, Tiling};
use crate::number::real;
use crate::{Error, Limits, Points, Progress};

/// Suppressing takes time with the square of the cells: about a second for these.
const MOST_CELLS: u64 = 10_000;

/// The hexagons in which persons are counted, by the distance between opposite sides.
///
/// There are few widths, all cells begin at the origin of the reference system, and all points are
/// counted: with cells and extents of one's own choice, the difference of two answers would tell of a
/// few. For the same reason a dataset should be published in one width only; cells of two do
/// not fit into each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FixedWidth {
    /// 500 metres, 0.22 km².
    M500,
    /// 1 kilometre, 0.87 km².
    Km1,
    /// 2 kilometres, 3.5 km².
    Km2,
    /// 5 kilometres, 21.7 km².
    Km5,
}

impl FixedWidth {
    /// Returns the tiling.
    ///
    /// # Errors
    /// Never: all widths may be.
    pub fn tiling(self) -> Result<Tiling, Error> {
        let width_m = match self {
            Self::M500 => 500.0,
            Self::Km1 => 1_000.0,
            Self::Km2 => 2_000.0,
            Self::Km5 => 5_000.0,
        };
        Tiling::new(Shape::Hexagon, width_m)
    }
}

/// What may be published of counts by hexagon; none is suppressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnonymousCounts {
    /// Cells that have points, by row and column.
    pub cells: Vec<(Cell, Option<u64>)>,
    /// All points.
    pub total: Option<u64>,
}

/// Counts points by hexagon such that neither a count below k nor one that follows from the others is
/// told.
///
/// The rule is that of the sums over records ([`civico_domain::records::publish`]): counts from 1
/// to k - 1 are suppressed, and so many others that a suppressed one may be any number up to k more.
///
/// # Errors
/// k is less than [`LEAST_K`], the hexagons with points are more than 10,000 or the limit, or the
/// work was cancelled.
pub fn anonymous_counts(
    points: Points<'_>,
    width: FixedWidth,
    k: u64,
    limits: Limits,
    progress: &Progress,
) -> Result<AnonymousCounts, Error> {
    if k < LEAST_K {
        let real = |count: u64| real(usize::try_from(count).unwrap_or(usize::MAX));
        let (value, least) = (real(k), real(LEAST_K));
        return Err(Error::OutOfRange { what: "k", value, least, most: f64::INFINITY });
    }
    let limits = Limits { cells: limits.cells.min(MOST_CELLS), ..limits };
    let bins = bin(points, None, width.tiling()?, limits, progress)?;
    let published = publish(&Table { rows: bins.iter().map(|bin| vec![bin.count]).collect() }, k);
    let counts = published.rows.into_iter().flatten();
    Ok(AnonymousCounts {
        cells: bins.into_iter().map(|bin| bin.cell).zip(counts).collect(),
        total: published.total,
    })
}
