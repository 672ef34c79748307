//! A layer, feature by feature.

use std::io::Write;
use std::rc::Rc;

use civico_domain::catalog::frame::{LayerSchema, Row, Severity};
use civico_domain::catalog::{Column, GeometryKind, Value};
use civico_domain::notice::Notice;
use civico_geoprocessing::reproject::Extent;
use encoding_rs::{Encoding, UTF_8};
use gdal::vector::LayerAccess;
use gdal_sys::OGRwkbGeometryType as Type;

use super::columns::{Field, Oddity, fields};
use super::messages;
use super::open::OgrFile;
use super::raw::{self, Cursor, Feature};
use crate::Error;
use crate::crs::{Declared, resolve, say_reprojection};
use crate::geometry::{Placer, shape_of};
use crate::output::Output;
use crate::read::{Job, MAX_COLUMNS, unique_names};

/// A layer whose features are read one after the other, geometries still in their own
/// reference system.
pub struct OgrLayer {
    cursor: Cursor,
    name: String,
    fields: Vec<Field>,
    columns: Vec<Column>,
    encoding: &'static Encoding,
    kind: GeometryKind,
    has_z: bool,
    extent: Extent,
    declared: Declared,
    expected: Option<u64>,
    read: u64,
}

/// How the geometries of a layer come into the target's reference system.
pub struct Resolved {
    /// What carries them there.
    pub placer: Placer,
    /// The announcement of the layer.
    pub schema: LayerSchema,
}

impl OgrLayer {
    /// Begins with a layer, under the name it shall have, and says what is assumed of it.
    ///
    /// # Errors
    /// GDAL gives no such layer, or it has too many columns.
    pub fn open<W: Write>(
        file: &OgrFile,
        index: usize,
        name: &str,
        output: &mut Output<W>,
    ) -> Result<Self, Error> {
        let gone = || Error::NoLayer(name.to_owned());
        output.speak_of(name);
        let layer = file.dataset.layer(index).map_err(|_not_there| gone())?;
        let declared = file.declared.clone().unwrap_or_else(|| declared_by(&layer));
        let extent = layer.get_extent().map_or(Extent::EMPTY, |envelope| Extent {
            min_x: envelope.MinX,
            min_y: envelope.MinY,
            max_x: envelope.MaxX,
            max_y: envelope.MaxY,
        });
        // A file that is damaged counts less than none.
        let expected = Some(layer.feature_count()).filter(|count| i64::try_from(*count).is_ok());
        let cursor = Cursor::new(Rc::clone(&file.dataset), index).ok_or_else(gone)?;
        let encoding = file.encoding.as_ref().map_or(UTF_8, |chosen| chosen.encoding);
        if let Some(chosen) = file.encoding.as_ref().filter(|chosen| chosen.why.id != "encoding-ascii") {
            output.say(Severity::Assumption, chosen.why.clone())?;
        }
        if file.without_table {
            output.say(Severity::Warning, Notice::new("shapefile-without-dbf"))?;
        }
        let (fields, columns) = named_fields(&cursor, encoding, file.without_table, output)?;
        let mut layer = Self {
            cursor,
            name: name.to_owned(),
            fields,
            columns,
            encoding,
            kind: GeometryKind::None,
            has_z: false,
            extent,
            declared,
            expected,
            read: 0,
        };
        layer.find_kind();
        Ok(layer)
    }

    /// Returns the columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns the kind of geometry.
    pub fn kind(&self) -> GeometryKind {
        self.kind
    }

    /// Tells whether the file names the reference system of its coordinates.
    pub fn declares_crs(&self) -> bool {
        self.declared != Declared::Nothing
    }

