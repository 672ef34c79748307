//! A table as a layer: looked through once, then sent.

use std::io::Write;

use civico_domain::catalog::frame::{LayerSchema, Row, Severity};
use civico_domain::catalog::{Column, GeometryKind};
use civico_domain::notice::Notice;
use civico_geoprocessing::reproject::Extent;
use csv::StringRecord;

use super::coordinates::{Coordinates, Survey, look_of, position};
use super::infer::{Guess, Reading};
use super::table::{CsvTable, Records};
use crate::Error;
use crate::crs::{Declared, Range, resolve, say_reprojection};
use crate::geometry::{Placer, point, shape_of};
use crate::input::Input;
use crate::ogr::{prepare, wkb_of_wkt};
use crate::output::Output;
use crate::read::{Job, unique_names};

/// A table of which all rows were looked at.
#[derive(Debug)]
pub struct CsvFile {
    table: CsvTable,
    readings: Vec<Reading>,
    coordinates: Coordinates,
    rows: u64,
}

impl CsvFile {
    /// Opens a table and looks at all its rows.
    ///
    /// # Errors
    /// The file cannot be read, is no text or no table.
    pub fn open(input: &Input, job: &Job) -> Result<Self, Error> {
        prepare();
        let table = CsvTable::open(input, job)?;
        let mut guesses: Vec<Guess> = table.names.iter().map(|name| Guess::new(name)).collect();
        let mut survey = Survey::new(&table.names);
        let mut records = table.records()?;
        let mut rows = 0;
        while let Some((_, row)) = records.next()? {
            if fits(row, table.dialect.width) {
                rows += 1;
                guesses.iter_mut().zip(row.iter()).for_each(|(guess, text)| guess.look(text));
                survey.look(row);
            }
        }
        let readings = guesses.iter().map(Guess::reading).collect();
        let coordinates = survey.decide(job.crs);
        Ok(Self { table, readings, coordinates, rows })
    }

    /// Sends the rows as a layer of that name.
    ///
    /// # Errors
    /// The reference system cannot be told, the file breaks off, or the output cannot be written.
    pub fn send<W: Write>(&self, name: &str, job: &Job, output: &mut Output<W>) -> Result<(), Error> {
        output.speak_of(name);
        self.say_dialect(output)?;
        let columns = self.columns(output)?;
        let (kind, has_z, extent, declared) = self.geometry();
        self.say_coordinates(output)?;
        let source = resolve(&declared, extent, name, job, output)?;
        let reprojection = say_reprojection(&source, extent, job, output)?;
        output.layer(LayerSchema {
            layer: 0,
            name: name.to_owned(),
            geometry: kind,
            has_z,
            srid: job.target,
            columns,
            reprojection: (kind != GeometryKind::None).then(|| reprojection.record().clone()),
            expected_rows: Some(self.rows),
        })?;
        let mut placer = Placer::new(reprojection, job.target, kind, source.swapped);
        let mut records = self.table.records()?;
        while let Some((number, row)) = records.next()? {
            if let Some(notice) = self.misfit(row) {
                output.say_of_row(Severity::Rejected, number, None, notice)?;
                continue;
            }
            let geometry = self.place(row, number, output)?;
            let values = self.kept().map(|index| self.value(row, index)).collect();
            placer
                .push(Row { number: i64::try_from(number).unwrap_or(i64::MAX), geometry, values }, output)?;
        }
        placer.flush(output)
    }

    /// Returns the names of the columns, as the file has them.
    pub(crate) fn names(&self) -> &[String] {
        &self.table.names
    }

    /// Returns how many rows fit the table.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Begins with the first row.
    pub(crate) fn records(&self) -> Result<Records, Error> {
        self.table.records()
    }

    /// Says why a row does not fit the table.
    pub(crate) fn misfit(&self, row: &StringRecord) -> Option<Notice> {
        let width = self.table.dialect.width;
        (!fits(row, width)).then(|| {
            Notice::new("row-of-other-width")
                .with("fields", row.len())
                .with("expected", width)
                .with("delimiter", self.table.dialect.delimiter_name())
        })
    }

    /// Returns the two coordinates of a row as they are written, easting first.
    pub(crate) fn written(&self, row: &StringRecord) -> Option<[String; 2]> {
        let Coordinates::Pair { x, y, .. } = &self.coordinates else { return None };
        let texts = [*x, *y].map(|index| row.get(index).unwrap_or_default().trim().to_owned());
        texts.iter().any(|text| !text.is_empty()).then_some(texts)
    }

    fn value(&self, row: &StringRecord, index: usize) -> civico_domain::catalog::Value {
        self.readings[index].value(row.get(index).unwrap_or_default())
    }

