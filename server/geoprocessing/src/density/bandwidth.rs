//! The bandwidth that fits the spread of the points.

use super::Kernel;
use crate::{Error, Points, Positive, Weights};

/// Chooses a bandwidth by Silverman's rule of thumb, in metres: A(K) σ n^(-1/6).
///
/// σ² is the mean of the variances along the two axes, A(K) a constant of the kernel (Silverman,
/// Density Estimation for Statistics and Data Analysis, 1986, (4.14), table 4.1 and page 87). With
/// weights n is (Σw)² / Σw² (Kish, Survey Sampling, 1965, 11.7), as `scipy.stats.gaussian_kde` has it.
/// The rule fits one hill; where points lie in several towns it smooths too much.
///
/// # Errors
/// Weights are not as many as points, or all points that count are at one place.
pub fn silverman(
    points: Points<'_>,
    weights: Option<Weights<'_>>,
    kernel: Kernel,
) -> Result<Positive, Error> {
    Weights::check(weights, points)?;
    let coords = points.coords();
    let weight = |place: usize| weights.map_or(1.0, |weights| weights.get()[place]);
    let largest = (0..coords.len()).map(weight).fold(0.0, f64::max);
    // Relative to the largest, so that squares of small weights do not vanish.
    let weight = |place: usize| weight(place) / largest;
    let (mut sum, mut squares, mut x, mut y) = (0.0, 0.0, 0.0, 0.0);
    for (place, point) in coords.iter().enumerate() {
        sum += weight(place);
        squares += weight(place) * weight(place);
        x += weight(place) * (point.x - coords[0].x);
        y += weight(place) * (point.y - coords[0].y);
    }
    let (mean_x, mean_y) = (coords[0].x + x / sum, coords[0].y + y / sum);
    let mut spread = 0.0;
    for (place, point) in coords.iter().enumerate() {
        spread += weight(place) * ((point.x - mean_x).powi(2) + (point.y - mean_y).powi(2));
    }
    let count = sum * sum / squares;
    // Unbiased: n - 1 without weights, and what `numpy.cov` makes of `aweights`.
    let variance = spread / (sum - squares / sum);
    let deviation_m = (variance / 2.0).sqrt();
    Positive::new("bandwidth", kernel.constant_of_silverman() * deviation_m * count.powf(-1.0 / 6.0))
        .map_err(|_not_positive| Error::Constant { what: "points" })
}
