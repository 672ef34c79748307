//! Where values are unusual together: Getis-Ord Gi* and Moran's I.

mod false_discovery;
mod getis_ord;
mod moran;
mod neighbours;

pub use false_discovery::{Confidence, adjusted};
pub use getis_ord::{HotSpot, getis_ord, getis_ord_nearest};
pub use moran::{GlobalMoran, LocalMoran, Permutations, Quadrant, global_moran, local_moran};
pub use neighbours::Neighbours;

use std::f64::consts::SQRT_2;

/// Points of a square that one thread does at once.
const POINTS_OF_A_STEP: usize = 128;

/// The probability that a standard normal is at least as far from nought as `z`, either way.
fn two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / SQRT_2)
}

#[cfg(test)]
mod tests;
