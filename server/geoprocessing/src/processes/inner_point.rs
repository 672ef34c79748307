//! A point that stands for a shape.

use geo::{BoundingRect, Coord, CoordsIter, Geometry, InteriorPoint, LinesIter, MultiPolygon};

use super::rows::area_of;
use crate::input::is_on_earth;

/// Returns a point of a shape: within a polygon, on a line, of several points the one in the middle.
///
/// Polygons may cross themselves, at which `geo`'s own way to a point gives up.
pub(super) fn point_within(shape: &Geometry) -> Option<Coord> {
    if let Some(area) = area_of(shape) {
        return within_area(&area);
    }
    match shape {
        Geometry::Point(point) => Some(point.0),
        Geometry::GeometryCollection(parts) => parts.iter().find_map(point_within),
        empty if empty.coords_count() == 0 => None,
        other => other.interior_point().map(|point| point.0).filter(|point| is_on_earth(*point)),
    }
}

/// The middle of the widest stretch inside along the parallel through the middle of the box, as
/// PostGIS's `ST_PointOnSurface` has it; inside is where the boundary is crossed an odd number of times.
fn within_area(area: &MultiPolygon) -> Option<Coord> {
    let y = area.bounding_rect()?.center().y;
    let mut crossings: Vec<f64> = area
        .lines_iter()
        .filter(|edge| (edge.start.y <= y) != (edge.end.y <= y))
        .map(|edge| {
            let along = (y - edge.start.y) / (edge.end.y - edge.start.y);
            edge.start.x + along * (edge.end.x - edge.start.x)
        })
        .collect();
    crossings.sort_unstable_by(f64::total_cmp);
    let (stretches, _) = crossings.as_chunks::<2>();
    // Of equally wide ones the first.
    let widest =
        stretches.iter().rev().max_by(|one, other| (one[1] - one[0]).total_cmp(&(other[1] - other[0])));
    let [from, to] = *widest.filter(|[from, to]| to > from)?;
    Some(Coord { x: from + (to - from) / 2.0, y })
}

#[cfg(test)]
mod tests {
    use geo::{LineString, Polygon};

    use super::*;

    fn polygon(ring: &[(f64, f64)]) -> Geometry {
        Geometry::Polygon(Polygon::new(LineString::from(ring.to_vec()), Vec::new()))
    }

    #[test]
    fn a_horseshoe_has_its_point_in_the_wider_arm() {
        let ring = [
            (0.0, 0.0),
            (10.0, 0.0),
            (10.0, 10.0),
            (6.0, 10.0),
            (6.0, 2.0),
            (1.0, 2.0),
            (1.0, 10.0),
            (0.0, 10.0),
        ];
        assert_eq!(point_within(&polygon(&ring)), Some(Coord { x: 8.0, y: 5.0 }));
    }

    #[test]
    fn what_has_no_inside_has_no_point() {
        assert_eq!(point_within(&polygon(&[(0.0, -37.5), (0.0, 0.0), (-0.0, 0.0)])), None);
        assert_eq!(point_within(&polygon(&[])), None);
    }
}
