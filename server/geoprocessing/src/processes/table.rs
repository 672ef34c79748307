//! Features as rows, and several tables as one.

use std::collections::BTreeSet;

use civico_domain::catalog::{Column, ColumnKind, GeometryKind, Value};
use geo::Geometry;

/// Features with their columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Where the features come from, such as the id of a collection.
    pub name: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The features, each with a value for each column.
    pub rows: Vec<Feature>,
}

/// A feature, in metres of the installation's reference system.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Where it is.
    pub geometry: Option<Geometry>,
    /// What is known of it, in the order of the columns.
    pub values: Vec<Value>,
}

impl Table {
    /// Finds a column by its name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Returns what the geometries are, nothing when there are no rows.
    pub fn kind(&self) -> Option<GeometryKind> {
        let mut kinds = self.rows.iter().filter_map(|row| row.geometry.as_ref()).map(kind_of);
        let Some(first) = kinds.next() else { return (!self.rows.is_empty()).then_some(GeometryKind::None) };
        Some(if kinds.all(|kind| kind == first) { first } else { GeometryKind::Mixed })
    }
}

fn kind_of(shape: &Geometry) -> GeometryKind {
    match shape {
        Geometry::Point(_) | Geometry::MultiPoint(_) => GeometryKind::Point,
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => GeometryKind::Line,
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {
            GeometryKind::Polygon
        }
        Geometry::GeometryCollection(_) => GeometryKind::Mixed,
    }
}

/// Puts several tables together: columns of one name are one column, of the type that holds both, and
/// a column `source` names the table where there is more than one.
pub fn joined(tables: Vec<Table>) -> Table {
    let several = tables.len() > 1;
    let name = tables.first().map(|table| table.name.clone()).unwrap_or_default();
    let shared = shared_columns(&tables);
    let source = several.then_some(("source", ColumnKind::Text));
    let columns = columns(&[("", &shared)], source.as_slice());
    let mut rows = Vec::with_capacity(tables.iter().map(|table| table.rows.len()).sum());
    for table in tables {
        let source = Value::Text(table.name.clone());
        for mut row in conformed(table, &shared) {
            row.values.extend(several.then(|| source.clone()));
            rows.push(row);
        }
    }
    Table { name, columns, rows }
}

/// The columns of several tables, each name once, in the order in which they come.
pub(super) fn shared_columns(tables: &[Table]) -> Vec<Column> {
    let mut shared: Vec<Column> = Vec::new();
    for column in tables.iter().flat_map(|table| &table.columns) {
        match shared.iter_mut().find(|known| known.name == column.name) {
            Some(known) => known.kind = common_kind(known.kind, column.kind),
            None => shared.push(column.clone()),
        }
    }
    shared
}

/// The type that holds the values of two.
fn common_kind(one: ColumnKind, other: ColumnKind) -> ColumnKind {
    match (one, other) {
        (one, other) if one == other => one,
        (ColumnKind::Integer, ColumnKind::Real) | (ColumnKind::Real, ColumnKind::Integer) => ColumnKind::Real,
        _ => ColumnKind::Text,
    }
}

/// The rows of a table with the values of given columns, null where the table has none.
pub(super) fn conformed(table: Table, columns: &[Column]) -> Vec<Feature> {
    let places: Vec<Option<usize>> = columns.iter().map(|column| table.column(&column.name)).collect();
    let conform = |row: Feature| {
        let value = |(column, place): (&Column, &Option<usize>)| {
            let value = place.and_then(|place| row.values.get(place)).cloned();
            value.map_or(Value::Null, |value| as_kind(value, column.kind))
        };
        Feature { values: columns.iter().zip(&places).map(value).collect(), geometry: row.geometry }
    };
    table.rows.into_iter().map(conform).collect()
}

/// A value as one of another type; only what [`common_kind`] asks for is changed.
fn as_kind(value: Value, kind: ColumnKind) -> Value {
    match (value, kind) {
        (Value::Integer(number), ColumnKind::Real) => Value::Real(crate::number::real_of_cell(number)),
        (Value::Boolean(value), ColumnKind::Text) => Value::Text(value.to_string()),
        (Value::Integer(value), ColumnKind::Text) => Value::Text(value.to_string()),
        (Value::Real(value), ColumnKind::Text) => Value::Text(value.to_string()),
        (Value::Date(value), ColumnKind::Text) => Value::Text(value.to_string()),
        (Value::Timestamp(value), ColumnKind::Text) => Value::Text(value.to_string()),
        (value, _) => value,
    }
}

/// Names the columns of a result: those of the inputs, each set with its prefix, then new ones, which
/// keep their names.
pub(super) fn columns(sets: &[(&str, &[Column])], new: &[(&str, ColumnKind)]) -> Vec<Column> {
    let mut taken: BTreeSet<String> = new.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut named = Vec::new();
    for (prefix, set) in sets {
        for column in *set {
            let mut name = format!("{prefix}{}", column.name);
            while !taken.insert(name.clone()) {
                name.push_str("_input");
            }
            named.push(Column { name, kind: column.kind });
        }
    }
    named.extend(new.iter().map(|(name, kind)| Column { name: (*name).to_owned(), kind: *kind }));
    named
}
