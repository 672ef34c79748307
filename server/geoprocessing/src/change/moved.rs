//! How far a shape moved.

use geo::{Coord, Geometry, Line, LinesIter};
use rstar::RTree;

use crate::nearest::square_of_distance;

/// Returns how far two shapes are apart at most, in metres: the greatest distance from a corner of one
/// to the outline of the other, both ways; none when one is empty.
///
/// It is the distance of Hausdorff (Grundzüge der Mengenlehre, 1914, page 463) between outlines of
/// straight lines, for which corners are enough but where the nearest of several lines changes along
/// a line. Of two points it is the straight line between them.
pub fn moved_m(before: &Geometry, after: &Geometry) -> Option<f64> {
    if let (Geometry::Point(before), Geometry::Point(after)) = (before, after) {
        return Some(square_of_distance(before.0, after.0).sqrt());
    }
    let (before, after) = (segments(before), segments(after));
    if before.is_empty() || after.is_empty() {
        return None;
    }
    if before == after {
        return Some(0.0);
    }
    let one_way = |from: &[Line], to: Vec<Line>| {
        let tree = RTree::bulk_load(to);
        from.iter()
            .flat_map(|line| [line.start, line.end])
            .map(|corner| away_m2(corner, &tree))
            .fold(0.0, f64::max)
    };
    Some(one_way(&before, after.clone()).max(one_way(&after, before)).sqrt())
}

/// The square of the distance from a corner to the nearest line.
fn away_m2(corner: Coord, lines: &RTree<Line>) -> f64 {
    let nearest = lines.nearest_neighbor_iter_with_distance_2(&corner.into()).next();
    nearest.map_or(f64::INFINITY, |(_, square)| square)
}

/// The outline as lines; a point is a line without length.
pub(crate) fn segments(shape: &Geometry) -> Vec<Line> {
    let point = |at: Coord| Line::new(at, at);
    match shape {
        Geometry::Point(shape) => vec![point(shape.0)],
        Geometry::MultiPoint(shape) => shape.iter().map(|one| point(one.0)).collect(),
        Geometry::Line(shape) => vec![*shape],
        Geometry::LineString(shape) => shape.lines_iter().collect(),
        Geometry::MultiLineString(shape) => shape.lines_iter().collect(),
        Geometry::Polygon(shape) => shape.lines_iter().collect(),
        Geometry::MultiPolygon(shape) => shape.lines_iter().collect(),
        Geometry::Rect(shape) => shape.lines_iter().collect(),
        Geometry::Triangle(shape) => shape.lines_iter().collect(),
        Geometry::GeometryCollection(shapes) => shapes.iter().flat_map(segments).collect(),
    }
}
