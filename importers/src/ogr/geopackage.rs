//! Writing GeoPackage (OGC 12-128r17) from frames.

use std::io::Read;
use std::path::Path;

use civico_domain::catalog::frame::{End, Frame, LayerCount, LayerSchema, Row, Rows};
use civico_domain::catalog::{ColumnKind, GeometryKind, Value};
use gdal::spatial_ref::SpatialRef;
use gdal::vector::{Layer, LayerOptions};
use gdal::{Dataset, DriverManager};
use gdal_sys::{OGRFieldSubType, OGRFieldType, OGRwkbGeometryType as Type};

use super::messages;
use super::open::prepare;
use super::raw::{self, Feature, Geometry};
use crate::Error;
use crate::frames::Frames;
use crate::geometry::without_srid;

/// A layer under way.
struct Written {
    schema: LayerSchema,
    rows: u64,
}

/// Writes all layers of the frames to a new file and returns how many rows each has.
///
/// Instants are written to the millisecond, which is what the format keeps.
///
/// # Errors
/// The frames break off or do not fit their schema, or the file cannot be written.
pub fn write_geopackage<R: Read>(frames: &mut Frames<R>, path: &Path) -> Result<End, Error> {
    prepare();
    // The file is private until it is whole, and made anew where that fails: it need not survive
    // the loss of power.
    let _set = gdal::config::set_config_option("OGR_SQLITE_SYNCHRONOUS", "OFF");
    messages::forget();
    let driver = DriverManager::get_driver_by_name("GPKG").map_err(|error| refused(&error))?;
    let mut dataset = driver.create_vector_only(path).map_err(|error| refused(&error))?;
    let mut transaction = dataset.start_transaction().map_err(|error| refused(&error))?;
    let end = fill(&mut transaction, frames, begin)?;
    transaction.commit().map_err(|error| refused(&error))?;
    // The spatial indexes are made now.
    drop(dataset);
    match messages::failure() {
        Some(reason) => Err(Error::NotWritten(reason)),
        None => Ok(end),
    }
}

/// Fills a dataset with the layers of the frames, each begun by `begin`.
pub(super) fn fill<R: Read>(
    dataset: &mut Dataset,
    frames: &mut Frames<R>,
    begin: fn(&mut Dataset, &LayerSchema) -> Result<(), Error>,
) -> Result<End, Error> {
    let mut layers: Vec<Written> = Vec::new();
    while let Some(frame) = frames.read()? {
        match frame {
            Frame::Layer(schema) => {
                begin(dataset, &schema)?;
                layers.push(Written { schema, rows: 0 });
            }
            Frame::Rows(rows) => {
                let place = usize::from(rows.layer);
                let written = layers.get_mut(place).ok_or_else(unannounced)?;
                let layer = dataset.layer(place).map_err(|error| refused(&error))?;
                add(&layer, written, rows)?;
            }
            Frame::Failure(notice) => return Err(Error::BrokenFrames(notice.id)),
            Frame::End(_) | Frame::Report(_) | Frame::Progress(_) | Frame::Percent(_) => {}
        }
    }
    if !frames.is_whole() {
        return Err(Error::BrokenFrames("there is no end".to_owned()));
    }
    let count = |written: &Written| LayerCount { sent: written.rows, rejected: 0, repaired: 0 };
    Ok(End { layers: layers.iter().map(count).collect() })
}

fn begin(dataset: &mut Dataset, schema: &LayerSchema) -> Result<(), Error> {
    let srs = match schema.geometry {
        GeometryKind::None => None,
        _ => Some(
            u32::try_from(schema.srid.code())
                .map_err(|error| Error::NotWritten(error.to_string()))
                .and_then(|code| SpatialRef::from_epsg(code).map_err(|error| refused(&error)))?,
        ),
    };
    let (key, geometry) = (free_name(schema, "fid"), free_name(schema, "geom"));
    let options = [format!("FID={key}"), format!("GEOMETRY_NAME={geometry}")];
    let options = [options[0].as_str(), options[1].as_str()];
    let layer = dataset
        .create_layer(LayerOptions {
            name: &schema.name,
            srs: srs.as_ref(),
            ty: geometry_type(schema),
            options: Some(&options),
        })
        .map_err(|error| refused(&error))?;
    add_columns(&layer, schema)
}

