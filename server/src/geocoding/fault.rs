//! What may be wrong with a row, in words for whoever sent it.

use civico_domain::notice::Notice;

/// Why a row gets an error instead of an answer. None of them repeats what the row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The row is longer than rows may be, or its text is.
    TooLong,
    /// A quote is opened and not closed.
    Unclosed,
    /// It has more or fewer columns than the header.
    Ragged { found: usize, expected: usize },
    /// It is not in the encoding of the file.
    Undecodable,
    /// There is no address in it.
    Empty,
    /// The line is not a JSON object with the fields of a search.
    Unreadable,
    /// A field has a wrong value.
    Wrong(Notice),
    /// There is no position in it.
    NoPosition,
    /// The program failed on it.
    Internal,
}

impl Fault {
    /// Returns what to tell about it.
    pub(crate) fn notice(&self) -> Notice {
        match self {
            Self::TooLong => Notice::new("batch-row-too-long"),
            Self::Unclosed => Notice::new("batch-row-unclosed"),
            Self::Ragged { found, expected } => {
                Notice::new("batch-row-ragged").with("found", found).with("expected", expected)
            }
            Self::Undecodable => Notice::new("batch-row-undecodable"),
            Self::Empty => Notice::new("batch-row-empty"),
            Self::Unreadable => Notice::new("batch-row-unreadable"),
            Self::Wrong(notice) => notice.clone(),
            Self::NoPosition => Notice::new("batch-row-no-position"),
            Self::Internal => Notice::new("problem-internal"),
        }
    }
}
