//! The sets, each read from its source.

mod clerks;
mod electoral;
mod messy;
pub(crate) mod parser;
mod points;

use std::path::Path;

use crate::case::Set;
use crate::register::Register;

/// Reads all sets that ask Milan's register.
pub(crate) fn all(data: &Path, register: &Register) -> anyhow::Result<Vec<Set>> {
    let mut sets = electoral::sets(data, register)?;
    sets.push(messy::labelled(data, register)?);
    sets.push(messy::elsewhere(data)?);
    sets.push(clerks::set());
    sets.push(points::charging(data)?);
    sets.push(points::schools(data)?);
    sets.push(points::fuel(data)?);
    sets.push(points::osm(data)?);
    Ok(sets)
}
