//! Rows on their way: coordinates are reprojected many at a time, then polygons are mended.

use std::io::Write;

use civico_domain::catalog::frame::{Row, Severity};
use civico_domain::catalog::{GeometryKind, Value};
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use civico_geoprocessing::reproject::Reprojection;

use super::{for_each_position, shape_of, to_ewkb};
use crate::Error;
use crate::ogr::{Mended, mend};
use crate::output::Output;

/// Positions that are reprojected together.
const BATCH_POSITIONS: usize = 16 * 1024;

/// Bytes of geometries and texts that are gathered before rows are sent.
const BATCH_BYTES: usize = 16 * 1024 * 1024;
/// Bytes that a row may have: a frame holds 64 MiB, with a little besides the row.
const ROW_BYTES: usize = 60 * 1024 * 1024;

/// Gathers rows whose geometries are still in the source's reference system, and sends them.
pub struct Placer {
    reprojection: Reprojection,
    target: Srid,
    kind: GeometryKind,
    /// Whether the source gives north before east.
    swapped: bool,
    rows: Vec<Row>,
    xs: Vec<f64>,
    ys: Vec<f64>,
    zs: Vec<f64>,
    bytes: usize,
}

impl Placer {
    /// Begins with the rows of a layer.
    pub fn new(reprojection: Reprojection, target: Srid, kind: GeometryKind, swapped: bool) -> Self {
        let (rows, xs, ys, zs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { reprojection, target, kind, swapped, rows, xs, ys, zs, bytes: 0 }
    }

    /// Takes a row whose geometry is WKB in the source's reference system.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn push<W: Write>(&mut self, mut row: Row, output: &mut Output<W>) -> Result<(), Error> {
        let bytes = size_of_row(&row);
        if bytes > ROW_BYTES {
            let notice = Notice::new("row-too-large").with("limit_mb", ROW_BYTES / 1024 / 1024);
            return output.say_of_row(Severity::Rejected, row.number.unsigned_abs(), None, notice);
        }
        self.bytes += bytes;
        if let Some(wkb) = &mut row.geometry
            && !self.gather(wkb)
        {
            row.geometry = None;
            let notice = Notice::new("geometry-not-finite");
            output.say_of_row(Severity::Warning, row.number.unsigned_abs(), None, notice)?;
        }
        self.rows.push(row);
        let positions = self.xs.len().max(self.rows.len());
        if positions >= BATCH_POSITIONS || self.bytes >= BATCH_BYTES {
            self.flush(output)?;
        }
        Ok(())
    }

    /// Appends the positions of a geometry; a bad one leaves nothing behind.
    fn gather(&mut self, wkb: &mut [u8]) -> bool {
        let before = self.xs.len();
        let (xs, ys, zs) = (&mut self.xs, &mut self.ys, &mut self.zs);
        let walked = for_each_position(wkb, &mut |position| {
            xs.push(number(position, 0));
            ys.push(number(position, 8));
            zs.push(if position.len() > 16 { number(position, 16) } else { 0.0 });
        });
        let finite = [&self.xs, &self.ys, &self.zs]
            .iter()
            .all(|axis| axis.iter().skip(before).all(|value| value.is_finite()));
        let good = walked.is_ok() && finite && self.xs.len() > before;
        if !good {
            self.xs.truncate(before);
            self.ys.truncate(before);
            self.zs.truncate(before);
        }
        good
    }

    /// Sends what was gathered.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn flush<W: Write>(&mut self, output: &mut Output<W>) -> Result<(), Error> {
        if self.swapped {
            std::mem::swap(&mut self.xs, &mut self.ys);
        }
        self.reprojection.apply(&mut self.xs, &mut self.ys, &mut self.zs);
        let mut at = 0;
        for mut row in std::mem::take(&mut self.rows) {
            if let Some(mut wkb) = row.geometry.take() {
                let finite = self.place(&mut wkb, &mut at);
                row.geometry = self.finish(&wkb, finite, row.number.unsigned_abs(), output)?;
            }
            output.row(&row)?;
        }
        self.xs.clear();
        self.ys.clear();
        self.zs.clear();
        self.bytes = 0;
        Ok(())
    }

    /// Writes the new positions into a geometry and tells whether all are finite.
    fn place(&self, wkb: &mut [u8], at: &mut usize) -> bool {
        let mut finite = true;
        let walked = for_each_position(wkb, &mut |position| {
            let (x, y, z) = (self.xs[*at], self.ys[*at], self.zs[*at]);
            *at += 1;
            finite &= x.is_finite() && y.is_finite() && z.is_finite();
            write(position, 0, x);
            write(position, 8, y);
            if position.len() > 16 {
                write(position, 16, z);
            }
        });
        walked.is_ok() && finite
    }

    /// Mends a geometry where need be and gives it its reference system.
    fn finish<W: Write>(
        &self,
        wkb: &[u8],
        finite: bool,
        row: u64,
        output: &mut Output<W>,
    ) -> Result<Option<Vec<u8>>, Error> {
        if !finite {
            let notice =
                Notice::new("geometry-not-reprojected").with("crs", &self.reprojection.record().source_crs);
            output.say_of_row(Severity::Warning, row, None, notice)?;
            return Ok(None);
        }
        if shape_of(wkb).is_ok_and(|shape| matches!(shape.code, 1 | 2 | 4 | 5)) {
            return Ok(Some(to_ewkb(wkb, self.target)));
        }
        match mend(wkb, self.kind == GeometryKind::Polygon) {
            Mended::Sound => Ok(Some(to_ewkb(wkb, self.target))),
            Mended::Repaired { wkb, reason } => {
                output.say_of_row(Severity::Repaired, row, None, reason)?;
                Ok(Some(to_ewkb(&wkb, self.target)))
            }
            Mended::Lost { reason } => {
                output.say_of_row(Severity::Warning, row, None, reason)?;
                Ok(None)
            }
        }
    }
}

fn size_of_row(row: &Row) -> usize {
    let texts = row.values.iter().map(|value| if let Value::Text(text) = value { text.len() } else { 8 });
    row.geometry.as_ref().map_or(0, Vec::len) + texts.sum::<usize>()
}

fn number(position: &[u8], at: usize) -> f64 {
    position.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map_or(f64::NAN, f64::from_le_bytes)
}

fn write(position: &mut [u8], at: usize, value: f64) {
    if let Some(bytes) = position.get_mut(at..at + 8) {
        bytes.copy_from_slice(&value.to_le_bytes());
    }
}
