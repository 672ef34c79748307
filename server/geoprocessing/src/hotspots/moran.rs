//! Moran's I: whether neighbours are alike, all over and at each place.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

use super::getis_ord::standardised;
use super::{Neighbours, adjusted, two_sided};
use crate::number::{place, real};
use crate::{Error, Limits, Progress, Values};

/// How alike neighbours are all over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GlobalMoran {
    /// Moran's I: above `expected` where neighbours are alike, below it where they differ.
    pub i: f64,
    /// What chance would give: -1 / (n - 1).
    pub expected: f64,
    /// The variance if the values were drawn from a normal distribution.
    pub variance_normal: f64,
    /// The variance over all ways to deal the values out to the points.
    pub variance_randomised: f64,
}

impl GlobalMoran {
    /// Returns z and its two-sided probability under normality.
    pub fn normal(&self) -> (f64, f64) {
        self.tested(self.variance_normal)
    }

    /// Returns z and its two-sided probability under randomisation.
    pub fn randomised(&self) -> (f64, f64) {
        self.tested(self.variance_randomised)
    }

    fn tested(&self, variance: f64) -> (f64, f64) {
        let z = if variance > 0.0 { (self.i - self.expected) / variance.sqrt() } else { 0.0 };
        (z, two_sided(z))
    }
}

/// Measures how alike neighbours are all over, with row-standardised weights.
///
/// I = n Σ w(ij) z(i) z(j) / (S0 Σ z²); the moments are those of Cliff, Ord, Spatial Processes, 1981,
/// pages 42 to 46. Points without neighbours count among the n, as `esda.Moran` has it.
///
/// # Errors
/// There are fewer than four points, values are not as many as points, all are equal, or nobody has
/// a neighbour.
pub fn global_moran(neighbours: &Neighbours, values: Values<'_>) -> Result<GlobalMoran, Error> {
    let z = checked(neighbours, values)?;
    let n = real(z.len());
    let (mut sum, mut s0, mut s1) = (0.0, 0.0, 0.0);
    let mut columns = vec![0.0; z.len()];
    for (point, value) in z.iter().enumerate() {
        let weight = neighbours.weight(point);
        sum += value * neighbours.lag(point, &z);
        for other in neighbours.of(point) {
            let back = if neighbours.has(*other as usize, place(point)) {
                neighbours.weight(*other as usize)
            } else {
                0.0
            };
            s1 += weight * (weight + back);
            columns[*other as usize] += weight;
        }
        s0 += if weight > 0.0 { 1.0 } else { 0.0 };
    }
    if s0 < 1.0 {
        return Err(Error::Empty { what: "neighbours" });
    }
    let rows = (0..z.len()).map(|point| if neighbours.weight(point) > 0.0 { 1.0 } else { 0.0 });
    let s2: f64 = rows.zip(&columns).map(|(row, column): (f64, &f64)| (row + column).powi(2)).sum();
    let kurtosis = z.iter().map(|value| value.powi(4)).sum::<f64>() / n;
    let expected = -1.0 / (n - 1.0);
    let normal = (n * n * s1 - n * s2 + 3.0 * s0 * s0) / (s0 * s0 * (n * n - 1.0));
    let randomised = n * ((n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0 * s0)
        - kurtosis * ((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * s0 * s0);
    Ok(GlobalMoran {
        i: sum / s0,
        expected,
        variance_normal: normal - expected * expected,
        variance_randomised: randomised / ((n - 1.0) * (n - 2.0) * (n - 3.0) * s0 * s0) - expected * expected,
    })
}

/// Standardised values, when a statistic of neighbours can be made of them.
fn checked(neighbours: &Neighbours, values: Values<'_>) -> Result<Vec<f64>, Error> {
    let (found, expected) = (values.get().len(), neighbours.count());
    if found != expected {
        return Err(Error::Mismatch { what: "values", found, expected });
    }
    if found < 4 {
        let (value, most) = (real(found), f64::from(u32::MAX));
        return Err(Error::OutOfRange { what: "points", value, least: 4.0, most });
    }
    standardised(values.get())
}

/// Where a point stands among its neighbours; high is above the mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quadrant {
    /// High among high: a cluster.
    HighHigh,
    /// Low among high: an outlier.
    LowHigh,
    /// Low among low: a cluster.
    LowLow,
    /// High among low: an outlier.
    HighLow,
}

/// What Moran's I says of a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalMoran {
    /// The local I: above nought among its like.
    pub i: f64,
    /// Where it stands.
    pub quadrant: Quadrant,
    /// How often neighbours dealt out by chance are as extreme, to the side on which I lies.
    pub p: f64,
    /// The probability corrected for the number of points ([`adjusted`]).
    pub adjusted_p: f64,
}

