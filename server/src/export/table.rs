//! A table as CSV, GeoJSON and frames at once.

use std::fs::File;
use std::io::{BufWriter, PipeWriter, Write};
use std::path::Path;

use civico_domain::catalog::frame::{FrameWriter, LayerSchema, Row};
use civico_domain::catalog::{Column, ColumnKind, GeometryKind, Value};
use civico_domain::spatial::Srid;
use civico_store::catalog::Collection;
use civico_store::export::{ExportRow, Shape};

use super::failure::ExportError;
use crate::http::audit::defused;
use crate::http::geojson::{json_value, write_feature};

/// Bytes that gather before a file is written.
const BUFFER_BYTES: usize = 256 * 1024;

/// Frames on their way to the process that writes the GeoPackage.
pub(super) type Frames = FrameWriter<BufWriter<PipeWriter>>;

/// A table to be written.
#[derive(Debug)]
pub(super) struct Table {
    /// Name of its files, without extension, and of its layer.
    pub(super) name: String,
    pub(super) collection: Collection,
    pub(super) shape: Shape,
}

/// The files of a table under way.
pub(super) struct TableWriter {
    table: Table,
    csv: csv::Writer<File>,
    geojson: BufWriter<File>,
    feature: Vec<u8>,
    rows: u64,
}

impl TableWriter {
    /// Begins the files in `folder`, and the layer as number `layer` of the frames.
    pub(super) fn begin(
        table: Table,
        layer: u16,
        folder: &Path,
        frames: &mut Frames,
    ) -> Result<Self, ExportError> {
        frames.layer(&schema(&table, layer))?;
        let create = |extension: &str| File::create_new(folder.join(format!("{}.{extension}", table.name)));
        let mut csv = csv::WriterBuilder::new().buffer_capacity(BUFFER_BYTES).from_writer(create("csv")?);
        csv.write_record(header(&table))?;
        let mut geojson = BufWriter::with_capacity(BUFFER_BYTES, create("geojson")?);
        geojson.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Self { table, csv, geojson, feature: Vec::new(), rows: 0 })
    }

    /// Adds a row to all of them.
    pub(super) fn add(&mut self, row: ExportRow, frames: &mut Frames) -> Result<(), ExportError> {
        self.feature.clear();
        write_feature(&row.item, &self.table.collection, &[], &mut self.feature)?;
        self.geojson.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
        self.geojson.write_all(&self.feature)?;
        self.csv.write_field(&row.item.id)?;
        for value in &row.item.values {
            self.csv.write_field(cell(value))?;
        }
        if self.table.shape.geometry != GeometryKind::None {
            self.csv.write_field(row.wkt.as_deref().unwrap_or_default())?;
        }
        self.csv.write_record(None::<&[u8]>)?;
        let mut values = row.item.values;
        if !self.table.collection.is_numbered() {
            values.insert(0, Value::Text(row.item.id));
        }
        frames.row(&Row { number: row.number, geometry: row.ewkb.map(Into::into), values })?;
        self.rows += 1;
        Ok(())
    }

    /// Ends the files and returns the number of their rows.
    pub(super) fn end(mut self) -> Result<u64, ExportError> {
        self.csv.flush()?;
        self.geojson.write_all(b"\n]}\n")?;
        self.geojson.flush()?;
        Ok(self.rows)
    }
}

fn schema(table: &Table, layer: u16) -> LayerSchema {
    let own = table.collection.columns.iter().map(|column| column.column.clone());
    let id = Column { name: "id".to_owned(), kind: ColumnKind::Text };
    let key = (!table.collection.is_numbered()).then_some(id);
    LayerSchema {
        layer,
        name: table.name.clone(),
        geometry: table.shape.geometry,
        has_z: table.shape.has_z,
        srid: Srid::from_code(table.shape.srid),
        columns: key.into_iter().chain(own).collect(),
        reprojection: None,
        expected_rows: None,
    }
}

/// The names of the columns: the key, the table's own, the geometry as well-known text.
fn header(table: &Table) -> Vec<String> {
    let own: Vec<&str> = table.collection.columns.iter().map(|column| column.column.name.as_str()).collect();
    let key = if table.collection.is_numbered() { "fid" } else { "id" };
    let wkt = (table.shape.geometry != GeometryKind::None).then(|| free_name(&own, "wkt"));
    let first = free_name(&own, key);
    std::iter::once(first).chain(own.iter().map(|name| defused(name))).chain(wkt).collect()
}

/// Returns a name that no column has, without regard to case.
fn free_name(taken: &[&str], wanted: &str) -> String {
    let is_free = |name: &String| !taken.iter().any(|taken| taken.eq_ignore_ascii_case(name));
    let numbered = (2..).map(|number| format!("{wanted}_{number}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => defused(text),
        Value::Date(day) => day.to_string(),
        Value::Timestamp(instant) => instant.to_string(),
        other => json_value(other).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula_and_a_name_of_ours_is_free() {
        assert_eq!(cell(&Value::Text("=1+1".into())), "'=1+1");
        assert_eq!(cell(&Value::Real(-1.5)), "-1.5");
        assert_eq!(cell(&Value::Null), "");
        assert_eq!(free_name(&["FID", "fid_2", "nome"], "fid"), "fid_3");
    }
}
