//! A file of a register whose format is open: a table or a layer, its rows as texts.

use std::io::Write;
use std::path::Path;

use civico_domain::catalog::{GeometryKind, Value};
use civico_domain::notice::Notice;

use crate::Error;
use crate::crs::{Declared, resolve, say_reprojection};
use crate::csv::{CsvFile, Records};
use crate::geometry::Placer;
use crate::input::{Format, Inputs, resolve as resolve_input, stem};
use crate::ogr::{OgrFile, OgrLayer};
use crate::output::Output;
use crate::read::Job;

/// A row of a register's file.
#[derive(Debug)]
pub(super) struct TextRow {
    pub(super) number: u64,
    pub(super) fields: Vec<String>,
    /// Geometry in the source's reference system.
    pub(super) geometry: Option<Vec<u8>>,
    /// The position as the file writes it.
    pub(super) written: Option<[String; 2]>,
}

/// A file of a register.
pub(super) struct Source {
    inputs: Inputs,
    name: String,
    table: Option<CsvFile>,
    columns: Vec<String>,
}

/// How the geometries of a source come into the target's reference system.
pub(super) struct Way {
    pub(super) placer: Placer,
    pub(super) shape: (GeometryKind, bool),
    pub(super) record: Option<civico_domain::catalog::ReprojectionRecord>,
    pub(super) crs: Option<String>,
    pub(super) expected: Option<u64>,
}

impl Source {
    /// Opens a file, the first where an archive holds several.
    pub(super) fn open(path: &Path, job: &Job) -> Result<Self, Error> {
        let inputs = resolve_input(path, job.limit)?;
        let input =
            inputs.files.first().ok_or_else(|| Error::NoLayer(path.to_string_lossy().into_owned()))?;
        let name = stem(&input.name).to_owned();
        let (table, columns) = if input.format == Format::Csv {
            let table = CsvFile::open(input, job)?;
            let columns = table.names().to_vec();
            (Some(table), columns)
        } else {
            let file = OgrFile::open(input, job.encoding.as_ref(), job.limit)?;
            let layer = OgrLayer::open(&file, 0, &name, &mut silent()?)?;
            (None, layer.columns().iter().map(|column| column.name.clone()).collect())
        };
        Ok(Self { inputs, name, table, columns })
    }

    /// Finds the first of several names among the columns, without regard to case.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        names
            .iter()
            .find_map(|name| self.columns.iter().position(|column| column.trim().eq_ignore_ascii_case(name)))
    }

    /// Makes sure that the file has columns.
    pub(super) fn require(&self, names: &[&[&str]]) -> Result<(), Error> {
        let missing: Vec<&str> = names
            .iter()
            .filter(|alike| self.column(alike).is_none())
            .filter_map(|alike| alike.first().copied())
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Error::MissingColumns { file: self.name.clone(), columns: missing.join(", ") })
    }

    /// Decides how the geometries come into the target's reference system, and says so.
    ///
    /// The reference system that a person names speaks of the files that name none themselves:
    /// one option serves a shapefile of streets and a table of addresses.
    pub(super) fn way<W: Write>(&self, label: &str, job: &Job, output: &mut Output<W>) -> Result<Way, Error> {
        output.speak_of(label);
        if let Some(table) = &self.table {
            table.say_coordinates(output)?;
            let (kind, has_z, extent, declared) = table.geometry();
            let declared = if kind == GeometryKind::None { Declared::Nothing } else { declared };
            let source = resolve(&declared, extent, &self.name, job, output)?;
            let reprojection = say_reprojection(&source, extent, job, output)?;
            let located = kind != GeometryKind::None;
            return Ok(Way {
                record: located.then(|| reprojection.record().clone()),
                crs: located.then(|| source.crs.to_string()),
                placer: Placer::new(reprojection, job.target, kind, source.swapped),
                shape: (kind, has_z),
                expected: Some(table.rows()),
            });
        }
        let layer = self.layer(label, job, output)?;
        let crs = job.crs.filter(|_| !layer.declares_crs());
        let resolved = layer.resolve(&Job { crs, ..job.clone() }, output)?;
        Ok(Way {
            crs: resolved.schema.reprojection.as_ref().map(|record| record.source_crs.clone()),
            shape: (resolved.schema.geometry, resolved.schema.has_z),
            expected: resolved.schema.expected_rows,
            record: resolved.schema.reprojection,
            placer: resolved.placer,
        })
    }

    fn layer<W: Write>(&self, label: &str, job: &Job, output: &mut Output<W>) -> Result<OgrLayer, Error> {
        let input = self.inputs.files.first().ok_or_else(|| Error::NoLayer(self.name.clone()))?;
        let file = OgrFile::open(input, job.encoding.as_ref(), job.limit)?;
        OgrLayer::open(&file, 0, label, output)
    }

    /// Begins with the first row, without a word on the layer, which was spoken of before.
    pub(super) fn rows(&self, job: &Job) -> Result<SourceRows<'_>, Error> {
        Ok(match &self.table {
            Some(table) => SourceRows::Table { table, records: Box::new(table.records()?) },
            None => SourceRows::Layer(Box::new(self.layer(&self.name, job, &mut silent()?)?)),
        })
    }
}

/// An output that nobody reads.
pub(super) fn silent() -> Result<Output<std::io::Sink>, Error> {
    Output::begin(std::io::sink(), None)
}

/// The rows of a source.
pub(super) enum SourceRows<'a> {
    Table { table: &'a CsvFile, records: Box<Records> },
    Layer(Box<OgrLayer>),
}

impl SourceRows<'_> {
    /// Reads the next row; what is odd about it is said.
    pub(super) fn next<W: Write>(&mut self, output: &mut Output<W>) -> Result<Option<TextRow>, Error> {
        match self {
            Self::Table { table, records } => loop {
                let Some((number, row)) = records.next()? else { return Ok(None) };
                if let Some(notice) = table.misfit(row) {
                    reject(number, notice, output)?;
                    continue;
                }
                let geometry = table.place(row, number, output)?;
                let fields = row.iter().map(|field| field.trim().to_owned()).collect();
                return Ok(Some(TextRow { number, fields, geometry, written: table.written(row) }));
            },
            Self::Layer(layer) => {
                let Some(row) = layer.next_row(output)? else { return Ok(None) };
                let written = row.geometry.as_deref().and_then(crate::geometry::point_of);
                Ok(Some(TextRow {
                    number: row.number.unsigned_abs(),
                    fields: row.values.iter().map(as_text).collect(),
                    geometry: row.geometry,
                    written: written.map(|(x, y)| [x.to_string(), y.to_string()]),
                }))
            }
        }
    }
}

fn reject<W: Write>(row: u64, notice: Notice, output: &mut Output<W>) -> Result<(), Error> {
    output.say_of_row(civico_domain::catalog::frame::Severity::Rejected, row, None, notice)
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Real(value) => value.to_string(),
        Value::Text(value) => value.trim().to_owned(),
        Value::Date(value) => value.to_string(),
        Value::Timestamp(value) => value.to_string(),
    }
}
