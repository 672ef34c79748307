//! What of another layer belongs to each feature.

use civico_domain::catalog::{ColumnKind, Value};
use geo::{
    Area, BooleanOps, BoundingRect, Contains, Coord, CoordsIter, Distance, Euclidean, Geometry, Intersects,
    Length, Rect,
};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree, RTreeObject};

use super::job::Job;
use super::rows::{Rows, area_of, things, values_of};
use super::table::{Feature, Table, columns};
use super::value::{integer, optional, real};
use crate::Error;
use crate::change::segments;
use crate::number::real as real_of;

/// Pairs of corners up to which two shapes are compared side by side; beyond it their sides are sorted
/// into trees first.
const CORNERS_SIDE_BY_SIDE: usize = 10_000;

/// What links two features.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Relation {
    Intersects,
    Within,
    Contains,
    NearestWithin(f64),
}

impl Relation {
    fn of(job: &Job<'_>) -> Result<Self, Error> {
        Ok(match job.choice("relation") {
            "within" => Self::Within,
            "contains" => Self::Contains,
            "nearest-within" => Self::NearestWithin(job.number("distance")?),
            _ => Self::Intersects,
        })
    }

    /// Tells whether two shapes are so related.
    fn holds(self, one: &Geometry, other: &Geometry) -> bool {
        match self {
            Self::Intersects | Self::NearestWithin(_) => is_meeting(one, other),
            Self::Within => is_within(one, other),
            Self::Contains => is_within(other, one),
        }
    }
}

/// Tells whether two shapes have a point in common.
fn is_meeting(one: &Geometry, other: &Geometry) -> bool {
    if one.coords_count().saturating_mul(other.coords_count()) <= CORNERS_SIDE_BY_SIDE {
        return one.intersects(other);
    }
    let sides = RTree::bulk_load(segments(other));
    let is_crossed = |side: &geo::Line| {
        sides.locate_in_envelope_intersecting(&side.envelope()).any(|near| near.intersects(side))
    };
    // Where no sides meet, a part is inside as a whole or outside.
    segments(one).iter().any(is_crossed)
        || starts(one).iter().any(|start| other.intersects(start))
        || starts(other).iter().any(|start| one.intersects(start))
}

/// A corner of each part.
fn starts(shape: &Geometry) -> Vec<Coord> {
    match shape {
        Geometry::MultiPoint(points) => points.iter().map(|point| point.0).collect(),
        Geometry::MultiLineString(lines) => lines.iter().filter_map(|line| line.0.first().copied()).collect(),
        Geometry::MultiPolygon(areas) => {
            areas.iter().filter_map(|area| area.exterior().0.first().copied()).collect()
        }
        other => other.coords_iter().next().into_iter().collect(),
    }
}

/// How much of a shape may be outside of what it is within, as a share: corners move on a grid.
const ROUNDING: f64 = 1e-6;

/// Tells whether a shape is within another; a point on a boundary is not.
fn is_within(one: &Geometry, other: &Geometry) -> bool {
    let (Some(mask), Some(rect), Some(around)) = (area_of(other), one.bounding_rect(), other.bounding_rect())
    else {
        return area_of(one).is_none() && other.contains(one);
    };
    let (low, high) = (around.min() - rect.min(), around.max() - rect.max());
    if low.x > 0.0 || low.y > 0.0 || high.x < 0.0 || high.y < 0.0 {
        return false;
    }
    if let Some(area) = area_of(one) {
        return area.difference(&mask).unsigned_area() <= area.unsigned_area() * ROUNDING;
    }
    let lines = match one {
        Geometry::LineString(line) => geo::MultiLineString::from(line.clone()),
        Geometry::MultiLineString(lines) => lines.clone(),
        _ => return other.contains(one),
    };
    Euclidean.length(&mask.clip(&lines, true)) <= Euclidean.length(&lines) * ROUNDING
}

/// The features of a layer by their boxes.
struct Layer<'a> {
    shapes: &'a [Geometry],
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

/// A feature that was found, and how far it is where that was asked.
type Found = Vec<(usize, f64)>;

impl<'a> Layer<'a> {
    fn new(rows: &'a Rows<Geometry>) -> Self {
        let boxes = rows.shapes.iter().enumerate().filter_map(|(at, shape)| {
            let rect = shape.bounding_rect()?;
            Some(GeomWithData::new(Rectangle::from_aabb(envelope(rect)), at))
        });
        Self { shapes: &rows.shapes, boxes: RTree::bulk_load(boxes.collect()) }
    }

