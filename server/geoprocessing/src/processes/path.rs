//! The best ways through the streets.

use civico_domain::catalog::ColumnKind;
use geo::Geometry;
use rayon::prelude::*;

use super::job::Job;
use super::matrix::Names;
use super::rows::points;
use super::streets::Streets;
use super::table::{Feature, Table, columns};
use super::value::{optional, real};
use crate::network::{Place, Route, route};
use crate::{Error, Progress};

/// Ways that are sought at most; a distance matrix has more, without lines.
const MOST_WAYS: u64 = 100_000;
/// Ways that are sought between two looks at how large the result is.
const WAYS_OF_A_STEP: usize = 256;

/// Finds the best way from each origin to each destination.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let from = job.table("origins")?;
    let mut origins = points("origins", &from);
    let to = job.table("destinations")?;
    let mut destinations = points("destinations", &to);
    let names = (Names::of(&from, "origin-key", job)?, Names::of(&to, "destination-key", job)?);
    let pairs = (origins.places.len() as u64).saturating_mul(destinations.places.len() as u64);
    let limit = MOST_WAYS.min(job.limits.rows);
    if pairs > limit {
        return Err(Error::TooMany { what: "rows", found: pairs, limit });
    }
    let streets = Streets::required(job)?;
    let starts = streets.places(&mut origins, job)?;
    let ends = streets.places(&mut destinations, job)?;
    let pairs: Vec<(usize, usize)> =
        (0..starts.len()).flat_map(|origin| (0..ends.len()).map(move |end| (origin, end))).collect();
    let ways = ways(&streets, (&starts, &ends), &pairs, job)?;
    let unreached = ways.iter().filter(|way| way.is_none()).count();
    job.say("process-notice-no-way", "destinations", unreached);
    let row = |((origin, end), way): (&(usize, usize), Option<Route>)| {
        let way = way?;
        let mut values = vec![names.0.get(origins.places[*origin]), names.1.get(destinations.places[*end])];
        values.push(real(streets.metres(way.cost)));
        values.extend(streets.is_timed.then(|| optional(streets.seconds(way.cost))));
        Some(Feature { geometry: Some(Geometry::LineString(way.line)), values })
    };
    let rows: Vec<Feature> = pairs.iter().zip(ways).filter_map(row).collect();
    let mut new =
        vec![("origin", names.0.kind()), ("destination", names.1.kind()), ("length_m", ColumnKind::Real)];
    new.extend(streets.is_timed.then_some(("cost_s", ColumnKind::Real)));
    Ok(Table { name: String::new(), columns: columns(&[], &new), rows })
}

fn ways(
    streets: &Streets,
    (starts, ends): (&[Place], &[Place]),
    pairs: &[(usize, usize)],
    job: &Job<'_>,
) -> Result<Vec<Option<Route>>, Error> {
    job.progress.begin(pairs.len())?;
    let mut ways = Vec::with_capacity(pairs.len());
    let mut corners = 0;
    for step in pairs.chunks(WAYS_OF_A_STEP) {
        let found: Result<Vec<Option<Route>>, Error> = step
            .par_iter()
            .map(|(origin, end)| {
                job.progress.advance(1)?;
                // Each way is one step of the whole, however far it is itself.
                let ends = (starts[*origin], ends[*end]);
                route(&streets.network, ends, streets.travel, &Progress::new())
            })
            .collect();
        let found = found?;
        corners += found.iter().flatten().map(|way| way.line.0.len() as u64).sum::<u64>();
        job.limits.check_vertices(corners)?;
        ways.extend(found);
    }
    Ok(ways)
}
