//! What lies within areas, cut at their boundary.

use std::collections::BTreeMap;

use civico_domain::catalog::{ColumnKind, Value};
use geo::{
    Area, Coord, CoordsIter, Euclidean, Geometry, Length, MultiLineString, MultiPoint, MultiPolygon, Point,
};

use super::buffer::simplest;
use super::job::{Job, vertices};
use super::rows::{area_of, areas, things, values_of};
use super::table::{Feature, Table, columns};
use super::value::real;
use crate::overlay::{Areas, clip_areas, clip_lines, clip_points, unite};
use crate::{Error, Points};

/// Features by kind, each known by its place among the rows that can be used.
#[derive(Default)]
struct Kinds {
    points: (Vec<usize>, Vec<Coord>),
    lines: (Vec<usize>, Vec<MultiLineString>),
    areas: (Vec<usize>, Vec<MultiPolygon>),
    /// Collections of several kinds, which are left out.
    others: usize,
}

impl Kinds {
    fn of(shapes: &[Geometry]) -> Self {
        let mut kinds = Self::default();
        for (at, shape) in shapes.iter().enumerate() {
            let lines = match shape {
                Geometry::Line(line) => Some(MultiLineString::from(geo::LineString::from(line))),
                Geometry::LineString(line) => Some(MultiLineString::from(line.clone())),
                Geometry::MultiLineString(lines) => Some(lines.clone()),
                _ => None,
            };
            if let Some(lines) = lines {
                kinds.lines.0.push(at);
                kinds.lines.1.push(lines);
            } else if let Some(area) = area_of(shape) {
                kinds.areas.0.push(at);
                kinds.areas.1.push(area);
            } else if matches!(shape, Geometry::Point(_) | Geometry::MultiPoint(_)) {
                for point in shape.coords_iter() {
                    kinds.points.0.push(at);
                    kinds.points.1.push(point);
                }
            } else {
                kinds.others += 1;
            }
        }
        kinds
    }

    /// What is left of each feature within a mask.
    fn clipped(&self, mask: &MultiPolygon, job: &Job<'_>) -> Result<BTreeMap<usize, Geometry>, Error> {
        let mut left = BTreeMap::new();
        if !self.points.1.is_empty() {
            let mut kept: BTreeMap<usize, Vec<Point>> = BTreeMap::new();
            for found in clip_points(Points::new("features", &self.points.1)?, mask, job.progress)? {
                let (at, point) = (self.points.0[found as usize], self.points.1[found as usize]);
                kept.entry(at).or_default().push(Point(point));
            }
            left.extend(kept.into_iter().map(|(at, points)| match points[..] {
                [only] => (at, Geometry::Point(only)),
                _ => (at, Geometry::MultiPoint(MultiPoint::new(points))),
            }));
        }
        if !self.lines.1.is_empty() {
            for (found, mut lines) in clip_lines(&self.lines.1, mask, job.progress)? {
                let shape = match lines.0.len() {
                    1 => Geometry::LineString(lines.0.swap_remove(0)),
                    _ => Geometry::MultiLineString(lines),
                };
                left.insert(self.lines.0[found as usize], shape);
            }
        }
        if !self.areas.1.is_empty() {
            let found = clip_areas(Areas::new("features", &self.areas.1)?, mask, job.progress)?;
            left.extend(
                found.into_iter().map(|(found, shape)| (self.areas.0[found as usize], simplest(shape))),
            );
        }
        Ok(left)
    }
}

/// Cuts features to what lies within areas.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let table = job.table("features")?;
    let rows = things("features", &table);
    job.settle(&rows)?;
    let of = job.table("areas")?;
    let mask = areas("areas", &of);
    job.settle(&mask)?;
    job.progress.begin(mask.shapes.len())?;
    let mask = unite(&mask.shapes.iter().collect::<Vec<_>>(), job.progress)?;
    let kinds = Kinds::of(&rows.shapes);
    job.say("process-notice-other-kind", "features", kinds.others);
    let found = kinds.clipped(&mask, job)?;
    let measures = [
        ("length_m", kinds.lines.0.is_empty()),
        ("area_m2", kinds.areas.0.is_empty()),
        ("share", kinds.lines.0.is_empty() && kinds.areas.0.is_empty()),
    ];
    let new: Vec<(&str, ColumnKind)> = measures
        .iter()
        .filter(|(_, is_missing)| !is_missing)
        .map(|(name, _)| (*name, ColumnKind::Real))
        .collect();
    let row = |(at, shape): (usize, Geometry)| {
        let mut values = values_of(&table, rows.places[at]);
        let found = measure(&shape, &rows.shapes[at]);
        values.extend(
            found
                .into_iter()
                .zip(measures)
                .filter(|(_, (_, is_missing))| !is_missing)
                .map(|(value, _)| value),
        );
        Feature { geometry: Some(shape), values }
    };
    let rows: Vec<Feature> = found.into_iter().map(row).collect();
    job.limits.check_vertices(vertices(rows.iter()))?;
    Ok(Table { name: String::new(), columns: columns(&[("", &table.columns)], &new), rows })
}

/// Length, area and share of the whole, as far as a shape has them.
fn measure(part: &Geometry, whole: &Geometry) -> [Value; 3] {
    let share = |part: f64, whole: f64| if whole > 0.0 { real((part / whole).min(1.0)) } else { Value::Null };
    if let (Some(part_m), Some(whole_m)) = (length_m(part), length_m(whole)) {
        [real(part_m), Value::Null, share(part_m, whole_m)]
    } else if matches!(part, Geometry::Polygon(_) | Geometry::MultiPolygon(_)) {
        let (part_m2, whole_m2) = (part.unsigned_area(), whole.unsigned_area());
        [Value::Null, real(part_m2), share(part_m2, whole_m2)]
    } else {
        [Value::Null, Value::Null, Value::Null]
    }
}

/// The length of a line.
pub(super) fn length_m(shape: &Geometry) -> Option<f64> {
    match shape {
        Geometry::Line(line) => Some(Euclidean.length(line)),
        Geometry::LineString(line) => Some(Euclidean.length(line)),
        Geometry::MultiLineString(lines) => Some(Euclidean.length(lines)),
        _ => None,
    }
}
