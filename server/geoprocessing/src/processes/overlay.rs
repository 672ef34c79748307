//! Two layers of areas over each other.

use civico_domain::catalog::{ColumnKind, Value};
use geo::MultiPolygon;

use super::buffer::simplest;
use super::job::{Job, vertices};
use super::rows::{Rows, areas, values_of};
use super::table::{Feature, Table, columns};
use super::value::real;
use crate::Error;
use crate::overlay::{self, Areas, Overlap, Piece, Remainder};

/// Two layers whose areas can be used.
struct Layers {
    left: (Table, Rows<MultiPolygon>),
    right: (Table, Rows<MultiPolygon>),
    least_m2: f64,
}

impl Layers {
    fn of(job: &mut Job<'_>) -> Result<Self, Error> {
        let mut layer = |input| {
            let table = job.table(input)?;
            let rows = areas(input, &table);
            job.settle(&rows)?;
            Ok((table, rows))
        };
        let (left, right) = (layer("features")?, layer("overlay")?);
        Ok(Self { left, right, least_m2: job.number("least-area")? })
    }

    fn areas(&self) -> Result<(Areas<'_>, Areas<'_>), Error> {
        let (left, right) = (&self.left.1.shapes, &self.right.1.shapes);
        Ok((Areas::new("features", left)?, Areas::new("overlay", right)?))
    }

    /// What two areas share, with the values of both.
    fn shared(&self, overlap: Overlap) -> Feature {
        let mut values = values_of(&self.left.0, self.left.1.places[overlap.left as usize]);
        values.extend(values_of(&self.right.0, self.right.1.places[overlap.right as usize]));
        values.extend([overlap.area_m2, overlap.share_of_left, overlap.share_of_right].map(real));
        Feature { geometry: Some(simplest(overlap.shape)), values }
    }

    /// What one layer alone has, with nothing for the other.
    fn alone(&self, rest: Remainder, is_left: bool) -> Feature {
        let nothing = |table: &Table| vec![Value::Null; table.columns.len()];
        let (mut values, others, shares) = if is_left {
            let place = self.left.1.places[rest.index as usize];
            (values_of(&self.left.0, place), nothing(&self.right.0), [real(rest.share), Value::Null])
        } else {
            let place = self.right.1.places[rest.index as usize];
            (nothing(&self.left.0), values_of(&self.right.0, place), [Value::Null, real(rest.share)])
        };
        values.extend(others);
        values.push(real(rest.area_m2));
        values.extend(shares);
        Feature { geometry: Some(simplest(rest.shape)), values }
    }

    /// A table with the columns of both layers.
    fn table(&self, rows: Vec<Feature>, job: &Job<'_>) -> Result<Table, Error> {
        job.limits.check_vertices(vertices(rows.iter()))?;
        let sets = [("", &*self.left.0.columns), ("overlay_", &*self.right.0.columns)];
        let new = ["area_m2", "share", "overlay_share"].map(|name| (name, ColumnKind::Real));
        Ok(Table { name: String::new(), columns: columns(&sets, &new), rows })
    }
}

/// What the areas of two layers share.
pub(super) fn intersection(job: &mut Job<'_>) -> Result<Table, Error> {
    let layers = Layers::of(job)?;
    let (left, right) = layers.areas()?;
    let found = overlay::intersections(left, right, layers.least_m2, job.limits, job.progress)?;
    layers.table(found.into_iter().map(|overlap| layers.shared(overlap)).collect(), job)
}

/// Two layers laid over each other.
pub(super) fn union(job: &mut Job<'_>) -> Result<Table, Error> {
    let layers = Layers::of(job)?;
    let (left, right) = layers.areas()?;
    let found = overlay::union(left, right, layers.least_m2, job.limits, job.progress)?;
    let row = |piece| match piece {
        Piece::Both(overlap) => layers.shared(overlap),
        Piece::Left(rest) => layers.alone(rest, true),
        Piece::Right(rest) => layers.alone(rest, false),
    };
    layers.table(found.into_iter().map(row).collect(), job)
}

/// What is left of one layer without the other.
pub(super) fn difference(job: &mut Job<'_>) -> Result<Table, Error> {
    let layers = Layers::of(job)?;
    let (left, right) = layers.areas()?;
    let found = overlay::differences(left, right, layers.least_m2, job.limits, job.progress)?;
    let row = |rest: Remainder| {
        let mut values = values_of(&layers.left.0, layers.left.1.places[rest.index as usize]);
        values.extend([real(rest.area_m2), real(rest.share)]);
        Feature { geometry: Some(simplest(rest.shape)), values }
    };
    let rows: Vec<Feature> = found.into_iter().map(row).collect();
    job.limits.check_vertices(vertices(rows.iter()))?;
    let new = ["area_m2", "share"].map(|name| (name, ColumnKind::Real));
    Ok(Table { name: String::new(), columns: columns(&[("", &layers.left.0.columns)], &new), rows })
}
