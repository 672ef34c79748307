//! The register of comuni as one ZIP that anybody may take: files, licence, checksums.

use std::fmt::Write as _;
use std::io::{Seek, Write};

use civico_domain::identity::{Actor, IstatCode};
use civico_domain::toponymy::{LifecycleStage, ThoroughfareId};
use civico_store::Store;
use civico_store::toponymy::{AsOf, MunicipalRegister};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::anncsu::{AnncsuFile, AnncsuRows, WriteError};
use super::geopackage::Layers;
use crate::config::Config;
use crate::files::FilesError;
use crate::moment;

/// The licence of the register as open data (EU 2023/138: addresses are high-value data).
pub(crate) const LICENSE: &str = "CC-BY-4.0";

/// How a GeoJSON file begins.
const COLLECTION: &[u8] = br#"{"type":"FeatureCollection","features":["#;

/// What is in a download.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// ANNCSU's two files.
    Anncsu,
    /// Streets and addresses as GeoJSON.
    GeoJson,
    /// Streets and addresses as layers of one GeoPackage.
    GeoPackage,
}

impl Format {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Anncsu, Self::GeoJson, Self::GeoPackage];
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Anncsu => "anncsu",
            Self::GeoJson => "geojson",
            Self::GeoPackage => "gpkg",
        })
    }
}

impl std::str::FromStr for Format {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|format| format.to_string() == text).ok_or(())
    }
}

