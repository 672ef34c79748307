//! The accesses of a comune.

use std::collections::BTreeMap;
use std::io::Write;

use civico_domain::catalog::frame::{Row, Severity};
use civico_domain::catalog::{ColumnKind, GeometryKind, Value};
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use civico_domain::toponymy::anncsu::{COORDINATES_CRS, INDIR_COLUMNS, IndirRow, STRAD_COLUMNS, indir};
use civico_domain::toponymy::{LifecycleStage, Thoroughfare, rows};
use civico_geoprocessing::reproject::{Crs, Extent};

use super::check::{Numbers, Seen};
use super::kept::{Export, say_not_kept};
use super::position;
use super::street::Street;
use super::streets::Streets;
use super::table::{Line, Table};
use crate::Error;
use crate::crs::{SourceCrs, say_reprojection};
use crate::geometry::{Placer, point};
use crate::output::Output;
use crate::read::Job;
use crate::text::parse_loose;
use crate::toponymy::announce::{announce, number, text};
use crate::toponymy::source::silent;

/// The code of [`COORDINATES_CRS`].
const SRID: i32 = 6706;

/// A file of addresses of which all rows were looked at.
pub(super) struct Addresses {
    file: Table<{ INDIR_COLUMNS.len() }>,
    extent: Extent,
    rows: u64,
}

/// Returns the columns of the layer of addresses.
pub(super) fn columns() -> Vec<(&'static str, ColumnKind)> {
    [rows::ADDRESS_COLUMNS, rows::ANNCSU_ADDRESS_COLUMNS].concat()
}

impl Addresses {
    /// Looks at all rows: which streets they name, how often, and where the positions lie.
    pub(super) fn survey(
        file: Table<{ INDIR_COLUMNS.len() }>,
        streets: Option<Table<{ STRAD_COLUMNS.len() }>>,
    ) -> Result<(Streets, Self), Error> {
        let (mut seen, mut nobody) = (Seen::default(), silent()?);
        let (mut named, mut places) = (Vec::<Street>::new(), BTreeMap::<String, usize>::new());
        let (mut extent, mut rows) = (Extent::EMPTY, 0);
        let mut lines = file.lines()?;
        while let Some(Line { number, fields }) = lines.next(&mut nobody)? {
            if seen.check_access(&fields).is_err() {
                continue;
            }
            rows += 1;
            if let Some((lon, lat)) = position::find(&fields).lon_lat {
                extent.include(lon, lat);
            }
            let mut street = Street::of_indir(number, &fields);
            let place = *places.entry(street.id.clone()).or_insert(named.len());
            if place == named.len() {
                named.push(street);
            } else if named[place].name.is_empty() && !street.name.is_empty() {
                street.accesses = named[place].accesses;
                named[place] = street;
            }
            named[place].accesses += 1;
        }
        let seen = Seen::of(seen.comune);
        Ok((Streets::gather(streets, named, seen)?, Self { file, extent, rows }))
    }

    /// Sends the addresses.
    pub(super) fn send<W: Write>(
        &self,
        streets: &Streets,
        job: &Job,
        output: &mut Output<W>,
    ) -> Result<(), Error> {
        output.speak_of(rows::ADDRESSES);
        let notice = Notice::new("toponymy-coordinates")
            .with("x", INDIR_COLUMNS[indir::COORD_X_COMUNE])
            .with("y", INDIR_COLUMNS[indir::COORD_Y_COMUNE])
            .with("crs", COORDINATES_CRS);
        output.say(Severity::Assumption, notice)?;
        let source = SourceCrs { crs: Crs::Epsg(Srid::from_code(SRID)), swapped: false };
        let reprojection = say_reprojection(&source, self.extent, job, output)?;
        let record = Some(reprojection.record().clone());
        let (shape, expected) = ((GeometryKind::Point, false), Some(self.rows));
        announce(rows::ADDRESSES, &columns(), shape, record, expected, job, output)?;
        let mut placer = Placer::new(reprojection, job.target, GeometryKind::Point, false);
        let export = streets.comune().map(Export::new);
        let mut seen = Seen::of(streets.comune().cloned());
        let mut lines = self.file.lines()?;
        while let Some(line) = lines.next(output)? {
            let checked = seen.check_access(&line.fields).and_then(|numbers| {
                let street = streets.find(line.fields[indir::PROGRESSIVO_NAZIONALE].trim());
                let name = Some(INDIR_COLUMNS[indir::ODONIMO]);
                Ok((numbers, street.ok_or_else(|| (name, Notice::new("toponymy-name-missing")))?))
            });
            match (checked, &export) {
                (Ok((numbers, street)), Some(export)) => {
                    placer.push(access(&line, numbers, street, export, output)?, output)?;
                }
                (Err((field, notice)), _) => {
                    output.say_of_row(Severity::Rejected, line.number, field, notice)?;
                }
                (Ok(_), None) => {}
            }
        }
        placer.flush(output)
    }
}

