//! How the weight of a point is spread around it.

use std::f64::consts::PI;

/// The shape of the hill that each point becomes; `u` is the distance over the bandwidth.
///
/// Silverman, Density Estimation for Statistics and Data Analysis, 1986, section 4.2.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    /// exp(-u²/2) / 2π, cut off at 5 bandwidths, beyond which lie 0.0004 % of it, and scaled by as
    /// much, so that nothing of a weight is lost.
    Gaussian,
    /// 3/π (1 - u²)² up to one bandwidth (the biweight, K2 in Silverman's (4.5)).
    Quartic,
    /// 2/π (1 - u²) up to one bandwidth (Silverman's (4.4)).
    Epanechnikov,
}

/// How many bandwidths a Gaussian hill reaches.
const GAUSSIAN_REACH: f64 = 5.0;

impl Kernel {
    /// Returns how many bandwidths a hill reaches.
    pub fn reach(self) -> f64 {
        match self {
            Self::Gaussian => GAUSSIAN_REACH,
            Self::Quartic | Self::Epanechnikov => 1.0,
        }
    }

    /// What the shape is multiplied with so that its volume is one, for a bandwidth of one.
    pub(super) fn scale(self) -> f64 {
        match self {
            Self::Gaussian => 1.0 / (2.0 * PI * (1.0 - (-GAUSSIAN_REACH * GAUSSIAN_REACH / 2.0).exp())),
            Self::Quartic => 3.0 / PI,
            Self::Epanechnikov => 2.0 / PI,
        }
    }

    /// The constant A(K) of [`silverman`](super::silverman) in two dimensions: Silverman's table 4.1
    /// with more digits, from (4.13): A⁶ = 8π · 2 ∫K² / (∫x²K)² with ∫x²K along one axis.
    pub(super) fn constant_of_silverman(self) -> f64 {
        match self {
            Self::Gaussian => 1.0,
            Self::Quartic => 460.8_f64.powf(1.0 / 6.0),
            Self::Epanechnikov => 192_f64.powf(1.0 / 6.0),
        }
    }
}

/// A shape as the product or difference of a part for the column and a part for the row of a cell,
/// so that the costly function is worked out once for each column and row, not for each cell.
pub(super) trait Profile: Copy + Sync {
    /// The part for a row, from the square of its distance over the bandwidth.
    fn row(u2: f64) -> f64;
    /// The part for a column, likewise.
    fn column(u2: f64) -> f64;
    /// The height in a cell.
    fn height(row: f64, column: f64) -> f64;
}

/// exp(-(x² + y²)/2) = exp(-x²/2) exp(-y²/2).
#[derive(Clone, Copy)]
pub(super) struct Gaussian;

impl Profile for Gaussian {
    fn row(u2: f64) -> f64 {
        (-u2 / 2.0).exp()
    }
    fn column(u2: f64) -> f64 {
        (-u2 / 2.0).exp()
    }
    fn height(row: f64, column: f64) -> f64 {
        row * column
    }
}

/// 1 - (x² + y²) = (1 - y²) - x².
#[derive(Clone, Copy)]
pub(super) struct Epanechnikov;

impl Profile for Epanechnikov {
    fn row(u2: f64) -> f64 {
        1.0 - u2
    }
    fn column(u2: f64) -> f64 {
        u2
    }
    fn height(row: f64, column: f64) -> f64 {
        (row - column).max(0.0)
    }
}

/// The square of [`Epanechnikov`].
#[derive(Clone, Copy)]
pub(super) struct Quartic;

impl Profile for Quartic {
    fn row(u2: f64) -> f64 {
        Epanechnikov::row(u2)
    }
    fn column(u2: f64) -> f64 {
        Epanechnikov::column(u2)
    }
    fn height(row: f64, column: f64) -> f64 {
        let height = Epanechnikov::height(row, column);
        height * height
    }
}
