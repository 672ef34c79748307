//! Counts of persons by hexagon.

use std::collections::BTreeMap;

use civico_domain::records::{LEAST_K, is_k, told};

use super::Bin;
use crate::Error;
use crate::number::real;

/// Tells of counts by cell such that nothing can be worked out of a few.
///
/// The rule is that of the sums over records ([`civico_domain::records::told`]): the counts of each source
/// are rounded down to multiples of k, cells that have fewer are left out as if they were empty, and what is
/// told of several sources is the sum of what is told of each. So another answer, of other sources or
/// versions or to a larger k, adds nothing from which a few would follow, as long as it is about the same
/// cells: those of two grids do not fit into each other.
///
/// # Errors
/// k is not [`LEAST_K`] or that doubled ([`is_k`]).
pub fn told_counts<C: Ord + Copy>(sources: &[Vec<Bin<C>>], k: u64) -> Result<Vec<(C, u64)>, Error> {
    if !is_k(k) {
        let real = |count: u64| real(usize::try_from(count).unwrap_or(usize::MAX));
        return Err(Error::OutOfRange {
            what: "k",
            value: real(k),
            least: real(LEAST_K),
            most: f64::INFINITY,
        });
    }
    let mut sums: BTreeMap<C, u64> = BTreeMap::new();
    for bin in sources.iter().flatten() {
        if let Some(count) = told(bin.count, k) {
            *sums.entry(bin.cell).or_default() += count;
        }
    }
    Ok(sums.into_iter().collect())
}
