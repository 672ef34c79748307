//! Why an algorithm does not begin, or does not end.

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
    /// [`Progress::cancel`](crate::Progress::cancel) was called.
    #[error("the work was cancelled")]
    Cancelled,
}
