//! Kernel density: how many things there are per square metre, smoothed.

mod bandwidth;
mod kernel;

use geo::{Coord, Rect};
use rayon::prelude::*;

pub use bandwidth::silverman;
pub use kernel::Kernel;

use crate::lattice::{Lattice, Tiling};
use crate::number::place;
use crate::{Error, Limits, Points, Positive, Progress, Weights};
use kernel::Profile;

/// Rows that one thread fills at a time: the more, the fewer times the columns are worked out.
const ROWS_OF_A_BAND: usize = 64;
/// Points between two looks at whether to go on.
const POINTS_OF_A_STEP: usize = 128;

/// The density at the middle of each cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Surface {
    /// Where the cells are.
    pub lattice: Lattice,
    /// The bandwidth in metres.
    pub bandwidth_m: f64,
    /// Weight per square metre by row and column; one for each cell of the lattice. Summed up and
    /// multiplied with the area of a cell it is near the sum of all weights.
    pub per_m2: Vec<f64>,
}

/// Estimates the density of points at the middles of the cells that any of them reaches.
///
/// Each point of weight w adds w K(d / h) / h² to a cell whose middle is d metres away, where h is
/// the bandwidth and K the kernel (Silverman 1986, (4.1)); without weights each counts one. The
/// points of a cell are summed from south to north, so that a result is the same bit for bit, on any
/// number of threads.
///
/// # Errors
/// Weights are not as many as points, the bandwidth is less than a millimetre, the cells are more than
/// the limit, or the work was cancelled.
pub fn estimate(
    points: Points<'_>,
    weights: Option<Weights<'_>>,
    (kernel, bandwidth): (Kernel, Positive),
    tiling: Tiling,
    limits: Limits,
    progress: &Progress,
) -> Result<Surface, Error> {
    let reach_m = kernel.reach() * bandwidth.get();
    let extent = points.extent();
    let around = Coord { x: reach_m, y: reach_m };
    let lattice = Lattice::covering(tiling, Rect::new(extent.min() - around, extent.max() + around), limits)?;
    onto(points, weights, (kernel, bandwidth), lattice, progress)
}

/// Estimates the density of points at the middles of given cells, as [`estimate`] does.
///
/// # Errors
/// Weights are not as many as points, the bandwidth is less than a millimetre, or the work was
/// cancelled.
pub fn onto(
    points: Points<'_>,
    weights: Option<Weights<'_>>,
    (kernel, bandwidth): (Kernel, Positive),
    lattice: Lattice,
    progress: &Progress,
) -> Result<Surface, Error> {
    Weights::check(weights, points)?;
    let (value, least, most) = (bandwidth.get(), Tiling::NARROWEST_M, f64::MAX);
    if value < least {
        return Err(Error::OutOfRange { what: "bandwidth", value, least, most });
    }
    let hills = Hills::new(points, weights, (kernel, bandwidth.get()));
    let per_m2 = match kernel {
        Kernel::Gaussian => hills.pile_up::<kernel::Gaussian>(&lattice, progress)?,
        Kernel::Quartic => hills.pile_up::<kernel::Quartic>(&lattice, progress)?,
        Kernel::Epanechnikov => hills.pile_up::<kernel::Epanechnikov>(&lattice, progress)?,
    };
    Ok(Surface { lattice, bandwidth_m: bandwidth.get(), per_m2 })
}

/// A point with the factor of its hill.
#[derive(Clone, Copy)]
struct Hill {
    top: Coord,
    height: f64,
}

/// Points from south to north.
struct Hills {
    from_south: Vec<Hill>,
    bandwidth_m: f64,
    reach_m: f64,
}

impl Hills {
    fn new(points: Points<'_>, weights: Option<Weights<'_>>, (kernel, bandwidth_m): (Kernel, f64)) -> Self {
        let coords = points.coords();
        let mut order: Vec<u32> = (0..place(coords.len())).collect();
        order.par_sort_unstable_by(|one, other| {
            coords[*one as usize].y.total_cmp(&coords[*other as usize].y).then(one.cmp(other))
        });
        let factor = kernel.scale() / (bandwidth_m * bandwidth_m);
        let hill = |index: u32| {
            let weight = weights.map_or(1.0, |weights| weights.get()[index as usize]);
            Hill { top: coords[index as usize], height: weight * factor }
        };
        Self {
            from_south: order.into_iter().map(hill).filter(|hill| hill.height > 0.0).collect(),
            bandwidth_m,
            reach_m: kernel.reach() * bandwidth_m,
        }
    }

