//! Shapes that can be looked up.

use geo::orient::{Direction, Orient};
use geo::{Coord, CoordsIter, Geometry, LineString, MultiPolygon, Polygon};

use super::Feature;
use crate::Error;
use crate::input::is_on_earth;

/// A shape by its corners: polygons with the same rings are the same, wherever a ring begins and
/// whichever way it turns, and so are a polygon and a collection of it alone.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shape(Vec<(u64, u64)>);

impl Shape {
    pub(super) fn of(shape: Option<&Geometry>) -> Self {
        let mut corners = Vec::new();
        if let Some(shape) = shape {
            collect(shape, &mut corners);
        }
        Self(corners)
    }
}

/// Appends the corners of a shape, each part headed by its kind and length.
fn collect(shape: &Geometry, corners: &mut Vec<(u64, u64)>) {
    let mut part = |kind: u64, coords: Vec<Coord>| {
        corners.push((kind, coords.len() as u64));
        corners.extend(coords.into_iter().map(bits));
    };
    match shape {
        Geometry::Polygon(polygon) => rings(polygon).into_iter().for_each(|ring| part(2, ring)),
        Geometry::MultiPolygon(MultiPolygon(polygons)) => {
            let mut all: Vec<Vec<Vec<Coord>>> = polygons.iter().map(rings).collect();
            all.sort_unstable_by_key(|rings| rings.first().map(|ring| ring.first().copied().map(bits)));
            all.into_iter().flatten().for_each(|ring| part(2, ring));
        }
        Geometry::MultiLineString(lines) => lines.iter().for_each(|line| part(1, line.0.clone())),
        Geometry::GeometryCollection(shapes) => shapes.iter().for_each(|shape| collect(shape, corners)),
        other => part(u64::from(other.coords_count() > 1), other.coords_iter().collect()),
    }
}

/// The rings of a polygon, counter-clockwise outside, each from its lowest corner, holes in order.
fn rings(polygon: &Polygon) -> Vec<Vec<Coord>> {
    let (exterior, interiors) = polygon.orient(Direction::Default).into_inner();
    let turned = |ring: LineString| {
        let mut ring = ring.0;
        ring.pop();
        let lowest = (0..ring.len()).min_by_key(|at| bits(ring[*at])).unwrap_or(0);
        ring.rotate_left(lowest);
        ring
    };
    let mut holes: Vec<Vec<Coord>> = interiors.into_iter().map(turned).collect();
    holes.sort_unstable_by_key(|ring| ring.first().copied().map(bits));
    std::iter::once(turned(exterior)).chain(holes).collect()
}

/// A coordinate as something that can be sorted; nought has one form.
fn bits(at: Coord) -> (u64, u64) {
    ((at.x + 0.0).to_bits(), (at.y + 0.0).to_bits())
}

/// Looks whether all features have finite coordinates and equally many values.
pub(super) fn check<V>(old: &[Feature<'_, V>], new: &[Feature<'_, V>]) -> Result<(), Error> {
    let expected = old.first().or(new.first()).map_or(0, |feature| feature.values.len());
    for (what, features) in [("old", old), ("new", new)] {
        if u32::try_from(features.len()).is_err() {
            return Err(Error::TooMany { what, found: features.len() as u64, limit: u64::from(u32::MAX) });
        }
        for (index, feature) in features.iter().enumerate() {
            if feature.values.len() != expected {
                return Err(Error::Mismatch { what, found: feature.values.len(), expected });
            }
            if !feature.shape.is_none_or(|shape| shape.coords_iter().all(is_on_earth)) {
                return Err(Error::BadCoordinate { what, index });
            }
        }
    }
    Ok(())
}
