//! The rows that a process can use, and how many it cannot.

use civico_domain::catalog::{ColumnKind, Value};
use civico_domain::notice::Notice;
use geo::{
    Area, BooleanOps, Coord, CoordsIter, Geometry, LineString, MultiLineString, MultiPolygon, Polygon,
};
use rayon::prelude::*;

use super::inner_point::point_within;
use super::table::Table;
use super::value::number_of;
use crate::Error;
use crate::input::is_on_earth;

/// Rows of a table with their shapes.
pub(super) struct Rows<S> {
    /// The name of the input.
    pub(super) input: &'static str,
    /// Which rows, ascending.
    pub(super) places: Vec<usize>,
    /// The shape of each.
    pub(super) shapes: Vec<S>,
    /// How many rows the table has.
    pub(super) found: usize,
    left: Left,
}

/// Why rows are left out, and how many are mended.
#[derive(Debug, Clone, Default)]
struct Left {
    without_geometry: usize,
    off_earth: usize,
    of_other_kind: usize,
    repaired: usize,
    without_value: Vec<(String, usize)>,
    far: usize,
}

/// What becomes of a row.
enum Chosen<S> {
    Taken(S),
    Repaired(S),
    WithoutGeometry,
    OffEarth,
    OfOtherKind,
}

impl<S: Send> Rows<S> {
    /// Takes the rows whose geometry has a shape of the wanted kind.
    fn choose(input: &'static str, table: &Table, shape: impl Fn(&Geometry) -> Chosen<S> + Sync) -> Self {
        let chosen: Vec<Chosen<S>> = table
            .rows
            .par_iter()
            .map(|row| match &row.geometry {
                None => Chosen::WithoutGeometry,
                Some(geometry) if geometry.coords_count() == 0 => Chosen::WithoutGeometry,
                Some(geometry) if !geometry.coords_iter().all(is_on_earth) => Chosen::OffEarth,
                Some(geometry) => shape(geometry),
            })
            .collect();
        let mut rows = Self {
            input,
            places: Vec::new(),
            shapes: Vec::new(),
            found: table.rows.len(),
            left: Left::default(),
        };
        for (place, chosen) in chosen.into_iter().enumerate() {
            match chosen {
                Chosen::Taken(shape) => rows.take(place, shape),
                Chosen::Repaired(shape) => {
                    rows.left.repaired += 1;
                    rows.take(place, shape);
                }
                Chosen::WithoutGeometry => rows.left.without_geometry += 1,
                Chosen::OffEarth => rows.left.off_earth += 1,
                Chosen::OfOtherKind => rows.left.of_other_kind += 1,
            }
        }
        rows
    }

    fn take(&mut self, place: usize, shape: S) {
        self.places.push(place);
        self.shapes.push(shape);
    }

    /// Keeps the rows for which there is something, and returns what.
    fn retain<T>(&mut self, mut of: impl FnMut(usize, &S) -> Option<T>) -> Vec<T> {
        let mut found = Vec::with_capacity(self.places.len());
        let rows = std::mem::take(&mut self.places).into_iter().zip(std::mem::take(&mut self.shapes));
        for (place, shape) in rows {
            if let Some(value) = of(place, &shape) {
                found.push(value);
                self.take(place, shape);
            }
        }
        found
    }

