//! A task under way: its arguments by name, its tables, what it has to say.

use std::collections::BTreeMap;

use civico_domain::notice::Notice;
use civico_domain::processing::{Arguments, FixedGrid};
use geo::CoordsIter;

use super::table::{Feature, Table, joined};
use super::{Task, rows::Rows};
use crate::reproject::MetricSystem;
use crate::{Error, Limits, Progress};

/// A task under way.
pub(super) struct Job<'a> {
    arguments: &'a Arguments,
    tables: BTreeMap<String, Vec<Table>>,
    pub(super) limits: Limits,
    pub(super) progress: &'a Progress,
    pub(super) system: MetricSystem<'a>,
    pub(super) notices: Vec<Notice>,
}

impl<'a> Job<'a> {
    /// Takes a task on, unless it is larger than allowed.
    pub(super) fn new(task: Task<'a>) -> Result<Self, Error> {
        let features = task.tables.values().flatten().flat_map(|table| &table.rows);
        task.limits.check_vertices(vertices(features))?;
        task.progress.begin(1)?;
        Ok(Self {
            arguments: task.arguments,
            tables: task.tables,
            limits: task.limits,
            progress: task.progress,
            system: task.system,
            notices: Vec::new(),
        })
    }

    /// Takes the features of an input, several sources as one.
    pub(super) fn table(&mut self, input: &'static str) -> Result<Table, Error> {
        self.tables(input).map(joined)
    }

    /// Takes the features of an input, by source.
    pub(super) fn tables(&mut self, input: &'static str) -> Result<Vec<Table>, Error> {
        let tables = self.tables.remove(input).unwrap_or_default();
        if tables.iter().all(|table| table.rows.is_empty()) {
            Err(Error::Empty { what: input })
        } else {
            Ok(tables)
        }
    }

    /// Takes the features of an input if any were given.
    pub(super) fn optional_table(&mut self, input: &'static str) -> Result<Option<Table>, Error> {
        if self.tables.contains_key(input) { self.table(input).map(Some) } else { Ok(None) }
    }

    /// Says how many rows were left out; refuses when none is left.
    pub(super) fn settle<S: Send>(&mut self, rows: &Rows<S>) -> Result<(), Error> {
        self.notices.extend(rows.notices());
        if rows.places.is_empty() {
            Err(Error::NothingUsable { what: rows.input, found: rows.found as u64 })
        } else {
            Ok(())
        }
    }

    /// Says how often something happened to an input, if it did.
    pub(super) fn say(&mut self, id: &str, input: &str, count: usize) {
        if count > 0 {
            self.notices.push(Notice::new(id).with("input", input).with("count", count));
        }
    }

    pub(super) fn number(&self, name: &'static str) -> Result<f64, Error> {
        self.arguments.number(name).ok_or(Error::Empty { what: name })
    }

    pub(super) fn optional_number(&self, name: &str) -> Option<f64> {
        self.arguments.number(name)
    }

    pub(super) fn numbers(&self, name: &str) -> &'a [f64] {
        self.arguments.numbers(name)
    }

    /// A whole number that is not negative.
    pub(super) fn count(&self, name: &'static str) -> Result<usize, Error> {
        let number = self.arguments.integer(name).ok_or(Error::Empty { what: name })?;
        usize::try_from(number).map_err(|_negative| Error::Negative { what: name, index: 0 })
    }

    /// Returns the grid of fixed cells that was asked for, if it is one.
    pub(super) fn fixed_grid(&self) -> Option<FixedGrid> {
        FixedGrid::of(self.arguments)
    }

    pub(super) fn choice(&self, name: &str) -> &'a str {
        self.arguments.choice(name).unwrap_or_default()
    }

    pub(super) fn is_yes(&self, name: &str) -> bool {
        self.arguments.boolean(name)
    }

    pub(super) fn property(&self, name: &str) -> Option<&'a str> {
        self.arguments.property(name)
    }
}

/// How many corners features have.
pub(super) fn vertices<'f>(features: impl Iterator<Item = &'f Feature>) -> u64 {
    features.filter_map(|feature| feature.geometry.as_ref()).map(|shape| shape.coords_count() as u64).sum()
}

impl Limits {
    /// Refuses more corners than may be.
    pub(super) fn check_vertices(self, found: u64) -> Result<(), Error> {
        let limit = self.vertices;
        if found > limit { Err(Error::TooMany { what: "vertices", found, limit }) } else { Ok(()) }
    }

    /// Refuses more streets than may be.
    pub(super) fn check_streets(self, found: u64) -> Result<(), Error> {
        let limit = self.streets;
        if found > limit { Err(Error::TooMany { what: "streets", found, limit }) } else { Ok(()) }
    }

    /// Refuses more rows than may be.
    pub(super) fn check_rows(self, found: u64) -> Result<(), Error> {
        let limit = self.rows;
        if found > limit { Err(Error::TooMany { what: "rows", found, limit }) } else { Ok(()) }
    }
}
