//! The nearest things by the streets.

use std::ops::ControlFlow;

use rayon::prelude::*;

use super::search::{Search, check_bound};
use super::{Network, Place, Travel};
use crate::number::place;
use crate::{Error, Limits, Progress};

/// A thing that was reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reached {
    /// Which one, from 0.
    pub index: u32,
    /// Metres, or seconds for walking and cycling.
    pub cost: f64,
}

/// Finds the k things nearest to each origin by the streets, up to a bound in metres or seconds, from
/// near to far; of equally far ones the earlier. There are fewer where fewer can be reached.
///
/// # Errors
/// k is nought, the bound is negative or NaN, the pairs may be more than the limit, or the work was cancelled.
pub fn nearest(
    network: &Network,
    (origins, things): (&[Place], &[Place]),
    (k, bound): (usize, f64),
    by: Travel,
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<Vec<Reached>>, Error> {
    if k == 0 {
        return Err(Error::NotPositive { what: "k", value: 0.0 });
    }
    check_bound(bound)?;
    let pairs = (k.min(things.len()) as u64).saturating_mul(origins.len() as u64);
    if pairs > limits.pairs {
        return Err(Error::TooMany { what: "pairs", found: pairs, limit: limits.pairs });
    }
    progress.begin(origins.len())?;
    let on = OnEdges::new(things);
    origins
        .par_iter()
        .map_init(
            || Search::new(network),
            |search, origin| {
                let mut best = Best { k, bound, found: Vec::new() };
                on.meet(network, (search, *origin), by, &mut best, progress)?;
                progress.advance(1)?;
                Ok(best.found)
            },
        )
        .collect()
}

/// Things, and on which edges they are.
struct OnEdges<'a> {
    things: &'a [Place],
    by_edge: Vec<(u32, u32)>,
}

impl<'a> OnEdges<'a> {
    fn new(things: &'a [Place]) -> Self {
        let edges = things.iter().enumerate();
        let mut by_edge: Vec<(u32, u32)> = edges.map(|(index, thing)| (thing.edge, place(index))).collect();
        by_edge.sort_unstable();
        Self { things, by_edge }
    }

    fn of(&self, edge: u32) -> impl Iterator<Item = u32> + '_ {
        let start = self.by_edge.partition_point(|(other, _)| *other < edge);
        self.by_edge[start..].iter().take_while(move |(other, _)| *other == edge).map(|(_, index)| *index)
    }

    /// Goes out from an origin until nothing nearer can come.
    fn meet(
        &self,
        network: &Network,
        (search, origin): (&mut Search, Place),
        by: Travel,
        best: &mut Best,
        progress: &Progress,
    ) -> Result<(), Error> {
        for index in self.of(origin.edge) {
            if let Some(cost) = network.along(origin, self.things[index as usize], by) {
                best.meet(index, cost);
            }
        }
        let visit = |_rank: f64, cost: f64, node: u32| {
            if cost > best.farthest() {
                return ControlFlow::Break(());
            }
            // All edges: a thing at the node itself is reached, whatever its street's direction.
            for arc in network.arcs(node, Travel::Shortest) {
                for index in self.of(arc.edge) {
                    let [begin, end] = network.entries(self.things[index as usize], by);
                    best.meet(index, cost + if arc.is_forward { begin.1 } else { end.1 });
                }
            }
            ControlFlow::Continue(())
        };
        search.run(network, (origin, by), |_node| 0.0, visit, progress)
    }
}

/// The nearest so far, from near to far; each once.
struct Best {
    k: usize,
    bound: f64,
    found: Vec<Reached>,
}

impl Best {
    /// What costs more is of no interest.
    fn farthest(&self) -> f64 {
        self.found.get(self.k - 1).map_or(self.bound, |last| last.cost)
    }

    fn meet(&mut self, index: u32, cost: f64) {
        let known = self.found.iter().position(|reached| reached.index == index);
        if cost > self.bound || !cost.is_finite() || known.is_some_and(|at| self.found[at].cost <= cost) {
            return;
        }
        if let Some(known) = known {
            self.found.remove(known);
        }
        let is_nearer = |other: &Reached| (other.cost, other.index) < (cost, index);
        let at = self.found.partition_point(is_nearer);
        self.found.insert(at, Reached { index, cost });
        self.found.truncate(self.k);
    }
}
