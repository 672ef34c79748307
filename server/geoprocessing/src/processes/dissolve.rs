//! Areas of one value as one.

use std::collections::BTreeMap;

use civico_domain::catalog::{Column, ColumnKind, Value};
use geo::Area;

use super::buffer::simplest;
use super::job::{Job, vertices};
use super::rows::{areas, column_of, values_of};
use super::table::{Feature, Table, columns};
use super::value::{Key, integer, real};
use crate::Error;
use crate::overlay::{Areas, dissolve};

/// Unites the areas that have one value of a column; groups come in the order of their first area.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let table = job.table("features")?;
    let by = job.property("by").map(|column| column_of(&table, "by", column)).transpose()?;
    let mut rows = areas("features", &table);
    let addends = match job.property("sum") {
        Some(column) => Some(rows.numbers(&table, ("sum", column), |_| true)?),
        None => None,
    };
    job.settle(&rows)?;
    let mut numbers: BTreeMap<Key, usize> = BTreeMap::new();
    let mut firsts: Vec<(Value, usize, f64)> = Vec::new();
    let mut groups = Vec::with_capacity(rows.places.len());
    for (at, place) in rows.places.iter().enumerate() {
        let value = by.map_or(Value::Null, |by| values_of(&table, *place).swap_remove(by));
        let next = numbers.len();
        let group = *numbers.entry(Key::of(&value)).or_insert(next);
        if group == next {
            firsts.push((value, 0, 0.0));
        }
        let (_, count, sum) = &mut firsts[group];
        *count += 1;
        *sum += addends.as_ref().map_or(0.0, |addends| addends[at]);
        groups.push(group);
    }
    let united = dissolve(Areas::new("features", &rows.shapes)?, &groups, job.progress)?;
    let row = |(group, shape): (usize, geo::MultiPolygon)| {
        let (value, count, sum) = &firsts[group];
        let mut values: Vec<Value> = by.map(|_| value.clone()).into_iter().collect();
        values.extend([integer(*count), real(shape.unsigned_area())]);
        values.extend(addends.as_ref().map(|_| real(*sum)));
        Feature { geometry: Some(simplest(shape)), values }
    };
    let rows: Vec<Feature> = united.into_iter().map(row).collect();
    job.limits.check_vertices(vertices(rows.iter()))?;
    let kept: Vec<Column> = by.map(|by| table.columns[by].clone()).into_iter().collect();
    let mut new = vec![("count", ColumnKind::Integer), ("area_m2", ColumnKind::Real)];
    new.extend(addends.as_ref().map(|_| ("sum", ColumnKind::Real)));
    Ok(Table { name: table.name, columns: columns(&[("", &kept)], &new), rows })
}
