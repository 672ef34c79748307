//! Milan's register of 2020, Municipi 1 to 8, as index and as tables of what is right.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Context;
use civico_domain::spatial::Bounds;
use civico_domain::toponymy::{AddressId, HouseNumber, LifecycleStage, Locator, ThoroughfareId};
use civico_geocoder::{
    AddressEntry, Index, IndexBuilder, LonLat, MunicipalityEntry, PlaceId, ThoroughfareEntry,
};
use flate2::read::GzDecoder;
use serde_json::Value;

use crate::case::Key;

/// ISTAT's code of Milan.
pub(crate) const MILANO: &str = "015146";
const VIARIO: &str = "stradario/milano_viario_20200302.csv.gz";
const CIVICI: &str = "civici/milano_civici_20200302_senza_m9.csv.gz";
const COMUNI: &str = "boundaries/comuni_milano_015.geojson";
const KINDS: &str = "stradario/milano_tipovia.csv";

/// An address of the register.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) id: AddressId,
    pub(crate) is_current: bool,
    pub(crate) point: LonLat,
}

/// A street of the register.
#[derive(Debug, Clone)]
pub(crate) struct KnownStreet {
    pub(crate) code: String,
    /// Technical, common, ANNCSU's and OpenStreetMap's name, with the DUG before each.
    pub(crate) names: Vec<String>,
}

/// The index and the tables.
pub(crate) struct Register {
    pub(crate) index: Index,
    pub(crate) addresses: HashMap<Key, Vec<Known>>,
    pub(crate) streets: Vec<KnownStreet>,
    street_of_id: HashMap<ThoroughfareId, String>,
    street_of_address: HashMap<AddressId, String>,
}

impl Register {
    /// Reads the files.
    pub(crate) fn read(data: &Path) -> anyhow::Result<Self> {
        Self::lacking(data, |_| false)
    }

    /// Reads the files; the index lacks the streets with these codes, the tables do not.
    pub(crate) fn lacking(data: &Path, is_lacking: fn(&str) -> bool) -> anyhow::Result<Self> {
        let mut builder = IndexBuilder::new();
        push_municipalities(data, &mut builder)?;
        let mut tables = Tables { is_lacking: Some(is_lacking), ..Tables::default() };
        tables.push_streets(data, &mut builder)?;
        tables.push_addresses(data, &mut builder)?;
        let Tables { addresses, streets, street_of_id, street_of_address, .. } = tables;
        Ok(Self { index: builder.build(1), addresses, streets, street_of_id, street_of_address })
    }

    /// Returns the code of the street that an answer is on.
    pub(crate) fn street_of(&self, id: &PlaceId) -> Option<&str> {
        match id {
            PlaceId::Address(id) => self.street_of_address.get(id).map(String::as_str),
            PlaceId::Thoroughfare(id) => self.street_of_id.get(id).map(String::as_str),
            PlaceId::Locality(_) | PlaceId::Municipality(_) => None,
        }
    }
}

#[derive(Default)]
struct Tables {
    addresses: HashMap<Key, Vec<Known>>,
    streets: Vec<KnownStreet>,
    street_of_id: HashMap<ThoroughfareId, String>,
    street_of_address: HashMap<AddressId, String>,
    is_lacking: Option<fn(&str) -> bool>,
}

impl Tables {
    fn lacks(&self, street: &str) -> bool {
        self.is_lacking.is_some_and(|is_lacking| is_lacking(street))
    }

    fn push_streets(&mut self, data: &Path, builder: &mut IndexBuilder) -> anyhow::Result<()> {
        let kinds = kinds(data)?;
        for row in table(&data.join(VIARIO), b';')? {
            let kind = kinds.get(&row["TIPO"]).cloned().unwrap_or_default();
            let columns = ["ANNCSU", "DESCRITTIVO", "DENOMINAZIONE", "OPENSTREETMAP"];
            let mut names: Vec<String> =
                columns.iter().map(|column| row[*column].trim().to_owned()).collect();
            names.retain(|name| !name.is_empty() && !is_spreadsheet_date(name));
            names.dedup();
            let Some((name, aliases)) = names.split_first() else { continue };
            let id = ThoroughfareId::of_source("milano", &row["CODICE_VIA"]);
            let entry = ThoroughfareEntry {
                course: None,
                anncsu_id: None,
                id,
                municipality: MILANO.parse()?,
                kind: kind.clone(),
                name: name.clone(),
                aliases: aliases.to_vec(),
                stage: stage(&row["STATO"]),
                point: None,
            };
            if !self.lacks(&row["CODICE_VIA"]) {
                builder.push_thoroughfare(entry);
            }
            self.street_of_id.insert(id, row["CODICE_VIA"].clone());
            let names = names.iter().map(|name| format!("{kind} {name}")).collect();
            self.streets.push(KnownStreet { code: row["CODICE_VIA"].clone(), names });
        }
        Ok(())
    }

