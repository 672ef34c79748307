//! Everything up to a distance from features.

use civico_domain::catalog::ColumnKind;
use civico_domain::notice::Notice;
use geo::{Area, Coord, CoordsIter, Geometry, MultiPolygon};
use rayon::prelude::*;

use super::job::{Job, vertices};
use super::rows::{things, values_of};
use super::table::{Feature, Table, columns};
use super::value::real;
use crate::Error;
use crate::number::floor;
use crate::overlay::{buffer_rounded, unite};

/// Distances are no longer than this either way, also where they come from a column.
const FARTHEST_M: f64 = 100_000.0;

/// Draws a buffer around each feature, or one around all.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let table = job.table("features")?;
    let mut rows = things("features", &table);
    let distances_m = match job.property("distance-property") {
        Some(column) => {
            rows.numbers(&table, ("distance-property", column), |metres| metres.abs() <= FARTHEST_M)?
        }
        None => vec![job.number("distance")?; rows.places.len()],
    };
    job.settle(&rows)?;
    let per_quadrant = job.count("quadrant-segments")?;
    check_crowding(&rows.shapes, &distances_m, job)?;
    let shapes = buffer_rounded(&rows.shapes, &distances_m, per_quadrant, job.progress)?;
    let vanished = shapes.iter().filter(|shape| shape.0.is_empty()).count();
    if vanished > 0 {
        job.notices.push(Notice::new("process-notice-vanished").with("count", vanished));
    }
    let table = if job.is_yes("dissolve") {
        dissolved(&shapes, job)?
    } else {
        let shapes = rows.places.iter().zip(shapes).filter(|(_, shape)| !shape.0.is_empty());
        let row = |(place, shape): (&usize, MultiPolygon)| {
            let mut values = values_of(&table, *place);
            values.push(real(shape.unsigned_area()));
            Feature { geometry: Some(simplest(shape)), values }
        };
        let rows = shapes.map(row).collect();
        let columns = columns(&[("", &table.columns)], &[("area_m2", ColumnKind::Real)]);
        Table { name: table.name, columns, rows }
    };
    job.limits.check_vertices(vertices(table.rows.iter()))?;
    Ok(table)
}

/// Pairs of corners of one shape that are near each other for its distance, at most: the rounds that
/// are drawn about them cross each other, which takes memory for each pair.
const MOST_CROWDED: u64 = 5_000_000;

/// Refuses shapes whose corners lie so densely that the rounds about them would fill the memory.
/// Pairs are counted in squares as wide as the distance.
fn check_crowding(shapes: &[Geometry], distances_m: &[f64], job: &Job<'_>) -> Result<(), Error> {
    let limit = MOST_CROWDED.min(job.limits.pairs);
    let crowd = |(shape, distance_m): (&Geometry, &f64)| {
        // Fewer corners cannot have as many pairs.
        let corners = shape.coords_count() as u64;
        if corners.saturating_mul(corners) <= limit || job.progress.is_cancelled() {
            return 0;
        }
        let width_m = distance_m.abs().max(f64::MIN_POSITIVE);
        let square = |at: Coord| (floor(at.x / width_m), floor(at.y / width_m));
        let mut squares: Vec<(i64, i64)> = shape.coords_iter().map(square).collect();
        squares.sort_unstable();
        squares.chunk_by(|one, other| one == other).map(|run| (run.len() * run.len()) as u64).sum()
    };
    let crowds: Vec<u64> = shapes.par_iter().zip(distances_m).map(crowd).collect();
    job.progress.check()?;
    match crowds.into_iter().find(|found| *found > limit) {
        Some(found) => Err(Error::TooMany { what: "pairs", found, limit }),
        None => Ok(()),
    }
}

/// One feature for each area that hangs together.
fn dissolved(shapes: &[MultiPolygon], job: &Job<'_>) -> Result<Table, Error> {
    job.progress.begin(shapes.len())?;
    let united = unite(&shapes.iter().collect::<Vec<_>>(), job.progress)?;
    let row = |polygon: geo::Polygon| {
        let area_m2 = polygon.unsigned_area();
        Feature { geometry: Some(Geometry::Polygon(polygon)), values: vec![real(area_m2)] }
    };
    let columns = columns(&[], &[("area_m2", ColumnKind::Real)]);
    Ok(Table { name: String::new(), columns, rows: united.into_iter().map(row).collect() })
}

/// A polygon where a multipolygon has one part only.
pub(super) fn simplest(mut shape: MultiPolygon) -> Geometry {
    match shape.0.pop() {
        Some(only) if shape.0.is_empty() => Geometry::Polygon(only),
        last => {
            shape.0.extend(last);
            Geometry::MultiPolygon(shape)
        }
    }
}
