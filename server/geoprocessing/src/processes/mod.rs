//! The processes of the server as they run: from tables of features to a table of results.
//!
//! Columns of the input come first, then new ones under fixed names (`process-column-<name>` in the
//! message files). Where an input has a column of such a name, that one is called `<name>_input`; the
//! columns of a second layer are prefixed. Rows that a process cannot use are left out and counted in
//! a notice; when nothing is left the work is refused.

mod buffer;
mod change;
mod clip;
mod dbscan;
mod density;
mod dissolve;
mod geodesic;
mod hexagons;
mod hot_spots;
mod inner_point;
mod job;
mod join;
mod matrix;
mod moran;
mod nearest;
mod neighbourhood;
mod overlay;
mod path;
mod rows;
mod service_area;
mod streets;
mod summary;
pub mod table;
mod value;

use std::collections::BTreeMap;

use civico_domain::catalog::GeometryKind;
use civico_domain::notice::Notice;
use civico_domain::processing::{Arguments, Process};

use crate::reproject::MetricSystem;
use crate::{Error, Limits, Progress};
use job::Job;
pub use table::{Feature, Table};

/// A process with all that it needs.
#[derive(Debug)]
pub struct Task<'a> {
    /// Which one.
    pub process: Process,
    /// What it was given.
    pub arguments: &'a Arguments,
    /// Features by the name of the input, a table for each source in its order; a geometry is a table
    /// of one row.
    pub tables: BTreeMap<String, Vec<Table>>,
    /// How large it may become.
    pub limits: Limits,
    /// How far it is.
    pub progress: &'a Progress,
    /// What the coordinates of all tables and of the result are.
    pub system: MetricSystem<'a>,
}

/// What a process found.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The rows, in the order of the input.
    pub table: Table,
    /// What their geometries are.
    pub geometry: GeometryKind,
    /// What has to be said beside them: what was left out, what was chosen, what holds overall.
    pub notices: Vec<Notice>,
}

/// Runs a process.
///
/// # Errors
/// An input is refused or too large, a column is not there, no row can be used, or the work was
/// cancelled; [`Error::NotGeometric`] for processes that need more than geometry.
pub fn run(task: Task<'_>) -> Result<Outcome, Error> {
    let (process, limits) = (task.process, task.limits);
    let mut job = Job::new(task)?;
    let mut table = match process {
        Process::Buffer => buffer::run(&mut job),
        Process::Dissolve => dissolve::run(&mut job),
        Process::Intersection => overlay::intersection(&mut job),
        Process::Difference => overlay::difference(&mut job),
        Process::Union => overlay::union(&mut job),
        Process::Clip => clip::run(&mut job),
        Process::SpatialJoin => join::run(&mut job),
        Process::SummariseByArea => summary::run(&mut job),
        Process::Nearest => nearest::run(&mut job),
        Process::DistanceMatrix => matrix::run(&mut job),
        Process::ServiceArea => service_area::run(&mut job),
        Process::ShortestPath => path::run(&mut job),
        Process::KernelDensity => density::run(&mut job),
        Process::HotSpots => hot_spots::run(&mut job),
        Process::Moran => moran::run(&mut job),
        Process::Dbscan => dbscan::run(&mut job),
        Process::Hexagons => hexagons::run(&mut job),
        Process::Change => change::run(&mut job),
        Process::DrillThrough | Process::GeocodeTable | Process::Echo => Err(Error::NotGeometric),
    }?;
    process.id().clone_into(&mut table.name);
    limits.check_rows(table.rows.len() as u64)?;
    let geometry = table.kind().unwrap_or(usual_kind(process));
    Ok(Outcome { table, geometry, notices: job.notices })
}

/// What the geometries of a result would be that has none.
fn usual_kind(process: Process) -> GeometryKind {
    match process {
        Process::DistanceMatrix => GeometryKind::None,
        Process::Nearest | Process::ShortestPath => GeometryKind::Line,
        Process::Clip | Process::SpatialJoin | Process::Change => GeometryKind::Mixed,
        Process::Moran | Process::Dbscan => GeometryKind::Point,
        _ => GeometryKind::Polygon,
    }
}

#[cfg(test)]
mod tests;
