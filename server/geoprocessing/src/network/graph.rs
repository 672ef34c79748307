//! Nodes and edges.

use geo::{Coord, LineString};
use rstar::RTree;

use super::snap::Piece;
use super::{Direction, Travel};

/// Streets between two nodes, with their line.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The node where the line begins.
    pub from: u32,
    /// The node where the line ends.
    pub to: u32,
    /// Where it runs, from node to node.
    pub line: LineString,
    /// How long the line is in metres.
    pub length_m: f64,
    /// Which of the given streets it is of.
    pub street: u32,
    /// Which way it is open to vehicles.
    pub direction: Direction,
}

/// A way out of a node. What a search asks of an edge is kept here too, since it asks often.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) edge: u32,
    pub(super) to: u32,
    pub(super) length_m: f64,
    pub(super) is_forward: bool,
    direction: Direction,
}

/// A graph of streets: edges meet at nodes, and nowhere else.
#[derive(Debug)]
pub struct Network {
    nodes: Vec<Coord>,
    edges: Vec<Edge>,
    /// Where the arcs of each node begin, and at last where all end.
    starts: Vec<u32>,
    arcs: Vec<Arc>,
    pub(super) pieces: RTree<Piece>,
}

impl Network {
    pub(super) fn new(nodes: Vec<Coord>, edges: Vec<Edge>) -> Self {
        let mut starts = vec![0_u32; nodes.len() + 1];
        for edge in &edges {
            starts[edge.from as usize + 1] += 1;
            starts[edge.to as usize + 1] += 1;
        }
        for node in 0..nodes.len() {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let none = Arc { edge: 0, to: 0, length_m: 0.0, is_forward: true, direction: Direction::Both };
        let mut arcs = vec![none; edges.len() * 2];
        for (number, edge) in edges.iter().enumerate() {
            for (at, to, is_forward) in [(edge.from, edge.to, true), (edge.to, edge.from, false)] {
                let (length_m, direction) = (edge.length_m, edge.direction);
                let arc = Arc { edge: crate::number::place(number), to, length_m, is_forward, direction };
                arcs[next[at as usize] as usize] = arc;
                next[at as usize] += 1;
            }
        }
        let pieces = RTree::bulk_load(Piece::of_all(&edges));
        Self { nodes, edges, starts, arcs, pieces }
    }

    /// Returns where the nodes are.
    pub fn nodes(&self) -> &[Coord] {
        &self.nodes
    }

    /// Returns the edges, in the order of the streets.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Returns an edge by its number.
    pub fn edge(&self, number: u32) -> &Edge {
        &self.edges[number as usize]
    }

    /// The ways out of a node that may be gone.
    pub(super) fn arcs(&self, node: u32, by: Travel) -> impl Iterator<Item = Arc> + '_ {
        let range = self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize;
        self.arcs[range].iter().copied().filter(move |arc| by.may_go(arc.direction, arc.is_forward))
    }
}
