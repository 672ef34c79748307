//! The register: its events, the projections they fill, and the stream that the geocoder is built from.

mod apply;
mod compare;
mod feed;
mod import;
mod snapshot;

pub use feed::RegisterChange;
pub use import::{Delivery, RegisterImport, RegisterOutcome, StagedRegister};
pub use snapshot::{LonLat, RegisterRow};