pub(super) fn add_columns(layer: &Layer<'_>, schema: &LayerSchema) -> Result<(), Error> {
    for column in &schema.columns {
        if !raw::add_field(layer, &column.name, field_type(column.kind)) {
            return Err(Error::NotWritten(messages::failure().unwrap_or_default()));
        }
    }
    Ok(())
}

/// Returns a name that no column has, without regard to case.
fn free_name(schema: &LayerSchema, wanted: &str) -> String {
    let taken = |name: &str| schema.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
    let numbered = (2..).map(|number| format!("{wanted}_{number}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// Lines and polygons become multilines and multipolygons, so that a layer is of one type.
fn geometry_type(schema: &LayerSchema) -> Type::Type {
    let flat = match schema.geometry {
        GeometryKind::Point => Type::wkbPoint,
        GeometryKind::Line => Type::wkbMultiLineString,
        GeometryKind::Polygon => Type::wkbMultiPolygon,
        GeometryKind::Mixed => Type::wkbUnknown,
        GeometryKind::None => return Type::wkbNone,
    };
    if schema.has_z { raw::with_z(flat) } else { flat }
}

fn field_type(kind: ColumnKind) -> (OGRFieldType::Type, OGRFieldSubType::Type) {
    let plain = OGRFieldSubType::OFSTNone;
    match kind {
        ColumnKind::Boolean => (OGRFieldType::OFTInteger, OGRFieldSubType::OFSTBoolean),
        ColumnKind::Integer => (OGRFieldType::OFTInteger64, plain),
        ColumnKind::Real => (OGRFieldType::OFTReal, plain),
        ColumnKind::Text => (OGRFieldType::OFTString, plain),
        ColumnKind::Date => (OGRFieldType::OFTDate, plain),
        ColumnKind::Timestamp => (OGRFieldType::OFTDateTime, plain),
    }
}

fn add(layer: &Layer<'_>, written: &mut Written, rows: Rows<'_>) -> Result<(), Error> {
    let rows =
        rows.to_rows(&written.schema.columns).map_err(|error| Error::BrokenFrames(error.to_string()))?;
    for row in rows {
        let mut feature = Feature::new(layer).ok_or_else(|| Error::NotWritten("no memory".to_owned()))?;
        fill_feature(&mut feature, &row, written.schema.geometry)
            .ok_or_else(|| Error::BrokenFrames(format!("row {} of {}", row.number, written.schema.name)))?;
        if !feature.add_to(layer) {
            return Err(Error::NotWritten(messages::failure().unwrap_or_default()));
        }
        written.rows += 1;
    }
    Ok(())
}

/// Puts a row into a feature; `None` where a value cannot be put.
fn fill_feature(feature: &mut Feature, row: &Row, kind: GeometryKind) -> Option<()> {
    feature.set_number(row.number);
    if let Some(ewkb) = row.geometry.as_deref() {
        let geometry = Geometry::from_wkb(&without_srid(ewkb)?)?;
        feature.put_geometry(match kind {
            GeometryKind::Line => geometry.many_lines(),
            GeometryKind::Polygon => geometry.many_polygons(),
            _ => geometry,
        });
    }
    for (place, value) in row.values.iter().enumerate() {
        let field = i32::try_from(place).ok()?;
        match value {
            Value::Null => feature.set_null(field),
            Value::Boolean(value) => feature.set_integer(field, i64::from(*value)),
            Value::Integer(value) => feature.set_integer(field, *value),
            Value::Real(value) => feature.set_real(field, *value),
            Value::Text(value) => feature.set_text(field, value)?,
            Value::Date(value) => feature.set_text(field, &value.to_string())?,
            Value::Timestamp(value) => feature.set_text(field, &value.to_string())?,
        }
    }
    Some(())
}

fn unannounced() -> Error {
    Error::BrokenFrames("rows without a layer".to_owned())
}

/// What GDAL said beside the error is what a person can use.
pub(super) fn refused(error: &gdal::errors::GdalError) -> Error {
    Error::NotWritten(messages::failure().unwrap_or_else(|| error.to_string()))
}
