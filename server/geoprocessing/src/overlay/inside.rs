//! Whether points are inside an area, many of them.

use geo::{BoundingRect, Coord, Line, LinesIter, MultiPolygon, Rect};

use crate::number::{real, steps};

/// Edges of an area that a strip has at most on average.
const EDGES_OF_A_STRIP: usize = 4;
/// In how many strips an edge is at most on average.
const MOST_COPIES: usize = 16;

/// An area whose edges are sorted into strips from south to north.
///
/// A point is inside when a ray to the east crosses the boundary an odd number of times (Shimrat,
/// Algorithm 112, Communications of the ACM 5 (1962), 434). A point on a boundary that two areas
/// share is inside exactly one of them, as long as the boundary has the same corners in both.
#[derive(Debug)]
pub(super) struct Inside {
    rect: Rect,
    strips: Vec<Vec<Line>>,
}

impl Inside {
    /// Sorts the edges of an area; none for one that is empty.
    pub(super) fn new(area: &MultiPolygon) -> Option<Self> {
        let rect = area.bounding_rect()?;
        let edges = area.lines_iter().count();
        let mut count = (edges / EDGES_OF_A_STRIP).max(1);
        // Long edges are in many strips: fewer strips keep the memory in bounds.
        while copies(area, rect, count) > edges * MOST_COPIES {
            count /= 2;
        }
        let mut strips = vec![Vec::new(); count];
        let strip = |y: f64| strip_of(y, rect, count);
        for edge in area.lines_iter() {
            // The same edge gives the same crossings, whichever way it is drawn.
            let edge = if edge.start.y <= edge.end.y { edge } else { Line::new(edge.end, edge.start) };
            for edges in &mut strips[strip(edge.start.y)..=strip(edge.end.y)] {
                edges.push(edge);
            }
        }
        Some(Self { rect, strips })
    }

    /// Tells whether a point is inside.
    pub(super) fn has(&self, point: Coord) -> bool {
        let (low, high) = (self.rect.min(), self.rect.max());
        if !(low.x..=high.x).contains(&point.x) || !(low.y..=high.y).contains(&point.y) {
            return false;
        }
        let strip = strip_of(point.y, self.rect, self.strips.len());
        let is_crossed = |edge: &&Line| {
            let (from, to) = (edge.start, edge.end);
            // An edge has its lower end and not its upper one, so that a corner is met once.
            from.y <= point.y
                && point.y < to.y
                && point.x < from.x + (point.y - from.y) / (to.y - from.y) * (to.x - from.x)
        };
        self.strips[strip].iter().filter(is_crossed).count() % 2 == 1
    }
}

/// The strip of a northing, of so many from the south to the north of a box.
fn strip_of(y: f64, rect: Rect, count: usize) -> usize {
    let height_m = (rect.height() / real(count)).max(f64::MIN_POSITIVE);
    steps((y - rect.min().y) / height_m).min(count - 1)
}

/// In how many of `count` strips the edges of an area are, all together.
fn copies(area: &MultiPolygon, rect: Rect, count: usize) -> usize {
    let strips = |edge: Line| {
        let (low, high) = (edge.start.y.min(edge.end.y), edge.start.y.max(edge.end.y));
        strip_of(high, rect, count) - strip_of(low, rect, count) + 1
    };
    area.lines_iter().map(strips).sum()
}
