//! Probabilities of many tests at once.

use crate::number::real;

/// How sure one may be of a cluster, many places having been looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Less than 90 per cent: not told from chance.
    None,
    /// 90 per cent.
    Percent90,
    /// 95 per cent.
    Percent95,
    /// 99 per cent.
    Percent99,
}

impl Confidence {
    /// Says how sure an adjusted probability makes.
    pub fn of(adjusted: f64) -> Self {
        if adjusted <= 0.01 {
            Self::Percent99
        } else if adjusted <= 0.05 {
            Self::Percent95
        } else if adjusted <= 0.1 {
            Self::Percent90
        } else {
            Self::None
        }
    }
}

/// Corrects probabilities for how many tests there are, such that of those at or below q on average
/// a share of q at most is wrong: p(i) becomes the least of n p(j) / j for the j ≥ i in ascending order.
///
/// Benjamini, Hochberg, Controlling the False Discovery Rate, Journal of the Royal Statistical
/// Society B 57 (1995), page 293; for tests of places near each other Caldas de Castro, Singer,
/// Geographical Analysis 38 (2006).
pub fn adjusted(probabilities: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_unstable_by(|one, other| {
        probabilities[*other].total_cmp(&probabilities[*one]).then(one.cmp(other))
    });
    let mut found = vec![1.0; probabilities.len()];
    let mut least: f64 = 1.0;
    for (passed, place) in order.into_iter().enumerate() {
        let rank = probabilities.len() - passed;
        least = least.min(probabilities[place] * (real(probabilities.len()) / real(rank)));
        found[place] = least;
    }
    found
}
