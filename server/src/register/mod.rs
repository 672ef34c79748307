//! What is worked out from the register of a whole comune: its quality, ANNCSU's files, downloads, deliveries.

pub(crate) mod anncsu;
pub(crate) mod delivery;
pub(crate) mod download;
mod geopackage;
pub(crate) mod nightly;
pub(crate) mod quality;
pub(crate) mod reconcile;
