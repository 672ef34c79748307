//! The best way from one place to another.

use std::ops::ControlFlow;

use geo::{Coord, LineString};

use super::search::Search;
use super::snap::AT_NODE_M;
use super::{Network, Place, Travel};
use crate::{Error, Progress};

/// A way through the network.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Metres, or seconds for walking and cycling.
    pub cost: f64,
    /// How long it is in metres.
    pub length_m: f64,
    /// The edges, the first and the last in part, and whether each is gone along its line.
    pub edges: Vec<(u32, bool)>,
    /// Where it runs.
    pub line: LineString,
}

/// Finds the best way from one place to another, if there is any, by A* with the straight line.
///
/// # Errors
/// The work was cancelled.
pub fn route(
    network: &Network,
    (from, to): (Place, Place),
    by: Travel,
    progress: &Progress,
) -> Result<Option<Route>, Error> {
    progress.begin(1)?;
    let entries = network.entries(to, by);
    // No edge is shorter than the straight line between its nodes; rounding is taken off.
    let ahead = |node: u32| {
        let away = network.nodes()[node as usize] - to.at;
        away.x.hypot(away.y) * by.per_m() * (1.0 - 1e-9)
    };
    let direct = network.along(from, to, by);
    let mut best = (direct.unwrap_or(f64::INFINITY), None);
    let mut search = Search::new(network);
    let visit = |rank: f64, cost: f64, node: u32| {
        if rank >= best.0 {
            return ControlFlow::Break(());
        }
        for ((entry, entry_cost), is_forward) in entries.into_iter().zip([true, false]) {
            if entry == node && cost + entry_cost < best.0 {
                best = (cost + entry_cost, Some((node, is_forward)));
            }
        }
        ControlFlow::Continue(())
    };
    search.run(network, (from, by), ahead, visit, progress)?;
    progress.advance(1)?;
    let (cost, entry) = best;
    if cost.is_infinite() {
        return Ok(None);
    }
    let edges = entry.map_or_else(
        || vec![(from.edge, to.along_m >= from.along_m)],
        |entry| edges(network, &search, (from, to), entry, by),
    );
    let line = line(network, &edges, (from, to), entry.is_none());
    let edges = gone(network, edges, (from, to));
    Ok(Some(Route { cost, length_m: cost / by.per_m(), edges, line }))
}

/// Leaves out a first and a last edge of which nothing is gone, since the place is at its end.
fn gone(network: &Network, mut edges: Vec<(u32, bool)>, (from, to): (Place, Place)) -> Vec<(u32, bool)> {
    let ahead_m = |place: Place, is_forward: bool| {
        if is_forward { network.edge(place.edge).length_m - place.along_m } else { place.along_m }
    };
    if edges.len() > 1 && edges.last().is_some_and(|(_, is_forward)| ahead_m(to, !is_forward) <= AT_NODE_M) {
        edges.pop();
    }
    if edges.len() > 1 && ahead_m(from, edges[0].1) <= AT_NODE_M {
        edges.remove(0);
    }
    edges
}

/// The edges from place to place, the last entered at a node, along its line or against it.
fn edges(
    network: &Network,
    search: &Search,
    (from, to): (Place, Place),
    (node, is_forward): (u32, bool),
    by: Travel,
) -> Vec<(u32, bool)> {
    let mut edges = vec![(to.edge, is_forward)];
    let mut node = node;
    while let Some(step) = search.via(node) {
        edges.push((step.edge, step.is_forward));
        node = step.from;
    }
    let [(begin, back), (end, ahead)] = network.exits(from, by);
    // Both ends of a loop are one node: the shorter way out was taken.
    let is_back = begin == node && (begin != end || back <= ahead);
    edges.push((from.edge, !is_back));
    edges.reverse();
    edges
}

/// The line along edges; of the first and the last only the part to be gone.
fn line(network: &Network, edges: &[(u32, bool)], (from, to): (Place, Place), is_direct: bool) -> LineString {
    let mut coords: Vec<Coord> = Vec::new();
    for (number, (edge, is_forward)) in edges.iter().enumerate() {
        let whole = network.edge(*edge);
        let (start, end) = if *is_forward { (0.0, whole.length_m) } else { (whole.length_m, 0.0) };
        let begin_m = if number == 0 { from.along_m } else { start };
        let end_m = if is_direct || number + 1 == edges.len() { to.along_m } else { end };
        let mut part = part(&whole.line, begin_m.min(end_m), begin_m.max(end_m)).0;
        if !is_forward {
            part.reverse();
        }
        coords.extend(part);
    }
    coords.dedup();
    if coords.len() == 1 {
        coords.push(coords[0]);
    }
    LineString::new(coords)
}

/// The part of a line from one distance along it to another, in metres.
pub(super) fn part(line: &LineString, from_m: f64, to_m: f64) -> LineString {
    let mut coords = Vec::new();
    let mut start_m = 0.0;
    for segment in line.lines() {
        let along = segment.end - segment.start;
        let length_m = along.x.hypot(along.y);
        let end_m = start_m + length_m;
        let at = |wanted_m: f64| segment.start + along * ((wanted_m - start_m) / length_m).clamp(0.0, 1.0);
        if end_m >= from_m && start_m <= to_m && length_m > 0.0 {
            coords.push(at(from_m));
            coords.push(at(to_m));
        }
        start_m = end_m;
    }
    coords.dedup();
    LineString::new(coords)
}
