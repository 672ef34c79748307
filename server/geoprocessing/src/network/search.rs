//! From one place to all nodes, from near to far.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::ControlFlow;

use rayon::prelude::*;

use super::{Network, Place, Travel};
use crate::{Error, Progress};

/// Nodes between two looks at whether to go on.
const NODES_OF_A_STEP: usize = 4096;

/// A node that may be reached; one of a lower rank is greater, of equal ones the lower.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    /// The cost so far and, with a goal, the least that is still to come.
    rank: f64,
    node: u32,
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        other.rank.total_cmp(&self.rank).then(other.node.cmp(&self.node))
    }
}

/// How a node was reached from another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) from: u32,
    pub(super) edge: u32,
    pub(super) is_forward: bool,
}

/// What is known of a node.
#[derive(Debug, Clone, Copy)]
struct Known {
    cost: f64,
    via: Option<Step>,
    is_visited: bool,
}

impl Known {
    const NOTHING: Self = Self { cost: f64::INFINITY, via: None, is_visited: false };
}

/// What is known of the nodes; kept from one search to the next, since it has memory.
#[derive(Debug)]
pub(super) struct Search {
    known: Vec<Known>,
    touched: Vec<u32>,
    queue: BinaryHeap<Waiting>,
}

impl Search {
    pub(super) fn new(network: &Network) -> Self {
        let known = vec![Known::NOTHING; network.nodes().len()];
        Self { known, touched: Vec::new(), queue: BinaryHeap::new() }
    }

    /// Returns what it costs to reach a node: infinite where it was not reached.
    pub(super) fn cost(&self, node: u32) -> f64 {
        self.known[node as usize].cost
    }

    /// Returns how a node was reached; none for where the search began.
    pub(super) fn via(&self, node: u32) -> Option<Step> {
        self.known[node as usize].via
    }

    fn offer(&mut self, node: u32, cost: f64, via: Option<Step>, ahead: impl Fn(u32) -> f64) {
        let known = &mut self.known[node as usize];
        if cost < known.cost && !known.is_visited {
            if known.cost.is_infinite() {
                self.touched.push(node);
            }
            known.cost = cost;
            known.via = via;
            self.queue.push(Waiting { rank: cost + ahead(node), node });
        }
    }

    /// Visits nodes by rank, which is the cost where `ahead` is nought (Dijkstra, Numerische
    /// Mathematik 1 (1959), 269); with a least cost still to come it is A* (Hart, Nilsson, Raphael,
    /// IEEE Transactions on Systems Science and Cybernetics 4 (1968), 100). `visit` gets the rank, the
    /// cost and the node, and says when it is enough.
    pub(super) fn run(
        &mut self,
        network: &Network,
        (from, by): (Place, Travel),
        ahead: impl Fn(u32) -> f64,
        mut visit: impl FnMut(f64, f64, u32) -> ControlFlow<()>,
        progress: &Progress,
    ) -> Result<(), Error> {
        for node in self.touched.drain(..) {
            self.known[node as usize] = Known::NOTHING;
        }
        self.queue.clear();
        for (node, cost) in network.exits(from, by) {
            self.offer(node, cost, None, &ahead);
        }
        let mut visited = 0;
        while let Some(Waiting { rank, node }) = self.queue.pop() {
            let known = &mut self.known[node as usize];
            if known.is_visited {
                continue;
            }
            known.is_visited = true;
            let cost = known.cost;
            if visit(rank, cost, node).is_break() {
                break;
            }
            for arc in network.arcs(node, by) {
                let via = Step { from: node, edge: arc.edge, is_forward: arc.is_forward };
                self.offer(arc.to, cost + arc.length_m * by.per_m(), Some(via), &ahead);
            }
            visited += 1;
            if visited % NODES_OF_A_STEP == 0 {
                progress.check()?;
            }
        }
        Ok(())
    }
}

/// Works out what it costs to get from each origin to each destination, up to a bound: metres or
/// seconds, by row and column, none where there is no way or it costs more.
///
/// # Errors
/// The bound is negative or NaN, the table has more than the limit of pairs, or the work was cancelled.
pub fn costs(
    network: &Network,
    (origins, destinations): (&[Place], &[Place]),
    by: Travel,
    bound: f64,
    limits: crate::Limits,
    progress: &Progress,
) -> Result<Vec<Vec<Option<f64>>>, Error> {
    check_bound(bound)?;
    let pairs = (origins.len() as u64).saturating_mul(destinations.len() as u64);
    if pairs > limits.pairs {
        return Err(Error::TooMany { what: "pairs", found: pairs, limit: limits.pairs });
    }
    progress.begin(origins.len())?;
    origins
        .par_iter()
        .map_init(
            || Search::new(network),
            |search, origin| {
                let enough = |_rank: f64, cost: f64, _node: u32| {
                    if cost > bound { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                };
                search.run(network, (*origin, by), |_node| 0.0, enough, progress)?;
                let row = destinations.iter().map(|destination| {
                    let ways = network.entries(*destination, by).map(|(node, cost)| search.cost(node) + cost);
                    let straight = network.along(*origin, *destination, by).unwrap_or(f64::INFINITY);
                    let least = ways[0].min(ways[1]).min(straight);
                    (least <= bound && least.is_finite()).then_some(least)
                });
                let row = row.collect();
                progress.advance(1)?;
                Ok(row)
            },
        )
        .collect()
}

/// Looks whether a bound is one; it may be infinite.
pub(super) fn check_bound(bound: f64) -> Result<(), Error> {
    if bound >= 0.0 {
        Ok(())
    } else {
        Err(Error::OutOfRange { what: "bound", value: bound, least: 0.0, most: f64::INFINITY })
    }
}