    /// Columns that are sent: all but the one that became the geometry.
    fn kept(&self) -> impl Iterator<Item = usize> + '_ {
        let geometry = match &self.coordinates {
            Coordinates::Wkt { column, .. } => Some(*column),
            _ => None,
        };
        (0..self.readings.len()).filter(move |index| Some(*index) != geometry)
    }

    fn columns<W: Write>(&self, output: &mut Output<W>) -> Result<Vec<Column>, Error> {
        let names = self.kept().map(|index| self.table.names[index].clone()).collect();
        let names = unique_names(names, output)?;
        Ok(names
            .into_iter()
            .zip(self.kept())
            .map(|(name, index)| Column { name, kind: self.readings[index].kind() })
            .collect())
    }

    /// Returns what the geometries are, their box and what names say of the reference system.
    pub(crate) fn geometry(&self) -> (GeometryKind, bool, Extent, Declared) {
        match &self.coordinates {
            Coordinates::Pair { extent, declared, .. } => {
                (GeometryKind::Point, false, *extent, declared.clone())
            }
            Coordinates::Wkt { extent, kind, has_z, .. } => (*kind, *has_z, *extent, Declared::Nothing),
            Coordinates::None => (GeometryKind::None, false, Extent::EMPTY, Declared::Nothing),
        }
    }

    fn say_dialect<W: Write>(&self, output: &mut Output<W>) -> Result<(), Error> {
        if self.table.encoding.why.id != "encoding-ascii" {
            output.say(Severity::Assumption, self.table.encoding.why.clone())?;
        }
        let dialect = &self.table.dialect;
        if dialect.title_lines > 0 {
            let notice = Notice::new("csv-title-lines").with("count", dialect.title_lines);
            output.say(Severity::Assumption, notice)?;
        }
        let notice = Notice::new("csv-delimiter")
            .with("delimiter", dialect.delimiter_name())
            .with("columns", dialect.width);
        output.say(Severity::Assumption, notice)
    }

    /// Says which columns the coordinates are taken from.
    pub(crate) fn say_coordinates<W: Write>(&self, output: &mut Output<W>) -> Result<(), Error> {
        let name = |index: usize| self.table.names[index].trim();
        let (severity, notice) = match &self.coordinates {
            Coordinates::Pair { x, y, others, .. } if others.is_empty() => {
                let notice = Notice::new("coordinates-by-names").with("x", name(*x)).with("y", name(*y));
                (Severity::Assumption, notice)
            }
            Coordinates::Pair { x, y, others, .. } => {
                let others: Vec<String> =
                    others.iter().map(|(x, y)| format!("{}/{}", name(*x), name(*y))).collect();
                let notice = Notice::new("coordinates-chosen-among")
                    .with("x", name(*x))
                    .with("y", name(*y))
                    .with("others", others.join(", "));
                (Severity::Assumption, notice)
            }
            Coordinates::Wkt { column, .. } => {
                (Severity::Assumption, Notice::new("coordinates-by-wkt").with("column", name(*column)))
            }
            Coordinates::None => (Severity::Warning, Notice::new("coordinates-none")),
        };
        output.say(severity, notice)
    }

    /// Makes the geometry of a row, or says why it has none.
    pub(crate) fn place<W: Write>(
        &self,
        row: &StringRecord,
        number: u64,
        output: &mut Output<W>,
    ) -> Result<Option<Vec<u8>>, Error> {
        let made = match &self.coordinates {
            Coordinates::None => return Ok(None),
            Coordinates::Pair { x, y, range, swapped, .. } => pair(row, (*x, *y), (*range, *swapped)),
            Coordinates::Wkt { column, kind, has_z, .. } => {
                text(row.get(*column).unwrap_or_default(), *kind, *has_z)
            }
        };
        match made {
            Ok(wkb) => Ok(Some(wkb)),
            Err(notice) => output.say_of_row(Severity::Warning, number, None, notice).map(|()| None),
        }
    }
}

/// Makes the point of a row, or says why it has none.
fn pair(
    row: &StringRecord,
    (x, y): (usize, usize),
    (range, swapped): (Range, bool),
) -> Result<Vec<u8>, Notice> {
    let texts = [x, y].map(|index| row.get(index).unwrap_or_default().trim());
    if texts.iter().all(|text| text.is_empty()) {
        return Err(Notice::new("coordinates-missing"));
    }
    let Some((east, north)) = position(row, x, y) else {
        return Err(Notice::new("coordinates-unreadable").with("x", texts[0]).with("y", texts[1]));
    };
    let look = look_of(east, north);
    let among = look == (range, swapped)
        || range == Range::Other
        || (range == Range::Degrees && look == (Range::DegreesItaly, false));
    if among {
        Ok(point(east, north, None))
    } else {
        Err(Notice::new("coordinates-elsewhere").with("x", texts[0]).with("y", texts[1]))
    }
}

/// Tells whether a row is as wide as the table; one empty field more comes of a last delimiter.
fn fits(row: &StringRecord, width: usize) -> bool {
    row.len() == width || (row.len() == width + 1 && row.get(width).is_some_and(str::is_empty))
}

fn text(text: &str, kind: GeometryKind, has_z: bool) -> Result<Vec<u8>, Notice> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Notice::new("coordinates-missing"));
    }
    let wkb = wkb_of_wkt(text).ok_or_else(|| Notice::new("geometry-unreadable"))?;
    let shape = shape_of(&wkb).map_err(|_not_simple| Notice::new("geometry-unreadable"))?;
    if kind != GeometryKind::Mixed && shape.kind() != kind || shape.has_z != has_z {
        return Err(Notice::new("geometry-of-another-kind")
            .with("found", shape.kind().as_str())
            .with("wanted", kind.as_str()));
    }
    Ok(wkb)
}
