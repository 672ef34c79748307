//! What an export would write of what was read: where that is not the same, the report says so.

use std::io::Write;

use civico_domain::catalog::frame::{LayerSchema, Row, Severity};
use civico_domain::catalog::{ColumnKind, GeometryKind};
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use civico_domain::toponymy::anncsu::{IndirRow, StradRow, indir_row, strad_row};
use civico_domain::toponymy::rows::{self, RowReader, RowRefused};
use civico_domain::toponymy::{Locality, Municipality, Subject, Thoroughfare};

use super::check::Comune;
use super::{addresses, street};
use crate::Error;
use crate::output::Output;

/// Reads rows as the register will, and writes them as an export would.
pub(super) struct Export {
    municipality: Municipality,
    streets: LayerSchema,
    addresses: LayerSchema,
}

impl Export {
    /// Begins with the comune of a file, which need not be one that the register knows.
    pub(super) fn new(comune: &Comune) -> Self {
        let municipality = Municipality {
            istat_code: comune.istat.clone(),
            cadastral_code: comune.cadastral.clone(),
            name: String::new(),
            homogeneous_zone: None,
            population: None,
            territory: None,
            successor: None,
        };
        Self {
            municipality,
            streets: schema(rows::THOROUGHFARES, &street::columns()),
            addresses: schema(rows::ADDRESSES, &addresses::columns()),
        }
    }

    /// Reads a street and the name of its locality.
    pub(super) fn street(&self, row: &Row) -> Result<(Thoroughfare, Option<String>), RowRefused> {
        let mut place = None;
        for subject in RowReader::new(&self.streets, Some(&self.municipality.istat_code)).subjects(row)? {
            match subject {
                Subject::Locality(Locality { name, .. }) => place = Some(name),
                Subject::Thoroughfare(street) => return Ok((*street, place)),
                _ => {}
            }
        }
        Err(RowRefused { field: "layer" })
    }

    /// Writes a street.
    pub(super) fn strad(&self, street: &Thoroughfare, locality: Option<&str>, accesses: u64) -> StradRow {
        strad_row(&self.municipality, street, locality, accesses)
    }

    /// Reads an address and writes it.
    pub(super) fn indir(
        &self,
        street: &Thoroughfare,
        locality: Option<&str>,
        row: &Row,
    ) -> Result<IndirRow, RowRefused> {
        let reader = RowReader::new(&self.addresses, Some(&self.municipality.istat_code));
        match reader.subjects(row)?.pop() {
            Some(Subject::Address(address)) => {
                Ok(indir_row(&self.municipality, street, locality, &address, None))
            }
            _ => Err(RowRefused { field: "layer" }),
        }
    }
}

/// Says which fields of a row an export would write otherwise; of those passed over it was said.
pub(super) fn say_not_kept<W: Write, const N: usize>(
    (number, read, written): (u64, &[String; N], &[String; N]),
    names: [&'static str; N],
    passed_over: &[usize],
    output: &mut Output<W>,
) -> Result<(), Error> {
    for (column, name) in names.into_iter().enumerate() {
        if read[column] != written[column] && !passed_over.contains(&column) {
            let notice =
                Notice::new("anncsu-not-kept").with("value", &read[column]).with("written", &written[column]);
            output.say_of_row(Severity::Warning, number, Some(name), notice)?;
        }
    }
    Ok(())
}

fn schema(name: &str, columns: &[(&str, ColumnKind)]) -> LayerSchema {
    LayerSchema {
        layer: 0,
        name: name.to_owned(),
        geometry: GeometryKind::Point,
        has_z: false,
        srid: Srid::RDN2008_UTM32,
        columns: rows::columns(columns),
        reprojection: None,
        expected_rows: None,
    }
}
