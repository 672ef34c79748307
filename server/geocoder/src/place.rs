//! What an answer may be.

/// What was found, by position in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    Access(u32),
    /// A number that the register lacks, on a street.
    Between(u32),
    Street(u32),
    Locality(u32),
    Municipality(u32),
}
