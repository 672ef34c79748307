//! Points as a tree that is halved by turns: what is near is found without looking at the rest.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use geo::Coord;

use super::{Neighbour, square_of_distance};
use crate::number::place;
use crate::{Error, Points, Progress};

/// Points that are looked at one by one.
const LEAF: usize = 12;
/// Halves with more points are built by another thread.
const LARGE: usize = 20_000;

/// A k-d tree (Bentley, Communications of the ACM 18 (1975), 509): the point in the middle of a
/// range divides the others along one axis. There is nothing beside the points but that axis.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    point: Coord,
    index: u32,
    /// Which coordinate divides, where this point does.
    axis: Axis,
}

#[derive(Debug, Clone, Copy)]
enum Axis {
    East,
    North,
}

impl Axis {
    fn of(self, point: Coord) -> f64 {
        match self {
            Self::East => point.x,
            Self::North => point.y,
        }
    }
}

impl Tree {
    /// Builds the tree of points, which are known by their place from then on.
    ///
    /// # Errors
    /// The work was cancelled.
    pub fn new(points: Points<'_>, progress: &Progress) -> Result<Self, Error> {
        let node =
            |(index, point): (usize, &Coord)| Node { point: *point, index: place(index), axis: Axis::East };
        let mut nodes: Vec<Node> = points.coords().iter().enumerate().map(node).collect();
        halve(&mut nodes, progress);
        progress.check()?;
        Ok(Self { nodes })
    }

    /// Returns how many points there are.
    pub fn count(&self) -> usize {
        self.nodes.len()
    }

    /// Finds the k points nearest to a place, from near to far; of equally far ones the earlier.
    ///
    /// `skip` leaves out one point: the place itself, where it is one of them.
    pub(crate) fn nearest(&self, to: Coord, k: usize, skip: Option<u32>, search: &mut Search) {
        search.begin(k, skip);
        self.search(0..self.nodes.len(), to, (0.0, 0.0), search);
        search.finish();
    }

    fn search(&self, range: Range<usize>, to: Coord, away: (f64, f64), search: &mut Search) {
        if range.len() <= LEAF {
            for node in &self.nodes[range] {
                search.meet(node.index, square_of_distance(node.point, to));
            }
            return;
        }
        let middle = range.start + range.len() / 2;
        let node = self.nodes[middle];
        let along = node.axis.of(to) - node.axis.of(node.point);
        let (near, far) = if along < 0.0 {
            (range.start..middle, middle + 1..range.end)
        } else {
            (middle + 1..range.end, range.start..middle)
        };
        self.search(near, to, away, search);
        search.meet(node.index, square_of_distance(node.point, to));
        // How far the far half is at least, along both axes.
        let away = match node.axis {
            Axis::East => (along, away.1),
            Axis::North => (away.0, along),
        };
        if away.0 * away.0 + away.1 * away.1 <= search.farthest {
            self.search(far, to, away, search);
        }
    }

    /// Calls `found` with each point up to a distance from a place, and the square of its distance.
    pub(crate) fn within(&self, to: Coord, radius_m: f64, found: &mut impl FnMut(u32, f64)) {
        self.collect(0..self.nodes.len(), to, radius_m, found);
    }

    fn collect(&self, range: Range<usize>, to: Coord, radius_m: f64, found: &mut impl FnMut(u32, f64)) {
        let mut meet = |node: &Node| {
            let square = square_of_distance(node.point, to);
            if square <= radius_m * radius_m {
                found(node.index, square);
            }
        };
        if range.len() <= LEAF {
            self.nodes[range].iter().for_each(meet);
            return;
        }
        let middle = range.start + range.len() / 2;
        let node = self.nodes[middle];
        meet(&node);
        let along = node.axis.of(to) - node.axis.of(node.point);
        if along <= radius_m {
            self.collect(range.start..middle, to, radius_m, found);
        }
        if -along <= radius_m {
            self.collect(middle + 1..range.end, to, radius_m, found);
        }
    }
}

/// Divides points along the axis on which they lie farther apart, then each half; gives up when
/// cancelled.
fn halve(nodes: &mut [Node], progress: &Progress) {
    if nodes.len() <= LEAF || progress.is_cancelled() {
        return;
    }
    let (mut low, mut high) = (nodes[0].point, nodes[0].point);
    for Node { point, .. } in &*nodes {
        low = Coord { x: low.x.min(point.x), y: low.y.min(point.y) };
        high = Coord { x: high.x.max(point.x), y: high.y.max(point.y) };
    }
    let axis = if high.x - low.x >= high.y - low.y { Axis::East } else { Axis::North };
    let middle = nodes.len() / 2;
    nodes.select_nth_unstable_by(middle, |one, other| {
        axis.of(one.point).total_cmp(&axis.of(other.point)).then(one.index.cmp(&other.index))
    });
    nodes[middle].axis = axis;
    let (left, right) = nodes.split_at_mut(middle);
    let right = &mut right[1..];
    if left.len() > LARGE {
        rayon::join(|| halve(left, progress), || halve(right, progress));
    } else {
        halve(left, progress);
        halve(right, progress);
    }
}

/// The nearest points found so far; kept from one question to the next, since it has memory.
#[derive(Debug, Default)]
pub(crate) struct Search {
    k: usize,
    skip: Option<u32>,
    /// The square of the distance beyond which nothing is of interest.
    farthest: f64,
    heap: BinaryHeap<Met>,
    sorted: Vec<Neighbour>,
}

/// A point that was met; one that is farther, or as far and later, is greater.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Met {
    square: f64,
    index: u32,
}

impl Eq for Met {}

impl PartialOrd for Met {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Met {
    fn cmp(&self, other: &Self) -> Ordering {
        self.square.total_cmp(&other.square).then(self.index.cmp(&other.index))
    }
}

impl Search {
    /// Returns what was found, from near to far.
    pub(crate) fn found(&self) -> &[Neighbour] {
        &self.sorted
    }

    fn begin(&mut self, k: usize, skip: Option<u32>) {
        self.k = k;
        self.skip = skip;
        self.farthest = f64::INFINITY;
        self.heap.clear();
    }

    fn meet(&mut self, index: u32, square: f64) {
        if square > self.farthest || self.skip == Some(index) {
            return;
        }
        let met = Met { square, index };
        if self.heap.len() < self.k {
            self.heap.push(met);
        } else if let Some(mut farthest) = self.heap.peek_mut()
            && met < *farthest
        {
            *farthest = met;
        }
        if self.heap.len() == self.k {
            self.farthest = self.heap.peek().map_or(f64::INFINITY, |met| met.square);
        }
    }

    fn finish(&mut self) {
        self.sorted.clear();
        self.sorted.extend(
            self.heap.drain().map(|met| Neighbour { index: met.index, distance_m: met.square.sqrt() }),
        );
        // The root of two squares may be the same, so that the index alone cannot tell them apart.
        self.sorted.sort_unstable_by(|one, other| {
            one.distance_m.total_cmp(&other.distance_m).then(one.index.cmp(&other.index))
        });
    }
}
