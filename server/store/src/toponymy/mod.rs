//! The register: its events, the projections they fill, and the stream that the geocoder is built from.

mod apply;
mod import;
mod snapshot;

pub use import::{RegisterImport, RegisterOutcome};
pub use snapshot::{LonLat, RegisterRow};
