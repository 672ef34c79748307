//! What can go wrong on the way from one reference system to another.

use civico_domain::spatial::Srid;

use super::Crs;

/// Coordinates cannot be brought into another reference system.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReprojectError {
    /// PROJ could not begin, or does not find its database.
    #[error("proj.db is not found; it belongs beside the program, in share/proj")]
    NoDatabase,
    /// A reference system is not in the register, or its WKT cannot be read.
    #[error("the reference system {0} is unknown")]
    UnknownCrs(String),
    /// Nothing leads from one reference system to the other.
    #[error("there is no operation from {source_crs} to {target_crs}")]
    NoOperation {
        /// Where the coordinates come from.
        source_crs: String,
        /// Where they should go.
        target_crs: String,
    },
    /// Only an operation that ignores the datums does, and it was not asked for.
    #[error("from {source_crs} to {target_crs} there is only the ballpark operation {operation}")]
    OnlyBallpark {
        /// Where the coordinates come from.
        source_crs: String,
        /// Where they should go.
        target_crs: String,
        /// Name of the operation that was refused.
        operation: String,
    },
}

/// Why no candidate was good, before the reference systems are named.
#[derive(Debug)]
pub(super) enum NoCandidate {
    None,
    OnlyBallpark(String),
}

impl NoCandidate {
    pub(super) fn named(self, source: &Crs, target: Srid) -> ReprojectError {
        let (source_crs, target_crs) = (source.to_string(), target.to_string());
        match self {
            Self::None => ReprojectError::NoOperation { source_crs, target_crs },
            Self::OnlyBallpark(operation) => {
                ReprojectError::OnlyBallpark { source_crs, target_crs, operation }
            }
        }
    }
}
