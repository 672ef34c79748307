//! Each process on something small whose answer is known by hand.

mod areas;
mod bad;
mod patterns;
mod random;
mod streets;
mod tables;
mod time;
mod words;

use std::collections::BTreeMap;

use civico_domain::catalog::{Column, ColumnKind, Value};
use civico_domain::processing::{Arguments, Process};
use civico_domain::spatial::Srid;
use geo::{Coord, Geometry, LineString, Point, Rect};
use serde_json::json;

use super::*;
use crate::reproject::ProjData;

#[expect(clippy::unnecessary_wraps, reason = "rows may have none")]
fn point(x: f64, y: f64) -> Option<Geometry> {
    Some(Geometry::Point(Point::new(x, y)))
}

#[expect(clippy::unnecessary_wraps, reason = "rows may have none")]
fn square(x: f64, y: f64, side: f64) -> Option<Geometry> {
    Some(Geometry::Polygon(Rect::new((x, y), (x + side, y + side)).to_polygon()))
}

#[expect(clippy::unnecessary_wraps, reason = "rows may have none")]
fn line(corners: &[(f64, f64)]) -> Option<Geometry> {
    Some(Geometry::LineString(LineString::from(corners.to_vec())))
}

/// A table with columns `n` (its number from 1) and `v` (a value).
fn table(name: &str, rows: Vec<(Option<Geometry>, Value)>) -> Table {
    let column = |name: &str, kind| Column { name: name.to_owned(), kind };
    let row = |(at, (geometry, value)): (usize, (Option<Geometry>, Value))| Feature {
        geometry,
        values: vec![value::integer(at + 1), value],
    };
    Table {
        name: name.to_owned(),
        columns: vec![column("n", ColumnKind::Integer), column("v", ColumnKind::Real)],
        rows: rows.into_iter().enumerate().map(row).collect(),
    }
}

/// A table of shapes, each with the value 1.
fn shapes(shapes: Vec<Option<Geometry>>) -> Table {
    table("a.b", shapes.into_iter().map(|shape| (shape, Value::Real(1.0))).collect())
}

/// Where PROJ finds its database in tests.
fn proj_data() -> ProjData {
    ProjData::beside(&std::env::current_exe().unwrap())
}

/// Runs a process; features of collections are the tables, in their order.
fn attempt(
    process: Process,
    tables: Vec<(&str, Vec<Table>)>,
    inputs: serde_json::Value,
    limits: Limits,
) -> Result<Outcome, Error> {
    let mut all = inputs;
    for (input, tables) in &tables {
        all[*input] = json!(tables.iter().map(|_| "a.b").collect::<Vec<_>>());
    }
    let arguments = Arguments::parse(process, all.as_object().unwrap()).unwrap();
    let progress = Progress::new();
    let tables: BTreeMap<String, Vec<Table>> =
        tables.into_iter().map(|(input, tables)| (input.to_owned(), tables)).collect();
    let data = proj_data();
    let system = MetricSystem { srid: Srid::RDN2008_UTM32, data: &data };
    run(Task { process, arguments: &arguments, tables, limits, progress: &progress, system })
}

fn ran(process: Process, tables: Vec<(&str, Table)>, inputs: serde_json::Value) -> Outcome {
    let tables = tables.into_iter().map(|(input, table)| (input, vec![table])).collect();
    attempt(process, tables, inputs, Limits::default()).unwrap()
}

fn refused(process: Process, tables: Vec<(&str, Table)>, inputs: serde_json::Value) -> Error {
    let tables = tables.into_iter().map(|(input, table)| (input, vec![table])).collect();
    attempt(process, tables, inputs, Limits::default()).unwrap_err()
}

/// The values of a column.
fn column(outcome: &Outcome, name: &str) -> Vec<Value> {
    let at = outcome.table.column(name).unwrap_or_else(|| panic!("{name}: {:?}", outcome.table.columns));
    outcome.table.rows.iter().map(|row| row.values[at].clone()).collect()
}

/// The values of a column of numbers; NaN for null.
fn numbers(outcome: &Outcome, name: &str) -> Vec<f64> {
    column(outcome, name).iter().map(|value| value::number_of(value).unwrap_or(f64::NAN)).collect()
}

fn names(outcome: &Outcome) -> Vec<&str> {
    outcome.table.columns.iter().map(|column| column.name.as_str()).collect()
}

fn notices(outcome: &Outcome) -> Vec<&str> {
    outcome.notices.iter().map(|notice| notice.id.as_str()).collect()
}

#[track_caller]
fn assert_near(found: &[f64], expected: &[f64]) {
    let is_near = |(found, expected): (&f64, &f64)| {
        (found - expected).abs() <= 1e-6 * expected.abs().max(1.0) || found.is_nan() && expected.is_nan()
    };
    assert!(
        found.len() == expected.len() && found.iter().zip(expected).all(is_near),
        "{found:?}, not {expected:?}"
    );
}

/// Points on a grid, from the origin to the east and then to the north.
fn grid(columns: u32, rows: u32, step_m: f64) -> Vec<Coord> {
    let at = |column: u32, row: u32| Coord { x: f64::from(column) * step_m, y: f64::from(row) * step_m };
    (0..rows).flat_map(|row| (0..columns).map(move |column| at(column, row))).collect()
}
