//! What may be asked of the register. Changes and corrections (rettifiche formali) are different
//! verbs: a change has an act and a day from which it holds, a correction mends what was written.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::address::{AddressDetails, AddressId};
use super::alias::Alias;
use super::arc::NewArc;
use super::house_number::Locator;
use super::internal::Internal;
use super::lifecycle::LifecycleStage;
use super::living::LivingId;
use super::municipality::LocalityId;
use super::position::{PositionMethod, PositionSpecification};
use super::thoroughfare::{ThoroughfareId, ThoroughfareName};
use crate::identity::{IstatCode, Right};

/// A position as somebody gives it, in degrees of longitude and latitude (RDN2008).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPosition {
    /// Longitude.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
    /// What it is a position of.
    pub specification: PositionSpecification,
    /// How it was got.
    #[serde(default)]
    pub method: Option<PositionMethod>,
    /// How far the true place may be, in centimetres.
    #[serde(default)]
    pub uncertainty_cm: Option<u32>,
    /// Where it comes from.
    #[serde(default)]
    pub origin: Option<String>,
}

/// An address and the number it gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renumbering {
    /// The address.
    pub address: AddressId,
    /// Its number from now on.
    pub locator: Locator,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum Command {
    /// Proposes a street.
    ProposeThoroughfare {
        /// The comune.
        municipality: IstatCode,
        /// Its name.
        #[serde(flatten)]
        name: ThoroughfareName,
        /// The named place it belongs to.
        #[serde(default)]
        locality: Option<LocalityId>,
        /// The comune's own code.
        #[serde(default)]
        local_code: String,
    },
    /// Proposes an address.
    ProposeAddress {
        /// The street.
        thoroughfare: ThoroughfareId,
        /// Its number.
        locator: Locator,
        /// Where it is.
        #[serde(default)]
        position: Option<NewPosition>,
        /// The comune's own code.
        #[serde(default)]
        local_code: String,
        /// What else is known of it.
        #[serde(flatten)]
        details: AddressDetails,
    },
    /// Proposes a named place.
    ProposeLocality {
        /// The comune.
        municipality: IstatCode,
        /// Its name.
        name: String,
    },
    /// What was proposed is in force.
    Approve(LivingId),
    /// What was proposed is refused.
    Reject(LivingId),
    /// It ends. A street with numbers ends only with them, a named place when no street is in it.
    Retire {
        /// What.
        #[serde(flatten)]
        subject: LivingId,
        /// Whether a street's numbers end with it.
        #[serde(default)]
        with_addresses: bool,
    },
    /// What was retired is in force again.
    Reinstate(LivingId),
    /// The street has another name from now on; the old one stays as an alias.
    Rename {
        /// The street.
        thoroughfare: ThoroughfareId,
        /// Its new name.
        #[serde(flatten)]
        name: ThoroughfareName,
    },
    /// The place has another name from now on; the old one stays as an alias.
    RenameLocality {
        /// The place.
        locality: LocalityId,
        /// Its new name.
        name: String,
    },
    /// The street belongs to a named place of its comune from now on, or to none.
    AssignLocality {
        /// The street.
        thoroughfare: ThoroughfareId,
        /// The place.
        #[serde(default)]
        locality: Option<LocalityId>,
    },
    /// Addresses of a street get other numbers, all at once.
    Renumber {
        /// The street.
        thoroughfare: ThoroughfareId,
        /// Which address gets which.
        numbers: Vec<Renumbering>,
    },
    /// The access is on another street or in another place from now on.
    Move {
        /// The address.
        address: AddressId,
        /// Its street, where that changes.
        #[serde(default)]
        thoroughfare: Option<ThoroughfareId>,
        /// Its number, where that changes.
        #[serde(default)]
        locator: Option<Locator>,
        /// Its place, where that changes.
        #[serde(default)]
        position: Option<NewPosition>,
    },
    /// A part of a street becomes a street of its own.
    Split {
        /// The street.
        thoroughfare: ThoroughfareId,
        /// Name of the new street.
        #[serde(flatten)]
        name: ThoroughfareName,
        /// The comune's own code of the new street.
        #[serde(default)]
        local_code: String,
        /// The addresses that go to it, with their numbers there.
        numbers: Vec<Renumbering>,
    },
    /// A street becomes part of another.
    Merge {
        /// The street that ends.
        thoroughfare: ThoroughfareId,
        /// The street that it becomes part of.
        into: ThoroughfareId,
        /// Numbers on that street of the addresses that cannot keep theirs.
        #[serde(default)]
        numbers: Vec<Renumbering>,
    },
    /// A comune becomes part of another, with all its streets and numbers.
    MergeMunicipality {
        /// The comune that ends.
        municipality: IstatCode,
        /// The comune that it becomes part of.
        into: IstatCode,
    },
    /// The street has another name beside its own.
    AttachAlias {
        /// The street.
        thoroughfare: ThoroughfareId,
        /// The name.
        alias: Alias,
    },
    /// The comune holds its street to be one with another comune's; `holds` false takes it back.
    DeclareTwin {
        /// The comune's own street.
        thoroughfare: ThoroughfareId,
        /// The other comune's.
        twin: ThoroughfareId,
        /// Whether it holds so.
        holds: bool,
    },
    /// Somebody of the comune saw the address on site.
    ConfirmOnSite {
        /// The address.
        address: AddressId,
        /// When.
        on: Date,
    },
    /// The name is written otherwise, and stays the name it is.
    CorrectName {
        /// The street.
        thoroughfare: ThoroughfareId,
        /// The name as it should be written.
        #[serde(flatten)]
        name: ThoroughfareName,
    },
    /// The place's name is written otherwise, and stays the name it is.
    CorrectLocalityName {
        /// The place.
        locality: LocalityId,
        /// The name as it should be written.
        name: String,
    },
    /// The address is where it was, and was measured wrong.
    CorrectPosition {
        /// The address.
        address: AddressId,
        /// Where it is.
        position: NewPosition,
    },
    /// The stage was wrong.
    CorrectStage {
        /// What.
        #[serde(flatten)]
        subject: LivingId,
        /// Its stage.
        stage: LifecycleStage,
    },
    /// Postcode, census section, block, parcels or main address were wrong.
    CorrectDetails {
        /// The address.
        address: AddressId,
        /// What is known of it.
        #[serde(flatten)]
        details: AddressDetails,
    },
    /// The comune writes down which internals are behind an address: all of them, each time.
    RecordInternals {
        /// The address.
        address: AddressId,
        /// Its internals.
        internals: Vec<Internal>,
    },
    /// The comune writes down the stretches of a street with the numbers on their sides: all of them,
    /// each time. Its course is their lines together; with none, nobody knows it.
    RecordArcs {
        /// The street.
        thoroughfare: ThoroughfareId,
        /// Its stretches, along the street.
        arcs: Vec<NewArc>,
    },
    /// What an act did is undone.
    Undo {
        /// The act.
        act: Uuid,
    },
}

