//! Why the register does not do what it was asked.

use jiff::civil::Date;

use super::lifecycle::LifecycleStage;
use super::living::LivingId;
use crate::notice::Notice;

/// Why a command is refused. Nothing changed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing, or not any more.
    #[error("there is no such street, address, comune or act in the register")]
    NoSuchSubject,
    /// The stage does not allow it.
    #[error("{subject} is {stage} and this needs another stage")]
    WrongStage {
        /// What.
        subject: LivingId,
        /// Its stage.
        stage: LifecycleStage,
    },
    /// Another street of the comune has the name.
    #[error("the comune has a street {name} already")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// Another named place of the comune has the name.
    #[error("the comune has a place {name} already")]
    PlaceTaken {
        /// The name.
        name: String,
    },
    /// Another address of the street has the number.
    #[error("the street has a number {number} already")]
    NumberTaken {
        /// The number.
        number: String,
    },
    /// The name is empty, too long, or not written as names are.
    #[error("the name breaks the rule {rule}")]
    WrongName {
        /// The rule.
        rule: &'static str,
    },
    /// More of the name changes than a correction may: it is a renaming.
    #[error("{percent} % of the name would change; a correction may change 30 %")]
    NotACorrection {
        /// How much changes.
        percent: u32,
    },
    /// The street still has numbers.
    #[error("the street still has {count} numbers")]
    HasAddresses {
        /// How many.
        count: usize,
    },
    /// Streets belong to the named place.
    #[error("{count} streets belong to the place")]
    HasThoroughfares {
        /// How many.
        count: usize,
    },
    /// The named place of the street is not in force.
    #[error("the place of the street is not in force")]
    PlaceNotInForce,
    /// The number is of a main address whose extensions are in force.
    #[error("the address still has {count} extensions")]
    HasExtensions {
        /// How many.
        count: usize,
    },
    /// The street of the address is not in force.
    #[error("the street of the address is not in force")]
    StreetNotInForce,
    /// The address is of another street.
    #[error("the address is not on that street")]
    OtherStreet,
    /// The thing belongs to another comune.
    #[error("it belongs to another comune")]
    OtherMunicipality,
    /// A twin is a street of another comune.
    #[error("a twin is a street of another comune")]
    NoTwin,
    /// Nothing would change.
    #[error("nothing would change")]
    NothingToDo,
    /// The decision needs its act.
    #[error("this decision needs the data of its act: kind, date and protocol")]
    ActNeeded,
    /// The act is not complete.
    #[error("the act needs a protocol of 1 to 70 characters and a date that is not to come")]
    ActIncomplete,
    /// It needs a reason.
    #[error("this needs a reason")]
    ReasonNeeded,
    /// It would hold from before what it changes.
    #[error("it would hold from {from}, and what it changes holds from {since}")]
    BeforeLastChange {
        /// From when it would hold.
        from: Date,
        /// From when what it changes holds.
        since: Date,
    },
    /// It cannot be scheduled.
    #[error("only a change can hold from a day to come")]
    NotSchedulable,
    /// What was only scheduled is taken back, not undone.
    #[error("it was only scheduled: take it back")]
    OnlyScheduled,
    /// A day that is not to come was needed.
    #[error("the day is still to come")]
    DayToCome,
    /// Something happened to the thing since.
    #[error("{subject} changed since")]
    ChangedSince {
        /// What.
        subject: String,
    },
    /// The point is far outside the comune.
    #[error("the point is {outside_m} m outside the comune")]
    OutsideMunicipality {
        /// How far.
        outside_m: u32,
    },
    /// The coordinates are not on Earth, or not known.
    #[error("the coordinates are wrong")]
    WrongPosition,
    /// A list is too long or empty.
    #[error("a list is empty, too long, or names a thing twice")]
    WrongList,
    /// A field is too long.
    #[error("the field {field} is too long or not written as it must be")]
    WrongField {
        /// Which.
        field: &'static str,
    },
}

impl Refusal {
    /// Returns what to say to a person, in their language.
    pub fn notice(&self) -> Notice {
        match self {
            Self::NoSuchSubject => Notice::new("refusal-no-such-subject"),
            Self::WrongStage { subject, stage } => {
                Notice::new("refusal-wrong-stage").with("subject", subject).with("stage", stage)
            }
            Self::NameTaken { name } => Notice::new("refusal-name-taken").with("name", name),
            Self::PlaceTaken { name } => Notice::new("refusal-place-taken").with("name", name),
            Self::NumberTaken { number } => Notice::new("refusal-number-taken").with("number", number),
            Self::WrongName { rule } => Notice::new("refusal-wrong-name").with("rule", rule),
            Self::NotACorrection { percent } => {
                Notice::new("refusal-not-a-correction").with("percent", percent)
            }
            Self::HasAddresses { count } => Notice::new("refusal-has-addresses").with("count", count),
            Self::HasThoroughfares { count } => Notice::new("refusal-has-thoroughfares").with("count", count),
            Self::PlaceNotInForce => Notice::new("refusal-place-not-in-force"),
            Self::HasExtensions { count } => Notice::new("refusal-has-extensions").with("count", count),
            Self::StreetNotInForce => Notice::new("refusal-street-not-in-force"),
            Self::OtherStreet => Notice::new("refusal-other-street"),
            Self::OtherMunicipality => Notice::new("refusal-other-municipality"),
            Self::NoTwin => Notice::new("refusal-no-twin"),
            Self::NothingToDo => Notice::new("refusal-nothing-to-do"),
            Self::ActNeeded => Notice::new("refusal-act-needed"),
            Self::ActIncomplete => Notice::new("refusal-act-incomplete"),
            Self::ReasonNeeded => Notice::new("refusal-reason-needed"),
            Self::BeforeLastChange { from, since } => {
                Notice::new("refusal-before-last-change").with("from", from).with("since", since)
            }
            Self::NotSchedulable => Notice::new("refusal-not-schedulable"),
            Self::OnlyScheduled => Notice::new("refusal-only-scheduled"),
            Self::DayToCome => Notice::new("refusal-day-to-come"),
            Self::ChangedSince { subject } => Notice::new("refusal-changed-since").with("subject", subject),
            Self::OutsideMunicipality { outside_m } => {
                Notice::new("refusal-outside-municipality").with("metres", outside_m)
            }
            Self::WrongPosition => Notice::new("refusal-wrong-position"),
            Self::WrongList => Notice::new("refusal-wrong-list"),
            Self::WrongField { field } => Notice::new("refusal-wrong-field").with("field", field),
        }
    }
}
