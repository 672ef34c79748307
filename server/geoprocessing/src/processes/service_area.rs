//! What is reached by the streets.

use civico_domain::catalog::{ColumnKind, Value};
use geo::{Area, Euclidean, Geometry, Length};

use super::buffer::simplest;
use super::job::{Job, vertices};
use super::rows::{points, values_of};
use super::streets::Streets;
use super::table::{Feature, Table, columns};
use super::value::real;
use crate::network::{Outline, Part, ServiceArea, joined_parts, service_areas};
use crate::{Error, Positive};

/// Origins that are worked on at a time: each keeps all that it reaches.
const ORIGINS_OF_A_STEP: usize = 16;
/// Holes of the outline up to this area are blocks of houses, and filled.
const BLOCK_M2: f64 = 50_000.0;

/// How what is reached is drawn.
struct Drawing<'a> {
    streets: &'a Streets,
    outline: Option<Outline>,
}

impl Drawing<'_> {
    fn draw(&self, area: &ServiceArea, job: &Job<'_>) -> Result<Geometry, Error> {
        match self.outline {
            Some(outline) => Ok(simplest(area.polygon(&self.streets.network, outline, job.progress)?)),
            None => Ok(Geometry::MultiLineString(area.lines(&self.streets.network))),
        }
    }

    /// The column that measures a shape.
    fn measure(&self) -> (&'static str, ColumnKind) {
        (if self.outline.is_some() { "area_m2" } else { "length_m" }, ColumnKind::Real)
    }
}

fn measured(shape: &Geometry) -> Value {
    match shape {
        Geometry::MultiLineString(lines) => real(Euclidean.length(lines)),
        other => real(other.unsigned_area()),
    }
}

/// Finds what is reached from origins within limits.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let table = job.table("origins")?;
    let mut rows = points("origins", &table);
    let streets = Streets::required(job)?;
    let is_timed = job.choice("unit") != "metres";
    let streets = if is_timed { streets } else { streets.by_metres()? };
    let places = streets.places(&mut rows, job)?;
    let limits = job.numbers("limits");
    // Minutes to seconds.
    let costs: Vec<f64> = limits.iter().map(|limit| if is_timed { limit * 60.0 } else { *limit }).collect();
    let around = Positive::new("around", job.number("around")?)?;
    let outline = (job.choice("output") != "streets").then_some(Outline { around, fill_m2: BLOCK_M2 });
    let drawing = Drawing { streets: &streets, outline };
    let is_dissolved = job.is_yes("dissolve");
    let mut together = Together::new(costs.len());
    let mut drawn: Vec<Feature> = Vec::new();
    let mut corners = 0;
    for (step, few) in places.chunks(ORIGINS_OF_A_STEP).enumerate() {
        let found = service_areas(&streets.network, few, &costs, streets.travel, job.progress)?;
        for (offset, areas) in found.into_iter().enumerate() {
            if is_dissolved {
                together.add(areas, job)?;
                continue;
            }
            for (limit, area) in limits.iter().zip(areas) {
                let shape = drawing.draw(&area, job)?;
                let mut values = values_of(&table, rows.places[step * ORIGINS_OF_A_STEP + offset]);
                values.extend([real(*limit), measured(&shape)]);
                let feature = Feature { geometry: Some(shape), values };
                corners += vertices(std::iter::once(&feature));
                job.limits.check_vertices(corners)?;
                drawn.push(feature);
            }
        }
    }
    let new = [("limit", ColumnKind::Real), drawing.measure()];
    if is_dissolved {
        let drawn = together.finish(limits, &drawing, job)?;
        return Ok(Table { name: String::new(), columns: columns(&[], &new), rows: drawn });
    }
    Ok(Table { name: String::new(), columns: columns(&[("", &table.columns)], &new), rows: drawn })
}

/// What is reached from any origin, by limit.
struct Together(Vec<Vec<Part>>);

impl Together {
    fn new(limits: usize) -> Self {
        Self(vec![Vec::new(); limits])
    }

    /// Parts of streets are joined as they come, so that there are never more than the streets have.
    fn add(&mut self, areas: Vec<ServiceArea>, job: &Job<'_>) -> Result<(), Error> {
        for (parts, area) in self.0.iter_mut().zip(areas) {
            job.progress.check()?;
            parts.extend(area.parts);
            *parts = joined_parts(std::mem::take(parts));
        }
        Ok(())
    }

    fn finish(self, limits: &[f64], drawing: &Drawing<'_>, job: &Job<'_>) -> Result<Vec<Feature>, Error> {
        let mut rows = Vec::new();
        for (limit, parts) in limits.iter().zip(self.0) {
            let shape = drawing.draw(&ServiceArea { limit: *limit, parts }, job)?;
            let values = vec![real(*limit), measured(&shape)];
            rows.push(Feature { geometry: Some(shape), values });
        }
        job.limits.check_vertices(vertices(rows.iter()))?;
        Ok(rows)
    }
}
