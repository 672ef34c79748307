//! The viario.

use std::collections::BTreeSet;
use std::io::Write;

use civico_domain::catalog::frame::{Row, Severity};
use civico_domain::catalog::{GeometryKind, Value};
use civico_domain::notice::Notice;
use civico_domain::toponymy::{LifecycleStage, rows};
use csv::StringRecord;
use jiff::civil::Date;

use super::columns;
use crate::Error;
use crate::csv::CsvTable;
use crate::output::Output;
use crate::read::Job;
use crate::toponymy::announce::{announce, number, text};
use crate::toponymy::placeholder::Missing;
use crate::toponymy::title_case::{is_spreadsheet_date, title_case};
use crate::toponymy::{dug, stage};

const COLUMNS: [&str; 8] = [
    "CODICE_VIA",
    "STATO",
    "TIPO",
    "ANNO_SOPPRESSIONE",
    "DENOMINAZIONE",
    "DESCRITTIVO",
    "ANNCSU",
    "OPENSTREETMAP",
];

/// The table of streets.
pub(super) struct Viario {
    table: CsvTable,
    columns: [usize; 8],
    reference_date: Option<Date>,
}

/// One street as it is in the file, blanks trimmed.
struct Street<'a> {
    code: &'a str,
    state: &'a str,
    kind: &'a str,
    end_year: &'a str,
    technical: &'a str,
    common: &'a str,
    anncsu: &'a str,
    osm: &'a str,
}

impl Viario {
    pub(super) fn open(table: CsvTable, reference_date: Option<Date>) -> Result<Self, Error> {
        let columns = columns(&table, COLUMNS)?;
        Ok(Self { table, columns, reference_date })
    }

    fn street<'a>(&self, row: &'a StringRecord) -> Street<'a> {
        let [code, state, kind, end_year, technical, common, anncsu, osm] =
            self.columns.map(|index| row.get(index).unwrap_or_default().trim());
        Street { code, state, kind, end_year, technical, common, anncsu, osm }
    }

    /// Returns the codes of all streets that will be sent.
    pub(super) fn codes(&self) -> Result<BTreeSet<String>, Error> {
        let mut codes = BTreeSet::new();
        let mut records = self.table.records()?;
        while let Some((_, row)) = records.next()? {
            let street = self.street(row);
            if stage::of_milan_street(street.state).is_some() && !street.code.is_empty() {
                codes.insert(street.code.to_owned());
            }
        }
        Ok(codes)
    }

    /// Sends the streets and those that only addresses speak of.
    pub(super) fn send<W: Write>(
        &self,
        missing: &Missing,
        job: &Job,
        output: &mut Output<W>,
    ) -> Result<(), Error> {
        let columns = rows::THOROUGHFARE_COLUMNS;
        announce(rows::THOROUGHFARES, columns, (GeometryKind::None, false), None, None, job, output)?;
        if self.table.encoding.why.id != "encoding-ascii" {
            output.say(Severity::Assumption, self.table.encoding.why.clone())?;
        }
        let mut sent = BTreeSet::new();
        let mut records = self.table.records()?;
        let mut last = 0;
        while let Some((row_number, row)) = records.next()? {
            last = row_number;
            let street = self.street(row);
            let stage = match self.stage(&street, &mut sent) {
                Ok(stage) => stage,
                Err(notice) => {
                    output.say_of_row(Severity::Rejected, row_number, None, notice)?;
                    continue;
                }
            };
            let values = values(&street, stage, row_number, output)?;
            output.row(&Row { number: number(row_number), geometry: None, values })?;
        }
        for row in missing.rows(last) {
            output.row(&row)?;
        }
        if missing.len() > 0 {
            let notice = Notice::new("toponymy-placeholders").with("count", missing.len());
            output.say(Severity::Warning, notice)?;
        }
        Ok(())
    }

    /// Decides the stage, or says why the row cannot be a street.
    fn stage(&self, street: &Street<'_>, sent: &mut BTreeSet<String>) -> Result<LifecycleStage, Notice> {
        let stage = stage::of_milan_street(street.state)
            .ok_or_else(|| Notice::new("toponymy-stage-unknown").with("stage", street.state))?;
        if street.code.is_empty() {
            return Err(Notice::new("toponymy-code-missing"));
        }
        if !sent.insert(street.code.to_owned()) {
            return Err(Notice::new("toponymy-code-twice").with("code", street.code));
        }
        let ends_later = match (self.reference_date, street.end_year.parse::<i16>()) {
            (Some(day), Ok(year)) => year > day.year(),
            _ => false,
        };
        let still_current = stage == LifecycleStage::Retired && ends_later;
        Ok(if still_current { LifecycleStage::Current } else { stage })
    }
}

/// Makes the values of a street and says what is odd about them.
fn values<W: Write>(
    street: &Street<'_>,
    stage: LifecycleStage,
    row: u64,
    output: &mut Output<W>,
) -> Result<Vec<Value>, Error> {
    let kind = dug::of_milan(street.kind);
    if kind.is_none() {
        let notice = Notice::new("toponymy-kind-unknown").with("kind", street.kind);
        output.say_of_row(Severity::Warning, row, Some("TIPO"), notice)?;
    }
    let candidates = [street.anncsu, street.common, street.technical];
    if let Some(date) = candidates.iter().find(|name| is_spreadsheet_date(name)) {
        let notice = Notice::new("toponymy-name-is-date").with("name", date);
        output.say_of_row(Severity::Warning, row, None, notice)?;
    }
    let official = candidates.iter().find(|name| !name.is_empty() && !is_spreadsheet_date(name));
    let official = official.or(candidates.iter().find(|name| !name.is_empty()));
    let name = title_case(official.unwrap_or(&""));
    if name.is_empty() {
        output.say_of_row(Severity::Warning, row, None, Notice::new("toponymy-name-missing"))?;
    }
    let aliases = aliases(&name, [street.technical, street.common, street.osm, street.anncsu]);
    Ok(vec![
        text(street.code),
        text(kind.unwrap_or_default()),
        text(&name),
        text(&aliases),
        Value::Null,
        Value::Text(stage.as_str().to_owned()),
        Value::Boolean(false),
    ])
}

/// Joins the names that say something else than the first, each once, case and blanks aside.
fn aliases(name: &str, others: [&str; 4]) -> String {
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut seen = vec![plain(name).to_lowercase()];
    let mut kept = Vec::new();
    for other in others.map(plain) {
        if !other.is_empty() && !is_spreadsheet_date(&other) && !seen.contains(&other.to_lowercase()) {
            seen.push(other.to_lowercase());
            kept.push(other);
        }
    }
    kept.join(&rows::ALIAS_SEPARATOR.to_string())
}
