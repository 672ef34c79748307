//! Features counted in hexagons.

use civico_domain::catalog::{ColumnKind, Value};
use civico_domain::notice::Notice;
use geo::{Coord, Geometry, Polygon};

use super::job::Job;
use super::rows::{Rows, points};
use super::table::{Feature, Table, columns};
use super::value::{integer, real};
use crate::hexagons::{Bin, H3, H3Cell, bin, told_counts};
use crate::lattice::{Cell, Shape, Tiling};
use crate::{Error, Points, Values};

/// The cells in which features are counted.
enum Grid<'a> {
    Metric(Tiling),
    H3(H3<'a>),
}

/// Counts features in hexagons, so that nothing is told of a few persons where k is given.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    if job.count("k")? > 0 {
        return anonymous(job);
    }
    let table = job.table("features")?;
    let mut rows = points("features", &table);
    let values = match job.property("value") {
        Some(column) => Some(rows.numbers(&table, ("value", column), |_| true)?),
        None => None,
    };
    job.settle(&rows)?;
    let values = values.as_ref().map(|all| Values::new("value", all, all.len())).transpose()?;
    let points = Points::new("features", &rows.shapes)?;
    let has_sums = values.is_some();
    match grid(job)? {
        Grid::Metric(tiling) => {
            let bins = bin(points, values, tiling, job.limits, job.progress)?;
            Ok(result(None, drawn(tiling, &cells(&bins)), numbers(&bins, has_sums), has_sums))
        }
        Grid::H3(h3) => {
            let bins = h3.bin(points, values, job.limits, job.progress)?;
            let cells = cells(&bins);
            Ok(result(Some(&cells), h3.polygons(&cells)?, numbers(&bins, has_sums), has_sums))
        }
    }
}

fn grid<'a>(job: &Job<'a>) -> Result<Grid<'a>, Error> {
    if job.choice("grid") != "h3" {
        return Tiling::new(Shape::Hexagon, job.number("width")?).map(Grid::Metric);
    }
    let resolution = u8::try_from(job.count("resolution")?).unwrap_or(u8::MAX);
    H3::new(job.system, resolution).map(Grid::H3)
}

fn cells<C: Copy>(bins: &[Bin<C>]) -> Vec<C> {
    bins.iter().map(|bin| bin.cell).collect()
}

fn drawn(tiling: Tiling, cells: &[Cell]) -> Vec<Polygon> {
    cells.iter().map(|cell| tiling.polygon(*cell)).collect()
}

/// Counts, and sums where there are any, by cell.
fn numbers<C>(bins: &[Bin<C>], has_sums: bool) -> Vec<Vec<Value>> {
    let numbers = |bin: &Bin<C>| {
        let mut numbers = vec![integer(bin.count)];
        numbers.extend(has_sums.then(|| real(bin.sum)));
        numbers
    };
    bins.iter().map(numbers).collect()
}

/// Puts cells together: their indices, where they have any, their shapes and their numbers.
fn result(
    indices: Option<&[H3Cell]>,
    shapes: Vec<Polygon>,
    numbers: Vec<Vec<Value>>,
    has_sums: bool,
) -> Table {
    let mut new = Vec::new();
    new.extend(indices.is_some().then_some(("h3", ColumnKind::Text)));
    new.push(("count", ColumnKind::Integer));
    new.extend(has_sums.then_some(("sum", ColumnKind::Real)));
    let row = |(at, (shape, numbers)): (usize, (Polygon, Vec<Value>))| {
        let index = indices.map(|indices| Value::Text(indices[at].to_string()));
        Feature {
            geometry: Some(Geometry::Polygon(shape)),
            values: index.into_iter().chain(numbers).collect(),
        }
    };
    let rows = shapes.into_iter().zip(numbers).enumerate().map(row).collect();
    Table { name: String::new(), columns: columns(&[], &new), rows }
}

/// Counts that tell nothing of a few: cells with fewer than k are left out.
fn anonymous(job: &mut Job<'_>) -> Result<Table, Error> {
    let width = || Error::OutOfRange { what: "width", value: f64::NAN, least: 500.0, most: 5_000.0 };
    job.fixed_grid().ok_or_else(width)?;
    let k = job.count("k")? as u64;
    let tables = job.tables("features")?;
    let rows: Vec<Rows<Coord>> = tables.iter().map(|table| points("features", table)).collect();
    job.notices.extend(rows.iter().flat_map(Rows::notices));
    let with_points = rows.iter().filter(|rows| !rows.shapes.is_empty());
    let sources = with_points.map(|rows| Points::new("features", &rows.shapes));
    let sources: Vec<Points<'_>> = sources.collect::<Result<_, _>>()?;
    if sources.is_empty() {
        let found = rows.iter().map(|rows| rows.found as u64).sum();
        return Err(Error::NothingUsable { what: "features", found });
    }
    job.notices.push(Notice::new("process-notice-rounded").with("k", k));
    let (limits, progress) = (job.limits, job.progress);
    match grid(job)? {
        Grid::Metric(tiling) => {
            let bins = |points: &Points<'_>| bin(*points, None, tiling, limits, progress);
            let bins: Vec<Vec<Bin>> = sources.iter().map(bins).collect::<Result<_, _>>()?;
            let (cells, counts) = told(&bins, k)?;
            Ok(result(None, drawn(tiling, &cells), counts, false))
        }
        Grid::H3(h3) => {
            let bins = |points: &Points<'_>| h3.bin(*points, None, limits, progress);
            let bins: Vec<Vec<Bin<H3Cell>>> = sources.iter().map(bins).collect::<Result<_, _>>()?;
            let (cells, counts) = told(&bins, k)?;
            Ok(result(Some(&cells), h3.polygons(&cells)?, counts, false))
        }
    }
}

/// The cells of which something is told, and what.
fn told<C: Ord + Copy>(sources: &[Vec<Bin<C>>], k: u64) -> Result<(Vec<C>, Vec<Vec<Value>>), Error> {
    let counts = told_counts(sources, k)?;
    Ok(counts.into_iter().map(|(cell, count)| (cell, vec![integer(count)])).unzip())
}
