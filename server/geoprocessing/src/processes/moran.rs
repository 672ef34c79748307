//! Whether neighbours are alike.

use civico_domain::catalog::{ColumnKind, Value};
use civico_domain::notice::Notice;

use super::job::Job;
use super::neighbourhood::Neighbourhood;
use super::rows::{points, values_of};
use super::table::{Feature, Table, columns};
use super::value::real;
use crate::hotspots::{LocalMoran, Permutations, Quadrant, global_moran, local_moran};
use crate::{Error, Points, Values};

/// A corrected probability above this is not told from chance.
const LEVEL: f64 = 0.05;

/// Measures Moran's I at each feature, and overall in a notice.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let table = job.table("features")?;
    let mut rows = points("features", &table);
    let column = job.property("value").ok_or(Error::Empty { what: "value" })?;
    let values = rows.numbers(&table, ("value", column), |_| true)?;
    job.settle(&rows)?;
    let coords = Points::new("features", &rows.shapes)?;
    let values = Values::new("value", &values, values.len())?;
    let neighbours = Neighbourhood::of(coords, job)?.neighbours(coords, job)?;
    let global = global_moran(&neighbours, values)?;
    let (z, p) = global.randomised();
    let notice = Notice::new("process-notice-moran")
        .with("i", format!("{:.4}", global.i))
        .with("expected", format!("{:.4}", global.expected))
        .with("z", format!("{z:.2}"))
        .with("p", format!("{p:.4}"));
    job.notices.push(notice);
    let count = u32::try_from(job.count("permutations")?).unwrap_or(u32::MAX);
    let permutations = Permutations { count, seed: job.count("seed")? as u64 };
    let local = local_moran(&neighbours, values, permutations, job.limits, job.progress)?;
    let row = |(place, found): (&usize, &LocalMoran)| {
        let mut values = values_of(&table, *place);
        values.extend([real(found.i), real(found.p), Value::Text(class(found).to_owned())]);
        Feature { geometry: table.rows[*place].geometry.clone(), values }
    };
    let rows = rows.places.iter().zip(&local).map(row).collect();
    let new = [("i", ColumnKind::Real), ("p", ColumnKind::Real), ("class", ColumnKind::Text)];
    Ok(Table { name: String::new(), columns: columns(&[("", &table.columns)], &new), rows })
}

/// Where a feature stands among its neighbours, if that is told from chance, the number of features
/// considered.
fn class(found: &LocalMoran) -> &'static str {
    match found.quadrant {
        _ if found.adjusted_p > LEVEL => "none",
        Quadrant::HighHigh => "high-high",
        Quadrant::LowHigh => "low-high",
        Quadrant::LowLow => "low-low",
        Quadrant::HighLow => "high-low",
    }
}