/// How probabilities are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permutations {
    /// How many draws; 999 makes the least probability 0.001.
    pub count: u32,
    /// The same seed gives the same draws, on any machine.
    pub seed: u64,
}

/// Measures for each point how alike its neighbours are, with row-standardised weights.
///
/// I(i) = (n - 1) z(i) Σ w(ij) z(j) / Σ z² (Anselin, Local Indicators of Spatial Association,
/// Geographical Analysis 27 (1995), (12)), scaled as `esda.Moran_Local` does. The probability is
/// (m + 1) / (draws + 1), where m counts the draws that are as extreme: neighbours are dealt out by
/// chance from all other points, the point's own value held (the same, section 5). All points share
/// the draws. A point without neighbours has an I of nought and a probability of one.
///
/// # Errors
/// As for [`global_moran`]; no draws are asked for, their memory is more than the limit of pairs, or
/// the work was cancelled.
pub fn local_moran(
    neighbours: &Neighbours,
    values: Values<'_>,
    permutations: Permutations,
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<LocalMoran>, Error> {
    let z = checked(neighbours, values)?;
    progress.begin(z.len())?;
    let draws = Draws::new(z.len() - 1, neighbours.most(), permutations, limits)?;
    let scale = (real(z.len()) - 1.0) / real(z.len());
    let found: Result<Vec<LocalMoran>, Error> = (0..z.len())
        .into_par_iter()
        .map(|point| {
            progress.advance(1)?;
            let lag = neighbours.lag(point, &z);
            let quadrant = match (z[point] > 0.0, lag > 0.0) {
                (true, true) => Quadrant::HighHigh,
                (false, true) => Quadrant::LowHigh,
                (false, false) => Quadrant::LowLow,
                (true, false) => Quadrant::HighLow,
            };
            let p = draws.probability(point, neighbours.of(point), &z, progress)?;
            Ok(LocalMoran { i: scale * z[point] * lag, quadrant, p, adjusted_p: 1.0 })
        })
        .collect();
    let mut found = found?;
    let probabilities: Vec<f64> = found.iter().map(|local| local.p).collect();
    for (local, adjusted_p) in found.iter_mut().zip(adjusted(&probabilities)) {
        local.adjusted_p = adjusted_p;
    }
    Ok(found)
}

/// Places drawn without putting back, `length` for each permutation; a shorter draw is its beginning.
struct Draws {
    length: usize,
    places: Vec<u32>,
    count: u32,
}

impl Draws {
    fn new(among: usize, length: usize, of: Permutations, limits: Limits) -> Result<Self, Error> {
        if of.count == 0 {
            return Err(Error::NotPositive { what: "permutations", value: 0.0 });
        }
        if length == 0 {
            return Err(Error::Empty { what: "neighbours" });
        }
        let size = (length as u64).saturating_mul(u64::from(of.count));
        if size > limits.pairs {
            return Err(Error::TooMany { what: "permutations", found: size, limit: limits.pairs });
        }
        let mut chance = ChaCha8Rng::seed_from_u64(of.seed);
        let mut deck: Vec<u32> = (0..place(among)).collect();
        let mut places = Vec::new();
        for _ in 0..of.count {
            // Fisher and Yates's shuffle, as far as it is needed; it may begin with any order.
            for at in 0..length {
                deck.swap(at, at + below(among - at, &mut chance));
            }
            places.extend_from_slice(&deck[..length]);
        }
        Ok(Self { length, places, count: of.count })
    }

    /// How often chance makes neighbours as extreme as they are.
    fn probability(&self, point: usize, of: &[u32], z: &[f64], progress: &Progress) -> Result<f64, Error> {
        if of.is_empty() {
            return Ok(1.0);
        }
        // All are multiplied with the same: comparing sums of neighbours is enough.
        let found = z[point] * of.iter().map(|other| z[*other as usize]).sum::<f64>();
        let mut larger = 0_u32;
        for draws in self.places.chunks(self.length * 64) {
            for draw in draws.chunks(self.length) {
                // The point itself is left out of the deck.
                let other = |place: u32| place as usize + usize::from(place as usize >= point);
                let sum: f64 = draw[..of.len()].iter().map(|place| z[other(*place)]).sum();
                larger += u32::from(z[point] * sum >= found);
            }
            progress.check()?;
        }
        let extreme = larger.min(self.count - larger);
        Ok((f64::from(extreme) + 1.0) / (f64::from(self.count) + 1.0))
    }
}

/// A number from nought to below `bound`, by the high half of a product (Lemire, ACM Transactions on
/// Modeling and Computer Simulation 29 (2019), without its correction: off by 2^-32 at most here).
fn below(bound: usize, chance: &mut ChaCha8Rng) -> usize {
    let product = u128::from(chance.next_u64()) * bound as u128;
    usize::try_from(product >> 64).unwrap_or(0)
}
