//! The register of streets and house numbers.

mod address;
mod difference;
mod event;
mod house_number;
mod lifecycle;
mod municipality;
mod position;
pub mod rows;
mod thoroughfare;

pub use address::{Address, AddressId};
pub use difference::{Changed, Changes, Difference, MOVED_M, Presence, Smell, StageChange};
pub use event::{EVENT_SCHEMA_VERSION, Event, EventType, Subject};
pub use house_number::{HouseNumber, Locator};
pub use lifecycle::{LifecycleStage, LifecycleStageError};
pub use municipality::{Locality, LocalityId, Municipality};
pub use position::{GeographicPosition, PositionMethod, PositionSpecification, SourceCoordinates};
pub use thoroughfare::{Thoroughfare, ThoroughfareId, ThoroughfareName};
