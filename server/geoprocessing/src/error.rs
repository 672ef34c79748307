//! Why an algorithm does not begin, or does not end.

use civico_domain::notice::Notice;

/// An input is refused, or the work was given up.
///
/// `what` names the parameter in kebab-case, as the processes of the server do.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// Nothing was given where one is needed at least.
    #[error("{what}: nothing was given")]
    Empty {
        /// The parameter.
        what: &'static str,
    },
    /// A coordinate is NaN, infinite, or farther from the origin than the Earth is large.
    #[error("{what}: the coordinates of number {index} are no metres on the Earth")]
    BadCoordinate {
        /// The parameter.
        what: &'static str,
        /// Which one, from 0.
        index: usize,
    },
    /// A number is NaN, infinite or so large that its square would be.
    #[error("{what}: number {index} is not a finite number")]
    BadNumber {
        /// The parameter.
        what: &'static str,
        /// Which one, from 0.
        index: usize,
    },
    /// A number is below nought where that has no meaning.
    #[error("{what}: number {index} is negative")]
    Negative {
        /// The parameter.
        what: &'static str,
        /// Which one, from 0.
        index: usize,
    },
    /// A length, speed or limit is not finite and above nought.
    #[error("{what} is {value}: it has to be finite and above nought")]
    NotPositive {
        /// The parameter.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// A number is not within what it can be.
    #[error("{what} is {value}: it has to be from {least} to {most}")]
    OutOfRange {
        /// The parameter.
        what: &'static str,
        /// What was given.
        value: f64,
        /// The least that can be.
        least: f64,
        /// The most that can be.
        most: f64,
    },
    /// Two lists that belong together are not equally long.
    #[error("{what}: {found} were given, {expected} are needed")]
    Mismatch {
        /// The parameter.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// The work would be larger than whoever asks allows.
    #[error("{what}: {found} are more than the limit of {limit}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many there are, or at least.
        found: u64,
        /// How many may be.
        limit: u64,
    },
    /// A statistic is not defined, since all values are equal or all points at one place.
    #[error("{what}: all are equal, so that there is nothing to measure by")]
    Constant {
        /// The parameter.
        what: &'static str,
    },
    /// Two features have one key.
    #[error("{what}: number {index} has the key of an earlier one")]
    Repeated {
        /// The parameter.
        what: &'static str,
        /// Which one, from 0.
        index: usize,
    },
    /// There are rows, but none that the process can use.
    #[error("{what}: none of {found} rows can be used")]
    NothingUsable {
        /// The parameter.
        what: &'static str,
        /// How many rows there are.
        found: u64,
    },
    /// Features have no column of that name.
    #[error("{what}: there is no such column")]
    NoColumn {
        /// The parameter.
        what: &'static str,
        /// The name.
        column: String,
    },
    /// A column is of another type than the process needs.
    #[error("{what}: the column is of another type")]
    WrongColumn {
        /// The parameter.
        what: &'static str,
        /// The name.
        column: String,
    },
    /// PROJ knows no way between the coordinates and longitude and latitude.
    #[error("there is no way between these coordinates and degrees")]
    NoDegrees,
    /// The process needs more than geometry: it is run elsewhere.
    #[error("the process is not run by geometry alone")]
    NotGeometric,
    /// [`Progress::cancel`](crate::Progress::cancel) was called.
    #[error("the work was cancelled")]
    Cancelled,
}

impl Error {
    /// Says it to a person; the words are in the message files.
    pub fn notice(&self) -> Notice {
        let of = |id: &str, what: &'static str| Notice::new(id).with("input", what);
        match self {
            Self::Empty { what } => of("process-error-empty", what),
            Self::BadCoordinate { what, index } => {
                of("process-error-bad-coordinate", what).with("row", index + 1)
            }
            Self::BadNumber { what, index } => of("process-error-bad-number", what).with("row", index + 1),
            Self::Negative { what, index } => of("process-error-negative", what).with("row", index + 1),
            Self::NotPositive { what, value } => of("process-error-not-positive", what).with("value", value),
            Self::OutOfRange { what, value, least, most } => of("process-error-out-of-range", what)
                .with("value", value)
                .with("least", least)
                .with("most", most),
            Self::Mismatch { what, found, expected } => {
                of("process-error-mismatch", what).with("found", found).with("expected", expected)
            }
            Self::TooMany { what, found, limit } => {
                of(too_many(what), what).with("found", found).with("limit", limit)
            }
            Self::Constant { what } => of("process-error-constant", what),
            Self::Repeated { what, index } => of("process-error-repeated", what).with("row", index + 1),
            Self::NothingUsable { what, found } => {
                of("process-error-nothing-usable", what).with("found", found)
            }
            Self::NoColumn { what, column } => of("process-error-no-column", what).with("column", column),
            Self::WrongColumn { what, column } => {
                of("process-error-wrong-column", what).with("column", column)
            }
            Self::NoDegrees => Notice::new("process-error-no-degrees"),
            Self::NotGeometric => Notice::new("process-error-not-geometric"),
            Self::Cancelled => Notice::new("process-error-cancelled"),
        }
    }
}

/// What there is too much of has words of its own where people can do something about it.
fn too_many(what: &str) -> &'static str {
    match what {
        "cells" => "process-error-too-many-cells",
        "pairs" | "permutations" => "process-error-too-many-pairs",
        "vertices" => "process-error-too-many-vertices",
        "rows" => "process-error-too-many-rows",
        "streets" => "process-error-too-many-streets",
        _ => "process-error-too-many",
    }
}