    /// Reads a column of numbers; rows without one, or with one that is not wanted, are left out.
    pub(super) fn numbers(
        &mut self,
        table: &Table,
        (what, column): (&'static str, &str),
        is_wanted: impl Fn(f64) -> bool,
    ) -> Result<Vec<f64>, Error> {
        let at = numeric_column(table, what, column)?;
        let before = self.places.len();
        let numbers = self.retain(|place, _| {
            let value = table.rows[place].values.get(at).and_then(number_of);
            value.filter(|value| is_wanted(*value))
        });
        if numbers.len() < before {
            self.left.without_value.push((column.to_owned(), before - numbers.len()));
        }
        Ok(numbers)
    }

    /// Keeps the rows that have a place on the streets, and returns the places.
    pub(super) fn near<T>(&mut self, places: Vec<Option<T>>) -> Vec<T> {
        let before = self.places.len();
        let mut places = places.into_iter();
        let found = self.retain(|_, _| places.next().flatten());
        self.left.far += before - found.len();
        found
    }

    /// Says what was left out or mended.
    pub(super) fn notices(&self) -> Vec<Notice> {
        let counts = [
            ("process-notice-without-geometry", self.left.without_geometry),
            ("process-notice-off-earth", self.left.off_earth),
            ("process-notice-other-kind", self.left.of_other_kind),
            ("process-notice-repaired", self.left.repaired),
            ("process-notice-far-from-streets", self.left.far),
        ];
        let say = |id: &str, count: usize| Notice::new(id).with("input", self.input).with("count", count);
        let counted = counts.into_iter().filter(|(_, count)| *count > 0).map(|(id, count)| say(id, count));
        let without = self.left.without_value.iter();
        counted
            .chain(
                without.map(|(column, count)| {
                    say("process-notice-without-value", *count).with("column", column)
                }),
            )
            .collect()
    }
}

/// Finds a column of numbers.
pub(super) fn numeric_column(table: &Table, what: &'static str, column: &str) -> Result<usize, Error> {
    let at = column_of(table, what, column)?;
    if matches!(table.columns[at].kind, ColumnKind::Integer | ColumnKind::Real) {
        Ok(at)
    } else {
        Err(Error::WrongColumn { what, column: column.to_owned() })
    }
}

/// Finds a column.
pub(super) fn column_of(table: &Table, what: &'static str, column: &str) -> Result<usize, Error> {
    table.column(column).ok_or_else(|| Error::NoColumn { what, column: column.to_owned() })
}

/// The values of a row, null where a column has none.
pub(super) fn values_of(table: &Table, place: usize) -> Vec<Value> {
    let mut values = table.rows[place].values.clone();
    values.resize(table.columns.len(), Value::Null);
    values
}

/// Rows that are points, lines or polygons, these made right; not collections of several kinds.
pub(super) fn things(input: &'static str, table: &Table) -> Rows<Geometry> {
    Rows::choose(input, table, |geometry| {
        if let Some(area) = area_of(geometry) {
            return mended(area, Geometry::MultiPolygon);
        }
        match (geometry, lines_of(geometry)) {
            (Geometry::GeometryCollection(_), _) => Chosen::OfOtherKind,
            (_, None) => Chosen::Taken(geometry.clone()),
            (_, Some(mut lines)) => match lines.0.len() {
                0 => Chosen::WithoutGeometry,
                1 => Chosen::Taken(Geometry::LineString(lines.0.swap_remove(0))),
                _ => Chosen::Taken(Geometry::MultiLineString(lines)),
            },
        }
    })
}

/// Rows that are points, or stand for a point within them.
pub(super) fn points(input: &'static str, table: &Table) -> Rows<Coord> {
    Rows::choose(input, table, |geometry| match point_within(geometry) {
        Some(point) => Chosen::Taken(point),
        None => Chosen::OfOtherKind,
    })
}

/// Rows that are polygons, made right.
pub(super) fn areas(input: &'static str, table: &Table) -> Rows<MultiPolygon> {
    Rows::choose(input, table, |geometry| match area_of(geometry) {
        Some(area) => mended(area, |area| area),
        None => Chosen::OfOtherKind,
    })
}

/// Rows that are lines, each with its parts.
pub(super) fn lines(input: &'static str, table: &Table) -> Rows<Vec<LineString>> {
    Rows::choose(input, table, |geometry| match lines_of(geometry) {
        Some(lines) if lines.0.is_empty() => Chosen::WithoutGeometry,
        Some(lines) => Chosen::Taken(lines.0),
        None => Chosen::OfOtherKind,
    })
}

/// A polygon as a multipolygon, without rings of fewer than three corners.
pub(super) fn area_of(geometry: &Geometry) -> Option<MultiPolygon> {
    let parts = match geometry {
        Geometry::Polygon(area) => vec![area.clone()],
        Geometry::MultiPolygon(area) => area.0.clone(),
        Geometry::Rect(area) => vec![area.to_polygon()],
        Geometry::Triangle(area) => vec![area.to_polygon()],
        _ => return None,
    };
    // The first corner is there twice.
    let is_ring = |ring: &LineString| ring.0.len() > 3;
    let whole = |part: Polygon| {
        let (exterior, mut holes) = part.into_inner();
        holes.retain(is_ring);
        is_ring(&exterior).then(|| Polygon::new(exterior, holes))
    };
    Some(MultiPolygon::new(parts.into_iter().filter_map(whole).collect()))
}

/// The parts of a line that have two corners.
fn lines_of(geometry: &Geometry) -> Option<MultiLineString> {
    let mut parts = match geometry {
        Geometry::Line(line) => vec![LineString::from(line)],
        Geometry::LineString(line) => vec![line.clone()],
        Geometry::MultiLineString(lines) => lines.0.clone(),
        _ => return None,
    };
    parts.retain(|part| part.0.windows(2).any(|corners| corners[0] != corners[1]));
    Some(MultiLineString::new(parts))
}

/// How much of an area may come and go when it is worked out anew, as a share.
const ROUNDING: f64 = 1e-6;

/// Polygons that cross or overlap themselves become what lies within their rings an odd number of
/// times, as PostGIS's `ST_MakeValid` has it; those that are right stay as they are, corner for corner.
fn mended<S>(area: MultiPolygon, shape: impl Fn(MultiPolygon) -> S) -> Chosen<S> {
    let within = area.union(&MultiPolygon::new(Vec::new()));
    let (said_m2, found_m2) = (area.unsigned_area(), within.unsigned_area());
    if found_m2 <= 0.0 {
        Chosen::OfOtherKind
    } else if (said_m2 - found_m2).abs() <= found_m2 * ROUNDING {
        Chosen::Taken(shape(area))
    } else {
        Chosen::Repaired(shape(within))
    }
}
