//! The register of comuni as a GeoPackage, written by the process that knows GDAL.

use std::io::{BufWriter, PipeWriter};

use civico_domain::catalog::frame::{End, FrameWriter, LayerSchema, Row};
use civico_domain::catalog::{Column, ColumnKind, GeometryKind, Value};
use civico_domain::spatial::Srid;
use civico_store::toponymy::MunicipalRegister;

use super::download::DownloadError;
use crate::config::FilesConfig;
use crate::files::{FilesError, FilesProcess};

/// Bytes that gather before they go to the child.
const PIPE_BYTES: usize = 64 * 1024;

const ADDRESSES: [&str; 8] =
    ["id", "number", "street", "street_id", "postcode", "istat_code", "local_code", "anncsu_id"];
const THOROUGHFARES: [&str; 7] = ["id", "name", "kind", "locality", "istat_code", "local_code", "anncsu_id"];

/// The rows of its two layers, gathered comune by comune.
#[derive(Debug, Default)]
pub(super) struct Layers {
    addresses: Vec<Row>,
    thoroughfares: Vec<Row>,
}

impl Layers {
    /// Adds a comune.
    ///
    /// # Errors
    /// Stored geometry is not what it should be.
    pub(super) fn add(&mut self, register: &MunicipalRegister) -> Result<(), DownloadError> {
        let mut names = std::collections::HashMap::new();
        for street in &register.thoroughfares {
            let name = street.name.to_string();
            let locality = street.locality.and_then(|id| register.localities.get(&id).cloned());
            let values = [
                Some(street.id.to_string()),
                Some(name.clone()),
                Some(street.name.kind.clone()),
                locality,
                Some(street.municipality.to_string()),
                Some(street.local_code.clone()),
                street.anncsu_id.as_ref().map(ToString::to_string),
            ];
            push(&mut self.thoroughfares, street.course.as_deref(), values)?;
            names.insert(street.id, name);
        }
        for measured in &register.addresses {
            let address = &measured.address;
            let values = [
                Some(address.id.to_string()),
                Some(address.locator.to_string()),
                names.get(&address.thoroughfare).cloned(),
                Some(address.thoroughfare.to_string()),
                address.details.postcode.clone(),
                Some(address.municipality.to_string()),
                Some(address.local_code.clone()),
                address.anncsu_id.as_ref().map(ToString::to_string),
            ];
            let point = address.positions.first().map(|position| position.point.as_str());
            push(&mut self.addresses, point, values)?;
        }
        Ok(())
    }

    /// How many addresses and streets there are.
    pub(super) fn counts(&self) -> [u64; 2] {
        [self.addresses.len() as u64, self.thoroughfares.len() as u64]
    }

    /// Writes the file in a folder of its own and returns its bytes.
    ///
    /// # Errors
    /// The process cannot be started, refuses the rows or lacks some.
    pub(super) async fn write(self, files: &FilesConfig, srid: Srid) -> Result<Vec<u8>, DownloadError> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("register.gpkg");
        let counts = self.counts();
        let (process, pipe) = FilesProcess::write("gpkg", &path, files)?;
        let sending = tokio::task::spawn_blocking(move || self.send(pipe, srid));
        let (sent, ended) = tokio::join!(sending, process.finish());
        // What the child says explains best why the pipe to it broke.
        let ended = ended?;
        sent.map_err(std::io::Error::other)??;
        if !ended.layers.iter().map(|layer| layer.sent).eq(counts) {
            return Err(FilesError::Ended("it wrote another number of rows".to_owned()).into());
        }
        Ok(tokio::fs::read(&path).await?)
    }

    fn send(self, pipe: PipeWriter, srid: Srid) -> std::io::Result<()> {
        let mut frames = FrameWriter::begin(BufWriter::with_capacity(PIPE_BYTES, pipe))?;
        let layers = [
            ("addresses", GeometryKind::Point, &ADDRESSES[..], self.addresses),
            ("thoroughfares", GeometryKind::Line, &THOROUGHFARES[..], self.thoroughfares),
        ];
        for (place, (name, geometry, columns, rows)) in (0..).zip(layers) {
            let text = |name: &&str| Column { name: (*name).to_owned(), kind: ColumnKind::Text };
            frames.layer(&LayerSchema {
                layer: place,
                name: name.to_owned(),
                geometry,
                has_z: false,
                srid,
                columns: columns.iter().map(text).collect(),
                reprojection: None,
                expected_rows: None,
            })?;
            for row in rows {
                frames.row(&row)?;
            }
        }
        frames.end(&End { layers: Vec::new() })
    }
}

fn push<const N: usize>(
    rows: &mut Vec<Row>,
    geometry: Option<&str>,
    values: [Option<String>; N],
) -> Result<(), DownloadError> {
    let geometry = geometry.map(hex::decode).transpose().map_err(std::io::Error::other)?;
    let number = i64::try_from(rows.len() + 1).unwrap_or(i64::MAX);
    let values = values.into_iter().map(|value| value.map_or(Value::Null, Value::Text)).collect();
    rows.push(Row { number, geometry, values });
    Ok(())
}
