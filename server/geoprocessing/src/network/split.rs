//! Where lines meet: points at which they become nodes, and at which lines are split.

use geo::{Coord, LineString};

use super::Street;
use crate::cells::Cells;
use crate::nearest::{Tree, square_of_distance};
use crate::number::place;
use crate::{Error, Points, Positive};

/// Collects where nodes are: the ends of all lines, then corners that lines share exactly.
pub(super) fn junctions(streets: &[Street<'_>]) -> Vec<Coord> {
    let mut corners: Vec<(u64, u64)> = Vec::new();
    for street in streets {
        let line = &street.line.0;
        corners.extend(line.windows(2).filter(|pair| pair[0] != pair[1]).map(|pair| bits(pair[1])));
        corners.extend(line.first().map(|first| bits(*first)));
    }
    corners.sort_unstable();
    let mut shared: Vec<(u64, u64)> =
        corners.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    shared.dedup();
    let ends = streets.iter().flat_map(|street| [street.line.0.first(), street.line.0.last()]);
    let mut found: Vec<Coord> = ends.flatten().copied().collect();
    found.extend(shared.into_iter().map(|(x, y)| Coord { x: f64::from_bits(x), y: f64::from_bits(y) }));
    found
}

/// A coordinate as something that can be sorted; nought has one form.
fn bits(at: Coord) -> (u64, u64) {
    ((at.x + 0.0).to_bits(), (at.y + 0.0).to_bits())
}

/// Makes nodes of junctions: each joins the nearest earlier node within the tolerance, or becomes one.
/// Returns the nodes, and the node of each junction.
pub(super) fn nodes(junctions: &[Coord], tolerance: Positive) -> Result<(Vec<Coord>, Vec<u32>), Error> {
    let cells = Cells::new(Points::new("streets", junctions)?, tolerance, "tolerance")?;
    let mut place_of = vec![0; junctions.len()];
    for (at, index) in cells.indices().iter().enumerate() {
        place_of[*index as usize] = at;
    }
    let mut square_of = vec![0; junctions.len()];
    for square in 0..cells.squares().len() {
        square_of[cells.points_of(square..square + 1)].fill(square);
    }
    // By their place in the order of the squares.
    let mut node_at: Vec<Option<u32>> = vec![None; junctions.len()];
    let mut nodes = Vec::new();
    let mut of = Vec::with_capacity(junctions.len());
    for (junction, at) in junctions.iter().enumerate() {
        let around = cells.around(cells.squares()[square_of[place_of[junction]]], 1);
        let near = around.flat_map(|run| cells.points_of(run)).filter_map(|other| {
            let square = square_of_distance(*at, cells.coords()[other]);
            let node = node_at[other].filter(|_| square <= tolerance.get() * tolerance.get())?;
            Some((square, node))
        });
        let nearest = near.min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        of.push(if let Some((_, node)) = nearest {
            node
        } else {
            let node = place(nodes.len());
            nodes.push(*at);
            node_at[place_of[junction]] = Some(node);
            node
        });
    }
    Ok((nodes, of))
}

/// Where a line passes a node.
#[derive(Debug, Clone, Copy)]
struct Pass {
    node: u32,
    segment: usize,
    /// How far along the segment, from nought to one.
    fraction: f64,
    square_m2: f64,
}

/// Splits a line at the nodes within the tolerance of it. Returns the parts with their nodes.
pub(super) fn split(
    line: &LineString,
    (first, last): (u32, u32),
    (nodes, tree): (&[Coord], &Tree),
    tolerance_m: f64,
) -> Vec<(u32, u32, LineString)> {
    let mut passes = passes(line, (first, last), tree, nodes, tolerance_m);
    let end = line.0.len() - 1;
    passes.push(Pass { node: last, segment: end, fraction: 0.0, square_m2: 0.0 });
    let mut parts = Vec::new();
    let mut begun = Pass { node: first, segment: 0, fraction: 0.0, square_m2: 0.0 };
    for pass in passes {
        let corner = begun.segment + 1;
        let to = pass.segment + usize::from(pass.fraction > 0.0);
        let between = line.0.get(corner..to.max(corner)).unwrap_or_default();
        let ends = (nodes[begun.node as usize], nodes[pass.node as usize]);
        let mut coords = vec![ends.0];
        coords.extend(between);
        coords.push(ends.1);
        coords.dedup();
        let part = LineString::new(coords);
        // A line that leaves a node and is back before it went anywhere.
        let is_stub = begun.node == pass.node && is_within(&part, ends.0, 2.0 * tolerance_m);
        if part.0.len() > 1 && !is_stub {
            parts.push((begun.node, pass.node, part));
        }
        begun = pass;
    }
    parts
}

fn is_within(line: &LineString, of: Coord, radius_m: f64) -> bool {
    line.0.iter().all(|corner| square_of_distance(*corner, of) <= radius_m * radius_m)
}

/// Finds the nodes between the ends of a line, in its order. Where several segments that follow each
/// other are near one node, the line passes it once, where it is nearest.
fn passes(
    line: &LineString,
    (first, last): (u32, u32),
    tree: &Tree,
    nodes: &[Coord],
    tolerance_m: f64,
) -> Vec<Pass> {
    let mut found: Vec<Pass> = Vec::new();
    for (segment, ends) in line.0.windows(2).enumerate() {
        let half = (ends[1] - ends[0]) / 2.0;
        let radius_m = half.x.hypot(half.y) + tolerance_m * 1.001;
        tree.within(ends[0] + half, radius_m, &mut |node, _| {
            let (fraction, square_m2) = project(nodes[node as usize], ends[0], ends[1]);
            if square_m2 <= tolerance_m * tolerance_m {
                found.push(Pass { node, segment, fraction, square_m2 });
            }
        });
    }
    found.sort_unstable_by_key(|pass| (pass.node, pass.segment));
    let mut kept: Vec<Pass> = Vec::new();
    for run in found.chunk_by(|one, other| one.node == other.node && other.segment - one.segment <= 1) {
        let begins = run[0].node == first && run[0].segment == 0;
        let ends = run[0].node == last && run[run.len() - 1].segment + 2 == line.0.len();
        let nearest = run.iter().min_by(|one, other| one.square_m2.total_cmp(&other.square_m2));
        kept.extend(nearest.filter(|_| !begins && !ends));
    }
    kept.sort_unstable_by(|one, other| {
        let order = one.segment.cmp(&other.segment).then(one.fraction.total_cmp(&other.fraction));
        order.then(one.node.cmp(&other.node))
    });
    kept
}

/// How far along a segment a point is nearest, from nought to one, and the square of the distance.
pub(super) fn project(point: Coord, from: Coord, to: Coord) -> (f64, f64) {
    let (along, away) = (to - from, point - from);
    let length = along.x * along.x + along.y * along.y;
    let fraction =
        if length > 0.0 { ((away.x * along.x + away.y * along.y) / length).clamp(0.0, 1.0) } else { 0.0 };
    (fraction, square_of_distance(point, from + along * fraction))
}