    fn push_addresses(&mut self, data: &Path, builder: &mut IndexBuilder) -> anyhow::Result<()> {
        for row in table(&data.join(CIVICI), b';')? {
            let degrees = |column: &str| row[column].replace(',', ".").parse::<f64>();
            let point = LonLat { lon: degrees("LONG_WGS84")?, lat: degrees("LAT_WGS84")? };
            let id = AddressId::of_source("milano", &row["IDMASTER"]);
            let street = row["CODICE_VIA"].clone();
            let stage = stage(&row["STATOCIVICO"]);
            builder.push_address(AddressEntry {
                anncsu_id: None,
                certification: None,
                id,
                thoroughfare: ThoroughfareId::of_source("milano", &street),
                locator: locator(&row)?,
                postcode: None,
                stage,
                point: Some(point),
            });
            self.street_of_address.insert(id, street.clone());
            let suffix = ["LETTERA", "BARRA", "BARRA2"].map(|column| row[column].trim()).concat();
            let number = full_number(&row["NUMERO"], &suffix);
            let known = Known { id, is_current: stage == LifecycleStage::Current, point };
            self.addresses.entry((street, number)).or_default().push(known);
        }
        Ok(())
    }
}

/// Number and suffix as they are compared: `11/A4`.
pub(crate) fn full_number(number: &str, suffix: &str) -> String {
    let suffix = suffix.replace(['/', ' '], "").to_uppercase();
    if suffix.is_empty() { number.to_owned() } else { format!("{number}/{suffix}") }
}

/// Letter and bar are the exponent, as `civico toponymy import` joins them.
fn locator(row: &HashMap<String, String>) -> anyhow::Result<Locator> {
    let part = |column: &str| row[column].trim().to_owned();
    let bar = part("BARRA").trim_start_matches('/').to_owned();
    let exponent =
        [part("LETTERA"), bar].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
    Ok(Locator::Number(HouseNumber {
        number: row["NUMERO"].parse()?,
        exponent: Some(exponent).filter(|text| !text.is_empty()),
        specificity: None,
        extension: Some(part("BARRA2")).filter(|text| !text.is_empty()),
    }))
}

/// Milan's codes of state: 2 in force, 4 in process, 99 gone.
fn stage(code: &str) -> LifecycleStage {
    match code.trim() {
        "2" => LifecycleStage::Current,
        "99" => LifecycleStage::Retired,
        _ => LifecycleStage::Proposed,
    }
}

/// `11-set-01`: what a spreadsheet made of a name.
fn is_spreadsheet_date(name: &str) -> bool {
    name.split('-').count() == 3 && name.starts_with(|c: char| c.is_ascii_digit())
}

fn kinds(data: &Path) -> anyhow::Result<HashMap<String, String>> {
    let text = std::fs::read_to_string(data.join(KINDS))?;
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let mut kinds = HashMap::new();
    for row in reader.records() {
        let row = row?;
        kinds.insert(row[1].to_owned(), row[2].to_owned());
    }
    Ok(kinds)
}

fn push_municipalities(data: &Path, builder: &mut IndexBuilder) -> anyhow::Result<()> {
    let json: Value = serde_json::from_slice(&std::fs::read(data.join(COMUNI))?)?;
    for feature in json["features"].as_array().context("features")? {
        let mut bounds = Bounds { west: 180.0, south: 90.0, east: -180.0, north: -90.0 };
        widen(&feature["geometry"]["coordinates"], &mut bounds);
        let text = |name: &str| feature["properties"][name].as_str().unwrap_or_default().to_owned();
        builder.push_municipality(MunicipalityEntry {
            istat_code: text("com_istat_code").parse()?,
            name: text("name"),
            aliases: Vec::new(),
            point: LonLat {
                lon: f64::midpoint(bounds.west, bounds.east),
                lat: f64::midpoint(bounds.south, bounds.north),
            },
            bounds: Some(bounds),
        });
    }
    Ok(())
}

fn widen(coordinates: &Value, bounds: &mut Bounds) {
    let Some(parts) = coordinates.as_array() else { return };
    if let (Some(lon), Some(lat)) =
        (parts.first().and_then(Value::as_f64), parts.get(1).and_then(Value::as_f64))
    {
        bounds.west = bounds.west.min(lon);
        bounds.east = bounds.east.max(lon);
        bounds.south = bounds.south.min(lat);
        bounds.north = bounds.north.max(lat);
        return;
    }
    for part in parts {
        widen(part, bounds);
    }
}

/// Reads a CSV, gzipped or not, as maps by column.
pub(crate) fn table(path: &Path, delimiter: u8) -> anyhow::Result<Vec<HashMap<String, String>>> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let mut text = Vec::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        std::io::Read::read_to_end(&mut GzDecoder::new(bytes.as_slice()), &mut text)?;
    } else {
        text = bytes;
    }
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text);
    let names: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for record in reader.byte_records() {
        let record = record?;
        let cells = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned());
        let cells = cells.chain(std::iter::repeat(String::new()));
        rows.push(names.iter().cloned().zip(cells).collect());
    }
    Ok(rows)
}
