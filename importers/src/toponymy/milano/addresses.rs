//! The civici.

use std::collections::BTreeSet;
use std::io::Write;

use civico_domain::catalog::frame::{Row, Severity};
use civico_domain::catalog::{GeometryKind, Value};
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use civico_domain::toponymy::{LifecycleStage, rows};
use civico_geoprocessing::reproject::{Crs, Extent};
use csv::StringRecord;
use jiff::civil::Date;

use super::columns;
use crate::Error;
use crate::crs::{SourceCrs, say_reprojection};
use crate::csv::CsvTable;
use crate::geometry::{Placer, point};
use crate::output::Output;
use crate::read::Job;
use crate::text::{DateStyle, parse_date, parse_loose};
use crate::toponymy::announce::{announce, number, text};
use crate::toponymy::placeholder::Missing;
use crate::toponymy::stage;

const COLUMNS: [&str; 8] =
    ["IDMASTER", "CODICE_VIA", "NUMERO", "LETTERA", "BARRA", "BARRA2", "STATOCIVICO", "DATA_SOPPRESSIONE"];

/// The four pairs of coordinates of each row; the releases of 2018 and 2020 name one differently.
const PAIRS: &[(i32, &str, &str)] = &[
    (3003, "GAUSSB_X", "GAUSSB_Y"),
    (32632, "WGS84_X", "WGS84_Y"),
    (3857, "WEBMERC_X", "WEBMERC_Y"),
    (3857, "WEBMERCATOR_X", "WEBMERCATOR_Y"),
    (4326, "LONG_WGS84", "LAT_WGS84"),
];
/// The pair taken where nobody asks for another: the one in which the comune keeps its register.
const USUAL: i32 = 3003;

/// The table of addresses.
pub(super) struct Civici {
    table: CsvTable,
    columns: [usize; 8],
    pair: [usize; 2],
    srid: Srid,
    reference_date: Option<Date>,
    extent: Extent,
    rows: u64,
}

/// One address as it is in the file, blanks trimmed.
struct Civico<'a> {
    id: &'a str,
    street: &'a str,
    number: &'a str,
    letter: &'a str,
    bar: &'a str,
    extension: &'a str,
    state: &'a str,
    end: &'a str,
}

impl Civici {
    /// Opens the table and looks at all positions.
    pub(super) fn open(table: CsvTable, job: &Job, reference_date: Option<Date>) -> Result<Self, Error> {
        let columns = columns(&table, COLUMNS)?;
        let srid = job.crs.unwrap_or(Srid::from_code(USUAL));
        let pair = PAIRS
            .iter()
            .filter(|(code, _, _)| *code == srid.code())
            .find_map(|(_, x, y)| Some([table.find_column(x)?, table.find_column(y)?]))
            .ok_or_else(|| Error::MissingColumns {
                file: table.name().to_owned(),
                columns: format!("GAUSSB_X, GAUSSB_Y ({srid})"),
            })?;
        let (mut extent, mut rows) = (Extent::EMPTY, 0);
        let mut records = table.records()?;
        while let Some((_, row)) = records.next()? {
            rows += 1;
            if let Some((x, y)) = position(row, pair) {
                extent.include(x, y);
            }
        }
        Ok(Self { table, columns, pair, srid, reference_date, extent, rows })
    }

    /// Finds the streets that are missing among the known.
    pub(super) fn missing(&self, known: &BTreeSet<String>) -> Result<Missing, Error> {
        let mut missing = Missing::default();
        let mut records = self.table.records()?;
        while let Some((_, row)) = records.next()? {
            let civico = self.civico(row);
            if let Some(stage) = self.stage(&civico).filter(|_| !civico.street.is_empty()) {
                missing.look(known, civico.street, stage);
            }
        }
        Ok(missing)
    }

