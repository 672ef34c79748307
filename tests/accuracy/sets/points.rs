//! Sets that give a position beside the address.

use std::path::Path;

use anyhow::Context;
use civico_geocoder::LonLat;
use flate2::read::GzDecoder;
use serde_json::Value;

use crate::case::{Case, Set, Text, Truth};
use crate::register::table;

fn gunzip(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    std::io::Read::read_to_string(&mut GzDecoder::new(file), &mut text)?;
    Ok(text)
}

fn set(name: &'static str, silent_limit: usize, cases: Vec<Case>) -> Set {
    Set { name, all_states: true, silent_limit, cases }
}

/// Charging points of the Comune di Milano, with the code of the street.
pub(super) fn charging(data: &Path) -> anyhow::Result<Set> {
    let json: Value =
        serde_json::from_str(&gunzip(&data.join("thematic/milano_colonnine_ricarica.json.gz"))?)?;
    let mut cases = Vec::new();
    for point in json["data"].as_array().context("data")? {
        let text = |name: &str| point[name].as_str().unwrap_or_default();
        let degrees = |name: &str| point[name].as_f64().context("degrees");
        let at = LonLat { lon: degrees("long_x_4326")?, lat: degrees("lat_y_4326")? };
        let line = Text::Free(format!("{}, Milano", text("localita")));
        cases.push(Case { text: line, truth: Truth::Point(at, Some(text("id_via").to_owned())) });
    }
    Ok(set("charging points", 1, cases))
}

/// Schools in Milan; their positions are rough.
pub(super) fn schools(data: &Path) -> anyhow::Result<Set> {
    let mut cases = Vec::new();
    for row in table(&data.join("addresses/milano_metro_scuole_2022.csv.gz"), b',')? {
        if row["Codice_ISTAT_comune_SEDE"] == "15146" {
            let at = LonLat { lon: row["coorX"].parse()?, lat: row["coorY"].parse()? };
            let text = Text::Fields(row["Indirizzo"].clone(), row["Civico"].clone(), row["Comune"].clone());
            cases.push(Case { text, truth: Truth::Point(at, None) });
        }
    }
    Ok(set("schools", 24, cases))
}

/// Fuel stations in Milan; rows hold unescaped bars, so that they are counted from the end.
pub(super) fn fuel(data: &Path) -> anyhow::Result<Set> {
    let file = gunzip(&data.join("addresses/mimit_impianti_carburanti_20260821_pipe.csv.gz"))?;
    let mut cases = Vec::new();
    for line in file.lines().skip(2) {
        let cells: Vec<&str> = line.split('|').collect();
        let [.., address, "MILANO", "MI", lat, lon] = cells.as_slice() else { continue };
        let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else { continue };
        let text = Text::Fields((*address).to_owned(), String::new(), "MILANO".to_owned());
        cases.push(Case { text, truth: Truth::Point(LonLat { lon, lat }, None) });
    }
    Ok(set("fuel stations", 2, cases))
}

/// What OpenStreetMap says of addresses in Municipio 5.
pub(super) fn osm(data: &Path) -> anyhow::Result<Set> {
    let xml = gunzip(&data.join("civici/milano_municipio5_osm_202005.osm.gz"))?;
    let mut cases = Vec::new();
    let (mut at, mut street, mut number) = (None, None, None);
    for line in xml.lines().map(str::trim) {
        if line.starts_with("<node") || line.starts_with("<center") {
            at = position(line);
        } else if line.contains("k=\"addr:street\"") {
            street = attribute(line, "v");
        } else if line.contains("k=\"addr:housenumber\"") {
            number = attribute(line, "v");
        }
        let ends = ["</node>", "</way>", "</relation>"].contains(&line);
        if ends {
            if let (Some(at), Some(street), Some(number)) = (at, street.take(), number.take()) {
                let text = Text::Free(format!("{street} {number}, Milano"));
                cases.push(Case { text, truth: Truth::Point(at, None) });
            }
            (at, street, number) = (None, None, None);
        }
    }
    Ok(set("OpenStreetMap, Municipio 5", 2, cases))
}

fn position(line: &str) -> Option<LonLat> {
    let degrees = |name| attribute(line, name)?.parse().ok();
    Some(LonLat { lon: degrees("lon")?, lat: degrees("lat")? })
}

fn attribute(line: &str, name: &str) -> Option<String> {
    let (_, after) = line.split_once(&format!(" {name}=\""))?;
    let (value, _) = after.split_once('"')?;
    Some(value.replace("&apos;", "'").replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&"))
}
