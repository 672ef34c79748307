//! Processes: from what was asked to a result. Algorithms are in `geoprocessing`; here they get
//! their inputs and their results find a place.

mod callback;
mod child;
pub(crate) mod config;
mod document;
mod drill_through;
mod execute;
mod failure;
mod feed;
mod geocode_table;
mod geojson;
mod inputs;
mod job;
mod subscriber;
mod table;
mod task;

pub(crate) use callback::tell;
pub(crate) use child::run as run_child;
pub(crate) use drill_through::in_language;
pub(crate) use execute::execute;
pub(crate) use failure::Stopped;
pub(crate) use inputs::check;
pub(crate) use job::{Watched, pinned, work};
pub(crate) use subscriber::Subscriber;
