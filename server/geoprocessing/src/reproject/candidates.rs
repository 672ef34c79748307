//! The choice among the operations between two reference systems.

use civico_domain::spatial::Bounds;

use super::error::NoCandidate;
use super::raw::{Object, Through};
use super::{Ballpark, Extent};

/// The operation that was chosen.
pub(super) struct Candidate {
    pub(super) operation: Object,
    pub(super) name: String,
    pub(super) accuracy_m: Option<f64>,
    pub(super) ballpark: bool,
}

/// Finds where the data lie, in degrees, so that operations for other regions are left aside.
pub(super) fn area_of_data(source: &Object, extent: Extent) -> Option<Bounds> {
    if extent.is_empty() {
        return None;
    }
    let area = source.to_degrees(extent)?;
    let on_earth = area.west.abs() <= 180.0 && area.east.abs() <= 180.0 && area.north.abs() <= 90.0;
    (on_earth && area.south <= area.north && area.west <= area.east).then_some(area)
}

/// Picks the first operation, in PROJ's order (fit of area, then accuracy), that needs no
/// missing grid and is no ballpark one; a ballpark one comes last and only where allowed.
///
/// Where the direct operation needs a grid that is not there (Monte Mario to RDN2008 does), ways
/// through a third reference system are looked at too.
pub(super) fn best(
    source: &Object,
    target: &Object,
    area: Option<Bounds>,
    ballpark: Ballpark,
) -> Result<Candidate, NoCandidate> {
    let mut refused = None;
    for through in [Through::IfNoneDirect, Through::AnyIntermediate] {
        for operation in source.operations_to(target, area, through) {
            let Some(candidate) = Candidate::of(&operation) else { continue };
            if candidate.ballpark {
                refused.get_or_insert(candidate);
            } else {
                return Ok(candidate);
            }
        }
    }
    match (refused, ballpark) {
        (Some(candidate), Ballpark::Allow) => Ok(candidate),
        (Some(candidate), Ballpark::Refuse) => Err(NoCandidate::OnlyBallpark(candidate.name)),
        (None, _) => Err(NoCandidate::None),
    }
}

impl Candidate {
    /// Takes an operation that can be carried out, east before north.
    fn of(operation: &Object) -> Option<Self> {
        if !operation.is_instantiable() {
            return None;
        }
        Some(Self {
            name: operation.name(),
            accuracy_m: operation.accuracy_m(),
            ballpark: operation.is_ballpark(),
            operation: operation.normalized()?,
        })
    }
}
