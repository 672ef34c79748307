//! The nearest features of another layer.

use civico_domain::catalog::{Column, ColumnKind};
use geo::{Coord, Geometry, LineString};

use super::geodesic::Places;
use super::job::Job;
use super::rows::{Rows, points, values_of};
use super::streets::Streets;
use super::table::{Feature, Table, columns};
use super::value::{integer, optional, real};
use crate::nearest::{Neighbour, Tree, nearest};
use crate::network;
use crate::{Error, Points};

/// A target that was found.
struct Found {
    target: usize,
    distance_m: f64,
    cost_s: Option<f64>,
}

/// Finds the k nearest targets of each feature.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let table = job.table("features")?;
    let mut rows = points("features", &table);
    let among = job.table("targets")?;
    let mut targets = points("targets", &among);
    let streets = Streets::of(job)?;
    let k = job.count("k")?;
    let up_to_m = job.optional_number("most-distance").unwrap_or(f64::INFINITY);
    let found = match &streets {
        Some(streets) => by_streets(streets, (&mut rows, &mut targets), (k, up_to_m), job)?,
        None => straight((&rows, &targets), (k, up_to_m), job)?,
    };
    job.limits.check_rows(found.iter().map(|found| found.len() as u64).sum())?;
    let is_line = job.choice("draw") == "lines";
    let is_timed = streets.is_some_and(|streets| streets.is_timed);
    let mut drawn = Vec::new();
    for (at, found) in found.iter().enumerate() {
        for (rank, found) in found.iter().enumerate() {
            let mut values = values_of(&table, rows.places[at]);
            values.extend(values_of(&among, targets.places[found.target]));
            values.extend([integer(rank + 1), real(found.distance_m)]);
            values.extend(is_timed.then(|| optional(found.cost_s)));
            let geometry = if is_line {
                Some(line(rows.shapes[at], targets.shapes[found.target]))
            } else {
                table.rows[rows.places[at]].geometry.clone()
            };
            drawn.push(Feature { geometry, values });
        }
    }
    let columns = named(&table.columns, &among.columns, is_timed);
    Ok(Table { name: String::new(), columns, rows: drawn })
}

fn named(of: &[Column], targets: &[Column], is_timed: bool) -> Vec<Column> {
    let mut new = vec![("rank", ColumnKind::Integer), ("distance_m", ColumnKind::Real)];
    new.extend(is_timed.then_some(("cost_s", ColumnKind::Real)));
    columns(&[("", of), ("target_", targets)], &new)
}

/// A straight line from one place to another.
pub(super) fn line(from: Coord, to: Coord) -> Geometry {
    Geometry::LineString(LineString::new(vec![from, to]))
}

fn straight(
    (rows, targets): (&Rows<Coord>, &Rows<Coord>),
    (k, up_to_m): (usize, f64),
    job: &mut Job<'_>,
) -> Result<Vec<Vec<Found>>, Error> {
    job.settle(rows)?;
    job.settle(targets)?;
    let tree = Tree::new(Points::new("targets", &targets.shapes)?, job.progress)?;
    let found = nearest(Points::new("features", &rows.shapes)?, &tree, k, job.limits, job.progress)?;
    let over = Places::if_asked(&rows.shapes, job)?.zip(Places::if_asked(&targets.shapes, job)?);
    let near = |at: usize| {
        let near = found.of(at).iter().take_while(|found| found.distance_m <= up_to_m);
        let read = |found: &Neighbour| {
            let target = found.index as usize;
            let over = over.as_ref().map(|(rows, targets)| rows.distance_m(at, targets, target));
            Found { target, distance_m: over.unwrap_or(found.distance_m), cost_s: None }
        };
        near.map(read).collect()
    };
    Ok((0..rows.places.len()).map(near).collect())
}

fn by_streets(
    streets: &Streets,
    (rows, targets): (&mut Rows<Coord>, &mut Rows<Coord>),
    (k, up_to_m): (usize, f64),
    job: &mut Job<'_>,
) -> Result<Vec<Vec<Found>>, Error> {
    let origins = streets.places(rows, job)?;
    let things = streets.places(targets, job)?;
    let bound = streets.cost_of(up_to_m);
    let (network, travel) = (&streets.network, streets.travel);
    let found = network::nearest(network, (&origins, &things), (k, bound), travel, job.limits, job.progress)?;
    let read = |reached: network::Reached| Found {
        target: reached.index as usize,
        distance_m: streets.metres(reached.cost),
        cost_s: streets.seconds(reached.cost),
    };
    Ok(found.into_iter().map(|found| found.into_iter().map(read).collect()).collect())
}