/// Makes the row of an access and says what about it is odd.
fn access<W: Write>(
    line: &Line<{ INDIR_COLUMNS.len() }>,
    numbers: Numbers,
    (street, locality): &(Thoroughfare, Option<String>),
    export: &Export,
    output: &mut Output<W>,
) -> Result<Row, Error> {
    let mut warn = |column: usize, notice: Notice| {
        output.say_of_row(Severity::Warning, line.number, Some(INDIR_COLUMNS[column]), notice)
    };
    let fields = &line.fields;
    let position = position::find(fields);
    let mut said = Vec::new();
    if let Some(notice) = position.notice {
        warn(indir::COORD_X_COMUNE, notice)?;
        if position.lon_lat.is_none() {
            said.extend([indir::COORD_X_COMUNE, indir::COORD_Y_COMUNE]);
        }
    }
    let height = fields[indir::QUOTA].trim();
    if !height.is_empty() && parse_loose(height).is_none() {
        warn(indir::QUOTA, Notice::new("anncsu-height-unreadable").with("height", height))?;
    }
    let method = fields[indir::METODO].trim();
    if !method.is_empty() && !matches!(method, "1" | "2" | "3" | "4" | "5") {
        warn(indir::METODO, Notice::new("anncsu-method-unknown").with("method", method))?;
    }
    if numbers == (Numbers { number: None, metres: None, unnumbered: None }) {
        warn(indir::CIVICO, Notice::new("anncsu-without-number"))?;
    }
    let geometry = position.lon_lat.map(|(lon, lat)| point(lon, lat, None));
    let row = Row { number: number(line.number), geometry, values: values(fields, numbers) };
    if let Ok(written) = export.indir(street, locality.as_deref(), &row) {
        say_not_kept((line.number, fields, &written), INDIR_COLUMNS, &said, output)?;
    }
    Ok(row)
}

fn values(fields: &IndirRow, numbers: Numbers) -> Vec<Value> {
    let integer = |count: Option<u32>| count.map_or(Value::Null, |count| Value::Integer(i64::from(count)));
    let method: Option<u8> = fields[indir::METODO].trim().parse().ok();
    // ANNCSU counts those without a number from 1: 0 is one of which nothing is said.
    let nothing = numbers.number.is_none() && numbers.metres.is_none();
    let unnumbered = numbers.unnumbered.or(nothing.then_some(0));
    vec![
        text(&fields[indir::CODICE_COMUNALE_ACCESSO]),
        text(&fields[indir::PROGRESSIVO_NAZIONALE]),
        integer(numbers.number),
        text(&fields[indir::ESPONENTE]),
        text(&fields[indir::SPECIFICITA]),
        Value::Null,
        Value::Null,
        Value::Text(LifecycleStage::Current.as_str().to_owned()),
        integer(method.map(u32::from)),
        text(&fields[indir::COORD_X_COMUNE]),
        text(&fields[indir::COORD_Y_COMUNE]),
        Value::Text(COORDINATES_CRS.to_owned()),
        text(&fields[indir::PROGRESSIVO_ACCESSO]),
        integer(numbers.metres),
        integer(unnumbered),
        text(&fields[indir::QUOTA]),
    ]
}
