//! From a place beside the streets to the street.

use geo::{Coord, Line};
use rstar::{AABB, PointDistance, RTreeObject};

use super::split::project;
use super::{Edge, Network, Travel};
use crate::number::place;

/// A place that is nearer than this to a node is at the node: it leaves by any of its streets.
pub(super) const AT_NODE_M: f64 = 1e-6;

/// A segment of an edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    line: Line,
    edge: u32,
    /// How far along the edge it begins, in metres.
    start_m: f64,
}

impl Piece {
    /// The segments of all edges.
    pub(super) fn of_all(edges: &[Edge]) -> Vec<Self> {
        let mut pieces = Vec::new();
        for (number, edge) in edges.iter().enumerate() {
            let mut start_m = 0.0;
            for line in edge.line.lines() {
                pieces.push(Self { line, edge: place(number), start_m });
                start_m += (line.end - line.start).x.hypot((line.end - line.start).y);
            }
        }
        pieces
    }
}

impl RTreeObject for Piece {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.line.start.into(), self.line.end.into())
    }
}

impl PointDistance for Piece {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        project(Coord::from(*point), self.line.start, self.line.end).1
    }
}

/// A place on a network, found by [`Network::find_place`]; on another network it means nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Place {
    /// The edge that it is on.
    pub edge: u32,
    /// How far along the edge's line, in metres.
    pub along_m: f64,
    /// Where on the line it is.
    pub at: Coord,
    /// How far from the street the place was that was asked for, in metres. It is not part of any way.
    pub away_m: f64,
}

impl Network {
    /// Finds the point of a street nearest to a place, up to a distance; of equally near edges the
    /// first.
    pub fn find_place(&self, of: Coord, up_to_m: f64) -> Option<Place> {
        if !crate::input::is_on_earth(of) {
            return None;
        }
        let mut nearest: Option<(Place, f64)> = None;
        for (piece, square) in self.pieces.nearest_neighbor_iter_with_distance_2(&of.into()) {
            if nearest.is_some_and(|(_, least)| square > least) || square > up_to_m * up_to_m {
                break;
            }
            let (fraction, _) = project(of, piece.line.start, piece.line.end);
            let along = piece.line.end - piece.line.start;
            let along_m = piece.start_m + along.x.hypot(along.y) * fraction;
            let is_first = nearest.is_none_or(|(place, _)| {
                (piece.edge, along_m.to_bits()) < (place.edge, place.along_m.to_bits())
            });
            if is_first {
                let length_m = self.edge(piece.edge).length_m;
                let found = Place {
                    edge: piece.edge,
                    along_m: along_m.min(length_m),
                    at: piece.line.start + along * fraction,
                    away_m: square.sqrt(),
                };
                nearest = Some((found, square));
            }
        }
        nearest.map(|(place, _)| place)
    }

    /// What it costs to get from a place to the ends of its edge: first where the line begins.
    pub(super) fn exits(&self, from: Place, by: Travel) -> [(u32, f64); 2] {
        let edge = self.edge(from.edge);
        let cost = |length_m, is_forward| part_of(edge, length_m, is_forward, by);
        [(edge.from, cost(from.along_m, false)), (edge.to, cost(edge.length_m - from.along_m, true))]
    }

    /// What it costs to get from the ends of its edge to a place: first from where the line begins.
    pub(super) fn entries(&self, to: Place, by: Travel) -> [(u32, f64); 2] {
        let edge = self.edge(to.edge);
        let cost = |length_m, is_forward| part_of(edge, length_m, is_forward, by);
        [(edge.from, cost(to.along_m, true)), (edge.to, cost(edge.length_m - to.along_m, false))]
    }

    /// What it costs to go from a place to another of the same edge without leaving it.
    pub(super) fn along(&self, from: Place, to: Place, by: Travel) -> Option<f64> {
        let is_forward = to.along_m >= from.along_m;
        let length_m = (to.along_m - from.along_m).abs();
        let cost = part_of(self.edge(from.edge), length_m, is_forward, by);
        (from.edge == to.edge && cost.is_finite()).then_some(cost)
    }
}

/// What a part of an edge from or to its end costs: nothing at the end itself, whatever the direction.
fn part_of(edge: &Edge, length_m: f64, is_forward: bool, by: Travel) -> f64 {
    if length_m <= AT_NODE_M || by.may_go(edge.direction, is_forward) {
        length_m * by.per_m()
    } else {
        f64::INFINITY
    }
}
