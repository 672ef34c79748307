//! The layouts of ANNCSU's open data: a file of addresses (`INDIR_*`), and perhaps one of streets
//! (`STRAD_*`) before or after it.
//!
//! Without a file of streets the streets are those that the addresses name. Names stay in upper
//! case and coordinates as texts, so that an export gives the same bytes; of what an export would
//! write otherwise the report says so.

mod addresses;
mod check;
mod kept;
mod kinds;
mod position;
mod street;
mod streets;
mod table;

use std::io::Write;
use std::path::{Path, PathBuf};

use civico_domain::catalog::frame::Severity;
use civico_domain::notice::Notice;
use civico_domain::toponymy::anncsu::{COORDINATES_CRS, INDIR_COLUMNS, STRAD_COLUMNS};
use civico_domain::toponymy::rows;

use crate::Error;
use crate::csv::CsvTable;
use crate::input::{Format, resolve};
use crate::output::Output;
use crate::read::Job;
use addresses::Addresses;
use table::Table;

/// Reads one file or two.
pub(super) fn read<W: Write>(files: &[PathBuf], job: &Job, output: &mut Output<W>) -> Result<(), Error> {
    let (addresses, streets) = open(files, job)?;
    output.speak_of(rows::THOROUGHFARES);
    say_of_files(&addresses, streets.as_ref(), job, output)?;
    let (streets, addresses) = Addresses::survey(addresses, streets)?;
    streets.send(job, output)?;
    addresses.send(&streets, job, output)
}

type Files = (Table<{ INDIR_COLUMNS.len() }>, Option<Table<{ STRAD_COLUMNS.len() }>>);

/// Tells the files apart by the column that only addresses have.
fn open(files: &[PathBuf], job: &Job) -> Result<Files, Error> {
    let mut tables = files.iter().map(|file| open_table(file, job)).collect::<Result<Vec<_>, _>>()?;
    let has_accesses = |table: &CsvTable| table.find_column("PROGRESSIVO_ACCESSO").is_some();
    let second = tables.pop();
    match (tables.pop(), second) {
        (None, Some(only)) => Ok((Table::new(only, INDIR_COLUMNS)?, None)),
        (Some(first), Some(second)) => {
            let (addresses, streets) = if has_accesses(&first) { (first, second) } else { (second, first) };
            Ok((Table::new(addresses, INDIR_COLUMNS)?, Some(Table::new(streets, STRAD_COLUMNS)?)))
        }
        (_, None) => Err(Error::WrongFiles { layout: "anncsu", wanted: 1, given: 0 }),
    }
}

fn open_table(path: &Path, job: &Job) -> Result<CsvTable, Error> {
    let inputs = resolve(path, job.limit)?;
    match inputs.files.as_slice() {
        [input] if input.format == Format::Csv => CsvTable::open(input, job),
        _ => Err(Error::UnknownFormat(path.file_name().unwrap_or_default().to_string_lossy().into_owned())),
    }
}

fn say_of_files<W: Write>(
    addresses: &Table<{ INDIR_COLUMNS.len() }>,
    streets: Option<&Table<{ STRAD_COLUMNS.len() }>>,
    job: &Job,
    output: &mut Output<W>,
) -> Result<(), Error> {
    addresses.say_dialect(output)?;
    if let Some(streets) = streets {
        streets.say_dialect(output)?;
    }
    match job.crs.filter(|crs| crs.to_string() != COORDINATES_CRS) {
        Some(crs) => {
            let notice = Notice::new("anncsu-crs-ignored").with("given", crs).with("crs", COORDINATES_CRS);
            output.say(Severity::Warning, notice)
        }
        None => Ok(()),
    }
}
