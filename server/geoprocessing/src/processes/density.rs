//! How densely points lie.

use civico_domain::catalog::ColumnKind;
use civico_domain::notice::Notice;
use geo::Geometry;

use super::job::Job;
use super::rows::points;
use super::table::{Feature, Table, columns};
use super::value::real;
use crate::density::{Kernel, estimate, silverman};
use crate::lattice::{Shape, Tiling};
use crate::{Error, Points, Positive, Weights};

/// Square metres of a square kilometre.
const M2_OF_KM2: f64 = 1e6;

/// Estimates the density of points in cells; those that no point reaches are left out.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let table = job.table("features")?;
    let mut rows = points("features", &table);
    let weights = match job.property("weight") {
        Some(column) => Some(rows.numbers(&table, ("weight", column), |weight| weight >= 0.0)?),
        None => None,
    };
    job.settle(&rows)?;
    let coords = Points::new("features", &rows.shapes)?;
    let weights = weights.as_ref().map(|all| Weights::new("weight", all, all.len())).transpose()?;
    let kernel = match job.choice("kernel") {
        "gaussian" => Kernel::Gaussian,
        "epanechnikov" => Kernel::Epanechnikov,
        _ => Kernel::Quartic,
    };
    let bandwidth = if let Some(bandwidth_m) = job.optional_number("bandwidth") {
        Positive::new("bandwidth", bandwidth_m)?
    } else {
        let chosen = silverman(coords, weights, kernel)?;
        let metres = format!("{:.1}", chosen.get());
        job.notices.push(Notice::new("process-notice-bandwidth").with("metres", metres));
        chosen
    };
    let shape = if job.choice("shape") == "hexagons" { Shape::Hexagon } else { Shape::Square };
    let tiling = Tiling::new(shape, job.number("cell")?)?;
    let surface = estimate(coords, weights, (kernel, bandwidth), tiling, job.limits, job.progress)?;
    let reached = surface.per_m2.iter().filter(|per_m2| **per_m2 > 0.0).count();
    job.limits.check_rows(reached as u64)?;
    let cells = surface.per_m2.iter().enumerate().filter(|(_, per_m2)| **per_m2 > 0.0);
    let row = |(at, per_m2): (usize, &f64)| {
        let polygon = tiling.polygon(surface.lattice.cell(at));
        Feature { geometry: Some(Geometry::Polygon(polygon)), values: vec![real(per_m2 * M2_OF_KM2)] }
    };
    let rows = cells.map(row).collect();
    Ok(Table { name: String::new(), columns: columns(&[], &[("density", ColumnKind::Real)]), rows })
}
