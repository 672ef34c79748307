//! Features counted in hexagons.

use civico_domain::catalog::{ColumnKind, Value};
use civico_domain::notice::Notice;
use geo::{Coord, Geometry};

use super::job::Job;
use super::rows::points;
use super::table::{Feature, Table, columns};
use super::value::{integer, real};
use crate::hexagons::{FixedWidth, anonymous_counts, bin};
use crate::lattice::{Cell, Shape, Tiling};
use crate::{Error, Points, Values};

/// Counts features in hexagons, so that nothing is told of a few persons where k is given.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let table = job.table("features")?;
    let mut rows = points("features", &table);
    let values = match job.property("value") {
        Some(column) => Some(rows.numbers(&table, ("value", column), |_| true)?),
        None => None,
    };
    job.settle(&rows)?;
    let width_m = job.number("width")?;
    if job.count("k")? > 0 {
        return anonymous(&rows.shapes, width_m, job);
    }
    let tiling = Tiling::new(Shape::Hexagon, width_m)?;
    let values = values.as_ref().map(|all| Values::new("value", all, all.len())).transpose()?;
    let bins = bin(Points::new("features", &rows.shapes)?, values, tiling, job.limits, job.progress)?;
    let has_values = values.is_some();
    let rows = bins.into_iter().map(|bin| {
        let mut found = vec![integer(bin.count)];
        found.extend(has_values.then(|| real(bin.sum)));
        drawn(tiling, bin.cell, found)
    });
    let mut new = vec![("count", ColumnKind::Integer)];
    new.extend(has_values.then_some(("sum", ColumnKind::Real)));
    Ok(Table { name: String::new(), columns: columns(&[], &new), rows: rows.collect() })
}

fn drawn(tiling: Tiling, cell: Cell, values: Vec<Value>) -> Feature {
    Feature { geometry: Some(Geometry::Polygon(tiling.polygon(cell))), values }
}

/// Counts that tell nothing of a few: null where they are not told.
fn anonymous(points: &[Coord], width_m: f64, job: &mut Job<'_>) -> Result<Table, Error> {
    let widths = [FixedWidth::M500, FixedWidth::Km1, FixedWidth::Km2, FixedWidth::Km5];
    let mut fixed = None;
    for width in widths {
        if width.tiling()?.width_m().total_cmp(&width_m).is_eq() {
            fixed = Some(width);
        }
    }
    let refused = Error::OutOfRange { what: "width", value: width_m, least: 500.0, most: 5_000.0 };
    let width = fixed.ok_or(refused)?;
    let k = job.count("k")? as u64;
    let found = anonymous_counts(Points::new("features", points)?, width, k, job.limits, job.progress)?;
    let hidden = found.cells.iter().filter(|(_, count)| count.is_none()).count();
    job.notices.push(Notice::new("process-notice-suppressed").with("count", hidden).with("k", k));
    if let Some(total) = found.total {
        job.notices.push(Notice::new("process-notice-total").with("count", total));
    }
    let tiling = width.tiling()?;
    let row =
        |(cell, count): (Cell, Option<u64>)| drawn(tiling, cell, vec![count.map_or(Value::Null, integer)]);
    let rows = found.cells.into_iter().map(row).collect();
    Ok(Table { name: String::new(), columns: columns(&[], &[("count", ColumnKind::Integer)]), rows })
}
