//! A register in the layout that Civico proposes to comuni without one of their own.
//!
//! Streets: COD_VIA, DUG, DUF; also LOCALITA, STATO (vigente, proposto, cessato). Addresses:
//! COD_VIA, NUMERO; also ESPONENTE, CAP, STATO, and X, Y or points.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use civico_domain::catalog::Value;
use civico_domain::catalog::frame::{Row, Severity};
use civico_domain::notice::Notice;
use civico_domain::toponymy::{LifecycleStage, rows};

use super::announce::{announce, number, text};
use super::placeholder::Missing;
use super::source::{Source, TextRow, silent};
use super::stage::in_words;
use super::title_case::title_case;
use crate::Error;
use crate::output::Output;
use crate::read::Job;

/// Reads the two files.
pub(super) fn read<W: Write>(
    streets: &Path,
    addresses: &Path,
    job: &Job,
    output: &mut Output<W>,
) -> Result<(), Error> {
    let streets = Source::open(streets, job)?;
    streets.require(&[&["COD_VIA"], &["DUG"], &["DUF"]])?;
    let addresses = Source::open(addresses, job)?;
    addresses.require(&[&["COD_VIA"], &["NUMERO"]])?;
    let missing = missing(&streets, &addresses, job)?;
    send_streets(&streets, &missing, job, output)?;
    send_addresses(&addresses, &missing, job, output)
}

/// Columns of one file by their names.
struct Fields<'a> {
    source: &'a Source,
}

impl Fields<'_> {
    fn get<'r>(&self, row: &'r TextRow, name: &str) -> &'r str {
        self.source.column(&[name]).and_then(|index| row.fields.get(index)).map_or("", String::as_str)
    }
}

fn missing(streets: &Source, addresses: &Source, job: &Job) -> Result<Missing, Error> {
    let mut nobody = silent()?;
    let (mut known, fields) = (BTreeSet::new(), Fields { source: streets });
    let mut rows = streets.rows(job)?;
    while let Some(row) = rows.next(&mut nobody)? {
        if check_street(&fields, &row).is_ok() {
            known.insert(fields.get(&row, "COD_VIA").to_owned());
        }
    }
    let (mut missing, fields) = (Missing::default(), Fields { source: addresses });
    let mut rows = addresses.rows(job)?;
    while let Some(row) = rows.next(&mut nobody)? {
        if let Ok((_, stage)) = check_address(&fields, &row) {
            missing.look(&known, fields.get(&row, "COD_VIA"), stage);
        }
    }
    Ok(missing)
}

fn send_streets<W: Write>(
    source: &Source,
    missing: &Missing,
    job: &Job,
    output: &mut Output<W>,
) -> Result<(), Error> {
    let mut way = source.way(rows::THOROUGHFARES, job, output)?;
    let columns = rows::THOROUGHFARE_COLUMNS;
    let expected = way.expected.map(|count| count + missing.len());
    announce(rows::THOROUGHFARES, columns, way.shape, way.record.clone(), expected, job, output)?;
    let (fields, mut sent, mut last) = (Fields { source }, BTreeSet::new(), 0);
    let mut rows = source.rows(job)?;
    while let Some(row) = rows.next(output)? {
        last = row.number;
        let code = fields.get(&row, "COD_VIA");
        let checked = check_street(&fields, &row).and_then(|stage| once(code, stage, &mut sent));
        let stage = match checked {
            Ok(stage) => stage,
            Err(notice) => {
                output.say_of_row(Severity::Rejected, row.number, None, notice)?;
                continue;
            }
        };
        let values = vec![
            text(code),
            text(&kind_of(fields.get(&row, "DUG"))),
            text(&title_case(fields.get(&row, "DUF"))),
            Value::Null,
            text(fields.get(&row, "LOCALITA")),
            Value::Text(stage.as_str().to_owned()),
            Value::Boolean(false),
        ];
        way.placer.push(Row { number: number(row.number), geometry: row.geometry, values }, output)?;
    }
    for row in missing.rows(last) {
        way.placer.push(row, output)?;
    }
    if missing.len() > 0 {
        let notice = Notice::new("toponymy-placeholders").with("count", missing.len());
        output.say(Severity::Warning, notice)?;
    }
    way.placer.flush(output)
}