    /// The hills that reach rows from one northing to another.
    fn reaching(&self, low_y: f64, high_y: f64) -> &[Hill] {
        let from = self.from_south.partition_point(|hill| hill.top.y < low_y - self.reach_m);
        let to = self.from_south.partition_point(|hill| hill.top.y <= high_y + self.reach_m);
        &self.from_south[from..to.max(from)]
    }

    fn pile_up<P: Profile>(&self, lattice: &Lattice, progress: &Progress) -> Result<Vec<f64>, Error> {
        let bands = lattice.rows().div_ceil(ROWS_OF_A_BAND);
        let band = |number: usize| Band::new(lattice, number * ROWS_OF_A_BAND);
        let reaching = |band: &Band<'_>| self.reaching(band.y(0), band.y(band.rows - 1));
        progress.begin((0..bands).map(|number| reaching(&band(number)).len()).sum())?;
        let mut values = vec![0.0; lattice.rows() * lattice.columns()];
        values.par_chunks_mut(ROWS_OF_A_BAND * lattice.columns()).enumerate().try_for_each(
            |(number, cells)| {
                let band = band(number);
                let mut columns = vec![0.0; lattice.columns()];
                for hills in reaching(&band).chunks(POINTS_OF_A_STEP) {
                    for hill in hills {
                        self.add::<P>(hill, &band, &mut columns, cells);
                    }
                    progress.advance(hills.len())?;
                }
                Ok(())
            },
        )?;
        Ok(values)
    }

    /// Adds a hill to the cells of a band. Rows of hexagons begin at one of two eastings, for each
    /// of which the columns are worked out once.
    fn add<P: Profile>(&self, hill: &Hill, band: &Band<'_>, columns: &mut [f64], cells: &mut [f64]) {
        let rows = band.rows_between(hill.top.y - self.reach_m, hill.top.y + self.reach_m);
        for parity in 0..band.alternating.min(rows.len()) {
            let start_x = band.lattice.row_start(band.first + rows.start + parity).x;
            let reached = band.columns_between(start_x, hill.top.x - self.reach_m, hill.top.x + self.reach_m);
            for column in reached {
                columns[column] = P::column(self.square(band.x(start_x, column) - hill.top.x));
            }
            for row in rows.clone().skip(parity).step_by(band.alternating) {
                let up_m = band.y(row) - hill.top.y;
                let half_m = (self.reach_m * self.reach_m - up_m * up_m).max(0.0).sqrt();
                let reached = band.columns_between(start_x, hill.top.x - half_m, hill.top.x + half_m);
                let part = P::row(self.square(up_m));
                let row = &mut cells[row * columns.len()..][..columns.len()];
                for (cell, column) in row[reached.clone()].iter_mut().zip(&columns[reached]) {
                    *cell += hill.height * P::height(part, *column);
                }
            }
        }
    }

    /// The square of a distance over the bandwidth.
    fn square(&self, away_m: f64) -> f64 {
        (away_m / self.bandwidth_m).powi(2)
    }
}

/// Some rows of a lattice.
struct Band<'a> {
    lattice: &'a Lattice,
    first: usize,
    rows: usize,
    start_y: f64,
    /// Of how many rows each begins at an easting of its own: two for hexagons.
    alternating: usize,
}

impl<'a> Band<'a> {
    fn new(lattice: &'a Lattice, first: usize) -> Self {
        Self {
            lattice,
            first,
            rows: ROWS_OF_A_BAND.min(lattice.rows() - first),
            start_y: lattice.row_start(first).y,
            alternating: lattice.tiling().alternating_rows(),
        }
    }

    fn x(&self, start_x: f64, column: usize) -> f64 {
        start_x + crate::number::real(column) * self.lattice.tiling().width_m()
    }

    fn y(&self, row: usize) -> f64 {
        self.start_y + crate::number::real(row) * self.lattice.tiling().row_height_m()
    }

    fn rows_between(&self, low: f64, high: f64) -> std::ops::Range<usize> {
        Lattice::places_between((self.start_y, self.lattice.tiling().row_height_m(), self.rows), low, high)
    }

    fn columns_between(&self, start_x: f64, low: f64, high: f64) -> std::ops::Range<usize> {
        let width_m = self.lattice.tiling().width_m();
        Lattice::places_between((start_x, width_m, self.lattice.columns()), low, high)
    }
}

#[cfg(test)]
mod tests;