    /// Decides what the geometries are: what the layer declares, else what it holds.
    fn find_kind(&mut self) {
        let declared = self.cursor.geometry_type();
        let flat = raw::flat(declared);
        if flat == Type::wkbNone {
            return;
        }
        if flat != Type::wkbUnknown && flat != Type::wkbGeometryCollection {
            self.kind = kind_of(flat);
            self.has_z = raw::has_z(declared);
            return;
        }
        let (mut kinds, mut has_z) = (Vec::new(), false);
        while let Some(feature) = self.cursor.next() {
            if let Some(code) = feature.geometry_type() {
                has_z |= raw::has_z(code);
                let kind = kind_of(raw::flat(code));
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
        }
        self.cursor.rewind();
        self.has_z = has_z;
        self.kind = match kinds.as_slice() {
            [one] => *one,
            [] => GeometryKind::None,
            _ => GeometryKind::Mixed,
        };
    }

    /// Decides how the geometries come into the target's reference system and says so.
    ///
    /// # Errors
    /// The reference system cannot be told, or nothing leads from it to the target.
    pub fn resolve<W: Write>(&self, job: &Job, output: &mut Output<W>) -> Result<Resolved, Error> {
        let with_geometry = self.kind != GeometryKind::None;
        let extent = if with_geometry { self.extent } else { Extent::EMPTY };
        let declared = if with_geometry { &self.declared } else { &Declared::Nothing };
        let source = resolve(declared, extent, &self.name, job, output)?;
        let reprojection = say_reprojection(&source, extent, job, output)?;
        let schema = LayerSchema {
            layer: 0,
            name: self.name.clone(),
            geometry: self.kind,
            has_z: self.has_z,
            srid: job.target,
            columns: self.columns.clone(),
            reprojection: with_geometry.then(|| reprojection.record().clone()),
            expected_rows: self.expected,
        };
        Ok(Resolved { placer: Placer::new(reprojection, job.target, self.kind, source.swapped), schema })
    }

    /// Reads the next feature.
    ///
    /// # Errors
    /// The layer breaks off before its end, or the output cannot be written.
    pub fn next_row<W: Write>(&mut self, output: &mut Output<W>) -> Result<Option<Row>, Error> {
        let feature = self.cursor.next();
        let complaint = if messages::any_failure() { messages::failure() } else { None };
        let Some(mut feature) = feature else {
            return match (complaint, self.expected) {
                (Some(reason), Some(expected)) if self.read < expected => {
                    Err(Error::LayerCut { layer: self.name.clone(), reason })
                }
                _ => Ok(None),
            };
        };
        self.read += 1;
        let row = self.read;
        if let Some(reason) = complaint {
            let notice = Notice::new("reader-complains").with("reason", reason);
            output.say_of_row(Severity::Warning, row, None, notice)?;
        }
        let values = self.values(&feature, row, output)?;
        let geometry = self.geometry(&mut feature, row, output)?;
        Ok(Some(Row { number: i64::try_from(row).unwrap_or(i64::MAX), geometry, values }))
    }

    fn values<W: Write>(
        &self,
        feature: &Feature,
        row: u64,
        output: &mut Output<W>,
    ) -> Result<Vec<Value>, Error> {
        let mut values = Vec::with_capacity(self.fields.len());
        for (field, column) in self.fields.iter().zip(&self.columns) {
            let (value, oddity) = field.value(feature, self.encoding);
            if let Some(oddity) = oddity {
                let (severity, notice) = notice_of(oddity, self.encoding);
                output.say_of_row(severity, row, Some(&column.name), notice)?;
            }
            values.push(value);
        }
        Ok(values)
    }

    /// Takes the geometry of a feature as WKB of the layer's kind and dimension.
    fn geometry<W: Write>(
        &self,
        feature: &mut Feature,
        row: u64,
        output: &mut Output<W>,
    ) -> Result<Option<Vec<u8>>, Error> {
        if self.kind == GeometryKind::None {
            return Ok(None);
        }
        let Some(geometry) = feature.take_geometry().filter(|geometry| !geometry.is_empty()) else {
            output.say_of_row(Severity::Warning, row, None, Notice::new("geometry-missing"))?;
            return Ok(None);
        };
        if geometry.is_measured() {
            output.say_of_row(Severity::Assumption, row, None, Notice::new("geometry-measure-dropped"))?;
        }
        if geometry.has_curves() {
            output.say_of_row(Severity::Assumption, row, None, Notice::new("geometry-curve-linearised"))?;
        }
        let mut geometry = geometry.simple();
        if geometry.has_z() != self.has_z {
            if self.has_z {
                let notice = Notice::new("geometry-without-height");
                output.say_of_row(Severity::Warning, row, None, notice)?;
            }
            geometry.set_z(self.has_z);
        }
        let wkb = geometry.to_wkb();
        let kind = wkb.as_deref().and_then(|wkb| shape_of(wkb).ok()).map(super::super::geometry::Shape::kind);
        match kind {
            Some(kind) if kind == self.kind || self.kind == GeometryKind::Mixed => Ok(wkb),
            Some(kind) => {
                let notice = Notice::new("geometry-of-another-kind")
                    .with("found", kind.as_str())
                    .with("wanted", self.kind.as_str());
                output.say_of_row(Severity::Warning, row, None, notice)?;
                Ok(None)
            }
            None => {
                output.say_of_row(Severity::Warning, row, None, Notice::new("geometry-unreadable"))?;
                Ok(None)
            }
        }
    }
}

fn notice_of(oddity: Oddity, encoding: &'static Encoding) -> (Severity, Notice) {
    match oddity {
        Oddity::Undecodable => {
            (Severity::Warning, Notice::new("text-undecodable").with("encoding", encoding.name()))
        }
        Oddity::NotFinite => (Severity::Warning, Notice::new("number-not-finite")),
        Oddity::NoZone => (Severity::Assumption, Notice::new("timestamp-without-zone")),
        Oddity::NoDay => (Severity::Warning, Notice::new("date-impossible")),
    }
}

fn kind_of(flat: Type::Type) -> GeometryKind {
    match flat {
        Type::wkbPoint | Type::wkbMultiPoint => GeometryKind::Point,
        Type::wkbLineString
        | Type::wkbMultiLineString
        | Type::wkbCircularString
        | Type::wkbCompoundCurve
        | Type::wkbMultiCurve
        | Type::wkbCurve => GeometryKind::Line,
        Type::wkbPolygon
        | Type::wkbMultiPolygon
        | Type::wkbCurvePolygon
        | Type::wkbMultiSurface
        | Type::wkbSurface
        | Type::wkbPolyhedralSurface
        | Type::wkbTIN
        | Type::wkbTriangle => GeometryKind::Polygon,
        _ => GeometryKind::Mixed,
    }
}

/// Takes the reference system that a GeoPackage gives a layer.
fn declared_by(layer: &gdal::vector::Layer<'_>) -> Declared {
    let Some(srs) = layer.spatial_ref() else { return Declared::Nothing };
    // What GDAL gives for the codes -1 and 0 of a GeoPackage (OGC 12-128r18, 1.1.2.1.2).
    if srs.is_local() || srs.name().is_some_and(|name| name.starts_with("Undefined")) {
        return Declared::Nothing;
    }
    match (srs.auth_name().as_deref(), srs.auth_code()) {
        (Some("EPSG"), Ok(code)) => Declared::Epsg(code),
        _ => srs.to_wkt().map_or(Declared::Nothing, Declared::Wkt),
    }
}

/// Names the columns and says which fields were renamed or left out.
fn named_fields<W: Write>(
    cursor: &Cursor,
    encoding: &'static Encoding,
    without_table: bool,
    output: &mut Output<W>,
) -> Result<(Vec<Field>, Vec<Column>), Error> {
    let (found, dropped) = fields(cursor, encoding);
    if found.len() > MAX_COLUMNS {
        return Err(Error::TooManyColumns { count: found.len(), limit: MAX_COLUMNS });
    }
    for name in dropped {
        output.say(Severity::Warning, Notice::new("column-binary-dropped").with("column", name))?;
    }
    // Without a table GDAL makes a column of row numbers.
    let found = if without_table { Vec::new() } else { found };
    let (fields, names): (Vec<Field>, Vec<String>) = found.into_iter().unzip();
    let names = unique_names(names, output)?;
    let columns = fields.iter().zip(&names).map(|(field, name)| field.column(name)).collect();
    Ok((fields, columns))
}
