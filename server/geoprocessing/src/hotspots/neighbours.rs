//! Who counts as whose neighbour.

use rayon::prelude::*;

use super::POINTS_OF_A_STEP;
use crate::cells::Cells;
use crate::nearest::{nearest_others, square_of_distance};
use crate::number::real;
use crate::{Error, Limits, Points, Positive, Progress};

/// The neighbours of each point, itself never; all of a point's weigh the same, together one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbours {
    /// Where those of each point begin, and at last where all end.
    starts: Vec<usize>,
    /// Ascending for each point.
    targets: Vec<u32>,
}

impl Neighbours {
    /// Takes the k nearest points of each; of equally far ones the earlier.
    ///
    /// # Errors
    /// k is nought, there is one point only, the pairs are more than the limit, or the work was
    /// cancelled.
    pub fn nearest(points: Points<'_>, k: usize, limits: Limits, progress: &Progress) -> Result<Self, Error> {
        let found = nearest_others(points, k, limits, progress)?;
        let count = points.coords().len();
        let mut targets = Vec::with_capacity(count * found.each());
        for place in 0..count {
            let mut of: Vec<u32> = found.of(place).iter().map(|neighbour| neighbour.index).collect();
            of.sort_unstable();
            targets.extend(of);
        }
        Ok(Self { starts: (0..=count).map(|place| place * found.each()).collect(), targets })
    }

    /// Takes the points up to a distance from each; some may have none.
    ///
    /// # Errors
    /// The pairs are more than the limit, the band is too short for the extent, or the work was
    /// cancelled.
    pub fn within(
        points: Points<'_>,
        band: Positive,
        limits: Limits,
        progress: &Progress,
    ) -> Result<Self, Error> {
        let cells = Cells::new(points, band, "band")?;
        let count = points.coords().len();
        progress.begin(count)?;
        let pairs = std::sync::atomic::AtomicU64::new(0);
        let lists: Result<Vec<Vec<Vec<u32>>>, Error> = (0..cells.squares().len())
            .into_par_iter()
            .map(|number| {
                let own = cells.points_of(number..number + 1).into_par_iter().with_min_len(POINTS_OF_A_STEP);
                own.map(|point| {
                    let of = near(&cells, number, point, band.get());
                    let found = pairs.fetch_add(of.len() as u64, std::sync::atomic::Ordering::Relaxed);
                    if found + of.len() as u64 > limits.pairs {
                        return Err(Error::TooMany {
                            what: "pairs",
                            found: limits.pairs + 1,
                            limit: limits.pairs,
                        });
                    }
                    progress.advance(1)?;
                    Ok(of)
                })
                .collect()
            })
            .collect();
        let mut by_point = vec![Vec::new(); count];
        for (index, of) in cells.indices().iter().zip(lists?.into_iter().flatten()) {
            by_point[*index as usize] = of;
        }
        let mut starts = vec![0];
        let mut targets = Vec::new();
        for of in by_point {
            targets.extend(of);
            starts.push(targets.len());
        }
        Ok(Self { starts, targets })
    }

    /// Returns how many points there are.
    pub fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the neighbours of a point, ascending.
    pub fn of(&self, point: usize) -> &[u32] {
        &self.targets[self.starts[point]..self.starts[point + 1]]
    }

    /// Returns how many neighbours a point has at most.
    pub(super) fn most(&self) -> usize {
        (0..self.count()).map(|point| self.of(point).len()).max().unwrap_or(0)
    }

    /// Returns what each neighbour of a point weighs: nought where there is none.
    pub(super) fn weight(&self, point: usize) -> f64 {
        let count = self.of(point).len();
        if count == 0 { 0.0 } else { 1.0 / real(count) }
    }

    /// Returns the mean of the neighbours' values, nought where there is none.
    pub(super) fn lag(&self, point: usize, values: &[f64]) -> f64 {
        self.of(point).iter().map(|other| values[*other as usize]).sum::<f64>() * self.weight(point)
    }

    /// Tells whether one point is among the neighbours of another.
    pub(super) fn has(&self, point: usize, other: u32) -> bool {
        self.of(point).binary_search(&other).is_ok()
    }
}

/// The others within the band of a point, which is known by its place among the squares.
fn near(cells: &Cells, square: usize, point: usize, band_m: f64) -> Vec<u32> {
    let at = cells.coords()[point];
    let mut of = Vec::new();
    for run in cells.around(cells.squares()[square], 1) {
        for other in cells.points_of(run) {
            if other != point && square_of_distance(at, cells.coords()[other]) <= band_m * band_m {
                of.push(cells.indices()[other]);
            }
        }
    }
    of.sort_unstable();
    of
}