/// A download could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DownloadError {
    /// The database.
    #[error("the register cannot be read")]
    Store(#[from] civico_store::Error),
    /// A row, or the disk.
    #[error("a file cannot be written")]
    Write(#[from] WriteError),
    /// The process that writes the GeoPackage.
    #[error("the GeoPackage cannot be written")]
    Files(#[from] FilesError),
    /// The archive.
    #[error("the archive cannot be written")]
    Zip(#[from] zip::result::ZipError),
}

impl From<std::io::Error> for DownloadError {
    fn from(error: std::io::Error) -> Self {
        Self::Write(error.into())
    }
}

/// One file of the archive while it is made: one after the other, comune by comune.
struct Part {
    name: &'static str,
    text: Vec<u8>,
    items: u64,
}

/// What is wanted.
#[derive(Debug)]
pub(crate) struct Wanted<'a> {
    /// The comuni.
    pub(crate) codes: &'a [IstatCode],
    /// In which files.
    pub(crate) format: Format,
    /// Of when.
    pub(crate) as_of: AsOf,
}

/// Writes the register of comuni, in force only, comune by comune, and what is to be known of it.
///
/// # Errors
/// The register cannot be read or the archive not be written.
pub(crate) async fn write<W: Write + Seek + Send>(
    store: &Store,
    actor: &Actor,
    wanted: &Wanted<'_>,
    now: Timestamp,
    config: &Config,
    output: W,
) -> Result<(), DownloadError> {
    let &Wanted { codes, format, as_of } = wanted;
    let (stages, today) = ([LifecycleStage::Current], moment::now().today);
    let mut layers = Layers::default();
    let mut parts = match format {
        Format::Anncsu => [part("INDIR.csv"), part("STRAD.csv")],
        Format::GeoJson => [part("addresses.geojson"), part("thoroughfares.geojson")],
        Format::GeoPackage => [part("addresses"), part("thoroughfares")],
    };
    let (mut seq, mut names) = (0, Vec::new());
    for code in codes {
        let register = store.read_municipal_register(actor, code, &stages, as_of, today).await;
        let register = match register {
            Err(civico_store::Error::NotFound(_)) => continue,
            other => other?,
        };
        seq = register.seq;
        names.push(register.municipality.name.clone());
        match format {
            Format::Anncsu => add_anncsu(&register, &mut parts)?,
            Format::GeoJson => add_geojson(&register, &mut parts)?,
            Format::GeoPackage => layers.add(&register)?,
        }
    }
    if format == Format::GeoJson {
        for part in &mut parts {
            if part.items == 0 {
                part.text.extend_from_slice(COLLECTION);
            }
            part.text.extend_from_slice(b"\n]}\n");
        }
    }
    let mut crs = "EPSG:6706".to_owned();
    if format == Format::GeoPackage {
        for (part, count) in parts.iter_mut().zip(layers.counts()) {
            part.items = count;
        }
        crs = format!("EPSG:{}", config.srid.code());
    }
    let metadata = json!({
        "title": {"it": "Registro degli odonimi e dei numeri civici", "en": "Register of streets and house numbers"},
        "license": LICENSE,
        "attribution": names,
        "register_number": seq,
        "valid_at": as_of.valid_at.unwrap_or(today),
        "made_at": now,
        "crs": crs,
        "items": parts.iter().map(|part| (part.name, part.items)).collect::<std::collections::BTreeMap<_, _>>(),
    });
    let files = match format {
        Format::GeoPackage => vec![("register.gpkg", layers.write(&config.files, config.srid).await?)],
        Format::Anncsu | Format::GeoJson => parts.into_iter().map(|part| (part.name, part.text)).collect(),
    };
    archive(&files, &metadata, output)
}

fn part(name: &'static str) -> Part {
    Part { name, text: Vec::new(), items: 0 }
}

fn add_anncsu(register: &MunicipalRegister, parts: &mut [Part; 2]) -> Result<(), DownloadError> {
    let rows = AnncsuRows::of(register);
    let [indir, strad] = parts;
    rows.write(AnncsuFile::Indir, indir.text.is_empty(), &mut indir.text)?;
    rows.write(AnncsuFile::Strad, strad.text.is_empty(), &mut strad.text)?;
    indir.items += rows.accesses.len() as u64;
    strad.items += rows.streets.len() as u64;
    Ok(())
}

fn add_geojson(register: &MunicipalRegister, parts: &mut [Part; 2]) -> Result<(), DownloadError> {
    let [addresses, streets] = parts;
    let mut places: std::collections::HashMap<ThoroughfareId, String> = std::collections::HashMap::new();
    for street in &register.thoroughfares {
        let name = street.name.to_string();
        let locality = street.locality.and_then(|id| register.localities.get(&id));
        let properties = json!({
            "name": name, "kind": street.name.kind, "locality": locality,
            "istat_code": street.municipality, "local_code": street.local_code, "anncsu_id": street.anncsu_id,
        });
        feature(streets, &street.id.to_string(), None, &properties)?;
        places.insert(street.id, name);
    }
    for measured in &register.addresses {
        let address = &measured.address;
        let properties = json!({
            "number": address.locator.to_string(), "street": places.get(&address.thoroughfare),
            "street_id": address.thoroughfare, "postcode": address.details.postcode,
            "istat_code": address.municipality, "local_code": address.local_code, "anncsu_id": address.anncsu_id,
        });
        feature(addresses, &address.id.to_string(), measured.lon_lat, &properties)?;
    }
    Ok(())
}

fn feature(
    part: &mut Part,
    id: &str,
    point: Option<(f64, f64)>,
    properties: &Value,
) -> Result<(), DownloadError> {
    let before: &[u8] = if part.items == 0 { COLLECTION } else { b"," };
    part.text.write_all(before)?;
    let geometry = point.map(|(lon, lat)| json!({"type": "Point", "coordinates": [lon, lat]}));
    let feature = json!({"type": "Feature", "id": id, "geometry": geometry, "properties": properties});
    write!(part.text, "\n{feature}")?;
    part.items += 1;
    Ok(())
}

fn archive<W: Write + Seek>(
    parts: &[(&str, Vec<u8>)],
    metadata: &Value,
    output: W,
) -> Result<(), DownloadError> {
    let mut archive = ZipWriter::new(output);
    let options = SimpleFileOptions::default().large_file(true);
    let metadata = format!("{metadata:#}\n");
    let mut sums = String::new();
    let files = parts.iter().map(|(name, bytes)| (*name, bytes.as_slice()));
    for (name, bytes) in files.chain([("metadata.json", metadata.as_bytes())]) {
        archive.start_file(name, options)?;
        archive.write_all(bytes)?;
        let _written = writeln!(sums, "{}  {name}", hex::encode(Sha256::digest(bytes)));
    }
    archive.start_file("SHA256SUMS", options)?;
    archive.write_all(sums.as_bytes())?;
    archive.finish()?;
    Ok(())
}
