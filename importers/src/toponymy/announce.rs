//! Layers of a register, announced with the columns they all have.

use std::io::Write;

use civico_domain::catalog::frame::LayerSchema;
use civico_domain::catalog::{ColumnKind, GeometryKind, ReprojectionRecord, Value};
use civico_domain::toponymy::rows;

use crate::Error;
use crate::output::Output;
use crate::read::Job;

/// Announces a layer.
pub(super) fn announce<W: Write>(
    name: &str,
    columns: &[(&str, ColumnKind)],
    (geometry, has_z): (GeometryKind, bool),
    reprojection: Option<ReprojectionRecord>,
    expected_rows: Option<u64>,
    job: &Job,
    output: &mut Output<W>,
) -> Result<(), Error> {
    output.layer(LayerSchema {
        layer: 0,
        name: name.to_owned(),
        geometry,
        has_z,
        srid: job.target,
        columns: rows::columns(columns),
        reprojection,
        expected_rows,
    })
}

/// Makes a value of a text; a blank one is null.
pub(super) fn text(value: &str) -> Value {
    let value = value.trim();
    if value.is_empty() { Value::Null } else { Value::Text(value.to_owned()) }
}

/// Numbers a row.
pub(super) fn number(row: u64) -> i64 {
    i64::try_from(row).unwrap_or(i64::MAX)
}