impl Command {
    /// Returns the token, as stored and served.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::ProposeThoroughfare { .. } => "propose-thoroughfare",
            Self::ProposeAddress { .. } => "propose-address",
            Self::ProposeLocality { .. } => "propose-locality",
            Self::Approve(_) => "approve",
            Self::Reject(_) => "reject",
            Self::Retire { .. } => "retire",
            Self::Reinstate(_) => "reinstate",
            Self::Rename { .. } => "rename",
            Self::RenameLocality { .. } => "rename-locality",
            Self::AssignLocality { .. } => "assign-locality",
            Self::Renumber { .. } => "renumber",
            Self::Move { .. } => "move",
            Self::Split { .. } => "split",
            Self::Merge { .. } => "merge",
            Self::MergeMunicipality { .. } => "merge-municipality",
            Self::AttachAlias { .. } => "attach-alias",
            Self::DeclareTwin { .. } => "declare-twin",
            Self::ConfirmOnSite { .. } => "confirm-on-site",
            Self::CorrectName { .. } => "correct-name",
            Self::CorrectLocalityName { .. } => "correct-locality-name",
            Self::CorrectPosition { .. } => "correct-position",
            Self::CorrectStage { .. } => "correct-stage",
            Self::CorrectDetails { .. } => "correct-details",
            Self::RecordInternals { .. } => "record-internals",
            Self::RecordArcs { .. } => "record-arcs",
            Self::Undo { .. } => "undo",
        }
    }

    /// Returns the right that it takes: who proposes and who decides are two roles.
    pub fn right(&self) -> Right {
        match self {
            Self::ProposeThoroughfare { .. }
            | Self::ProposeAddress { .. }
            | Self::ProposeLocality { .. }
            | Self::AttachAlias { .. }
            | Self::ConfirmOnSite { .. }
            | Self::CorrectPosition { .. }
            | Self::CorrectDetails { .. }
            | Self::RecordInternals { .. }
            | Self::RecordArcs { .. } => Right::Edit,
            _ => Right::Approve,
        }
    }

    /// Tells whether it may hold from a day to come: changes may, proposals and corrections may not.
    pub fn may_be_scheduled(&self) -> bool {
        matches!(
            self,
            Self::Approve(_)
                | Self::Retire { .. }
                | Self::Reinstate(_)
                | Self::Rename { .. }
                | Self::RenameLocality { .. }
                | Self::AssignLocality { .. }
                | Self::Renumber { .. }
                | Self::Move { .. }
                | Self::Split { .. }
                | Self::Merge { .. }
                | Self::MergeMunicipality { .. }
        )
    }

    /// Returns the stretches that it gives.
    pub fn arcs(&self) -> Option<&[NewArc]> {
        match self {
            Self::RecordArcs { arcs, .. } => Some(arcs),
            _ => None,
        }
    }

    /// Returns the position that it gives.
    pub fn position(&self) -> Option<&NewPosition> {
        match self {
            Self::ProposeAddress { position, .. } | Self::Move { position, .. } => position.as_ref(),
            Self::CorrectPosition { position, .. } => Some(position),
            _ => None,
        }
    }
}
