//! How far all are from all.

use civico_domain::catalog::{ColumnKind, Value};
use geo::Coord;

use super::geodesic::Places;
use super::job::Job;
use super::rows::{Rows, column_of, points};
use super::streets::Streets;
use super::table::{Feature, Table, columns};
use super::value::{integer, optional, real};
use crate::nearest::{Tree, distances};
use crate::network::costs;
use crate::{Error, Points, Positive};

/// No two places of a metric reference system are farther from each other.
const FARTHEST_M: f64 = 4e9;

/// What tells the places of an input apart: a column, or the number of the row.
pub(super) struct Names {
    kind: ColumnKind,
    values: Vec<Value>,
}

impl Names {
    pub(super) fn of(table: &Table, input: &'static str, job: &Job<'_>) -> Result<Self, Error> {
        let Some(name) = job.property(input) else {
            let values = (1..=table.rows.len()).map(integer).collect();
            return Ok(Self { kind: ColumnKind::Integer, values });
        };
        let column = column_of(table, input, name)?;
        let value = |row: &Feature| row.values.get(column).cloned().unwrap_or(Value::Null);
        Ok(Self { kind: table.columns[column].kind, values: table.rows.iter().map(value).collect() })
    }

    pub(super) fn kind(&self) -> ColumnKind {
        self.kind
    }

    pub(super) fn get(&self, place: usize) -> Value {
        self.values[place].clone()
    }
}

/// Measures how far each destination is from each origin.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let from = job.table("origins")?;
    let mut origins = points("origins", &from);
    let to = job.table("destinations")?;
    let mut destinations = points("destinations", &to);
    let names = (Names::of(&from, "origin-key", job)?, Names::of(&to, "destination-key", job)?);
    let streets = Streets::of(job)?;
    let up_to_m = job.optional_number("most-distance");
    let pairs = (origins.places.len() as u64).saturating_mul(destinations.places.len() as u64);
    if up_to_m.is_none() || streets.is_some() {
        job.limits.check_rows(pairs)?;
    }
    let found = match &streets {
        Some(streets) => by_streets(streets, (&mut origins, &mut destinations), up_to_m, job)?,
        None => straight((&origins, &destinations), up_to_m, job)?,
    };
    let is_timed = streets.is_some_and(|streets| streets.is_timed);
    let row = |pair: Pair| {
        let mut values = vec![
            names.0.get(origins.places[pair.origin]),
            names.1.get(destinations.places[pair.destination]),
        ];
        values.push(real(pair.distance_m));
        values.extend(is_timed.then(|| optional(pair.cost_s)));
        Feature { geometry: None, values }
    };
    let rows = found.into_iter().map(row).collect();
    let mut new =
        vec![("origin", names.0.kind()), ("destination", names.1.kind()), ("distance_m", ColumnKind::Real)];
    new.extend(is_timed.then_some(("cost_s", ColumnKind::Real)));
    Ok(Table { name: String::new(), columns: columns(&[], &new), rows })
}

struct Pair {
    origin: usize,
    destination: usize,
    distance_m: f64,
    cost_s: Option<f64>,
}

fn straight(
    (origins, destinations): (&Rows<Coord>, &Rows<Coord>),
    up_to_m: Option<f64>,
    job: &mut Job<'_>,
) -> Result<Vec<Pair>, Error> {
    job.settle(origins)?;
    job.settle(destinations)?;
    let tree = Tree::new(Points::new("destinations", &destinations.shapes)?, job.progress)?;
    let bound = Positive::new("most-distance", up_to_m.unwrap_or(FARTHEST_M))?;
    let limits = crate::Limits { pairs: job.limits.pairs.min(job.limits.rows), ..job.limits };
    let rows = distances(Points::new("origins", &origins.shapes)?, &tree, bound, limits, job.progress)?;
    let over = Places::if_asked(&origins.shapes, job)?.zip(Places::if_asked(&destinations.shapes, job)?);
    let over = over.as_ref();
    let pairs = rows.into_iter().enumerate().flat_map(|(origin, mut row)| {
        // In the order of the destinations, as a matrix is.
        row.sort_unstable_by_key(|found| found.index);
        row.into_iter().map(move |found| {
            let destination = found.index as usize;
            let over = over.map(|(from, to)| from.distance_m(origin, to, destination));
            Pair { origin, destination, distance_m: over.unwrap_or(found.distance_m), cost_s: None }
        })
    });
    Ok(pairs.collect())
}

fn by_streets(
    streets: &Streets,
    (origins, destinations): (&mut Rows<Coord>, &mut Rows<Coord>),
    up_to_m: Option<f64>,
    job: &mut Job<'_>,
) -> Result<Vec<Pair>, Error> {
    let from = streets.places(origins, job)?;
    let to = streets.places(destinations, job)?;
    let bound = up_to_m.map_or(f64::INFINITY, |metres| streets.cost_of(metres));
    let (network, travel) = (&streets.network, streets.travel);
    let table = costs(network, (&from, &to), travel, bound, job.limits, job.progress)?;
    let pairs = table.into_iter().enumerate().flat_map(|(origin, row)| {
        row.into_iter().enumerate().filter_map(move |(destination, cost)| {
            let cost = cost?;
            Some(Pair {
                origin,
                destination,
                distance_m: streets.metres(cost),
                cost_s: streets.seconds(cost),
            })
        })
    });
    Ok(pairs.collect())
}
