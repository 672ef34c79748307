//! The register of streets and house numbers.

mod address;
mod alias;
pub mod anncsu;
mod command;
mod concerns;
mod decide;
mod difference;
mod event;
mod excerpt;
mod house_number;
mod legal_act;
mod lifecycle;
mod municipality;
mod position;
mod refusal;
pub mod rows;
pub mod rules;
mod thoroughfare;

pub use address::{Address, AddressDetails, AddressId};
pub use alias::{Alias, AliasKind};
pub use anncsu::{AnncsuAccessId, AnncsuThoroughfareId};
pub use command::{Command, NewPosition, Renumbering, SubjectId};
pub use concerns::Concerns;
pub use decide::{Context, Ground, decide, unschedule};
pub use difference::{Changed, Changes, Difference, MOVED_M, Presence, Smell, StageChange};
pub use event::{EVENT_SCHEMA_VERSION, Event, EventType, EventTypeError, Subject};
pub use excerpt::{Excerpt, Known};
pub use house_number::{HouseNumber, Locator};
pub use legal_act::{LegalAct, LegalActKind, PrefectAuthorisation};
pub use lifecycle::{LifecycleStage, LifecycleStageError};
pub use municipality::{Locality, LocalityId, Municipality};
pub use position::{GeographicPosition, PositionMethod, PositionSpecification, SourceCoordinates};
pub use refusal::Refusal;
pub use thoroughfare::{NumberRange, StreetArc, Thoroughfare, ThoroughfareId, ThoroughfareName};
