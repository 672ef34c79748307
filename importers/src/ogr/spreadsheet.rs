//! Spreadsheets: the first sheet of an .xlsx (ECMA-376) or .ods (OASIS OpenDocument), as texts.

use std::io::{Read, Write};
use std::path::Path;

use civico_domain::catalog::frame::{End, LayerSchema, Row, Severity};
use civico_domain::catalog::{Column, ColumnKind, GeometryKind, Value};
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use gdal::vector::{LayerAccess, LayerOptions};
use gdal::{Dataset, DatasetOptions, DriverManager, GdalOpenFlags};
use gdal_sys::OGRwkbGeometryType;

use super::geopackage::{add_columns, fill, refused};
use super::messages;
use super::open::prepare;
use crate::Error;
use crate::frames::Frames;
use crate::output::Output;
use crate::read::unique_names;

/// Rows of a sheet, its header among them (Excel specifications and limits).
const MOST_ROWS: u64 = 1_048_576;

/// The first row is the header, whatever it looks like, and 00123 stays 00123.
const SETTINGS: [(&str, &str); 4] = [
    ("OGR_XLSX_HEADERS", "FORCE"),
    ("OGR_XLSX_FIELD_TYPES", "STRING"),
    ("OGR_ODS_HEADERS", "FORCE"),
    ("OGR_ODS_FIELD_TYPES", "STRING"),
];

/// A kind of spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spreadsheet {
    /// Office Open XML.
    Xlsx,
    /// OpenDocument.
    Ods,
}

impl Spreadsheet {
    /// Concludes the kind from the end of a name.
    pub fn of_name(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "xlsx" => Some(Self::Xlsx),
            "ods" => Some(Self::Ods),
            _ => None,
        }
    }

    fn driver(self) -> &'static str {
        match self {
            Self::Xlsx => "XLSX",
            Self::Ods => "ODS",
        }
    }
}

/// Reads the first sheet as a layer of texts without geometry.
///
/// # Errors
/// It is no spreadsheet, it has no rows, or its columns are too many.
pub fn read_spreadsheet<W: Write>(path: &Path, output: &mut Output<W>) -> Result<(), Error> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let kind = Spreadsheet::of_name(path).ok_or_else(|| Error::UnknownFormat(name.clone()))?;
    prepare();
    for (key, value) in SETTINGS {
        let _set = gdal::config::set_config_option(key, value);
    }
    messages::forget();
    let not_one = |reason: String| Error::NotWhatItSays { file: name.clone(), format: kind.driver(), reason };
    let options = DatasetOptions {
        open_flags: GdalOpenFlags::GDAL_OF_VECTOR | GdalOpenFlags::GDAL_OF_READONLY,
        allowed_drivers: Some(&[kind.driver()]),
        ..DatasetOptions::default()
    };
    let dataset = Dataset::open_ex(path, options)
        .map_err(|error| not_one(messages::failure().unwrap_or_else(|| error.to_string())))?;
    let mut layer = dataset.layer(0).map_err(|_none| Error::NoLayer(name.clone()))?;
    let sheet = layer.name();
    if dataset.layer_count() > 1 {
        let notice = Notice::new("sheet-first").with("sheet", &sheet).with("count", dataset.layer_count());
        output.say(Severity::Warning, notice)?;
    }
    let names: Vec<String> = layer.defn().fields().map(|field| field.name()).collect();
    if names.is_empty() {
        return Err(Error::NoLayer(name));
    }
    let names = unique_names(names, output)?;
    let columns = names.len();
    output.layer(LayerSchema {
        layer: 0,
        name: sheet,
        geometry: GeometryKind::None,
        has_z: false,
        srid: Srid::RDN2008_UTM32,
        columns: names.into_iter().map(|name| Column { name, kind: ColumnKind::Text }).collect(),
        reprojection: None,
        expected_rows: Some(layer.feature_count()),
    })?;
    for (number, feature) in (1..).zip(layer.features()) {
        let text = |place| feature.field_as_string(place).ok().flatten().map_or(Value::Null, Value::Text);
        output.row(&Row { number, geometry: None, values: (0..columns).map(text).collect() })?;
    }
    Ok(())
}

/// Writes the layers of the frames as sheets of a new file and returns how many rows each has.
///
/// # Errors
/// The frames break off or do not fit their schema, a sheet would be too long, or the file cannot be
/// written.
pub fn write_spreadsheet<R: Read>(
    kind: Spreadsheet,
    frames: &mut Frames<R>,
    path: &Path,
) -> Result<End, Error> {
    prepare();
    messages::forget();
    let driver = DriverManager::get_driver_by_name(kind.driver()).map_err(|error| refused(&error))?;
    let mut dataset = driver.create_vector_only(path).map_err(|error| refused(&error))?;
    let end = fill(&mut dataset, frames, begin)?;
    if end.layers.iter().any(|layer| layer.sent >= MOST_ROWS) {
        return Err(Error::TooManyRows(MOST_ROWS - 1));
    }
    // The file is written when it is closed.
    dataset.close().map_err(|error| refused(&error))?;
    match messages::failure() {
        Some(reason) => Err(Error::NotWritten(reason)),
        None => Ok(end),
    }
}

fn begin(dataset: &mut Dataset, schema: &LayerSchema) -> Result<(), Error> {
    let options =
        LayerOptions { name: &schema.name, srs: None, ty: OGRwkbGeometryType::wkbNone, options: None };
    let layer = dataset.create_layer(options).map_err(|error| refused(&error))?;
    add_columns(&layer, schema)
}