fn send_addresses<W: Write>(
    source: &Source,
    missing: &Missing,
    job: &Job,
    output: &mut Output<W>,
) -> Result<(), Error> {
    let mut way = source.way(rows::ADDRESSES, job, output)?;
    let columns = rows::ADDRESS_COLUMNS;
    announce(rows::ADDRESSES, columns, way.shape, way.record.clone(), way.expected, job, output)?;
    let (fields, mut sent) = (Fields { source }, BTreeSet::new());
    let mut rows = source.rows(job)?;
    while let Some(row) = rows.next(output)? {
        let street = fields.get(&row, "COD_VIA").to_owned();
        let exponent = fields.get(&row, "ESPONENTE").to_owned();
        let local_code = format!("{street}/{}{exponent}", fields.get(&row, "NUMERO"));
        let checked = check_address(&fields, &row).and_then(|checked| once(&local_code, checked, &mut sent));
        let (house_number, stage) = match checked {
            Ok(checked) => checked,
            Err(notice) => {
                output.say_of_row(Severity::Rejected, row.number, None, notice)?;
                continue;
            }
        };
        if missing.contains(&street) {
            let notice =
                Notice::new("toponymy-street-missing").with("code", &street).with("address", &local_code);
            output.say_of_row(Severity::Warning, row.number, Some("COD_VIA"), notice)?;
        }
        let [x, y] = row.written.clone().unwrap_or_default();
        let values = vec![
            text(&local_code),
            text(&street),
            Value::Integer(house_number),
            text(&exponent),
            Value::Null,
            Value::Null,
            text(fields.get(&row, "CAP")),
            Value::Text(stage.as_str().to_owned()),
            Value::Null,
            text(&x),
            text(&y),
            text(way.crs.as_deref().unwrap_or_default()),
        ];
        way.placer.push(Row { number: number(row.number), geometry: row.geometry, values }, output)?;
    }
    way.placer.flush(output)
}

fn check_street(fields: &Fields<'_>, row: &TextRow) -> Result<LifecycleStage, Notice> {
    if fields.get(row, "COD_VIA").is_empty() {
        return Err(Notice::new("toponymy-code-missing"));
    }
    if fields.get(row, "DUF").is_empty() {
        return Err(Notice::new("toponymy-name-missing"));
    }
    stage_of(fields, row)
}

fn check_address(fields: &Fields<'_>, row: &TextRow) -> Result<(i64, LifecycleStage), Notice> {
    if fields.get(row, "COD_VIA").is_empty() {
        return Err(Notice::new("toponymy-code-missing"));
    }
    let written = fields.get(row, "NUMERO");
    let number = written.parse::<u32>();
    let number =
        number.map_err(|_no_number| Notice::new("toponymy-number-unreadable").with("number", written))?;
    Ok((i64::from(number), stage_of(fields, row)?))
}

fn stage_of(fields: &Fields<'_>, row: &TextRow) -> Result<LifecycleStage, Notice> {
    let stage = fields.get(row, "STATO");
    in_words(stage).ok_or_else(|| Notice::new("toponymy-stage-unknown").with("stage", stage))
}

fn once<T>(code: &str, checked: T, sent: &mut BTreeSet<String>) -> Result<T, Notice> {
    if sent.insert(code.to_owned()) {
        Ok(checked)
    } else {
        Err(Notice::new("toponymy-code-twice").with("code", code))
    }
}

/// Writes a kind in capitals as on a plate: only the first word has one ("Via privata").
fn kind_of(kind: &str) -> String {
    if kind.chars().any(char::is_lowercase) {
        return kind.to_owned();
    }
    let mut letters = kind.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.flat_map(char::to_lowercase)).collect()
}
