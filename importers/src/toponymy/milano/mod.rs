//! The register of Milan as open data: viario (streets) and civici (addresses), in the columns of
//! 2018 and of 2020.

mod addresses;
mod streets;

use std::io::Write;
use std::path::Path;

use jiff::civil::Date;

use crate::Error;
use crate::csv::CsvTable;
use crate::input::{Format, resolve};
use crate::output::Output;
use crate::read::Job;

/// Reads the two files.
pub(super) fn read<W: Write>(
    streets: &Path,
    addresses: &Path,
    reference_date: Option<Date>,
    job: &Job,
    output: &mut Output<W>,
) -> Result<(), Error> {
    let streets = table(streets, job)?;
    let addresses = addresses::Civici::open(table(addresses, job)?, job, reference_date)?;
    let viario = streets::Viario::open(streets, reference_date)?;
    let missing = addresses.missing(&viario.codes()?)?;
    viario.send(&missing, job, output)?;
    addresses.send(&missing, job, output)
}

fn table(path: &Path, job: &Job) -> Result<CsvTable, Error> {
    let inputs = resolve(path, job.limit)?;
    match inputs.files.as_slice() {
        [input] if input.format == Format::Csv => CsvTable::open(input, job),
        _ => Err(Error::UnknownFormat(path.file_name().unwrap_or_default().to_string_lossy().into_owned())),
    }
}

/// Finds columns by name and tells which are missing.
fn columns<const N: usize>(table: &CsvTable, names: [&str; N]) -> Result<[usize; N], Error> {
    let missing: Vec<&str> = names.iter().copied().filter(|name| table.find_column(name).is_none()).collect();
    if !missing.is_empty() {
        return Err(Error::MissingColumns { file: table.name().to_owned(), columns: missing.join(", ") });
    }
    Ok(names.map(|name| table.find_column(name).unwrap_or_default()))
}
