//! The street network of a process, and how one goes along it.

use civico_domain::catalog::Value;
use geo::{Coord, LineString};
use rayon::prelude::*;

use super::job::Job;
use super::rows::{Rows, column_of, lines};
use super::table::Table;
use crate::network::{Direction, Network, Place, Street, Travel};
use crate::{Error, Positive};

/// Walking, in km/h: the 5 km/h that planners count with; Bohannon and Andrews (Physiotherapy 97
/// (2011), 182) found 4.5 to 5.2 for adults.
const WALKING_KM_H: f64 = 5.0;
/// Cycling at ease, in km/h.
const CYCLING_KM_H: f64 = 15.0;

/// Streets, and how one goes along them.
pub(super) struct Streets {
    pub(super) network: Network,
    /// Costs metres or seconds.
    pub(super) travel: Travel,
    /// Metres of one unit of cost.
    m_per_cost: f64,
    /// Whether costs are seconds.
    pub(super) is_timed: bool,
    snap_m: f64,
}

impl Streets {
    /// Takes the streets of a process, where it has any.
    pub(super) fn of(job: &mut Job<'_>) -> Result<Option<Self>, Error> {
        let Some(table) = job.optional_table("streets")? else { return Ok(None) };
        let rows = lines("streets", &table);
        job.settle(&rows)?;
        let network = network(&table, &rows, job)?;
        let (travel, m_per_cost, is_timed) = travel(job)?;
        let snap_m = job.number("snap")?;
        Ok(Some(Self { network, travel, m_per_cost, is_timed, snap_m }))
    }

    /// Takes the streets of a process that needs them.
    pub(super) fn required(job: &mut Job<'_>) -> Result<Self, Error> {
        Self::of(job)?.ok_or(Error::Empty { what: "streets" })
    }

    /// Goes by metres, one-way streets being obeyed or not as before.
    pub(super) fn by_metres(mut self) -> Result<Self, Error> {
        let m_per_s = Positive::new("speed", 1.0)?;
        self.travel = match self.travel {
            Travel::Cycling { .. } => Travel::Cycling { m_per_s },
            _ => Travel::Shortest,
        };
        self.m_per_cost = 1.0;
        self.is_timed = false;
        Ok(self)
    }

    /// Finds where places are on the streets; rows that are too far are left out.
    pub(super) fn places(&self, rows: &mut Rows<Coord>, job: &mut Job<'_>) -> Result<Vec<Place>, Error> {
        let found: Result<Vec<Option<Place>>, Error> = rows
            .shapes
            .par_iter()
            .map(|at| {
                job.progress.check()?;
                Ok(self.network.find_place(*at, self.snap_m))
            })
            .collect();
        let places = rows.near(found?);
        job.settle(rows)?;
        Ok(places)
    }

    /// A cost as metres.
    pub(super) fn metres(&self, cost: f64) -> f64 {
        cost * self.m_per_cost
    }

    /// A cost as seconds, where it is a time.
    pub(super) fn seconds(&self, cost: f64) -> Option<f64> {
        self.is_timed.then_some(cost)
    }

    /// Metres as a cost.
    pub(super) fn cost_of(&self, metres: f64) -> f64 {
        metres / self.m_per_cost
    }
}

/// How one goes, how many metres a unit of cost is, and whether that is a second.
fn travel(job: &Job<'_>) -> Result<(Travel, f64, bool), Error> {
    let given = job.optional_number("speed");
    let m_per_s = |usual: f64| Positive::new("speed", given.unwrap_or(usual) / 3.6);
    Ok(match job.choice("travel") {
        "walking" => {
            let m_per_s = m_per_s(WALKING_KM_H)?;
            (Travel::Walking { m_per_s }, m_per_s.get(), true)
        }
        "cycling" => {
            let m_per_s = m_per_s(CYCLING_KM_H)?;
            (Travel::Cycling { m_per_s }, m_per_s.get(), true)
        }
        _ => (Travel::Shortest, 1.0, false),
    })
}

/// The graph of lines, each part a street of its own.
fn network(table: &Table, rows: &Rows<Vec<LineString>>, job: &Job<'_>) -> Result<Network, Error> {
    let column = job.property("one-way").map(|column| column_of(table, "one-way", column)).transpose()?;
    let mut streets = Vec::new();
    for (place, parts) in rows.places.iter().zip(&rows.shapes) {
        let value = column.and_then(|column| table.rows[*place].values.get(column));
        let direction = value.map_or(Direction::Both, direction);
        streets.extend(parts.iter().map(|line| Street { line, direction }));
    }
    job.limits.check_streets(streets.len() as u64)?;
    let tolerance = Positive::new("tolerance", job.number("tolerance")?)?;
    Network::from_streets(&streets, tolerance, job.progress)
}

/// The direction by the tokens that street graphs use: F and FT, B and TF of commercial ones,
/// yes and -1 of OpenStreetMap.
fn direction(value: &Value) -> Direction {
    let token = match value {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text.trim().to_ascii_lowercase(),
        _ => return Direction::Both,
    };
    match token.as_str() {
        "f" | "ft" | "yes" | "true" | "1" | "forward" => Direction::Forward,
        "b" | "tf" | "-1" | "reverse" | "backward" => Direction::Backward,
        _ => Direction::Both,
    }
}
