//! Typed filters to SQL with numbered parameters: the only place where conditions are composed.

use std::fmt::Write;

use civico_domain::catalog::{ColumnKind, Value};
use civico_domain::spatial::Bounds;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio_postgres::types::ToSql;

use crate::catalog::{Collection, KeyKind};
use crate::identifier::quote;

/// A span of time; an open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// First instant.
    pub from: Option<Timestamp>,
    /// Last instant.
    pub to: Option<Timestamp>,
}

/// A tenth of a millimetre: what rounding may do to an item on the very edge of a box, and what
/// keeps a box of no width from being no polygon.
const EDGE_DEG: f64 = 1e-9;

/// What items are asked for; several conditions must hold together.
#[derive(Debug, Clone, Default)]
pub struct ItemFilter {
    /// Items that touch this box.
    pub bbox: Option<Bounds>,
    /// Items whose time touches this span; items of collections without a time always do.
    pub interval: Option<Interval>,
    /// Items whose column (by place) has this value.
    pub equals: Vec<(usize, Value)>,
    /// Items as they were at this register number; only of collections with a history of events.
    pub known: Option<i64>,
}

impl ItemFilter {
    /// Tells whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.bbox.is_none() && self.interval.is_none() && self.equals.is_empty() && self.known.is_none()
    }

    /// The last day of the span, `None` where it has no end.
    fn last_day(&self) -> Option<Date> {
        Some(self.interval?.to?.to_zoned(TimeZone::UTC).date())
    }
}

/// Conditions as SQL text and its parameters.
#[derive(Default)]
pub(crate) struct Conditions {
    text: String,
    params: Vec<Box<dyn ToSql + Sync + Send>>,
    /// Where the items come from when they are asked for as they were on a day.
    source: Option<String>,
}

impl Conditions {
    /// Composes the conditions of a filter on a collection, only current items unless the filter
    /// names a stage.
    pub(crate) fn new(collection: &Collection, filter: &ItemFilter) -> Self {
        let mut conditions = Self::default();
        for (place, value) in &filter.equals {
            conditions.equal(collection, *place, value);
        }
        if let Some(stage) = collection.stage
            && !filter.equals.iter().any(|(place, _)| *place == stage)
        {
            conditions.equal(collection, stage, &Value::Text("current".to_owned()));
        }
        if let Some(bbox) = &filter.bbox {
            conditions.touches(collection, bbox);
        }
        if let Some(history) = collection.history {
            conditions.as_it_was(history, filter);
        }
        if let (Some(interval), Some(place)) = (&filter.interval, collection.temporal) {
            conditions.during(collection, place, interval);
        }
        conditions
    }

    /// Of the register, things as they were on the last day of the span, by all that is known, or by
    /// what was known at a number.
    fn as_it_was(&mut self, history: &str, filter: &ItemFilter) {
        let last = filter.last_day();
        if let Some(known) = filter.known {
            // Written out, so that the planner sees how few things changed since.
            let day = self.push(Box::new(last));
            self.source = Some(format!("{history}_known({day}::date, {known})"));
        } else if last.is_some() {
            let day = self.push(Box::new(last));
            self.source = Some(format!("{history}_on({day}::date)"));
        }
    }

    /// Adds: the key comes after `after`. A key that cannot be one gives no items.
    pub(crate) fn after(&mut self, collection: &Collection, after: &str) {
        if let Some(param) = key_param(collection.key_kind, after) {
            let place = self.push(param);
            self.and(&format!("{} > {place}", quote(collection.key)));
        } else {
            self.and("false");
        }
    }

    /// Adds: the key is this one. A text that cannot be a key gives no items.
    pub(crate) fn key(&mut self, collection: &Collection, key: &str) {
        if let Some(param) = key_param(collection.key_kind, key) {
            let place = self.push(param);
            self.and(&format!("{} = {place}", quote(collection.key)));
        } else {
            self.and("false");
        }
    }

    /// Adds a condition whose literals are parameters already.
    pub(crate) fn also(&mut self, condition: &str) {
        self.and(condition);
    }

    /// Adds a parameter and returns its place, `$3`.
    pub(crate) fn push(&mut self, param: Box<dyn ToSql + Sync + Send>) -> String {
        self.params.push(param);
        format!("${}", self.params.len())
    }

    /// Returns what the items are selected from.
    pub(crate) fn source(&self, collection: &Collection) -> String {
        self.source.clone().unwrap_or_else(|| collection.relation.to_string())
    }

    /// Returns the WHERE clause, empty without conditions.
    pub(crate) fn clause(&self) -> String {
        if self.text.is_empty() { String::new() } else { format!(" WHERE {}", self.text) }
    }

    /// Returns the parameters in order.
    pub(crate) fn params(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.params.iter().map(|param| param.as_ref() as &(dyn ToSql + Sync)).collect()
    }