    fn civico<'a>(&self, row: &'a StringRecord) -> Civico<'a> {
        let [id, street, number, letter, bar, extension, state, end] =
            self.columns.map(|index| row.get(index).unwrap_or_default().trim());
        Civico { id, street, number, letter, bar, extension, state, end }
    }

    fn stage(&self, civico: &Civico<'_>) -> Option<LifecycleStage> {
        let stage = stage::of_milan_address(civico.state)?;
        let ends_later = match (self.reference_date, parse_date(civico.end, DateStyle::Compact)) {
            (Some(day), Some(end)) => end > day,
            _ => false,
        };
        let still_current = stage == LifecycleStage::Retired && ends_later;
        Some(if still_current { LifecycleStage::Current } else { stage })
    }

    /// Sends the addresses.
    pub(super) fn send<W: Write>(
        &self,
        missing: &Missing,
        job: &Job,
        output: &mut Output<W>,
    ) -> Result<(), Error> {
        output.speak_of(rows::ADDRESSES);
        self.say_assumptions(output)?;
        let source = SourceCrs { crs: Crs::Epsg(self.srid), swapped: false };
        let reprojection = say_reprojection(&source, self.extent, job, output)?;
        let record = Some(reprojection.record().clone());
        let (shape, expected) = ((GeometryKind::Point, false), Some(self.rows));
        announce(rows::ADDRESSES, rows::ADDRESS_COLUMNS, shape, record, expected, job, output)?;
        let mut placer = Placer::new(reprojection, job.target, GeometryKind::Point, false);
        let mut sent = BTreeSet::new();
        let mut records = self.table.records()?;
        while let Some((row_number, row)) = records.next()? {
            let civico = self.civico(row);
            let (house_number, stage) = match self.check(&civico, &mut sent) {
                Ok(checked) => checked,
                Err(notice) => {
                    output.say_of_row(Severity::Rejected, row_number, None, notice)?;
                    continue;
                }
            };
            if missing.contains(civico.street) {
                let notice = Notice::new("toponymy-street-missing")
                    .with("code", civico.street)
                    .with("address", civico.id);
                output.say_of_row(Severity::Warning, row_number, Some("CODICE_VIA"), notice)?;
            }
            let geometry = position(row, self.pair).map(|(x, y)| point(x, y, None));
            if geometry.is_none() {
                let notice = Notice::new("coordinates-missing");
                output.say_of_row(Severity::Warning, row_number, None, notice)?;
            }
            let values = self.values(&civico, house_number, stage, row);
            placer.push(Row { number: number(row_number), geometry, values }, output)?;
        }
        placer.flush(output)
    }

    fn say_assumptions<W: Write>(&self, output: &mut Output<W>) -> Result<(), Error> {
        let name = |index: usize| self.table.names[index].trim();
        let [x, y] = self.pair;
        let notice =
            Notice::new("toponymy-coordinates").with("x", name(x)).with("y", name(y)).with("crs", self.srid);
        output.say(Severity::Assumption, notice)?;
        output.say(Severity::Assumption, Notice::new("toponymy-exponent-joined"))
    }

    /// Reads number and stage, or says why the row cannot be an address.
    fn check(
        &self,
        civico: &Civico<'_>,
        sent: &mut BTreeSet<String>,
    ) -> Result<(i64, LifecycleStage), Notice> {
        if civico.id.is_empty() || civico.street.is_empty() {
            return Err(Notice::new("toponymy-code-missing"));
        }
        let stage = self
            .stage(civico)
            .ok_or_else(|| Notice::new("toponymy-stage-unknown").with("stage", civico.state))?;
        let number = u32::try_from(civico.number.parse::<i64>().unwrap_or(-1))
            .map_err(|_no_number| Notice::new("toponymy-number-unreadable").with("number", civico.number))?;
        if !sent.insert(civico.id.to_owned()) {
            return Err(Notice::new("toponymy-code-twice").with("code", civico.id));
        }
        Ok((i64::from(number), stage))
    }

    fn values(
        &self,
        civico: &Civico<'_>,
        number: i64,
        stage: LifecycleStage,
        row: &StringRecord,
    ) -> Vec<Value> {
        let [x, y] = self.pair.map(|index| row.get(index).unwrap_or_default());
        vec![
            text(civico.id),
            text(civico.street),
            Value::Integer(number),
            text(&exponent(civico.letter, civico.bar)),
            Value::Null,
            text(civico.extension),
            Value::Null,
            Value::Text(stage.as_str().to_owned()),
            Value::Null,
            text(x),
            text(y),
            Value::Text(self.srid.to_string()),
        ]
    }
}

/// Joins letter and bar: 11A is exponent A, 11/1 is exponent 1, 11A/1 is exponent A/1.
fn exponent(letter: &str, bar: &str) -> String {
    match (letter, bar.trim_start_matches('/')) {
        (letter, "") => letter.to_owned(),
        ("", bar) => bar.to_owned(),
        (letter, bar) => format!("{letter}/{bar}"),
    }
}

fn position(row: &StringRecord, [x, y]: [usize; 2]) -> Option<(f64, f64)> {
    let (x, y) = (parse_loose(row.get(x)?)?, parse_loose(row.get(y)?)?);
    // Zero is written where nothing is known.
    (x.abs() > 0.0 && y.abs() > 0.0).then_some((x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_and_bar_make_one_exponent() {
        assert_eq!(exponent("A", ""), "A");
        assert_eq!(exponent("", "1"), "1");
        assert_eq!(exponent("A", "1"), "A/1");
        assert_eq!(exponent("", ""), "");
    }
}
