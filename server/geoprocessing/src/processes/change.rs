//! How two versions differ.

use civico_domain::catalog::{Column, ColumnKind, Value};
use civico_domain::notice::Notice;
use geo::CoordsIter;

use super::job::Job;
use super::rows::column_of;
use super::table::{Feature, Table, columns, conformed, shared_columns};
use super::value::{Key, real};
use crate::Error;
use crate::change::{self, Difference, Movement, by_key, by_shape};
use crate::input::is_on_earth;

/// Without a key, features without a shape are compared each with each.
const MOST_WITHOUT_SHAPE: usize = 10_000;

/// A version of a dataset with the columns of both.
struct Version {
    rows: Vec<Feature>,
    keys: Vec<Key>,
    /// The values of the columns that both versions have.
    compared: Vec<Vec<Value>>,
}

impl Version {
    fn new(
        (input, table): (&'static str, Table),
        columns: &[Column],
        (key, compared): (Option<usize>, &[usize]),
        job: &mut Job<'_>,
    ) -> Self {
        let mut rows = conformed(table, columns);
        let before = rows.len();
        rows.retain(|row| row.geometry.as_ref().is_none_or(|shape| shape.coords_iter().all(is_on_earth)));
        job.say("process-notice-off-earth", input, before - rows.len());
        let before = rows.len();
        rows.retain(|row| key.is_none_or(|key| row.values[key] != Value::Null));
        job.say("process-notice-without-key", input, before - rows.len());
        let keys = key.map(|key| rows.iter().map(|row| Key::of(&row.values[key])).collect());
        let of = |row: &Feature| compared.iter().map(|column| row.values[*column].clone()).collect();
        let compared = rows.iter().map(of).collect();
        Self { keys: keys.unwrap_or_default(), compared, rows }
    }

    fn features(&self) -> Vec<change::Feature<'_, Value>> {
        let features = self.rows.iter().zip(&self.compared);
        features.map(|(row, values)| change::Feature { shape: row.geometry.as_ref(), values }).collect()
    }

    fn without_shape(&self) -> usize {
        self.rows.iter().filter(|row| row.geometry.is_none()).count()
    }
}

/// Lists what was added, removed or changed between two versions.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let (old, new) = (job.table("old")?, job.table("new")?);
    let only = |one: &Table, other: &Table| {
        let missing = one.columns.iter().filter(|column| other.column(&column.name).is_none());
        missing.map(|column| column.name.clone()).collect::<Vec<_>>()
    };
    let (only_old, only_new) = (only(&old, &new), only(&new, &old));
    for (version, names) in [("old", &only_old), ("new", &only_new)] {
        if !names.is_empty() {
            let notice = Notice::new("process-notice-columns-only-in");
            job.notices.push(notice.with("input", version).with("columns", names.join(", ")));
        }
    }
    let key = job.property("key");
    for table in [&old, &new] {
        key.map(|column| column_of(table, "key", column)).transpose()?;
    }
    let tables = [new, old];
    let all = shared_columns(&tables);
    let key = key.and_then(|key| all.iter().position(|column| column.name == key));
    let is_in_both = |column: &Column| !only_old.contains(&column.name) && !only_new.contains(&column.name);
    let compared: Vec<usize> = (0..all.len()).filter(|at| is_in_both(&all[*at])).collect();
    let [new, old] = tables;
    let old = Version::new(("old", old), &all, (key, &compared), job);
    let new = Version::new(("new", new), &all, (key, &compared), job);
    let found = compare(&old, &new, key.is_some(), job)?;
    let counts = Notice::new("process-notice-change")
        .with("added", found.added.len())
        .with("removed", found.removed.len())
        .with("changed", found.changed.len())
        .with("unchanged", found.unchanged);
    job.notices.push(counts);
    let rows = listed((&old, &new), &found, &all, &compared);
    let named =
        [("change", ColumnKind::Text), ("changed_columns", ColumnKind::Text), ("moved_m", ColumnKind::Real)];
    Ok(Table { name: String::new(), columns: columns(&[("", &all)], &named), rows })
}

fn compare(old: &Version, new: &Version, has_key: bool, job: &Job<'_>) -> Result<Difference, Error> {
    let (before, after) = (old.features(), new.features());
    if has_key {
        let still_m = job.number("still")?;
        return by_key((&old.keys, &before), (&new.keys, &after), still_m, job.progress);
    }
    let found = old.without_shape().max(new.without_shape());
    if found > MOST_WITHOUT_SHAPE {
        let (found, limit) = (found as u64, MOST_WITHOUT_SHAPE as u64);
        return Err(Error::TooMany { what: "key", found, limit });
    }
    by_shape(&before, &after, job.progress)
}

/// What is new or changed in the order of the new version, then what is gone in that of the old.
fn listed(
    (old, new): (&Version, &Version),
    found: &Difference,
    all: &[Column],
    compared: &[usize],
) -> Vec<Feature> {
    let row = |feature: &Feature, change: &str, columns: Value, moved: Value| {
        let mut values = feature.values.clone();
        values.extend([Value::Text(change.to_owned()), columns, moved]);
        Feature { geometry: feature.geometry.clone(), values }
    };
    let mut rows: Vec<(u32, Feature)> = Vec::new();
    for at in &found.added {
        rows.push((*at, row(&new.rows[*at as usize], "added", Value::Null, Value::Null)));
    }
    for changed in &found.changed {
        let names = changed.columns.iter().map(|at| all[compared[*at as usize]].name.as_str());
        let mut names: Vec<&str> = names.collect();
        let moved = match changed.movement {
            Movement::None => Value::Null,
            Movement::Metres(metres) => real(metres),
            Movement::Appeared | Movement::Vanished => {
                names.push("geometry");
                Value::Null
            }
        };
        let names = if names.is_empty() { Value::Null } else { Value::Text(names.join(", ")) };
        rows.push((changed.new, row(&new.rows[changed.new as usize], "changed", names, moved)));
    }
    rows.sort_by_key(|(at, _)| *at);
    let mut rows: Vec<Feature> = rows.into_iter().map(|(_, row)| row).collect();
    let gone = found.removed.iter().map(|at| &old.rows[*at as usize]);
    rows.extend(gone.map(|feature| row(feature, "removed", Value::Null, Value::Null)));
    rows
}
