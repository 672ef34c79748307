//! The register: acts and their events, the projections they fill, how it was on any day, and the
//! stream that the geocoder is built from.

mod act;
mod act_state;
mod anncsu;
mod apply;
mod as_of;
mod compare;
mod conflicts;
mod decision;
mod delivery;
mod excerpt;
mod feed;
mod import;
mod internals;
mod municipal;
mod rebuild;
mod snapshot;

pub use act::{ActMode, ActOutcome, ActRequest, Moment};
pub use act_state::ActState;
pub use anncsu::AnncsuRow;
pub use as_of::{AsOf, LocalityQuery, Thing, Things, ThoroughfareQuery};
pub use conflicts::{Conflict, ConflictKind, Conflicts};
pub use decision::{Act, Decision};
pub use delivery::{DeliveredFile, NewDelivery, RegisterDelivery};
pub use feed::RegisterChange;
pub use import::{Delivery, RegisterImport, RegisterOutcome, StagedRegister, UnknownArcs};
pub use municipal::{MeasuredAddress, MunicipalRegister};
pub use snapshot::{Course, Lines, LonLat, RegisterDelta, RegisterRow, Stretch};
