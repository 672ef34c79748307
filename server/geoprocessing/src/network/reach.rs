//! What is reached within a time or a distance: service areas, isochrones.

use std::ops::ControlFlow;

use geo::algorithm::buffer::{Buffer, BufferStyle, LineCap, LineJoin};
use geo::{Area, LineString, MultiLineString, MultiPolygon, Polygon};
use rayon::prelude::*;

use super::route::part;
use super::search::Search;
use super::{Network, Place, Travel};
use crate::overlay::unite;
use crate::{Error, Positive, Progress};

/// A part of an edge that is reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The edge.
    pub edge: u32,
    /// Where the part begins along the edge's line, in metres.
    pub from_m: f64,
    /// Where it ends.
    pub to_m: f64,
}

/// What is reached from one origin within one limit.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceArea {
    /// Metres, or seconds for walking and cycling.
    pub limit: f64,
    /// Parts of edges, by edge and then along it; they do not overlap.
    pub parts: Vec<Part>,
}

/// How the polygon around streets is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outline {
    /// How far the polygon reaches from the streets, in metres.
    pub around: Positive,
    /// Holes up to this area in square metres are filled: blocks of houses.
    pub fill_m2: f64,
}

impl ServiceArea {
    /// Draws the parts that are reached, cut where the limit is.
    pub fn lines(&self, network: &Network) -> MultiLineString {
        let draw = |reached: &Part| part(&network.edge(reached.edge).line, reached.from_m, reached.to_m);
        MultiLineString::new(self.parts.iter().map(draw).filter(|line| line.0.len() > 1).collect())
    }

    /// Draws the polygon around what is reached.
    ///
    /// # Errors
    /// The work was cancelled.
    pub fn polygon(
        &self,
        network: &Network,
        outline: Outline,
        progress: &Progress,
    ) -> Result<MultiPolygon, Error> {
        let lines = self.lines(network).0;
        let parts = lines.len().div_ceil(LINES_OF_A_STEP);
        progress.begin(2 * parts)?;
        let drawn: Result<Vec<MultiPolygon>, Error> = lines
            .par_chunks(LINES_OF_A_STEP)
            .map(|lines| {
                progress.advance(1)?;
                let style = BufferStyle::new(outline.around.get())
                    .line_cap(LineCap::Round(ROUND))
                    .line_join(LineJoin::Round(ROUND));
                Ok(MultiLineString::new(lines.to_vec()).buffer_with_style(style))
            })
            .collect();
        let drawn = drawn?;
        let polygons = unite(&drawn.iter().collect::<Vec<_>>(), progress)?;
        let fill = |polygon: Polygon| {
            let (exterior, holes) = polygon.into_inner();
            let is_large =
                |hole: &LineString| Polygon::new(hole.clone(), Vec::new()).unsigned_area() > outline.fill_m2;
            Polygon::new(exterior, holes.into_iter().filter(is_large).collect())
        };
        Ok(MultiPolygon::new(polygons.into_iter().map(fill).collect()))
    }
}

/// Lines around which is drawn at a time.
const LINES_OF_A_STEP: usize = 128;
/// The angle between two corners of what is round: a quarter of a circle has six.
const ROUND: f64 = std::f64::consts::FRAC_PI_2 / 6.0;

/// Finds what is reached from each origin within each limit (metres or seconds), cut at the limit.
/// There is one list for each origin, with the limits in their order.
///
/// # Errors
/// There are no limits, one is not finite or above nought, or the work was cancelled.
pub fn service_areas(
    network: &Network,
    origins: &[Place],
    limits: &[f64],
    by: Travel,
    progress: &Progress,
) -> Result<Vec<Vec<ServiceArea>>, Error> {
    let mut farthest: f64 = 0.0;
    for limit in limits {
        farthest = farthest.max(Positive::new("limits", *limit)?.get());
    }
    if limits.is_empty() {
        return Err(Error::Empty { what: "limits" });
    }
    progress.begin(origins.len())?;
    origins
        .par_iter()
        .map_init(
            || Search::new(network),
            |search, origin| {
                let mut nodes = Vec::new();
                let visit = |_rank: f64, cost: f64, node: u32| {
                    if cost > farthest {
                        return ControlFlow::Break(());
                    }
                    nodes.push((node, cost));
                    ControlFlow::Continue(())
                };
                search.run(network, (*origin, by), |_node| 0.0, visit, progress)?;
                progress.advance(1)?;
                Ok(limits.iter().map(|limit| within(network, *origin, &nodes, *limit, by)).collect())
            },
        )
        .collect()
}

/// The parts of edges within a limit, from the nodes that are.
fn within(network: &Network, origin: Place, nodes: &[(u32, f64)], limit: f64, by: Travel) -> ServiceArea {
    let mut parts = Vec::new();
    let own = network.edge(origin.edge);
    let reach_m = limit / by.per_m();
    let side_m = |is_forward: bool| if by.may_go(own.direction, is_forward) { reach_m } else { 0.0 };
    parts.push(Part {
        edge: origin.edge,
        from_m: (origin.along_m - side_m(false)).max(0.0),
        to_m: (origin.along_m + side_m(true)).min(own.length_m),
    });
    for (node, cost) in nodes.iter().take_while(|(_, cost)| *cost < limit) {
        let left_m = (limit - cost) / by.per_m();
        for arc in network.arcs(*node, by) {
            let length_m = arc.length_m;
            let (from_m, to_m) = if arc.is_forward {
                (0.0, left_m.min(length_m))
            } else {
                ((length_m - left_m).max(0.0), length_m)
            };
            parts.push(Part { edge: arc.edge, from_m, to_m });
        }
    }
    ServiceArea { limit, parts: joined_parts(parts) }
}

/// Joins parts of an edge that touch, and puts all in order.
pub(crate) fn joined_parts(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_unstable_by(|one, other| one.edge.cmp(&other.edge).then(one.from_m.total_cmp(&other.from_m)));
    let mut joined: Vec<Part> = Vec::with_capacity(parts.len() / 2);
    for part in parts {
        match joined.last_mut() {
            Some(last) if last.edge == part.edge && part.from_m <= last.to_m => {
                last.to_m = last.to_m.max(part.to_m);
            }
            _ => joined.push(part),
        }
    }
    joined
}
