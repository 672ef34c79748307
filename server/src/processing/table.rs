//! Tables of features from rows of frames, and back.

use civico_domain::catalog::GeometryKind;
use civico_domain::catalog::frame::{LayerSchema, Row, Rows};
use civico_domain::spatial::Srid;
use civico_geoprocessing::processes::{Feature, Table};
use geozero::wkb::{Ewkb, Wkb};
use geozero::{CoordDimensions, ToGeo, ToWkb};

/// Rows or features are not what they should be.
#[derive(Debug, thiserror::Error)]
pub(super) enum TableError {
    /// A geometry is none.
    #[error("a geometry cannot be read or written")]
    Geometry(#[from] geozero::error::GeozeroError),
    /// Rows do not fit their schema.
    #[error(transparent)]
    Rows(#[from] civico_domain::catalog::frame::RowError),
}

/// Begins the table of a layer.
pub(super) fn begin(schema: &LayerSchema) -> Table {
    Table { name: schema.name.clone(), columns: schema.columns.clone(), rows: Vec::new() }
}

/// Adds rows of frames to their table.
pub(super) fn add(table: &mut Table, rows: Rows<'_>) -> Result<(), TableError> {
    for row in rows.to_rows(&table.columns)? {
        table.rows.push(feature(row)?);
    }
    Ok(())
}

/// Makes a feature of a row.
pub(super) fn feature(row: Row) -> Result<Feature, TableError> {
    let geometry = row.geometry.map(|ewkb| Ewkb(ewkb).to_geo()).transpose()?;
    Ok(Feature { geometry, values: row.values })
}

/// Makes a row of a feature, whose geometry is in `srid`.
pub(super) fn row(number: i64, feature: &Feature, srid: Srid) -> Result<Row, TableError> {
    let ewkb = |geometry: &geo::Geometry| geometry.to_ewkb(CoordDimensions::xy(), Some(srid.code()));
    let geometry = feature.geometry.as_ref().map(ewkb).transpose()?;
    Ok(Row { number, geometry, values: feature.values.clone() })
}

/// Says of a WKB in which reference system it is; `None` where it is none.
pub(super) fn ewkb(wkb: Vec<u8>, srid: Srid) -> Option<Vec<u8>> {
    let geometry = Wkb(wkb).to_geo().ok()?;
    geometry.to_ewkb(CoordDimensions::xy(), Some(srid.code())).ok()
}

/// Says what the rows of a table are.
pub(super) fn schema(layer: u16, table: &Table, geometry: GeometryKind, srid: Srid) -> LayerSchema {
    LayerSchema {
        layer,
        name: table.name.clone(),
        geometry,
        has_z: false,
        srid,
        columns: table.columns.clone(),
        reprojection: None,
        expected_rows: u64::try_from(table.rows.len()).ok(),
    }
}

#[cfg(test)]
mod tests {
    use civico_domain::catalog::{Column, ColumnKind, Value};

    use super::*;

    #[test]
    fn a_feature_survives_its_row() {
        let table = Table {
            name: "trees".into(),
            columns: vec![Column { name: "height".into(), kind: ColumnKind::Real }],
            rows: Vec::new(),
        };
        let point = geo::Geometry::Point(geo::Point::new(514_000.5, 5_034_000.25));
        let before = Feature { geometry: Some(point), values: vec![Value::Real(7.5)] };
        let row = row(1, &before, Srid::RDN2008_UTM32).unwrap();
        let after = feature(row).unwrap();
        assert_eq!((after.geometry, after.values), (before.geometry, before.values));
        assert_eq!(schema(3, &table, GeometryKind::Point, Srid::RDN2008_UTM32).layer, 3);
    }
}