    /// The features that are related to a shape, ascending.
    fn related(&self, shape: &Geometry, relation: Relation) -> Found {
        let Some(rect) = shape.bounding_rect() else { return Vec::new() };
        let meeting = self.boxes.locate_in_envelope_intersecting(&envelope(rect));
        let mut meeting: Vec<usize> = meeting.map(|found| found.data).collect();
        meeting.sort_unstable();
        meeting.retain(|at| relation.holds(shape, &self.shapes[*at]));
        meeting.into_iter().map(|at| (at, 0.0)).collect()
    }

    /// The nearest feature up to a distance; of equally near ones the first.
    fn nearest(&self, shape: &Geometry, up_to_m: f64) -> Found {
        let Some(rect) = shape.bounding_rect() else { return Vec::new() };
        let around = Coord { x: up_to_m, y: up_to_m };
        let near = envelope(Rect::new(rect.min() - around, rect.max() + around));
        let mut candidates: Vec<(f64, usize)> = self
            .boxes
            .locate_in_envelope_intersecting(&near)
            .map(|found| (between(rect, found.geom()), found.data))
            .collect();
        candidates.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let mut best: Option<(f64, usize)> = None;
        for (least_m, at) in candidates {
            if least_m > best.map_or(up_to_m, |(distance_m, _)| distance_m) {
                break;
            }
            let distance_m = Euclidean.distance(shape, &self.shapes[at]);
            if distance_m <= up_to_m && best.is_none_or(|known| (distance_m, at) < known) {
                best = Some((distance_m, at));
            }
        }
        best.into_iter().map(|(distance_m, at)| (at, distance_m)).collect()
    }
}

fn envelope(rect: Rect) -> AABB<[f64; 2]> {
    AABB::from_corners(rect.min().into(), rect.max().into())
}

/// How far two boxes are apart; no two things within them are nearer.
fn between(one: Rect, other: &Rectangle<[f64; 2]>) -> f64 {
    let (low, high) = (other.lower(), other.upper());
    let x = (low[0] - one.max().x).max(one.min().x - high[0]).max(0.0);
    let y = (low[1] - one.max().y).max(one.min().y - high[1]).max(0.0);
    // A little less, so that rounding does not hide what is as near.
    x.hypot(y) * (1.0 - 1e-12)
}

/// Joins a layer to features.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let table = job.table("features")?;
    let rows = things("features", &table);
    job.settle(&rows)?;
    let other = job.table("join")?;
    let mut others = things("join", &other);
    let numbers = match job.property("value") {
        Some(column) => Some(others.numbers(&other, ("value", column), |_| true)?),
        None => None,
    };
    job.settle(&others)?;
    let relation = Relation::of(job)?;
    let layer = Layer::new(&others);
    job.progress.begin(rows.shapes.len())?;
    let found: Result<Vec<Found>, Error> = rows
        .shapes
        .par_iter()
        .map(|shape| {
            job.progress.advance(1)?;
            Ok(match relation {
                Relation::NearestWithin(up_to_m) => layer.nearest(shape, up_to_m),
                _ => layer.related(shape, relation),
            })
        })
        .collect();
    let is_nearest = matches!(relation, Relation::NearestWithin(_));
    let row = |(place, found): (&usize, Found)| {
        let mut values = values_of(&table, *place);
        if is_nearest {
            values.extend(match found.first() {
                Some((at, _)) => values_of(&other, others.places[*at]),
                None => vec![Value::Null; other.columns.len()],
            });
            values.push(optional(found.first().map(|(_, distance_m)| *distance_m)));
        }
        values.extend(summary(&found, numbers.as_deref()));
        Feature { geometry: table.rows[*place].geometry.clone(), values }
    };
    let joined = rows.places.iter().zip(found?).map(row).collect();
    let mut sets = vec![("", &*table.columns)];
    sets.extend(is_nearest.then_some(("join_", &*other.columns)));
    let mut new = Vec::new();
    new.extend(is_nearest.then_some(("distance_m", ColumnKind::Real)));
    new.push(("count", ColumnKind::Integer));
    if numbers.is_some() {
        new.extend([("sum", ColumnKind::Real), ("mean", ColumnKind::Real)]);
    }
    Ok(Table { name: String::new(), columns: columns(&sets, &new), rows: joined })
}

/// Count, and where there are numbers sum and mean.
fn summary(found: &Found, numbers: Option<&[f64]>) -> Vec<Value> {
    let mut values = vec![integer(found.len())];
    if let Some(numbers) = numbers {
        let sum: f64 = found.iter().map(|(at, _)| numbers[*at]).sum();
        values.push(real(sum));
        values.push(if found.is_empty() { Value::Null } else { real(sum / real_of(found.len())) });
    }
    values
}
