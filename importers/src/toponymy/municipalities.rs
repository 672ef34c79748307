//! Territories of comuni: a layer of polygons with their codes.

use std::io::Write;
use std::path::Path;

use civico_domain::catalog::Value;
use civico_domain::catalog::frame::{Row, Severity};
use civico_domain::notice::Notice;
use civico_domain::toponymy::rows;

use super::announce::{announce, number, text};
use super::source::Source;
use crate::Error;
use crate::output::Output;
use crate::read::Job;

/// Names of the columns, ours first, then those of ISTAT's boundaries as they are published.
const ISTAT: &[&str] = &["istat_code", "com_istat_code", "PRO_COM_T", "codice_istat"];
const CADASTRAL: &[&str] = &["cadastral_code", "com_catasto_code", "codice_catastale"];
const NAME: &[&str] = &["name", "COMUNE", "nome"];
const ZONE: &[&str] = &["homogeneous_zone", "zona_omogenea"];
const POPULATION: &[&str] = &["population", "popolazione"];

/// Reads the file.
pub(super) fn read<W: Write>(file: &Path, job: &Job, output: &mut Output<W>) -> Result<(), Error> {
    let source = Source::open(file, job)?;
    source.require(&[ISTAT, NAME])?;
    let mut way = source.way(rows::MUNICIPALITIES, job, output)?;
    let columns = rows::MUNICIPALITY_COLUMNS;
    announce(rows::MUNICIPALITIES, columns, way.shape, way.record.clone(), way.expected, job, output)?;
    let indexes = [ISTAT, CADASTRAL, NAME, ZONE, POPULATION].map(|names| source.column(names));
    let mut rows = source.rows(job)?;
    while let Some(row) = rows.next(output)? {
        let [istat, cadastral, name, zone, population] =
            indexes.map(|index| index.and_then(|index| row.fields.get(index)).map_or("", String::as_str));
        // A column of numbers has lost the zero of the provinces from 001 to 099.
        let istat = format!("{istat:0>6}");
        if istat.len() != 6 || !istat.bytes().all(|b| b.is_ascii_digit()) || istat == "000000" {
            let notice = Notice::new("municipality-code-unreadable").with("code", istat);
            output.say_of_row(Severity::Rejected, row.number, None, notice)?;
            continue;
        }
        let values = vec![
            text(&istat),
            text(cadastral),
            text(name),
            text(zone),
            population.parse().map_or(Value::Null, Value::Integer),
        ];
        way.placer.push(Row { number: number(row.number), geometry: row.geometry, values }, output)?;
    }
    way.placer.flush(output)
}
