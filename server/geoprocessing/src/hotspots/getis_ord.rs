//! Getis-Ord Gi*: where high values, or low ones, are near each other.

use rayon::prelude::*;

use super::{Confidence, Neighbours, POINTS_OF_A_STEP, adjusted, two_sided};
use crate::cells::Cells;
use crate::nearest::square_of_distance;
use crate::number::{place, real};
use crate::{Error, Limits, Points, Positive, Progress, Values};

/// What Gi* says of a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HotSpot {
    /// How many points are in the band, this one with them.
    pub neighbours: u32,
    /// Standard deviations above (hot) or below (cold) what chance would give.
    pub z: f64,
    /// The probability of such a z by chance, either way.
    pub p: f64,
    /// The probability corrected for the number of points ([`adjusted`]).
    pub adjusted_p: f64,
}

impl HotSpot {
    /// Says how sure one may be that the point is hot or cold, the number of points considered.
    pub fn confidence(self) -> Confidence {
        Confidence::of(self.adjusted_p)
    }
}

/// Finds hot and cold spots, one answer for each point: Gi* with binary weights within a fixed
/// distance, the point itself included.
///
/// z = (Σ x - W mean) / (S √((n W - W²) / (n - 1))), where the sum is over the W points within the
/// band and S² = Σ x² / n - mean² (Ord, Getis, Local Spatial Autocorrelation Statistics,
/// Geographical Analysis 27 (1995), (14.3) with binary weights). Where the band holds all points, z
/// is nought. A value counts for its point; for counts of events, pass one point for each area.
///
/// # Errors
/// There are fewer than two points, all values are equal, the band is too short for the extent, or
/// the work was cancelled.
pub fn getis_ord(
    points: Points<'_>,
    values: Values<'_>,
    band: Positive,
    progress: &Progress,
) -> Result<Vec<HotSpot>, Error> {
    let standard = Standard::new(points, values)?;
    let cells = Cells::new(points, band, "band")?;
    progress.begin(points.coords().len())?;
    let sorted: Vec<f64> = cells.indices().iter().map(|index| standard.values[*index as usize]).collect();
    let band_m2 = band.get() * band.get();
    let squares: Result<Vec<Vec<(u32, f64)>>, Error> = (0..cells.squares().len())
        .into_par_iter()
        .map(|number| {
            let near: Vec<_> =
                cells.around(cells.squares()[number], 1).map(|run| cells.points_of(run)).collect();
            // Squares with many points take as long as all others together: they are shared out.
            let own = cells.points_of(number..number + 1).into_par_iter().with_min_len(POINTS_OF_A_STEP);
            own.map(|point| {
                progress.advance(1)?;
                let (mut count, mut sum) = (0, 0.0);
                for run in &near {
                    let others = cells.coords()[run.clone()].iter().zip(&sorted[run.clone()]);
                    for (other, value) in others {
                        if square_of_distance(cells.coords()[point], *other) <= band_m2 {
                            count += 1;
                            sum += value;
                        }
                    }
                }
                Ok((count, standard.z(count, sum)))
            })
            .collect()
        })
        .collect();
    Ok(in_order(cells.indices(), squares?.into_iter().flatten()))
}

/// Finds hot and cold spots as [`getis_ord`] does, among the k nearest of each point and itself.
///
/// # Errors
/// There are fewer than two points, all values are equal, k is nought, the pairs are more than the
/// limit, or the work was cancelled.
pub fn getis_ord_nearest(
    points: Points<'_>,
    values: Values<'_>,
    k: usize,
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<HotSpot>, Error> {
    let standard = Standard::new(points, values)?;
    let neighbours = Neighbours::nearest(points, k, limits, progress)?;
    let found = (0..neighbours.count()).map(|point| {
        let of = neighbours.of(point);
        let sum = of.iter().map(|other| standard.values[*other as usize]).sum::<f64>();
        let count = place(of.len() + 1);
        (count, standard.z(count, sum + standard.values[point]))
    });
    let indices: Vec<u32> = (0..place(neighbours.count())).collect();
    Ok(in_order(&indices, found))
}

/// Values of mean nought and deviation one.
struct Standard {
    values: Vec<f64>,
}

impl Standard {
    fn new(points: Points<'_>, values: Values<'_>) -> Result<Self, Error> {
        let expected = points.coords().len();
        let given = values.get();
        if given.len() != expected {
            return Err(Error::Mismatch { what: "values", found: given.len(), expected });
        }
        Ok(Self { values: standardised(given)? })
    }

    /// z of a band that holds `count` points with a sum of standardised values.
    fn z(&self, count: u32, sum: f64) -> f64 {
        let (all, band) = (real(self.values.len()), f64::from(count));
        let variance = band * (all - band) / (all - 1.0);
        if variance > 0.0 { sum / variance.sqrt() } else { 0.0 }
    }
}

/// Moves and scales values so that their mean is nought and their deviation (of n, not n - 1) one.
///
/// # Errors
/// All are equal.
pub(super) fn standardised(values: &[f64]) -> Result<Vec<f64>, Error> {
    let count = real(values.len());
    let mean = values.iter().map(|value| value / count).sum::<f64>();
    let variance = values.iter().map(|value| (value - mean).powi(2) / count).sum::<f64>();
    let deviation = variance.sqrt();
    let is_varied = values.iter().any(|value| value.to_bits() != values[0].to_bits());
    if is_varied && deviation > mean.abs() * f64::EPSILON * 4.0 {
        Ok(values.iter().map(|value| (value - mean) / deviation).collect())
    } else {
        Err(Error::Constant { what: "values" })
    }
}

/// Puts what was found in the order of the squares into that of the points, with probabilities.
fn in_order(indices: &[u32], found: impl Iterator<Item = (u32, f64)>) -> Vec<HotSpot> {
    let none = HotSpot { neighbours: 0, z: 0.0, p: 1.0, adjusted_p: 1.0 };
    let mut spots = vec![none; indices.len()];
    for (index, (neighbours, z)) in indices.iter().zip(found) {
        spots[*index as usize] = HotSpot { neighbours, z, p: two_sided(z), adjusted_p: 1.0 };
    }
    let probabilities: Vec<f64> = spots.iter().map(|spot| spot.p).collect();
    for (spot, adjusted_p) in spots.iter_mut().zip(adjusted(&probabilities)) {
        spot.adjusted_p = adjusted_p;
    }
    spots
}