    fn and(&mut self, condition: &str) {
        if !self.text.is_empty() {
            self.text.push_str(" AND ");
        }
        self.text.push_str(condition);
    }

    fn equal(&mut self, collection: &Collection, place: usize, value: &Value) {
        let Some(column) = collection.columns.get(place) else { return self.and("false") };
        let name = quote(&column.sql);
        match value_param(value) {
            Some(param) => {
                let place = self.push(param);
                self.and(&format!("{name} = {place}"));
            }
            None => self.and(&format!("{name} IS NULL")),
        }
    }

    /// Items that touch the box: the index finds them in the stored reference system, the answer
    /// is decided in degrees, in which box and items are served, so that an item on the edge counts.
    fn touches(&mut self, collection: &Collection, bbox: &Bounds) {
        let boxes: Vec<Bounds> = halves(bbox).filter_map(|half| within(&half, collection.bounds)).collect();
        if boxes.is_empty() {
            return self.and("false");
        }
        let mut either = String::new();
        for found in boxes {
            let envelope = self.envelope(&found);
            let separator = if either.is_empty() { "" } else { " OR " };
            let search = search_box(&envelope, collection.srid);
            // Writing to a string cannot fail.
            let _written = write!(
                either,
                "{separator}(geom && {search} AND ST_Intersects(ST_Transform(geom, 4326), ST_Expand({envelope}, {EDGE_DEG})))"
            );
        }
        self.and(&format!("({either})"));
    }

    /// Adds the four numbers of a box and returns the envelope made of them.
    pub(crate) fn envelope(&mut self, bounds: &Bounds) -> String {
        let edges = <[f64; 4]>::from(*bounds).map(|edge| self.push(Box::new(edge)));
        format!("ST_MakeEnvelope({}, 4326)", edges.join(", "))
    }

    fn during(&mut self, collection: &Collection, place: usize, interval: &Interval) {
        let Some(column) = collection.columns.get(place) else { return };
        let name = match column.column.kind {
            ColumnKind::Date => format!("({}::timestamp AT TIME ZONE 'Europe/Rome')", quote(&column.sql)),
            _ => quote(&column.sql).to_string(),
        };
        let until = match column.column.kind {
            ColumnKind::Date => {
                format!("(({} + 1)::timestamp AT TIME ZONE 'Europe/Rome')", quote(&column.sql))
            }
            _ => name.clone(),
        };
        if let Some(from) = interval.from {
            let place = self.push(Box::new(from));
            // A day lasts until the next one begins.
            let comparison = if until == name { ">=" } else { ">" };
            self.and(&format!("{until} {comparison} {place}"));
        }
        if let Some(to) = interval.to {
            let place = self.push(Box::new(to));
            self.and(&format!("{name} <= {place}"));
        }
    }
}

/// The stored system's box around an envelope in degrees, its edges broken up so that their bend is inside.
pub(crate) fn search_box(envelope: &str, srid: i32) -> String {
    format!("ST_Transform(ST_Segmentize(ST_Expand({envelope}, 0.00001), 0.05), {srid})")
}

/// Splits a box that crosses the antimeridian.
fn halves(b: &Bounds) -> impl Iterator<Item = Bounds> + use<> {
    let b = *b;
    let split = b.west > b.east;
    let first = if split { Bounds { east: 180.0, ..b } } else { b };
    let second = split.then_some(Bounds { west: -180.0, ..b });
    std::iter::once(first).chain(second)
}

/// Cuts a box to the surroundings of a collection, outside of which its reference system may not
/// be usable at all; `None` when nothing is left.
pub(crate) fn within(b: &Bounds, collection: Option<Bounds>) -> Option<Bounds> {
    const MARGIN_DEG: f64 = 0.25;
    let c = collection?;
    let cut = Bounds {
        west: b.west.max(c.west - MARGIN_DEG),
        south: b.south.max(c.south - MARGIN_DEG),
        east: b.east.min(c.east + MARGIN_DEG),
        north: b.north.min(c.north + MARGIN_DEG),
    };
    (cut.west <= cut.east && cut.south <= cut.north).then_some(cut)
}

fn key_param(kind: KeyKind, text: &str) -> Option<Box<dyn ToSql + Sync + Send>> {
    match kind {
        KeyKind::Integer => text.parse::<i64>().ok().map(|key| Box::new(key) as _),
        KeyKind::Uuid => text.parse::<uuid::Uuid>().ok().map(|key| Box::new(key) as _),
        KeyKind::Text => Some(Box::new(text.to_owned())),
    }
}

fn value_param(value: &Value) -> Option<Box<dyn ToSql + Sync + Send>> {
    Some(match value {
        Value::Null => return None,
        Value::Boolean(value) => Box::new(*value),
        Value::Integer(value) => Box::new(*value),
        Value::Real(value) => Box::new(*value),
        Value::Text(value) => Box::new(value.clone()),
        Value::Date(value) => Box::new(*value),
        Value::Timestamp(value) => Box::new(*value),
    })
}
